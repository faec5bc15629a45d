"""Unnecessary citations: the share that could be left out without loss."""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.cited import CitedStatement


def unnecessary_citations(statements: Sequence[CitedStatement]) -> float | None:
    """Citations whose statement the others support without them, over all citations: stricter than 1 - precision,
    since two citations that say the same are both unnecessary here. 0 is best. None where nothing is cited."""
    total = sum(len(s.alone) for s in statements)
    if not total:
        return None
    return sum(without for s in statements if s.supported for without in s.without) / total
