"""One part of a question and its hits to a verdict: passages gathered, weighed and judged.

Small talk needs no evidence. A comparison is judged side by side, so that a side without evidence can be named.
A transition rests on whole documents: the one about that move, or the two about its ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from advisor.answering.evidence import Library, Pool, Scored, VectorCache, gather, score
from advisor.answering.question import Question
from advisor.answering.sufficiency import Verdict, judge, unanswerable
from advisor.types import Hit
from advisor.vocabulary import Mention


def judge_part(question: Question, hits: Sequence[Hit], library: Library, vectors: VectorCache) -> Verdict:
    """The verdict on one part of a question."""
    if question.intent in {"greeting", "thanks", "help"}:
        return Verdict("abstention", reason="out_of_scope")
    refused = unanswerable(question)
    if refused:
        return refused
    pool = gather(question, hits, library)
    if question.counted and question.intent == "comparison":
        question = replace(question, shape="number")
    if question.intent == "comparison":
        return _side_by_side(question, with_whole_tables(pool, library), library, vectors)
    if question.intent == "ranking":
        pool = with_whole_tables(pool, library)
        ranked = score(question, pool, library, vectors)
        return _with_rows(judge(question, ranked, library.everyday), ranked)
    return judge(question, score(question, pool, library, vectors), library.everyday)


def _with_rows(verdict: Verdict, ranked: Sequence[Scored]) -> Verdict:
    """A verdict with every row of the tables that it uses: a ranking of some of the rows would be none."""
    kept = {s.passage.key for s in verdict.passages}
    tables = {(s.passage.document.id, s.passage.unit.context) for s in verdict.passages if s.passage.unit.block == "row"}
    rows = tuple(
        s
        for s in ranked
        if s.passage.key not in kept
        and s.passage.unit.block == "row"
        and (s.passage.document.id, s.passage.unit.context) in tables
    )
    return replace(verdict, passages=(*verdict.passages, *rows))


def aimed(question: Question, hits: Sequence[Hit], library: Library) -> Question:
    """A move whose goal the question circumscribes ("auditing AI") with the goal of the move that it comes closest
    to, among those that start from the same role."""
    if question.intent != "transition" or question.goal or not question.start:
        return question
    from_here = {d: end for (start, end), d in library.moves().items() if start in question.start.documents}
    found = next((h.chunk.document_id for h in hits if h.chunk.document_id in from_here), None)
    goal = library.document(from_here[found]) if found else None
    if goal is None:
        return question
    entry = next(iter(library.vocabulary.find(goal.title)), None)
    return replace(question, goal=entry, subjects=(*question.subjects, entry)) if entry else question


def _side_by_side(question: Question, pool: Pool, library: Library, vectors: VectorCache) -> Verdict:
    sides: list[tuple[str, tuple[Scored, ...]]] = []
    missing: list[str] = []
    for subject in compared(question):
        own = replace(question, subjects=(subject,), intent="fact" if question.attributes or question.counted else "definition", superlative=0)
        ranked = score(own, pool, library, vectors, subject)
        verdict = judge(own, ranked, library.everyday)
        if verdict.outcome == "abstention":
            missing.append(f"subject: {subject.label}")
        else:
            missing.extend(f"{m} ({subject.label})" for m in verdict.missing)
            sides.append((subject.label, verdict.passages))
    if not sides:
        return judge(question, score(question, pool, library, vectors), library.everyday)
    outcome = "partial" if missing else "answer"
    found = tuple(s for _, side in sides for s in side[:3])
    return Verdict(outcome, found, tuple(missing), sides=tuple(sides))  # type: ignore[arg-type]


def compared(question: Question) -> tuple[Mention, ...]:
    """The subjects of a comparison: names of the kind that occurs most often, in order, at most four."""
    named: dict[str, Mention] = {}
    for mention in question.subjects:
        named.setdefault(mention.label, mention)
    kinds = [m.kind for m in named.values()]
    most = max(kinds, key=kinds.count)
    chosen = [m for m in named.values() if kinds.count(most) < 2 or m.kind == most]
    return tuple(chosen[:4])


def with_whole_tables(pool: Pool, library: Library) -> Pool:
    """The passages, and the other rows of every table that one of them is a row of."""
    found = {p.key: p for p in pool.passages}
    tables = {(p.document.id, p.unit.context) for p in pool.passages if p.unit.block == "row"}
    for document in {p.document.id: p.document for p in pool.passages}.values():
        for passage in library.passages.of(document):
            if passage.unit.block == "row" and (document.id, passage.unit.context) in tables:
                found.setdefault(passage.key, passage)
    return Pool(tuple(found.values()), pool.near)
