"""What the program tells about its own work: one JSON line a reply, and OpenTelemetry spans, each if a setting asks.

A person's words are in neither, unless a setting asks for them too. Spans are made when a reply is finished, with the
times that were taken on the way, so a reply that is streamed through several threads is traced like any other.
LangChain's callbacks and tracers need nothing from here: the line is a Runnable.
"""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
from dataclasses import dataclass, replace

from advisor import __version__
from advisor.settings import Settings
from advisor.types import Reply

_log = logging.getLogger("advisor.replies")
_NS = 1_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """One question on its way: an id for logs and support, and when it began (ns since the epoch)."""

    id: str
    began: int


@dataclass(frozen=True, slots=True)
class Tracer:
    """`log` writes the JSON lines, `words` puts the person's words into them, `spans` makes OpenTelemetry spans."""

    log: bool = False
    words: bool = False
    spans: bool = False

    def begin(self) -> Request | None:
        """A new request; None where nobody wants to know."""
        return Request(secrets.token_hex(8), time.time_ns()) if self.log or self.spans else None

    def done(self, request: Request | None, reply: Reply) -> Reply:
        """The reply, with its request id, once it has been told of."""
        if request is None:
            return reply
        if self.log:
            _log.info(json.dumps(entry(request, reply, self.words), ensure_ascii=False))
        if self.spans:
            _spans(request, reply)
        return replace(reply, debug=(*reply.debug, ("request_id", request.id)))


def build_tracer(settings: Settings) -> Tracer:
    """The tracer of the settings; JSON lines go to standard error unless the program has set up logging itself."""
    if settings.log == "json" and not (_log.handlers or logging.getLogger("advisor").handlers or logging.root.handlers):
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        _log.addHandler(handler)
        _log.propagate = False
    if settings.log == "json":
        _log.setLevel(logging.INFO)
    return Tracer(settings.log == "json", settings.log_words, settings.trace)


def entry(request: Request, reply: Reply, words: bool) -> dict[str, object]:
    """One log line: what kind of reply, by whom, out of how many passages, how long it took; no one's words."""
    told: dict[str, object] = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(request.began / 1e9)),
        "event": "reply",
        "request_id": request.id,
        "version": __version__,
        "kind": reply.kind,
        "reason": reply.reason,
        "composer": reply.composer,
        "question_characters": len(reply.question),
        "statements": len(reply.statements),
        "citations": len(reply.citations),
        "documents": sorted({c.document_id for c in reply.citations}),
        "dropped": reply.dropped,
        "timings_ms": {
            "total": round(reply.timings.total, 1),
            "retrieve": round(reply.timings.retrieve, 1),
            "compose": round(reply.timings.compose, 1),
            "verify": round(reply.timings.verify, 1),
        },
        "debug": dict(reply.debug),
    }
    if words:
        told |= {"question": reply.question, "standalone_question": reply.standalone_question, "text": reply.text}
    return told


def _spans(request: Request, reply: Reply) -> None:
    """A span for the reply and one for each stage, through whatever provider the program has set up."""
    try:
        from opentelemetry import trace
    except ImportError:
        return
    tracer = trace.get_tracer("advisor", __version__)
    root = tracer.start_span("advisor.reply", start_time=request.began)
    told = [("request_id", request.id), ("kind", reply.kind), ("composer", reply.composer), *reply.debug]
    for name, value in told:
        root.set_attribute(f"advisor.{name}", value)
    root.set_attribute("advisor.statements", len(reply.statements))
    root.set_attribute("advisor.dropped", reply.dropped)
    inside, at = trace.set_span_in_context(root), request.began
    for name in ("retrieve", "compose", "verify"):
        span = tracer.start_span(f"advisor.{name}", context=inside, start_time=at)
        at += round(getattr(reply.timings, name) * _NS)
        span.end(end_time=at)
    root.end(end_time=max(at, request.began + round(reply.timings.total * _NS)))
