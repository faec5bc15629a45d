"""An earlier question with one thing put in place of another: a name, a phrase, a place, a time, a direction."""

from __future__ import annotations

import re
from collections.abc import Callable

from advisor.answering.periods import periods
from advisor.answering.places import places
from advisor.answering.question import direction_of
from advisor.following import signs
from advisor.text import fold, words
from advisor.vocabulary import Mention, Vocabulary

_PREPOSITION = re.compile(r"^(for|with|without|from|against|under|by|about|among|after|before|on|in|at)\s+(?=\w)", re.I)
_WITH_ARTICLE = re.compile(r"^(?:an?|the)\s+[\w-]+(?:\s+[\w-]+)?$", re.I)
_WHO_ACTS = re.compile(
    r"\b((?:can|could|should|would|will|do|does|did|must|may|is|are|was|were)\s+)((?:an?|the)\s+[\w-]+)\b", re.I
)
_LONG_PHRASE = 7
"""Words of a phrase with a preposition, at most, that a follow-up replaces as a whole."""


def in_place_of(text: str, old: str, new: str) -> str:
    """A text with one name for another; the old one's version goes with it."""
    at = text.find(old)
    if at < 0:
        return f"{text.rstrip(' ?')} ({new})?"
    after = re.sub(r"^ v?\d+(?:\.\d+)+", "", text[at + len(old) :])
    return text[:at] + new + after


def constrained(text: str, new_places: tuple[object, ...], new_periods: tuple[object, ...]) -> str:
    """A question at another place and time."""
    for place in new_places[:1]:
        olds = places(text)
        swapped = _swap_place(text, str(olds[0]), str(place)) if olds else None
        text = swapped or f"{text.rstrip(' ?.!')} in {place}?"
    for period in new_periods[:1]:
        olds_ = periods(text)
        written = str(getattr(period, "words", period))
        swapped = _replace(text, olds_[0].words, written) if olds_ else None
        text = swapped or f"{text.rstrip(' ?.!')} in {written}?"
    return text


def _swap_place(text: str, old: str, new: str) -> str | None:
    for written in (old, "the US", "the USA", "the States", "the UK", "the EU", "US", "USA", "UK", "EU", "U.S."):
        match = re.search(rf"\b{re.escape(written)}(?!\w)", text, re.I if len(written) > 3 else 0)
        if match:
            return text[: match.start()] + new + text[match.end() :]
    return _replace(text, old, new)


def _replace(text: str, old: str, new: str) -> str | None:
    at = fold(text).find(fold(old))
    return text[:at] + new + text[at + len(old) :] if at >= 0 else None


def other_phrase(text: str, tail: str, named: list[Mention], vocabulary: Vocabulary) -> str | None:
    """A question with another phrase behind one of its prepositions ("the fine for banned practices", "for wrong
    information"), or with another one who acts ("can a firm …", "a person"); None where it has no such phrase, or where
    the phrase has a name and `tail`, whose names are `named`, has none."""
    match = _PREPOSITION.match(tail)
    if match:
        phrases = re.finditer(rf"\b{match[1]}\s+([^?.!,;:()—]+?)(?=\s*(?:[?.!,;:()—]|$))", text, re.I)
        found = next(reversed(list(phrases)), None)
        if found is None or len(words(found[1])) > _LONG_PHRASE or (_named(found[1], vocabulary) and not named):
            return None
        return text[: found.start()] + tail + text[found.end() :]
    acting = _WHO_ACTS.search(text) if _WITH_ARTICLE.match(tail) else None
    if acting is None or _named(acting[2], vocabulary):
        return None
    return text[: acting.start(2)] + tail + text[acting.end(2) :]


def other_direction(text: str, tail: str) -> str | None:
    """A question about a fall asked about a rise, or the other way round ("Which jobs shrank?", "which grew?")."""
    asked, before = direction_of(tail), direction_of(text)
    if not asked or not before or asked == before:
        return None
    new = next(w for w in re.findall(r"\w+", tail) if direction_of(w) == asked)
    old = next(w for w in re.findall(r"\w+", text) if direction_of(w) == before)
    return re.sub(rf"\b{old}\b", new, text, count=1)


def other_number(text: str, tail: str) -> str | None:
    """A question about another version, level, year or place in an order: the one that `tail` names, or the next one up or
    down; None where neither is there."""
    version, old = signs.VERSION.search(tail), signs.VERSION.search(text)
    if version and len(words(tail.replace(version[0], ""))) <= 3:
        return in_place_of(text, old[0], version[0]) if old else None
    numbered = signs.NUMBERED.fullmatch(tail)
    if numbered:
        return _put(text, rf"\b{numbered[1]} \w?(\d{{1,3}})\b", lambda _: numbered[2])
    year = signs.NEXT_YEAR.fullmatch(tail)
    if year:
        way = -1 if signs.BACK.search(year[0]) else 1
        return _put(text, r"\b((?:19|20)\d\d)\b(?!.*\b(?:19|20)\d\d\b)", lambda n: str(int(n) + way))
    if re.fullmatch(r"(?:number |no\.? ?|#)?\d{1,2}", tail):
        return _put(text, signs.PLACE.pattern, lambda _: tail.split()[-1])
    step = signs.STEP.search(tail)
    if step is None or len(words(tail)) > 8:
        return None
    way = 1 if step["way"].lower() in signs.UPWARDS else -1
    return _put(text, rf"\b{step['noun']} \w?(\d{{1,2}})\b", lambda n: str(int(n) + way))


def _put(text: str, pattern: str, new: Callable[[str], str]) -> str | None:
    """A text with something else for the first group of the first match; None where there is none."""
    match = re.search(pattern, text, re.I)
    return f"{text[: match.start(1)]}{new(match[1])}{text[match.end(1) :]}" if match else None


def _named(text: str, vocabulary: Vocabulary) -> bool:
    return any(m.kind != "subject" for m in vocabulary.find(text))
