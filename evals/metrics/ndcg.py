"""Normalised discounted cumulative gain at k: relevant ones count more the higher they stand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from evals.metrics.cutoff import checked


def ndcg_at_k(ranked: Sequence[str], gains: Mapping[str, float], k: int) -> float | None:
    """sum(gain_i / log2(i + 1)) over the first k, divided by that of the ideal order (Järvelin and Kekäläinen,
    Cumulated gain-based evaluation of IR techniques, 2002, with linear gains as in trec_eval).

    `gains` holds the gain of each relevant id. An id that is ranked twice gains once. None where no gain is
    positive. Raises ValueError for k below 1.
    """
    ideal = sorted((g for g in gains.values() if g > 0), reverse=True)[: checked(k)]
    if not ideal:
        return None
    first_use = list(dict.fromkeys(ranked))
    return _discounted([gains.get(id_, 0.0) for id_ in first_use[:k]]) / _discounted(ideal)


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
