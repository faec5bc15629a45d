"""A move from one role to another, from the document about it, or from the two about its ends.

At most a screenful: what carries over, what to add, first steps, proof, what the market says, pitfalls. A move
that no document describes is put together from the two role documents, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from advisor.answering.evidence import Library, Scored
from advisor.answering.passages import Passage
from advisor.answering.question import Question
from advisor.answering.rendering import leans, render, statement
from advisor.answering.selection import Chosen
from advisor.text import fold, stem, words
from advisor.types import Document, DraftStatement

_WORDS = 185
_FOCUSED = 7
_FOCUS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "first",
            r"\b(?:(?:first|second|third|last|next) (?:\w+ )?(?:months?|weeks?|days|90|steps?|things?|moves?)|month (?:\d|one|two|three)|where (?:do|should|would|can) i (?:start|begin)|start with|90 days|begin with)\b",
        ),
        (
            "pitfalls",
            r"\b(?:pitfalls?|mistakes?|mess(?:es|ed)? up|unlearn|(?:old|bad) habits?|trips? up|downsides?|drawbacks?|careful|watch out|go wrong|avoid|risks?|traps?)\b",
        ),
        (
            "proof",
            r"\b(?:proof|publish|convince|portfolio|projects?|show|prove|proves|demonstrate|evidence|readiness|interviews?|see from me|taken seriously|repo|repository|github|stand out|believe (?:me|that i))\b",
        ),
        ("market", r"\b(?:market|demand|postings|outlook)\b"),
        ("certifications", r"\b(?:certif\w+|certs?|exam)\b"),
        (
            "carries",
            r"\b(?:carr(?:y|ies) over|keep|transfers?|transferable|already (?:have|bring|know)|reuse|bring along|bring to the table|(?:present|current|existing) skills|head start|useful from|useful there|still counts?|overlaps?|still useful)\b",
        ),
        (
            "add",
            r"\b(?:add|missing|gaps?|holes?|lack|learn|relearn|new for me|what'?s (?:\w+ )?new|what is (?:\w+ )?new|need to know|skills? do i need|pick up|get better at|study|on top|makes me an?)\b",
        ),
    )
)
_JUDGED = re.compile(
    r"\b(?:good|bad|smart|clever|wise|sensible|fair) (?:idea|plan|move|choice|call)\b|\b(?:smart|wise|sensible|clever|take it|good enough)\W*$|"
    r"\bjust a title\b"
)
"""Asks what to make of a step that a person has in mind: what speaks against it stands under the pitfalls."""
_BOLD = re.compile(r"^\*\*([^*]+)\*\*")
_SECTIONS: tuple[tuple[str, str, int], ...] = (
    # signs in the heading, short name of the part, passages taken
    ("carry carries transfer transfers already keep strengths", "carries", 2),
    ("add learn gap missing new acquire build", "add", 3),
    ("first days steps start begin plan month", "first", 2),
    ("proof portfolio project projects show", "proof", 1),
    ("market demand pay outlook", "market", 1),
    ("pitfall pitfalls mistakes risks avoid", "pitfalls", 1),
    ("certification certifications certificates", "certifications", 1),
)
_SPARED = ("certifications", "first", "pitfalls", "carries", "add")
"""Parts that give a passage up, in this order, where a reply grows too long."""
_ORDER = ("carries", "add", "first", "proof", "certifications", "market", "pitfalls")
_ENTRY = frozenset(stem(w) for w in "entry enter route routes start in background".split())
_SKILL = frozenset({"skill"})
_OPTIONAL = frozenset({"option"})


def move(question: Question, ranked: Sequence[Scored], library: Library, chosen: Chosen) -> list[DraftStatement]:
    """The statements of a move; none where the library has no document about its goal."""
    goal = _document(question.goal.documents if question.goal else (), library)
    if goal is None:
        return []
    start = _document(question.start.documents if question.start else (), library)
    if start is not None:
        written = library.moves().get((start.id, goal.id))
        document = library.document(written) if written else None
        if document is not None:
            return _written(
                document, library, chosen, _doubts(question) or _focus(question), ranked if question.terms else ()
            )
        return _composed(start, goal, library, chosen)
    return _into(goal, library, chosen)


def described(question: Question, library: Library) -> tuple[str, ...]:
    """Documents about the very move that the question names."""
    starts, goals = (set(m.documents) if m else set() for m in (question.start, question.goal))
    return tuple(d for (a, b), d in library.moves().items() if a in starts and b in goals)


def backwards(question: Question, library: Library) -> tuple[str, ...]:
    """Documents about moves away from the goal that the question names, or into its start."""
    starts, goals = (set(m.documents) if m else set() for m in (question.start, question.goal))
    return tuple(d for (a, b), d in library.moves().items() if a in goals or b in starts)


def is_composed(question: Question, library: Library) -> bool:
    """Whether both ends have a document and the move between them has none."""
    if not (question.start and question.goal and question.start.documents and question.goal.documents):
        return False
    return (question.start.documents[0], question.goal.documents[0]) not in library.moves()


def _document(ids: Sequence[str], library: Library) -> Document | None:
    return next((d for d in map(library.document, ids) if d is not None), None)


def has_focus(question: Question) -> bool:
    """Whether a question names a part of a move: what carries over, what to add, first steps …"""
    return bool(_focus(question))


def _focus(question: Question) -> tuple[str, ...]:
    """The parts of a move that the question names; none where it asks for the move as a whole."""
    folded = fold(question.text)
    return tuple(name for name, pattern in _FOCUS if pattern.search(folded))


def _doubts(question: Question) -> tuple[str, ...]:
    return ("pitfalls",) if _JUDGED.search(fold(question.own_words)) else ()


def _written(
    document: Document, library: Library, chosen: Chosen, focus: tuple[str, ...], ranked: Sequence[Scored]
) -> list[DraftStatement]:
    passages = library.passages.of(document)
    parts: dict[str, list[Passage]] = {}
    for passage in passages:
        name = _part_of(passage)
        if name:
            parts.setdefault(name, []).append(passage)
    focus = tuple(name for name in focus if parts.get(name))
    scores = {s.passage.key: s.score for s in ranked}
    opening = [p for p in passages if not p.unit.section and p.unit.block == "paragraph" and not leans(p)]
    opening = sorted(opening, key=lambda p: -scores.get(p.key, 0.0))[:1] if not focus else []
    most = {name: max(2, _FOCUSED // len(focus)) if name in focus else 0 if focus else n for _, name, n in _SECTIONS}
    picked = {name: _taken(parts.get(name, []), most[name], chosen) for name in _ORDER}
    while _count(picked) > _WORDS:
        spare = next((n for n in _SPARED if len(picked[n]) > (n != "certifications")), None)
        if spare is None or focus:
            break
        picked[spare].pop()
    found = [statement(p) for p in opening if chosen.take(p)]
    for name in _ORDER:
        for number, passage in enumerate(picked[name]):
            heading = passage.unit.section[-1] if number == 0 and passage.unit.section else ""
            found.append(statement(passage, None, "bullet", heading=heading))
    return found


def _part_of(passage: Passage) -> str | None:
    if not passage.unit.section:
        return None
    heading = {stem(w) for w in words(passage.unit.section[-1])}
    for signs, name, _ in _SECTIONS:
        if heading & {stem(w) for w in signs.split()}:
            return name
    return None


def _taken(passages: Sequence[Passage], most: int, chosen: Chosen) -> list[Passage]:
    items = [p for p in passages if p.unit.block == "item"] or [p for p in passages if p.unit.block != "row"]
    return [p for p in items if chosen.take(p)][:most] if most else []


def _count(picked: dict[str, list[Passage]]) -> int:
    return sum(len(render(p).split()) for passages in picked.values() for p in passages)


def _skills(document: Document, library: Library, optional: bool) -> list[tuple[str, Passage]]:
    """(label, bullet) of the document's skills: essential ones, or optional ones."""
    found = []
    for passage in library.passages.of(document):
        heading = {stem(w) for s in passage.unit.section[-1:] for w in words(s)}
        match = _BOLD.match(passage.quote)
        if passage.unit.block != "item" or match is None or not heading & _SKILL:
            continue
        if bool(heading & _OPTIONAL) == optional:
            found.append((match[1].strip(), passage))
    return found


