"""The line that a question takes to its reply, and the same line as a LangChain Runnable.

condense -> understand -> retrieve -> judge -> compose -> verify. Everything here is order; each step is a module.
"""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from advisor.answering.attributes import BY_NAME
from advisor.answering.citations import Checker, ReplyWriter, finish
from advisor.answering.composer import Brief, Composer, Part, Restart, Waiting
from advisor.answering.evidence import Library
from advisor.answering.judging import aimed, claim_told, judge_part, unsure, with_context, with_told
from advisor.answering.language import detect, in_english
from advisor.answering.question import SPAN_PRICED, Question, understand
from advisor.answering.rewriting import Rewriter, Rewriting
from advisor.answering.spoken import spoken_of
from advisor.conversation import Standalone, condense
from advisor.errors import UsageError
from advisor.reply import to_json
from advisor.tracing import Tracer
from advisor.types import Delta, Draft, Filters, Hit, Query, Reply, Stage, Timings, Turn

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of the line, out of the settings."""

    hits: int = 14
    min_support: float = 0.5
    max_question: int = 4000


class Line:
    """One corpus, one composer. Safe to use from several threads."""

    def __init__(
        self,
        library: Library,
        composer: Composer,
        limits: Limits,
        rewriter: Rewriter | None = None,
        tracer: Tracer | None = None,
    ) -> None:
        self.library = library
        self.composer = composer
        self.limits = limits
        self.rewriter = rewriter
        self.tracer = tracer or Tracer()

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Reply:
        """The reply to a question. Raises UsageError for an empty or an overlong one."""
        last: Reply | None = None
        for item in self.stream(question, history):
            if isinstance(item, Reply):
                last = item
        assert last is not None
        return last

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Stage | Delta | Reply]:
        """Stages, pieces of verified text, and last of all the Reply, which alone is authoritative."""
        question = usable(question, self.limits.max_question)
        request, began = self.tracer.begin(), time.perf_counter()
        yield Stage("retrieve")
        standalone = condense(question, history, self.library.vocabulary)
        language = detect(standalone.text)
        rewriting = yield from self._rewritten(question, history, standalone.text)
        if rewriting.text:
            standalone = replace(standalone, text=rewriting.text)
        standalone, parts, hits = self._read(standalone, "en" if rewriting.text else language, rewriting.queries)
        retrieved = time.perf_counter()
        yield Stage("compose")
        check = Checker(self.limits.min_support, self.library.embed)
        brief = Brief(standalone.text, parts, hits, self.library, tuple(history), language, check)
        for item in self._write(question, standalone, brief, began, retrieved):
            if isinstance(item, Reply):
                item = self.tracer.done(request, replace(item, debug=(*item.debug, *rewriting.debug)))
            yield item

    def _rewritten(self, question: str, history: Sequence[Turn], offline: str) -> Generator[Stage, None, Rewriting]:
        """What a chat model makes of the question, where one is set; nothing else."""
        if self.rewriter is None:
            return Rewriting()
        steps = self.rewriter.rewrite(question, history, offline)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return cast(Rewriting, end.value)
            yield Stage("retrieve")

    def _read(
        self, standalone: Standalone, language: str, queries: Sequence[str]
    ) -> tuple[Standalone, tuple[Part, ...], tuple[Hit, ...]]:
        """The question as it stands; or asked about what was spoken of before, where only that has an answer."""
        parts, hits = self._prepare(standalone, language, queries)
        if not standalone.instead or any(p.verdict.outcome == "answer" for p in parts):
            return standalone, parts, hits
        other = replace(standalone, text=standalone.instead)
        about_it, found = self._prepare(other, language, queries)
        (rank, near), (plain_rank, plain) = _best(about_it), _best(parts)
        if rank >= plain_rank and near + _SPOKEN_OF >= plain:
            return other, about_it, found
        return standalone, parts, hits

    def _prepare(
        self, standalone: Standalone, language: str, queries: Sequence[str] = ()
    ) -> tuple[tuple[Part, ...], tuple[Hit, ...]]:
        vocabulary = self.library.vocabulary
        text = (
            standalone.text
            if language == "en"
            else in_english(standalone.text, vocabulary.knows, vocabulary.words_known)
        )
        questions = understand(text, vocabulary, correct=language == "en")
        about = spoken_of(standalone.before, self.library)
        questions = [replace(standalone.complete(q), spoken_of=about) for q in questions]
        parts, found = [], {}
        for question in questions:
            searches = [*queries_of(question, "market" in self.library.kinds()), *map(Query, queries)]
            hits = list({h.chunk.id: h for q in searches for h in self.library.search(q, self.limits.hits)}.values())
            found.update({h.chunk.id: h for h in hits})
            question = aimed(question, hits, self.library)
            verdict = judge_part(question, hits, self.library)
            if language != "en" and verdict.outcome == "answer" and question.only_names:
                verdict = unsure(verdict, question)
            if standalone.said:
                verdict = with_context(verdict, question, standalone.said, self.library, self.limits.hits)
            verdict = with_told(verdict, question, self.library, self.limits.hits)
            part = Part(question, verdict)
            parts.append((self._of_the_like(part) if language == "en" else None) or part)
        return tuple(_with_claims_that_are_told(parts)), tuple(found.values())

    def _of_the_like(self, part: Part) -> Part | None:
        """What the library holds of the name that is written almost like one which it does not know ("CAIPS": CAISP),
        as an answer in part; None where there is no such name, or nothing of it."""
        lacking = part.verdict.missing
        name = lacking[0].removeprefix("subject: ") if len(lacking) == 1 and lacking[0].startswith("subject: ") else ""
        if part.verdict.outcome != "abstention" or not _WRITTEN_SHORT.fullmatch(name):
            return None
        found = []
        for other in self.library.vocabulary.like(name)[:_ALIKE]:
            if not _WRITTEN_SHORT.fullmatch(other):
                continue
            text = re.sub(rf"\b{re.escape(name)}(?!\w)", other, part.question.text)
            question = replace(understand(text, self.library.vocabulary)[0], spoken_of=part.question.spoken_of)
            hits = [h for q in queries_of(question) for h in self.library.search(q, self.limits.hits)]
            verdict = judge_part(question, hits, self.library)
            if verdict.outcome != "abstention":
                verdict = replace(verdict, outcome="partial", missing=lacking, loose=False, instead=other)
                found.append(Part(question, verdict))
        return max(found, key=lambda p: p.verdict.passages[0].score, default=None)

    def _write(
        self, question: str, standalone: Standalone, brief: Brief, began: float, retrieved: float
    ) -> Iterator[Stage | Delta | Reply]:
        assert isinstance(brief.check, Checker)
        writer, dropped = ReplyWriter(), 0
        draft, noted, withdrawn = Draft(), False, False
        for item in self.composer.compose(brief):
            if isinstance(item, Waiting):
                yield Stage("compose")
                continue
            if isinstance(item, Restart):
                # What was streamed cannot be called back: nothing more is, and the Reply stands in its place.
                withdrawn = withdrawn or bool(writer.text)
                writer, draft, noted, dropped = ReplyWriter(), Draft(), False, 0
                continue
            if isinstance(item, Draft):
                draft = item
                continue
            if draft.note and not noted:
                noted = True
                text = writer.note(draft.note)
                if not withdrawn:
                    yield Delta(text)
            verified = brief.check(item)
            if verified is None:
                dropped += 1
                continue
            text, fresh = writer.add(verified)
            if not withdrawn:
                yield Delta(text, fresh)
        for text in _last_lines(writer, draft):
            if not withdrawn:
                yield Delta(text)
        reply = finish(writer, draft, question, standalone.text, self.composer.name, dropped)
        ended, verifying = time.perf_counter(), brief.check.seconds
        yield replace(
            reply,
            timings=Timings(
                total=(ended - began) * 1e3,
                retrieve=(retrieved - began) * 1e3,
                compose=max(0.0, (ended - retrieved - verifying) * 1e3),
                verify=verifying * 1e3,
            ),
        )

    def search(self, text: str, k: int, filters: Filters | None = None) -> list[Hit]:
        """Hits for a query, best first. Raises UsageError for an empty or overlong query, or k below 1."""
        if k < 1:
            raise UsageError(f"k is {k}. Ask for at least 1 hit.")
        text = usable(text, self.limits.max_question)
        mended, _ = self.library.vocabulary.corrected(text)
        found = self.library.vocabulary.find(mended)
        return self.library.search(Query(mended, tuple(m.label for m in found if m.exact), filters or Filters()), k)


_WRITTEN_SHORT = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Z0-9+]*")
"""A name that is an abbreviation, which a word of every day cannot be."""
_ALIKE = 3
"""Names, at most, that are tried in place of one that is written almost like them."""
_SPOKEN_OF = 0.05
"""How much nearer a passage counts that is about what was spoken of."""


def _best(parts: Sequence[Part]) -> tuple[int, float]:
    """How far the best answered part of a question is answered, and how near its first passage comes."""
    ranks = {"abstention": 0, "partial": 1, "answer": 2}
    found = [(ranks[p.verdict.outcome], next((s.score for s in p.verdict.passages), 0.0)) for p in parts]
    return max(found, default=(0, 0.0))


def _with_claims_that_are_told(parts: Sequence[Part]) -> list[Part]:
    """The parts without the claims of which the documents say nothing. A claim with a figure of its own is told of
    by what holds that figure; and where nothing else can be answered, what comes near a claim is better than silence."""
    answered = any(p.verdict.outcome != "abstention" for p in parts if not p.question.premise)
    told = [p for p in parts if not p.question.premise or claim_told(p.question, p.verdict, answered)]
    return told if any(not p.question.premise for p in told) else list(parts)


def _last_lines(writer: ReplyWriter, draft: Draft) -> Iterator[str]:
    """What stands under the statements, or in their place where there are none."""
    note = draft.note or "The library holds nothing that answers this."
    if not writer.statements and writer.text != note:
        writer.clear()
        yield writer.note(note)
    if writer.statements and draft.closing:
        yield writer.note(draft.closing)
    for sentence in draft.unsupported:
        yield writer.note(f"Not supported by the library: “{sentence}”")


def usable(question: str, most: int) -> str:
    """The question without control characters. Raises UsageError where nothing is left, or too much is."""
    if not isinstance(question, str):
        raise UsageError(f"The question is a {type(question).__name__}. Give a text.")
    cleaned = "".join(
        c if c.isprintable() or c in "\n\t" else " " for c in question.encode("utf-8", "replace").decode()
    )
    cleaned = cleaned.strip()
    if not any(c.isalnum() for c in cleaned):
        raise UsageError("The question is empty. Ask something in words, such as “What does an auditor do?”.")
    if len(cleaned) > most:
        raise UsageError(f"The question has {len(cleaned):,} characters, and {most:,} are allowed. Shorten it.")
    return cleaned


def queries_of(question: Question, market: bool = False) -> list[Query]:
    """The question itself, and for a figure also what a table of such figures would be called, since its rows share
    few words with a question: among market documents, where the corpus has that kind (`market`)."""
    found = [query_of(question)]
    over = SPAN_PRICED.search(question.own_words) if "price" in question.attributes else None
    if over:  # what a thing costs in all stands in a table of its own
        named = " ".join(dict.fromkeys(m.label for m in question.subjects))
        found.append(Query(f"{named} fees over {over[0]}".strip()))
    attribute = BY_NAME[question.attribute] if question.attribute else None
    if attribute and attribute.shape in {"money", "number", "percent", "change"}:
        named = " ".join(dict.fromkeys(m.label for m in question.subjects))
        kinds = Filters(kinds=("market",)) if market else Filters()
        found.append(Query(f"{named} {attribute.headings} {attribute.told}".strip(), filters=kinds))
    return found


def query_of(question: Question) -> Query:
    """What is searched for a question: its text, widened by the corpus's own labels for the names in it."""
    labels = (m.label for m in question.subjects if m.surface.casefold() != m.label.casefold())
    return Query(question.text, tuple(dict.fromkeys(labels)))


