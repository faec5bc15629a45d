"""What a question asks for that near passages do not give, though they are about everything it speaks of.

    "name the eight domains"          a passage that counts eight domains names none of them
    "what does the Blue Rope cost?"   the price of a thing with another name is not it
    "which state had the most?"       figures of no state
    "who founded it?"                 a passage that only uses it

Such passages are shown, and what they lack is named. General English and the loaded corpus, no field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from advisor.answering.evidence import FIGURES, Scored
from advisor.answering.passages import Passage
from advisor.answering.question import Question
from advisor.answering.sufficiency import Verdict
from advisor.text import number_values, spelled_values, stem, words
from advisor.vocabulary import Vocabulary

_READ = 40
"""Best passages in which what is asked for is looked for."""
_COUNT = (
    r"(?P<count>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|\d{1,2})"
)
_NAMED = re.compile(
    rf"\b(?:(?:which|what)(?! of\b)(?: are| were)?|name|list|enumerate|spell out)(?: me| us)?(?: the| its| their| these| those| all| of)*\s+{_COUNT}\s+(?P<things>(?:[\w'’/-]+\s+){{0,3}}?[\w/-]+s)\b(?!['’])",
    re.I,
)
"""Asks for the names of things that are counted: "which six countries", "list the eight domains"."""
_COUNTED = re.compile(rf"\b{_COUNT}\s+(?P<things>(?:[\w'’/-]+\s+){{0,3}}?[\w'’/-]+s)\b", re.I)
_CALLED = re.compile(r"\b(?:(?:what|how) (?:are|were) (?:they|these|those)\b.{0,25}\b(?:called|named)|by name)\b", re.I)
_FEWEST = 3
"""Things, at least, of which a passage can be seen to name none."""
_RUN = re.compile(r"\b[A-Z][\w'’-]*[A-Za-z0-9](?:\s+[A-Z][\w-]*[A-Za-z0-9]\b)+")
_OF_PLACES = re.compile(
    r"\b(?:which|what) (?:\w+ )?(?P<kind>states?|country|countries|city|cities|regions?|province|county)\b", re.I
)
_NO_COUNTRIES = frozenset({"the world", "Europe", "European Union", "Asia", "Africa", "North America", "Latin America"})
_MAKERS = r"found\w*|start\w*|creat\w*|invent\w*|design\w*|wrote|written|author\w*|buil[dt]\w*|develop\w*|ma[dk]e\w*|behind|owner\w*|owned|set up|began|begun|maintain\w*|publish\w*|run|led|led by"
_WHO_MADE = re.compile(
    r"\bwho (?:first |originally |actually )?(?:founded|started|created|invented|designed|wrote|built|developed|set up|came up with)\b|\b(?:founder|inventor|creator|author)s? of\b",
    re.I,
)


def with_lacking(verdict: Verdict, question: Question, ranked: Sequence[Scored], vocabulary: Vocabulary) -> Verdict:
    """The verdict, and where it is an answer that lacks what is asked for, partial: with that as what is missing."""
    if verdict.outcome != "answer" or question.premise or question.intent in {"transition", "plan"}:
        return verdict
    shown = [*verdict.passages, *verdict.nearest]
    missing = (
        _names_of_counted(question, ranked)
        or _named_thing(question, shown, vocabulary)
        or _places(question, shown)
        or _makers(question, shown)
    )
    return replace(verdict, outcome="partial", missing=(f"subject: {missing}",)) if missing else verdict


def _names_of_counted(question: Question, ranked: Sequence[Scored]) -> str:
    """The things whose names a question asks for, where passages only count them."""
    said = f"{question.told} {question.text}"
    match = _NAMED.search(question.text) or (_COUNTED.search(said) if _CALLED.search(question.text) else None)
    if match is None:
        return ""
    values = number_values(match["count"]) or spelled_values(match["count"])
    count, things = int(values[0]) if values else 0, {stem(w) for w in words(match["things"])[-1:]}
    about = [s for s in ranked[:_READ] if s.subjects or not any(m.exact for m in question.subjects)]
    if not any(_tells_number(s.passage, things, count) for s in about):
        return ""  # so many as the person wants to have
    if count < _FEWEST or any(_enumerates(s.passage, things, count) for s in about):
        return ""
    together: dict[tuple[str, tuple[str, ...]], int] = {}
    for scored in about:
        passage = scored.passage
        if passage.unit.block != "paragraph" and things & (
            passage.head_stems | {stem(w) for w in words(passage.document.title)}
        ):
            key = (passage.document.id, (*passage.unit.section, passage.unit.context or ""))
            together[key] = together.get(key, 0) + 1
    return (
        "" if any(n >= min(count, 4) for n in together.values()) else f"names of the {match['count']} {match['things']}"
    )


def _tells_number(passage: Passage, things: set[str], count: int) -> bool:
    """Whether a passage says that there are so many of these things ("eight domains")."""
    tokens = words(passage.words)
    return any(
        things & {stem(w) for w in tokens[i + 1 : i + 4]} and count in (*number_values(token), *spelled_values(token))
        for i, token in enumerate(tokens)
    )


def _enumerates(passage: Passage, things: set[str], count: int) -> bool:
    """Whether a passage speaks of such things and holds a list that is long enough to be their names."""
    texts = [cell for _, cell in passage.cells] or [passage.words]
    return bool(things & (passage.stems | passage.around_stems)) and any(_lists(text, count) for text in texts)


def _lists(text: str, count: int) -> bool:
    """Whether a text holds a row of names: pieces of a few words each between commas, the last behind "and"."""
    best = run = 0
    for piece in re.split(r",|;|\band\b|:", text):
        run = run + 1 if 0 < len(piece.split()) <= 6 and not re.search(r"\d{3}|%", piece) else 0
        best = max(best, run)
    return best >= min(count, 5) - 1 and best >= 2


def _named_thing(question: Question, shown: Sequence[Scored], vocabulary: Vocabulary) -> str:
    """A name of several words that no passage shown has and that is one word away from a name that the corpus has; or of
    which a figure is asked for that only passages without it give."""
    for name in _names(question):
        with_it = [s for s in shown if _has(s.passage, name)]
        if not with_it and _one_word_away(name, vocabulary):
            return name
        figures = [s for s in shown if s.shape and s.passage.has_number]
        asked = question.shape in FIGURES and question.intent != "yes_no"
        if asked and with_it and figures and not any(_has(s.passage, name) for s in figures):
            return name
    return ""


def _has(passage: Passage, name: str) -> bool:
    folded = f" {' '.join(words(name))} "
    return folded in passage.folded or folded in passage.folded_around


def _names(question: Question) -> list[str]:
    """The names of at least three words in a question that are none of its subjects, as they are written in it."""
    text = f"{question.told} {question.own_words}".strip()
    if text.isupper() or text.istitle():
        return []
    known = {" ".join(words(m.surface)) for m in question.subjects if m.kind != "subject"}
    whole = {" ".join(words(m.surface)) for m in question.subjects if m.exact and m.kind != "subject"}
    found = []
    for match in _RUN.finditer(text):
        parts = match[0].split()
        if len(parts) > 1 and re.search(r"(?:^|[.?!:]\s+)$", text[: match.start()]) and parts[0].istitle():
            parts = parts[1:]  # the capital of a sentence
        parts = parts[next((i + 1 for i, w in enumerate(parts) if w.endswith(("'s", "’s"))), 0) :]
        name = " ".join(words(" ".join(parts)))
        more = any(name.endswith(f" {k}") for k in whole)  # "Lead Security Engineer"
        if len(parts) > 2 and not more and not any(name in k for k in known):
            found.append(" ".join(parts))
    return found


def _one_word_away(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name differs in one word from one of the corpus that has as many."""
    written = words(name)
    for other in (words(n) for label in vocabulary.names for n in vocabulary.names[label]):
        if len(other) == len(written) and sum(a != b for a, b in zip(written, other, strict=True)) == 1:
            return True
    return False


