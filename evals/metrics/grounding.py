"""Grounding: what becomes of each statement of a reply when it is held against its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Label = Literal["supported", "contradicted", "unsupported"]


@dataclass(frozen=True, slots=True)
class Grounding:
    """Statements of one reply, counted by label."""

    supported: int
    contradicted: int
    unsupported: int

    @property
    def statements(self) -> int:
        return self.supported + self.contradicted + self.unsupported

    @property
    def rate(self) -> float | None:
        """Supported statements over all (the faithfulness of Es et al., RAGAS, 2023). None without statements."""
        return self.supported / self.statements if self.statements else None

    @property
    def whole(self) -> float | None:
        """1 where every statement is supported, else 0: the reply as a reader meets it. None without statements."""
        return float(self.supported == self.statements) if self.statements else None


def label(score: float, contradicted: bool, threshold: float) -> Label:
    """supported at or above the threshold; else contradicted where the verifier names a contradiction."""
    if score >= threshold:
        return "supported"
    return "contradicted" if contradicted else "unsupported"


def grounding(labels: Sequence[Label]) -> Grounding:
    counts = Counter(labels)
    return Grounding(counts["supported"], counts["contradicted"], counts["unsupported"])
