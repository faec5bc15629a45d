"""From a composer's draft to a reply: every statement verified, every citation exact, needed and numbered.

A statement whose support is too small is dropped and counted. A citation without which the statement stands as
well is left out. The text is laid out here, so that its markers and the list of citations cannot disagree.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from advisor.answering.rows import reads
from advisor.answering.support import Embed, Source, Support, check_support
from advisor.types import Citation, Document, Draft, DraftStatement, Evidence, Reference, Reply, Span, Statement

_PLAIN = 0.9
"""Support by words alone from which likeness in meaning need not be asked."""


def cite(evidence: Evidence, number: int) -> Citation:
    """A citation of a passage, with the public references behind its words."""
    document, span = evidence.document, evidence.span
    return Citation(
        number=number,
        document_id=document.id,
        title=document.title,
        section=evidence.section,
        span=span,
        quote=span.of(document.text),
        content_hash=document.content_hash,
        context=evidence.context,
        url=document.url,
        as_of=document.as_of,
        references=references_of(document, span),
    )


def references_of(document: Document, span: Span) -> tuple[Reference, ...]:
    """The references whose marks stand on words of the span, in order of the marks."""
    known = {r.id: r for r in document.references}
    keys = dict.fromkeys(a.key for a in document.annotations if a.span.overlaps(span))
    return tuple(known[k] for k in keys if k in known)


def source_of(evidence: Evidence) -> Source:
    """What a statement that cites this passage may rest on: the quote, its table header, headings and title."""
    parts = (evidence.document.title, *evidence.section, evidence.context or "")
    return Source(evidence.quote, "\n".join(p for p in parts if p))


@dataclass(frozen=True, slots=True)
class Verified:
    """A statement that passed, with the evidence that it needs."""

    draft: DraftStatement
    evidence: tuple[Evidence, ...]
    support: Support


def verify(statement: DraftStatement, min_support: float, embed: Embed | None = None) -> Verified | None:
    """The statement with the citations that it needs; None where its support is below `min_support`."""
    evidence = tuple({e.key: e for e in statement.evidence}.values())
    support = _support(statement, evidence, None)
    if support.score < _PLAIN and embed is not None:
        support = _support(statement, evidence, embed)
    else:
        embed = None  # the words alone settle it
    if support.score < min_support:
        return None
    return Verified(statement, _needed(statement, evidence, support, embed), support)


class Checker:
    """`verify` with its results kept, for the stages of one reply: what a composer has checked before it proposes a
    statement is not worked out again when the line checks it."""

    def __init__(self, min_support: float, embed: Embed | None = None) -> None:
        self._min_support = min_support
        self._embed = embed
        self._kept: dict[tuple[object, ...], Verified | None] = {}
        self.seconds = 0.0
        """Time spent so far."""

    def __call__(self, statement: DraftStatement) -> Verified | None:
        """The statement with the citations that it needs; None where its support is too small."""
        key = (statement.claim, statement.computed, *(e.key for e in statement.evidence))
        if key not in self._kept:
            began = time.perf_counter()
            self._kept[key] = verify(statement, self._min_support, self._embed)
            self.seconds += time.perf_counter() - began
        found = self._kept[key]
        return None if found is None else replace(found, draft=statement)


def _support(statement: DraftStatement, evidence: Sequence[Evidence], embed: Embed | None) -> Support:
    if (
        len(evidence) == 1
        and evidence[0].block == "row"
        and reads(statement.claim, evidence[0].quote, evidence[0].context)
    ):
        return Support(1.0, 1.0)
    return check_support(statement.claim, [source_of(e) for e in evidence], embed, statement.computed)


def _needed(
    statement: DraftStatement, evidence: tuple[Evidence, ...], support: Support, embed: Embed | None
) -> tuple[Evidence, ...]:
    """The evidence without those passages whose absence changes nothing. A computed statement rests on all."""
    if statement.computed or len(evidence) == 1:
        return evidence
    kept = list(evidence)
    for candidate in reversed(evidence):
        rest = [e for e in kept if e is not candidate]
        if rest and _support(statement, rest, embed).score >= support.score - 0.02:
            kept = rest
    return tuple(kept)


@dataclass
class ReplyWriter:
    """Lays out verified statements in order: text with markers, statements, citations."""

    citations: list[Citation] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    _numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)
    _pieces: list[str] = field(default_factory=list)
    _style: str = ""

    def add(self, verified: Verified) -> tuple[str, tuple[Citation, ...]]:
        """The text added to the reply, and the citations that it is the first to use."""
        fresh: list[Citation] = []
        numbers: list[int] = []
        for evidence in verified.evidence:
            if evidence.key not in self._numbers:
                self._numbers[evidence.key] = len(self.citations) + 1
                citation = cite(evidence, self._numbers[evidence.key])
                self.citations.append(citation)
                fresh.append(citation)
            numbers.append(self._numbers[evidence.key])
        draft = verified.draft
        text = f"{draft.lead}{draft.text}{draft.derived}"
        self.statements.append(Statement(text, tuple(numbers), verified.support.score, draft.computed))
        return self._write(f"{text} {''.join(f'[{n}]' for n in numbers)}", draft.heading, draft.style), tuple(fresh)

    def note(self, text: str) -> str:
        """A line that states nothing about the world: what is missing, what the reply can do next."""
        return self._write(text, "", "note")

    def _write(self, text: str, heading: str, style: str) -> str:
        piece = f"- {text}" if style in {"bullet", "row"} else text
        if not self._pieces:
            between = ""
        elif heading or style != self._style or style == "note":
            between = "\n\n"
        else:
            between = "\n" if style in {"bullet", "row"} else " "
        if heading:
            piece = f"**{heading}**\n\n{piece}"
        self._style = style
        self._pieces.append(between + piece)
        return between + piece

    def clear(self) -> None:
        """Forget the text; for a writer without statements."""
        self._pieces.clear()

    @property
    def text(self) -> str:
        return "".join(self._pieces)


def related(evidence: Iterable[Evidence], cited: Sequence[Citation]) -> tuple[Citation, ...]:
    """Citations of passages near the question that the reply does not use, numbered on their own."""
    used = {(c.document_id, c.span.start, c.span.end) for c in cited}
    fresh = [e for e in {e.key: e for e in evidence}.values() if e.key not in used]
    return tuple(cite(e, n) for n, e in enumerate(fresh, 1))


def finish(writer: ReplyWriter, draft: Draft, question: str, standalone: str, composer: str, dropped: int) -> Reply:
    """The reply of a draft whose statements have been written: an abstention where none survived."""
    kind = "abstention" if not writer.statements else "partial" if draft.missing else "answer"
    reason = draft.reason
    if kind == "abstention" and reason is None:
        reason = "insufficient_evidence"
    return Reply(
        question=question,
        standalone_question=standalone,
        kind=kind,  # type: ignore[arg-type]
        text=writer.text,
        statements=tuple(writer.statements),
        citations=tuple(writer.citations),
        related=related(draft.related, writer.citations),
        missing=draft.missing,
        reason=reason if kind == "abstention" else None,
        composer=draft.composer or composer,
        dropped=dropped + draft.dropped,
        follow_ups=draft.follow_ups,
        debug=draft.debug,
    )
