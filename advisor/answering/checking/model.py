"""From findings to a score: a logistic model (Berkson 1944) whose weights were fitted on the tuning part of the
project's grounding pairs, with signs held to what each finding means and a penalty of 0.3 on their squares."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found about one clause of a statement and the evidence, as figures.

    `covered`: share of its meaning in the sentence it rests on; `nearby`: in that sentence and its neighbours;
    `anywhere`: in all the evidence; `similarity`: best cosine with a sentence, None where none was computed;
    `exchanged`: words that stand in another's place while their neighbours are the same, weighted by how far the rest
    is the same; `strangers`: share of words that the sentence lacks though other evidence has them; `turned`,
    `misplaced`, `numbers`, `names`: contradictions by kind.
    """

    covered: float
    nearby: float
    anywhere: float
    similarity: float | None
    exchanged: float = 0.0
    strangers: float = 0.0
    turned: float = 0.0
    misplaced: float = 0.0
    numbers: float = 0.0
    names: float = 0.0


_WITH_MEANING = {
    "nearby": 0.21, "anywhere": 1.52, "similarity": 5.11, "exchanged": -1.41, "strangers": -0.09, "turned": -3.48,
    "misplaced": -1.36, "numbers": -5.09, "names": -2.55,
}  # fmt: skip
_WORDS_ALONE = {
    "covered": 0.96, "nearby": 1.62, "anywhere": 2.41, "exchanged": -1.24, "strangers": -0.38, "turned": -3.7,
    "misplaced": -1.23, "numbers": -4.79, "names": -2.46,
}  # fmt: skip
_BIAS_WITH_MEANING, _BIAS_WORDS_ALONE = -3.67, -2.62


def probability(findings: Findings) -> float:
    """The chance, 0..1, that the clause is supported."""
    if findings.similarity is None:
        weights, bias = _WORDS_ALONE, _BIAS_WORDS_ALONE
    else:
        weights, bias = _WITH_MEANING, _BIAS_WITH_MEANING
    return 1 / (1 + math.exp(-(bias + sum(w * getattr(findings, name) for name, w in weights.items()))))
