"""From hits to scored passages: how well each one covers what a question asks.

A passage is measured on each requirement of the question by itself (subject, attribute, place, period, shape of
the answer, the words that are left) and by its likeness in meaning. The order puts the best first; whether the
best is good enough is decided in `sufficiency`, on the requirements and never on a fused rank.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from advisor.answering import periods, places
from advisor.answering.attributes import ATTRIBUTES, BY_NAME, Attribute
from advisor.answering.checking.thesaurus import KIN, thesaurus
from advisor.answering.passages import Passage, PassageCache
from advisor.answering.question import Question, Term
from advisor.index.contextual import content_words
from advisor.retrieval.interaction import Likeness, Located
from advisor.text import NUMBER, stem, words
from advisor.types import Document, Hit, Query
from advisor.vocabulary import Mention, Vocabulary

Match = Literal["same", "unnamed", "other", "unasked"]
_COMPARED = 600
"""Passages that are weighed at most; those of the hits come first."""
_ANCHOR = 0.7
"""Weight, in the coverage of words, of a subject that the passage is about."""
_DISCOUNT = 0.85
"""How much less a word of every day weighs than a rare one of the same frequency in the corpus."""
_FOLLOWING = (0.8, 0.6)
"""Worth of a word of the question that stands in the sentence before, and in the one before that."""
_UNCOUNTED = 0.6
"""Worth of a number that does not stand with what is counted."""
_BESIDE = 0.4
"""Cover of a subject by a passage of its document that tells a figure of another one."""
FIGURES = frozenset({"money", "number", "percent", "change", "date", "duration"})
_MATCH = {"same": 1.0, "unnamed": 0.35, "other": 0.0, "unasked": 1.0}


class Library(Protocol):
    """What answering needs of a corpus, on disk or in memory."""

    @property
    def vocabulary(self) -> Vocabulary: ...

    @property
    def passages(self) -> PassageCache: ...

    @property
    def size(self) -> int:
        """Chunks in the corpus."""
        ...

    def search(self, query: Query, k: int) -> list[Hit]: ...

    def document(self, document_id: str) -> Document | None: ...

    def moves(self) -> Mapping[tuple[str, str], str]:
        """Documents about a move, by the ids of the documents about its two ends."""
        ...

    def kinds(self) -> Mapping[str, int]:
        """Documents of each kind."""
        ...

    def document_frequency(self, term: str) -> int:
        """Chunks that hold a stemmed term."""
        ...

    def everyday(self, word: str) -> float:
        """1 for a word of every day, 0 for one that is rare enough to be a name."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def compare(self, text: str, passages: Sequence[Located]) -> list[Likeness]:
        """How each passage answers to a text, word by word."""
        ...


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage with how it meets each requirement. `subjects` counts those covered; `words` is the weighted
    share, 0..1, of the remaining question words that the passage or its surroundings hold or come near to in meaning;
    `own` of those that the passage itself uses; `weakest` the mean cosine of the two question words, any of them, that
    it comes least near to; `similarity` the cosine of question and passage."""

    passage: Passage
    score: float
    similarity: float
    subjects: tuple[str, ...]
    attribute: bool
    shape: bool
    place: Match
    period: Match
    words: float
    own: float
    weakest: float = 1.0
    covering: float = 1.0
    """The mean cosine of the question's words and the nearest in the passage alone."""
    length: int = 0
    """Content words of the question."""
    absent: tuple[str, ...] = ()
    bare: bool = False
    """Whether the question names nothing that a passage could hold: no subject, and no word of its own."""
    spoken_of: float = 0.0
    """The part of `score` that it owes to what the talk before was about."""


@dataclass(frozen=True)
class Pool:
    """The passages to weigh, those of the hits first."""

    passages: tuple[Passage, ...]


