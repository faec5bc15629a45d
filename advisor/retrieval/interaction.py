"""Late interaction: a question and a passage compared word by word, by the vectors of the words in their context.

Each content word of the question looks for the word of the passage, or of the title and headings it stands under, that
is nearest to it (MaxSim: Khattab and Zaharia, "ColBERT", SIGIR 2020). The vectors of the passages' words come from the
index, where they were stored when the chunk was embedded; only the question is read by the model.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from advisor.index.contextual import content_words, unpacked
from advisor.ingest.splitter import embedding_text, prefix
from advisor.types import Chunk, Span

Vectors = NDArray[np.float32]
_FAR = 0.2
"""Likeness of a passage without a word of its own: about that of two texts that have nothing to do with each other."""


class Located(Protocol):
    """A stretch of a document."""

    @property
    def place(self) -> tuple[str, str]:
        """Id and content hash of the document."""
        ...

    @property
    def span(self) -> Span: ...

    @property
    def content(self) -> Sequence[str]:
        """Its content words, as `contextual.content_words` gives them."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the model reads it: its content words, and their vectors of unit length (words, dimension)."""

    words: tuple[str, ...]
    vectors: Vectors


def asked(text: str, vectors: Vectors) -> Asked:
    """A question with the vectors of its content words, as `Embedder.read` gives them."""
    return Asked(tuple(content_words(text)[: len(vectors)]), vectors)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a passage answers to a question. `words` (question words,) holds for each the cosine of the nearest word in
    the passage or in what it stands under; `own` the same for the passage alone; `meaning` is the cosine of the means
    of both."""

    words: Vectors
    own: Vectors
    meaning: float

    @property
    def mean(self) -> float:
        """The mean of `words`: MaxSim over the number of question words."""
        return float(self.words.mean()) if len(self.words) else _FAR


class ChunkWords:
    """The words of a chunk in the order of its embedding text: first `head` of title and headings, then its own."""

    __slots__ = ("head", "lengths", "matrix", "words")

    def __init__(self, chunk: Chunk, data: bytes, dimension: int) -> None:
        self.matrix = unpacked(data, dimension)
        self.lengths = np.maximum(np.linalg.norm(self.matrix.astype(np.float32), axis=1), 1e-12)
        self.words = content_words(embedding_text(chunk))[: len(self.matrix)]
        self.head = min(len(content_words(prefix(chunk.title, chunk.section, chunk.context))), len(self.matrix))

    def find(self, wanted: Sequence[str]) -> tuple[int, int]:
        """Where a run of words stands among its own; all of its own where it is not found as a whole."""
        count = len(wanted)
        for start in range(self.head, len(self.words) - count + 1):
            if self.words[start] == wanted[0] and self.words[start : start + count] == list(wanted):
                return start, start + count
        return self.head, len(self.words)


class WordIndex:
    """Compares questions with passages of one library; what it has read is kept, up to `most` chunks.

    `chunks` gives the chunks of a document in the order of its text, `data` the packed vectors of chunks by id.
    """

    def __init__(
        self,
        chunks: Callable[[str], Sequence[Chunk]],
        data: Callable[[Sequence[str]], Mapping[str, bytes]],
        dimension: int,
        most: int = 2048,
    ) -> None:
        self._chunks = chunks
        self._data = data
        self._dimension = dimension
        self._most = most
        self._layouts: OrderedDict[tuple[str, str], tuple[list[Chunk], list[int]]] = OrderedDict()
        self._kept: OrderedDict[str, ChunkWords] = OrderedDict()
        self._lock = Lock()

    def compare(self, asked: Asked, passages: Sequence[Located]) -> list[Likeness]:
        """The likeness of each passage to the question, in order."""
        if not len(asked.words) or not passages:
            return [Likeness(np.zeros(0, np.float32), np.zeros(0, np.float32), _FAR)] * len(passages)
        around = [self._around(passage) for passage in passages]
        read = self.of(c for some in around for c in some)
        starts: dict[str, int] = {}
        total = 0
        for key, one in read.items():
            starts[key] = total
            total += len(one.matrix)
        if not total:
            return [_nothing(asked)] * len(passages)
        directions, lengths = _joined(read.values())
        cosines = (asked.vectors @ directions.T) / lengths
        middle = asked.vectors.mean(axis=0)
        middle /= max(float(np.linalg.norm(middle)), 1e-12)
        return [
            _likeness(
                passage,
                [(read[c.id], starts[c.id]) for c in some if c.id in read],
                directions,
                lengths,
                cosines,
                middle,
            )
            for passage, some in zip(passages, around, strict=True)
        ]

    def rate(self, asked: Asked, chunks: Sequence[Chunk]) -> list[float]:
        """The mean over the question's words of the cosine of the nearest word of each chunk, title and headings
        included; 0 for a chunk that is gone, and for a question without words."""
        read = {key: one for key, one in self.of(chunks).items() if len(one.matrix)}
        if not len(asked.words) or not read:
            return [0.0] * len(chunks)
        directions, lengths = _joined(read.values())
        starts = np.cumsum([0, *(len(one.matrix) for one in read.values())])[:-1]
        nearest = np.maximum.reduceat((asked.vectors @ directions.T) / lengths, starts, axis=1).mean(axis=0)
        found = dict(zip(read, nearest.tolist(), strict=True))
        return [found.get(c.id, 0.0) for c in chunks]

    def forget(self) -> None:
        """Read everything anew: after a sync, chunks with the same ids may stand under another title."""
        with self._lock:
            self._layouts.clear()
            self._kept.clear()

    def of(self, chunks: Iterable[Chunk]) -> dict[str, ChunkWords]:
        """The words of chunks by id; a chunk that is gone is left out."""
        wanted = {c.id: c for c in chunks}
        with self._lock:
            found = {i: self._kept[i] for i in wanted if i in self._kept}
            for i in found:
                self._kept.move_to_end(i)
        missing = [i for i in wanted if i not in found]
        if missing:
            fresh = {i: ChunkWords(wanted[i], data, self._dimension) for i, data in self._data(missing).items()}
            found.update(fresh)
            with self._lock:
                self._kept.update(fresh)
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return found

    def _around(self, passage: Located) -> list[Chunk]:
        """The chunks that a passage stands in: one, or several where it was cut."""
        chunks, ends = self._layout(passage.place)
        found = []
        for chunk in chunks[bisect_left(ends, passage.span.start + 1) :]:
            if chunk.span.start >= passage.span.end:
                break
            found.append(chunk)
        return found

    def _layout(self, place: tuple[str, str]) -> tuple[list[Chunk], list[int]]:
        with self._lock:
            if place in self._layouts:
                self._layouts.move_to_end(place)
                return self._layouts[place]
        chunks = list(self._chunks(place[0]))
        layout = (chunks, [c.span.end for c in chunks])
        with self._lock:
            self._layouts[place] = layout
            while len(self._layouts) > self._most:
                self._layouts.popitem(last=False)
        return layout


def _nothing(asked: Asked) -> Likeness:
    far = np.full(len(asked.words), _FAR, np.float32)
    return Likeness(far, far, _FAR)


def _joined(read: Iterable[ChunkWords]) -> tuple[Vectors, Vectors]:
    """The directions of all words, (words, dimension), and their lengths."""
    chunks = list(read)
    directions = np.concatenate([one.matrix for one in chunks]).astype(np.float32)
    return directions, np.concatenate([one.lengths for one in chunks])


def _likeness(
    passage: Located,
    around: Sequence[tuple[ChunkWords, int]],
    directions: Vectors,
    lengths: Vectors,
    cosines: Vectors,
    middle: Vectors,
) -> Likeness:
    wanted = passage.content
    own: list[int] = []
    heads: list[int] = []
    for words, at in around:
        start, end = words.find(wanted) if wanted else (0, 0)
        own.extend(range(at + start, at + end))
        heads.extend(range(at, at + words.head))
    far = np.full(len(cosines), _FAR, np.float32)
    alone = cosines[:, own].max(axis=1) if own else far
    under = cosines[:, heads].max(axis=1) if heads else far
    mean = (directions[own] / lengths[own, None]).mean(axis=0) if own else np.zeros_like(middle)
    length = float(np.linalg.norm(mean))
    return Likeness(np.maximum(alone, under), alone, float(mean @ middle) / length if length else _FAR)
