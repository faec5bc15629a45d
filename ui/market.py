"""The figures of the library as charts: one chart a table, one panel a column and period.

A chart is read from the rows of one table, so its figures share measure and source. Rounds of different periods never
share a panel, and a row without a number is kept and shown as missing, in its own words.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from advisor.careers.catalog import Catalog
from advisor.careers.records import Figure, Metric, Passage
from advisor.ingest.blocks import labelled_cells, parse_blocks
from advisor.reply import citation_json
from advisor.types import Block, Document, Span

METRICS: tuple[Metric, ...] = ("change", "pay", "openings", "growth", "price")
MOST = 8  # charts of one metric
LEAST_BARS = 2
# Tables of these kinds repeat, for one role or move, what tables of the others say for all.
_REPEATING = frozenset({"role", "transition"})


@dataclass(frozen=True, slots=True)
class Bar:
    """One row in one panel. `value` is None where the row has no number; `written` is what stands there."""

    subject: str
    value: float | None
    written: str
    start: int
    end: int
    high: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """One column of a table in one period. `unit` as in Figure."""

    label: str
    unit: str
    period: str
    place: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The panels of one table, with the document and section it stands in."""

    id: str
    metric: Metric
    caption: str
    document: Document
    section: tuple[str, ...]
    context: str | None
    panels: tuple[Panel, ...]


def charts(catalog: Catalog) -> list[Chart]:
    """The charts of a library, by metric in the order of METRICS; best first within one."""
    found: list[Chart] = []
    for metric in METRICS:
        made = list(_of_metric(catalog, metric))
        general = [c for c in made if c.document.kind not in _REPEATING] or made
        general.sort(key=lambda c: (-_known(catalog, c), -sum(len(p.bars) for p in c.panels), c.id))
        found.extend(general[:MOST])
    return found


def _known(catalog: Catalog, chart: Chart) -> int:
    """Bars whose subject the catalogue knows: tables of roles and certifications come first."""
    names = {b.subject for p in chart.panels for b in p.bars if b.value is not None}
    return sum(bool(catalog.find_occupation(n) or catalog.certification(n)) for n in names)


def _of_metric(catalog: Catalog, metric: Metric) -> Iterator[Chart]:
    tables: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in catalog.all_figures.values():
        if figure.metric == metric and figure.passage.block == "row" and figure.passage.context:
            tables[(figure.passage.document_id, figure.passage.context)].append(figure)
    for (document_id, context), figures in sorted(tables.items()):
        document = catalog.documents[document_id]
        rows = [b for b in parse_blocks(document.text) if b.kind == "row" and b.context == context]
        panels = tuple(_panels(document, rows, figures))
        if panels and sum(b.value is not None for p in panels for b in p.bars) >= LEAST_BARS:
            first = figures[0].passage
            place = min(b.span.start for b in rows)
            caption = context.split("\n")[0].removeprefix("Table: ")
            name = f"{metric}:{document_id}:{place}"
            yield Chart(name, metric, caption, document, first.section, context, panels)


def _panels(document: Document, rows: list[Block], figures: list[Figure]) -> Iterator[Panel]:
    groups: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        unit = _unit(figure)
        if unit is not None:
            groups[(figure.label.split(":")[0], figure.period.words if figure.period else "", unit)].append(figure)
    tops = _tops(groups)
    for (label, period, unit), members in groups.items():
        if any(m.id in tops.values() for m in members):
            continue  # drawn as the upper end of a range
        bars = list(_bars(members, {f.id: f for f in figures}, tops))
        if sum(key[0] == label for key in groups) == 1:  # else a row without a number belongs to no one period
            bars.extend(_missing(document, rows, members, label))
        bars.sort(key=lambda b: (b.value is None, -(b.value or 0.0)))
        top = next((f for f in figures if f.id in {tops.get(m.id) for m in members}), None)
        if top:
            label = f"{label} to {top.label.split(':')[0].lower()}"
        places = {f.place for f in members if f.place}
        yield Panel(label, unit, period, ", ".join(sorted(places)), tuple(bars))


def _tops(groups: dict[tuple[str, str, str], list[Figure]]) -> dict[str, str]:
    """Where one column of a table is the low end and another the high end: the high figure of each low one."""
    tops: dict[str, str] = {}
    for (_, period, unit), lows in groups.items():
        for (_, other_period, other_unit), highs in groups.items():
            if (period, unit) != (other_period, other_unit):
                continue
            if {f.statistic for f in lows} == {"low"} and {f.statistic for f in highs} == {"high"}:
                by_row = {f.passage.span.start: f.id for f in highs}
                tops |= {f.id: by_row[f.passage.span.start] for f in lows if f.passage.span.start in by_row}
    return tops


