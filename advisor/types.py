"""The frozen values that cross a stage of the line.

Offsets are half-open and count characters of `Document.text`: the file without its front matter and without
its `[@…]` marks. A value holds tuples, never lists, and is changed with `dataclasses.replace`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ReplyKind = Literal["answer", "partial", "abstention"]
Reason = Literal["out_of_scope", "no_evidence", "insufficient_evidence"]
BlockKind = Literal["heading", "paragraph", "item", "row", "code"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character range [start, end) of a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Reference:
    """A public source behind a document's sentence, from `references.yaml`."""

    id: str
    title: str
    publisher: str = ""
    url: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """A source mark: the text in `span` rests on the reference `key`."""

    span: Span
    key: str


@dataclass(frozen=True, slots=True)
class Document:
    """One source document as read: text without marks, and what its front matter says."""

    id: str
    title: str
    text: str
    content_hash: str
    kind: str = "document"
    aliases: tuple[str, ...] = ()
    as_of: str | None = None
    url: str | None = None
    language: str | None = None
    source_path: str = ""
    origin: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    annotations: tuple[Annotation, ...] = ()
    references: tuple[Reference, ...] = ()

    def meta_value(self, key: str) -> str | None:
        return dict(self.meta).get(key)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a list of documents shows of each one."""

    id: str
    title: str
    kind: str
    as_of: str | None
    url: str | None
    characters: int
    chunks: int
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One structural unit of a document, before it is packed into chunks."""

    kind: BlockKind
    span: Span
    section: tuple[str, ...] = ()
    context: str | None = None
    context_span: Span | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is embedded and indexed: a span of a document with what it is read with.

    `context` is the caption and header row of a table row. `title`, `section` and `context` go into the
    embedding and into BM25, never into `text`.
    """

    id: str
    document_id: str
    span: Span
    text: str
    title: str
    section: tuple[str, ...] = ()
    context: str | None = None
    kind: str = "document"
    block: BlockKind = "paragraph"
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must satisfy; applied in both branches before the top k is cut."""

    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.documents)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: the standalone question, and words that widen the lexical branch."""

    text: str
    expansions: tuple[str, ...] = ()
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that was found, with its 1-based ranks (None where that branch did not return it).

    `score` orders hits within one search and means nothing outside it. `similarity` is the cosine of question
    and chunk, in -1..1, where the dense branch saw the chunk.
    """

    chunk: Chunk
    score: float
    dense_rank: int | None = None
    lexical_rank: int | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words that a statement rests on; the fields are those of the reply contract."""

    number: int
    document_id: str
    title: str
    section: tuple[str, ...]
    span: Span
    quote: str
    content_hash: str
    context: str | None = None
    page: int | None = None
    url: str | None = None
    as_of: str | None = None
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotable unit of a document: a sentence, a list item or a table row."""

    document: Document
    span: Span
    section: tuple[str, ...] = ()
    context: str | None = None
    block: BlockKind = "paragraph"

    @property
    def quote(self) -> str:
        return self.span.of(self.document.text)

    @property
    def key(self) -> tuple[str, int, int]:
        return (self.document.id, self.span.start, self.span.end)


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """A sentence a composer proposes, with the evidence it says it rests on; not yet verified.

    `heading` opens a new block above it; `lead` stands before it in its line ("No: ") and is part of the reply's
    statement, but is not looked for in the quote; neither is `derived`, which says behind it what was computed. `caption`
    is that of a row's table where it stands above the row in the reply: it is checked as if it stood behind the words.
    """

    text: str
    evidence: tuple[Evidence, ...]
    computed: bool = False
    lead: str = ""
    heading: str = ""
    derived: str = ""
    style: Literal["sentence", "bullet", "row"] = "sentence"
    caption: str = ""

    @property
    def claim(self) -> str:
        """What is looked for in the quotes."""
        return f"{self.text.removesuffix('.')} ({self.caption})." if self.caption else self.text


@dataclass(frozen=True, slots=True)
class Draft:
    """What a composer returns: proposed statements in order, and what it could not cover.

    `composer` names who wrote it, where that is not the composer that was asked; `dropped` counts sentences that the
    composer itself found unsupported, and `unsupported` are those of them that are to be shown as such.
    """

    statements: tuple[DraftStatement, ...] = ()
    missing: tuple[str, ...] = ()
    note: str = ""
    reason: Reason | None = None
    closing: str = ""
    related: tuple[Evidence, ...] = ()
    follow_ups: tuple[str, ...] = ()
    composer: str = ""
    dropped: int = 0
    unsupported: tuple[str, ...] = ()
    debug: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A verified sentence: `citations` are numbers into the reply, `support` is 0..1."""

    text: str
    citations: tuple[int, ...]
    support: float
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent in each stage."""

    total: float = 0.0
    retrieve: float = 0.0
    compose: float = 0.0
    verify: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply contract as a value; `reply.to_json` gives its JSON form."""

    question: str
    standalone_question: str
    kind: ReplyKind
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    related: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()
    reason: Reason | None = None
    composer: str = "extractive"
    dropped: int = 0
    follow_ups: tuple[str, ...] = ()
    debug: tuple[tuple[str, str], ...] = ()
    timings: Timings = field(default_factory=Timings)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that has begun, while a reply is made: `retrieve`, `compose`, `verify`. While a chat model keeps us
    waiting, its stage is said again every half second, so that whoever listens can leave."""

    name: str


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of a reply's text, already verified, with the citations that it is the first to use."""

    text: str
    citations: tuple[Citation, ...] = ()
