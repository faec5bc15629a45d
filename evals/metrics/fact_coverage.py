"""Fact coverage: the share of the expected facts that a reply states."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_DASHES = re.compile(r"[‐‑‒–—−]")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def normalised(text: str) -> str:
    """Case folded, white space and dashes made one, bold marks left out."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", text).replace("’", "'"))
    return " ".join(text.replace("**", "").casefold().split())


def states(text: str, fact: str) -> bool:
    """Whether the text holds the fact's words. A fact that begins or ends in a digit is not found inside a longer
    number: 47.49 does not stand in 147.49, nor 60 in 60.05."""
    where, what = normalised(text), normalised(fact)
    if not what:
        raise ValueError("the fact is empty")
    before = r"(?<![\d.,])" if what[0].isdigit() else ""
    after = r"(?![\d]|[.,]\d)" if what[-1].isdigit() else ""
    pattern = f"{before}{re.escape(what)}{after}"
    return bool(re.search(pattern, where) or re.search(pattern, _GROUPED.sub("", where)))


def fact_coverage(text: str, facts: Sequence[Sequence[str]]) -> float | None:
    """Facts of which one alternative stands in the text, over all facts. None where no fact is expected."""
    if not facts:
        return None
    return sum(any(states(text, a) for a in alternatives) for alternatives in facts) / len(facts)


def missing_facts(text: str, facts: Sequence[Sequence[str]]) -> list[str]:
    """The first alternative of each fact that the text does not state."""
    return [alternatives[0] for alternatives in facts if not any(states(text, a) for a in alternatives)]
