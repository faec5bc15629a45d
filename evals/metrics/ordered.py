"""Ordered: what should come first does. Used for newer figures, which stand before the ones they replace."""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.fact_coverage import normalised


def ordered(text: str, parts: Sequence[str]) -> float | None:
    """1 where all parts stand in the text and each begins before the next, else 0. None for fewer than two parts."""
    if len(parts) < 2:
        return None
    where = [normalised(text).find(normalised(p)) for p in parts]
    return float(-1 not in where and all(a < b for a, b in zip(where, where[1:], strict=False)))
