"""The reply contract: a Reply as JSON and back, and a check that it keeps every rule of the contract.

Outside scripts rely on these keys. Adding one is fine, renaming one is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from advisor.types import Citation, Document, Reference, Reply, Span, Statement, Timings

MARKER = re.compile(r"\[(\d{1,3})\](?!\()")


def to_json(reply: Reply, id: str | None = None) -> dict[str, Any]:
    """The contract's JSON object; `id` leads it in batch mode."""
    head: dict[str, Any] = {} if id is None else {"id": id}
    return head | {
        "question": reply.question,
        "standalone_question": reply.standalone_question,
        "kind": reply.kind,
        "text": reply.text,
        "statements": [
            {
                "text": s.text,
                "citations": list(s.citations),
                "support": round(s.support, 4),
                "computed": s.computed,
            }
            for s in reply.statements
        ],
        "citations": [citation_json(c) for c in reply.citations],
        "related": [citation_json(c) for c in reply.related],
        "missing": list(reply.missing),
        "reason": reply.reason,
        "composer": reply.composer,
        "dropped": reply.dropped,
        "follow_ups": list(reply.follow_ups),
        "debug": dict(reply.debug),
        "timings_ms": {
            "total": round(reply.timings.total, 2),
            "retrieve": round(reply.timings.retrieve, 2),
            "compose": round(reply.timings.compose, 2),
            "verify": round(reply.timings.verify, 2),
        },
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "document_id": citation.document_id,
        "title": citation.title,
        "section": list(citation.section),
        "page": citation.page,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
        "context": citation.context,
        "content_hash": citation.content_hash,
        "url": citation.url,
        "as_of": citation.as_of,
        "references": [
            {"id": r.id, "title": r.title, "publisher": r.publisher, "url": r.url, "year": r.year}
            for r in citation.references
        ],
    }


def from_json(data: Mapping[str, Any]) -> Reply:
    """A Reply from the contract's JSON. Raises KeyError, TypeError or ValueError where it is malformed."""
    timings = data.get("timings_ms") or {}
    return Reply(
        question=str(data["question"]),
        standalone_question=str(data.get("standalone_question") or data["question"]),
        kind=data["kind"],
        text=str(data["text"]),
        statements=tuple(
            Statement(
                str(s["text"]), tuple(int(n) for n in s["citations"]), float(s["support"]), bool(s.get("computed"))
            )
            for s in data.get("statements", ())
        ),
        citations=tuple(_citation(c) for c in data.get("citations", ())),
        related=tuple(_citation(c) for c in data.get("related", ())),
        missing=tuple(str(m) for m in data.get("missing", ())),
        reason=data.get("reason"),
        composer=str(data.get("composer", "extractive")),
        dropped=int(data.get("dropped", 0)),
        follow_ups=tuple(str(f) for f in data.get("follow_ups", ())),
        timings=Timings(**{k: float(timings.get(k, 0.0)) for k in ("total", "retrieve", "compose", "verify")}),
    )


def _citation(data: Mapping[str, Any]) -> Citation:
    return Citation(
        number=int(data["number"]),
        document_id=str(data["document_id"]),
        title=str(data["title"]),
        section=tuple(str(s) for s in data["section"]),
        span=Span(int(data["start"]), int(data["end"])),
        quote=str(data["quote"]),
        content_hash=str(data["content_hash"]),
        context=data.get("context"),
        page=data.get("page"),
        url=data.get("url"),
        as_of=data.get("as_of"),
        references=tuple(
            Reference(str(r["id"]), str(r["title"]), str(r.get("publisher") or ""), r.get("url"), r.get("year"))
            for r in data.get("references", ())
        ),
    )


def check(reply: Reply, document: Callable[[str], Document | None]) -> list[str]:
    """The rules of the contract that a reply breaks, one line each; empty where it keeps them all.

    `document` returns the document of an id, or None where there is none.
    """
    problems: list[str] = []
    for c in (*reply.citations, *reply.related):
        problems.extend(_span_problems(c, document(c.document_id)))
    numbers = [c.number for c in reply.citations]
    if numbers != list(range(1, len(numbers) + 1)):
        problems.append(f"citation numbers are {numbers}, not 1, 2, 3 …")
    order = list(dict.fromkeys(int(n) for n in MARKER.findall(reply.text)))
    if order != numbers:
        problems.append(f"markers in order of first use are {order}, the citations {numbers}")
    used = {n for s in reply.statements for n in s.citations}
    if used != set(numbers):
        problems.append(f"statements cite {sorted(used)}, the citations are {numbers}")
    if reply.kind == "abstention" and (reply.statements or reply.citations):
        problems.append("an abstention has statements or citations")
    if reply.kind != "abstention" and not reply.statements:
        problems.append(f"a reply of kind {reply.kind} has no statements")
    if reply.kind == "abstention" and reply.reason is None:
        problems.append("an abstention gives no reason")
    problems.extend(f"statement without a citation: {s.text!r}" for s in reply.statements if not s.citations)
    return problems


def _span_problems(citation: Citation, document: Document | None) -> list[str]:
    where = f"citation {citation.number} of {citation.document_id}"
    if document is None:
        return [f"{where}: there is no such document"]
    found = []
    if document.content_hash != citation.content_hash:
        found.append(f"{where}: the document has changed since it was cited")
    elif citation.span.of(document.text) != citation.quote:
        found.append(f"{where}: the quote is not the text at {citation.span.start}:{citation.span.end}")
    return found
