"""Moves between roles: as a document describes them, put together from two, or towards one."""

from __future__ import annotations

import pytest

from advisor import Advisor

ROUTE = "routes/lighthouse-keeper-to-bridge-inspector"


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("lighthouse keeper -> bridge inspector", id="arrow"),
        pytest.param("How do I move from lampkeeper into structural inspector?", id="aliases"),
        pytest.param("As a lighthouse keeper, how do I become a bridge inspector?", id="as a"),
    ],
)
def test_a_written_move_is_quoted_from_its_document(built_advisor: Advisor, question: str) -> None:
    reply = built_advisor.ask(question)
    assert reply.kind == "answer"
    assert {c.document_id for c in reply.citations} == {ROUTE}
    assert "Crack mapping — takes about 6 weeks of evening practice to learn. [" in reply.text
    headings = [line.strip("*") for line in reply.text.splitlines() if line.startswith("**")]
    assert [h for h in headings if h in {"What carries over", "What to add", "First 90 days", "Pitfalls"}] == [
        "What carries over",
        "What to add",
        "First 90 days",
        "Pitfalls",
    ]


def test_the_way_back_is_put_together_and_says_so(built_advisor: Advisor) -> None:
    reply = built_advisor.ask("How do I go from bridge inspector to lighthouse keeper?")
    assert reply.text.startswith("No document describes this move itself")
    assert ROUTE not in {c.document_id for c in reply.citations}
    assert "Lens care — cleans the prisms with soft leather and spirit." in [s.text for s in reply.statements]


def test_a_composed_move_tells_shared_skills_from_new_ones(garden_advisor: Advisor) -> None:
    text = garden_advisor.ask("As an arborist, how do I become a head gardener?").text
    shared, new = text.split("Essential skills that only the head gardener guide names")
    assert "Pruning — A head gardener judges the cuts of others." in shared
    for skill in ("Team leadership", "Budget planning", "Plant knowledge"):
        assert skill in new
        assert skill not in shared


def test_a_part_of_a_move_is_answered_alone(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("What are the pitfalls of moving from gardener to florist?")
    assert [s.text for s in reply.statements] == ["A gardener who hates cold rooms will not last in a flower shop."]


def test_the_certificates_of_a_move_are_a_follow_up(garden_advisor: Advisor) -> None:
    history = [{"role": "user", "content": "How do I move from gardener to florist?"}]
    reply = garden_advisor.ask("which certificates help?", history)
    assert reply.statements[0].text == "The Garden Diploma helps a gardener little in a shop."


def test_a_move_without_a_start_asks_for_it(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("How do I become a florist?")
    assert reply.kind == "answer"
    assert "Say which role you have now" in reply.text
    assert "From gardener to florist" in reply.text


def test_a_plan_keeps_to_the_hours_told(garden_advisor: Advisor) -> None:
    ten = garden_advisor.ask("make me a plan from gardener to florist with 10 hours a week")
    assert "weeks at 10 hours a week**" in ten.text
    plain = garden_advisor.ask("make me a plan from gardener to florist")
    assert "weeks at 6 hours a week, unless you say otherwise**" in plain.text


def test_a_plan_leaves_certificates_out_when_told(garden_advisor: Advisor) -> None:
    assert "**Certification" in garden_advisor.ask("make me a plan from gardener to florist").text
    assert (
        "**Certification" not in garden_advisor.ask("make me a plan from gardener to florist without certificates").text
    )


@pytest.mark.parametrize("asked", ["Good idea?", "Is that a smart move?", "Should I take it?"])
def test_a_doubt_about_a_move_brings_its_pitfalls(built_advisor: Advisor, asked: str) -> None:
    reply = built_advisor.ask(f"I am a lighthouse keeper and could become a bridge inspector. {asked}")
    headings = [line.strip("*") for line in reply.text.splitlines() if line.startswith("**")]
    assert headings == ["Pitfalls"]
