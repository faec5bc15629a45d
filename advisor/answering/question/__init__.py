"""What a question asks: intent, subjects, attributes, place, period, direction, and the words that are left.

Names come from the vocabulary of the loaded corpus; everything else here is general English. A question with
two parts becomes two questions. Nothing is looked up in documents yet.

    parts     a text taken apart: what tells of the person, and the questions in it
    reading   each of them read, with the help of
      names     which names it is about
      move      where it comes from and goes to
      order     more and less, most and least
      intent    what kind of answer it asks for
      terms     the words that are left
    joining   a part read together with what stands before it
    values    what is understood; filler  words that say nothing by themselves
"""

from __future__ import annotations

from advisor.answering.question.filler import cue_words, filler, typed_words
from advisor.answering.question.names import meant
from advisor.answering.question.order import (
    both_ends,
    compares,
    counted_in,
    direction_of,
    place_asked,
    superlative,
    which_moved,
)
from advisor.answering.question.reading import understand
from advisor.answering.question.terms import SPAN_PRICED
from advisor.answering.question.values import Intent, Question, Term

__all__ = [
    "SPAN_PRICED",
    "Intent",
    "Question",
    "Term",
    "both_ends",
    "compares",
    "counted_in",
    "cue_words",
    "direction_of",
    "filler",
    "meant",
    "place_asked",
    "superlative",
    "typed_words",
    "understand",
    "which_moved",
]
