"""The project's verifier as the judge of entailment, for our replies and for other people's.

Sentences are embedded in batches and kept, since the same contexts come again and again in a file of answers.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from advisor.answering.support import Embed, Source, Support, check_support
from evals.metrics.cited import CitedStatement
from evals.metrics.grounding import Label, label


@dataclass
class KeptVectors:
    """Vectors of the texts seen last, at most `most`. Texts are embedded together, each once."""

    embed: Embed
    most: int = 20_000
    _kept: OrderedDict[str, NDArray[np.float32]] = field(default_factory=OrderedDict)

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        fresh = [t for t in dict.fromkeys(texts) if t not in self._kept]
        if fresh:
            self._kept.update(zip(fresh, self.embed(fresh), strict=True))
        for text in texts:
            self._kept.move_to_end(text)
        found = np.stack([self._kept[t] for t in texts])
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)
        return found


@dataclass(frozen=True)
class Judged:
    """A statement held against its sources: the verifier's score and reasons, the label at the threshold, and what
    the citation metrics need."""

    support: Support
    label: Label
    cited: CitedStatement


@dataclass(frozen=True)
class Verifier:
    """Entailment as support at or above `threshold`."""

    embed: Embed | None = None
    threshold: float = 0.5

    def support(self, statement: str, sources: Sequence[Source], computed: bool = False) -> Support:
        return check_support(statement, sources, self.embed, computed)

    def judge(self, statement: str, sources: Sequence[Source], computed: bool = False) -> Judged:
        """A statement against the sources it cites, all together, each alone and all but each."""
        together = self.support(statement, sources, computed)
        supported = together.score >= self.threshold
        alone = tuple(self._holds(statement, [s], computed) for s in sources) if len(sources) > 1 else (supported,)
        without = tuple(
            len(sources) > 1 and self._holds(statement, [*sources[:i], *sources[i + 1 :]], computed)
            for i in range(len(sources))
        )
        cited = CitedStatement(supported, alone if sources else (), without)
        return Judged(together, label(together.score, together.contradicted, self.threshold), cited)

    def judge_whole(self, statement: str, sources: Sequence[Source], computed: bool = False) -> Judged:
        """A statement against its sources together, where no citation is to be judged."""
        together = self.support(statement, sources, computed)
        called = label(together.score, together.contradicted, self.threshold)
        return Judged(together, called, CitedStatement(called == "supported"))

    def _holds(self, statement: str, sources: Sequence[Source], computed: bool) -> bool:
        return self.support(statement, sources, computed).score >= self.threshold
