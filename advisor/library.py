"""A corpus as the answering stages see it: an opened index, with what is read once out of its documents.

`IndexedLibrary` stands over the index on disk and notices when a sync has changed it. `passages_library` holds
passages handed in by a caller in memory, so that anyone can use the composer over a retriever of their own.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from advisor.answering.passages import PassageCache
from advisor.index.embedder import Embedder
from advisor.index.library import Index
from advisor.ingest.glossary import Glossary
from advisor.retrieval.interaction import Likeness, Located, WordIndex, asked
from advisor.retrieval.retriever import Retriever
from advisor.types import Chunk, Document, DocumentInfo, Hit, Query
from advisor.vocabulary import Vocabulary

if TYPE_CHECKING:
    from advisor.careers.catalog import Catalog


_EVERYDAY, _RARE = math.log10(2500), math.log10(16_000)


class _Read:
    """What one state of the index says as a whole."""

    def __init__(self, documents: Sequence[Document], glossary: Glossary, everyday: Callable[[str], float]) -> None:
        self.documents = {d.id: d for d in documents}
        self.vocabulary = replace(Vocabulary.read(documents, glossary.categories), everyday=everyday)
        self.kinds = dict(Counter(d.kind for d in documents))
        self.moves = moves_of(documents)
        self._glossary = glossary

    @cached_property
    def catalog(self) -> Catalog:
        from advisor.careers.catalog import Catalog

        return Catalog.from_documents(list(self.documents.values()), self._glossary)


def moves_of(documents: Sequence[Document]) -> dict[tuple[str, str], str]:
    """Documents with `from` and `to` in their front matter, by those two ids."""
    found: dict[tuple[str, str], str] = {}
    for document in documents:
        start, goal = document.meta_value("from"), document.meta_value("to")
        if start and goal:
            found[(start, goal)] = document.id
    return found


class IndexedLibrary:
    """An index on disk. Safe for several threads; a sync by another process shows at the next question."""

    def __init__(self, index: Index, candidates: int) -> None:
        self.index = index
        self.retriever = Retriever(_Searchable(self, index), candidates, self)
        self.passages = PassageCache()
        self._asked = lru_cache(maxsize=256)(lambda text: index.embedder.read([text]))
        self._words = WordIndex(index.store.document_chunks, index.store.words, index.embedder.dimension)
        self._lock = RLock()
        self._generation: int | None = None
        self._read: _Read | None = None
        self._frequency = lru_cache(maxsize=20_000)(index.store.chunk_frequency)

    def _current(self) -> _Read:
        generation = self.index.store.generation
        with self._lock:
            if self._read is None or generation != self._generation:
                store = self.index.store
                found = (store.document(i) for i in store.document_ids())
                documents = [d for d in found if d is not None]
                self._read = _Read(documents, Glossary.read(Path(self.index.corpus)), self.everyday)
                self._generation = generation
                self._frequency.cache_clear()
                self._words.forget()
                self.passages = PassageCache()  # a document may have got another title with the same text
            return self._read

    @property
    def vocabulary(self) -> Vocabulary:
        return self._current().vocabulary

    @property
    def size(self) -> int:
        return self.index.store.chunk_count()

    def moves(self) -> Mapping[tuple[str, str], str]:
        return self._current().moves

    def kinds(self) -> Mapping[str, int]:
        return self._current().kinds

    def search(self, query: Query, k: int) -> list[Hit]:
        return self.retriever.search(query, k)

    def document(self, document_id: str) -> Document | None:
        return self._current().documents.get(document_id)

    def documents(self) -> list[Document]:
        """Every document, in order of id."""
        return [d for _, d in sorted(self._current().documents.items())]

    def catalog(self) -> Catalog:
        """The career records of these documents, read when first asked for."""
        return self._current().catalog

    def infos(self) -> list[DocumentInfo]:
        return self.index.store.documents()

    def document_frequency(self, term: str) -> int:
        return int(self._frequency(term))

    def everyday(self, word: str) -> float:
        return everydayness(word, self.index.embedder)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of texts; a single text, which is a question, is remembered."""
        return self._asked(texts[0])[0] if len(texts) == 1 else self.index.embedder.embed(texts)

    def compare(self, text: str, passages: Sequence[Located]) -> list[Likeness]:
        """How each passage answers to a text, word by word."""
        return self._words.compare(asked(text, self._asked(text)[1][0]), passages)

    def rate(self, text: str, chunks: Sequence[Chunk]) -> list[float]:
        """How near each chunk comes to the words of a text."""
        return self._words.rate(asked(text, self._asked(text)[1][0]), chunks)


def everydayness(word: str, embedder: Embedder) -> float:
    """1 for a word of every day, 0 for one that is rare enough to be a name, by its place in the embedder's
    vocabulary on a logarithmic scale."""
    rank = embedder.rank(word)
    if rank is None:
        return 0.0
    return min(1.0, max(0.05, (_RARE - math.log10(max(rank, 1))) / (_RARE - _EVERYDAY)))


class _Searchable:
    """An index whose embedder remembers the questions of one library."""

    def __init__(self, library: IndexedLibrary, index: Index) -> None:
        self.embedder = library
        self.store = index.store
        self.vectors = index.vectors


class MemoryLibrary:
    """Documents handed in, split, embedded and indexed in memory; for one question or many."""

    def __init__(self, documents: Sequence[Document], embedder: Embedder, chunk_tokens: int) -> None:
        from advisor.index.memory import MemoryIndex

        self._all = {d.id: d for d in documents}
        self._index = MemoryIndex(documents, embedder, chunk_tokens)
        self._embedder = embedder
        self.retriever = Retriever(self._index, reader=self)
        self._words = WordIndex(self._index.document_chunks, self._index.words, embedder.dimension)
        self.passages = PassageCache()
        self.vocabulary = replace(Vocabulary.read(documents), everyday=self.everyday)
        self.size = len(self._index.store)

    def moves(self) -> Mapping[tuple[str, str], str]:
        return moves_of(list(self._all.values()))

    def kinds(self) -> Mapping[str, int]:
        return dict(Counter(d.kind for d in self._all.values()))

    def search(self, query: Query, k: int) -> list[Hit]:
        return self.retriever.search(query, k)

    def document(self, document_id: str) -> Document | None:
        return self._all.get(document_id)

    def document_frequency(self, term: str) -> int:
        return self._index.store.frequency(term)

    def everyday(self, word: str) -> float:
        return everydayness(word, self._embedder)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embedder.embed(texts)

    def compare(self, text: str, passages: Sequence[Located]) -> list[Likeness]:
        """How each passage answers to a text, word by word."""
        return self._words.compare(asked(text, self._embedder.read([text])[1][0]), passages)

    def rate(self, text: str, chunks: Sequence[Chunk]) -> list[float]:
        """How near each chunk comes to the words of a text."""
        return self._words.rate(asked(text, self._embedder.read([text])[1][0]), chunks)
