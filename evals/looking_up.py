"""The retrieval suite: questions with the exact words that should be found, scored by rank and by characters."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from advisor.assembly import Advisor
from advisor.types import Document, Hit
from evals.cases import Lookup
from evals.metrics.ndcg import ndcg_at_k
from evals.metrics.precision import precision_at_k
from evals.metrics.recall import recall_at_k
from evals.metrics.recall_within import recall_within
from evals.metrics.reciprocal_rank import reciprocal_rank
from evals.metrics.regions import Region, shared
from evals.metrics.span_iou import span_iou
from evals.metrics.span_precision import span_precision
from evals.metrics.span_recall import span_recall
from evals.scorecard import CaseScore

DEPTH = 10
WITHIN = (1000, 3000)
_HALF = 0.5


@dataclass
class Searcher:
    """One advisor's retriever under evaluation."""

    advisor: Advisor
    milliseconds: dict[str, float] = field(default_factory=dict)

    def score(self, case: Lookup) -> CaseScore:
        wanted, stale = locate(case, self.advisor.library.document)
        if stale:
            gone = {"question": case.question, "kind": "stale", "text": ""}
            return CaseScore(case.id, "retrieval", case.part, {"current": 0.0}, tuple(stale), gone)
        began = time.perf_counter()
        hits = self.advisor.search(case.question, DEPTH)
        self.milliseconds[f"retrieval/{case.id}"] = round((time.perf_counter() - began) * 1e3, 2)
        metrics = {"current": 1.0} | retrieval_metrics([region_of(h) for h in hits], wanted)
        failures = (
            ()
            if metrics["recall@10"] == 1
            else (f"not among the first {DEPTH}: {_lacking(hits, wanted, self.advisor)}",)
        )
        detail: dict[str, Any] = {
            "question": case.question,
            "kind": "search",
            "text": "",
            "hits": [
                {"document_id": h.chunk.document_id, "start": h.chunk.span.start, "end": h.chunk.span.end} for h in hits
            ],
            "wanted": [{"document_id": r.document_id, "start": r.start, "end": r.end} for r in wanted],
        }
        return CaseScore(case.id, "retrieval", case.part, metrics, failures, detail)


def retrieval_metrics(found: list[Region], wanted: list[Region]) -> dict[str, float | None]:
    """All retrieval metrics of ranked regions against wanted ones. A wanted region counts as retrieved by the first
    region that holds at least half of it."""
    ranked = [_finds(region, wanted) for region in found]
    ids = [str(n) for n in range(len(wanted))]
    items = [items[0] if items else f"none-{rank}" for rank, items in enumerate(ranked)]
    metrics: dict[str, float | None] = {}
    for k in (1, 3, 5, DEPTH):
        within = {i for found_here in ranked[:k] for i in found_here}
        metrics[f"recall@{k}"] = recall_at_k(sorted(within), ids, max(len(within), 1))
    by_rank = [f"rank-{n}" for n in range(len(ranked))]
    relevant = [f"rank-{n}" for n, finds in enumerate(ranked) if finds]
    metrics["precision@5"] = precision_at_k(by_rank, relevant, 5) if relevant else 0.0
    metrics["mrr@10"] = reciprocal_rank(items, ids)
    metrics["ndcg@10"] = ndcg_at_k(items, dict.fromkeys(ids, 1.0), DEPTH)
    metrics["span_recall@5"] = span_recall(found[:5], wanted)
    metrics["span_precision@5"] = span_precision(found[:5], wanted)
    metrics["span_iou@5"] = span_iou(found[:5], wanted)
    for characters in WITHIN:
        metrics[f"recall_within_{characters}"] = recall_within(found, wanted, characters)
    return {k: None if v is None else round(v, 6) for k, v in metrics.items()}


def _finds(region: Region, wanted: list[Region]) -> list[str]:
    return [str(n) for n, w in enumerate(wanted) if shared([region], [w]) >= _HALF * (w.end - w.start)]


def locate(case: Lookup, document: Callable[[str], Document | None]) -> tuple[list[Region], list[str]]:
    """Where the wanted words stand, and what is stale: a document that is gone, words that are no longer in it."""
    regions, stale = [], []
    for wanted in case.spans:
        found = document(wanted.document_id)
        start = -1 if found is None else found.text.find(wanted.contains)
        if start < 0:
            stale.append(f"stale case: {wanted.document_id} does not hold “{wanted.contains[:80]}”")
        else:
            regions.append(Region(wanted.document_id, start, start + len(wanted.contains)))
    return regions, stale


def region_of(hit: Hit) -> Region:
    return Region(hit.chunk.document_id, hit.chunk.span.start, hit.chunk.span.end)


def _lacking(hits: list[Hit], wanted: list[Region], advisor: Advisor) -> str:
    found = [region_of(h) for h in hits]
    lost = [w for w in wanted if not any(_finds(f, [w]) for f in found)]
    quotes = []
    for region in lost:
        document = advisor.library.document(region.document_id)
        text = "" if document is None else document.text[region.start : region.end]
        quotes.append(f"{region.document_id} “{text[:80]}”")
    return "; ".join(quotes)
