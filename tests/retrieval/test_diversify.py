"""Near-duplicates among hits."""

from __future__ import annotations

import pytest

from advisor.retrieval.diversify import jaccard, without_near_duplicates
from advisor.types import Chunk, Hit, Span

SENTENCE = "A hive on a flat roof needs a wind break and water within fifty metres of its door every day of the year"


def hit(text: str, number: int, document: str = "a", start: int | None = None) -> Hit:
    begin = number * 1000 if start is None else start
    return Hit(Chunk(f"{document}-{number}", document, Span(begin, begin + len(text)), text, "Bees"), 1 / number)


def kept(*hits: Hit, k: int = 5) -> list[str]:
    return [h.chunk.id for h in without_near_duplicates(hits, k)]


def test_the_same_words_in_another_document_are_left_out() -> None:
    assert kept(hit(SENTENCE, 1), hit(SENTENCE.upper(), 2, "b"), hit("Bees fly far for food.", 3)) == ["a-1", "a-3"]


def test_one_changed_last_word_is_a_near_duplicate() -> None:
    # 21 trigrams, 20 of them shared: 20 / 22 = 0.909
    assert kept(hit(SENTENCE, 1), hit(SENTENCE.replace("the year", "the week"), 2)) == ["a-1"]


def test_a_changed_middle_is_another_passage() -> None:
    assert kept(hit(SENTENCE, 1), hit(SENTENCE.replace("water within", "no water for"), 2)) == ["a-1", "a-2"]


def test_overlapping_spans_of_one_document_count_as_one() -> None:
    assert kept(hit("Bees fly far.", 1, start=100), hit("Wholly other words here.", 2, start=105)) == ["a-1"]
    assert kept(hit("Bees fly far.", 1, start=100), hit("Wholly other words here.", 2, "b", start=105)) == [
        "a-1",
        "b-2",
    ]


def test_k_is_counted_after_duplicates_are_gone() -> None:
    hits = [hit(SENTENCE, 1), hit(SENTENCE, 2, "b"), hit("Bees fly far for food.", 3), hit("Honey keeps well.", 4)]
    assert kept(*hits, k=2) == ["a-1", "a-3"]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param({("x",), ("y",)}, {("y",), ("z",)}, 1 / 3, id="one of three"),
        pytest.param({("x",)}, {("x",)}, 1.0, id="equal"),
        pytest.param(set(), set(), 0.0, id="both empty"),
    ],
)
def test_jaccard(a: set[tuple[str, ...]], b: set[tuple[str, ...]], expected: float) -> None:
    assert jaccard(frozenset(a), frozenset(b)) == expected