def gather(question: Question, hits: Sequence[Hit], library: Library) -> Pool:
    """The passages in the hits, and all of the documents that are about a subject or that the talk was about."""
    found: dict[tuple[str, int, int], Passage] = {}
    for hit in hits:
        document = library.document(hit.chunk.document_id)
        if document is not None:
            for passage in library.passages.within(document, hit.chunk.span):
                found.setdefault(passage.key, passage)
    about = [d for d, _ in question.spoken_of]
    for document_id in dict.fromkeys([*about, *(d for m in question.subjects for d in m.documents[:3])]):
        document = library.document(document_id)
        if document is not None:
            for passage in library.passages.of(document):
                found.setdefault(passage.key, passage)
    if question.start and question.goal:
        ends = [(a, b) for a in question.start.documents for b in question.goal.documents]
        for move_id in (library.moves().get(e) for e in ends):
            document = library.document(move_id) if move_id else None
            for passage in library.passages.of(document) if document else ():
                found.setdefault(passage.key, passage)
    return Pool(tuple(found.values()))


def score(question: Question, pool: Pool, library: Library, subject: Mention | None = None) -> list[Scored]:
    """The passages in order, the best first. With `subject`, only that one of the question's subjects counts."""
    if not pool.passages:
        return []
    weights = term_weights(question, library)
    wanted = (subject,) if subject else _subjects(question)
    passages = pool.passages[:_COMPARED]
    alike = library.compare(question.text, passages)
    told = _in_context(passages, alike)
    stems = [stem(w) for w in content_words(question.text)][: len(alike[0].words)]  # a long question is cut off
    at = {t: tuple(i for i, s in enumerate(stems) if s == t) for t in weights}
    scored = [
        _scored(question, passage, wanted, weights, at, near, mean, library.vocabulary)
        for passage, near, mean in zip(passages, alike, told, strict=True)
    ]
    return sorted(scored, key=lambda s: (-s.score, s.passage.key))


def _in_context(passages: Sequence[Passage], alike: Sequence[Likeness]) -> list[float]:
    """MaxSim of each passage with the sentences just before it: "It costs 40 marks" answers for the course that the
    sentence before it is about, a little less well than a sentence that names it."""
    own = {p.key: near.own for p, near in zip(passages, alike, strict=True)}
    found = []
    for passage, near in zip(passages, alike, strict=True):
        best = near.words
        for worth, before in zip(_FOLLOWING, passage.preceding, strict=False):
            if before.key in own:
                best = np.maximum(best, worth * own[before.key])
        found.append(float(best.mean()) if len(best) else near.mean)
    return found


def _subjects(question: Question) -> tuple[Mention, ...]:
    seen: dict[str, Mention] = {}
    for mention in question.subjects:
        seen.setdefault(mention.label, mention)
    return tuple(seen.values())


def term_weights(question: Question, library: Library, terms: Sequence[Term] | None = None) -> dict[str, float]:
    """The weight of each remaining word of a question, or of other `terms`, by its stem."""
    return {t.stem: _weight(t, library) for t in (question.terms if terms is None else terms)}


def _weight(term: Term, library: Library) -> float:
    """Inverse document frequency, scaled to about 0..1.5 (Robertson and Spärck Jones's idf with smoothing)."""
    total = max(library.size, 2)
    if term.version:
        return 1.2
    frequency = library.document_frequency(term.stem)
    idf = math.log(1 + (total - frequency + 0.5) / (frequency + 0.5)) / math.log(1 + total)
    if term.proper:
        return max(0.15, 1.5 * idf)
    return max(0.15, 1.5 * idf * (1 - _DISCOUNT * library.everyday(term.word)))


