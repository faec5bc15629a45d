"""Reciprocal rank fusion, its arithmetic written out."""

from __future__ import annotations

import pytest

from advisor.retrieval.fusion import reciprocal_rank_fusion


def test_a_score_is_the_sum_of_one_over_sixty_plus_rank() -> None:
    fused = reciprocal_rank_fusion([["a", "b"], ["b", "c"]])
    assert fused == {"b": 1 / 62 + 1 / 61, "a": 1 / 61, "c": 1 / 62}
    assert list(fused) == ["b", "a", "c"]


def test_weights_and_constant_enter_the_sum() -> None:
    fused = reciprocal_rank_fusion([["a", "b"], ["b"]], weights=[2.0, 1.0], constant=1)
    assert fused == {"b": 2 / 3 + 1 / 2, "a": 2 / 2}
    assert list(fused) == ["b", "a"]


def test_ties_keep_the_order_of_first_appearance() -> None:
    assert list(reciprocal_rank_fusion([["x", "y"], ["y", "x"]])) == ["x", "y"]


def test_no_ranking_gives_no_scores() -> None:
    assert reciprocal_rank_fusion([]) == {}
    assert reciprocal_rank_fusion([[], []]) == {}


def test_each_ranking_needs_its_weight() -> None:
    with pytest.raises(ValueError, match="shorter"):
        reciprocal_rank_fusion([["a"], ["b"]], weights=[1.0])
