"""A history folded into one standalone question."""

from __future__ import annotations

import time

import pytest

from advisor.answering.question import understand
from advisor.conversation import Standalone, condense
from advisor.types import Turn
from tests.reading import vocabulary

GARDENS = vocabulary("gardens")


def turns(*texts: str) -> list[Turn]:
    """User and assistant in turn, the user first."""
    return [Turn("assistant" if i % 2 else "user", text) for i, text in enumerate(texts)]


def standalone(question: str, *texts: str) -> Standalone:
    return condense(question, turns(*texts), GARDENS)


def test_without_a_history_nothing_changes() -> None:
    assert standalone("what  does it PAY") == Standalone("what  does it PAY")


def test_a_background_told_earlier_is_used_later() -> None:
    found = standalone(
        "How do I become a florist?", "I am an arborist.", "Good.", "What does a florist earn?", "36,500 [1]"
    )
    assert found.text == "How do I become a florist? (background: arborist)"
    assert found.background is not None
    assert found.background.label == "arborist"
    question = found.complete(understand(found.text, GARDENS)[0])
    assert question.start is not None
    assert question.goal is not None
    assert (question.intent, question.start.label, question.goal.label) == ("transition", "arborist", "florist")


def test_the_latest_word_about_oneself_counts() -> None:
    found = standalone(
        "How do I become a head gardener?", "I am an arborist.", "Good.", "Sorry, I am a florist.", "Fine."
    )
    assert found.background is not None
    assert found.background.label == "florist"


def test_hours_told_earlier_are_kept() -> None:
    found = standalone("make a plan for florist", "I work as a gardener and have 6 hours a week.", "Fine.")
    assert (found.hours, found.background and found.background.label) == (6, "gardener")


def test_a_background_is_not_put_into_a_question_about_pay() -> None:
    assert standalone("What does a florist earn?", "I am an arborist.", "Good.").text == "What does a florist earn?"


def test_a_start_of_ones_own_wins_over_the_background() -> None:
    text = "How do I move from gardener to florist?"
    assert standalone(text, "I am an arborist.", "Good.").text == text


def test_follow_ups_build_on_each_other() -> None:
    found = standalone("and in 2024?", "What does a gardener earn?", "38,000 [1]", "and a florist?", "36,500 [1]")
    assert found.text == "What does a florist earn in 2024?"


def test_thanks_in_between_are_passed_over() -> None:
    assert (
        standalone("what does it pay?", "What does a florist do?", "Binds.", "thanks", "Welcome.").text
        == "what does florist pay?"
    )


def test_a_history_of_user_turns_alone() -> None:
    history = [Turn("user", "What does a gardener earn?"), Turn("user", "and a florist?")]
    assert condense("and in 2024?", history, GARDENS).text == "What does a florist earn in 2024?"


@pytest.mark.parametrize(
    "history",
    [
        pytest.param([Turn("user", "  "), Turn("assistant", "")], id="blank turns"),
        pytest.param([Turn("assistant", "Hello.")], id="an assistant alone"),
        pytest.param([Turn("user", "thanks")], id="small talk alone"),
    ],
)
def test_a_history_that_says_nothing(history: list[Turn]) -> None:
    assert condense("and a florist?", history, GARDENS).text == "and a florist?"


def test_a_long_history_costs_no_more_than_a_short_one() -> None:
    history = turns(*["What does a gardener earn? " * 2000, "38,000 [1] " * 2000] * 200)
    began = time.perf_counter()
    found = condense("and a florist?", history, GARDENS)
    assert time.perf_counter() - began < 5
    assert "florist" in found.text


def test_a_goal_named_in_passing_makes_the_move() -> None:
    found = standalone(
        "What would I be missing?",
        "I have been an arborist for years.",
        "Good.",
        "florist sounds right",
        "It pays less.",
    )
    assert found.text == "What would I be missing (from arborist to florist)?"


def test_a_trade_without_a_name_in_the_corpus_is_told_again_where_it_is_asked_about() -> None:
    found = standalone("Which role would my old job point to?", "I was a firefighter for 20 years.", "Welcome.")
    assert found.text.startswith("I was a firefighter for 20 years. ")
    other = standalone("What does a florist earn?", "I was a firefighter for 20 years.", "Welcome.")
    assert "firefighter" not in other.text


def test_hours_told_earlier_stand_in_a_question_about_that_time() -> None:
    found = standalone("How should I split the time I have?", "I can spare 10 hours a week.", "Good.")
    assert "10 hours a week" in found.text


def test_a_question_that_leans_on_what_was_said_takes_it_along() -> None:
    said = standalone("what came right behind?", "Which flower sells best?", "The rose, at 41%.").said
    assert said == "Which flower sells best? The rose, at 41%."
    whole = "Now for my son: how old must somebody be to start a paid apprenticeship in a nursery?"
    assert standalone(whole, "Which flower sells best?", "The rose, at 41%.").said == ""


def test_the_other_one_is_the_topic_of_an_earlier_turn() -> None:
    found = standalone(
        "and the other one's pay?", "What does a gardener do?", "Prunes.", "What about a florist?", "Binds."
    )
    assert found.text == "gardener's pay?"


def test_a_part_of_the_move_that_the_reply_opened_with() -> None:
    history = [
        Turn("user", "I tend parks and would love shops one day."),
        Turn("assistant", "Gardener to florist is a move from beds to vases. [1]"),
    ]
    found = condense("what should I do in the first month?", history, vocabulary("gardens"))
    assert found.text == "what should I do in the first month (from gardener to florist)?"


def test_a_question_that_names_nothing_may_be_about_what_was_spoken_of() -> None:
    history = [Turn("user", "What is a Garden Diploma?"), Turn("assistant", "A paper. [1]")]
    found = condense("what changed against the older papers of towns?", history, vocabulary("gardens"))
    assert found.text == "what changed against the older papers of towns?"
    assert found.instead == "what changed against the older papers of towns (Garden Diploma)?"
