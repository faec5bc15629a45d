"""The frozen records of a career catalogue: what the documents say of occupations, skills, moves and figures.

Every field that states something is a Passage, so that it can be quoted and cited where it is used. Nothing here
knows a field of work: names and levels are those of the corpus.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.ingest.splitter import row_text
from advisor.text import plain
from advisor.types import BlockKind, Span

LEVELS = ("entry", "mid", "senior", "lead")
Metric = Literal["pay", "growth", "change", "employment", "openings", "price", "share", "gap", "time", "count", "other"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, bullet sentence or table row: `quote == document.text[span.start:span.end]`.

    `sources` are the keys of the public references behind it, `context` the caption and header of a row.
    """

    document_id: str
    span: Span
    quote: str
    section: tuple[str, ...] = ()
    context: str | None = None
    block: BlockKind = "paragraph"
    sources: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words a person reads; a row as "header: cell; header: cell"."""
        return row_text(self.quote, self.context) if self.block == "row" else plain(self.quote)

    @property
    def key(self) -> tuple[str, int, int]:
        return (self.document_id, self.span.start, self.span.end)


@dataclass(frozen=True, slots=True)
class Item:
    """A bullet that opens with a bold label, and its sentences. The first sentence holds the label."""

    label: str
    passages: tuple[Passage, ...]

    @property
    def first(self) -> Passage:
        return self.passages[0]


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that an occupation asks for, in the words of its guide. `skill` is the key of the catalogue."""

    skill: str
    label: str
    essential: bool
    passages: tuple[Passage, ...]

    @property
    def first(self) -> Passage:
        return self.passages[0]


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill by its canonical label, with the ids of the occupations that ask for it."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    essential_for: tuple[str, ...] = ()
    optional_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occupation:
    """One role document read as a record."""

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    level: str | None = None
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    as_of: str | None = None
    summary: tuple[Passage, ...] = ()
    tasks: tuple[Passage, ...] = ()
    essential: tuple[Need, ...] = ()
    optional: tuple[Need, ...] = ()
    tools: tuple[Item, ...] = ()
    certifications: tuple[Item, ...] = ()
    entry_routes: tuple[Passage, ...] = ()
    market: tuple[Passage, ...] = ()
    next_roles: tuple[Item, ...] = ()

    @property
    def needs(self) -> tuple[Need, ...]:
        return (*self.essential, *self.optional)


@dataclass(frozen=True, slots=True)
class Transition:
    """A written move between two occupations (ids)."""

    id: str
    title: str
    origin: str
    target: str
    as_of: str | None = None
    summary: tuple[Passage, ...] = ()
    carries_over: tuple[Item, ...] = ()
    to_add: tuple[Item, ...] = ()
    first_days: tuple[Passage, ...] = ()
    proof: tuple[Passage, ...] = ()
    certifications: tuple[Item, ...] = ()
    certification_advice: tuple[Passage, ...] = ()
    market: tuple[Passage, ...] = ()
    pitfalls: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Certification:
    """A certification, the bullets that describe it and the table rows that give its cost, prerequisites and term."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    rows: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A period in fractions of years, both ends included; a month is a twelfth. `words` is how the text put it."""

    first: float
    last: float
    words: str = ""

    @property
    def years(self) -> float:
        return self.last - self.first


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a table row or sentence.

    `subject_key` is an occupation's id or a certification's key where the subject is known to the catalogue.
    `value` is in `unit` (a currency code, "%", or a noun such as "openings"); `high` closes a range. `statistic`
    tells figures of one metric apart ("median", "mean", "low", "high"), `detail` holds the row's other cells. `place`
    is None where none is named.
    """

    id: str
    subject: str
    subject_key: str | None
    metric: Metric
    label: str
    value: float
    unit: str
    written: str
    passage: Passage
    high: float | None = None
    statistic: str = ""
    detail: str = ""
    place: str | None = None
    period: When | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        return self.passage.sources


@dataclass(frozen=True, slots=True)
class FigureLink:
    """`conflict`: two sources give different values for one subject, metric, place and period. `newer`: `second`
    is a later round of `first`."""

    kind: Literal["conflict", "newer"]
    first: str
    second: str
