"""A chat model's sentence held against the passages it was given: kept, mended once, or found unsupported.

Mending uses the evidence alone and asks no model: first other passages of the sheet for the sentence as it stands,
then, where a passage says nearly the same, that passage's own words in place of the model's. So a wrong mark or an
altered digit costs the sentence nothing but its error, and no second call is waited for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from advisor.answering.citations import Verified
from advisor.answering.markers import Sentence
from advisor.answering.passages import Passage
from advisor.answering.rendering import render
from advisor.answering.sheet import Sheet
from advisor.answering.support import negated
from advisor.text import STOPWORDS, stem, words
from advisor.types import DraftStatement, Evidence

Outcome = Literal["kept", "recited", "replaced", "computed", "repeated", "unsupported"]
Check = Callable[[DraftStatement], Verified | None]

_TRIED = 3
_NEAR = 0.6
"""Least share of a sentence's content words, figures aside, in a passage whose words may stand in its place."""
_ADDRESS = re.compile(
    r"(?i:\b(?:https?|ftp|mailto|javascript|data):\S+)|//\S+|[^\s@]{1,64}@[^\s@]{1,100}|\b(?:[\w-]{1,63}\.){1,6}[a-z]{2,10}\b"
)


@dataclass(frozen=True, slots=True)
class Held:
    """What became of a sentence, and the statement to propose where it can be."""

    outcome: Outcome
    statement: DraftStatement | None = None


class Holder:
    """Holds the sentences of one answer against one sheet; nothing is said twice."""

    def __init__(self, sheet: Sheet, check: Check) -> None:
        self._sheet = sheet
        self._check = check
        self._said: set[str] = set()
        self._whole: set[tuple[str, int, int]] = set()

    def hold(self, sentence: Sentence) -> Held:
        """The sentence as a statement that passes the check; none where no passage of the sheet bears it out."""
        fact = next((i for i in sentence.ids if i in self._sheet.facts), None)
        if fact is not None:
            return self._once("computed", self._sheet.facts[fact])
        style: Literal["bullet", "sentence"] = "bullet" if sentence.bullet else "sentence"
        cited = self._sheet.evidence(sentence.ids)
        if cited:
            statement = DraftStatement(sentence.text, cited, style=style)
            if self._passes(statement):
                return self._once("kept", statement)
        near = self._nearest(sentence)
        denies = negated(sentence.text)
        for evidence in _choices([(share, p) for share, p in near if negated(p.words) == denies]):
            statement = DraftStatement(sentence.text, evidence, style=style)
            if self._passes(statement):
                return self._once("recited", statement)
        return self._replaced(sentence, near, style)

    def _passes(self, statement: DraftStatement) -> bool:
        return not _foreign_addresses(statement) and self._check(statement) is not None

    def _once(self, outcome: Outcome, statement: DraftStatement) -> Held:
        key = " ".join(words(statement.text))
        if key in self._said:
            return Held("repeated")
        self._said.add(key)
        return Held(outcome, statement)

    def _nearest(self, sentence: Sentence) -> list[tuple[float, Passage]]:
        """The passages that share most of the sentence's content words, those it cites first among equals."""
        wanted = _telling(sentence.text)
        if not wanted:
            return []
        scored = [
            (len(wanted & (p.stems | p.around_stems)) / len(wanted), key in sentence.ids, p)
            for key, p in self._sheet.passages.items()
        ]
        scored.sort(key=lambda s: (-s[0], not s[1], s[2].key))
        return [(share, passage) for share, _, passage in scored[:_TRIED]]

    def _replaced(
        self, sentence: Sentence, near: Sequence[tuple[float, Passage]], style: Literal["bullet", "sentence"]
    ) -> Held:
        for share, passage in near:
            if share < _NEAR or not _telling(sentence.text) & passage.stems:
                continue
            if passage.key in self._whole:
                return Held("repeated")
            statement = DraftStatement(render(passage), (passage.evidence(),), style=style)
            if self._check(statement) is not None:
                self._whole.add(passage.key)
                return self._once("replaced", statement)
        return Held("unsupported")


def _choices(near: Sequence[tuple[float, Passage]]) -> list[tuple[Evidence, ...]]:
    """Evidence to try for a sentence: each near passage alone, then the two nearest together."""
    singles = [(p.evidence(),) for share, p in near if share >= 0.5]
    pair = [(near[0][1].evidence(), near[1][1].evidence())] if len(near) > 1 and near[1][0] > 0.3 else []
    return [*singles, *pair]


def _telling(text: str) -> set[str]:
    return {stem(w) for w in words(text) if w not in STOPWORDS and not any(c.isdigit() for c in w)}


def _foreign_addresses(statement: DraftStatement) -> bool:
    """Whether the statement holds a web or mail address that its quotes do not."""
    quotes = " ".join(f"{e.quote} {e.context or ''}" for e in statement.evidence)
    return any(match[0].rstrip(".,;:!?)”") not in quotes for match in _ADDRESS.finditer(statement.text))
