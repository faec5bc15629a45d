"""The words of a text as they are found, pooled from tokens, and packed into bytes."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from advisor.index.contextual import content_spans, content_words, packed, pooled, unpacked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("The keeper lights a lamp.", ["keeper", "lights", "lamp"], id="without stop words"),
        pytest.param("The keeper's lamp, the keeper’s oil", ["keeper", "lamp", "keeper", "oil"], id="possessives"),
        pytest.param("Doesn't it? O'Brien does.", ["doesn't", "o'brien"], id="apostrophes within"),
        pytest.param("C++ and C# in 2024", ["c++", "c#", "2024"], id="symbols and numbers"),
        pytest.param("Façade of the CAFÉ", ["facade", "cafe"], id="folded"),
        pytest.param("rope-access snake_case", ["rope", "access", "snake", "case"], id="joined"),
        pytest.param("漢字 маяк", ["漢字", "маяк"], id="other scripts"),
        pytest.param("| a | 🙂 — |", [], id="nothing but signs"),
        pytest.param("what is it", [], id="stop words only"),
        pytest.param("", [], id="empty"),
    ],
)
def test_content_words(text: str, words: list[str]) -> None:
    assert content_words(text) == words


def unit(directions: NDArray[np.int8]) -> NDArray[np.float32]:
    vectors = directions.astype(np.float32)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), np.float32)


def test_spans_lie_on_the_words_of_the_text_as_it_stands() -> None:
    text = "Ice: the ﬁne CAFÉ’s 🙂 C++ of Malmö"
    spans = content_spans(text)
    assert [text[start:end] for start, end, _ in spans] == ["Ice", "ﬁne", "CAFÉ’s", "C++", "Malmö"]
    assert [word for *_, word in spans] == content_words(text) == ["ice", "fine", "cafe", "c++", "malmo"]


def test_a_word_of_several_pieces_is_their_mean_and_of_length_one() -> None:
    #       0123456789012345
    text = "a lamplighter runs"
    offsets = [(0, 0), (0, 1), (2, 6), (6, 13), (14, 18), (0, 0)]
    hidden = np.asarray([[9, 9], [7, 7], [3, 0], [0, 3], [0, -2], [9, 9]], np.float32)
    rows = pooled(text, offsets, hidden)
    np.testing.assert_allclose(rows, [[0.5**0.5, 0.5**0.5], [0, -1]], atol=1e-6)
    assert rows.dtype == np.float32


def test_the_parts_of_a_joined_word_and_its_symbols_count_for_the_word() -> None:
    text = "C++ doesn't"
    offsets = [(0, 1), (1, 2), (2, 3), (4, 9), (9, 10), (10, 11)]
    hidden = np.asarray([[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [1, 0, 0]], np.float32)
    rows = pooled(text, offsets, hidden)
    np.testing.assert_allclose(rows, [[5**-0.5, 2 * 5**-0.5, 0], [2 * 5**-0.5, 0, 5**-0.5]], atol=1e-6)


def test_words_beyond_the_last_token_have_no_row() -> None:
    text = "lamp rope honey bridge"
    offsets = [(0, 0), (0, 4), (5, 7), (0, 0)]
    hidden = np.eye(4, dtype=np.float32)
    rows = pooled(text, offsets, hidden)
    assert rows.tolist() == [[0, 1, 0, 0], [0, 0, 1, 0]]
    assert content_words(text)[: len(rows)] == ["lamp", "rope"]


def test_a_word_that_no_token_reads_keeps_its_place() -> None:
    """What follows it must not be taken for it."""
    rows = pooled("lamp rope honey", [(0, 4), (10, 15)], np.eye(2, dtype=np.float32))
    assert rows.tolist() == [[1, 0], [0, 0], [0, 1]]


@pytest.mark.parametrize("text", ["", "   ", "the of and", "🙂 —"])
def test_a_text_without_content_has_no_rows(text: str) -> None:
    offsets = [(0, 0), *((i, i + 1) for i in range(len(text))), (0, 0)]
    assert pooled(text, offsets, np.ones((len(offsets), 5), np.float32)).shape == (0, 5)


def test_packing_loses_less_than_a_hundredth_of_the_cosine() -> None:
    vectors = np.random.default_rng(3).normal(size=(500, 384)).astype(np.float32)
    vectors[0, 1:] *= 0.02  # one component far above the rest, as models have them
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    data = packed(vectors)
    assert len(data) == 500 * 384
    again = unit(unpacked(data, 384))
    assert again.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(again, axis=1), 1, atol=1e-5)
    assert float((again * vectors).sum(axis=1).min()) > 0.99
    assert float(np.abs(again @ again.T - vectors @ vectors.T).max()) < 0.01


def test_no_words_pack_into_no_bytes() -> None:
    data = packed(np.zeros((0, 384), np.float32))
    assert data == b""
    assert unit(unpacked(data, 384)).shape == (0, 384)


def test_a_word_without_direction_stays_one() -> None:
    again = unit(unpacked(packed(np.zeros((1, 4), np.float32)), 4))
    assert again.tolist() == [[0, 0, 0, 0]]
