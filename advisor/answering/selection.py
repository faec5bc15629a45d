"""Which passages a reply uses: the best, what adds to it, nothing twice, newest figures first. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from advisor.answering.attributes import Shape
from advisor.answering.evidence import Scored
from advisor.answering.passages import Passage
from advisor.answering.periods import Period, newest
from advisor.answering.rendering import leans
from advisor.text import STOPWORDS, number_values, spelled_values, telling_figures

_FIGURES = frozenset({"money", "number", "percent", "date", "duration"})
_FORECAST = 4
"""Years from which a span is a forecast or a history, whose figures beside it are not those of its end."""
_SAME, _NEARLY_SAME = 0.6, 0.7
"""Shared telling words, over those of the shorter one, from which a passage repeats another; and over its own, from which
one does that comes nearest to the question, since what is longer than a told one has more to tell."""


@dataclass
class Chosen:
    """Passages taken so far; refuses what repeats one of them. `wanted` are stems of the question: a passage that
    has one which no other has tells something new, unless it says nearly the same."""

    passages: list[Passage]
    wanted: frozenset[str] = frozenset()
    shape: Shape = "any"
    """What is asked for: where that is one figure, what tells the same figure once more repeats it."""
    _figure: frozenset[float] = frozenset()

    def begin(self, wanted: frozenset[str], shape: Shape) -> None:
        """Sets out on another part of the question."""
        self.wanted, self.shape, self._figure = wanted, shape, frozenset()

    def repeats(self, passage: Passage, nearest: bool = False) -> bool:
        same = _NEARLY_SAME if nearest else _SAME
        own = _telling(passage)
        fresh = any(passage.holds(w) and not any(p.holds(w) for p in self.passages) for w in self.wanted)
        if not fresh and self._tells_the_same(passage):
            return True
        for other in self.passages:
            if other.key == passage.key:
                return True
            if _rows_apart(passage, other):
                continue
            seen = _telling(other)
            less = len(own) if nearest else min(len(own), len(seen))
            shared = len(own & seen) / (less or 1)
            own_figures, told_figures = set(number_values(passage.words)), set(number_values(other.words))
            figures = own_figures - told_figures
            prose = passage.unit.block == other.unit.block == "paragraph"
            if prose and telling_figures(passage.words) & told_figures:
                figures = {f for f in figures if not 1900 <= f <= 2100}  # the same count, dated once more
            if shared >= (0.85 if figures or fresh else same):
                return True
            if (
                shared >= (same if nearest and self.wanted else 0.4)
                and not fresh
                and not figures
                and number_values(passage.words)
                and (prose or passage.document.id != other.document.id)
            ):
                return True
        return False

    def take(self, passage: Passage, nearest: bool = False) -> bool:
        if self.repeats(passage, nearest):
            return False
        self.passages.append(passage)
        if self.shape in _FIGURES and not self._figure and passage.shows(self.shape):
            self._figure = self._figures(passage)
        return True

    def _tells_the_same(self, passage: Passage) -> bool:
        """Whether a passage has the figure asked for, which was told before: a price whatever stands beside it, another
        figure with no new one."""
        figures = self._figures(passage)
        if not self._figure or not figures:
            return False
        told = {v for p in self.passages for v in self._figures(p)}
        return figures <= told or (self.shape == "money" and not self.wanted and self._figure <= figures)

    def _figures(self, passage: Passage) -> frozenset[float]:
        """The figures of a passage; years only where a date is asked for."""
        values = (*number_values(passage.words), *spelled_values(passage.words))
        return frozenset(v for v in values if self.shape == "date" or not 1900 <= v <= 2100)


def _rows_apart(passage: Passage, other: Passage) -> bool:
    """Whether two passages are rows of one table about the same thing, which differ in what they tell of it."""
    table = (passage.document.id, passage.unit.context)
    rows = passage.unit.block == other.unit.block == "row" and table == (other.document.id, other.unit.context)
    return rows and passage.words != other.words


def _telling(passage: Passage) -> frozenset[str]:
    return frozenset(s for s in passage.stems if s not in STOPWORDS)


def best(ranked: Sequence[Scored], most: int, ratio: float, chosen: Chosen | None = None) -> list[Scored]:
    """The best passage, and others at least `ratio` times as good, without repetition, at most `most`."""
    if not ranked:
        return []
    chosen = chosen or Chosen([])
    found: list[Scored] = []
    top = ranked[0].score
    for scored in ranked:
        if len(found) == most or scored.score < ratio * top:
            break
        if leans(scored.passage) and found:
            continue
        if chosen.take(scored.passage):
            found.append(scored)
    return found


def newest_first(ranked: Sequence[Scored], window: float = 0.93) -> list[Scored]:
    """Passages nearly as good as the best, the latest period first; the rest in their order."""
    if not ranked:
        return []
    floor = window * ranked[0].score
    near = [s for s in ranked if s.score >= floor]
    dated = sorted(near, key=lambda s: (-newest(_told_of(s.passage.periods)), -s.score))
    return [*dated, *(s for s in ranked if s.score < floor)]


def _told_of(periods: Sequence[Period]) -> tuple[Period, ...]:
    """Periods with a forecast counted as of the year in which it begins."""
    return tuple(replace(p, last=p.first) if p.last - p.first > _FORECAST else p for p in periods)


def siblings(passage: Passage, passages: Iterable[Passage]) -> list[Passage]:
    """The list items or rows that stand with a passage under one heading, in order of the document."""
    return [
        p
        for p in passages
        if p.document.id == passage.document.id
        and p.unit.block == passage.unit.block
        and p.unit.section == passage.unit.section
        and p.unit.context == passage.unit.context
    ]
