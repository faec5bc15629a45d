"""Span IoU: retrieved and wanted characters, what they share over what they cover together."""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.regions import Region, count, shared


def span_iou(found: Sequence[Region], wanted: Sequence[Region]) -> float | None:
    """|found ∩ wanted| / |found ∪ wanted| in characters (Jaccard; after Smith and Troynikov, Chroma 2024). None where
    nothing is wanted."""
    if not count(wanted):
        return None
    return shared(found, wanted) / count([*found, *wanted])
