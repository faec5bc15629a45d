"""Recall within N: the share of the wanted characters in the first N characters of what was retrieved.

It compares retrievers whose chunks differ in length: what counts is what fits into a context, not how many pieces.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.regions import Region
from evals.metrics.span_recall import span_recall


def recall_within(found: Sequence[Region], wanted: Sequence[Region], characters: int) -> float | None:
    """Span recall of the ranked regions cut off after `characters` characters. None where nothing is wanted. Raises
    ValueError for a budget below 1."""
    if characters < 1:
        raise ValueError(f"the budget is {characters} characters, and must be at least 1")
    kept, left = [], characters
    for region in found:
        length = min(max(region.end - region.start, 0), left)
        kept.append(Region(region.document_id, region.start, region.start + length))
        left -= length
        if left == 0:
            break
    return span_recall(kept, wanted)
