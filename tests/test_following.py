"""A follow-up read against the question before it and the reply to it."""

from __future__ import annotations

import pytest

from advisor.following import Before, about_the_same, my_job, resolve
from tests.reading import vocabulary

LIST = "1. Garden Diploma — for towns [1]\n2. Rope Licence — for trees [2]\n3. Secateurs — for stems [3]"
PAY = "What does a gardener earn?"
MOVE = "How do I move from gardener to florist?"
TWO = "Compare gardener and florist"


def follow(question: str, before: str, reply: str = "") -> str:
    return resolve(question, Before(before, reply), vocabulary("gardens"))


@pytest.mark.parametrize(
    ("question", "before", "expected"),
    [
        pytest.param("and a florist?", PAY, "What does a florist earn?", id="ellipsis of the subject"),
        pytest.param("What about tree surgeons?", PAY, "What does a tree surgeons earn?", id="by an alias"),
        pytest.param("and in 2019?", PAY, "What does a gardener earn in 2019?", id="ellipsis of the year"),
        pytest.param(
            "I meant in 2024", "What do florists earn in 2025?", "What do florists earn in 2024?", id="another year"
        ),
        pytest.param(
            "What about Sweden?", "What do gardeners earn in Norway?", "What do gardeners earn in Sweden?", id="place"
        ),
        pytest.param(
            "Germany?", "What do gardeners earn in Norway?", "What do gardeners earn in Germany?", id="bare place"
        ),
        pytest.param("what does it pay?", "What does a florist do?", "what does florist pay?", id="pronoun"),
        pytest.param("which certificates help?", MOVE, f"{MOVE[:-1]} — which certificates help?", id="part of a move"),
        pytest.param("I meant florist", PAY, "What does a florist earn?", id="correction"),
        pytest.param("no, sorry, the florist", PAY, "What does a florist earn?", id="correction without a verb"),
        pytest.param("which one pays more?", TWO, "which one pays more: gardener or florist?", id="between two"),
        pytest.param("tell me about the second one", TWO, "tell me about florist", id="ordinal of the question"),
        pytest.param(
            "10 hours a week instead",
            "make me a plan for florist",
            "make me a plan for florist — 10 hours a week instead?",
            id="plan",
        ),
        pytest.param("why?", PAY, f"{PAY[:-1]} — why?", id="bare why"),
    ],
)
def test_a_follow_up_stands_alone(question: str, before: str, expected: str) -> None:
    assert follow(question, before) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("tell me about the first", "tell me about Garden Diploma", id="first"),
        pytest.param("number two please", "Rope Licence please", id="number two"),
        pytest.param("explain the last one", "explain Secateurs", id="last"),
        pytest.param("explain the middle one", "explain Rope Licence", id="middle"),
    ],
)
def test_an_ordinal_points_into_the_list_of_the_reply(question: str, expected: str) -> None:
    assert follow(question, "Which papers are there?", LIST) == expected


def test_an_ordinal_beyond_the_list_points_at_nothing() -> None:
    assert "Garden Diploma" not in follow("tell me about the fifth one", "Which papers are there?", LIST)


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("What is pruning?", id="another name"),
        pytest.param("How do I cook rice?", id="off topic"),
        pytest.param("How far do bees fly in summer?", id="words of its own"),
        pytest.param("What does a head gardener do?", id="another role and attribute"),
    ],
)
def test_a_new_topic_stays_as_it_is(question: str) -> None:
    assert follow(question, PAY) == question


def test_a_pronoun_stands_for_what_the_reply_named() -> None:
    assert follow(
        "how much does it cost?", "Which paper do towns ask for?", "Towns ask for the Garden Diploma. [1]"
    ) == ("how much does Garden Diploma cost?")


def test_my_job_is_the_role_told_before() -> None:
    assert my_job("what does my job pay?", "arborist") == "what does arborist pay?"
    assert my_job("what does a florist earn?", "arborist") == "what does a florist earn?"


def test_a_price_is_asked_of_the_certificate_that_the_reply_named() -> None:
    reply = "A gardener may take the Garden Diploma. [1]"
    asked = follow("and how much is that one?", "Which certificate should a gardener take first?", reply)
    assert asked == "how much is Garden Diploma?"


