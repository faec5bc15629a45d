"""What the page asks of the server: validated input in, plain data out. Holds no state about any person.

A question arrives with the conversation so far, which lives in the person's browser. Earlier answers count only
with our seal (`seals`), other roles than user and assistant are refused, and sources are always read from the
index by id and offset: nothing that a browser sends can change what a citation shows.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from advisor.errors import AdvisorError, UsageError
from advisor.reply import to_json
from advisor.types import Delta, Document, DocumentInfo, Filters, Hit, Reply, Stage, Turn
from ui.render import answer_blocks, document_tree
from ui.seals import Seals

MAX_TURNS = 200
MAX_ANSWER = 60_000
STREAM_EVERY = 0.06  # seconds between two pictures of an answer that is being written

_AS_OF = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-\d{1,2})?")


class Answers(Protocol):
    """The part of `advisor.Advisor` that the app rests on."""

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Stage | Delta | Reply]: ...

    def search(self, question: str, k: int = 5, filters: Filters = ...) -> list[Hit]: ...

    def document(self, document_id: str) -> Document: ...

    def documents(self) -> list[DocumentInfo]: ...


class BadInput(UsageError):
    """Input that no page of ours sends; `code` names the string that the page shows."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


# ---- asking ------------------------------------------------------------------------------------------------


def ask_events(
    advisor: Answers, seals: Seals, limit: int, question: object, history: object
) -> Iterator[dict[str, Any]]:
    """The events of one answer: `stage`, `delta` (the blocks so far), and at the end `reply` or `error`."""
    try:
        asked = question_of(question, limit)
        turns = turns_of(history, seals, limit)
        yield from _stream(advisor, seals, asked, turns)
    except BadInput as error:
        yield {"event": "error", "code": error.code, "message": str(error)}
    except AdvisorError as error:
        yield {"event": "error", "code": "advisor", "message": str(error)}


def _stream(advisor: Answers, seals: Seals, question: str, turns: tuple[Turn, ...]) -> Iterator[dict[str, Any]]:
    text, shown = "", 0.0
    numbers: list[int] = []
    for item in advisor.stream(question, turns):
        if isinstance(item, Stage):
            yield {"event": "stage", "name": item.name}
        elif isinstance(item, Delta):
            text += item.text
            numbers.extend(c.number for c in item.citations)
            if time.monotonic() - shown >= STREAM_EVERY:
                shown = time.monotonic()
                yield {"event": "delta", "blocks": answer_blocks(text, numbers)}
        else:
            yield reply_event(item, seals)


def reply_event(reply: Reply, seals: Seals) -> dict[str, Any]:
    data = to_json(reply, secrets.token_hex(8))
    data.pop("debug", None)
    return {
        "event": "reply",
        "reply": data,
        "blocks": answer_blocks(reply.text, [c.number for c in reply.citations]),
        "grounding": grounding(reply),
        "seal": seals.seal(reply.text),
    }


def grounding(reply: Reply) -> dict[str, int]:
    """The counts of the line under an answer."""
    return {
        "statements": len(reply.statements),
        "documents": len({c.document_id for c in reply.citations}),
        "computed": sum(s.computed for s in reply.statements),
        "dropped": reply.dropped,
    }


def question_of(value: object, limit: int) -> str:
    if not isinstance(value, str):
        raise BadInput("bad_request", "A question is a piece of text.")
    question = "".join(c for c in value if c.isprintable() or c in "\n\t").strip()
    if not question:
        raise BadInput("empty", "The question is empty. Type a question first.")
    if len(question) > limit:
        raise BadInput("too_long", f"The question has {len(question):,} characters; {limit:,} are allowed. Shorten it.")
    return question


def turns_of(value: object, seals: Seals, limit: int) -> tuple[Turn, ...]:
    """The history as turns. An answer without our seal is left out; any other deviation is refused."""
    if not isinstance(value, list) or len(value) > 2 * MAX_TURNS:
        raise BadInput("bad_request", f"A history is a list of at most {2 * MAX_TURNS} messages. Start a new chat.")
    turns: list[Turn] = []
    for item in value:
        if not isinstance(item, Mapping) or not isinstance(item.get("content"), str):
            raise BadInput("bad_request", "Each message of a history has a role and a text.")
        role, content = item.get("role"), item["content"]
        if role == "user" and len(content) <= limit:
            turns.append(Turn("user", content))
        elif role == "assistant" and len(content) <= MAX_ANSWER:
            if seals.holds(content, item.get("seal")):
                turns.append(Turn("assistant", content))
        else:
            raise BadInput("bad_request", "A message of the history has an unknown role or is too long.")
    return tuple(turns)