def _composed(start: Document, goal: Document, library: Library, chosen: Chosen) -> list[DraftStatement]:
    have = {_key(label) for optional in (False, True) for label, _ in _skills(start, library, optional)}
    wanted = _skills(goal, library, False)
    shared = [p for label, p in wanted if _key(label) in have]
    lacking = [p for label, p in wanted if _key(label) not in have]
    entry = [
        p
        for p in library.passages.of(goal)
        if p.unit.block == "paragraph" and p.unit.section and {stem(w) for w in words(p.unit.section[-1])} & _ENTRY
    ]
    return [
        *_headed(f"Skills that both guides name ({start.title} and {goal.title})", shared[:3], chosen),
        *_headed(f"Essential skills that only the {goal.title} guide names", lacking[:5], chosen),
        *_headed("Entry routes", entry[:2], chosen),
    ]


def _into(goal: Document, library: Library, chosen: Chosen) -> list[DraftStatement]:
    entry = [
        p
        for p in library.passages.of(goal)
        if p.unit.block != "row" and p.unit.section and {stem(w) for w in words(p.unit.section[-1])} & _ENTRY
    ]
    skills = [p for _, p in _skills(goal, library, False)]
    if not entry and not skills:
        return []
    heading = entry[0].unit.section[-1] if entry else ""
    return [
        *[replace(s, style="sentence") for s in _headed(heading, entry[:3], chosen)],
        *_headed(skills[0].unit.section[-1] if skills else "", skills[:5], chosen),
    ]


def _headed(heading: str, passages: Sequence[Passage], chosen: Chosen) -> list[DraftStatement]:
    taken = [p for p in passages if chosen.take(p)]
    return [statement(p, None, "bullet", heading=heading if i == 0 else "") for i, p in enumerate(taken)]


def _key(label: str) -> tuple[str, ...]:
    return tuple(sorted(stem(w) for w in words(label)))
