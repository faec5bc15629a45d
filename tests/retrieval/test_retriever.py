"""The two branches, their filters, and the retriever as LangChain's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from advisor import Advisor
from advisor.retrieval.retriever import Retriever, as_langchain, hit_json
from advisor.types import Chunk, Filters, Query, Span


class Recording:
    """An index of fixed rankings that records what each branch was asked."""

    def __init__(self, dense: Sequence[tuple[str, float]], lexical: Sequence[tuple[str, float]]) -> None:
        self.dense, self.lexical = list(dense), list(lexical)
        self.asked: list[tuple[str, object, int, Filters]] = []
        self.held = {i: Chunk(i, i, Span(0, 9), f"words of {i} alone", "T") for i, _ in [*dense, *lexical]}
        self.embedder = self.store = self.vectors = self

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.ones((len(texts), 2), np.float32)

    def query(self, vector: NDArray[np.float32], k: int, filters: Filters) -> list[tuple[str, float]]:
        self.asked.append(("dense", None, k, filters))
        return self.dense

    def bm25(self, terms: Sequence[str], k: int, filters: Filters) -> list[tuple[str, float]]:
        self.asked.append(("lexical", list(terms), k, filters))
        return self.lexical

    def chunks(self, ids: Sequence[str]) -> Mapping[str, Chunk]:
        return {i: self.held[i] for i in ids if i in self.held}


def test_hits_carry_both_ranks_and_the_fused_score() -> None:
    index = Recording([("a", 0.8), ("b", 0.5)], [("b", 7.0), ("c", 3.0)])
    hits = Retriever(index).search(Query("rope"), 3)
    assert [(h.chunk.id, h.dense_rank, h.lexical_rank, h.similarity) for h in hits] == [
        ("b", 2, 1, 0.5),
        ("a", 1, None, 0.8),
        ("c", None, 2, None),
    ]
    assert [h.score for h in hits] == [1 / 62 + 1 / 61, 1 / 61, 1 / 62]


def test_both_branches_get_the_filters_and_the_same_depth() -> None:
    index = Recording([("a", 0.8)], [("a", 1.0)])
    filters = Filters(kinds=("role",))
    Retriever(index, candidates=7).search(Query("rope access", ("Crack mapping",), filters), 5)
    assert index.asked == [
        ("dense", None, 10, filters),
        ("lexical", ["rope", "access", "crack", "map"], 10, filters),
    ]


def test_a_query_of_stop_words_asks_the_dense_branch_alone() -> None:
    index = Recording([("a", 0.8)], [("b", 1.0)])
    assert [h.chunk.id for h in Retriever(index).search(Query("what is it"), 5)] == ["a"]
    assert [branch for branch, *_ in index.asked] == ["dense"]


def test_a_vector_whose_chunk_is_gone_is_no_hit() -> None:
    index = Recording([("a", 0.8), ("b", 0.5)], [])
    del index.held["a"]
    assert [h.chunk.id for h in Retriever(index).search(Query("rope"), 5)] == ["b"]


@pytest.mark.parametrize(("text", "k"), [pytest.param("  ", 5, id="blank"), pytest.param("rope", 0, id="none wanted")])
def test_nothing_is_asked_for_nothing(text: str, k: int) -> None:
    index = Recording([("a", 0.8)], [])
    assert Retriever(index).search(Query(text), k) == []
    assert index.asked == []


def test_search_on_disk_keeps_to_the_kind(built_advisor: Advisor) -> None:
    free = built_advisor.search("rope work", 20)
    assert {"role", "transition"} <= {h.chunk.kind for h in free}
    kept = built_advisor.search("rope work", 20, Filters(kinds=("transition",)))
    assert {h.chunk.document_id for h in kept} == {"routes/lighthouse-keeper-to-bridge-inspector"}
    assert any(h.dense_rank for h in kept)
    assert any(h.lexical_rank for h in kept)


def test_search_on_disk_keeps_to_the_documents(built_advisor: Advisor) -> None:
    hits = built_advisor.search("How far do bees fly?", 20, Filters(documents=("trades/bridge-inspector",)))
    assert {h.chunk.document_id for h in hits} == {"trades/bridge-inspector"}


def test_the_best_hit_holds_the_words(built_advisor: Advisor) -> None:
    best = built_advisor.search("channel 16 radio", 1)[0]
    assert "channel 16" in best.chunk.text
    text = built_advisor.document(best.chunk.document_id).text
    assert text[best.chunk.span.start : best.chunk.span.end] == best.chunk.text


def test_a_misspelt_word_is_searched_as_the_word_it_is(built_advisor: Advisor) -> None:
    assert [h.chunk.id for h in built_advisor.search("brigde inspectr pay", 3)] == [
        h.chunk.id for h in built_advisor.search("bridge inspector pay", 3)
    ]


def test_langchain_sees_the_same_hits(built_advisor: Advisor) -> None:
    ours = built_advisor.library.search(Query("honey of a hive"), 3)
    found = as_langchain(built_advisor.library.retriever, 3).invoke("honey of a hive")
    assert [d.page_content for d in found] == [h.chunk.text for h in ours]
    assert found[0].metadata["document_id"] == "bees"
    assert found[0].id == ours[0].chunk.id


def test_a_hit_as_json(built_advisor: Advisor) -> None:
    hit = built_advisor.search("rope work", 1)[0]
    data = hit_json(hit)
    assert list(data) == [
        "document_id",
        "title",
        "section",
        "start",
        "end",
        "text",
        "context",
        "kind",
        "dense_rank",
        "lexical_rank",
        "similarity",
        "score",
    ]
    assert data["end"] - data["start"] == len(data["text"])
