"""One file of a corpus as the checks see it: the document, its blocks and sentences, and where each line is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from advisor.ingest.blocks import parse_blocks
from advisor.ingest.decoding import decode
from advisor.ingest.loader import load, split_front_matter
from advisor.ingest.references import MARK, Bibliography
from advisor.ingest.scan import scan
from advisor.ingest.splitter import Unit, units
from advisor.text import plain
from advisor.types import Block, Document, Reference


@dataclass(frozen=True)
class Source:
    """A document with what the loader takes away: front matter, marks and line numbers."""

    path: str
    id: str
    front: dict[str, Any]
    body: str
    first_line: int
    document: Document

    @staticmethod
    def read(folder: Path, path: Path, bibliography: Bibliography) -> Source:
        """Raises DocumentError where the file cannot be read. Marks of unknown keys are taken out as well, so that
        a wrong key is one finding, not two."""
        data = path.read_bytes()
        name = path.relative_to(folder).as_posix()
        decoded = decode(data, name)
        front, body = split_front_matter(decoded, name)
        known = bibliography.entries
        if known:
            known = {**{k: Reference(k, "") for k in mark_keys(body)}, **known}
        document = load(path, name.rsplit(".", 1)[0], Bibliography(known), data)
        return Source(name, document.id, front, body, 1 + decoded.count("\n") - body.count("\n"), document)

    @property
    def kind(self) -> str:
        return self.document.kind

    @cached_property
    def blocks(self) -> list[Block]:
        return parse_blocks(self.document.text)

    @cached_property
    def units(self) -> list[Unit]:
        """Sentences and rows; captions of tables left out."""
        captions = {
            b.context.split("\n")[0] for b in self.blocks if b.kind == "row" and b.context and "\n" in b.context
        }
        return [u for u in units(self.document) if plain(self.text(u)) not in captions]

    @cached_property
    def marked(self) -> set[tuple[int, int]]:
        return {(a.span.start, a.span.end) for a in self.document.annotations}

    @cached_property
    def words(self) -> int:
        return sum(len(plain(b.span.of(self.document.text)).replace("|", " ").split()) for b in self.blocks)

    def text(self, part: Unit | Block) -> str:
        return part.span.of(self.document.text)

    def line(self, offset: int) -> int:
        """Line in the file of an offset of the document's text (marks hold no line breaks)."""
        return self.first_line + self.document.text.count("\n", 0, offset)

    def body_line(self, offset: int) -> int:
        """Line in the file of an offset of the body with its marks."""
        return self.first_line + self.body.count("\n", 0, offset)

    def front_line(self, key: str) -> int:
        """Line of a front matter key, or 1."""
        lines = (self._front_text or "").split("\n")
        return next((i for i, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)

    @cached_property
    def _front_text(self) -> str:
        raw = Path(self.document.source_path).read_bytes()
        return "\n".join(decode(raw, self.path).split("\n")[: self.first_line - 1])

    def section_items(self, section: str) -> list[Block]:
        """Top-level bullets under a heading, in order."""
        wanted = section.casefold()
        return [
            b for b in self.blocks if b.kind == "item" and b.level == 1 and wanted in (s.casefold() for s in b.section)
        ]


def mark_keys(text: str) -> list[str]:
    """All keys of the marks in a text, in order, with repeats."""
    return [k.strip().removeprefix("@") for m in MARK.finditer(text) for k in m[1].split(";")]


def document_paths(folder: Path) -> Iterator[Path]:
    """The documents of a corpus folder in order; hidden files and the folder's own README are none."""
    return (s.path for s in scan(folder).sources)
