"""Reciprocal rank: how far down the first relevant one stands. Its mean over questions is MRR."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str]) -> float | None:
    """1 / rank of the first relevant id, 0 where none is ranked (Voorhees, The TREC-8 Question Answering Track
    Report, 1999). None where nothing is relevant."""
    wanted = set(relevant)
    if not wanted:
        return None
    return next((1 / rank for rank, id_ in enumerate(ranked, 1) if id_ in wanted), 0.0)
