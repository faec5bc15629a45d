"""A small advisor that follows the interface, so that the page is tested without models or an index.

It quotes the sentences that share most words with the question. Words in the question steer it: `slowly` makes it
take its time, `unknown` makes it abstain, `partly` makes it miss something.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

from advisor.errors import UsageError
from advisor.ingest.blocks import parse_blocks
from advisor.ingest.loader import load
from advisor.ingest.references import Bibliography
from advisor.text import plain, sentence_spans, terms
from advisor.types import (
    Chunk,
    Citation,
    Delta,
    Document,
    DocumentInfo,
    Filters,
    Hit,
    Reference,
    Reply,
    Span,
    Stage,
    Statement,
    Turn,
)

REFERENCES = {
    "S1": Reference("S1", "Occupational handbook", "Bureau of Examples", "https://example.org/handbook", 2026),
    "S2": Reference("S2", "Posting survey", "Survey House", "https://example.org/survey", 2024),
}
FOLDER = Path(__file__).with_name("corpus")


class FakeAdvisor:
    def __init__(self, folder: Path = FOLDER, home: Path | None = None, pause: float = 0.0) -> None:
        bibliography = Bibliography(dict(REFERENCES)) if folder == FOLDER else Bibliography.read(folder)
        self._documents = {}
        for path in sorted(folder.rglob("*.md")):
            document_id = path.relative_to(folder).with_suffix("").as_posix()
            self._documents[document_id] = load(path, document_id, bibliography)
        self.settings = SimpleNamespace(home=home, max_question_characters=4000)
        self.pause = pause
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def documents(self) -> list[DocumentInfo]:
        return [
            DocumentInfo(d.id, d.title, d.kind, d.as_of, d.url, len(d.text), 1, d.aliases)
            for d in self._documents.values()
        ]

    def document(self, document_id: str) -> Document:
        if document_id not in self._documents:
            raise UsageError(f"There is no document {document_id!r}.")
        return self._documents[document_id]

    def search(self, question: str, k: int = 5, filters: Filters = Filters()) -> list[Hit]:
        found = []
        for document, block, span in self._sentences():
            if filters.kinds and document.kind not in filters.kinds:
                continue
            score = len(set(terms(question)) & set(terms(span.of(document.text) + " " + document.title)))
            if score:
                chunk = Chunk(
                    f"{document.id}:{span.start}",
                    document.id,
                    span,
                    span.of(document.text),
                    document.title,
                    block.section,
                    block.context,
                    document.kind,
                )
                found.append(Hit(chunk, float(score)))
        return sorted(found, key=lambda h: -h.score)[:k]

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Reply:
        return next(x for x in self.stream(question, history) if isinstance(x, Reply))

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Stage | Delta | Reply]:
        self.asked.append((question, tuple(history)))
        yield Stage("retrieve")
        time.sleep(self.pause)
        hits = self.search(question, 7)
        if "unknown" in question or not hits:
            yield Reply(
                question,
                question,
                "abstention",
                "The library says nothing about this.",
                reason="no_evidence",
                related=tuple(self._citation(i, h) for i, h in enumerate(hits[:2], 1)),
            )
            return
        yield Stage("compose")
        cited = [self._citation(n, hit) for n, hit in enumerate(hits[:4], 1)]
        pieces = [f"{plain(c.quote)} [{c.number}]" for c in cited]
        text = pieces[0] + "\n\n" + "\n".join(f"- {p}" for p in pieces[1:])
        for citation in cited:
            for word in ("" if citation.number == 1 else "\n- ", *pieces[citation.number - 1].split(" ")):
                if "slowly" in question:
                    time.sleep(0.08)
                yield Delta(word + " ", (citation,) if word == f"[{citation.number}]" else ())
        yield Reply(
            question=question,
            standalone_question=question if not history else f"{question} (after: {history[0].content})",
            kind="partial" if "partly" in question else "answer",
            text=text,
            statements=tuple(Statement(plain(c.quote), (c.number,), 1.0) for c in cited),
            citations=tuple(cited),
            related=tuple(self._citation(n, h) for n, h in enumerate(hits[4:], 1)),
            missing=("region: Oslo", "plain answer: night shifts") if "partly" in question else (),
            dropped=2 if "partly" in question else 0,
            follow_ups=tuple(f"What about {c.section[-1].lower()} of {c.title}?" for c in cited[:2] if c.section),
        )

    def close(self) -> None:
        return None

    def _sentences(self):
        for document in self._documents.values():
            for block in parse_blocks(document.text):
                if block.kind == "row":
                    yield document, block, block.span
                elif block.kind != "heading":
                    for span in sentence_spans(document.text, block.span.start, block.span.end):
                        yield document, block, span

    def _citation(self, number: int, hit: Hit) -> Citation:
        document = self._documents[hit.chunk.document_id]
        span: Span = hit.chunk.span
        keys = {a.key for a in document.annotations if a.span.overlaps(span)}
        return Citation(
            number,
            document.id,
            document.title,
            hit.chunk.section,
            span,
            span.of(document.text),
            document.content_hash,
            hit.chunk.context,
            None,
            document.url,
            document.as_of,
            tuple(r for r in document.references if r.id in keys),
        )
