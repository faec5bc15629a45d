"""The documents that a talk has been about: what is asked next is often told in them too.

A follow-up says less than a question that stands alone, and what it leaves out is where the talk has come to. So the
passages of the document that the last reply comes nearest to are weighed as well, and count as somewhat nearer.
"""

from __future__ import annotations

from collections.abc import Sequence

from advisor.answering.evidence import Library
from advisor.types import Query

WORTH = 0.05
"""How much nearer, on the scale of scores of 0 to 1, a passage counts for each text whose best hit is in its document."""
_HITS = 4


def spoken_of(said: Sequence[str], library: Library) -> tuple[tuple[str, float], ...]:
    """(document id, how much nearer its passages count) for the documents of the best hits of what was said before."""
    worth: dict[str, float] = {}
    for text in said:
        for hit in library.search(Query(text), _HITS)[:1]:
            worth[hit.chunk.document_id] = worth.get(hit.chunk.document_id, 0.0) + WORTH
    return tuple(worth.items())