def _scored(
    question: Question,
    passage: Passage,
    wanted: tuple[Mention, ...],
    weights: dict[str, float],
    places_of: Mapping[str, tuple[int, ...]],
    likeness: Likeness,
    told: float,
    vocabulary: Vocabulary,
) -> Scored:
    similarity = _similarity(likeness, told)
    cosines = {t: max((float(likeness.words[i]) for i in at), default=0.0) for t, at in places_of.items()}
    parts: list[tuple[float, float]] = []
    covered: list[str] = []
    figure = question.shape in FIGURES and question.intent != "yes_no"
    for mention in wanted:
        strength = subject_strength(mention, passage)
        if (
            figure
            and strength > 0.5
            and passage.unit.block != "row"
            and (_of_another(mention, passage, vocabulary) if strength < 1.0 else _aside(mention, passage, vocabulary))
        ):
            strength = _BESIDE
        parts.append((1.0 if mention.kind == "subject" else 2.0, strength))
        if strength > 0.5:
            covered.append(mention.label)
    attribute = attribute_strength(question.attribute, passage)
    if question.attribute:
        parts.append((1.5, attribute))
    total = sum(weights.values())
    own = sum(w for s, w in weights.items() if passage.holds(s))
    near = sum(w for s, w in weights.items() if passage.holds(s) or passage.is_under(s))
    soft = sum(w * _held(s, passage, cosines) for s, w in weights.items())
    if total:
        parts.append((min(total, 3.0), (0.75 * own + 0.25 * near) / total))
    # what subject and attribute already cover lets the remaining words weigh less
    base = _ANCHOR * (bool(covered) + 0.5 * (attribute >= 0.9))
    place = place_match(question, passage)
    period = period_match(question, passage)
    if question.places:
        parts.append((1.5, _MATCH[place]))
    if question.periods:
        parts.append((1.5, _MATCH[period]))
    shape = _shaped(question, passage, similarity)
    if question.shape not in {"any", "list"}:
        counts = not question.counted or question.shape != "number" or passage.counts(question.counted)
        parts.append((1.2, float(shape) * (1.0 if counts else _UNCOUNTED)))
    cover = sum(w * m for w, m in parts) / sum(w for w, _ in parts) if parts else 0.0
    spoken_of = dict(question.spoken_of).get(passage.document.id, 0.0)
    return Scored(
        passage=passage,
        score=(0.6 * cover + 1.5 * told + 1.0 * similarity) / 3.1 + spoken_of,
        spoken_of=spoken_of,
        similarity=similarity,
        subjects=tuple(covered),
        attribute=attribute > 0,
        shape=shape,
        place=place,
        period=period,
        words=(soft + base) / (total + base) if total else 1.0,
        own=(own + base) / (total + base) if total else 1.0,
        bare=not wanted and not total,
        weakest=float(np.sort(likeness.words)[:2].mean()) if len(likeness.words) else 1.0,
        covering=float(likeness.own.mean()) if len(likeness.own) else 1.0,
        length=len(likeness.words),
        absent=tuple(
            t.word
            for t in question.terms
            if not passage.holds(t.stem) and not passage.is_under(t.stem) and not passage.follows(t.stem)
        ),
    )


def _held(term: str, passage: Passage, cosines: Mapping[str, float]) -> float:
    """How far a passage holds a word of the question: 1 where it uses the word or a synonym, 0.8 where it stands under
    it, else by the cosine of the nearest word in its context."""
    if passage.holds(term):
        return 1.0
    near = min(1.0, max(0.0, (cosines[term] - 0.35) / 0.4))
    if " " not in term and near < KIN:
        near = max([near, *(worth for kin, worth in thesaurus().near(term).items() if kin in passage.stems)])
    return max(near, 0.8) if passage.is_under(term) else near


def _similarity(likeness: Likeness, told: float) -> float:
    """The cosine that question and passage would have if each were embedded by itself, as estimated from their words
    by least squares over 30,000 pairs (R² 0.86)."""
    own = float(likeness.own.mean()) if len(likeness.own) else likeness.meaning
    return max(0.0, 0.706 * likeness.meaning - 0.196 * own + 0.557 * told - 0.051)


def subject_strength(mention: Mention, passage: Passage) -> float:
    """1 where the passage names the subject itself, 0.9 where its document is about it, 0.8 where its headings or
    caption name it, 0 otherwise."""
    names = (mention.label, *mention.names)
    if is_row_of(mention, passage):
        return 1.0
    if row_of_another(mention, passage):
        return 0.0
    if passage.names(names, mention.longer):
        return 1.0 if passage.unit.block != "row" else 0.85
    if passage.document.id in mention.documents:
        return 0.9
    return 0.8 if passage.under(names, mention.longer) else 0.0


