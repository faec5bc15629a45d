"""Citation precision: the share of citations that help to support their statement."""

from __future__ import annotations

from collections.abc import Sequence

from evals.metrics.cited import CitedStatement


def citation_precision(statements: Sequence[CitedStatement]) -> float | None:
    """Citations that are relevant, over all citations (ALCE, Gao et al. 2023, section 4).

    A citation is irrelevant where its statement is not supported by all of them, or where it does not support the
    statement alone and the others do without it. None where nothing is cited.
    """
    relevant = total = 0
    for s in statements:
        total += len(s.alone)
        if s.supported:
            relevant += sum(alone or not without for alone, without in zip(s.alone, s.without, strict=True))
    return relevant / total if total else None
