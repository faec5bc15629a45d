"""Answers of any system in one form: replies of our contract, and question / answer / contexts rows as the common
RAG evaluation tools write them.

An answer that cites what does not exist is not an unusable row: the citation is kept, marked as leading nowhere, so
that the metrics count it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from advisor.answering.support import Source
from advisor.text import plain, sentence_spans, terms
from advisor.types import Document
from evals.refusals import refuses
from evals.rows import RowError, optional_text, text_of, texts_of

Kind = Literal["answer", "partial", "abstention"]
DocumentOf = Callable[[str], Document | None]

MARKER = re.compile(r"\[(\d{1,3})\](?!\()")
_AFTER_STOP = re.compile(r"([.!?])((?:\s*\[\d{1,3}\](?!\())+)")
_COURTESY = re.compile(
    r"(?:i hope (?:this|that)|let me know|feel free|please (?:let me know|feel free|note that i)|(?:you're|you are) welcome|"
    r"thank you for|thanks for|sure[,!.]|certainly[,!.]|of course[,!.]|great question|good question|happy to help|here (?:is|are) )",
    re.I,
)
_QUESTION = ("question", "user_input", "query", "input")
_ANSWER = ("answer", "response", "output", "text", "prediction")
_CONTEXTS = ("contexts", "retrieved_contexts", "context", "documents", "source_documents", "passages")
_REFERENCE = ("reference", "ground_truth", "ground_truths", "expected", "expected_output")


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation: what it says it quotes, read with `around`, whether that exists and is quoted exactly."""

    source: Source
    document_id: str
    start: int | None
    end: int | None
    exists: bool
    exact: bool | None
    problem: str = ""

    @property
    def key(self) -> str:
        where = f"{self.start}:{self.end}" if self.start is not None else self.source.quote
        return f"{self.document_id}#{where}"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with the citations it names, as positions in the answer's citations."""

    text: str
    citations: tuple[int, ...] = ()
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system answered. `contexts` is what it was given, where that is known; `cites` tells whether it cites at
    all: an answer without citations is held against its contexts instead. `rating` is a reader's thumb, 1 up or 0 down,
    with a `complaint` where one was written."""

    id: str
    question: str
    text: str
    kind: Kind
    statements: tuple[Said, ...] = ()
    citations: tuple[Cited, ...] = ()
    contexts: tuple[str, ...] = ()
    cites: bool = False
    standalone_question: str = ""
    reference: str = ""
    also: tuple[str, ...] = ()
    rating: float | None = None
    complaint: str = ""
    milliseconds: float | None = None

    def sources(self, said: Said) -> list[Source]:
        """What a statement rests on."""
        if self.cites:
            return [self.citations[i].source for i in said.citations if self.citations[i].exists]
        return [Source(c) for c in self.contexts]


def parse_answer(row: Mapping[str, Any], document: DocumentOf | None, number: int = 0) -> Answer:
    """An answer from a row in either form. Raises RowError, naming the field, where it cannot be used.

    `document` looks a cited document up; without it, only what the row itself tells can be checked.
    """
    if "text" in row and ("statements" in row or "kind" in row):
        return _from_contract(row, document)
    return _from_contexts(row)


# -- our contract


def _from_contract(row: Mapping[str, Any], document: DocumentOf | None) -> Answer:
    text = text_of(row, "text")
    kind: Any = row.get("kind") or ("abstention" if refuses(text) else "answer")
    if kind not in {"answer", "partial", "abstention"}:
        raise RowError(f"kind is {kind!r}, and must be answer, partial or abstention")
    entries = _objects(row, "citations")
    citations = [_contract_citation(c, document) for c in entries]
    where = {c.get("number", i): i - 1 for i, c in enumerate(entries, 1)}
    statements: list[Said] = []
    for s in _objects(row, "statements"):
        numbers = s.get("citations") or []
        if not isinstance(numbers, list):
            raise RowError(f"the citations of a statement are {numbers!r}, not a list of numbers")
        positions = []
        for n in dict.fromkeys(str(n) for n in numbers):
            if n.isdigit() and int(n) in where:
                positions.append(where[int(n)])
            else:
                citations.append(_nowhere(f"[{n}] is not among the citations"))
                positions.append(len(citations) - 1)
        statements.append(Said(text_of(s, "text"), tuple(positions), bool(s.get("computed"))))
    if not statements and kind != "abstention" and "rating" not in row:
        statements = _marked_statements(text, where, citations)
    timings = row.get("timings_ms")
    return Answer(
        id=_id(row),
        question=text_of(row, "question"),
        text=text,
        kind=kind,
        statements=tuple(statements),
        citations=tuple(citations),
        cites=True,
        standalone_question=optional_text(row, "standalone_question"),
        reference=_reference(row),
        also=(*texts_of(row, "follow_ups"), *texts_of(row, "missing")),
        rating=_rating(row),
        complaint=optional_text(row, "reason") if "rating" in row else "",
        milliseconds=_number(timings.get("total")) if isinstance(timings, Mapping) else None,
    )


def _marked_statements(text: str, where: Mapping[Any, int], citations: list[Cited]) -> list[Said]:
    """The sentences of a text that came without statements, with the citations that they are marked with."""
    spoken, marked = _sentences(text)
    positions = []
    for n in marked:
        if n not in where:
            citations.append(_nowhere(f"[{n}] is not among the citations"))
        positions.append(where.get(n, len(citations) - 1))
    return [Said(s.text, tuple(positions[i] for i in s.citations)) for s in spoken]


def _rating(row: Mapping[str, Any]) -> float | None:
    rating = row.get("rating")
    if rating is None:
        return None
    if rating not in ("up", "down"):
        raise RowError(f"rating is {rating!r}, and must be up or down")
    return float(rating == "up")


def _contract_citation(entry: Mapping[str, Any], document: DocumentOf | None) -> Cited:
    quote, id_ = str(entry.get("quote") or ""), str(entry.get("document_id") or "")
    start, end = entry.get("start"), entry.get("end")
    section = entry.get("section")
    around = [entry.get("title"), *(section if isinstance(section, list) else []), entry.get("context")]
    source = Source(quote, "\n".join(str(a) for a in around if a))
    if not isinstance(start, int) or not isinstance(end, int):
        return Cited(source, id_, None, None, False, False, f"{id_}: the citation has no offsets")
    if document is None:
        return Cited(source, id_, start, end, bool(quote), None)
    found = document(id_)
    if found is None:
        return Cited(source, id_, start, end, False, False, f"{id_}: there is no such document")
    exists = 0 <= start < end <= len(found.text)
    exact = exists and found.text[start:end] == quote
    problem = "" if exact else f"{id_}: the quote is not the text at {start}:{end}"
    return Cited(source, id_, start, end, exists, exact, problem)


# -- question, answer, contexts


def _from_contexts(row: Mapping[str, Any]) -> Answer:
    question, text = text_of(row, *_QUESTION), text_of(row, *_ANSWER)
    contexts, ids = _contexts(row)
    spoken, marked = _sentences(text)
    listed = row.get("citations")
    if listed is not None and not isinstance(listed, list):
        raise RowError(f"citations is a {type(listed).__name__}, not a list")
    citations: list[Cited] = [_context_citation(n, contexts, ids) for n in marked]
    shared: list[int] = []
    for entry in listed or []:
        citations.append(_listed_citation(entry, contexts, ids))
        shared.append(len(citations) - 1)
    cites = bool(citations) or listed is not None
    if shared and not marked:
        spoken = tuple(Said(s.text, tuple(shared)) for s in spoken)
    kind: Kind = "abstention" if refuses(text) else "answer"
    return Answer(
        id=_id(row),
        question=question,
        text=text,
        kind=kind,
        statements=() if kind == "abstention" else spoken,
        citations=tuple(citations),
        contexts=contexts,
        cites=cites,
        reference=_reference(row),
        milliseconds=_number(row.get("latency_ms")),
    )


def _contexts(row: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    value: Any = next((row[n] for n in _CONTEXTS if row.get(n) is not None), [])
    items = value if isinstance(value, list) else [value]
    texts, ids = [], []
    for number, item in enumerate(items, 1):
        if isinstance(item, str):
            texts.append(item)
            ids.append(str(number))
        elif isinstance(item, Mapping):
            texts.append(text_of(item, "text", "content", "page_content", "passage"))
            meta = item.get("metadata")
            source = meta.get("source") if isinstance(meta, Mapping) else None
            ids.append(str(item.get("id") or item.get("document_id") or source or number))
        else:
            raise RowError(f"context {number} is a {type(item).__name__}, not a text")
    return tuple(texts), tuple(ids)


def _context_citation(number: int, contexts: tuple[str, ...], ids: tuple[str, ...]) -> Cited:
    if not 1 <= number <= len(contexts):
        return _nowhere(f"[{number}] is not among the {len(contexts)} contexts")
    return Cited(Source(contexts[number - 1]), ids[number - 1], None, None, True, None)


def _listed_citation(entry: Any, contexts: tuple[str, ...], ids: tuple[str, ...]) -> Cited:
    """A number is a context (from 1); a text is a context's id, else a quote; an object may name both."""
    if isinstance(entry, bool):
        raise RowError("citations holds a truth value: give numbers of contexts, ids, quotes or objects")
    if isinstance(entry, int):
        return _context_citation(entry, contexts, ids)
    if isinstance(entry, str):
        return _context_citation(ids.index(entry) + 1, contexts, ids) if entry in ids else _quote(entry, contexts, ids)
    if isinstance(entry, Mapping):
        number = entry.get("context", entry.get("number"))
        id_ = str(entry.get("document_id") or entry.get("id") or "")
        if not isinstance(number, int):
            number = ids.index(id_) + 1 if id_ in ids else None
        quote = optional_text(entry, "quote", "text")
        if number is None:
            return (
                _quote(quote, contexts, ids) if quote else _nowhere(f"{id_ or 'a citation'} is not among the contexts")
            )
        found = _context_citation(number, contexts, ids)
        if not found.exists or not quote:
            return found
        held = contexts[number - 1]
        start, end = entry.get("start"), entry.get("end")
        exact = held[start:end] == quote if isinstance(start, int) and isinstance(end, int) else quote in held
        problem = "" if exact else f"the quote {quote[:60]!r} does not stand in context {number}"
        return Cited(Source(quote if exact else held), found.document_id, None, None, True, exact, problem)
    raise RowError(f"citations holds a {type(entry).__name__}: give numbers of contexts, ids, quotes or objects")


