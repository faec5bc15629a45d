"""Rankings and differences computed from the rows of one table, which is the only place where figures compare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from advisor.answering.attributes import BY_NAME
from advisor.answering.evidence import Library, Scored, term_weights
from advisor.answering.passages import Passage
from advisor.answering.periods import answers, newest, periods
from advisor.answering.question import Question
from advisor.answering.rendering import caption_of
from advisor.text import fold, number_values, spelled_values, stem, words

_VALUE = re.compile(
    r"(?P<sign>[-+−–]?)\s?(?P<currency>US\$|[$€£])?\s?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<scale>million|billion|thousand|bn|k\b|m\b)?"
)
_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9}
_POSITION = frozenset(stem(w) for w in "rank position number place".split())
_NOTES = re.compile(r"^(?:note|notes|remark|source|comment|what it says|details?)s?$", re.I)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a table: who, how much, and the row that says so. `written` is the cell as it stands."""

    subject: str
    value: float
    written: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures of one table."""

    header: str
    caption: str
    cells: tuple[Cell, ...]
    blanks: int
    score: float


_ROW = 2.0
"""Weight of the table's best row beside the fit of header and caption."""


def figure(cell: str) -> float | None:
    """The first number of a cell with its sign; None where it has none, or where a year is all it has."""
    match = _VALUE.search(cell)
    if match is None or re.fullmatch(r"(?:19|20)\d\d", match["digits"]) or re.match(r"^\s*(?:no |not )", cell, re.I):
        return None
    if match["sign"] == "-" and cell[: match.start()][-1:].isalpha() and "." in match["digits"]:
        return None  # "Apache-2.0"
    if _VERSION.search(cell[: match.start()]) or _DATED.match(cell[match.start("digits") :]):
        return None  # "version 1.2", "1.0 of April 2025"
    value = float(match["digits"].replace(",", "")) * _SCALES.get((match["scale"] or "").lower(), 1.0)
    return (
        -value if match["sign"] in {"-", "−", "–"} and match.start("sign") == len(cell) - len(cell.lstrip()) else value
    )


_VERSION = re.compile(r"\b(?:versions?|releases?|editions?|v)\.?\s*$", re.I)
_DATED = re.compile(
    r"[\d.]+,? (?:of|from|in) (?:january|february|march|april|may|june|july|august|september|october|november|december)\b",
    re.I,
)
_TIME = re.compile(r"(\d+(?:\.\d+)?)[\s-]?(minute|hour|day|week|month|year)s?\b(?:\s+(\d+)\s?minutes?)?", re.I)
_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.0, "year": 8760.0}
_LENGTH = re.compile(r"\b(?:long|longer|longest|short|shorter|shortest)\b", re.I)


def hours(cell: str) -> float | None:
    """The time that a cell tells, in hours ("90 questions, 2.5 hours"); None where it tells none."""
    match = _TIME.search(cell)
    return float(match[1]) * _HOURS[match[2].lower()] + float(match[3] or 0) / 60 if match else None


def _tells_times(rows: Sequence[Scored], index: int) -> bool:
    """Whether most figures of a column come with a time."""
    cells = [s.passage.cells[index][1] for s in rows if len(s.passage.cells) > index]
    times = sum(hours(c) is not None for c in cells)
    return times > 1 and 2 * times >= sum(figure(c) is not None for c in cells)


def columns(question: Question, ranked: Sequence[Scored], library: Library) -> list[Column]:
    """Columns of figures that fit the question, the best first."""
    tables: dict[tuple[str, str, tuple[str, ...]], list[Scored]] = {}
    for scored in ranked:
        if scored.passage.unit.block == "row":
            key = (scored.passage.document.id, scored.passage.unit.context or "", scored.passage.unit.section)
            tables.setdefault(key, []).append(scored)
    weights = term_weights(question, library)
    found = [c for rows in tables.values() for c in _columns_of(question, rows, weights)]
    if len(found) > 1:
        captions = list(dict.fromkeys(f"{c.caption}: {c.header}" for c in found))
        asked, *told = library.embed([question.text, *captions])
        meaning = {caption: float(asked @ vector) for caption, vector in zip(captions, told, strict=True)}
        found = [replace(c, score=c.score + meaning[f"{c.caption}: {c.header}"]) for c in found]
    return sorted(found, key=lambda c: -c.score)


def _columns_of(question: Question, rows: list[Scored], weights: Mapping[str, float]) -> list[Column]:
    rows = sorted(_of_names(question, rows), key=lambda s: s.passage.number)
    headers = [h for h, _ in rows[0].passage.cells]
    found = []
    meant = _headed_by(question, headers)
    for index, header in enumerate(headers):
        if index == 0 or _NOTES.match(header.strip()) or (meant and index not in meant):
            continue
        cells, blanks = [], 0
        timed = bool(_LENGTH.search(question.text)) and _tells_times(rows, index)
        for scored in rows:
            pairs = scored.passage.cells
            if len(pairs) <= index:
                continue
            value = (hours if timed else figure)(pairs[index][1])
            if value is None:
                blanks += 1
            else:
                cells.append(Cell(pairs[0][1], value, pairs[index][1], scored.passage))
        cells = _latest(cells)
        if len(cells) >= 2 and len(cells) >= blanks:
            fit = _fit(question, header, rows[0].passage, weights) + 0.04 * min(len(cells), 8)
            best = max(s.score for s in rows)
            found.append(Column(header, caption_of(rows[0].passage), tuple(cells), blanks, fit + _ROW * best))
    return found


