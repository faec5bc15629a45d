"""What a question asks, read against the vocabulary of made-up corpora."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.answering.question import Question, place_asked, understand
from advisor.types import Document
from advisor.vocabulary import Mention, Vocabulary
from tests.reading import vocabulary


def read(text: str, corpus: str = "gardens") -> Question:
    questions = understand(text, vocabulary(corpus))
    assert len(questions) == 1
    return questions[0]


def label(mention: Mention | None) -> str | None:
    return mention.label if mention else None


@pytest.mark.parametrize(
    ("text", "corpus", "start", "goal"),
    [
        pytest.param(
            "lighthouse keeper -> bridge inspector", "tiny", "Lighthouse Keeper", "Bridge Inspector", id="arrow"
        ),
        pytest.param("gardener → florist", "gardens", "gardener", "florist", id="typographic arrow"),
        pytest.param("from gardener into florist", "gardens", "gardener", "florist", id="from into"),
        pytest.param("How do I move from gardener to florist?", "gardens", "gardener", "florist", id="from to"),
        pytest.param("As a gardener, how do I become a florist?", "gardens", "gardener", "florist", id="as a"),
        pytest.param("As an arborist, how do I become a florist?", "gardens", "arborist", "florist", id="as an"),
        pytest.param("How do I become a florist as a gardener?", "gardens", "gardener", "florist", id="goal first"),
        pytest.param(
            "I'm a gardener. How can I become a florist?", "gardens", "gardener", "florist", id="two sentences"
        ),
        pytest.param("I want to work as a florist", "gardens", None, "florist", id="goal alone"),
        pytest.param("switch into arborist", "gardens", None, "arborist", id="goal alone, no article"),
        pytest.param("groundskeeper to garden manager", "gardens", "gardener", "head gardener", id="aliases"),
    ],
)
def test_a_move_has_its_ends(text: str, corpus: str, start: str | None, goal: str) -> None:
    question = read(text, corpus)
    assert question.intent == "transition"
    assert (label(question.start), label(question.goal)) == (start, goal)


@pytest.mark.parametrize(
    ("text", "intent", "attribute", "shape"),
    [
        pytest.param("What does a florist do?", "list", "tasks", "list", id="tasks"),
        pytest.param("What do florists earn?", "fact", "pay", "money", id="pay"),
        pytest.param("How much does the Rope Licence cost?", "fact", "price", "money", id="price"),
        pytest.param("How long is the Garden Diploma valid?", "fact", "validity", "duration", id="validity"),
        pytest.param("How many gardeners worked in Norway?", "fact", "jobs", "number", id="count"),
        pytest.param("How fast did gardener jobs shrink?", "fact", "demand", "change", id="change"),
        pytest.param("When was the diploma introduced?", "fact", "dates", "date", id="date"),
        pytest.param("What tools does an arborist use?", "list", "tools", "list", id="tools"),
        pytest.param("What is pruning?", "definition", None, "any", id="definition"),
        pytest.param("Did florist jobs grow?", "yes_no", "demand", "any", id="yes or no"),
        pytest.param("Which role pays best?", "ranking", "pay", "any", id="ranking"),
        pytest.param("Which certification is cheapest?", "ranking", "price", "any", id="ranking by price"),
        pytest.param("gardener vs florist", "comparison", None, "any", id="comparison"),
        pytest.param("Who earns more, a gardener or a florist?", "comparison", "pay", "any", id="comparison of pay"),
        pytest.param("make me a plan from gardener to florist", "plan", None, "any", id="plan"),
        pytest.param("hello", "greeting", None, "any", id="greeting"),
        pytest.param("thanks a lot", "thanks", None, "any", id="thanks"),
        pytest.param("what can you do?", "help", None, "any", id="help"),
    ],
)
def test_intent_attribute_and_shape(text: str, intent: str, attribute: str | None, shape: str) -> None:
    question = read(text)
    assert (question.intent, question.attribute, question.shape) == (intent, attribute, shape)


def test_places_and_periods() -> None:
    question = read("What did florists earn in Norway between 2023 and 2025?")
    assert [str(p) for p in question.places] == ["Norway"]
    assert [str(p) for p in question.periods] == ["2023-2025"]
    assert question.terms == ()


def test_a_city_without_a_preposition() -> None:
    assert [str(p) for p in read("salary zurich florist").places] == ["Zürich"]


def test_two_parts_are_two_questions() -> None:
    parts = understand("What does a gardener do and what does a florist earn?", vocabulary("gardens"))
    assert [(p.attribute, [m.label for m in p.subjects]) for p in parts] == [
        ("tasks", ["gardener"]),
        ("pay", ["florist"]),
    ]


def test_a_second_part_without_a_subject_takes_that_of_the_first() -> None:
    parts = understand("What does a gardener do and what do they earn?", vocabulary("gardens"))
    assert [(p.attribute, [m.label for m in p.subjects]) for p in parts] == [
        ("tasks", ["gardener"]),
        ("pay", ["gardener"]),
    ]


def test_two_attributes_that_are_joined_are_two_questions() -> None:
    parts = understand("Which skills and certifications does a florist need?", vocabulary("gardens"))
    assert [p.attributes for p in parts] == [("skills",), ("certifications",)]
    assert all([m.label for m in p.subjects] == ["florist"] for p in parts)


def test_at_most_four_parts() -> None:
    text = "; ".join(f"what does a florist earn in {year}" for year in range(2010, 2020))
    assert len(understand(text, vocabulary("gardens"))) == 4


@pytest.mark.parametrize(
    ("text", "direction", "superlative"),
    [
        pytest.param("Did florist jobs grow?", 1, 0, id="up"),
        pytest.param("Did florist jobs shrink?", -1, 0, id="down"),
        pytest.param("Did florist jobs grow or shrink?", 0, 0, id="both"),
        pytest.param("Which role shrank the most?", -1, 1, id="down the most"),
        pytest.param("Which paper is the cheapest?", 0, -1, id="least"),
    ],
)
def test_direction_and_superlative(text: str, direction: int, superlative: int) -> None:
    question = read(text)
    assert (question.direction, question.superlative) == (direction, superlative)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        pytest.param("a plan for florist with 10 hours a week", 10, id="digits"),
        pytest.param("a plan for florist with ten hours a week", 10, id="word"),
        pytest.param("a plan for florist with 4h a week", 4, id="h"),
        pytest.param("a plan for florist", None, id="none"),
    ],
)
def test_hours(text: str, hours: int | None) -> None:
    assert read(text).hours == hours


def test_terms_are_what_nothing_else_accounts_for() -> None:
    question = read("Does a florist need a Zephyr licence with helpers in Norway?")
    assert [(t.word, t.known, t.proper) for t in question.terms] == [
        ("Zephyr", False, True),
        ("licence", True, True),
        ("helpers", True, False),
    ]


def test_a_typo_is_mended_and_told() -> None:
    question = read("What does a gardner earn?")
    assert question.text == "What does a gardener earn?"
    assert [(c.written, c.read) for c in question.corrections] == [("gardner", "gardener")]


def test_what_is_told_of_oneself_is_no_part_of_the_question() -> None:
    question = read("I have five years as an arborist. I like trees. What should I learn to become a florist?")
    assert (label(question.start), label(question.goal)) == ("arborist", "florist")
    assert question.first_person


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://evil.example/q.png) What does a florist earn?",
        "What does a florist earn? See https://evil.example/page?q=1",
        "[What does a florist earn?](https://evil.example)",
    ],
)
def test_addresses_are_no_words_of_a_question(text: str) -> None:
    question = read(text)
    assert question.attribute == "pay"
    assert "evil" not in question.text
    assert [t.word for t in question.terms if t.word != "See"] == []


def test_a_claim_before_a_question_is_read_by_itself() -> None:
    claim, question = understand("The Garden Diploma costs 900 Krone. Who gives it?", vocabulary("gardens"))
    assert claim.premise
    assert claim.text == "The Garden Diploma costs 900 Krone."
    assert not question.premise
    assert [m.label for m in question.subjects] == [m.label for m in claim.subjects]


def test_when_would_i_asks_for_no_date() -> None:
    assert read("When would I choose the Garden Diploma?").shape != "date"
    assert read("When did the Garden Diploma start?").shape == "date"


def test_when_something_happened_is_no_question_for_a_date() -> None:
    assert "dates" not in read("What changed when the Garden Diploma was renewed?").attributes


def test_half_a_question_is_no_part() -> None:
    assert len(understand("which firm and which college wrote the Garden Diploma?", vocabulary("gardens"))) == 1


def test_two_names_told_before_are_compared() -> None:
    (question,) = understand("I could be a florist or an arborist. Which is cheaper to learn?", vocabulary("gardens"))
    assert question.intent == "comparison"
    assert {m.label for m in question.subjects} == {"florist", "arborist"}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        pytest.param("Where did pruning stand in the old list?", "fact", id="where"),
        pytest.param("Which plant is on the list?", "fact", id="one plant"),
        pytest.param("Which parts does the guide have?", "list", id="parts"),
        pytest.param("What did the arborists earn?", "fact", id="no list of what arborists are"),
    ],
)
def test_a_question_for_one_thing_is_no_list(text: str, intent: str) -> None:
    assert read(text).intent == intent


def test_what_a_thing_gives_or_counts_is_a_claim() -> None:
    claim, asked = understand("The Garden Diploma lets florists prune trees, so who sells it?", vocabulary("gardens"))
    assert claim.premise
    assert "lets florists prune" in claim.text
    assert asked.text.startswith("who sells it?")


def test_a_name_set_aside_is_not_asked_about() -> None:
    assert [m.label for m in read("What does a florist, not an arborist, do?").subjects] == ["florist"]


def test_getting_hired_is_no_demand() -> None:
    assert read("What do hiring managers want of a florist?").attribute != "demand"
    assert read("How is demand for florists?").attribute == "demand"


def test_a_question_that_ends_in_ok_is_no_thanks() -> None:
    question = read("The guide lists 13 parts, I'm putting it in my slides. ok?")
    assert question.intent != "thanks"
    assert "13 parts" in question.text


def test_the_fewest_are_not_the_newest() -> None:
    newest = Vocabulary.read([Document("a", "", "The newest list. The newest lists are long.", "h")])
    assert "fewest" in understand("Which list asks the fewest things?", newest)[0].text


def test_names_told_before_belong_to_the_text_and_not_to_its_own_words() -> None:
    question = understand("I prune hedges as a gardener. Which exam?", vocabulary("gardens"))[0]
    assert question.own_words == "Which exam?"
    assert "prune hedges" in question.text
    assert question.told.startswith("I prune hedges")


def test_names_told_before_a_question_without_one_are_searched_for() -> None:
    question = understand("The town sells the Garden Diploma. How is it taught and tested?", vocabulary("gardens"))[0]
    assert "Garden Diploma" in question.text


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        pytest.param("Since the Garden Diploma is free, I'll take it in May, ok?", "Since the Garden Diploma is free", id="since, and no question"),
        pytest.param("The Garden Diploma counts as a licence, so it's fine to climb with it?", "The Garden Diploma counts as a licence", id="so it is fine"),
        pytest.param("As a gardener who wants more, what should I learn?", "", id="as a gardener claims nothing"),
        pytest.param("If a florist applies, what helps?", "", id="if claims nothing"),
    ],
)  # fmt: skip
def test_the_claim_that_a_question_is_built_on(text: str, claim: str) -> None:
    claims = [q.text for q in understand(text, vocabulary("gardens")) if q.premise]
    assert "".join(claims).removeprefix("Since ") == claim.removeprefix("Since ")


def test_two_sentences_of_which_the_last_names_nothing_are_one_claim() -> None:
    first = understand("A friend says florists grow by 33%. The page says 29%. Who is right?", vocabulary("gardens"))[0]
    assert first.premise
    assert "33%" in first.text
    assert "29%" in first.text


def test_a_second_name_asks_the_same() -> None:
    first, second = understand("What does a florist earn in Norway? And the arborist?", vocabulary("gardens"))
    assert (first.attributes, second.attributes) == (("pay",), ("pay",))
    assert [m.label for m in second.subjects] == ["arborist"]
    assert "arborist earn in Norway" in second.text


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        pytest.param("Who is in charge of the garden?", "price", id="in charge"),
        pytest.param("Is it fine to prune in May?", "penalty", id="it is fine"),
        pytest.param("Which duties fall to a florist?", "demand", id="duties fall to somebody"),
        pytest.param("What sort of employers do I write to?", "jobs", id="employers"),
    ],
)
def test_an_idiom_asks_for_no_figure(text: str, attribute: str) -> None:
    assert attribute not in read(text).attributes


def test_a_common_word_that_only_opens_a_sentence_is_no_name() -> None:
    known = Vocabulary.read([Document("a", "", "Gathered in May, they keep.", "h")])
    usual = replace(known, everyday=lambda word: 0.6)
    assert [t.proper for t in understand("what have they gathered", known)[0].terms] == [True]
    assert [t.proper for t in understand("what have they gathered", usual)[0].terms] == [False]


def test_a_century_is_a_period_and_no_word() -> None:
    question = read("Why did the gardens shrink during the 1700s?")
    assert [str(p) for p in question.periods] == ["1700-1799"]
    assert "1700s" not in [t.word for t in question.terms]


def test_another_language_makes_no_unknown_names() -> None:
    known = vocabulary("gardens")
    terms = understand("florist pay Hochrisiko XKCD-9", known, correct=False)[0].terms
    assert "Hochrisiko" not in [t.word for t in terms]
    assert any(t.word.startswith("XKCD") for t in terms)


def test_a_short_name_before_another_thing_is_no_role() -> None:
    role = Document("a", "soil risk analyst", "They weigh soil risk.", "h", kind="role")
    known = Vocabulary.read([role])
    assert [m.label for m in understand("soil risk pay", known)[0].subjects] == ["soil risk analyst"]
    assert not [m for m in understand("which soil risk framework is used", known)[0].subjects if m.kind == "role"]


def test_an_abbreviation_of_the_corpus_is_no_city_that_is_spelled_like_it() -> None:
    known = Vocabulary.read([Document("a", "", "The roles of NICE are many.", "h")])
    assert understand("Which roles are in NICE?", known)[0].places == ()
    assert [str(p) for p in understand("What is the pay in OSLO?", known)[0].places] == ["Oslo"]
    assert [str(p) for p in understand("WHAT IS THE PAY IN NICE?", known)[0].places] == ["Nice"]


@pytest.mark.parametrize(
    ("question", "intent", "place"),
    [
        pytest.param("Which trades shrank in 2024?", "ranking", None, id="which fell"),
        pytest.param("What is number 2 on the rope list?", "ranking", 2, id="a place"),
        pytest.param("Is rust at number 3 on the list, right?", "yes_no", 3, id="a place in a claim"),
        pytest.param("What stands in chapter 3?", "list", None, id="a chapter is no place"),
    ],
)
def test_what_moved_and_which_place(question: str, intent: str, place: int | None) -> None:
    asked = understand(question, vocabulary("tiny"))[0]
    assert (asked.intent, place_asked(question)) == (intent, place)


def test_both_ends_of_an_order_are_one_question() -> None:
    assert len(understand("Of the three lists, which is the longest and which the shortest?", vocabulary("tiny"))) == 1


def test_what_is_paid_for_a_certificate_is_its_price() -> None:
    asked = understand(
        "What do I end up paying for the Level 2 Rope Certificate over three years?", vocabulary("tiny")
    )[0]
    assert asked.attribute == "price"
    assert "three years" in {t.stem for t in asked.terms}


def test_to_demand_is_to_ask() -> None:
    asked = understand("How many years does the Level 2 Rope Certificate demand?", vocabulary("tiny"))[0]
    assert "demand" not in asked.attributes


def test_two_little_words_are_no_name() -> None:
    assert vocabulary("tiny").corrected("I would stay where I am")[0] == "I would stay where I am"


def test_a_plan_for_a_role_has_a_goal() -> None:
    asked = understand(
        "I've got 6 hours a week as a lighthouse keeper. Make me a plan for bridge inspector", vocabulary("tiny")
    )[0]
    assert asked.intent == "plan"
    assert asked.goal is not None
    assert asked.goal.label == "Bridge Inspector"
    assert asked.hours == 6


@pytest.mark.parametrize(
    ("question", "direction"),
    [("growth?", 0), ("What is the projected growth of keepers?", 0), ("Why do keepers grow in number?", 1)],
)
def test_a_figure_of_growth_takes_nothing_to_have_risen(question: str, direction: int) -> None:
    assert understand(question, vocabulary("tiny"))[0].direction == direction


def test_a_common_word_after_a_full_stop_is_no_name() -> None:
    known = replace(
        Vocabulary.read([Document("a", "", "Bees fly.", "h")]), everyday=lambda word: float(word != "zalando")
    )
    terms = understand("Bees fly away. Sad, isn't it?", known)[0].terms
    assert [t.proper for t in terms if t.word == "Sad"] == [False]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("What is pruning and what is botany?", 2, id="two definitions"),
        pytest.param("What does a florist do, which skills do they need and what's the pay?", 3, id="in a row"),
        pytest.param("Which job pays most, and how much?", 1, id="how much asks for more of the same"),
        pytest.param("who planted the oak and when", 1, id="when asks for more of the same"),
        pytest.param("Coming from a shop, what should a gardener learn?", 1, id="a clause before the question"),
        pytest.param("Which firm and which town wrote it?", 1, id="half a question"),
    ],
)
def test_parts_of_a_question(text: str, parts: int) -> None:
    assert len(understand(text, vocabulary("gardens"))) == parts


def test_a_part_that_speaks_of_something_else_takes_no_subject_of_the_first() -> None:
    first, second = understand(
        "What does a florist earn? And how many tall oaks grow in the royal park?", vocabulary("gardens")
    )
    assert [m.label for m in first.subjects] == ["florist"]
    assert not second.subjects
    _, leaning = understand("What does a florist earn? And which tools do they use?", vocabulary("gardens"))
    assert [m.label for m in leaning.subjects] == ["florist"]


def test_the_persons_role_is_no_subject_of_a_question_about_something_else() -> None:
    (question,) = understand("I'm a gardener. How many tall oaks grow in the royal park?", vocabulary("gardens"))
    assert not question.subjects
    (leaning,) = understand("I'm a gardener. What could I earn?", vocabulary("gardens"))
    assert [m.label for m in leaning.subjects] == ["gardener"]


def test_names_with_their_prepositions_stand_in_a_row() -> None:
    assert read("Prerequisites of the Garden Diploma and of the Rope Licence").intent == "comparison"


@pytest.mark.parametrize("text", ["Is that a fair reading?", "They can't both be right, so which one's wrong?"])
def test_whether_a_claim_holds_is_asked_of_the_claim(text: str) -> None:
    asked = understand(f"The Garden Diploma costs 900 Krone. {text}", vocabulary("gardens"))
    assert [(q.intent, q.premise) for q in asked] == [("yes_no", False)]
    assert "900" in asked[0].text


def test_must_have_opens_no_yes_or_no() -> None:
    assert read("Must-have skills for a gardener?").intent == "list"
    assert read("Must a gardener have a diploma?").intent == "yes_no"


def test_how_two_are_different_compares_them() -> None:
    assert read("How is a gardener different from a florist?").intent == "comparison"


def test_words_between_two_questions_join_no_one_of_them() -> None:
    asked = understand(
        "Who gives the Garden Diploma and, while we're at it, what does a florist earn?", vocabulary("gardens")
    )
    assert [q.own_words for q in asked] == ["Who gives the Garden Diploma", "what does a florist earn?"]
    asked = understand("Who makes Zorb and, while we're at it, who hosts Quill?", vocabulary("gardens"))
    assert len(asked) == 2


def test_how_many_in_what_a_person_tells_is_not_asked() -> None:
    asked = read("At the first meeting I showed how many roses we sold. Should a florist do that?")
    assert "florist" in asked.own_words
    assert "roses" in asked.told
    both = understand("I want to know how many florists there are. What do they earn?", vocabulary("gardens"))
    assert "how many florists" in both[0].text


def test_how_much_a_role_would_be_asks_for_its_pay() -> None:
    assert read("How much would that be for a gardener?").attribute == "pay"
    assert read("How much would the Garden Diploma be?").attribute == "price"
    assert read("How much is the training of a gardener?").attribute == "price"


def test_whom_a_thing_is_for_asks_for_a_choice() -> None:
    assert read("Who's the Garden Diploma for?").attribute == "choice"
    assert read("Who should take the Garden Diploma?").attribute == "choice"
