"""Citation recall: the share of statements that their citations together support."""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.cited import CitedStatement


def citation_recall(statements: Sequence[CitedStatement]) -> float | None:
    """Statements entailed by the concatenation of what they cite, over all statements; one without a citation is not
    supported (Gao et al., Enabling Large Language Models to Generate Text with Citations, ALCE, 2023, section 4).
    None where there are no statements. Entailment is the verifier's: support at or above its threshold."""
    if not statements:
        return None
    return sum(s.supported for s in statements) / len(statements)
