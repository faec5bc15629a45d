"""Near-duplicates out of a list of hits: a passage that says what a better hit already said is left out. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.text import words
from advisor.types import Hit

SAME = 0.85
"""Jaccard likeness of word trigrams from which two passages count as one."""


def without_near_duplicates(hits: Iterable[Hit], k: int) -> list[Hit]:
    """The first `k` hits, each unlike every earlier one."""
    kept: list[tuple[Hit, frozenset[tuple[str, ...]]]] = []
    for hit in hits:
        if len(kept) == k:
            break
        grams = _trigrams(hit.chunk.text)
        if not any(_same(hit, grams, other, seen) for other, seen in kept):
            kept.append((hit, grams))
    return [hit for hit, _ in kept]


def _same(a: Hit, grams: frozenset[tuple[str, ...]], b: Hit, seen: frozenset[tuple[str, ...]]) -> bool:
    if a.chunk.document_id == b.chunk.document_id and a.chunk.span.overlaps(b.chunk.span):
        return True
    return jaccard(grams, seen) >= SAME


def jaccard(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    """|a ∩ b| / |a ∪ b|; 0 where both are empty (Jaccard, 1912)."""
    union = len(a | b)
    return len(a & b) / union if union else 0.0


def _trigrams(text: str) -> frozenset[tuple[str, ...]]:
    found = words(text)
    return frozenset(zip(found, found[1:], found[2:], strict=False)) or frozenset([tuple(found)])
