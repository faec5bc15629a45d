"""Charts come from table rows, keep periods apart, show what is missing, and can be taken away."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from advisor.careers.catalog import Catalog
from advisor.ingest.loader import text_hash
from advisor.types import Document
from tests.ui.fake import FakeAdvisor
from ui.careers import Careers
from ui.charts import chart_svg, panel_tree, value_text
from ui.market import Bar, Chart, Panel, chart_csv, chart_json, charts
from ui.strings import strings


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Careers(FakeAdvisor()).catalog


@pytest.fixture(scope="module")
def chart(catalog: Catalog) -> Chart:
    return next(c for c in charts(catalog) if c.metric == "change")


def made(table: str, title: str = "Figures") -> list[Chart]:
    text = f"Text.\n\n{table}\n"
    return charts(Catalog.from_documents([Document("market/x", title, text, text_hash(text), "market")]))


def test_a_table_becomes_a_chart_with_its_missing_row(chart: Chart) -> None:
    (panel,) = chart.panels
    assert chart.caption == "Change in open places by role, example land, 2022-2024 (percent)"
    assert [(b.subject, b.value) for b in panel.bars] == [
        ("harbour pilot", 4.0),
        ("deck officer", -12.5),
        ("tug master", None),
    ]
    assert panel.bars[2].written == "no figure"


def test_every_bar_stands_on_its_row(catalog: Catalog, chart: Chart) -> None:
    data = chart_json(catalog, chart)
    text = FakeAdvisor().document("market/port-jobs-2024").text
    for panel in data["panels"]:
        for bar in panel["bars"]:
            citation = data["citations"][bar["row"]]
            assert text[citation["start"] : citation["end"]] == citation["quote"]
            assert bar["subject"] in citation["quote"]
            assert bar["written"] in citation["quote"]
            assert [r["id"] for r in citation["references"]] == ["S2"]


def test_different_periods_never_share_a_panel() -> None:
    (chart,) = made(
        "Table: Projected growth of occupations, United States (percent)\n\n| Occupation | Round | Growth (%) |\n|---|---|---|\n"
        "| baker | 2023-33 | 4 |\n| cook | 2023-33 | 6 |\n| baker | 2021-31 | 9 |"
    )
    periods = [{p.period for p in chart.panels}, len(chart.panels)]
    assert periods == [{"2023-33", "2021-31"}, 2]
    assert sorted(b.value for p in chart.panels for b in p.bars if b.value is not None) == [4.0, 6.0, 9.0]


def test_low_and_high_columns_become_one_range() -> None:
    (chart,) = made(
        "Table: Pay ranges by title, United States, 2026 (USD a year)\n\n| Title | Low | High |\n|---|---|---|\n"
        "| baker | 30,000 | 45,000 |\n| cook | 28,000 | 52,000 |"
    )
    (panel,) = chart.panels
    assert [(b.subject, b.value, b.high) for b in panel.bars] == [
        ("baker", 30000.0, 45000.0),
        ("cook", 28000.0, 52000.0),
    ]
    assert value_text(panel.bars[0], "USD a year") == "$30,000 to $45,000"


def test_a_library_without_tables_has_no_charts() -> None:
    assert made("Only words, and 5% of them about bread in 2024.") == []


@pytest.mark.parametrize(
    ("bar", "unit", "said"),
    [
        (Bar("a", -47.49, "-47.49", 0, 1), "%", "−47.49%"),
        (Bar("a", 12.08, "+12.08", 0, 1), "%", "+12.08%"),
        (Bar("a", 37.3, "37.3", 0, 1), "% a year", "37.3%"),
        (Bar("a", 129180.0, "129,180", 0, 1), "USD a year", "$129,180"),
        (Bar("a", 16000.0, "16,000", 0, 1), "openings a year", "16,000"),
        (Bar("a", None, "not known", 0, 1), "USD", "not known"),
    ],
)
def test_values_are_written_for_people(bar: Bar, unit: str, said: str) -> None:
    assert value_text(bar, unit) == said


def shapes(tree: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = [tree["attrs"]] if tree["attrs"].get("class") == kind else []
    return found + [x for c in tree.get("children", ()) for x in shapes(c, kind)]


def test_bars_are_to_scale_from_one_zero_line() -> None:
    bars = (Bar("a", 10.0, "10", 0, 1), Bar("b", -30.0, "-30", 2, 3), Bar("c", None, "none", 4, 5))
    tree = panel_tree(Panel("Change", "%", "2024", "", bars))
    (up,), (down,) = shapes(tree, "bar"), shapes(tree, "bar down")
    assert down["width"] == pytest.approx(3 * up["width"], abs=0.2)
    assert down["x"] + down["width"] == pytest.approx(up["x"], abs=0.2)
    assert {a["x1"] for a in shapes(tree, "axis")} == {up["x"]}
    assert len(shapes(tree, "none")) == 1


def test_the_download_stands_on_its_own_and_is_harmless(chart: Chart) -> None:
    hostile = Bar('<script>&"x', 3.0, "3", 0, 1)
    panel = Panel("<b>", "%", "2024", "", (hostile, *chart.panels[0].bars))
    odd = Chart("id", "change", "<img>", chart.document, (), None, (panel,))
    svg = chart_svg(odd, strings("en"))
    root = ElementTree.fromstring(svg)
    assert {e.tag.rpartition("}")[2] for e in root.iter()} <= {"svg", "g", "rect", "line", "text", "title"}
    words = " ".join(t for t in root.itertext())
    assert "2024" in words
    assert "Port jobs in 2024" in words
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_csv_holds_each_bar_and_no_formula(chart: Chart) -> None:
    rows = list(csv.DictReader(io.StringIO(chart_csv(chart))))
    assert [(r["subject"], r["value"]) for r in rows] == [
        ("harbour pilot", "4.0"),
        ("deck officer", "-12.5"),
        ("tug master", ""),
    ]
    assert rows[0]["as_written"] == "'+4"
    assert {r["sources"] for r in rows} == {"S2"}
    start, end = map(int, rows[1]["characters"].split("-"))
    assert "deck officer" in chart.document.text[start:end]
