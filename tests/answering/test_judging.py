"""Which move a person is about, where they circumscribe it instead of naming both of its ends."""

from __future__ import annotations

import pytest

from advisor import Advisor
from advisor.answering.evidence import Pool
from advisor.answering.judging import aimed, with_whole_tables
from advisor.answering.question import understand
from advisor.ingest.loader import text_hash
from advisor.types import Document


def cited(advisor: Advisor, question: str) -> set[str]:
    return {c.document_id for c in advisor.ask(question).citations}


@pytest.mark.parametrize(
    ("question", "goal"),
    [
        pytest.param(
            "I'm a gardener, tired of rain. I'd love to be head of a crew. What should I do in the first month?",
            "head gardener",
            id="the wish in words of the title",
        ),
        pytest.param(
            "Gardener here, ten years. I want to sell flowers, as a florist would. What is my biggest gap?",
            "florist",
            id="a gap ranks nothing",
        ),
        pytest.param(
            "Gardener here. They want me to lead the shop of the florist. What ought I to sort out first?",
            "florist",
            id="a new duty that others give",
        ),
    ],
)
def test_the_move_is_read_from_what_the_person_tells(garden_advisor: Advisor, question: str, goal: str) -> None:
    library = garden_advisor.library
    moved = aimed(understand(question, library.vocabulary)[0], (), library)
    assert moved.intent == "transition"
    assert moved.start is not None
    assert moved.goal is not None
    assert (moved.start.label, moved.goal.label) == ("gardener", goal)


def test_what_a_role_does_is_no_move(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("My sister is a gardener and loves heights. What does an arborist do?")
    assert {c.document_id for c in reply.citations} == {"roles/arborist"}


def test_a_coined_name_told_before_the_question_is_not_answered_for_another(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("My teacher says I should take the HEDG+ from the town. How much does it cost?")
    assert reply.kind != "answer"
    assert any("HEDG+" in m for m in reply.missing)


def test_what_comes_next_is_asked_of_the_role_and_not_of_one_move(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("I'm a gardener, three years now. What would my next step be?")
    assert not any(c.document_id.startswith("transitions/") for c in reply.citations[:1])


def test_a_private_matter_is_no_move(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("My doctor says I am worn out and asks me to rest. I'm a gardener. Should I quit?")
    assert reply.kind == "abstention"


def test_a_question_about_nothing_is_told_what_the_library_holds(garden_advisor: Advisor) -> None:
    assert garden_advisor.ask("Hello, is it ok?").kind == "abstention"


def test_a_follow_up_that_nothing_answers_is_read_with_what_was_said(built_advisor: Advisor) -> None:
    documents = [
        "The rose was the best seller of 2025 at 41% of bouquets, ahead of the tulip at 36%.",
        "Behind the market hall stands a fountain. It was built right after the war.",
    ]
    history = [
        {"role": "user", "content": "Which flower was the best seller of 2025?"},
        {"role": "assistant", "content": "The rose, at 41% of bouquets.[1]"},
    ]
    reply = built_advisor.answer_from("and what came right behind it, with how much?", documents, history=history)
    assert "tulip at 36%" in reply.text


def test_a_question_about_a_part_of_a_move_is_answered_before_the_way(built_advisor: Advisor) -> None:
    question = "I'm going from lighthouse keeper to bridge inspector. Why not buy a drone?"
    plain = built_advisor.ask("How do I go from lighthouse keeper to bridge inspector?")
    reply = built_advisor.ask(question)
    assert "drone" in reply.statements[0].text
    assert "drone" not in plain.statements[0].text


def test_nothing_is_quoted_about_the_way_back(built_advisor: Advisor) -> None:
    reply = built_advisor.ask("Bridge inspector to lighthouse keeper: do I need crack mapping there?")
    assert "routes/lighthouse-keeper-to-bridge-inspector" not in {c.document_id for c in reply.citations}


def test_a_question_that_compares_reads_every_table_of_its_best_documents(garden_advisor: Advisor) -> None:
    library = garden_advisor.library
    documents = [d for d in library.documents() if any(p.unit.block == "row" for p in library.passages.of(d))]
    plain = next(p for p in library.passages.of(documents[0]) if p.unit.block == "paragraph")
    rows = {p.key for p in library.passages.of(documents[0]) if p.unit.block == "row"}
    assert not rows & {p.key for p in with_whole_tables(Pool((plain,)), library).passages}
    assert rows <= {p.key for p in with_whole_tables(Pool((plain,)), library, {documents[0].id}).passages}


def test_a_tool_without_a_known_price_is_told_by_its_licence(garden_advisor: Advisor) -> None:
    def about(name: str, kind: str, text: str) -> Document:
        return Document(name, name, text, text_hash(text), kind=kind)

    documents = [
        about("Mulchmap", "tool", "Mulchmap draws beds. Mulchmap is under the MIT licence."),
        about("Rope Paper", "certification", "The Rope Paper costs 450 euros."),
    ]
    reply = garden_advisor.answer_from("What does Mulchmap cost?", documents)
    assert reply.kind == "partial"
    assert reply.missing == ("price: Mulchmap",)
    assert "MIT" in reply.text
    assert "450" not in reply.text
    priced = [*documents, about("Mulchmap Pro", "tool", "Mulchmap Pro costs 90 euros a year.")]
    assert "90 euros" in garden_advisor.answer_from("What does Mulchmap Pro cost?", priced).text
