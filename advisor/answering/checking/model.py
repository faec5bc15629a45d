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
    is the same; `crossed`: two words that changed places with each other; `spread`: how far apart the evidence tells
    what the statement tells in one breath (see `alignment.spread`); `turned`,
    `misplaced`, `numbers`, `names`: contradictions by kind.
    """

    nearby: float
    anywhere: float
    similarity: float | None
    exchanged: float = 0.0
    crossed: float = 0.0
    spread: float = 0.0
    turned: float = 0.0
    misplaced: float = 0.0
    numbers: float = 0.0
    names: float = 0.0


_WITH_MEANING = {
    "anywhere": 2.13, "similarity": 4.61, "exchanged": -1.3, "crossed": -1.16, "spread": -0.42, "turned": -3.14,
    "misplaced": -0.68, "numbers": -4.45, "names": -2.75,
}  # fmt: skip
_WORDS_ALONE = {
    "nearby": 0.84, "anywhere": 4.36, "exchanged": -1.12, "crossed": -1.2, "spread": -0.66, "turned": -3.19,
    "misplaced": -0.73, "numbers": -4.24, "names": -2.73,
}  # fmt: skip
_BIAS_WITH_MEANING, _BIAS_WORDS_ALONE = -3.46, -2.73


def probability(findings: Findings) -> float:
    """The chance, 0..1, that the clause is supported."""
    if findings.similarity is None:
        weights, bias = _WORDS_ALONE, _BIAS_WORDS_ALONE
    else:
        weights, bias = _WITH_MEANING, _BIAS_WITH_MEANING
    return 1 / (1 + math.exp(-(bias + sum(w * getattr(findings, name) for name, w in weights.items()))))
