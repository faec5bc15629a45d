"""`advisor roles`, `role`, `gap`, `next` and `plan` on the small corpus about plant work."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GARDENS = str(Path(__file__).parent.parent / "data" / "gardens")


@pytest.fixture
def garden(run: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command over that corpus."""
    return lambda *arguments: run(*arguments, "--corpus", GARDENS)


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skills are matched by name alone: what is tested here is the command line."""
    import advisor.cli.careers as careers

    monkeypatch.setattr(careers, "_embedder", lambda corpus, person: None)


def test_roles(garden: Callable[..., Any]) -> None:
    done = garden("roles")
    assert done.status == 0
    assert done.out.splitlines()[0] == "- arborist (mid): tree surgeon"
    listed = json.loads(garden("roles", "--json").out)
    assert [r["id"] for r in listed] == ["roles/arborist", "roles/florist", "roles/gardener", "roles/head-gardener"]
    assert listed[2]["essential_skills"] == ["pruning", "plant knowledge", "machine care"]


def test_role(garden: Callable[..., Any]) -> None:
    out = garden("role", "tree", "surgeon").out
    assert "An arborist works in the crowns of trees. [A1]" in out
    told = json.loads(garden("role", "florist", "--json").out)
    assert told["transitions"] == ["transitions/gardener-to-florist"]
    growth = [f for f in told["figures"] if f["metric"] == "growth"]
    assert [(f["value"], f["period"], bool(f["newer"])) for f in growth] == [
        (-10.0, "2025-35", False),
        (-4.0, "2024-34", True),
    ]


def test_gap_shows_both_sides_words(garden: Callable[..., Any], without_model: None) -> None:
    out = " ".join(garden("gap", "--to", "florist", "--have", "some budgeting, bouquet making").out.split())
    assert "Essential skills: 1 had, 1 in part, 2 missing, of 4." in out
    assert "your words: “bouquet making”, an alias; the guide: “Flower arranging — A florist builds" in out
    data = json.loads(garden("gap", "--to", "florist", "--from", "gardener", "--json").out)
    assert data["essential"] == {"have": 1, "partial": 1, "missing": 2, "total": 4, "value": 0.375}


def test_next_shows_the_parts_of_each_score(garden: Callable[..., Any]) -> None:
    out = garden("next", "--from", "gardener", "-k", "2").out
    assert out.count(" of 0.50  essential skills:") == 2
    assert "One more skill that would open the most roles:" in out
    data = json.loads(garden("next", "--from", "gardener", "--json").out)
    assert [c["name"] for c in data["roles"][0]["components"]] == ["skills", "demand", "level", "pay", "evidence"]


def test_plan_in_the_terminal_and_as_json(garden: Callable[..., Any]) -> None:
    arguments = ("plan", "--from", "gardener", "--to", "florist", "--start", "2027-01-04")
    out = garden(*arguments).out
    assert out.startswith("From gardener to florist\n====")
    assert "25 weeks from 2027-01-04" in out
    data = json.loads(garden(*arguments, "--hours-per-week", "10", "--json").out)
    assert (data["weeks"], data["origin"]["id"]) == (15, "roles/gardener")


def test_plan_writes_the_files_that_are_asked_for(garden: Callable[..., Any], tmp_path: Path) -> None:
    names = ("plan.md", "plan.pdf", "plan.docx", "plan.ics", "plan.bib", "plan.csl.json", "plan.txt", "plan.json")
    asked = [a for n in names for a in ("--out", str(tmp_path / n))]
    done = garden("plan", "--from", "gardener", "--to", "florist", *asked)
    assert (done.status, done.out) == (0, "")
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "plan.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert all((tmp_path / n).stat().st_size for n in names)


def test_plan_from_a_resume(garden: Callable[..., Any], without_model: None, tmp_path: Path) -> None:
    resume = tmp_path / "cv.txt"
    resume.write_text("Ada Lovelace\nGardener\nSix years of pruning, and bouquet making in a shop.\n", encoding="utf-8")
    done = garden("plan", "--resume", str(resume), "--to", "florist")
    assert done.status == 0
    assert "you wrote “bouquet making in a shop”" in " ".join(done.out.split())
    assert "Ada" not in done.out
    assert "Left out before reading: name." in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(("role", "gardner"), "Did you mean gardener", id="unknown role"),
        pytest.param(("plan", "--to", "florist", "--from", "florist"), "You named florist twice", id="same role"),
        pytest.param(("plan", "--to", "florist", "--from", "gardener", "--hours-per-week", "0"), "from 1 to 80", id="0"),
        pytest.param(("plan", "--to", "florist"), "Say where you start", id="no start"),
        pytest.param(("next",), "Say who you are", id="nobody"),
        pytest.param(("plan", "--to", "a", "--from", "b", "--out", "x.odt"), "x.odt has no ending", id="format"),
    ],
)  # fmt: skip
def test_errors_are_one_line_and_status_2(garden: Callable[..., Any], arguments: tuple[str, ...], message: str) -> None:
    done = garden(*arguments)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err