def _of_another(mention: Mention, passage: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a passage that stands in a document about the subject names another thing of its kind instead, whose
    figure it then tells. Official figures of roles are those of larger groups, so a role is never another's."""
    return mention.kind != "role" and any(
        kind == mention.kind and label != mention.label for kind, label in passage.named(vocabulary)
    )


def _aside(mention: Mention, passage: Passage, vocabulary: Vocabulary) -> bool:
    """Whether a passage names the subject only behind another thing of its kind, in a clause that gives no figure of it:
    "AAISM asks for an active CISSP; it has 90 questions"."""
    if mention.kind in {"role", "subject"}:
        return False
    same = [m for m in vocabulary.find(passage.words) if m.kind == mention.kind]
    own = [m for m in same if m.label == mention.label]
    if not own or same[0].label == mention.label:
        return False
    return not any(NUMBER.search(re.split(r"[;:.](?:\s|$)", passage.words[m.span.end :])[0]) for m in own)


def _shaped(question: Question, passage: Passage, similarity: float) -> bool:
    """Whether the passage adds something of the shape that an answer must have: a name, a date or a number that the
    question does not already hold."""
    if question.intent == "yes_no" or question.shape in {"any", "list"}:
        return True
    if question.shape == "number" and question.counted:
        named = any(m.exact and m.kind not in {"role", "subject"} for m in question.subjects)
        return passage.counts(question.counted) or (not named and passage.shows("number") and similarity >= 0.5)
    return passage.shows(question.shape) and passage.adds(question.shape, question.text)


def row_of_another(mention: Mention, passage: Passage) -> bool:
    """Whether a passage is the table row of another thing of the subject's kind."""
    if passage.unit.block != "row" or not passage.cells:
        return False
    header, cell = passage.cells[0]
    classes = _CLASSES.get(mention.kind, frozenset({mention.kind}))
    return bool(classes & {stem(w) for w in words(header)}) and 0 < len(cell.split()) <= 6


_CLASSES = {
    "role": frozenset(stem(w) for w in "role occupation job title profession".split()),
    "certification": frozenset(stem(w) for w in "certification certificate exam credential".split()),
    "tool": frozenset(stem(w) for w in "tool software product".split()),
    "framework": frozenset(stem(w) for w in "framework standard law list".split()),
}


def is_row_of(mention: Mention, passage: Passage) -> bool:
    """Whether a passage is the table row of a subject: its first cell is one of the subject's names."""
    names = (mention.label, *mention.names)
    return passage.unit.block == "row" and bool(passage.cells) and _is_name(passage.cells[0][1], names)


def _is_name(cell: str, names: Sequence[str]) -> bool:
    from advisor.answering.passages import _forms

    return " ".join(cell.lower().split()) in {*(n.lower() for n in names), *_forms(names)}


def attribute_strength(name: str | None, passage: Passage) -> float:
    """1 where a heading, caption or header names the attribute, 0.8 where the passage's own words tell of it."""
    if name is None:
        return 0.0
    attribute = BY_NAME[name]
    if attribute.cue_stems & passage.stems:
        return 1.0 if attribute.cue_stems & passage.head_stems else 0.9
    if attribute.heading_stems & passage.head_stems:
        # a heading that names several things ("Pay and demand") does not tell which one a sentence is about
        return 1.0 if attribute.told_stems & passage.stems or not _shared(attribute, passage) else 0.0
    return 0.6 if attribute.told_stems & passage.stems else 0.0


def _shared(attribute: Attribute, passage: Passage) -> bool:
    stems = frozenset(s for h in passage.unit.section[-1:] for s in (stem(w) for w in words(h)))
    return any(
        o.cue_stems & stems for o in ATTRIBUTES if o is not attribute and not o.cue_stems & attribute.heading_stems
    )


def place_match(question: Question, passage: Passage) -> Match:
    """Whether the passage speaks of the place asked for, of another one, or of none."""
    if not question.places:
        return "unasked"
    names = [place.name for place in question.places]
    if passage.names(names) or (not passage.own_places and passage.under(names)):
        return "same"  # also a city, which is not looked for in every passage
    if not passage.places:
        return "unnamed"
    asked = question.places[0]
    if any(places.answers(place, passage.places) for place in question.places):
        return "same"
    world = asked.name == "the world"
    return "unnamed" if world else "other"


def period_match(question: Question, passage: Passage) -> Match:
    """Whether the passage speaks of the period asked for, of another one, or of none."""
    if not question.periods:
        return "unasked"
    if not passage.periods:
        return "unnamed"
    told = passage.periods
    if question.shape in {"change", "percent"} and all(p.first < p.last for p in question.periods):
        told = tuple(p for p in told if p.first < p.last) or told  # a change over years is that of no single year
    if any(periods.answers(p, told) for p in question.periods):
        return "same"
    return "other"