def _quote(quote: str, contexts: tuple[str, ...], ids: tuple[str, ...]) -> Cited:
    for context, id_ in zip(contexts, ids, strict=True):
        if quote.strip() and quote in context:
            return Cited(Source(quote), id_, None, None, True, True)
    return Cited(Source(quote), "", None, None, False, False, f"the quote {quote[:60]!r} stands in no context")


def _nowhere(problem: str) -> Cited:
    return Cited(Source(""), "", None, None, False, None, problem)


def _sentences(text: str) -> tuple[tuple[Said, ...], tuple[int, ...]]:
    """The sentences that state something, each with the positions of the context numbers it is marked with, and the
    numbers themselves in order of first use. Markers behind a full stop belong to the sentence before them."""
    text = _AFTER_STOP.sub(lambda m: m[2].replace(" ", "") + m[1], text)
    numbers = list(dict.fromkeys(int(n) for n in MARKER.findall(text)))
    where = {n: i for i, n in enumerate(numbers)}
    found = []
    for line in text.split("\n"):
        for span in sentence_spans(line):
            sentence = span.of(line)
            bare = plain(MARKER.sub("", sentence))
            if bare.endswith(("?", ":")) or _COURTESY.match(bare) or not terms(bare) or line.lstrip().startswith("#"):
                continue
            marks = dict.fromkeys(where[int(n)] for n in MARKER.findall(sentence))
            found.append(Said(bare, tuple(marks)))
    return tuple(found), tuple(numbers)


def _objects(row: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = row.get(name) or []
    if not isinstance(value, list) or not all(isinstance(v, Mapping) for v in value):
        raise RowError(f"{name} is no list of objects")
    return value


def _reference(row: Mapping[str, Any]) -> str:
    return "\n".join(texts_of(row, *_REFERENCE))


def _id(row: Mapping[str, Any]) -> str:
    value = row.get("id", row.get("question_id", ""))
    if isinstance(value, dict | list | bool):
        raise RowError(f"id is {value!r}, which is neither a text nor a number")
    return "" if value is None else str(value)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
