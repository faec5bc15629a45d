"""Latency: how long replies took, in milliseconds. Part of no comparison of bytes: it differs from run to run."""

from __future__ import annotations

import math
from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` of the values do not exceed (nearest rank). None without values.
    Raises ValueError where share is not in 0..1."""
    if not 0 <= share <= 1:
        raise ValueError(f"the share is {share}, and must be between 0 and 1")
    if not values:
        return None
    return sorted(values)[max(math.ceil(share * len(values)) - 1, 0)]
