"""A statement laid along a sentence of the evidence: which of its words are there, which stand in another's place.

Alignment is global with gaps (Needleman and Wunsch, 1970), on words in order. What it yields are figures for the
model: how much is covered, how much in order, and the words that were exchanged.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.answering.checking.thesaurus import KIN, thesaurus
from advisor.answering.checking.tokens import Token

_GAP = -0.25
_UNLIKE = -0.3
_LIKE_ENOUGH = KIN


@dataclass(frozen=True, slots=True)
class Exchange:
    """A word of the statement that stands where the evidence has another one. `anchors`, 0..2, counts the words
    beside it that are the same on both sides; `crossed` tells that both words occur on both sides."""

    said: Token
    held: Token
    anchors: int
    crossed: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """`covered` is the weighted share of the statement's meaning found anywhere in the sentence, `ordered` the share
    found in order; `missing` are its words that are not there."""

    covered: float
    ordered: float
    missing: tuple[Token, ...]
    exchanges: tuple[Exchange, ...]


def likeness(a: Token, b: Token) -> float:
    """How far a word of the statement may rest on one of the evidence, 0..1."""
    if a.stem == b.stem or (a.value is not None and a.value == b.value):
        return 1.0
    if a.digits or b.digits:
        return 0.0
    if (
        len(a.stem) >= 5
        and len(b.stem) >= 5
        and a.stem[:5] == b.stem[:5]
        and b.stem not in thesaurus().opposites(a.stem)
    ):
        return KIN
    if (a.name or b.name) and _initials(a, b):
        return 1.0
    return thesaurus().likeness(a.stem, b.stem)


def _initials(a: Token, b: Token) -> bool:
    """Whether one is the abbreviation of the run of names that the other belongs to."""
    return (len(a.text) > 1 and a.text == b.initials) or (len(b.text) > 1 and b.text == a.initials)


class Matcher:
    """Likeness to the words of one piece of evidence, looked up by stem."""

    def __init__(self, evidence: Sequence[Token]) -> None:
        self._content = [t for t in evidence if t.content]
        self._stems = {t.stem for t in self._content}
        self._values = {t.value for t in evidence if t.value is not None}
        self._best: dict[tuple[str, str | bool], float] = {}

    def best(self, token: Token) -> float:
        """The likeness to the word that is most like it."""
        if token.stem in self._stems or (token.value is not None and token.value in self._values):
            return 1.0
        key = (token.stem, token.initials or token.name)
        if key not in self._best:
            self._best[key] = max((likeness(token, t) for t in self._content), default=0.0)
        return self._best[key]

    def coverage(self, statement: Sequence[Token]) -> float:
        """Weighted share of the statement's meaning that is there; 1 where it has none."""
        total = sum(t.weight for t in statement)
        if not total:
            return 1.0
        return sum(t.weight * self.best(t) for t in statement if t.content) / total


def align(statement: Sequence[Token], sentence: Sequence[Token]) -> Alignment:
    """The statement along one sentence."""
    matcher = Matcher(sentence)
    best = [matcher.best(t) if t.content else 0.0 for t in statement]
    total = sum(t.weight for t in statement) or 1.0
    path = _path(statement, sentence)
    in_order = sum(
        statement[i].weight * score
        for i, j in path
        if statement[i].content and (score := likeness(statement[i], sentence[j])) >= _LIKE_ENOUGH
    )
    return Alignment(
        covered=sum(t.weight * b for t, b in zip(statement, best, strict=True)) / total,
        ordered=in_order / total,
        missing=tuple(t for t, b in zip(statement, best, strict=True) if t.content and b < _LIKE_ENOUGH),
        exchanges=tuple(_exchanges(statement, sentence, path)),
    )


def _path(a: Sequence[Token], b: Sequence[Token]) -> list[tuple[int, int]]:
    """Pairs of positions on the best path, gaps left out."""
    table = [[j * _GAP for j in range(len(b) + 1)]]
    scores = []
    for i, token in enumerate(a, 1):
        row, above = [i * _GAP], table[-1]
        gains = [_gain(token, other) for other in b]
        scores.append(gains)
        for j, gain in enumerate(gains, 1):
            row.append(max(above[j - 1] + gain, above[j] + _GAP, row[j - 1] + _GAP))
        table.append(row)
    i, j, path = len(a), len(b), []
    while i and j:
        here = table[i][j]
        if here == table[i - 1][j - 1] + scores[i - 1][j - 1]:
            path.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif here == table[i - 1][j] + _GAP:
            i -= 1
        else:
            j -= 1
    return path[::-1]


def _gain(a: Token, b: Token) -> float:
    if a.content != b.content:
        return -1.0
    if not a.content:
        return 0.4 if a.word == b.word else _UNLIKE - 0.15
    like = likeness(a, b)
    return 2 * like if like else _UNLIKE


def _exchanges(statement: Sequence[Token], sentence: Sequence[Token], path: list[tuple[int, int]]) -> list[Exchange]:
    paired = dict(path)
    stems_said, stems_held = {t.stem for t in statement}, {t.stem for t in sentence}
    found = []
    for i, j in path:
        a, b = statement[i], sentence[j]
        if not a.content or not b.content or likeness(a, b) >= _LIKE_ENOUGH:
            continue
        crossed = a.stem in stems_held and b.stem in stems_said
        if not crossed and (a.stem in stems_held or b.stem in stems_said):
            continue
        found.append(Exchange(a, b, _anchors(statement, sentence, paired, i, j), crossed))
    return found


def _anchors(a: Sequence[Token], b: Sequence[Token], paired: dict[int, int], i: int, j: int) -> int:
    """Sides on which the next word is the same in both, or both end there."""
    left = (i == 0 and j == 0) or (i > 0 and j > 0 and paired.get(i - 1) == j - 1 and a[i - 1].stem == b[j - 1].stem)
    last = i == len(a) - 1 and j == len(b) - 1
    right = last or (paired.get(i + 1) == j + 1 and a[i + 1].stem == b[j + 1].stem)
    return int(left) + int(right)


def spread(statement: Sequence[Token], evidence: Sequence[tuple[int, Token]]) -> float:
    """How much longer than the statement the shortest stretch of evidence is that holds all of its words that are
    there: the logarithm (base 2) of the ratio, 0..6. What is merged from places far apart spreads wide.

    `evidence` gives each word with its place; ends of sentences and of sources are gaps between places.
    """
    wanted = {t.stem for t in statement if t.content}
    held = [(place, t.stem) for place, t in evidence if t.stem in wanted and t.content]
    needed = len({s for _, s in held})
    if needed < 2:
        return 0.0
    inside: Counter[str] = Counter()
    first, shortest = 0, held[-1][0] - held[0][0] + 1
    for place, word in held:
        inside[word] += 1
        while len(inside) == needed:
            shortest = min(shortest, place - held[first][0] + 1)
            inside[held[first][1]] -= 1
            if not inside[held[first][1]]:
                del inside[held[first][1]]
            first += 1
    return min(max(math.log2(shortest / len(statement)), 0.0), 6.0)
