"""Replies and documents as small trees of plain data, which the page turns into elements; pure.

A tree holds text and a closed set of block kinds, never markup: the page creates each element itself and sets
its text, so nothing that a document, a model or a person wrote can become HTML. Every piece of text of a
document keeps its offset (`s`), so that the page can mark a span exactly.

    segment  {"t": text, "s": offset?, "b"|"i"|"c": 1?, "u": web address?, "n": citation number?}
    block    {"k": "p"|"h"|"ul"|"ol"|"table"|"code", …}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from advisor.ingest.blocks import parse_blocks
from advisor.types import Block, Document, Span

Segment = dict[str, Any]
Tree = dict[str, Any]

WINDOW = 240_000  # characters of a document that are sent at once; a longer one is shown around what was asked for

_INLINE = re.compile(
    r"(?P<code>`[^`\n]{1,400}`)"
    r"|(?P<image>!\[(?P<alt>[^\]\n]{0,300})\]\([^)\n]{0,2000}\))"
    r"|(?P<link>\[(?P<label>[^\]\[\n]{1,500})\]\((?P<href>[^)\s]{1,2000})(?:\s+\"[^\"\n]*\")?\))"
    r"|(?P<auto><(?P<url>https?://[^>\s]{1,2000})>)"
    r"|(?P<bold>\*\*(?=\S)(?P<btext>[^*\n]{1,600}?)(?<=\S)\*\*)"
    r"|(?P<italic>(?<![\w*])\*(?=\S)(?P<itext>[^*\n]{1,600}?)(?<=\S)\*(?![\w*]))"
    r"|(?P<under>(?<!\w)_(?=\S)(?P<utext>[^_\n]{1,600}?)(?<=\S)_(?!\w))"
    r"|(?P<cite>\[(?P<number>\d{1,3})\](?!\())"
)
_WEB = re.compile(r"https?://[^\s<>\"]+$", re.I)
_BULLET = re.compile(r"[ \t]*(?:[-*+•])[ \t]+")
_NUMBERED = re.compile(r"[ \t]*\d{1,3}[.)][ \t]+")
_HEADING = re.compile(r"(#{1,6})[ \t]+")
_RULE_ROW = re.compile(r"\|?[ \t:|-]*-[ \t:|-]*\|?$")
_CELL_BAR = re.compile(r"(?<!\\)\|")


def web_address(address: str | None) -> str | None:
    """The address where it is an http(s) one, else None: nothing else becomes a link."""
    return address if address and _WEB.match(address) else None


def inline(text: str, base: int | None = None, numbers: Iterable[int] = (), **marks: int) -> list[Segment]:
    """The segments of one line or paragraph. `base` is the offset of its first character in the document;
    `numbers` are the citations that exist (`[n]` of any other number stays text)."""
    known = set(numbers)
    segments: list[Segment] = []
    position = 0
    for match in _INLINE.finditer(text):
        inner, start, extra = _meaning(match, known)
        if inner is None:
            continue
        _add(segments, text[position : match.start()], position, base, marks)
        if extra.get("b") or extra.get("i") or extra.get("u"):
            segments.extend(inline(inner, None if base is None else base + start, known, **{**marks, **extra}))
        else:
            _add(segments, inner, start, base, {**marks, **extra})
        position = match.end()
    _add(segments, text[position:], position, base, marks)
    return segments


def _meaning(match: re.Match[str], known: set[int]) -> tuple[str | None, int, dict[str, Any]]:
    """(text shown, its offset, marks) of one piece of inline Markdown; text None where it is left as it stands."""
    if match["code"]:
        return match["code"][1:-1], match.start() + 1, {"c": 1}
    if match["image"]:
        return match["alt"], match.start("alt"), {}
    if match["link"]:
        address = web_address(match["href"])
        return match["label"], match.start("label"), {"u": address} if address else {}
    if match["auto"]:
        return match["url"], match.start("url"), {"u": match["url"]}
    for group, name in (("bold", "b"), ("italic", "i"), ("under", "i")):
        if match[group]:
            part = {"bold": "btext", "italic": "itext", "under": "utext"}[group]
            return match[part], match.start(part), {name: 1}
    number = int(match["number"])
    return (match["cite"], match.start(), {"n": number}) if number in known else (None, 0, {})


def _add(segments: list[Segment], text: str, start: int, base: int | None, marks: dict[str, Any]) -> None:
    if text:
        offset = {} if base is None else {"s": base + start}
        segments.append({"t": text, **offset, **marks})


# ---- answers -----------------------------------------------------------------------------------------------


def answer_blocks(text: str, numbers: Iterable[int]) -> list[Tree]:
    """The blocks of a reply's Markdown; `numbers` are the numbers of its citations."""
    known = tuple(numbers)
    blocks: list[Tree] = []
    for group in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        blocks.extend(_answer_group(group.strip("\n").split("\n"), known))
    return _merged(blocks)


def _answer_group(lines: list[str], known: tuple[int, ...]) -> Iterator[Tree]:
    if len(lines) > 1 and lines[0].lstrip().startswith("|") and _RULE_ROW.match(lines[1].strip()):
        head, *rows = [
            [inline(c, None, known) for c, _ in row_cells(line)] for line in lines if not _RULE_ROW.match(line)
        ]
        yield {"k": "table", "head": head, "rows": [{"cells": r} for r in rows]}
        return
    paragraph: list[str] = []
    for line in [*lines, ""]:
        heading, bullet, number = _HEADING.match(line), _BULLET.match(line), _NUMBERED.match(line)
        if (heading or bullet or number or not line) and paragraph:
            yield {"k": "p", "segs": inline(" ".join(paragraph), None, known)}
            paragraph = []
        if heading:
            yield {
                "k": "h",
                "level": min(max(len(heading[1]), 3), 4),
                "segs": inline(line[heading.end() :], None, known),
            }
        elif bullet or number:
            marker = bullet or number
            assert marker is not None
            depth = 1 + (len(marker[0]) - len(marker[0].lstrip(" \t"))) // 2
            item = {"segs": inline(line[marker.end() :], None, known), "level": depth}
            yield {"k": "ul" if bullet else "ol", "items": [item]}
        elif line:
            paragraph.append(line.strip())


