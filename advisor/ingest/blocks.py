"""The block structure of a Markdown or plain text: headings, paragraphs, list items, table rows, code.

Parsing is markdown-it's (CommonMark and tables); this module turns its line numbers into character spans and
knows which heading path and which table header each block stands under. Comments and scripts are blanked out
before parsing, at equal length, so that hidden text can never become a block.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token

from advisor.text import plain, trimmed
from advisor.types import Block, BlockKind, Span

_HIDDEN = re.compile(
    r"<!--.*?-->|<(script|style|template|noscript)\b[^>]*>.*?</\1\s*>"
    r"|<(\w+)\b[^>]*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|\shidden\b)[^>]*>.*?</\2\s*>",
    re.S | re.I,
)
_ITEM_MARKER = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+•]|\d{1,9}[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?")
_QUOTE_MARKER = re.compile(r"(?:[ \t]*>[ \t]?)*[ \t]*")
_CAPTION = re.compile(r"(?:Table\b[^:]{0,12}:|:)\s*\S|.*:\s*$", re.S)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def visible(text: str) -> str:
    """The text with hidden parts (comments, scripts, elements styled away) blanked; same length, same lines."""
    if "<" not in text:
        return text
    return _HIDDEN.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def parse_blocks(text: str) -> list[Block]:
    """Blocks in order of the text. A table row's `context` is its caption and header row."""
    return list(_parsed(text))


@lru_cache(maxsize=4)  # loader and splitter each ask for the blocks of one document
def _parsed(text: str) -> tuple[Block, ...]:
    return tuple(_Walk(visible(text)).run())


class _Walk:
    """One pass over markdown-it's flat token list."""

    def __init__(self, text: str) -> None:
        self.text = text
        starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.starts = starts
        self.blocks: list[Block] = []
        self.path: list[tuple[int, str]] = []
        self.header: Span | None = None
        self.caption: Block | None = None

    def run(self) -> list[Block]:
        tokens = _parser().parse(self.text)
        depth = 0
        in_head = False
        for index, token in enumerate(tokens):
            if token.type == "list_item_open":
                depth += 1
            elif token.type == "list_item_close":
                depth -= 1
            elif token.type == "heading_open":
                self._heading(token, tokens[index + 1])
            elif token.type == "paragraph_open":
                self._paragraph(token, "item" if depth else "paragraph", depth)
            elif token.type in {"fence", "code_block"}:
                self._code(token)
            elif token.type == "html_block":
                self._paragraph(token, "paragraph", 0)
            elif token.type == "table_open":
                self.caption = self._caption()
            elif token.type == "thead_open":
                in_head = True
            elif token.type == "thead_close":
                in_head = False
            elif token.type == "tr_open" and token.map:
                span = self._lines(token)
                if in_head:
                    self.header = span
                else:
                    self._row(span)
        return self.blocks

    @property
    def section(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.path if title)

    def _lines(self, token: Token) -> Span:
        first, last = token.map or (0, 0)
        return trimmed(self.text, self.starts[first], min(self.starts[last], len(self.text)))

    def _add(self, kind: BlockKind, span: Span, context: str | None = None, level: int = 0) -> None:
        if span.start < span.end and plain(span.of(self.text)):
            self.blocks.append(Block(kind, span, self.section, context, self.header if context else None, level))

    def _heading(self, token: Token, inline: Token) -> None:
        level = int(token.tag[1])
        self.path = [p for p in self.path if p[0] < level]
        self._add("heading", self._lines(token), level=level)
        self.path.append((level, plain(inline.content)))

    def _paragraph(self, token: Token, kind: BlockKind, depth: int) -> None:
        span = self._lines(token)
        pattern = _ITEM_MARKER if kind == "item" else _QUOTE_MARKER
        marker = pattern.match(self.text, span.start, span.end)
        start = marker.end() if marker else span.start
        self._add(kind, trimmed(self.text, start, span.end), level=depth)

    def _code(self, token: Token) -> None:
        span = self._lines(token)
        if token.type == "code_block":  # indented prose of plain text files
            self._add("paragraph", span)
            return
        lines = span.of(self.text).split("\n")
        start = span.start + len(lines[0]) + 1
        end = span.end - len(lines[-1]) if len(lines) > 1 and lines[-1].strip(" `~") == "" else span.end
        if start < end:
            self._add("code", trimmed(self.text, start, end))

    def _caption(self) -> Block | None:
        last = self.blocks[-1] if self.blocks else None
        if last and last.kind == "paragraph" and last.section == self.section:
            if _CAPTION.match(last.span.of(self.text)):
                return last
        return None

    def _row(self, span: Span) -> None:
        header = " | ".join(c for c in cells(self.header.of(self.text)) if c) if self.header else ""
        caption = plain(self.caption.span.of(self.text)) if self.caption else ""
        self._add("row", span, "\n".join(x for x in (caption, header) if x))


def cells(row: str) -> list[str]:
    """The plain cells of a table row's source, in order; an escaped `\\|` does not divide."""
    inner = row.strip()
    inner = inner[1:] if inner.startswith("|") else inner
    parts = re.split(r"(?<!\\)\|", inner)
    if parts and not parts[-1].strip():
        parts.pop()
    return [plain(part) for part in parts]


def labelled_cells(row: str, context: str | None) -> list[tuple[str, str]]:
    """(header, cell) pairs of a row, read with the header line that ends its context."""
    headers = [h.strip() for h in (context or "").split("\n")[-1].split(" | ")] if context else []
    values = cells(row)
    if len(headers) != len(values):
        headers = (headers + [""] * len(values))[: len(values)]
    return list(zip(headers, values, strict=True))


def block_at(blocks: list[Block], offset: int) -> Block | None:
    """The last block that starts at or before an offset."""
    index = bisect_right([b.span.start for b in blocks], offset) - 1
    return blocks[index] if index >= 0 else None
