"""Rows of one table that a question sets against each other: "how many more X has version 2 than version 1?".

Two rows stand against each other where both hold what the question has in common for them, and each holds a word of it
that the other lacks. Which names they are need not be known: the words of the question and of the rows tell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations

from advisor.answering.evidence import Library, Scored, term_weights
from advisor.answering.question import Question, Term, compares, counted_in, filler
from advisor.text import fold, stem, words

_MOST_ROWS, _PAIRED = 4, 60
"""Rows quoted at most; and the best rows of a table of which every two are tried."""
_ENOUGH = 0.55
"""Share of a question's words, by weight, that the rows and their table must hold together."""
_SHARED = 0.5
"""What a word that both rows hold counts beyond one that either holds."""
_FINER = 0.1
"""What a row's own score counts beside the words that it holds."""
_VERSION = re.compile(r"\b\d+(?:\.\d+)+\b")


def opposed_rows(question: Question, ranked: Sequence[Scored], library: Library) -> list[Scored]:
    """The rows that the question compares, in the order of their table; none where no table has them."""
    if not compares(question):
        return []
    weights = _weights(question, library)
    total = sum(weights.values())
    tables: dict[tuple[str, str], list[Scored]] = {}
    for scored in ranked:
        if scored.passage.unit.block == "row":
            tables.setdefault((scored.passage.document.id, scored.passage.unit.context or ""), []).append(scored)
    best: tuple[float, list[Scored]] = (0.0, [])
    for rows in tables.values():
        found = _opposed(rows, weights, _ENOUGH * total)
        best = max(best, found, key=lambda pair: pair[0])
    return sorted(best[1], key=lambda s: s.passage.number)[:_MOST_ROWS]


def _weights(question: Question, library: Library) -> dict[str, float]:
    """What each telling word of the question counts: its names and versions, and what it asks the number of."""
    counted = counted_in(fold(question.own_words))
    versions = _VERSION.findall(question.own_words)
    said = [w for w in words(_VERSION.sub(" ", question.own_words)) if not filler(w) or stem(w) in counted]
    terms = [Term(stem(w), w, True) for w in said]
    terms += [Term(" ".join(words(v)), v, True) for v in versions]
    return term_weights(question, library, terms)


def _opposed(rows: Sequence[Scored], weights: Mapping[str, float], least: float) -> tuple[float, list[Scored]]:
    """(worth, rows) of the two rows, and others like them, that hold most of the words: at least `least` together, and
    what they have in common each by itself ("2.1 | work roles" against "2.2 | work roles" and not "2.2 | tasks")."""
    rows = rows[:_PAIRED]
    held = [frozenset(t for t in weights if s.passage.holds(t)) for s in rows]
    around = frozenset(t for t in weights if rows[0].passage.is_under(t))
    best: tuple[float, list[Scored]] = (0.0, [])
    for (i, a), (j, b) in combinations(enumerate(held), 2):
        together = sum(w for t, w in weights.items() if t in a or t in b or t in around)
        if together <= least or not (a - b and b - a):
            continue
        worth = together + _SHARED * sum(w for t, w in weights.items() if t in a and t in b)
        worth += _FINER * (rows[i].score + rows[j].score)
        if worth > best[0]:
            same = [s for s, h in zip(rows, held, strict=True) if h >= a & b and h - (a & b)]
            best = (worth, same if 2 <= len(same) <= _MOST_ROWS else [rows[i], rows[j]])
    return best
