"""What figures mean: means with their reach and their intervals, paired differences, and how well a score separates.

Resampling is seeded, so that two runs give equal figures.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20_240_501
RESAMPLES = 2000
_LARGE = 3000
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over the cases that a metric applies to: `n` of `of`; [low, high] is its 95 % interval."""

    mean: float | None
    low: float | None
    high: float | None
    n: int
    of: int

    @property
    def coverage(self) -> float:
        return self.n / self.of if self.of else 0.0


def mean_of(values: Iterable[float | None], seed: int = SEED) -> Mean:
    """The mean of what is not None, with a 95 % percentile bootstrap interval (Efron and Tibshirani, An Introduction
    to the Bootstrap, 1993, chapter 13); above 3,000 values the normal interval, which is then the same."""
    everything = list(values)
    held = np.array([v for v in everything if v is not None], dtype=np.float64)
    if not len(held):
        return Mean(None, None, None, 0, len(everything))
    mean = float(held.mean())
    if len(held) > _LARGE:
        half = _Z * float(held.std(ddof=1)) / math.sqrt(len(held))
        low, high = mean - half, mean + half
    else:
        low, high = _interval(_resampled_means(held, seed))
    return Mean(mean, low, high, len(held), len(everything))


@dataclass(frozen=True, slots=True)
class Difference:
    """B - A over the pairs both have a value for. `better` is the share of resamples in which B is above A, ties
    halved; a difference whose interval [low, high] excludes 0 is more than chance at 95 %."""

    a: float
    b: float
    difference: float
    low: float
    high: float
    better: float
    n: int

    @property
    def sure(self) -> bool:
        return self.low > 0 or self.high < 0


def paired_difference(a: Sequence[float], b: Sequence[float], seed: int = SEED) -> Difference:
    """Paired bootstrap over cases (Koehn, Statistical Significance Tests for Machine Translation Evaluation, 2004).

    Raises ValueError where the lists differ in length or are empty.
    """
    if len(a) != len(b):
        raise ValueError(f"{len(a)} and {len(b)} values are no pairs")
    if not a:
        raise ValueError("there are no pairs to compare")
    left, right = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    means = _resampled_means(right - left, seed)
    low, high = _interval(means)
    return Difference(
        a=float(left.mean()),
        b=float(right.mean()),
        difference=float((right - left).mean()),
        low=low,
        high=high,
        better=float(((means > 0).mean() + (means >= 0).mean()) / 2),
        n=len(left),
    )


def _resampled_means(values: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    generator = np.random.default_rng(seed)
    means = np.empty(RESAMPLES)
    step = max(1, 2_000_000 // len(values))
    for start in range(0, RESAMPLES, step):
        size = min(step, RESAMPLES - start)
        means[start : start + size] = values[generator.integers(0, len(values), (size, len(values)))].mean(axis=1)
    return means


def _interval(means: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def auroc(scores: Sequence[float], positives: Sequence[bool]) -> float | None:
    """The chance that a positive scores above a negative, ties halved (Hanley and McNeil, The meaning and use of the
    area under a ROC curve, 1982). None where one of the two is missing."""
    ranks = _average_ranks(np.asarray(scores, dtype=np.float64))
    mask = np.asarray(positives, dtype=bool)
    many, few = int(mask.sum()), int((~mask).sum())
    if not many or not few:
        return None
    return float((ranks[mask].sum() - many * (many + 1) / 2) / (many * few))


def _average_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return ((last - counts + 1 + last) / 2)[inverse]


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts at a threshold: positive means supported."""

    true_positive: int
    false_positive: int
    true_negative: int
    false_negative: int

    @property
    def balanced_accuracy(self) -> float | None:
        """The mean of both recalls. None where one class is missing."""
        positives = self.true_positive + self.false_negative
        negatives = self.true_negative + self.false_positive
        if not positives or not negatives:
            return None
        return (self.true_positive / positives + self.true_negative / negatives) / 2


def confusion(scores: Sequence[float], positives: Sequence[bool], threshold: float) -> Confusion:
    """Scores at or above the threshold are called positive."""
    cells = {(real, called): 0 for real in (True, False) for called in (True, False)}
    for score, real in zip(scores, positives, strict=True):
        cells[bool(real), score >= threshold] += 1
    return Confusion(cells[True, True], cells[False, True], cells[False, False], cells[True, False])
