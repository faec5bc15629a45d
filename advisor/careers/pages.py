"""One document by its sections: passages, and bullets with a bold label. What records are read from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from advisor.careers.records import Item, Passage
from advisor.ingest.blocks import parse_blocks, visible
from advisor.text import plain, sentence_spans
from advisor.types import Block, Document

_LABEL = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Page:
    """A document cut into passages once; sections are found by their heading, whatever its case."""

    document: Document

    @cached_property
    def _entries(self) -> list[tuple[Block, tuple[Passage, ...]]]:
        keys: dict[tuple[int, int], list[str]] = defaultdict(list)
        for annotation in self.document.annotations:
            keys[(annotation.span.start, annotation.span.end)].append(annotation.key)
        shown = visible(self.document.text)
        blocks = parse_blocks(self.document.text)
        captions = {b.context.split("\n")[0] for b in blocks if b.kind == "row" and b.context and "\n" in b.context}
        entries = []
        for block in blocks:
            if block.kind in {"heading", "code"}:
                continue
            quote = block.span.of(self.document.text)
            if block.kind == "paragraph" and plain(quote) in captions:
                continue
            spans = [block.span] if block.kind == "row" else sentence_spans(shown, block.span.start, block.span.end)
            found = tuple(
                Passage(
                    self.document.id,
                    span,
                    span.of(self.document.text),
                    block.section,
                    block.context,
                    block.kind,
                    tuple(dict.fromkeys(keys.get((span.start, span.end), ()))),
                )
                for span in spans
                if plain(span.of(self.document.text))
            )
            if found:
                entries.append((block, found))
        return entries

    @property
    def passages(self) -> Iterator[Passage]:
        for _, passages in self._entries:
            yield from passages

    @property
    def lead(self) -> tuple[Passage, ...]:
        """What stands before the first section heading (a heading that repeats the title is none)."""
        title = self.document.title.casefold()
        return tuple(p for p in self.passages if not [s for s in p.section if s.casefold() != title])

    def section(self, heading: str) -> tuple[Passage, ...]:
        return tuple(p for p in self.passages if _under(p.section, heading))

    def items(self, heading: str | None = None) -> tuple[Item, ...]:
        """The labelled bullets of a section, or of the whole document."""
        found = []
        for block, passages in self._entries:
            if block.kind != "item" or (heading is not None and not _under(block.section, heading)):
                continue
            label = _LABEL.match(passages[0].quote)
            if label:
                found.append(Item(plain(label[1]).rstrip(":").strip(), passages))
        return tuple(found)

    def loose(self, heading: str) -> tuple[Passage, ...]:
        """The passages of a section that belong to no labelled bullet."""
        labelled = {p.key for item in self.items(heading) for p in item.passages}
        return tuple(p for p in self.section(heading) if p.key not in labelled)

    @property
    def rows(self) -> Iterator[Passage]:
        return (p for p in self.passages if p.block == "row")


def _under(section: tuple[str, ...], heading: str) -> bool:
    wanted = heading.casefold()
    return any(s.casefold() == wanted for s in section)
