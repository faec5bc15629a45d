"""The parts of the verifier: words in order, a thesaurus, alignment, denial and direction, figures, and the model that
weighs what they find. `advisor.answering.support` puts them together."""
