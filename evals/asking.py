"""Cases put to the advisor: the reply in the contract's JSON, scored like anybody else's answer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from advisor import reply as contract
from advisor.assembly import Advisor
from advisor.errors import UsageError
from advisor.types import Document, Reply
from evals.answers import Answer, parse_answer
from evals.cases import Case
from evals.metrics.agreement import same_conclusion, same_evidence
from evals.metrics.fact_coverage import normalised
from evals.metrics.invariance import invariance
from evals.scorecard import CaseScore, score_answer
from evals.verifying import Verifier

SEARCHED = 14
"""Hits that are looked through when a fact is missing: as many as the composer is handed."""


@dataclass
class Asker:
    """One advisor under evaluation. `milliseconds` gathers how long each reply took, by case."""

    advisor: Advisor
    verifier: Verifier
    milliseconds: dict[str, float] = field(default_factory=dict)

    def score(self, case: Case) -> CaseScore:
        reply = self._ask(case, case.question, case.history)
        if isinstance(reply, UsageError):
            return self._unanswered(case, reply)
        answer = parse_answer(contract.to_json(reply, case.id), self._document)
        scored = score_answer(answer, case, self.verifier, lambda: self._evidence_found(case, reply))
        broken = contract.check(reply, self._document)
        scored.metrics["contract"] = float(not broken)
        failures = scored.failures + tuple(f"contract: {b}" for b in broken)
        if case.base:
            more, told = self._against_base(case, answer)
            scored.metrics.update(more)
            failures += told
        return CaseScore(scored.id, scored.suite, scored.part, scored.metrics, failures, scored.detail)

    def _ask(self, case: Case, question: str, history: Sequence[tuple[str, str]]) -> Reply | UsageError:
        began = time.perf_counter()
        try:
            reply: Reply | UsageError = self.advisor.ask(question, [{"role": r, "content": c} for r, c in history])
        except UsageError as error:
            reply = error
        self.milliseconds.setdefault(f"{case.suite}/{case.id}", round((time.perf_counter() - began) * 1e3, 2))
        return reply

    def _unanswered(self, case: Case, error: UsageError) -> CaseScore:
        answer = Answer(case.id, case.question, f"Error: {error}", "abstention", cites=True)
        scored = score_answer(answer, case, self.verifier)
        return CaseScore(
            scored.id, scored.suite, scored.part, scored.metrics, (*scored.failures, f"error: {error}"), scored.detail
        )

    def _document(self, document_id: str) -> Document | None:
        return self.advisor.library.document(document_id)

    def _evidence_found(self, case: Case, reply: Reply) -> bool:
        """Whether a wanted passage was among the hits for the standalone question."""
        wanted = [(w.document_id, normalised(w.contains)) for w in case.evidence]
        for hit in self.advisor.search(reply.standalone_question, SEARCHED):
            text = normalised(f"{hit.chunk.text}\n{hit.chunk.context or ''}")
            if any(d == hit.chunk.document_id and w in text for d, w in wanted):
                return True
        return False

    def _against_base(self, case: Case, answer: Answer) -> tuple[dict[str, float | None], tuple[str, ...]]:
        """How the reply agrees with that to the base question."""
        reply = self._ask(case, case.base, case.base_history)
        if isinstance(reply, UsageError):
            return {}, (f"error for the base question: {reply}",)
        base = parse_answer(contract.to_json(reply, case.id), self._document)
        if case.suite == "invariance":
            equal = invariance(_whole(answer), _whole(base), case.swap)
            told = () if equal else (f"the reply differs from that to “{case.base}”: “{base.text[:300]}”",)
            return {"invariant": equal}, told
        evidence = same_evidence({c.key for c in answer.citations}, {c.key for c in base.citations})
        conclusion = same_conclusion(answer.kind, _first(answer), base.kind, _first(base))
        told = () if conclusion else (f"another conclusion than for “{case.base}”: “{base.text[:300]}”",)
        return {"same.evidence": evidence, "same.conclusion": conclusion}, told


def _first(answer: Answer) -> set[str]:
    return {answer.citations[i].key for s in answer.statements[:1] for i in s.citations}


def _whole(answer: Answer) -> str:
    cited = " ".join(c.key for c in answer.citations)
    return "\n".join([answer.kind, answer.text, *(s.text for s in answer.statements), cited, *answer.also])
