"""Reading ease after Flesch (1948): 206.835 - 1.015 * words per sentence - 84.6 * syllables per word."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Vowel groups of an English word, without a silent final e; at least one. An estimate."""
    lower = word.lower()
    count = len(_VOWELS.findall(lower))
    if lower.endswith("e") and not lower.endswith(("le", "ee", "ie", "oe", "ye")):
        count -= 1
    if lower.endswith("ed") and not lower.endswith(("ted", "ded", "eed")):
        count -= 1
    return max(count, 1)


def reading_ease(sentences: Sequence[str]) -> float | None:
    """Flesch reading ease of plain sentences; None where they hold no word."""
    words = [w for s in sentences for w in _WORD.findall(s)]
    if not words:
        return None
    return 206.835 - 1.015 * len(words) / len(sentences) - 84.6 * sum(map(syllables, words)) / len(words)
