"""Quote exactness: the share of quotes that are the source's own characters."""

from __future__ import annotations

from collections.abc import Sequence


def quote_exactness(exact: Sequence[bool]) -> float | None:
    """Citations whose quote equals `document.text[start:end]` byte for byte, or, where no offsets are given, stands
    in the source as it is written; over all citations that quote. None where none does."""
    return sum(exact) / len(exact) if exact else None
