"""From findings to a score: a logistic model whose weights were fitted on the tuning part of the grounding pairs."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, fields


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found about one statement (or clause of one) and the evidence, as figures.

    `covered`: share of its meaning in the best sentence; `nearby`: in that sentence and its neighbours; `anywhere`: in
    all the evidence; `ordered`: in the best sentence and in order; `similarity`: best cosine with a sentence, 0 where
    none was computed; `novel`: content words that are nowhere; `exchanged`: words in another's place, by anchors;
    `crossed`: words that changed places; `apart`: distance in the sentence of what are neighbours in the statement;
    `swapped_in`: exchanges in a sentence that is otherwise the same; `strangers`: names and subjects that the best sentence lacks though another
    sentence has them; `turned`, `misplaced`, `numbers`, `names`: contradictions by kind.
    """

    covered: float = 0.0
    nearby: float = 0.0
    anywhere: float = 0.0
    ordered: float = 0.0
    similarity: float = 0.0
    novel: float = 0.0
    exchanged: float = 0.0
    crossed: float = 0.0
    apart: float = 0.0
    swapped_in: float = 0.0
    strangers: float = 0.0
    turned: float = 0.0
    misplaced: float = 0.0
    numbers: float = 0.0
    names: float = 0.0


FEATURES = tuple(f.name for f in fields(Findings))


def values(findings: Findings) -> tuple[float, ...]:
    return astuple(findings)


def logistic(z: float) -> float:
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0
