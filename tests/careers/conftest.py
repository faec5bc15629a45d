"""The small corpus about plant work as a catalogue, and an embedder that knows a few meanings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from advisor.careers.catalog import Catalog
from advisor.careers.reading import read_catalog
from advisor.index.contextual import content_words

GARDENS = Path(__file__).parent.parent / "data" / "gardens"
CORPUS = Path(__file__).parent.parent.parent / "corpus"


class WordEmbedder:
    """Vectors over a few topics: texts that share a topic's words are close. Records what it was asked."""

    fingerprint = "words/1"
    dimension = 4
    max_tokens = 64
    topics = (
        frozenset("tree trees climbing climbed climb crowns ropes rope".split()),
        frozenset("budget money spending costs planning".split()),
        frozenset("customers customer advice owners".split()),
    )

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.extend(texts)
        rows = []
        for text in texts:
            words = set(text.lower().split())
            row = np.array([*(float(bool(words & t)) for t in self.topics), 0.2], dtype=np.float32)
            rows.append(row / np.linalg.norm(row))
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        return self.embed(texts), [self.embed(content_words(text)) for text in texts]

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(t.split()) for t in texts]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return read_catalog(GARDENS)


@pytest.fixture(scope="session")
def shipped() -> Catalog:
    return read_catalog(CORPUS)


@pytest.fixture
def embedder() -> WordEmbedder:
    return WordEmbedder()