def _merged(blocks: list[Tree]) -> list[Tree]:
    """Neighbouring list items as one list."""
    merged: list[Tree] = []
    for block in blocks:
        if merged and block["k"] in {"ul", "ol"} and merged[-1]["k"] == block["k"]:
            merged[-1]["items"].extend(block["items"])
        else:
            merged.append(block)
    return merged


# ---- documents ---------------------------------------------------------------------------------------------


def row_cells(row: str) -> list[tuple[str, int]]:
    """(source text, offset in the row) of each cell of a table row."""
    bars = [m.start() for m in _CELL_BAR.finditer(row)]
    edges = [-1, *bars, len(row)]
    cells = []
    for left, right in zip(edges, edges[1:], strict=False):
        raw = row[left + 1 : right]
        cells.append((raw.strip(), left + 1 + len(raw) - len(raw.lstrip())))
    if cells and not cells[0][0] and bars and not row[: bars[0]].strip():
        cells = cells[1:]
    if cells and not cells[-1][0]:
        cells = cells[:-1]
    return cells


def document_tree(document: Document, at: int = 0) -> Tree:
    """A document for the reader and the source pane: what it says of itself, its references, its blocks.

    Of a text longer than WINDOW only the part around offset `at` is given, and `window` says which.
    """
    text = document.text
    window = Span(0, len(text))
    if len(text) > WINDOW:
        start = max(0, min(at - WINDOW // 2, len(text) - WINDOW))
        window = Span(start, start + WINDOW)
    blocks = [b for b in parse_blocks(text) if b.span.overlaps(window)]
    return {
        "id": document.id,
        "title": document.title,
        "kind": document.kind,
        "as_of": document.as_of,
        "url": web_address(document.url),
        "aliases": list(document.aliases),
        "language": document.language,
        "content_hash": document.content_hash,
        "length": len(text),
        "window": [window.start, window.end] if len(text) > WINDOW else None,
        "references": [
            {"id": r.id, "title": r.title, "publisher": r.publisher, "url": web_address(r.url), "year": r.year}
            for r in document.references
        ],
        "marks": [[a.span.start, a.span.end, a.key] for a in document.annotations],
        "blocks": list(_document_blocks(text, blocks)),
    }


def _document_blocks(text: str, blocks: list[Block]) -> Iterator[Tree]:
    lines = _LineNumbers(text)
    index = 0
    while index < len(blocks):
        block = blocks[index]
        run = _run(blocks, index)
        where = {"start": block.span.start, "end": run[-1].span.end, "line": lines.of(block.span.start)}
        if block.kind == "row":
            yield {"k": "table", **where, **_table(text, run, lines)}
        elif block.kind == "item":
            kind = "ol" if _NUMBERED.match(_marker(text, block.span.start)) else "ul"
            yield {"k": kind, **where, "items": [_item(text, b, lines) for b in run]}
        elif block.kind == "heading":
            source = block.span.of(text)
            marker = _HEADING.match(source)
            skip = marker.end() if marker else 0
            title = re.sub(r"[ \t]+#+$|\n[=-]+$", "", source[skip:])
            yield {"k": "h", **where, "level": block.level, "segs": inline(title, block.span.start + skip)}
        elif block.kind == "code":
            yield {"k": "code", **where, "segs": [{"t": block.span.of(text), "s": block.span.start, "c": 1}]}
        else:
            yield {"k": "p", **where, "segs": inline(block.span.of(text), block.span.start)}
        index += len(run)


def _run(blocks: list[Block], index: int) -> list[Block]:
    """The blocks that make one list or one table with the block at `index`."""
    first = blocks[index]
    run = [first]
    if first.kind in {"row", "item"}:
        for block in blocks[index + 1 :]:
            same = block.kind == first.kind and block.section == first.section
            if not same or (first.kind == "row" and block.context_span != first.context_span):
                break
            run.append(block)
    return run


def _marker(text: str, start: int) -> str:
    return text[text.rfind("\n", 0, start) + 1 : start]


def _item(text: str, block: Block, lines: _LineNumbers) -> Tree:
    span = block.span
    return {
        "start": span.start,
        "end": span.end,
        "line": lines.of(span.start),
        "level": max(block.level, 1),
        "segs": inline(span.of(text), span.start),
    }


def _table(text: str, rows: list[Block], lines: _LineNumbers) -> Tree:
    head = rows[0].context_span
    header = [inline(c, head.start + o) for c, o in row_cells(head.of(text))] if head else []
    return {
        "head": header,
        "rows": [
            {
                "start": b.span.start,
                "end": b.span.end,
                "line": lines.of(b.span.start),
                "cells": [inline(c, b.span.start + o) for c, o in row_cells(b.span.of(text))],
            }
            for b in rows
        ],
    }


class _LineNumbers:
    """1-based line of an offset; asked in rising order, so each character is counted once."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1

    def of(self, offset: int) -> int:
        if offset < self.at:
            self.at, self.line = 0, 1
        self.line += self.text.count("\n", self.at, offset)
        self.at = offset
        return self.line