def test_it_is_what_the_reply_named_where_one_name_was_asked_for() -> None:
    before = Before("Which diploma suits a florist?", "The Garden Diploma suits florists. A Rope Licence does not.")
    assert "Garden Diploma" in resolve("How long is it valid?", before, vocabulary("gardens"))


def test_it_is_no_single_one_of_many_names() -> None:
    before = Before("Which diplomas suit a florist?", "The Garden Diploma and the Rope Licence.")
    assert resolve("How many florists are there for it?", before, vocabulary("gardens")).count("Garden Diploma") == 0


def test_a_name_set_aside_in_a_correction_is_not_the_one_meant() -> None:
    before = Before("How many of them are there in the guide?", "300.")
    assert resolve("no no, the rope one, not florists", before, vocabulary("gardens")) == (
        "How many of them are there in the guide (the rope)?"
    )


@pytest.mark.parametrize(
    ("question", "before", "reply", "expected"),
    [
        pytest.param("tell me more about that", "Who trains gardeners?", "The Botanical Trade School in Arden.", "Tell me more about Botanical Trade School", id="what the reply named"),
        pytest.param("go on", PAY, "A gardener earns 38,000.", f"{PAY[:-1]} — go on?", id="nothing new named"),
        pytest.param("one level up?", "What does level 1 ask for?", "A permit.", "What does level 2 ask for?", id="the next number"),
        pytest.param("and a step down", "What is taught at step 3?", "Pruning.", "What is taught at step 2?", id="the number before"),
        pytest.param("no, 5.6.1", "When did Rota 5.6.0 come out?", "In May.", "When did Rota 5.6.1 come out?", id="another version"),
        pytest.param("not in Norway, in Sweden", "What do gardeners earn in Norway?", "38,000.", "What do gardeners earn in Sweden?", id="not here but there"),
        pytest.param("explain the last one", "Which doors are open?", "Three: the shop, a guild and military service.", "explain military service", id="counted up in a sentence"),
        pytest.param("what is the middle one for?", "What should I show?", "A budget owned, a hedge planted and a paper on soil.", "what is hedge planted for?", id="things without names"),
        pytest.param("who makes it?", "How do I cut stems?", "Secateurs do that.", "who makes Secateurs?", id="the maker of what the reply named"),
        pytest.param("Other subject: is there a law that shields me?", PAY, "38,000.", "Other subject: is there a law that shields me?", id="leaving the topic"),
        pytest.param("is there a law that shields florists", PAY, "38,000.", "is there a law that shields florists", id="a relative that"),
    ],
)  # fmt: skip
def test_more_ways_to_lean_on_what_was_said(question: str, before: str, reply: str, expected: str) -> None:
    assert follow(question, before, reply) == expected


def test_a_long_clause_counts_up_nothing() -> None:
    reply = "A diploma shows that a person knows the rules, tools and seasons."
    assert follow("how long is the first one valid?", "What is a Garden Diploma about?", reply) != (
        "how long is diploma shows that a person knows the rules valid?"
    )


@pytest.mark.parametrize(
    ("question", "before", "reply", "expected"),
    [
        pytest.param("how much?", "What is a Garden Diploma?", "", "How much does Garden Diploma cost?", id="a price"),
        pytest.param(
            "and the work roles?", "How many more tasks has Rota 2.2 than 2.1?", "16.", "How many more work roles has Rota 2.2 than 2.1?", id="another thing counted"
        ),
        pytest.param("minutes?", "How many questions does the exam have?", "90.", "How many minutes does the exam have?", id="one word"),
        pytest.param("how much?", "What does a florist do?", "", "How much does florist earn?", id="a pay"),
        pytest.param("could I become one?", "What does a florist do?", "", "could I become florist?", id="become one"),
        pytest.param(
            "compared to florists?", PAY, "38,000.", "What does a gardener earn compared with florists?", id="compared"
        ),
        pytest.param(
            "which one came last?", "Which papers are there?", LIST, "which one came last: Garden Diploma, Rope Licence, Secateurs?", id="of a list"
        ),
        pytest.param("no, I meant the night one", PAY, "38,000.", "What does a gardener earn (night)?", id="no name"),
    ],
)  # fmt: skip
def test_short_questions_about_what_was_named(question: str, before: str, reply: str, expected: str) -> None:
    assert follow(question, before, reply) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("what about the other one's pay?", "gardener's pay?", id="the other one"),
        pytest.param("how does it compare with the first one?", "how does florist compare with gardener?", id="first"),
        pytest.param("which of the two pays more?", "which of gardener and florist pays more?", id="of the two"),
    ],
)
def test_what_was_asked_about_in_separate_turns(question: str, expected: str) -> None:
    before = Before("What does a florist do?", "Binds.", ("gardener", "florist"))
    assert resolve(question, before, vocabulary("gardens")) == expected


