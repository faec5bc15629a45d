"""Abstention: who is refused, and who should be. Refusing all and refusing none are equally worthless."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Abstention:
    """The four cells. The first word says what was right, the second what was done."""

    answerable_answered: int = 0
    answerable_refused: int = 0
    unanswerable_answered: int = 0
    unanswerable_refused: int = 0

    @property
    def over_refusal(self) -> float | None:
        """Refused answerable questions over all answerable ones."""
        total = self.answerable_answered + self.answerable_refused
        return self.answerable_refused / total if total else None

    @property
    def under_refusal(self) -> float | None:
        """Answered unanswerable questions over all unanswerable ones."""
        total = self.unanswerable_answered + self.unanswerable_refused
        return self.unanswerable_answered / total if total else None

    @property
    def precision(self) -> float | None:
        """Right refusals over all refusals."""
        total = self.unanswerable_refused + self.answerable_refused
        return self.unanswerable_refused / total if total else None

    @property
    def recall(self) -> float | None:
        """Right refusals over all unanswerable questions."""
        rate = self.under_refusal
        return None if rate is None else 1 - rate

    @property
    def f1(self) -> float | None:
        """2TP / (2TP + FP + FN) with refusal as the positive class (van Rijsbergen, Information Retrieval, 1979).
        None where nothing was unanswerable; 0 where no refusal was right."""
        if self.recall is None:
            return None
        wrong = self.answerable_refused + self.unanswerable_answered
        return 2 * self.unanswerable_refused / (2 * self.unanswerable_refused + wrong)


def abstention(outcomes: Iterable[tuple[bool, bool]]) -> Abstention:
    """Cells from (answerable, refused) pairs."""
    cells = {(a, r): 0 for a in (True, False) for r in (True, False)}
    for outcome in outcomes:
        cells[outcome] += 1
    return Abstention(cells[True, False], cells[True, True], cells[False, False], cells[False, True])
