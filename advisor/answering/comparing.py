"""Comparisons side by side, and rankings: figures of one table set against each other, each with its row.

What is computed from rows (an order, a difference) says so. Figures of different tables are never subtracted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.answering.attributes import BY_NAME
from advisor.answering.evidence import Library, Scored, is_row_of, subject_strength
from advisor.answering.passages import Passage
from advisor.answering.periods import newest, periods
from advisor.answering.question import Question, both_ends, place_asked, superlative, which_moved
from advisor.answering.rendering import caption_of, leans, statement
from advisor.answering.rows import with_unit
from advisor.answering.selection import Chosen, best, newest_first
from advisor.answering.tables import Cell, Column, cell_of, columns, figure, is_position, order
from advisor.text import fold
from advisor.types import DraftStatement
from advisor.vocabulary import Mention

_RANKED, _MOVED = 5, 8
_RANGE = re.compile(r"\d\s?(?:-|–|to|up to)\s?[$€£]?\d")
"""A cell that gives a range has no difference to another."""
_IN_WORDS = frozenset({"prerequisites"})
"""What is told in words, also where they hold figures ("450 points, or five years")."""
_FITS = 1.0
"""Least fit of a table of figures with what is ranked; below it the best passages answer instead."""


def rank(question: Question, ranked: Sequence[Scored], library: Library, chosen: Chosen) -> list[DraftStatement]:
    """The order that the best-fitting table gives; none where no table of figures fits."""
    fitting = [c for c in columns(question, ranked, library) if c.score >= _FITS]
    if not fitting:
        return []
    column = fitting[0]
    whole = order(question, column)
    if which_moved(fold(question.text)):
        return _moved(question, column, whole, ranked, chosen)
    cells = whole[:_RANKED]
    if len(cells) < 2:
        return []
    first, rest = cells[0], cells[1:]
    then = _joined([f"{c.subject} ({_written(c, column)})" for c in rest])
    asked = next((c for c in whole if c.value == place_asked(question.text)), None) if is_position(column) else None
    if asked is not None and asked is not first:
        chosen.take(asked.passage)
        return [_placed(asked, cells, column)]
    text = f"{_capital(first.subject)} comes first with {_written(first, column)} ({_measure(column)}), then {then}."
    if both_ends(question.text) and len(whole) > len(cells):
        cells = [*cells, whole[-1]]
        text = f"{text[:-1]}; {whole[-1].subject} comes last with {_written(whole[-1], column)}."
    for cell in cells:
        chosen.take(cell.passage)
    computed = DraftStatement(
        text[:-1],
        tuple(c.passage.evidence() for c in cells),
        computed=True,
        derived=", in an order computed from the rows of that table.",
    )
    told = _told(ranked, chosen)
    statements = [*(statement(s.passage, question) for s in told), computed]
    for scored in best([s for s in ranked if _adds(s, first)], 2, 0.8, chosen):
        statements.append(statement(scored.passage, question))
    return statements


def _placed(asked: Cell, cells: Sequence[Cell], column: Column) -> DraftStatement:
    """What stands at one place of an order, and then the order."""
    listed = _joined([f"{c.subject} ({_written(c, column)})" for c in cells])
    text = (
        f"{_capital(asked.subject)} has {_written(asked, column)} ({_measure(column)}); the order begins with {listed}"
    )
    shown = dict.fromkeys([asked.passage, *(c.passage for c in cells)])
    return DraftStatement(
        text,
        tuple(p.evidence() for p in shown),
        computed=True,
        derived=", computed from the rows of that table.",
    )


def _moved(
    question: Question, column: Column, cells: Sequence[Cell], ranked: Sequence[Scored], chosen: Chosen
) -> list[DraftStatement]:
    """The rows of a table whose figure went the way that is asked about, and how many went the other way or have none."""
    moved = [c for c in cells if c.value * question.direction > 0]
    if not moved or not any(c.value < 0 for c in column.cells):
        return []
    shown = moved[:_MOVED]
    for cell in shown:
        chosen.take(cell.passage)
    listed = _joined([f"{_capital(c.subject)} {_written(c, column)}" for c in shown])
    others = len(column.cells) - len(moved)
    derived = [f"picked by their sign from the {len(column.cells)} figures of that table"]
    derived += [f"{len(moved) - len(shown)} more went the same way"] if len(moved) > len(shown) else []
    derived += [f"{others} did not"] if others else []
    derived += [f"{column.blanks} row{'s' * (column.blanks > 1)} without a figure"] if column.blanks else []
    computed = DraftStatement(
        f"{listed} ({_measure(column)})",
        tuple(c.passage.evidence() for c in shown),
        computed=True,
        derived=f"; {', '.join(derived)}.",
    )
    subjects = {c.subject.casefold() for c in shown}
    named = [s for s in ranked if any(n in s.passage.words.casefold() for n in subjects)]
    return [computed, *(statement(s.passage, question) for s in best(named, 2, 0.8, chosen))]


def _told(ranked: Sequence[Scored], chosen: Chosen) -> list[Scored]:
    """The sentence that says itself what comes first, where it answers better than any row."""
    top = ranked[0]
    if top.passage.unit.block == "row" or leans(top.passage) or not superlative(top.passage.words):
        return []
    return best([top], 1, 1.0, chosen)


def _adds(scored: Scored, first: Cell) -> bool:
    return scored.passage.unit.block != "row" and first.subject.casefold() in scored.passage.words.casefold()


def _measure(column: Column) -> str:
    header = column.header.strip()
    return f"{header}; {column.caption}" if column.caption else header


def _written(cell: Cell, column: Column) -> str:
    return with_unit(cell.written, column.header, column.caption)


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def compare(
    question: Question,
    sides: Sequence[tuple[str, tuple[Scored, ...]]],
    pool: Sequence[Scored],
    library: Library,
    chosen: Chosen,
) -> list[DraftStatement]:
    """What one table says of both sides first, then each side in its own words. `pool` holds the rows of tables
    that name a side."""
    found: list[DraftStatement] = []
    mentions = {m.label: m for m in question.subjects}
    in_words = question.attribute in _IN_WORDS
    if question.attributes and not in_words:
        found.extend(_difference(question, sides, pool, mentions, library, chosen))
    each = 1 if len(sides) > 2 or found else 2
    if not found and (question.terms or question.attributes) and not in_words:
        moves = set(library.moves().values())
        together = [
            s
            for s in pool
            if len(s.subjects) > 1
            and s.passage.unit.block != "row"
            and not leans(s.passage)
            and s.passage.document.id not in moves
        ]
        found = [statement(s.passage, question) for s in best(together, 1, 0.0, chosen)]
    if (in_words or len(question.attributes) > 1) and not any(s.computed for s in found):
        rows = _rows(sides, mentions)
        if len(rows) == len(sides):
            each_row = [
                statement(p, question, "bullet", heading=_capital(label)) for label, p in rows if chosen.take(p)
            ]
            return [*found, *each_row]
    for label, ranked in sides:
        own = [s for s in ranked if subject_strength(mentions[label], s.passage) >= 0.8] or list(ranked)
        ordered = newest_first(own) if question.attribute in {"pay", "demand", "jobs", "price"} else own
        opening = _opening(mentions[label], own, library) if not question.attributes else []
        if question.attributes:
            able = [s for s in ordered if s.attribute and s.subjects] or ordered
            picked = best(_in_own_section(question, mentions[label], able) or able, each, 0.8, chosen)
        elif question.terms or question.direction:
            picked = [*best(ordered, 1, 0.8, chosen), *best(opening, 1, 0.8, chosen)]
        else:
            picked = best(opening or ordered, each, 0.8, chosen)
        for number, scored in enumerate(picked):
            heading = _capital(label) if number == 0 else ""
            found.append(statement(scored.passage, question, "bullet", heading=heading))
    return found


def against(question: Question, rows: Sequence[Scored], chosen: Chosen, apart: bool) -> list[DraftStatement]:
    """The rows of a table that a question sets against each other; of two with their difference (`apart`), where it asks
    how far apart they are."""
    told = {p.key for p in chosen.passages}
    taken = [s.passage for s in rows if s.passage.key not in told]
    chosen.passages.extend(taken)  # rows that are set against each other are alike and repeat nothing
    between = _APART.search(fold(question.own_words)) and len(taken) == len(rows) == 2
    computed = _apart(taken[0], taken[1]) if apart and between else None
    return [computed] if computed else [statement(p, question) for p in taken]


def _apart(one: Passage, other: Passage) -> DraftStatement | None:
    """The first figures in which two rows of a table differ, and by how much; None where they differ in words alone."""
    shared = [c for (_, c), (_, d) in zip(one.cells[1:], other.cells[1:], strict=False) if c == d and figure(c) is None]
    pairs = list(zip(one.cells[1:], other.cells[1:], strict=False))
    pairs.sort(key=lambda pair: -newest(periods(pair[0][0])))  # of figures at several times the latest
    for (header, a), (_, b) in pairs:
        first, second = figure(a), figure(b)
        if first is None or second is None or first == second or _RANGE.search(a) or _RANGE.search(b):
            continue
        told = caption_of(one)
        measure = "; ".join(x for x in (*shared, header.strip(), told) if x)
        text = (
            f"{_capital(one.cells[0][1])} {with_unit(a, header, told)} and "
            f"{other.cells[0][1]} {with_unit(b, header, told)} ({measure})"
        )
        derived = f"; the difference, computed from the two rows, is {_number(abs(first - second))}."
        return DraftStatement(text, (one.evidence(), other.evidence()), computed=True, derived=derived)
    return None


_APART = re.compile(
    r"\bhow (?:many|much|far)\b.{0,30}\b(?:more|fewer|less|longer|higher|lower|apart|cheaper|dearer|better|worse|bigger|older|change\w*|grew|grow)\b"
    r"|\bby how (?:many|much)\b|\bdifference\b|\bgap between\b|\bchanged?\b.{0,40}\bfrom\b"
)


def _in_own_section(question: Question, mention: Mention, ranked: Sequence[Scored]) -> list[Scored]:
    """Passages of a side's own document under the heading for what is listed ("Tasks")."""
    attribute = BY_NAME[question.attributes[0]]
    if attribute.shape != "list":
        return []
    return [
        s
        for s in ranked
        if s.passage.document.id in mention.documents and attribute.in_heading(s.passage.unit.section[-1:])
    ]


