"""Links between figures: later rounds of one series, and sources that disagree on one value."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from advisor.careers.records import Figure, FigureLink

_SERIES = frozenset({"pay", "growth", "change", "employment", "openings", "price"})
_DISAGREE = re.compile(r"\b(?:disagree|conflict|contradict|differ)", re.I)
_TOLERANCE = 0.005
"""Values nearer than half a percent are one value, rounded twice."""


def link_figures(figures: Iterable[Figure]) -> tuple[FigureLink, ...]:
    """Links within each series: one subject, metric, unit, statistic, place and detail. Figures without a known
    subject are left alone, and so are sentences that tell of several at once, unless they say that
    their sources disagree."""
    all_figures = list(figures)
    together = Counter((f.passage.key, f.metric) for f in all_figures if f.passage.block != "row")
    series: dict[tuple[str, ...], list[Figure]] = defaultdict(list)
    for figure in all_figures:
        if figure.subject_key is None or figure.metric not in _SERIES:
            continue
        if together[(figure.passage.key, figure.metric)] > 1 and not _DISAGREE.search(figure.passage.quote):
            continue
        key = (figure.subject_key, figure.metric, figure.unit, figure.statistic, figure.place or "", figure.detail)
        series[key].append(figure)
    links: list[FigureLink] = []
    for members in series.values():
        members.sort(key=lambda f: (f.period.last if f.period else 0, f.period.first if f.period else 0, f.id))
        links.extend(_conflicts(members))
        links.extend(_rounds(members))
    return tuple(sorted(links, key=lambda link: (link.kind, link.first, link.second)))


def _conflicts(members: list[Figure]) -> Iterator[FigureLink]:
    for index, one in enumerate(members):
        for other in members[index + 1 :]:
            if _comparable(one, other) and _same_period(one, other) and _differ(one, other):
                yield FigureLink("conflict", *sorted((one.id, other.id)))


def _comparable(one: Figure, other: Figure) -> bool:
    """Values of one sentence that says its sources disagree, or of two places with other sources."""
    if one.passage.key == other.passage.key:
        return bool(_DISAGREE.search(one.passage.quote))
    if _DISAGREE.search(one.passage.quote) or _DISAGREE.search(other.passage.quote):
        return False
    return one.period is not None and set(one.sources) != set(other.sources)


def _rounds(members: list[Figure]) -> Iterator[FigureLink]:
    """Each figure and the first one of the next later period; rows of tables are followed by rows alone. A later price
    may be an older page; it is no round."""
    members = [m for m in members if m.period and m.metric != "price" and not _DISAGREE.search(m.passage.quote)]
    for index, one in enumerate(members):
        later = [
            m
            for m in members[index + 1 :]
            if one.period
            and m.period
            and m.period.last > one.period.last
            and (m.passage.block == "row" or one.passage.block != "row")
        ]
        if later and (later[0].value, later[0].high) != (one.value, one.high):
            yield FigureLink("newer", one.id, later[0].id)


def _same_period(one: Figure, other: Figure) -> bool:
    if one.period is None or other.period is None:
        return one.period is other.period
    return (one.period.first, one.period.last) == (other.period.first, other.period.last)


def _differ(one: Figure, other: Figure) -> bool:
    low, high = one.value, one.high or one.value
    other_low, other_high = other.value, other.high or other.value
    room = _TOLERANCE * max(abs(low), abs(other_low))
    return other_low > high + room or low > other_high + room
