"""Pairs of context and claim: how well the verifier tells what a context supports from what it does not."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from advisor.answering.support import Source
from evals.cases import Part, part_of
from evals.metrics.grounding import label
from evals.rows import RowError, Rows, optional_text, text_of, texts_of
from evals.scorecard import CaseScore
from evals.stats import auroc, confusion
from evals.verifying import Verifier

_TRUE = {
    "supported",
    "entailed",
    "entailment",
    "yes",
    "true",
    "attributable",
    "consistent",
    "faithful",
    "1",
    "support",
    "supports",
}
_FALSE = {
    "unsupported", "contradicted", "contradiction", "not supported", "no", "false", "neutral", "0", "not attributable",
    "inconsistent", "hallucinated", "unfaithful", "refuted", "refutes", "not_supported", "not_attributable", "not enough info",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and what it should rest on; `supported` is None where the row does not say. `kind` names how the claim
    was made (paraphrase, digit changed …) and `domain` what it is about."""

    id: str
    contexts: tuple[str, ...]
    claim: str
    supported: bool | None = None
    kind: str = ""
    domain: str = ""

    @property
    def part(self) -> Part:
        return part_of(self.id)


def parse_pair(row: Mapping[str, Any]) -> Pair:
    """Raises RowError where there is no claim or no context field. An empty context is a context that holds nothing."""
    names = ("contexts", "context", "retrieved_contexts", "document", "documents", "evidence", "premise", "passage")
    if not any(row.get(n) is not None for n in names):
        raise RowError("there is no context")
    claim = text_of(row, "claim", "statement", "response", "answer", "hypothesis")
    return Pair(
        id=str(row.get("id") or ""),
        contexts=texts_of(row, *names),
        claim=claim,
        supported=_truth(row.get("supported", row.get("label"))),
        kind=optional_text(row, "kind"),
        domain=optional_text(row, "domain"),
    )


def _truth(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return bool(value)
    folded = str(value).strip().lower()
    return True if folded in _TRUE else False if folded in _FALSE else None


def load_pairs(path: Path | str) -> tuple[list[Pair], Rows]:
    rows = Rows(path)
    return list(rows.parse(parse_pair, lambda p: p.id or None)), rows


@dataclass(frozen=True)
class PairScorer:
    """Scores pairs one by one; sentences that come again are embedded once."""

    verifier: Verifier

    def score_all(self, pairs: Iterable[Pair]) -> Iterator[CaseScore]:
        return (self.score(p) for p in pairs)

    def score(self, pair: Pair) -> CaseScore:
        support = self.verifier.support(pair.claim, [Source(c) for c in pair.contexts])
        called = label(support.score, support.contradicted, self.verifier.threshold)
        metrics: dict[str, float | None] = {"support": support.score}
        failures: tuple[str, ...] = ()
        if pair.supported is not None:
            right = (called == "supported") == pair.supported
            metrics["right"] = float(right)
            if not right:
                told = "; ".join(support.reasons)
                failures = (
                    f"called {called} ({support.score:.2f}{', ' + told if told else ''}), kind {pair.kind or 'unknown'}",
                )
        detail = {
            "claim": pair.claim,
            "score": support.score,
            "label": called,
            "reasons": list(support.reasons),
            "expected": None if pair.supported is None else ("supported" if pair.supported else "unsupported"),
            "pair_kind": pair.kind,
            "domain": pair.domain,
        }
        return CaseScore(pair.id, "grounding", pair.part if pair.id else "", metrics, failures, detail)


class Separation:
    """AUROC and the confusion at the threshold, gathered pair by pair; unlabelled pairs are left out."""

    def __init__(self, threshold: float) -> None:
        self.threshold = threshold
        self._scores, self._real = array("d"), array("b")
        self._groups: list[tuple[str, str, str]] = []

    def add(self, pair: Pair, score: float) -> None:
        if pair.supported is not None:
            self._scores.append(score)
            self._real.append(pair.supported)
            self._groups.append((pair.part, sys.intern(pair.kind or "unknown"), sys.intern(pair.domain or "unknown")))

    def summary(self) -> dict[str, Any]:
        """By part (all, tuning, test), with the share that was judged rightly by kind and by domain; empty without
        labelled pairs."""
        told: dict[str, Any] = {}
        for part in ("all", "tuning", "test"):
            some = [i for i, g in enumerate(self._groups) if part in {"all", g[0]}]
            if some:
                told[part] = self._part(some)
        return {"threshold": self.threshold} | told if told else {}

    def _part(self, some: list[int]) -> dict[str, Any]:
        scores, real = [self._scores[i] for i in some], [bool(self._real[i]) for i in some]
        cells = confusion(scores, real, self.threshold)
        area, balanced = auroc(scores, real), cells.balanced_accuracy
        return {
            "pairs": len(some),
            "auroc": None if area is None else round(area, 6),
            "balanced_accuracy": None if balanced is None else round(balanced, 6),
            "confusion": asdict(cells),
            "by_kind": self._by(some, 1),
            "by_domain": self._by(some, 2),
        }

    def _by(self, some: list[int], column: int) -> dict[str, Any]:
        groups: dict[str, list[bool]] = {}
        for i in some:
            right = (self._scores[i] >= self.threshold) == bool(self._real[i])
            groups.setdefault(self._groups[i][column], []).append(right)
        return {k: {"pairs": len(v), "right": round(sum(v) / len(v), 6)} for k, v in sorted(groups.items())}


def separation(pairs: Sequence[Pair], scores: Sequence[float], threshold: float) -> dict[str, Any]:
    """The summary of all pairs at once."""
    told = Separation(threshold)
    for pair, score in zip(pairs, scores, strict=True):
        told.add(pair, score)
    return told.summary()
