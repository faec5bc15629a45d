"""A deterministic embedder without a model, and small corpora, for tests of what is built on embedders."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from advisor.index.contextual import content_words
from advisor.text import terms
from advisor.types import Chunk, Span


class HashEmbedder:
    """Each stem is a fixed random direction, a text the sum of its stems; one token a word. Records its calls."""

    def __init__(self, dimension: int = 48, name: str = "hash") -> None:
        self.fingerprint = f"{name}/{dimension}"
        self.dimension = dimension
        self.max_tokens = 128
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded.extend(texts)
        rows = [self._row(text) for text in texts]
        return np.asarray(rows, np.float32).reshape(len(rows), self.dimension)

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """Each word has its own direction, whatever stands around it."""
        of_words = [np.asarray([self._row(w) for w in content_words(t)], np.float32) for t in texts]
        return self.embed(texts), [w.reshape(len(w), self.dimension) for w in of_words]

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) + 2 for text in texts]

    def _row(self, text: str) -> NDArray[np.float64]:
        row = np.zeros(self.dimension)
        for term in terms(text) or ["nothing"]:
            seed = int.from_bytes(hashlib.sha256(term.encode()).digest()[:8], "big")
            row += np.random.default_rng(seed).normal(size=self.dimension)
        return np.asarray(row / np.linalg.norm(row))


def make_chunk(text: str, number: int = 0, document: str = "a", kind: str = "guide", **fields: object) -> Chunk:
    """A chunk whose id is `<document>-<number>`."""
    values: dict[str, object] = {"title": "Untitled", **fields}
    return Chunk(
        f"{document}-{number}", document, Span(number * 1000, number * 1000 + len(text)), text, kind=kind, **values
    )  # type: ignore[arg-type]


def write_corpus(folder: Path, files: dict[str, str]) -> Path:
    """Write files by their path below the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder
