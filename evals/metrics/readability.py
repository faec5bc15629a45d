"""Readability: the Flesch reading ease of a reply."""

from __future__ import annotations

import re

from advisor.text import plain, sentence_spans

_VOWELS = re.compile(r"[aeiouy]+")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_MARKERS = re.compile(r"\[\d{1,3}\]")


def syllables(word: str) -> int:
    """Groups of vowels, a silent last e left out; at least 1."""
    groups = len(_VOWELS.findall(word.lower()))
    return max(groups - (word.lower().endswith("e") and not word.lower().endswith(("le", "ee")) and groups > 1), 1)


def reading_ease(text: str) -> float | None:
    """206.835 - 1.015 words/sentences - 84.6 syllables/words (Flesch, A new readability yardstick, 1948). About 100
    is very easy, 30 is hard, and it may be negative. None where there are no words."""
    lines = [plain(line) for line in _MARKERS.sub("", text).split("\n")]
    words = [w for line in lines for w in _WORD.findall(line)]
    if not words:
        return None
    sentences = sum(len(sentence_spans(line)) for line in lines if _WORD.search(line))
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * sum(map(syllables, words)) / len(words)
