"""More and less, most and least: the side of an order that a question asks for, and what it counts."""

from __future__ import annotations

import re

from advisor.answering.attributes import IDIOM
from advisor.answering.claims import AUXILIARY
from advisor.answering.question.values import Question
from advisor.text import STOPWORDS, fold, number_values, spelled_values, stem, words

_UP = frozenset(
    stem(w)
    for w in "grow growing grew growth rise rising rose increase increasing increased up surge boom booming "
    "recover recovered rebound rebounded gain gained expand expanding better higher".split()
)
_DOWN = frozenset(
    stem(w)
    for w in "shrink shrinking shrank shrunk fall falling fell decline declining declined drop dropping dropped "
    "decrease decreasing decreased down lose losing lost collapse worse lower cut cuts".split()
)


def direction_of(text: str) -> int:
    """1 where a text tells of a rise, -1 of a fall, 0 of neither or both."""
    stems = {stem(w) for w in words(text)}
    up, down = bool(stems & _UP), bool(stems & _DOWN)
    return 0 if up == down else 1 if up else -1


def direction_taken(text: str) -> int:
    """The direction in which a question takes something to have moved; 0 where it asks for a figure of growth."""
    return direction_of(_FIGURE_OF_GROWTH.sub(" ", IDIOM.sub(" ", text)))


_FIGURE_OF_GROWTH = re.compile(
    r"^\W*(?:and |the |its |their |what about |how about )*growth\b|\b(?:what|how (?:much|big|high|strong)|which|projected|expected|yearly|annual)\b.{0,25}\bgrowth\b",
    re.I,
)
"""Asks for a figure, and takes nothing to have risen."""
_MOST = re.compile(
    r"\b(?:number (?:one|two|three|four|five|six|seven|eight|nine|ten|1?\d)\b|no\.? ?1?\d\b|ranked first|"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:place|entry|item|position|on the list|in the list)|most|highest|biggest|largest|greatest|fastest|best[- ]paid|best[- ]paying|(?<!at the )(?<!the very )top(?! (?:\d+|five|ten|twenty)\b)|longest|priciest|"
    r"best|strongest|hardest|steepest|sharpest|hottest|dearest|most expensive)\b"
)
_LEAST = re.compile(
    r"\b(?:least|lowest|smallest|slowest|cheapest|shortest|fewest|worst|weakest|easiest|worst[- ]paid)\b"
)


def superlative(text: str) -> bool:
    """Whether a text tells of the most or the least of something."""
    return bool(extreme(fold(text)))


def extreme(folded: str) -> int:
    """1 where a folded text tells of the most of something, -1 of the least, 0 of neither."""
    return 1 if _MOST.search(folded) else -1 if _LEAST.search(folded) else 0


def both_ends(text: str) -> bool:
    """Whether a question asks for the most and for the least."""
    folded = fold(text)
    return bool(_MOST.search(folded) and _LEAST.search(folded))


_PLACE = re.compile(
    r"\bnumber (one|two|three|four|five|six|seven|eight|nine|ten|1?\d)\b|\bno\.? ?(1?\d)\b|"
    r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:place|entry|item|position|on the list|in the list)\b"
)
_NTH = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


def place_asked(text: str) -> int | None:
    """The place in an order that a question asks for ("number 3", "the third entry"); None where it asks for none."""
    match = _PLACE.search(fold(text))
    if match is None:
        return None
    if match[3]:
        return _NTH.index(match[3]) + 1
    value = next(iter(number_values(match[1] or match[2]) or spelled_values(match[1] or match[2])), None)
    return int(value) if value else None


def which_moved(folded: str) -> bool:
    """Whether a folded question asks which things of a kind rose or fell ("which jobs shrank in 2024?")."""
    match = _WHICH_MOVED.search(folded)
    return match is not None and bool(direction_of(folded)) and not extreme(folded)


_WHICH_MOVED = re.compile(
    rf"\b(?:which|what)\s+(?!{AUXILIARY}\b)(?:[\w'’/-]+\s+){{0,3}}?[\w'’/-]+s\s+(?:\w+\s+){{0,2}}?(?:"
    r"grew|grow|grows|growing|rose|rise|rising|risen|grown|increased?|increasing|expanded|"
    r"shrank|shrink|shrinking|shrunk|fell|fall|falling|fallen|declined?|declining|dropped|dropping|lost|losing)\b"
)


def counted_in(folded: str) -> tuple[str, ...]:
    """Stems of what a folded question asks the number of ("how many more work roles …")."""
    match = _COUNTED.search(folded)
    found = words(match[1]) if match else []
    stop = next((i for i, w in enumerate(found) if w in STOPWORDS), len(found))
    return tuple(stem(w) for w in found[:stop])


_COUNTED = re.compile(
    r"\b(?:how many|more|fewer|number of)\s+(?:(?:more|fewer|different|new|other)\s+)?((?:[a-z-]+\s*){1,3})"
)


def compares(question: Question) -> bool:
    """Whether a question sets things against each other, in whatever shape it asks."""
    return question.intent in {"comparison", "ranking"} or bool(_AGAINST.search(fold(question.own_words)))


_AGAINST = re.compile(
    r"\b(?:compare[ds]?|comparison|versus|vs\.?|than|differ\w*|against|between|or|first|both|each|respectively|from .{1,40} to|whereas|while)\b"
)
