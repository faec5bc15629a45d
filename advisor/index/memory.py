"""An index held in memory, for passages that a caller hands in: the same splitter and embedder, no files."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from advisor.index.contextual import packed
from advisor.index.embedder import Embedder
from advisor.ingest.splitter import embedding_text, split
from advisor.text import terms
from advisor.types import Chunk, Document, Filters

_K1, _B = 1.2, 0.75


class MemoryStore:
    """Chunks and Okapi BM25 over them (Robertson and Zaragoza, 2009; k1 = 1.2, b = 0.75)."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self._chunks = {c.id: c for c in chunks}
        self._terms = {c.id: Counter(terms(embedding_text(c))) for c in chunks}
        self._frequency = Counter(t for counted in self._terms.values() for t in counted)
        lengths = [sum(c.values()) for c in self._terms.values()]
        self._mean = sum(lengths) / len(lengths) if lengths else 1.0

    def __len__(self) -> int:
        return len(self._chunks)

    def frequency(self, term: str) -> int:
        return self._frequency.get(term, 0)

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        return {i: self._chunks[i] for i in ids if i in self._chunks}

    def bm25(self, terms: Sequence[str], k: int, filters: Filters) -> list[tuple[str, float]]:
        scored = [(i, self._score(terms, self._terms[i])) for i, c in self._chunks.items() if fits(c, filters)]
        return sorted((s for s in scored if s[1] > 0), key=lambda s: -s[1])[:k]

    def _score(self, wanted: Sequence[str], counted: Counter[str]) -> float:
        total, length = len(self._chunks), sum(counted.values()) or 1
        score = 0.0
        for term in wanted:
            count = counted.get(term, 0)
            if count:
                frequency = self._frequency[term]
                idf = math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))
                score += idf * count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * length / self._mean))
        return score


class MemoryVectors:
    """Exact cosine search over unit vectors."""

    def __init__(self, chunks: Sequence[Chunk], vectors: NDArray[np.float32]) -> None:
        self._chunks = list(chunks)
        self._vectors = vectors

    def query(self, vector: NDArray[np.float32], k: int, filters: Filters) -> list[tuple[str, float]]:
        if not self._chunks:
            return []
        similarity = self._vectors @ vector
        order = np.argsort(-similarity, kind="stable")
        found = [(self._chunks[i].id, float(similarity[i])) for i in order if fits(self._chunks[i], filters)]
        return found[:k]


class MemoryIndex:
    """What the retriever searches: chunks, their vectors, and BM25."""

    def __init__(self, documents: Sequence[Document], embedder: Embedder, chunk_tokens: int) -> None:
        chunks = [c for d in documents for c in split(d, embedder, chunk_tokens)]
        vectors, words = embedder.read([embedding_text(c) for c in chunks])
        self._words = {c.id: packed(w) for c, w in zip(chunks, words, strict=True)}
        self._chunks: dict[str, list[Chunk]] = {}
        for chunk in chunks:
            self._chunks.setdefault(chunk.document_id, []).append(chunk)
        self.embedder = embedder
        self.store = MemoryStore(chunks)
        self.vectors = MemoryVectors(chunks, vectors)

    def document_chunks(self, document_id: str) -> list[Chunk]:
        return self._chunks.get(document_id, [])

    def words(self, ids: Sequence[str]) -> dict[str, bytes]:
        """By id the packed vectors of the words of chunks."""
        return {i: self._words[i] for i in ids if i in self._words}


def fits(chunk: Chunk, filters: Filters) -> bool:
    """Whether a chunk satisfies the filters."""
    if filters.kinds and chunk.kind not in filters.kinds:
        return False
    return not filters.documents or chunk.document_id in filters.documents
