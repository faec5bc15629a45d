"""Documents to Chunks, by spans.

Blocks of one section are packed into a chunk until its budget of tokens is used; a paragraph too long for that
is cut between sentences, a sentence too long between words. A table row is a chunk of its own. Tokens are
counted with the embedder's own tokenizer, special tokens and the prefix of title, headings and context
included, because what lies above `max_seq_length` is cut off in silence by every library.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from advisor.ingest.blocks import labelled_cells, parse_blocks, visible
from advisor.text import plain, sentence_spans, trimmed
from advisor.types import Block, BlockKind, Chunk, Document, Span

VERSION = 1
_WORD = re.compile(r"\S+\s*")


class TokenCounter(Protocol):
    """Counts tokens as the embedder will see them."""

    max_tokens: int

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included, without truncation."""
        ...


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest quotable piece: a sentence, or a table row."""

    span: Span
    block: BlockKind
    section: tuple[str, ...]
    context: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    span: Span
    tokens: int


def split(document: Document, counter: TokenCounter, budget: int) -> list[Chunk]:
    """Chunks of a document in order. `chunk.tokens <= min(budget, counter.max_tokens)` for each."""
    budget = min(budget, counter.max_tokens)
    chunks: list[Chunk] = []
    for run in _runs(parse_blocks(document.text)):
        chunks.extend(_pack(document, run, counter, budget))
    return chunks


def units(document: Document) -> list[Unit]:
    """The quotable pieces of a document in order: sentences and table rows. Headings, code and the captions
    of tables are left out."""
    found: list[Unit] = []
    shown = visible(document.text)
    blocks = parse_blocks(document.text)
    captions = {b.context.split("\n")[0] for b in blocks if b.context and "\n" in b.context}
    for block in blocks:
        if block.kind == "paragraph" and captions and plain(block.span.of(document.text)) in captions:
            continue  # read with every row of its table
        if block.kind == "row":
            found.append(Unit(block.span, "row", block.section, block.context))
        elif block.kind in {"paragraph", "item"}:
            for span in sentence_spans(shown, block.span.start, block.span.end):
                words = plain(span.of(document.text))
                if words and words.rstrip(".").casefold() != document.title.casefold():
                    found.append(Unit(span, block.kind, block.section))
    return found


def embedding_text(chunk: Chunk) -> str:
    """What is embedded and indexed for a chunk: its prefix, then its plain words."""
    return "\n".join(x for x in (prefix(chunk.title, chunk.section, chunk.context), body_text(chunk)) if x)


def body_text(chunk: Chunk) -> str:
    if chunk.block == "row":
        return row_text(chunk.text, chunk.context)
    return plain(chunk.text)


def row_text(row: str, context: str | None) -> str:
    """A table row as words: "Role: DevSecOps; Change: -7.76%"."""
    pairs = labelled_cells(row, context)
    return "; ".join(f"{header}: {cell}" if header else cell for header, cell in pairs if cell)


def prefix(title: str, section: tuple[str, ...], context: str | None) -> str:
    """Title, heading path and table caption, without a heading that repeats the title."""
    path = [title, *(s for s in section if s.casefold() != title.casefold())]
    caption = context.split("\n")[0] if context and "\n" in context else ""
    return " > ".join(path) + (f"\n{caption}" if caption else "")


def chunk_id(document_id: str, span: Span, text: str) -> str:
    """Hash of document id, span and text: equal content keeps its id across syncs."""
    key = f"{document_id}\0{span.start}\0{span.end}\0{text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(key).hexdigest()[:32]


def _runs(blocks: Iterable[Block]) -> Iterable[list[Block]]:
    """Neighbouring blocks that may share a chunk: one section, no table rows, no headings."""
    run: list[Block] = []
    for block in blocks:
        alone = block.kind in {"row", "heading"}
        if run and (alone or run[-1].section != block.section):
            yield run
            run = []
        if block.kind == "row":
            yield [block]
        elif block.kind != "heading":
            run.append(block)
    if run:
        yield run


def _pack(document: Document, run: list[Block], counter: TokenCounter, budget: int) -> list[Chunk]:
    first = run[0]
    title, section, context = _fitting_prefix(document, first, counter, budget)
    head = counter.count([prefix(title, section, context)])[0]
    room = max(budget - head, 8)
    packed: list[_Piece] = []
    for piece in _pieces(document.text, run, counter, room):
        last = packed[-1] if packed else None
        if last and last.tokens + piece.tokens <= room:
            packed[-1] = _Piece(Span(last.span.start, piece.span.end), last.tokens + piece.tokens)
        else:
            packed.append(piece)
    kind = first.kind if len({b.kind for b in run}) == 1 else "paragraph"
    chunks = []
    for piece in packed:
        text = piece.span.of(document.text)
        chunks.append(
            Chunk(
                id=chunk_id(document.id, piece.span, text),
                document_id=document.id,
                span=piece.span,
                text=text,
                title=title,
                section=section,
                context=context,
                kind=document.kind,
                block=kind,
                tokens=head + piece.tokens,
            )
        )
    return chunks


def _fitting_prefix(
    document: Document, block: Block, counter: TokenCounter, budget: int
) -> tuple[str, tuple[str, ...], str | None]:
    """Title, section and context, shortened where they alone would fill more than half of a chunk."""
    title, section, context = document.title, block.section, block.context
    while section and counter.count([prefix(title, section, None)])[0] > budget // 3:
        section = section[1:]
    while len(title) > 40 and counter.count([prefix(title, section, None)])[0] > budget // 3:
        title = title[: len(title) // 2].rstrip() + "…"
    return title, section, context


def _pieces(text: str, run: list[Block], counter: TokenCounter, room: int) -> list[_Piece]:
    """Spans of at most `room` tokens, in order: blocks where they fit, else sentences, else words."""
    spans: list[Span] = []
    blocks = [b.span for b in run]
    for block, tokens in zip(run, _cost(text, blocks, counter, run), strict=True):
        spans.extend([block.span] if tokens <= room else sentence_spans(text, block.span.start, block.span.end))
    pieces: list[_Piece] = []
    for span, tokens in zip(spans, _cost(text, spans, counter, run), strict=True):
        if tokens <= room:
            pieces.append(_Piece(span, tokens))
        else:
            pieces.extend(_cut_words(text, span, counter, room))
    return pieces


def _cost(text: str, spans: list[Span], counter: TokenCounter, run: list[Block]) -> list[int]:
    """Tokens of each span, without the two special tokens, which the prefix already counts; plus one for the
    list marker or line break that joins it to its neighbour."""
    source = [s.of(text) for s in spans]
    counts = counter.count(source)
    if run[0].kind == "row":
        worded = counter.count([row_text(s, run[0].context) for s in source])
        counts = [max(a, b) for a, b in zip(counts, worded, strict=True)]
    return [max(n - 2, 0) + 1 for n in counts]


def _cut_words(text: str, span: Span, counter: TokenCounter, room: int) -> list[_Piece]:
    words = [Span(m.start(), m.end()) for m in _WORD.finditer(text, span.start, span.end)]
    words = [part for word in words for part in _cut_characters(word)]
    costs = [max(n - 2, 0) for n in counter.count([w.of(text) for w in words])]
    pieces: list[_Piece] = []
    start, used = words[0].start, 0
    for word, cost in zip(words, costs, strict=True):
        if used and used + cost + 1 > room:
            pieces.append(_Piece(trimmed(text, start, word.start), used + 1))
            start, used = word.start, 0
        used += cost
    pieces.append(_Piece(trimmed(text, start, span.end), used + 1))
    return [p for p in pieces if p.span.start < p.span.end]


def _cut_characters(word: Span, most: int = 24) -> list[Span]:
    """A "word" without spaces (a hash, a line of Chinese) in stretches short enough to fit any budget."""
    return [Span(i, min(i + most, word.end)) for i in range(word.start, word.end, most)]
