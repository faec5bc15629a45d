"""Reciprocal rank fusion: one order out of several rankings. Pure."""

from __future__ import annotations

from collections.abc import Sequence

CONSTANT = 60


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[str]], weights: Sequence[float] | None = None, constant: int = CONSTANT
) -> dict[str, float]:
    """Score of each id: the weighted sum over rankings of 1 / (constant + rank), rank from 1; best first.

    Cormack, Clarke and Büttcher (2009), "Reciprocal rank fusion outperforms Condorcet and individual rank
    learning methods". The score orders and means nothing else. Ties keep the order of first appearance.
    """
    weights = weights or [1.0] * len(rankings)
    scores: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + weight / (constant + rank)
    return dict(sorted(scores.items(), key=lambda item: -item[1]))
