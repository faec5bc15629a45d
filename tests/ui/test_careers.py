"""Plans and gaps for the page: cited, made from the library alone, and only from input that makes sense."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from advisor.errors import UsageError
from tests.ui.fake import FakeAdvisor
from ui.careers import FORMATS, Careers
from ui.handlers import BadInput

MOVE = {"from": "roles/deck-officer", "to": "roles/harbour-pilot", "hours": 6}


@pytest.fixture(scope="module")
def careers() -> Careers:
    return Careers(FakeAdvisor())


def test_roles_and_moves_come_from_the_library(careers: Careers) -> None:
    assert [r["title"] for r in careers.roles()] == ["Deck officer", "Harbour pilot"]
    assert careers.roles()[1]["aliases"] == ["port pilot", "marine pilot"]
    assert careers.moves() == [{"from": "roles/deck-officer", "to": "roles/harbour-pilot"}]


def test_the_catalogue_is_read_once(careers: Careers) -> None:
    assert careers.catalog is careers.catalog


def test_each_line_of_a_plan_cites_words_that_stand_in_the_library(careers: Careers) -> None:
    plan = careers.plan(MOVE)
    assert plan["written"]
    citations = plan["citations"]
    assert [c["number"] for c in citations] == list(range(1, len(citations) + 1))
    for c in citations:
        assert FakeAdvisor().document(c["document_id"]).text[c["start"] : c["end"]] == c["quote"]
    lines = [line for part in plan["parts"] for line in part["lines"]]
    assert lines
    assert all(line["citations"] or line["computed"] for line in lines)
    assert all(1 <= n <= len(citations) for line in lines for n in line["citations"])
    for skill in plan["gap"]["skills"]:
        assert citations[skill["asked"] - 1]["document_id"] == "roles/harbour-pilot"
    assert {s["label"].lower(): s["state"] for s in plan["gap"]["skills"]}["radio procedure"] == "have"


def test_what_a_person_writes_changes_the_gap(careers: Careers) -> None:
    told = careers.plan({**MOVE, "have": "Four years of ship handling on tugs."})
    skills = {s["label"].lower(): s for s in told["gap"]["skills"]}
    assert skills["ship handling"]["state"] == "have"
    assert "ship handling" in skills["ship handling"]["yours"].lower()


def test_next_roles_are_ranked_and_cited(careers: Careers) -> None:
    found = careers.next_roles({"from": "Deck officer"})
    assert [r["title"] for r in found["roles"]] == ["Harbour pilot"]
    numbers = [n for p in found["roles"][0]["parts"] for n in p["citations"]]
    assert set(numbers) <= {c["number"] for c in found["citations"]}


@pytest.mark.parametrize("format", list(FORMATS))
def test_every_export_holds_the_plan(careers: Careers, format: str) -> None:
    content, name = careers.export(MOVE, format)
    starts = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "ics": b"BEGIN:VCALENDAR", "bibtex": b"@", "markdown": b"#"}
    assert content.startswith(starts[format])
    assert name.startswith("plan-harbour-pilot.")


def resume(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "data": base64.b64encode(content).decode()}


def test_a_resume_is_read_and_not_kept(careers: Careers) -> None:
    text = b"Jane Doe, born 1990\n\nDeck officer, 2018 to 2024.\nShip handling in narrow water, radio procedure with tugs.\n"
    plan = careers.plan({"to": "Harbour pilot", "hours": 5, "resume": resume("cv.txt", text * 3)})
    assert plan["origin"]["title"] == "Deck officer"
    assert {s["label"].lower(): s["state"] for s in plan["gap"]["skills"]}["ship handling"] == "have"
    assert "Jane" not in str(plan)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"to": "Astronaut"}, id="unknown role"),
        pytest.param({"to": ""}, id="no role"),
        pytest.param({"to": "roles/deck-officer"}, id="the same role"),
        pytest.param({"to": ["a"]}, id="list"),
        pytest.param({"hours": 0}, id="no hours"),
        pytest.param({"hours": "six"}, id="words"),
        pytest.param({"hours": float("nan")}, id="nan"),
        pytest.param({"hours": True}, id="truth"),
        pytest.param({"have": "x" * 20_001}, id="long"),
        pytest.param({"start": "tomorrow"}, id="date"),
        pytest.param({"resume": "text"}, id="no file"),
        pytest.param({"resume": {"name": "a.txt", "data": "%%%"}}, id="no base64"),
        pytest.param({"resume": resume("a.exe", b"MZ" + b"\0" * 500)}, id="wrong kind"),
        pytest.param({"resume": resume("a.pdf", b"%PDF-1.7 broken")}, id="broken file"),
    ],
)
def test_requests_that_make_no_plan_say_why(careers: Careers, changed: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as told:
        careers.plan({**MOVE, **changed})
    assert len(str(told.value)) > 20


def test_unknown_formats_are_refused(careers: Careers) -> None:
    with pytest.raises(BadInput, match="pdf, docx"):
        careers.export(MOVE, "exe")
