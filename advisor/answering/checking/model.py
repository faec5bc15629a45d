"""From findings to a score: a logistic model (Berkson 1944) whose weights were fitted on the tuning part of the
project's grounding pairs, with signs held to what each finding means and a penalty of 0.3 on their squares."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found about one clause of a statement and the evidence, as figures.

    `nearby`: share of its meaning in the sentence it rests on and that one's neighbours;
    `anywhere`: in all the evidence; `similarity`: best cosine with a sentence, None where none was computed;
    `exchanged`: words that stand in another's place while their neighbours are the same, weighted by how far the rest
    is the same; `crossed`: two words that changed places with each other; `special`: words that are nowhere, the
    rarer the more; `spread`: how far apart the evidence tells
    what the statement tells in one breath (see `alignment.spread`); `turned`,
    `misplaced`, `numbers`, `names`: contradictions by kind.
    """

    nearby: float
    anywhere: float
    similarity: float | None
    exchanged: float = 0.0
    crossed: float = 0.0
    special: float = 0.0
    spread: float = 0.0
    turned: float = 0.0
    misplaced: float = 0.0
    numbers: float = 0.0
    names: float = 0.0


_WITH_MEANING = {
    "anywhere": 1.62, "similarity": 4.58, "exchanged": -1.29, "crossed": -1.13, "special": -0.55, "spread": -0.43,
    "turned": -3.2, "misplaced": -0.97, "numbers": -4.0, "names": -2.94,
}  # fmt: skip
_WORDS_ALONE = {
    "nearby": 0.77, "anywhere": 3.92, "exchanged": -1.08, "crossed": -1.21, "special": -0.54, "spread": -0.67,
    "turned": -3.25, "misplaced": -1.01, "numbers": -3.92, "names": -2.91,
}  # fmt: skip
_BIAS_WITH_MEANING, _BIAS_WORDS_ALONE = -2.86, -2.15


def probability(findings: Findings) -> float:
    """The chance, 0..1, that the clause is supported."""
    if findings.similarity is None:
        weights, bias = _WORDS_ALONE, _BIAS_WORDS_ALONE
    else:
        weights, bias = _WITH_MEANING, _BIAS_WITH_MEANING
    return 1 / (1 + math.exp(-(bias + sum(w * getattr(findings, name) for name, w in weights.items()))))
