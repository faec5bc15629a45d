"""The index in memory: BM25 written out, exact cosine, filters in both."""

from __future__ import annotations

import math

import numpy as np
import pytest

from advisor.index.contextual import packed
from advisor.index.memory import MemoryIndex, MemoryStore, MemoryVectors, fits
from advisor.types import Chunk, Document, Filters, Span
from tests.index.fakes import HashEmbedder

CHUNKS = [
    Chunk("1", "a", Span(0, 9), "rope rope work", "", kind="role"),
    Chunk("2", "b", Span(0, 9), "rope and lens", "", kind="guide"),
    Chunk("3", "b", Span(20, 29), "lens", "", kind="guide"),
]
NONE = Filters()


def test_bm25_is_okapi_with_the_usual_constants() -> None:
    # lengths 3, 2, 1: mean 2; "rope" stands in 2 of 3 chunks
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    first = idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2))
    second = idf * 1 * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 2 / 2))
    found = MemoryStore(CHUNKS).bm25(["rope"], 5, NONE)
    assert [i for i, _ in found] == ["1", "2"]
    assert [s for _, s in found] == pytest.approx([first, second])


def test_a_filter_acts_before_the_cut() -> None:
    store = MemoryStore(CHUNKS)
    assert [i for i, _ in store.bm25(["rope"], 1, Filters(kinds=("guide",)))] == ["2"]
    vectors = MemoryVectors(CHUNKS, np.asarray([[1, 0], [0.6, 0.8], [0, 1]], np.float32))
    assert vectors.query(np.asarray([1, 0], np.float32), 1, Filters(documents=("b",))) == [("2", pytest.approx(0.6))]


def test_vectors_come_nearest_first() -> None:
    vectors = MemoryVectors(CHUNKS, np.asarray([[0, 1], [1, 0], [0.6, 0.8]], np.float32))
    found = vectors.query(np.asarray([1, 0], np.float32), 5, NONE)
    assert found == [("2", pytest.approx(1.0)), ("3", pytest.approx(0.6)), ("1", pytest.approx(0.0))]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param(NONE, True, id="none"),
        pytest.param(Filters(kinds=("role", "guide")), True, id="kind"),
        pytest.param(Filters(kinds=("guide",)), False, id="other kind"),
        pytest.param(Filters(kinds=("role",), documents=("b",)), False, id="kind without document"),
        pytest.param(Filters(documents=("a",)), True, id="document"),
    ],
)
def test_fits(filters: Filters, expected: bool) -> None:
    assert fits(CHUNKS[0], filters) is expected


def test_an_index_of_documents_keeps_their_spans() -> None:
    text = "Bees fly far for food.\n\nA hive needs water."
    index = MemoryIndex([Document("bees", "Bees", text, "h")], HashEmbedder(), 64)
    chunk_id = index.store.bm25(["hive"], 1, NONE)[0][0]
    chunk = index.store.chunks([chunk_id])[chunk_id]
    assert text[chunk.span.start : chunk.span.end] == chunk.text
    assert "A hive needs water." in chunk.text
    assert index.store.frequency("water") == 1
    assert index.store.frequency("wine") == 0


def test_an_empty_index_finds_nothing() -> None:
    index = MemoryIndex([], HashEmbedder(), 64)
    assert len(index.store) == 0
    assert index.store.bm25(["bee"], 5, NONE) == []
    assert index.vectors.query(np.ones(48, np.float32), 5, NONE) == []
    assert (index.document_chunks("bees"), index.words(["x"])) == ([], {})


def test_an_index_of_documents_keeps_the_words_of_their_chunks() -> None:
    texts = {"bees": "Bees fly far for food.", "hive": "A hive needs water."}
    index = MemoryIndex([Document(i, i.title(), t, "h") for i, t in texts.items()], HashEmbedder(), 64)
    (chunk,) = index.document_chunks("hive")
    data = index.words([chunk.id, "nobody"])
    assert data == {chunk.id: packed(HashEmbedder().read(["Hive\nA hive needs water."])[1][0])}
