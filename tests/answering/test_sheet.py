"""The sheet of passages that a chat model is given."""

from __future__ import annotations

import re

import pytest

from advisor.answering.composer import Brief
from advisor.answering.extractive import ExtractiveComposer
from advisor.answering.sheet import Sheet, make_sheet, new_prefix
from advisor.assembly import Advisor
from advisor.conversation import condense
from advisor.types import DraftStatement
from tests.answering.fluent import MOVE


@pytest.fixture
def brief(built_advisor: Advisor) -> Brief:
    line = built_advisor._line
    parts, hits = line._prepare(condense(MOVE, (), line.library.vocabulary), "en")
    return Brief(MOVE, parts, hits, line.library)


@pytest.fixture
def offline(brief: Brief) -> list[DraftStatement]:
    return [i for i in ExtractiveComposer().compose(brief) if isinstance(i, DraftStatement)]


def test_what_the_offline_answer_rests_on_comes_first(brief: Brief, offline: list[DraftStatement]) -> None:
    sheet = make_sheet(brief, offline, len, 100_000, "qx")
    wanted = list(dict.fromkeys(e.key for s in offline for e in s.evidence))
    assert [p.key for p in sheet.passages.values()][: len(wanted)] == wanted
    assert list(sheet.passages) == [
        f"qx{n}" for n in range(1 + len(sheet.facts), len(sheet.passages) + len(sheet.facts) + 1)
    ]
    assert sheet.cut == 0


@pytest.mark.parametrize("budget", [150, 400, 900, 2000])
def test_passages_are_whole_and_within_the_budget(brief: Brief, offline: list[DraftStatement], budget: int) -> None:
    sheet = make_sheet(brief, offline, len, budget, "qx")
    whole = make_sheet(brief, offline, len, 100_000, "qx")
    assert len(sheet.text()) <= budget
    assert sheet.cut == len(whole.passages) - len(sheet.passages)
    assert list(sheet.passages.values()) == list(whole.passages.values())[: len(sheet.passages)]
    for key, passage in sheet.passages.items():
        assert f"[{key}] {passage.words}" in sheet.text().replace("‹", "<").replace("›", ">")


def test_a_budget_without_room_gives_an_empty_sheet(brief: Brief, offline: list[DraftStatement]) -> None:
    assert make_sheet(brief, offline, len, 10, "qx").passages == {}


def test_groups_carry_title_and_heading(brief: Brief, offline: list[DraftStatement]) -> None:
    text = make_sheet(brief, offline, len, 100_000, "qx").text()
    assert '<document title="From lighthouse keeper to bridge inspector" section="What to add"' in text
    assert text.count("<document") == text.count("</document>")
    assert all(re.match(r"<document |</document>|\[qx\d+\] |</?computed>", line) for line in text.split("\n"))


def test_ids_cannot_be_foreseen() -> None:
    prefixes = {new_prefix() for _ in range(60)}
    assert len(prefixes) > 20
    assert all(re.fullmatch(r"[b-z]{2}", p) for p in prefixes)


def test_a_passage_has_one_id(brief: Brief, offline: list[DraftStatement]) -> None:
    sheet = make_sheet(brief, offline, len, 100_000, "qx")
    key, passage = next(iter(sheet.passages.items()))
    assert sheet.add([passage]) == [key]
    assert key in sheet
    assert "qx999" not in sheet
    assert sheet.evidence([key, "qx999"]) == (passage.evidence(),)
    assert isinstance(sheet, Sheet)


def test_no_id_is_one_that_a_text_holds() -> None:
    letters = "bcdfghjkmnpqrstvwxz"
    held = " ".join(f"[{a}{b}1]" for a in letters for b in letters if a != "q")
    assert all(new_prefix([held])[0] == "q" for _ in range(5))
