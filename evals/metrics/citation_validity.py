"""Citation validity: the share of citations that lead to something that exists."""

from __future__ import annotations

from collections.abc import Sequence


def citation_validity(exists: Sequence[bool]) -> float | None:
    """Citations whose source exists, over all citations; `exists` has one entry a citation. None without citations.

    A citation exists where its document is in the corpus (or its number among the given contexts) and its span lies
    within the document.
    """
    return sum(exists) / len(exists) if exists else None