# ---- the library -------------------------------------------------------------------------------------------


def library(advisor: Answers) -> list[dict[str, Any]]:
    return [
        {"id": d.id, "title": d.title, "kind": d.kind, "as_of": d.as_of, "characters": d.characters}
        | {"aliases": list(d.aliases)}
        for d in advisor.documents()
    ]


def document_view(advisor: Answers, document_id: str, at: int = 0) -> dict[str, Any]:
    """Raises UsageError where there is no such document."""
    return document_tree(advisor.document(document_id), max(at, 0))


def search_view(advisor: Answers, text: str, kinds: Sequence[str], limit: int, k: int = 12) -> list[dict[str, Any]]:
    question = question_of(text, limit)
    hits = advisor.search(question, k, Filters(kinds=tuple(kinds)))
    return [
        {
            "document_id": h.chunk.document_id,
            "title": h.chunk.title,
            "section": list(h.chunk.section),
            "kind": h.chunk.kind,
            "start": h.chunk.span.start,
            "end": h.chunk.span.end,
            "text": h.chunk.text,
            "context": h.chunk.context,
        }
        for h in hits
    ]


def months_old(as_of: str | None, today: date | None = None) -> int | None:
    """Whole months since the end of the period that `as_of` names ("2024", "2026-11"); None where it names none."""
    match = _AS_OF.match(as_of or "")
    if not match:
        return None
    today = today or datetime.now(UTC).date()
    month = min(max(int(match[2] or 12), 1), 12)
    return max(0, (today.year - int(match[1])) * 12 + today.month - month)


def newest(infos: Sequence[DocumentInfo]) -> str | None:
    """The latest `as_of` of the library, as its document writes it."""
    dated = [d.as_of for d in infos if d.as_of and _AS_OF.match(d.as_of)]
    return max(dated, default=None, key=lambda a: (a + "-99")[:7] if len(a) == 4 else a)


# What a document of a kind is good for, as a question; `{title}` is the document's. Kinds come from the corpus.
_STARTERS = (
    ("transition", "How do I move {lowered}?"),
    ("role", "What skills does {a} {title} need?"),
    ("role", "What does {a} {title} do?"),
    ("transition", "How do I move {lowered}?"),
    ("guide", "What should I know about {lowered}?"),
)


def starters(infos: Sequence[DocumentInfo], count: int = 4) -> list[str]:
    """Example questions for an empty chat, made from the titles of the documents that are there, the longest first."""
    ranked = sorted(infos, key=lambda d: (-d.characters, d.id))
    chosen: list[str] = []
    used: set[str] = set()
    for kind, pattern in (*_STARTERS, *((d.kind, "What does “{title}” say?") for d in ranked)):
        info = next((d for d in ranked if d.kind == kind and d.id not in used), None)
        if info is None or len(chosen) >= count:
            continue
        used.add(info.id)
        title = info.title
        lowered = title[:1].lower() + title[1:] if title[1:2].islower() else title
        chosen.append(pattern.format(title=title, lowered=lowered, a=_article(title)))
    return chosen


def _article(title: str) -> str:
    """ "a" or "an" before a title; a word of capitals is read letter by letter ("an MLOps engineer")."""
    spelled = title[:2].isupper()
    return "an" if title and title[0].upper() in ("AEFHILMNORSX" if spelled else "AEIOU") else "a"


# ---- feedback ----------------------------------------------------------------------------------------------


class FeedbackFile:
    """Thumbs up and down, one JSON object a line, in a file of this machine that `evals` can read."""

    MAX_BYTES = 20_000_000

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def add(self, data: Mapping[str, Any], seals: Seals) -> None:
        """Raises BadInput where the record is not one of ours, OSError where the file cannot be written."""
        rating, text = data.get("rating"), data.get("text")
        question, reason = data.get("question"), data.get("reason") or ""
        if rating not in {"up", "down"} or not all(isinstance(x, str) for x in (text, question, reason)):
            raise BadInput("bad_request", "Feedback has a rating (up or down), a question and an answer.")
        if not seals.holds(str(text), data.get("seal")):
            raise BadInput("bad_request", "Feedback is taken for answers of this app only.")
        record = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "rating": rating,
            "reason": str(reason)[:1000],
            "question": str(question)[:4000],
            "text": text,
            "kind": data.get("kind") if data.get("kind") in {"answer", "partial", "abstention"} else None,
        }
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.exists() and self.path.stat().st_size > self.MAX_BYTES:
                raise OSError(f"{self.path} has reached {self.MAX_BYTES:,} bytes. Move it away to keep more.")
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
