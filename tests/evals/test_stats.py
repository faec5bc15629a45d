"""Means, intervals and differences."""

from __future__ import annotations

import pytest

from evals.stats import Confusion, auroc, confusion, mean_of, paired_difference


def test_a_mean_leaves_out_what_does_not_apply() -> None:
    told = mean_of([1.0, None, 0.0, 1.0, None])
    assert told.mean == pytest.approx(2 / 3)
    assert (told.n, told.of, told.coverage) == (3, 5, 3 / 5)
    assert told.low is not None
    assert told.high is not None
    assert 0 <= told.low <= 2 / 3 <= told.high <= 1


def test_nothing_to_average_is_none() -> None:
    told = mean_of([None, None])
    assert (told.mean, told.low, told.high, told.n, told.of) == (None, None, None, 0, 2)


def test_equal_values_have_no_spread() -> None:
    told = mean_of([0.5] * 10)
    assert (told.low, told.mean, told.high) == (0.5, 0.5, 0.5)


def test_intervals_are_the_same_each_time_and_meet_at_the_change_of_method() -> None:
    values = [float(i % 3 == 0) for i in range(3000)]
    assert mean_of(values) == mean_of(values)
    resampled, normal = mean_of(values), mean_of([*values, 0.0])
    assert resampled.low == pytest.approx(normal.low, abs=0.003)
    assert resampled.high == pytest.approx(normal.high, abs=0.003)


def test_a_difference_is_paired() -> None:
    a = [0.0, 0.2, 0.4, 0.6, 0.8] * 4
    told = paired_difference(a, [x + 0.1 for x in a])  # the spread of a does not hide a steady gain
    assert told.difference == pytest.approx(0.1)
    assert (told.low, told.high) == pytest.approx((0.1, 0.1))
    assert told.sure
    assert told.better == 1
    assert not paired_difference(a, a).sure
    assert paired_difference(a, a).better == 0.5


def test_what_is_no_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="2 and 1 values"):
        paired_difference([1.0, 2.0], [1.0])
    with pytest.raises(ValueError, match="no pairs"):
        paired_difference([], [])


def test_auroc_by_hand() -> None:
    # pairs (0.9, 0.5) won, (0.9, 0.7) won, (0.5, 0.5) tied, (0.5, 0.7) lost: (1 + 1 + 0.5 + 0) / 4
    assert auroc([0.9, 0.5, 0.5, 0.7], [True, True, False, False]) == 2.5 / 4
    assert auroc([0.1, 0.2], [True, True]) is None


def test_confusion_by_hand() -> None:
    told = confusion([0.9, 0.5, 0.4, 0.7, 0.1], [True, True, True, False, False], 0.5)
    assert told == Confusion(true_positive=2, false_positive=1, true_negative=1, false_negative=1)
    assert told.balanced_accuracy == (2 / 3 + 1 / 2) / 2
    assert Confusion(1, 0, 0, 0).balanced_accuracy is None
