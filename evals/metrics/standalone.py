"""Standalone question: whether the history was folded in rightly."""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.fact_coverage import states


def standalone(question: str, words: Sequence[str]) -> float | None:
    """The share of the needed words that the standalone question holds. None where none is needed."""
    if not words:
        return None
    return sum(states(question, w) for w in words) / len(words)
