"""Span recall: the share of the wanted characters that was retrieved."""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.regions import Region, count, shared


def span_recall(found: Sequence[Region], wanted: Sequence[Region]) -> float | None:
    """|found ∩ wanted| / |wanted| in characters (after Smith and Troynikov, Evaluating Chunking Strategies for
    Retrieval, Chroma 2024, who count tokens). None where nothing is wanted."""
    total = count(wanted)
    return shared(found, wanted) / total if total else None
