"""Years and ranges of years in a text, and whether one period answers for another. Parsed, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
_RANGE = re.compile(rf"(?<![\d.,$€£#/-])({_YEAR})\s?(?:[-–—/]|to|until|through|and)\s?({_YEAR}|\d\d)(?![\d%]|[.,]\d)")
_SINGLE = re.compile(rf"(?<![\d.,$€£#:/])(?:{_MONTH}\s)?({_YEAR})(?![\d%]|[.,]\d|/\d)", re.I)
_EARLY = re.compile(
    r"\b(?:in|by|since|until|till|from|after|before|of|during|around|about|to|and|between|early|late|year|c\.|the|\w+ary|\w+ber|march|april|may|june|july|august)"
    r"\s(1[0-8]\d\d)(s?)(?![\w%]|[.,]\d)",
    re.I,
)
"""Years before 1900, which look like any number: only after words that a year follows; and whole decades."""
_DECADE = re.compile(r"(?<![\d.,$€£#])((?:19|20)\d0)s\b")
_NTH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
).split()
_CENTURY = re.compile(rf"\b(?:({'|'.join(_NTH)})|(\d{{1,2}})(?:st|nd|rd|th))[ -]century\b", re.I)
_RELATIVE = re.compile(r"\b(last|previous|this|current|next)\s+year\b|\b(today|nowadays|right now|currently)\b", re.I)
_OPEN = re.compile(rf"\b(since|after|from)\s+({_YEAR})\b|\b(by|until|before)\s+({_YEAR})\b", re.I)
_OFFSET = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole years, both included. `words` is how the text put it."""

    first: int
    last: int
    words: str = ""

    def overlaps(self, other: Period) -> bool:
        return self.first <= other.last and other.first <= self.last

    @property
    def month(self) -> str | None:
        """The month of a year, by its first three letters; None where none is named."""
        named = re.match(_MONTH, self.words, re.I)
        return named[0][:3].lower() if named else None

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def periods(text: str, today: date | None = None) -> tuple[Period, ...]:
    """The periods named in a text, in order. Relative years ("last year") are read only with a `today`."""
    found: list[tuple[int, Period]] = []
    taken: list[tuple[int, int]] = []
    for match in _RANGE.finditer(text):
        first = int(match[1])
        last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
        if len(match[2]) == 2 and not first < last <= first + 40:
            continue  # "2025-11" is a month
        if first <= last:
            found.append((match.start(), Period(first, last, match[0])))
            taken.append(match.span())
    for match in _SINGLE.finditer(text):
        if not any(a <= match.start(1) < b for a, b in taken):
            found.append((match.start(), Period(int(match[1]), int(match[1]), match[0])))
    for match in [*_EARLY.finditer(text), *_DECADE.finditer(text)]:
        year = int(match[1])
        decade = match.re is _DECADE or match[2]
        last = year if not decade else year + (99 if year % 100 == 0 and year < 1900 else 9)
        if not any(a <= match.start(1) < b for a, b in taken):
            found.append((match.start(1), Period(year, last, match[1] + ("s" if decade else ""))))
    for match in _CENTURY.finditer(text):
        nth = int(match[2]) if match[2] else _NTH.index(match[1].lower()) + 1
        found.append((match.start(), Period(100 * nth - 100, 100 * nth - 1, match[0])))
    for match in _RELATIVE.finditer(text) if today else ():
        if match[1] and today:
            year = today.year + _OFFSET[match[1].lower()]
            found.append((match.start(), Period(year, year, match[0])))
    return tuple(dict.fromkeys(p for _, p in sorted(found, key=lambda item: item[0])))


def answers(asked: Period, told: tuple[Period, ...]) -> bool:
    """Whether a text that tells of these periods speaks of the period asked for: the same year or range, or a
    year that a range with the same bounds on one side holds. A range does not answer for a year inside it, nor one
    month of a year for another."""
    for period in told:
        if asked.month and period.month not in {None, asked.month}:
            continue
        if period.first == asked.first and period.last == asked.last:
            return True
        if asked.first == asked.last and asked.first in (period.first, period.last):
            return True
        if asked.first < asked.last and asked.first <= period.first and period.last <= asked.last:
            return True
    return False


def newest(told: tuple[Period, ...]) -> int:
    """The last year told of; 0 where there is none."""
    return max((p.last for p in told), default=0)
