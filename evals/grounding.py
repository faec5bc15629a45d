"""Pairs of context and claim: how well the verifier tells what a context supports from what it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
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
    """Scores pairs in batches: what is embedded is embedded together."""

    verifier: Verifier
    batch: int = 64

    def score_all(self, pairs: Iterator[Pair] | Sequence[Pair]) -> Iterator[CaseScore]:
        rest = iter(pairs)
        while some := list(islice(rest, self.batch)):
            yield from (self.score(p) for p in some)

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


def separation(pairs: Sequence[Pair], scores: Sequence[float], threshold: float) -> dict[str, Any]:
    """AUROC and the confusion at the threshold, in all and by part; accuracy by kind. Unlabelled pairs are left out."""
    told: dict[str, Any] = {"threshold": threshold}
    for part in ("all", "tuning", "test"):
        some = [
            (p, s) for p, s in zip(pairs, scores, strict=True) if p.supported is not None and part in {"all", p.part}
        ]
        if not some:
            continue
        real, values = [bool(p.supported) for p, _ in some], [s for _, s in some]
        cells = confusion(values, real, threshold)
        area, balanced = auroc(values, real), cells.balanced_accuracy
        told[part] = {
            "pairs": len(some),
            "auroc": None if area is None else round(area, 6),
            "balanced_accuracy": None if balanced is None else round(balanced, 6),
            "confusion": asdict(cells),
            "by_kind": _by(some, lambda p: p.kind, threshold),
            "by_domain": _by(some, lambda p: p.domain, threshold),
        }
    return told


def _by(some: list[tuple[Pair, float]], key: Any, threshold: float) -> dict[str, Any]:
    groups: dict[str, list[bool]] = {}
    for pair, score in some:
        groups.setdefault(key(pair) or "unknown", []).append((score >= threshold) == pair.supported)
    return {k: {"pairs": len(v), "right": round(sum(v) / len(v), 6)} for k, v in sorted(groups.items())}
