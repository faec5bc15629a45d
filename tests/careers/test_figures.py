"""Figures out of rows and sentences: subject, metric, value, unit, place, period, and how they are linked."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.careers.catalog import Catalog
from advisor.careers.figures import figures_of
from advisor.careers.names import NameIndex
from advisor.careers.periods import is_period, period
from advisor.careers.records import Passage
from advisor.types import Span

NAMES = NameIndex({"gardener": "roles/gardener", "florist": "roles/florist", "Garden Diploma": "garden diploma"})


def row(cells: str, header: str, caption: str) -> list[dict[str, Any]]:
    passage = Passage("m", Span(0, len(cells)), cells, context=f"{caption}\n{header}", block="row")
    return told(passage)


def sentence(text: str) -> list[dict[str, Any]]:
    return told(Passage("m", Span(0, len(text)), text))


def told(passage: Passage) -> list[dict[str, Any]]:
    return [
        {
            "subject": f.subject_key,
            "metric": f.metric,
            "value": f.value,
            "high": f.high,
            "unit": f.unit,
            "place": f.place,
            "period": f.period.words if f.period else None,
            "statistic": f.statistic,
        }
        for f in figures_of(passage, NAMES)
    ]


def test_a_row_takes_unit_and_period_from_header_and_caption() -> None:
    found = row("| gardener | 38,000 |", "Role | Median pay (EUR a year)", "Table: Pay of roles, Norway, May 2025")
    assert found == [
        {
            "subject": "roles/gardener",
            "metric": "pay",
            "value": 38000.0,
            "high": None,
            "unit": "EUR a year",
            "place": "Norway",
            "period": "May 2025",
            "statistic": "median",
        }
    ]


def test_each_number_column_is_a_figure_and_period_columns_are_none() -> None:
    found = row(
        "| florist | 2024 | 12,000 | +4.5% |", "Role | Base year | Employment (jobs) | Growth 2024-34", "Table: x, US"
    )
    assert [(f["metric"], f["value"], f["unit"], f["period"]) for f in found] == [
        ("employment", 12000.0, "jobs", "2024"),
        ("growth", 4.5, "%", "2024-34"),
    ]


def test_ranges_signs_and_words() -> None:
    header, caption = "Role | Change 2022-2024 (%) | Pay (USD a year) | Note", "Table: Roles, country not named"
    found = row("| florist | -47.49 | 152,000-210,000 | not known |", header, caption)
    assert [(f["value"], f["high"], f["unit"], f["place"]) for f in found] == [
        (-47.49, None, "%", None),
        (152000.0, 210000.0, "USD a year", None),
    ]


@pytest.mark.parametrize("cell", ["not known", "2 August 2028", "24-hour practical", "5.6.0", "May 2025", "v2"])
def test_cells_that_are_no_figures(cell: str) -> None:
    assert row(f"| gardener | {cell} |", "Role | Value", "Table: x") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Postings for florists in Norway fell by 12.5% between 2023 and 2025.",
            [("roles/florist", "change", -12.5, "%", "Norway")],
        ),
        ("The share of florists fell from 2% to 1.6%.", [("roles/florist", "share", 2.0, "%", None)]),
        (
            "The Garden Diploma costs $450 in the United States.",
            [("garden diploma", "price", 450.0, "USD", "United States")],
        ),
        ("Gardeners earned a median of $38,000 in May 2025.", [("roles/gardener", "pay", 38000.0, "USD a year", None)]),
        ("About 1,100 openings a year are expected for gardeners.", [("roles/gardener", "openings", 1100.0, "openings a year", None)]),
    ],
)  # fmt: skip
def test_sentences(text: str, expected: list[tuple[object, ...]]) -> None:
    found = [(f["subject"], f["metric"], f["value"], f["unit"], f["place"]) for f in sentence(text)]
    assert found[: len(expected)] == expected


def test_years_days_and_names_are_no_figures() -> None:
    assert sentence("Florists met on 2 August 2026 in ISO 9001 suits.") == []


def test_a_projection_that_falls_from_one_round_to_the_next_is_no_fall() -> None:
    found = sentence("Growth projections for gardeners fell from 16% (2024-34) to 10.2% (2025-35).")
    assert [(f["value"], f["period"]) for f in found] == [(16.0, "2024-34"), (10.2, "2025-35")]


def test_periods_in_fractions_of_years() -> None:
    when = period("in May 2025")
    assert when is not None
    assert when.first == pytest.approx(2025 + 4 / 12)
    spread = period("2024-34")
    assert spread is not None
    assert (spread.first, spread.last, spread.years) == (2024, 2034, 10)
    assert is_period("2025 to 2026")
    assert not is_period("12 months of 2025 at work")


def test_spans_and_sources_of_every_figure(catalog: Catalog) -> None:
    assert len(catalog.all_figures) > 15
    for figure in catalog.all_figures.values():
        passage = figure.passage
        assert passage.span.of(catalog.documents[passage.document_id].text) == passage.quote
        assert figure.written.split()[-1].strip("%") in passage.text


def test_newer_rounds_and_conflicts_are_linked(catalog: Catalog) -> None:
    newest, older = catalog.figures("gardener", "growth")
    assert (older.value, newest.value) == (8.0, 5.0)
    assert catalog.newer(older) == newest
    assert catalog.newer(newest) is None
    first, second = catalog.figures("tree surgeon", "pay")
    assert {first.value, second.value} == {44000.0, 47000.0}
    assert catalog.conflicts(first) == (second,)


def test_figures_are_filtered_and_the_newest_comes_first(catalog: Catalog) -> None:
    pay = [f for f in catalog.figures("florist", "pay") if f.passage.document_id == "market/demand"]
    assert [f.value for f in pay] == [36500.0, 36000.0]
    assert catalog.figures("florist", "pay", "Sweden") == ()
    assert {f.subject_key for f in catalog.figures("Garden Diploma")} == {"garden diploma"}
    assert catalog.figures("nobody") == ()
