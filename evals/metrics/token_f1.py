"""Token F1: how much an answer and a reference share, word by word."""

from __future__ import annotations

from collections import Counter

from advisor.text import words

_ARTICLES = {"a", "an", "the"}


def token_f1(answer: str, reference: str) -> float | None:
    """2PR / (P + R) over words as multisets, articles left out (Rajpurkar et al., SQuAD, 2016). None without words in
    the reference; 0 for an empty answer."""
    said = Counter(w for w in words(answer) if w not in _ARTICLES)
    wanted = Counter(w for w in words(reference) if w not in _ARTICLES)
    if not wanted:
        return None
    both = (said & wanted).total()
    return 2 * both / (said.total() + wanted.total()) if said else 0.0
