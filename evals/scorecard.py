"""One answer held against what was expected of it: every metric that applies, and in words what went wrong.

Both the runner (our replies) and the scorer (anybody's answers) end here, so that figures can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from evals.answers import Answer
from evals.cases import Case
from evals.metrics.citation_precision import citation_precision
from evals.metrics.citation_recall import citation_recall
from evals.metrics.citation_validity import citation_validity
from evals.metrics.clean import clean, offending
from evals.metrics.evidence_cited import evidence_cited
from evals.metrics.fact_coverage import fact_coverage, missing_facts
from evals.metrics.faults import Fault, fault
from evals.metrics.grounding import Grounding, grounding
from evals.metrics.inert import inert, live_parts
from evals.metrics.length import word_count
from evals.metrics.ordered import ordered
from evals.metrics.quote_exactness import quote_exactness
from evals.metrics.readability import reading_ease
from evals.metrics.standalone import standalone
from evals.metrics.token_f1 import token_f1
from evals.metrics.unnecessary_citations import unnecessary_citations
from evals.verifying import Judged, Verifier

EvidenceFound = Callable[[], bool | None]
_OF_CITATIONS = tuple(f"citations.{n}" for n in ("validity", "exact", "recall", "precision", "unnecessary"))


@dataclass(frozen=True)
class CaseScore:
    """What one case came to. `metrics` holds None where a metric does not apply; `failures` are sentences."""

    id: str
    suite: str
    part: str
    metrics: dict[str, float | None]
    failures: tuple[str, ...]
    detail: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        head = {"id": self.id, "suite": self.suite, "part": self.part}
        return head | {"metrics": self.metrics, "failures": list(self.failures)} | self.detail


def judge_statements(answer: Answer, verifier: Verifier) -> list[Judged]:
    judge = verifier.judge if answer.cites else verifier.judge_whole
    return [judge(s.text, answer.sources(s), s.computed) for s in answer.statements]


def score_answer(
    answer: Answer, case: Case | None, verifier: Verifier, evidence_found: EvidenceFound = lambda: None, suite: str = ""
) -> CaseScore:
    """All metrics of one answer. `evidence_found` tells, where it is asked, whether retrieval brought the evidence."""
    judged = judge_statements(answer, verifier)
    told = grounding([j.label for j in judged])
    metrics = (
        _grounding_metrics(answer, told)
        | _citation_metrics(answer, judged)
        | _reference_metrics(answer, verifier)
        | {"length.words": float(word_count(answer.text)), "length.reading_ease": reading_ease(answer.text)}
    )
    failures = _statement_failures(answer, judged)
    found: Fault | None = None
    if case is not None:
        expected, more, found = _expected(answer, case, evidence_found)
        metrics |= expected
        failures = more + failures
    detail = {
        "question": answer.question,
        "kind": answer.kind,
        "text": answer.text,
        "fault": found,
        "grounding": {"supported": told.supported, "contradicted": told.contradicted, "unsupported": told.unsupported},
        "statements": [_statement_json(answer, n, j) for n, j in enumerate(judged)],
        "citations": [_citation_json(answer, n) for n in range(len(answer.citations))],
    }
    if answer.standalone_question and answer.standalone_question != answer.question:
        detail["standalone_question"] = answer.standalone_question
    suite = case.suite if case else suite
    return CaseScore(answer.id, suite, case.part if case else "", _rounded(metrics), tuple(failures), detail)


def _grounding_metrics(answer: Answer, told: Grounding) -> dict[str, float | None]:
    answered = answer.kind != "abstention"
    if answer.rating is not None and not told.statements:  # a reader's thumb alone says nothing of the sources
        return {"answered": float(answered), "feedback.up": answer.rating}
    silent = answered and not told.statements  # an answer that states nothing has no evidence, and scores 0
    return {
        "answered": float(answered),
        "grounding.supported": 0.0 if silent else told.rate,
        "grounding.whole": 0.0 if silent else told.whole,
        "grounding.contradicted": told.contradicted / told.statements if told.statements else None,
    }


def _citation_metrics(answer: Answer, judged: Sequence[Judged]) -> dict[str, float | None]:
    if not answer.cites:
        return dict.fromkeys(_OF_CITATIONS)
    cited = [j.cited for j in judged]
    return {
        "citations.validity": citation_validity([c.exists for c in answer.citations]),
        "citations.exact": quote_exactness([c.exact for c in answer.citations if c.exact is not None]),
        "citations.recall": citation_recall(cited),
        "citations.precision": citation_precision(cited),
        "citations.unnecessary": unnecessary_citations(cited),
    }


def _reference_metrics(answer: Answer, verifier: Verifier) -> dict[str, float | None]:
    if not answer.reference:
        return {}
    from advisor.answering.support import Source
    from advisor.text import sentence_spans

    wanted = [s.of(answer.reference) for s in sentence_spans(answer.reference)]
    in_contexts = [verifier.support(w, [Source(c) for c in answer.contexts]).score for w in wanted]
    covered = sum(score >= verifier.threshold for score in in_contexts)
    return {
        "reference.f1": 0.0 if answer.kind == "abstention" else token_f1(answer.text, answer.reference),
        "reference.in_contexts": covered / len(wanted) if answer.contexts else None,
    }


def _expected(
    answer: Answer, case: Case, evidence_found: EvidenceFound
) -> tuple[dict[str, float | None], list[str], Fault | None]:
    answerable = case.expect == "answer"
    refused = answer.kind == "abstention" or (not answerable and answer.kind == "partial")
    right = refused != answerable
    failures = (
        [] if right else ["refused a question that can be answered" if answerable else "answered what it should refuse"]
    )
    said = [answer.text, *(s.text for s in answer.statements), *answer.also]
    wrong = offending(said, case.forbidden)
    failures += [f"says “{w}”" for w in wrong]
    lacking = missing_facts(answer.text, case.facts)
    cited = [(c.document_id, f"{c.source.quote}\n{c.source.around}") for c in answer.citations if c.exists]
    named = evidence_cited(cited, [(w.document_id, w.contains) for w in case.evidence])
    found = None
    if case.facts and answerable:
        found = fault(not lacking, evidence_found() if lacking and case.evidence else None)
    if lacking:
        whose = f" (fault of {found})" if found in {"retrieval", "composing"} else ""
        failures.append(f"lacks {', '.join(lacking)}{whose}")
    words = standalone(answer.standalone_question or answer.question, case.standalone)
    if words is not None and words < 1:
        failures.append(f"the standalone question is “{answer.standalone_question}”")
    first = ordered(answer.text, case.order)
    if first == 0:
        failures.append(f"does not say in this order: {', '.join(case.order)}")
    covered = fact_coverage(answer.text, case.facts)
    live = live_parts(answer.text)
    failures += [f"the text holds a {part}" for part in live]
    return (
        {
            "abstention.right": float(right),
            "facts.coverage": covered,
            "facts.complete": None if covered is None else float(covered == 1),
            "evidence.cited": named,
            "clean": clean(said, case.forbidden),
            "inert": inert(answer.text),
            "standalone": words,
            "ordered": first,
        },
        failures,
        found,
    )


def _statement_failures(answer: Answer, judged: Sequence[Judged]) -> list[str]:
    failures = [c.problem for c in answer.citations if c.problem]
    for said, verdict in zip(answer.statements, judged, strict=True):
        if verdict.label != "supported":
            why = f": {'; '.join(verdict.support.reasons)}" if verdict.support.reasons else ""
            failures.append(f"{verdict.label}: “{said.text[:160]}”{why}")
    if answer.rating == 0:
        failures.append(f"rated down{': ' + answer.complaint if answer.complaint else ''}")
    if answer.kind != "abstention" and not answer.statements and answer.rating is None:
        failures.append("the answer states nothing")
    return failures


def _statement_json(answer: Answer, number: int, judged: Judged) -> dict[str, Any]:
    said = answer.statements[number]
    return {
        "text": said.text,
        "label": judged.label,
        "support": judged.support.score,
        "reasons": list(judged.support.reasons),
        "citations": [n + 1 for n in said.citations],
    }


def _citation_json(answer: Answer, number: int) -> dict[str, Any]:
    c = answer.citations[number]
    quote = c.source.quote
    return {
        "number": number + 1,
        "document_id": c.document_id,
        "start": c.start,
        "end": c.end,
        "quote": quote if len(quote) <= 600 else quote[:600] + "…",
        "exists": c.exists,
        "exact": c.exact,
    }


def _rounded(metrics: dict[str, float | None]) -> dict[str, float | None]:
    return {k: None if v is None else round(v, 6) for k, v in metrics.items()}
