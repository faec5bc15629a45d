"""Demand and pay of an occupation over time, from the figures of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.careers.catalog import Catalog
from advisor.careers.records import Figure


@dataclass(frozen=True, slots=True)
class Trend:
    """A change in percent a year, and the figures that it was computed from. `words` say how."""

    per_year: float
    figures: tuple[Figure, ...]
    words: str


def demand_trend(catalog: Catalog, occupation: str) -> Trend | None:
    """The newest projected growth or change in postings of an occupation (id), in percent a year.

    A change over several years is spread evenly over them. Rows of tables alone are read: a sentence may speak of
    two changes at once.
    """
    known = [
        f
        for f in catalog.figures(occupation)
        if f.metric in {"growth", "change"}
        and f.unit == "%"
        and f.period
        and f.period.years
        and f.passage.block == "row"
    ]
    if not known:
        return None
    newest = min(known, key=_order)
    assert newest.period is not None
    per_year = newest.value / newest.period.years
    return Trend(per_year, (newest,), f"{newest.value:+g}% over {newest.period.words}, {per_year:+.1f}% a year")


def pay_trend(catalog: Catalog, occupation: str) -> Trend | None:
    """The change between the two newest rounds of the same pay series, in percent a year."""
    pairs = [
        (f, later)
        for f in catalog.figures(occupation, "pay")
        if f.value
        and f.period
        and f.passage.block == "row"
        and (later := catalog.newer(f))
        and later.period
        and later.period.last > f.period.last
    ]
    if not pairs:
        return None
    first, second = min(pairs, key=lambda p: _order(p[1]))
    assert first.period is not None
    assert second.period is not None
    years = second.period.last - first.period.last
    per_year = (second.value / first.value - 1) * 100 / years
    words = f"{first.value:,.0f} ({first.period.words}) to {second.value:,.0f} ({second.period.words})"
    words += f", {per_year:+.1f}% a year"
    return Trend(per_year, (first, second), words)


def _order(figure: Figure) -> tuple[float, float, bool, str, float]:
    """Newest first; then the narrower period, rows before sentences, and a fixed order that no document's own order
    can change."""
    assert figure.period is not None
    return (-figure.period.last, -figure.period.first, figure.passage.block != "row", figure.subject, figure.value)