@pytest.mark.parametrize(
    ("question", "before", "reply", "expected"),
    [
        pytest.param("and for members?", "What is the fee for beginners in a guild?", "", "What is the fee for members?", id="another phrase"),
        pytest.param("and a firm?", "Can a person join the guild?", "", "Can a firm join the guild?", id="another one who acts"),
        pytest.param("and which grew?", "Which jobs shrank in 2024?", "", "Which jobs grew in 2024?", id="another direction"),
        pytest.param("how do I get there from school?", "What does a florist do?", "", "how do I get to florist from school?", id="there"),
        pytest.param("how does a florist differ?", "What does a gardener do?", "", "how does a florist differ from gardener?", id="differs from what"),
        pytest.param("do they travel", "What does a florist do?", "", "do florists travel", id="they are many"),
        pytest.param("how many levels?", "What is a Garden Diploma?", "", "how many levels (Garden Diploma)?", id="things of what was named"),
        pytest.param("how long would that take?", "How do I become a florist?", "", "How do I become a florist — how long would that take?", id="the way takes long"),
        pytest.param("and vacancies?", PAY, "38,000.", "vacancies (gardener)?", id="another figure"),
        pytest.param("number 2", "What is number 1 on the list?", "", "What is number 2 on the list?", id="another place"),
        pytest.param("is there anything like it in Sweden?", "What is a Garden Diploma?", "", "is there anything like Garden Diploma in Sweden?", id="like it"),
    ],
)  # fmt: skip
def test_one_thing_changes(question: str, before: str, reply: str, expected: str) -> None:
    assert follow(question, before, reply) == expected


def test_it_is_the_one_of_two_that_the_reply_gave() -> None:
    before = Before(
        "which one is for trees: Garden Diploma or Rope Licence?",
        "The Garden Diploma is for towns. [1] The Rope Licence is for trees. [2]",
    )
    assert resolve("does it expire?", before, vocabulary("gardens")) == "does Rope Licence expire?"
    assert resolve("what does the other one cost?", before, vocabulary("gardens")) == "what does Garden Diploma cost?"


def test_a_question_without_a_name_may_be_about_what_was_spoken_of() -> None:
    before = Before("What is a Garden Diploma?", "A paper.")
    assert about_the_same("what changed against the old rules?", before, vocabulary("gardens")) == (
        "what changed against the old rules (Garden Diploma)?"
    )
    assert about_the_same("what does a florist earn?", before, vocabulary("gardens")) == ""


def test_a_part_of_a_move_is_asked_of_the_move() -> None:
    asked = follow("how much time do I need", MOVE)
    assert asked == f"{MOVE[:-1]} — how much time do I need?"


@pytest.mark.parametrize(
    ("question", "before", "reply", "expected"),
    [
        pytest.param("how long is that one valid?", "Which diplomas are there for towns?", "The Garden Diploma.", "how long is Garden Diploma valid?", id="the only one of a kind"),
        pytest.param("list the five", "How many seasons does a Garden Diploma cover?", "Five.", "which seasons does a Garden Diploma cover?", id="the things counted"),
        pytest.param("what if I aim for florist instead?", PAY, "38,000.", "What does a florist earn?", id="another one instead"),
        pytest.param("who comes next on that list?", PAY, "38,000.", f"{PAY[:-1]} — who comes next on that list?", id="a role is no list"),
        pytest.param("Do IT people garden?", PAY, "38,000.", "Do IT people garden?", id="IT is no it"),
    ],
)  # fmt: skip
def test_what_a_word_can_stand_for(question: str, before: str, reply: str, expected: str) -> None:
    assert follow(question, before, reply) == expected


