"""Length of a reply in words, as a reader counts them."""

from __future__ import annotations

import re

_MARKERS = re.compile(r"\[\d{1,3}\]")


def word_count(text: str) -> int:
    """Runs of characters between white space that hold a letter or digit; citation markers are not words."""
    return sum(any(c.isalnum() for c in w) for w in _MARKERS.sub(" ", text).split())
