"""Agreement of two replies to what is the same question in other words: same evidence, same conclusion."""

from __future__ import annotations

from collections.abc import Collection


def same_evidence(a: Collection[str], b: Collection[str]) -> float:
    """Jaccard index of the two sets of cited passages: shared over all. Two replies without citations agree."""
    left, right = set(a), set(b)
    return len(left & right) / len(left | right) if left | right else 1.0


def same_conclusion(kind_a: str, first_a: Collection[str], kind_b: str, first_b: Collection[str]) -> float:
    """1 where both are refusals, or neither is and what one cites for its first statement is cited by the other's
    first statement too; else 0."""
    refused = kind_a == "abstention", kind_b == "abstention"
    if any(refused):
        return float(all(refused))
    return float(bool(set(first_a) & set(first_b)))
