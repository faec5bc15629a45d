"""Recall at k: the share of what is relevant that stands among the first k."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from evals.metrics.cutoff import checked


def recall_at_k(ranked: Sequence[str], relevant: Collection[str], k: int) -> float | None:
    """|relevant ∩ first k| / |relevant| (Manning, Raghavan and Schütze, Introduction to Information Retrieval, 8.3).

    An id that is ranked twice counts once. None where nothing is relevant. Raises ValueError for k below 1.
    """
    wanted = set(relevant)
    if not wanted:
        return None
    return len(wanted & set(ranked[: checked(k)])) / len(wanted)
