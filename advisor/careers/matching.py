"""Whether a person has a skill, and how that is known.

In order: the skill's label or an alias in the person's own words, by whole terms; the same misspelt; the role they
hold, whose guide asks for the skill; words close in meaning by the embedder. What a person says they lack
("no experience with Terraform") stands above what their role suggests. Only descriptive labels are matched by meaning:
names of products and languages mean what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rapidfuzz.distance import DamerauLevenshtein

from advisor.careers.catalog import Catalog
from advisor.careers.names import TOKEN, Found, first_mentions, singular
from advisor.careers.profile import Profile
from advisor.careers.records import Passage, Skill
from advisor.careers.stance import Stance, stance
from advisor.text import STOPWORDS, fold, terms, trimmed
from advisor.types import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from advisor.index.embedder import Embedder

State = Literal["have", "partial", "missing"]
Kind = Literal["label", "alias", "spelling", "role", "meaning", "none"]

CLOSE = 0.45
"""Cosine from which words count as close in meaning; chosen on the tuning half of the labelled pairs."""
_RIVAL = 0.05
"""A phrase speaks for the skills nearest to it alone: those within this cosine of the best."""
_SHORT = 3
_STATES: dict[Stance, State] = {"full": "have", "some": "partial", "wish": "missing", "none": "missing"}
_ORDER: dict[State, int] = {"have": 2, "partial": 1, "missing": 0}
_KINDS: tuple[Kind, ...] = ("label", "alias", "spelling", "role", "meaning", "none")
_SPLIT = re.compile(r"[,;:()\n•|]|\.(?=\s|$)|\s(?:and|or|plus|but|as well as)\s|\s[-–—]\s")
_MOST_WORDS = 9
_MOST_PHRASES = 400
_REACH = 160
"""Characters on either side of a name in which the item around it is looked for."""


@dataclass(frozen=True, slots=True)
class Words:
    """The person's own words: `text == profile.text[span.start:span.end]`."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one skill. `score` is the cosine of a match by meaning, else 1 (0 where nothing was found).

    `words` are the person's, `guide` the words of the guide of the role that they hold. `said` is True where a
    missing skill is one that the person named as lacking or wished for.
    """

    state: State
    kind: Kind
    score: float = 1.0
    words: Words | None = None
    guide: Passage | None = None
    said: bool = False


NOTHING = Evidence("missing", "none", 0.0)


def assess(profile: Profile, catalog: Catalog, embedder: Embedder | None = None) -> dict[str, Evidence]:
    """Evidence for every skill of the catalogue, by key. Without an embedder nothing is matched by meaning."""
    named = catalog.skill_names.find(profile.text)
    found: dict[str, Evidence] = {}
    for evidence, key in (*_named(profile, catalog, named), *_misspelt(profile, catalog, named)):
        if key not in found or _better(evidence, found[key]):
            found[key] = evidence
    spoken = set(found)
    for key, evidence in _held(profile, catalog):
        if key not in spoken and (key not in found or _better(evidence, found[key])):
            found[key] = evidence
    if embedder is not None and profile.text.strip():
        for key, evidence in _meant(profile, catalog, embedder, named):
            if key not in found or (key not in spoken and _ORDER[evidence.state] > _ORDER[found[key].state]):
                found[key] = evidence
    return {key: found.get(key, NOTHING) for key in catalog.skills}


def _better(one: Evidence, other: Evidence) -> bool:
    return (_ORDER[one.state], -_KINDS.index(one.kind), one.score) > (
        _ORDER[other.state],
        -_KINDS.index(other.kind),
        other.score,
    )


def _named(profile: Profile, catalog: Catalog, named: Sequence[Found]) -> Iterator[tuple[Evidence, str]]:
    for found in first_mentions(named):
        skill = catalog.skills.get(found.key)
        label = skill is not None and fold(found.name) == fold(skill.label)
        yield _spoken(profile, found.span, "label" if label else "alias"), found.key


def _spoken(profile: Profile, span: Span, kind: Kind) -> Evidence:
    said = stance(profile.text, span)
    around = _item_around(profile.text, span)
    return Evidence(_STATES[said], kind, 1.0, Words(around.of(profile.text), around), said=said in {"wish", "none"})


def _item_around(text: str, span: Span) -> Span:
    """The list item or short clause that a name stands in ("5 years of Python"); the name alone where it is long."""
    first, last = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    start = max((m.end() for m in _SPLIT.finditer(text, first, span.start)), default=first)
    following = _SPLIT.search(text, span.end, last)
    around = trimmed(text, start, following.start() if following else last)
    return around if len(around.of(text).split()) <= _MOST_WORDS and "\n" not in around.of(text) else span


def _misspelt(profile: Profile, catalog: Catalog, named: Sequence[Found]) -> Iterator[tuple[Evidence, str]]:
    """One-word names of six letters or more, one slip away (two from twelve letters on), where the word that was
    written is neither a name itself nor a word of the documents."""
    taken = _covered(named)
    single = {fold(n): key for n, key in catalog.skill_names.names.items() if re.fullmatch(r"[A-Za-z]{6,}", n)}
    for match in TOKEN.finditer(profile.text):
        word = fold(match[0])
        span = Span(match.start(), match.end())
        if len(word) < 6 or not word.isalpha() or word in STOPWORDS or span.start in taken:
            continue
        if word in catalog.ordinary or singular(word) in catalog.ordinary or word in catalog.skill_names.words:
            continue
        for name, key in single.items():
            slips = 1 if len(name) < 12 else 2
            if name[0] == word[0] and abs(len(name) - len(word)) <= slips:
                if _is_slip(word, name, slips):
                    yield _spoken(profile, span, "spelling"), key
                    break


def _is_slip(word: str, name: str, slips: int) -> bool:
    """Whether a slip of the finger makes `name` into `word`; another ending is another word ("Scala", "scalar")."""
    if DamerauLevenshtein.distance(word, name, score_cutoff=slips) > slips:
        return False
    return not word.startswith(name)


def _held(profile: Profile, catalog: Catalog) -> Iterator[tuple[str, Evidence]]:
    """What the guide of the person's present role asks for: its essential skills count as had, its optional ones as
    had in part."""
    if profile.role is None:
        return
    for need in catalog.occupations[profile.role].needs:
        yield need.skill, Evidence("have" if need.essential else "partial", "role", guide=need.first)


def _meant(
    profile: Profile, catalog: Catalog, embedder: Embedder, named: Sequence[Found]
) -> Iterator[tuple[str, Evidence]]:
    once = {span.of(profile.text).casefold(): span for span in reversed(list(_phrases(profile.text, named)))}
    phrases = sorted(once.values())[:_MOST_PHRASES]
    keys, names, vectors = _name_vectors(catalog, embedder)
    if not phrases or not keys:
        return
    scores = embedder.embed([span.of(profile.text) for span in phrases]) @ vectors.T
    best: dict[str, tuple[float, Span]] = {}
    for row, span in enumerate(phrases):
        phrase = _stems(span.of(profile.text))
        for column in (scores[row] >= max(CLOSE, float(scores[row].max()) - _RIVAL)).nonzero()[0]:
            key, score = keys[int(column)], float(scores[row, column])
            if not _siblings(phrase, _stems(names[int(column)])) and (key not in best or score > best[key][0]):
                best[key] = (score, span)
    for key, (score, span) in best.items():
        if _meant_well(profile.text, span):
            yield key, Evidence("partial", "meaning", score, Words(span.of(profile.text), span))


def _meant_well(text: str, span: Span) -> bool:
    """Whether the first words of a phrase stand under no cue that denies them ("I never climbed trees")."""
    tokens = [t for t in TOKEN.finditer(text, span.start, span.end) if fold(t[0]) not in STOPWORDS | {"never"}]
    return all(stance(text, Span(t.start(), t.end())) in {"full", "some"} for t in tokens[:2])


def _phrases(text: str, named: Sequence[Found]) -> Iterator[Span]:
    """Stretches between separators of two to nine words that are not one known name themselves."""
    position = 0
    covered = _covered(named)
    for match in (*_SPLIT.finditer(text), None):
        start, end = position, match.start() if match else len(text)
        position = match.end() if match else end
        tokens = list(TOKEN.finditer(text, start, end))
        if not tokens:
            continue
        span = Span(tokens[0].start(), tokens[-1].end())
        content = [t for t in tokens if fold(t[0]) not in STOPWORDS and not t[0].isdigit()]
        inside = [t for t in content if t.start() in covered]
        if len(content) >= 2 and len(tokens) <= _MOST_WORDS + 6 and len(content) - len(inside) >= 2:
            yield span


def _covered(named: Sequence[Found]) -> frozenset[int]:
    """The offsets that known names take up."""
    return frozenset(i for f in named for i in range(f.span.start, f.span.end))


def _stems(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _siblings(phrase: frozenset[str], name: frozenset[str]) -> bool:
    """Whether two short terms share a word and differ in the other: "system administration" is close to "medication
    administration" in any embedding, and is another thing."""
    return len(phrase) <= _SHORT and bool(phrase & name) and bool(phrase - name) and bool(name - phrase)


def describes(skill: Skill) -> bool:
    """Whether a label describes ("threat modelling", "model registries") and is no proper name ("Kubernetes")."""
    words = re.findall(r"[^\W\d_]+", skill.label)
    return " " in skill.label and all(w.islower() or w.isupper() for w in words) and any(w.islower() for w in words)


def _name_vectors(catalog: Catalog, embedder: Embedder) -> tuple[list[str], list[str], NDArray[np.float32]]:
    """Keys, names and vectors of the labels that describe, and of their aliases; computed once a catalogue."""
    cached = catalog.vectors.get(embedder.fingerprint)
    if cached is None:
        pairs = [
            (s.key, n)
            for s in catalog.skills.values()
            if describes(s)
            for n in (s.label, *(a for a in s.aliases if " " in a))
        ]
        names = [n for _, n in pairs]
        cached = ([k for k, _ in pairs], names, embedder.embed(names))
        catalog.vectors[embedder.fingerprint] = cached
    return cached
