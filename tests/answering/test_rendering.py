"""Passages in the words of a reply."""

from __future__ import annotations

import pytest

from advisor.answering import rows
from advisor.answering.passages import PassageCache
from advisor.answering.question import understand
from advisor.answering.rendering import leans, render
from advisor.answering.rows import with_unit
from advisor.ingest.loader import text_hash
from advisor.types import Document
from tests.reading import documents, vocabulary

CONTEXT = "Table: Pay of florists, Norway (EUR a year)\nRole | May 2024 | Note"


def rendered(text: str) -> list[str]:
    return [render(p) for p in PassageCache().of(Document("d", "Title", text, text_hash(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("however, bees fly far [5]", "Bees fly far.", id="connective and source mark"),
        pytest.param("- **Rope access** — paints the tower", "Rope access — paints the tower.", id="bullet"),
        pytest.param(
            "- **Pruning** — Pruning keeps hedges in shape", "Pruning keeps hedges in shape.", id="label said once"
        ),
        pytest.param("- iOS builds:", "iOS builds.", id="small letter that is meant"),
        pytest.param("Is it far?", "Is it far?", id="own mark"),
    ],
)
def test_render(text: str, expected: str) -> None:
    assert rendered(text) == [expected]


def test_a_row_is_a_sentence_with_its_caption() -> None:
    florist = next(d for d in documents("gardens") if d.id == "roles/florist")
    row = next(p for p in PassageCache().of(florist) if p.unit.block == "row")
    assert render(row) == "Florist: median pay 36,500 (Pay of florists, Norway, 2025 (EUR a year))."


def test_a_wide_row_gives_the_columns_asked_for() -> None:
    papers = next(d for d in documents("gardens") if d.id == "certifications/diplomas")
    row = next(p for p in PassageCache().of(papers) if p.unit.block == "row")
    asked = understand("What does the Garden Diploma cost?", vocabulary("gardens"))[0]
    assert render(row, asked) == "Garden Diploma: price 450 (Papers for plant work, Norway, 2026 (EUR))."
    assert "valid for 5 years" in render(row)


def test_a_figure_stands_with_its_measure_and_its_period() -> None:
    text = (
        "Table: Pay in the rope trade (EUR)\n\n| Role | Measure | Period | Pay | Note |\n| --- | --- | --- | --- | --- |\n"
        "| rigger | lowest-paid tenth | May 2019 | 21,000 | by hand |\n"
    )
    row = next(p for p in PassageCache().of(Document("t", "Pay", text, "h")) if p.unit.block == "row")
    asked = understand("What does a rigger earn?", vocabulary("gardens"))[0]
    assert (
        render(row, asked)
        == "Rigger: measure lowest-paid tenth; period May 2019; pay 21,000 (Pay in the rope trade (EUR))."
    )


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param(
            "Florist: May 2024 36,000; note firm (Pay of florists, Norway (EUR a year)).", True, id="the whole row"
        ),
        pytest.param("Florist: May 2024 36,000 (Pay of florists, Norway (EUR a year)).", True, id="some cells"),
        pytest.param("Florist: May 2024 37,000 (Pay of florists, Norway (EUR a year)).", False, id="changed digit"),
        pytest.param("Gardener: May 2024 36,000 (Pay of florists, Norway (EUR a year)).", False, id="another subject"),
        pytest.param("Florist: May 2024 36,000 (Pay of florists, Sweden (EUR a year)).", False, id="another caption"),
        pytest.param("Florist: May 2024 36,000.", False, id="no caption"),
    ],
)
def test_reads(statement: str, expected: bool) -> None:
    assert rows.reads(statement, "| florist | 36,000 | firm |", CONTEXT) is expected


@pytest.mark.parametrize(
    ("cell", "header", "caption", "expected"),
    [
        pytest.param("5", "Growth (%)", "", "5%", id="percent of the header"),
        pytest.param("5", "Growth", "Growth (percent)", "5%", id="percent of the caption"),
        pytest.param("450", "Price (USD)", "", "$450", id="dollars"),
        pytest.param("450", "Price (EUR)", "", "450", id="no sign for euros"),
        pytest.param("5 years", "Valid (%)", "", "5 years", id="not bare"),
        pytest.param("12", "Number", "Pay (USD)", "12", id="a count"),
    ],
)
def test_with_unit(cell: str, header: str, caption: str, expected: str) -> None:
    assert rows.with_unit(cell, header, caption) == expected


def test_empty_cells_are_left_out() -> None:
    assert rows.filled([("Role", "florist"), ("Pay", "–"), ("Note", "n/a"), ("Year", "2025")]) == [
        ("Role", "florist"),
        ("Year", "2025"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("They fly far.", True, id="pronoun"),
        pytest.param("This guide covers bees.", False, id="this guide"),
        pytest.param("Bees fly far.", False, id="noun"),
        pytest.param("- They fly far.", False, id="a bullet stands alone"),
    ],
)
def test_leans(text: str, expected: bool) -> None:
    passage = PassageCache().of(Document("d", "T", text, text_hash(text)))[0]
    assert leans(passage) is expected


def test_of_several_units_of_a_caption_a_figure_has_that_of_its_header() -> None:
    upkeep, future = "Upkeep, 2025 (years, credits, USD)", "Outlook to 2030 (million jobs; percent)"
    assert with_unit("20", "Credits per term", upkeep) == "20"
    assert with_unit("250", "Fee per term", upkeep) == "$250"
    assert with_unit("170", "Value", future) == "170"
    assert with_unit("63", "Share", future) == "63%"
    assert with_unit("63", "Value", "Shares of employers (percent)") == "63%"
