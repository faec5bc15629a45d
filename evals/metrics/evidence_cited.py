"""Evidence cited: whether a reply rests on a passage that really holds the answer."""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.fact_coverage import normalised


def evidence_cited(cited: Sequence[tuple[str, str]], wanted: Sequence[tuple[str, str]]) -> float | None:
    """1 where at least one wanted (document id, words) is among the cited (document id, text read with the
    citation), else 0. None where no evidence is named."""
    if not wanted:
        return None
    held = [(document, normalised(text)) for document, text in cited]
    return float(any(d == document and normalised(words) in text for document, words in wanted for d, text in held))
