from __future__ import annotations

import pytest

from advisor.answering.personal import without_person

ASKED = "how do I become an auditor?"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        pytest.param(f"My name is Maria. {ASKED}", ASKED, id="name"),
        pytest.param(f"I am 27 years old. {ASKED}", ASKED, id="age"),
        pytest.param(f"I'm 45, {ASKED}", ASKED, id="age-alone"),
        pytest.param(f"As a father of two I ask: {ASKED}", ASKED, id="family"),
        pytest.param(f"I am German. {ASKED}", ASKED, id="nationality"),
        pytest.param(f"I'm from Kenya, {ASKED}", ASKED, id="origin"),
        pytest.param(f"I am American and I am 30 years old, {ASKED}", ASKED, id="two-at-once"),
        pytest.param(
            "I'm a woman and I work as a nurse. What next?", "I work as a nurse. What next?", id="work-is-kept"
        ),
    ],
)
def test_who_asks_is_taken_out(said: str, left: str) -> None:
    assert without_person(said) == left


@pytest.mark.parametrize(
    "said",
    [
        "I am a DevOps engineer. How do I get on?",
        "I'm from DevOps and want to move, how?",
        "As an auditor, what do I do next?",
        "call me when you know what the exam costs",
        "My name is Maria.",
    ],
)
def test_work_and_wishes_are_kept(said: str) -> None:
    assert without_person(said) == said