def _rows(sides: Sequence[tuple[str, tuple[Scored, ...]]], mentions: dict[str, Mention]) -> list[tuple[str, Passage]]:
    """For each side its own row of one table, the table with the most columns that has all of them."""
    tables: dict[tuple[str, str | None], dict[str, Passage]] = {}
    for label, ranked in sides:
        for scored in ranked:
            passage = scored.passage
            if passage.unit.block == "row" and is_row_of(mentions[label], passage):
                tables.setdefault((passage.document.id, passage.unit.context), {}).setdefault(label, passage)
    whole = [rows for rows in tables.values() if len(rows) == len(sides)]
    if not whole:
        return []
    best_table = max(whole, key=lambda rows: max(len(p.cells) for p in rows.values()))
    return [(label, best_table[label]) for label, _ in sides]


def _opening(mention: Mention, ranked: Sequence[Scored], library: Library) -> list[Scored]:
    """The passages of the opening paragraph of the subject's own document, where it has one."""
    by_key = {s.passage.key: s for s in ranked}
    found = []
    for document_id in mention.documents[:1]:
        document = library.document(document_id)
        if document is None:
            continue
        for passage in library.passages.of(document)[:3]:
            if not passage.unit.section and passage.unit.block == "paragraph":
                base = by_key.get(passage.key) or ranked[0]
                found.append(_as_scored(base, passage))
    return found


