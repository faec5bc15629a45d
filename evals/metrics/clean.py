"""Clean: nothing stands in a reply that must not."""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.fact_coverage import normalised


def offending(texts: Sequence[str], forbidden: Sequence[str]) -> list[str]:
    """The forbidden texts that stand in any of the texts, case and spacing aside."""
    held = [normalised(t) for t in texts]
    return [f for f in forbidden if any(normalised(f) in h for h in held)]


def clean(texts: Sequence[str], forbidden: Sequence[str]) -> float | None:
    """1 where none of the forbidden texts stands in any of the texts, else 0. None where nothing is forbidden."""
    return float(not offending(texts, forbidden)) if forbidden else None
