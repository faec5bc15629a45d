"""Precision at k: the share of the first k that is relevant."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from evals.metrics.cutoff import checked


def precision_at_k(ranked: Sequence[str], relevant: Collection[str], k: int) -> float | None:
    """|relevant ∩ first k| / k (Manning, Raghavan and Schütze, Introduction to Information Retrieval, 8.4).

    Divided by k even where fewer were ranked, as in trec_eval. None where nothing is relevant. Raises ValueError for
    k below 1.
    """
    wanted = set(relevant)
    if not wanted:
        return None
    return len(wanted & set(ranked[: checked(k)])) / k
