"""Numbers for citations, in order of first use, while a plan is drafted."""

from __future__ import annotations

from advisor.careers.catalog import Catalog
from advisor.careers.plan.values import Line
from advisor.careers.records import Item, Passage
from advisor.ingest.blocks import labelled_cells
from advisor.types import Citation


class Citer:
    """Hands out one number for each passage and remembers which passages were used."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._citations: list[Citation] = []

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._citations)

    def used(self, passage: Passage) -> bool:
        return passage.key in self._numbers

    def number(self, passage: Passage) -> int:
        if passage.key not in self._numbers:
            self._numbers[passage.key] = len(self._citations) + 1
            self._citations.append(self.catalog.cite(passage, len(self._citations) + 1))
        return self._numbers[passage.key]

    def line(self, passage: Passage, lead: str = "", label: str = "") -> Line:
        """A passage as a line, in its own words; a table row with its caption, which holds its unit and year."""
        text = _row(passage) if passage.block == "row" else passage.text
        return Line(f"{lead}{text}", (self.number(passage),), label=label)

    def item(self, item: Item, lead: str = "") -> list[Line]:
        """The sentences of a labelled bullet."""
        return [self.line(p, lead if i == 0 else "", item.label) for i, p in enumerate(item.passages)]


def _row(passage: Passage) -> str:
    """A row as its subject, then "header: cell" for the rest, then the caption."""
    pairs = labelled_cells(passage.quote, passage.context)
    subject = pairs[0][1] if pairs else ""
    rest = "; ".join(f"{header}: {cell}" if header else cell for header, cell in pairs[1:] if cell)
    text = f"{subject}. {rest}" if rest else subject
    lines = (passage.context or "").split("\n")
    return f"{text} ({lines[0].removeprefix('Table:').strip()})" if len(lines) > 1 else text
