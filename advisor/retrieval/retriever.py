"""From a query to hits: dense and lexical branch, fused by rank, the best of them compared with the query word by word
and put in that order, near-duplicates removed.

Filters act inside both branches, before the top k is cut. The score orders; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from advisor.retrieval.diversify import without_near_duplicates
from advisor.retrieval.fusion import reciprocal_rank_fusion
from advisor.text import terms
from advisor.types import Chunk, Filters, Hit, Query

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever


class Encoder(Protocol):
    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class Vectors(Protocol):
    def query(self, vector: NDArray[np.float32], k: int, filters: Filters) -> list[tuple[str, float]]: ...


class Passages(Protocol):
    def bm25(self, terms: Sequence[str], k: int, filters: Filters) -> list[tuple[str, float]]: ...

    def chunks(self, ids: Sequence[str]) -> Mapping[str, Chunk]: ...


class Searchable(Protocol):
    """What is searched: an index on disk, or passages held in memory."""

    @property
    def embedder(self) -> Encoder: ...

    @property
    def store(self) -> Passages: ...

    @property
    def vectors(self) -> Vectors: ...


class Reader(Protocol):
    """Compares a text with chunks word by word."""

    def rate(self, text: str, chunks: Sequence[Chunk]) -> list[float]:
        """The mean over the text's words of the cosine of the nearest word of each chunk (MaxSim)."""
        ...


_REREAD = 60
"""Fused hits that are compared word by word."""
_WHOLE = 0.5
"""Weight of the cosine of query and chunk beside that of their words. With it, 11 more of 150 questions found their
passage in the first five than by fusion alone (evals/suites/retrieval.jsonl), and 17 more in the first place."""


class Retriever:
    """Hits for a query, best first. `candidates` hits of each branch enter the fusion; without a `reader` the order is
    that of the fusion."""

    def __init__(self, index: Searchable, candidates: int = 60, reader: Reader | None = None) -> None:
        self.index = index
        self.candidates = candidates
        self.reader = reader

    def search(self, query: Query, k: int) -> list[Hit]:
        """At most `k` hits; none for a query without words."""
        wanted = [*terms(query.text), *(t for e in query.expansions for t in terms(e))]
        if not query.text.strip() or k < 1:
            return []
        depth = max(self.candidates, 2 * k)
        vector = self.index.embedder.embed([query.text])[0]
        dense = self.index.vectors.query(vector, depth, query.filters)
        lexical = self.index.store.bm25(list(dict.fromkeys(wanted)), depth, query.filters) if wanted else []
        dense_ids, lexical_ids = [i for i, _ in dense], [i for i, _ in lexical]
        fused = reciprocal_rank_fusion([dense_ids, lexical_ids])
        chunks = self.index.store.chunks(list(fused))
        dense_rank = {i: r for r, i in enumerate(dense_ids, 1)}
        lexical_rank = {i: r for r, i in enumerate(lexical_ids, 1)}
        similarity = dict(dense)
        hits = [
            Hit(chunks[i], score, dense_rank.get(i), lexical_rank.get(i), similarity.get(i))
            for i, score in fused.items()
            if i in chunks  # a vector whose document is being replaced has no chunk, and is no hit
        ]
        return without_near_duplicates(self._reread(query.text, hits), k)

    def _reread(self, text: str, hits: list[Hit]) -> list[Hit]:
        """The hits in the order of their likeness to the query; those that were not compared follow in theirs."""
        if self.reader is None or not hits:
            return hits
        top, rest = hits[:_REREAD], hits[_REREAD:]
        farthest = min((h.similarity for h in top if h.similarity is not None), default=0.0)
        ratings = self.reader.rate(text, [h.chunk for h in top])
        rated = [
            _scored(h, rating + _WHOLE * (farthest if h.similarity is None else h.similarity))
            for h, rating in zip(top, ratings, strict=True)
        ]
        rated.sort(key=lambda h: -h.score)
        last = rated[-1].score
        return [*rated, *(_scored(h, min(last, h.score)) for h in rest)]


def _scored(hit: Hit, score: float) -> Hit:
    """`replace` takes five times as long, and this is done for every candidate of every question."""
    return Hit(hit.chunk, score, hit.dense_rank, hit.lexical_rank, hit.similarity)


def as_langchain(retriever: Retriever, k: int = 5) -> BaseRetriever:
    """The retriever as LangChain's, for chains, tracing and callbacks of one's own."""
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document as LangChainDocument
    from langchain_core.retrievers import BaseRetriever

    class AdvisorRetriever(BaseRetriever):
        k: int = 5

        def _get_relevant_documents(
            self, query: str, *, run_manager: CallbackManagerForRetrieverRun
        ) -> list[LangChainDocument]:
            return [
                LangChainDocument(page_content=hit.chunk.text, id=hit.chunk.id, metadata=hit_json(hit))
                for hit in retriever.search(Query(query), self.k)
            ]

    return AdvisorRetriever(k=k)


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as `advisor search --json` prints it."""
    chunk = hit.chunk
    return {
        "document_id": chunk.document_id,
        "title": chunk.title,
        "section": list(chunk.section),
        "start": chunk.span.start,
        "end": chunk.span.end,
        "text": chunk.text,
        "context": chunk.context,
        "kind": chunk.kind,
        "dense_rank": hit.dense_rank,
        "lexical_rank": hit.lexical_rank,
        "similarity": None if hit.similarity is None else round(hit.similarity, 4),
        "score": round(hit.score, 6),
    }