def test_the_exam_of_a_named_certificate_asks_for_no_other() -> None:
    before = "What does the Garden Diploma exam cost?"
    reply = "The Garden Diploma costs 450 euros. No price of the Rope Licence is known."
    assert follow("is that one valid forever?", before, reply) == "is Garden Diploma valid forever?"


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Same question for florist.", id="same question"),
        pytest.param("can you tell me the same for florist", id="the same"),
        pytest.param("what if it is florist?", id="what if"),
        pytest.param("how does it look for florist?", id="how does it look"),
        pytest.param("and in the case of florist?", id="in the case of"),
        pytest.param("does that also apply to florist?", id="does that apply"),
        pytest.param("is it the same for florist?", id="is it the same"),
    ],
)
def test_the_same_is_asked_of_another_name(question: str) -> None:
    before = "What does a gardener plant in May?"
    assert follow(question, before, "Gardeners plant roses. [1]") == "What does a florist plant in May?"


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("Is AZ-500 still around or has Microsoft replaced it?", id="a name of its own"),
        pytest.param("we store wet bulbs in sealed boxes so it must be fine, right?", id="a clause of its own"),
        pytest.param("best glove for picking thistles and keeping thorns off them?", id="them"),
        pytest.param("how tall are oaks these days?", id="a time"),
        pytest.param("how many tall oaks were there in 1990 by then?", id="were there"),
        pytest.param("At its peak, how many tulips did the Zorbia market sell in a day?", id="a pronoun in front"),
        pytest.param("How long may a Zorbian shop wait with a repair before it is fined?", id="before it is"),
        pytest.param("who owns the diploma that Zorbia launched this summer?", id="a relative that"),
        pytest.param("In the Zorbia list for lilies, what is LL06 about?", id="a question with words of its own"),
    ],
)
def test_a_turn_that_says_enough_by_itself_stays(question: str) -> None:
    assert follow(question, PAY, "Gardeners earn 41,000. [1]") == question


def test_within_its_own_clause_a_pronoun_stands_for_what_came_before() -> None:
    text = follow("Which Zorbia course covers it?", "What is pruning?", "Pruning is cutting back. [1]")
    assert "pruning" in text


def test_my_first_certificate_is_none_of_a_list() -> None:
    assert "Garden Diploma" not in follow("good as my very first cert?", PAY, LIST)


def test_what_stands_alone_is_not_also_asked_about_what_was_spoken_of() -> None:
    before = Before(PAY, "Gardeners earn 41,000. [1]")
    assert about_the_same("is there a course near here?", before, vocabulary("gardens"))
    assert not about_the_same("which format is Ecma-424?", before, vocabulary("gardens"))


def test_he_is_a_person_and_no_certificate() -> None:
    talk = Before(
        "What does the Garden Diploma cost?", "It costs 450 euros. [1]", topics=("gardener", "Garden Diploma")
    )
    text = resolve("what should he learn in his third month?", talk, vocabulary("gardens"))
    assert "gardener" in text
    assert "Garden Diploma" not in text


@pytest.mark.parametrize(
    ("question", "reply", "expected"),
    [
        pytest.param("why too early?", "Too early for a gardener. [1]", f"{PAY[:-1]} — why too early?", id="why"),
        pytest.param("Tell me more about the second.", "Three things: a long letter written to the town hall, one rule for pruning, and a medal. [1]", "Tell me more about one rule for pruning.", id="of three things"),
        pytest.param("Why bother with the latter?", "Publish one plan and show it, and retire an old rule. [1]", "Why bother with retire an old rule?", id="the latter of two clauses"),
        pytest.param("my mistake, it's the florist people I was after", "41,000. [1]", "What does a florist earn?", id="what I was after"),
    ],
)  # fmt: skip
def test_what_was_said_is_gone_back_to(question: str, reply: str, expected: str) -> None:
    assert follow(question, PAY, reply) == expected


def test_a_name_that_nobody_knows_is_what_a_turn_is_about() -> None:
    reply = "The Garden Diploma costs 450 euros. [1]"
    asked = "What does the QXZR exam cost?"
    assert follow(asked, "What does the Garden Diploma cost?", reply) == asked
    assert follow("and QXZR?", "What does the Garden Diploma cost?", reply) == "What does the QXZR cost?"
    assert "Garden Diploma" not in follow("how long is it valid?", asked, "Nothing is known. [1]")


def test_nonsense_is_not_read_into_what_was_spoken_of() -> None:
    assert follow("purple zorbel quandrix certificate?", PAY, "41,000. [1]") == "purple zorbel quandrix certificate?"