def _of_names(question: Question, rows: list[Scored]) -> list[Scored]:
    """The rows that hold the names of the question which only some rows of a table have ("the pay bands of SANS")."""
    names = [t.stem for t in question.terms if t.proper and not rows[0].passage.is_under(t.stem)]
    held = [s for s in rows if names and all(s.passage.holds(n) for n in names)]
    return held if 2 <= len(held) < len(rows) else rows


def _headed_by(question: Question, headers: Sequence[str]) -> set[int]:
    """The columns whose own header names what is asked for first; none where that is left to the caption."""
    if not question.attribute:
        return set()
    attribute = BY_NAME[question.attribute]
    asked = attribute.cue_stems | attribute.heading_stems
    return {i for i, header in enumerate(headers) if i and asked & {stem(w) for w in words(header)}}


def _latest(cells: list[Cell]) -> list[Cell]:
    """One cell a subject: that of the latest period, where the table has several rows of one subject."""
    kept: dict[str, Cell] = {}
    for cell in cells:
        key = " ".join(words(cell.subject))
        other = kept.get(key)
        if other is None or newest(cell.passage.own_periods) > newest(other.passage.own_periods):
            kept[key] = cell
    return list(kept.values())


def _fit(question: Question, header: str, passage: Passage, weights: Mapping[str, float]) -> float:
    """How well a column's header and caption fit what is asked; periods and places outweigh words."""
    caption = caption_of(passage)
    head, around = (
        {stem(w) for w in words(header)},
        {stem(w) for w in words(f"{caption} {' '.join(passage.unit.section)}")},
    )
    score = 0.0
    for name, weight in zip(question.attributes, (0.6, 0.4, 0.2), strict=False):
        attribute = BY_NAME[name]
        signs = attribute.cue_stems | attribute.heading_stems | attribute.told_stems
        asked = attribute.cue_stems | attribute.heading_stems
        score += weight * (1.0 if asked & head else 0.7 if signs & head else 0.4 if asked & around else 0.0)
    first = {stem(w) for w in words(passage.cells[0][0])}
    if weights:
        score += 0.7 * sum(w for s, w in weights.items() if s in head | around | first) / sum(weights.values())
    if _chosen_from(question.text) & first:
        score += 0.4
    for mention in question.subjects:
        if mention.kind != "subject":
            score += 0.5 if passage.under((mention.label, *mention.names)) else -0.2
    told = periods(header) or periods(caption)
    if question.periods:
        score += 0.6 if any(answers(p, told) for p in question.periods) else -0.4 if told else -0.1
    else:
        score += 0.02 * max(newest(told) - 2020, 0)
    if spans_told(question.own_words) & spans_told(f"{header} {caption} {' '.join(passage.unit.section)}"):
        score += 0.8
    if question.places:
        named = fold(f"{header} {caption}")
        score += 0.3 if any(fold(str(p)) in named for p in question.places) else 0.0
    return score


_SPAN = re.compile(r"\b(\d{1,2}|one|two|three|four|five|six|ten)[ -](year|month)s?\b", re.I)


def spans_told(text: str) -> frozenset[tuple[float, str]]:
    """The spans of time that a text names: (3, "year") of "over three years"."""
    return frozenset(
        (float((number_values(m[1]) or spelled_values(m[1]))[0]), m[2].lower()) for m in _SPAN.finditer(text)
    )


_CHOICE = re.compile(
    r"\b(?:which|what)\s+((?:[\w/+-]+\s+){0,3}?[\w/+-]+?)\s+(?:is|are|was|were|has|have|had|do|does|did|pays?|costs?|\w+s|\w+ed|\w+t)\b",
    re.I,
)
_SAME_CLASS = (
    frozenset(stem(w) for w in "role roles job jobs occupation occupations title position profession career".split()),
)


def _chosen_from(text: str) -> frozenset[str]:
    """Stems of the class that a ranking chooses from ("which security job …"), with other names of that class."""
    match = _CHOICE.search(text)
    stems = frozenset(stem(w) for w in words(match[1])) if match else frozenset()
    for same in _SAME_CLASS:
        if stems & same:
            stems |= same
    return stems


def order(question: Question, column: Column) -> list[Cell]:
    """The cells, what was asked for first: the deepest fall for "shrank the most", the lowest price for
    "cheapest", else the highest value."""
    highest = question.superlative >= 0
    if is_position(column):
        highest, cells = not highest, list(column.cells)
    elif question.direction < 0 and any(c.value < 0 for c in column.cells):
        highest = not highest
        cells = [c for c in column.cells if c.value < 0]
    elif question.direction > 0 and any(c.value > 0 for c in column.cells):
        cells = [c for c in column.cells if c.value > 0]
    else:
        cells = list(column.cells)
    return sorted(cells, key=lambda c: (-c.value if highest else c.value, c.passage.number))


def is_position(column: Column) -> bool:
    """Whether a column tells places in an order ("Rank")."""
    return bool(_POSITION & {stem(w) for w in words(column.header)})


def cell_of(column: Column, names: Iterable[str]) -> Cell | None:
    """The cell of a subject, by any of its names."""
    wanted = {" ".join(words(n)) for n in names}
    wanted |= {w + "s" for w in wanted}
    for cell in column.cells:
        key = " ".join(words(cell.subject))
        if key in wanted or key.removesuffix("s") in wanted:
            return cell
    return None