def _places(question: Question, shown: Sequence[Scored]) -> str:
    """The kind of places among which a question asks for one, where the passages tell of fewer than two."""
    match = _OF_PLACES.search(question.own_words)
    if match is None or question.intent != "ranking" or match["kind"].lower().startswith("cit"):
        return ""  # cities are not looked for in every passage
    kind = match["kind"].lower()
    places = {
        p.name
        for s in shown
        if s.shape and s.passage.has_number and (s.attribute or not question.attribute)
        for p in s.passage.own_places
        if not (p.city or p.name in _NO_COUNTRIES or kind.startswith("countr") and "United States" in p.within)
    }
    return "" if len(places) > 1 else f"figures by {match['kind']}"


def _makers(question: Question, shown: Sequence[Scored]) -> str:
    """Who made a thing, where that is asked and no passage says so."""
    if not _WHO_MADE.search(question.own_words):
        return ""
    named = any(m.exact and m.kind not in {"role", "subject"} for m in question.subjects)
    names = [t.stem for t in question.terms if t.proper and t.word[:1].isupper()]
    about = [s for s in shown if (s.subjects or not named) and all(s.passage.holds(n) for n in names)]
    told = any(re.search(rf"\b(?i:{_MAKERS})\b|\bby (?:the |its )?[A-Z]", s.passage.words) for s in about)
    return "" if told else "who made it"
