"""Periods in a text as fractions of years, so that rounds can be put in order and a change can be told per year."""

from __future__ import annotations

import re

from advisor.careers.records import When

_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split())}
_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
PERIOD = re.compile(
    rf"(?<![\d.,$€£#/-])(?P<first>{_YEAR})\s?(?:[-–—/]|to|until|through)\s?(?P<last>{_YEAR}|\d\d)(?![\d%]|[.,]\d)"
    rf"|(?<!\w)(?:Q(?P<quarter>[1-4])\s|mid-|early\s|late\s|{_MONTH}\s)?(?<![\d.,$€£#:/])(?P<year>{_YEAR})(?![\d%]|[.,]\d|/\d)"
)


def periods(text: str) -> list[tuple[int, int, When]]:
    """(start, end, period) of each period named, in order."""
    found = []
    for match in PERIOD.finditer(text):
        when = _when(match)
        if when is not None:
            found.append((match.start(), match.end(), when))
    return found


def period(text: str) -> When | None:
    """The first period named in a text."""
    found = periods(text)
    return found[0][2] if found else None


def is_period(cell: str) -> bool:
    """Whether a cell holds a period and little else ("May 2021", "2023-33", "2025 to 2026")."""
    rest = PERIOD.sub("", cell)
    return rest != cell and not re.search(r"\d", rest) and len(rest.split()) <= 2


def _when(match: re.Match[str]) -> When | None:
    if match["year"]:
        year = float(match["year"])
        if match["month"]:
            year += _MONTHS[match["month"].lower()] / 12
        elif match["quarter"]:
            year += (int(match["quarter"]) - 1) / 4
        elif match[0].startswith(("mid", "late")):
            year += 0.5 if match[0].startswith("mid") else 0.75
        return When(year, year, match[0].strip())
    first, last = int(match["first"]), int(match["last"])
    if len(match["last"]) == 2:
        last += first // 100 * 100
    return When(float(first), float(last), match[0]) if first < last <= first + 60 else None
