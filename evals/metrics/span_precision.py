"""Span precision: the share of the retrieved characters that was wanted."""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.regions import Region, count, shared


def span_precision(found: Sequence[Region], wanted: Sequence[Region]) -> float | None:
    """|found ∩ wanted| / |found| in characters (after Smith and Troynikov, Chroma 2024). None where nothing is
    wanted; 0 where nothing was found."""
    if not count(wanted):
        return None
    total = count(found)
    return shared(found, wanted) / total if total else 0.0