def turns(history: Sequence[Turn | Mapping[str, Any]] | None) -> tuple[Turn, ...]:
    """A history in either form as turns. Raises UsageError, naming the entry, where one is malformed."""
    found: list[Turn] = []
    for number, entry in enumerate(history or (), 1):
        if isinstance(entry, Turn):
            found.append(entry)
            continue
        role = entry.get("role") if isinstance(entry, Mapping) else None
        content = entry.get("content") if isinstance(entry, Mapping) else None
        if role not in {"user", "assistant"} or not isinstance(content, str):
            raise UsageError(
                f"Entry {number} of the history is {str(entry)[:80]!r}. "
                'Give {"role": "user" or "assistant", "content": "…"}.'
            )
        found.append(Turn(cast(Any, role), content))
    return tuple(found)


def as_runnable(line: Line) -> Runnable[Any, Any]:
    """The line as a LangChain Runnable: a question, or {"question", "history"}, in; the contract's JSON out.

    `stream` gives pieces of text under "delta" and the whole reply last; `batch` and callbacks are LangChain's.
    """
    from langchain_core.runnables import RunnableGenerator, RunnableLambda

    def invoke(value: Any) -> dict[str, Any]:
        question, history = _input(value)
        return to_json(line.ask(question, history))

    def stream(values: Iterator[Any]) -> Iterator[dict[str, Any]]:
        for value in values:
            question, history = _input(value)
            for item in line.stream(question, history):
                if isinstance(item, Delta):
                    yield {"delta": item.text}
                elif isinstance(item, Reply):
                    yield to_json(item)

    runnable: Runnable[Any, Any] = RunnableLambda(invoke).with_config(run_name="advisor")
    streaming: Runnable[Any, Any] = RunnableGenerator(stream).with_config(run_name="advisor")
    object.__setattr__(runnable, "stream", streaming.stream)
    return runnable


def _input(value: Any) -> tuple[str, tuple[Turn, ...]]:
    if isinstance(value, str):
        return value, ()
    if isinstance(value, Mapping) and "question" in value:
        return str(value["question"]), turns(value.get("history"))
    raise UsageError(f'The chain was given {str(value)[:80]!r}. Give a question, or {{"question": …, "history": […]}}.')