def _as_scored(base: Scored, passage: object) -> Scored:
    from dataclasses import replace

    return replace(base, passage=passage)  # type: ignore[arg-type]


def _difference(
    question: Question,
    sides: Sequence[tuple[str, tuple[Scored, ...]]],
    rows: Sequence[Scored],
    mentions: dict[str, Mention],
    library: Library,
    chosen: Chosen,
) -> list[DraftStatement]:
    """Both figures and their difference, where one table has a figure for each side."""
    pool = list({s.passage.key: s for s in (*(s for _, ranked in sides for s in ranked), *rows)}.values())
    for column in columns(question, pool, library):
        cells = [cell_of(column, (label, *mentions[label].names)) for label, _ in sides]
        known = [c for c in cells if c is not None]
        if len(known) < 2 or len({c.passage.key for c in known}) < 2:
            continue
        known.sort(key=lambda c: -c.value)
        for cell in known:
            chosen.take(cell.passage)
        listed = _joined([f"{c.subject} {_written(c, column)}" for c in known])
        text = f"{_capital(listed)} ({_measure(column)})"
        derived = "."
        plain = all(figure(c.written) == c.value for c in known)  # a time in hours is set side by side alone
        if (
            len(known) == 2
            and plain
            and known[0].value != known[1].value
            and not any(_RANGE.search(c.written) for c in known)
        ):
            derived = f"; the difference, computed from the two rows, is {_number(known[0].value - known[1].value)}."
        evidence = tuple(c.passage.evidence() for c in known)
        return [DraftStatement(text, evidence, computed=True, derived=derived)]
    return []


def _number(value: float) -> str:
    rounded = round(value, 2)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.2f}".rstrip("0")