def _bars(members: list[Figure], by_id: dict[str, Figure], tops: dict[str, str]) -> Iterator[Bar]:
    """Bars whose notes tell apart what would read the same: statistic, place, then the row's other cells."""
    several_places = len({f.place for f in members if f.place}) > 1
    several_statistics = len({f.statistic for f in members if f.statistic}) > 1
    subjects = [f.subject for f in members]
    for f in members:
        notes = [f.statistic if several_statistics else "", (f.place or "") if several_places else ""]
        if subjects.count(f.subject) > 1 and not any(notes):
            notes.append(f.detail)
        top = by_id[tops[f.id]] if f.id in tops else None
        written = f"{f.written} to {top.written}" if top else f.written
        span, note = f.passage.span, ", ".join(n for n in notes if n)
        yield Bar(f.subject, f.value, written, span.start, span.end, top.value if top else f.high, note)


def _unit(figure: Figure) -> str | None:
    """The unit of a figure; of a table with several, the currency of a price. None where it cannot be drawn."""
    if figure.metric == "price":
        return next((c for c in ("USD", "EUR", "GBP") if c in figure.unit), None)
    if figure.metric in {"change", "growth"}:
        return figure.unit if figure.unit.startswith("%") else None
    return figure.unit if figure.unit and "," not in figure.unit else None


def _missing(document: Document, rows: list[Block], figures: list[Figure], label: str) -> Iterator[Bar]:
    have = {f.passage.span.start for f in figures}
    for row in rows:
        if row.span.start in have:
            continue
        cells = labelled_cells(row.span.of(document.text), row.context)
        if not cells:
            continue
        said = next((v for h, v in cells[1:] if label.casefold() in h.casefold()), None)
        if said is not None and not any(c.isdigit() for c in said):
            yield Bar(cells[0][1], None, said, row.span.start, row.span.end)


# ---- for the page ------------------------------------------------------------------------------------------


def chart_json(catalog: Catalog, chart: Chart) -> dict[str, Any]:
    """A chart for the page. `citations` are its rows in the order in which bars name them (`row`)."""
    rows: dict[tuple[int, int], int] = {}
    panels = [
        {
            "label": p.label,
            "unit": p.unit,
            "period": p.period,
            "place": p.place,
            "bars": [
                {
                    "subject": b.subject,
                    "value": b.value,
                    "high": b.high,
                    "written": b.written,
                    "note": b.note,
                    "row": rows.setdefault((b.start, b.end), len(rows)),
                }
                for b in p.bars
            ],
        }
        for p in chart.panels
    ]
    return {
        "id": chart.id,
        "metric": chart.metric,
        "caption": chart.caption,
        "document_id": chart.document.id,
        "title": chart.document.title,
        "as_of": chart.document.as_of,
        "panels": panels,
        "conflicts": sorted(_conflicts(catalog, chart)),
        "citations": [citation_json(catalog.cite(_passage(chart, *at), n)) for n, at in enumerate(rows, 1)],
    }


def _passage(chart: Chart, start: int, end: int) -> Passage:
    span = Span(start, end)
    keys = tuple(dict.fromkeys(a.key for a in chart.document.annotations if a.span.overlaps(span)))
    quote = span.of(chart.document.text)
    return Passage(chart.document.id, span, quote, chart.section, chart.context, "row", keys)


def _conflicts(catalog: Catalog, chart: Chart) -> Iterable[str]:
    """Figures of this chart that another document gives otherwise, in words."""
    spans = {(b.start, b.end) for p in chart.panels for b in p.bars}
    for figure in catalog.all_figures.values():
        passage = figure.passage
        if passage.document_id != chart.document.id or (passage.span.start, passage.span.end) not in spans:
            continue
        if figure.metric == chart.metric:
            for other in catalog.conflicts(figure):
                title = catalog.documents[other.passage.document_id].title
                yield f"{figure.subject}: {figure.written} here, {other.written} in “{title}”"


def chart_csv(chart: Chart) -> str:
    """A chart's rows as CSV: one line a bar, with where it stands."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow("panel period place unit subject value high as_written note document characters sources".split())
    for panel in chart.panels:
        for bar in panel.bars:
            sources = " ".join(_passage(chart, bar.start, bar.end).sources)
            cells: list[Any] = [panel.label, panel.period, panel.place, panel.unit, bar.subject]
            cells += ["" if bar.value is None else bar.value, "" if bar.high is None else bar.high]
            cells += [bar.written, bar.note, chart.document.id, f"{bar.start}-{bar.end}", sources]
            writer.writerow([_harmless(c) for c in cells])
    return out.getvalue()


def _harmless(cell: Any) -> Any:
    """Text that a spreadsheet would take for a formula is kept as text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] and cell[0] in "=+-@\t" else cell
