"""A question read together with what stands before it: a first part, or what a person tells of themselves."""

from __future__ import annotations

import re
from dataclasses import replace

from advisor.answering.attributes import ATTRIBUTES, BY_NAME
from advisor.answering.question.filler import filler
from advisor.answering.question.intent import COMPARE
from advisor.answering.question.names import rivals
from advisor.answering.question.values import Question, Term
from advisor.text import fold, stem, words


def by_itself(question: Question) -> bool:
    """Whether a question that names no subject says by itself what it is about: it points at nothing said before it, and
    has a name or some words of its own."""
    if points_back(question.own_words):
        return False
    mine = re.search(r"\b(?:i|my|me|we|our)\b", fold(question.own_words))
    return any(t.proper for t in question.terms) or len(question.terms) >= (OWN_TERMS if mine else OWN_TERMS - 1)


def points_back(text: str) -> bool:
    """Whether a text has a word that stands for something said before it."""
    return bool(_POINTING.search(text))


_POINTING = re.compile(
    r"\b(?:its?|they|them|theirs?|this|these|those|ones?|(?:of|for|with|about|is|does|do) that|there(?! (?:is|are|was|were)))\b",
    re.I,
)
OWN_TERMS = 3
"""Words of its own from which a question that names no subject is about them."""


def inherit(question: Question, first: Question) -> Question:
    """A later part that names no subject speaks of the first part's."""
    if not question.terms and not question.attributes:
        question = replace(
            question, terms=first.terms, attributes=first.attributes, intent=first.intent, shape=first.shape
        )
    return replace(
        question.with_added(", ".join(dict.fromkeys(m.label for m in first.subjects))),
        subjects=first.subjects,
        goal=first.goal if question.intent in {"transition", "plan"} else question.goal,
        places=question.places or first.places,
        periods=question.periods,
    )


def of_another(question: Question, first: Question) -> Question:
    """A later part that is nothing but another name ("… and the second one?") asks the same of it."""
    text = first.text
    for mention in reversed([m for m in first.subjects if m.stands_in(text)]):
        text = text[: mention.span.start] + question.subjects[0].surface + text[mention.span.end :]
    return replace(first, text=text, own_words=question.own_words, subjects=question.subjects)


_TAKEN = r"\b(?:do|take|taking|sit|sitting|get|pass|book|booked|try|study for|go for|earn|buy)\s+(?:the |an? |my )?"


def _to_be_taken(term: Term, told: str) -> bool:
    """Whether a word is told of as an exam or a course to take ("I should do SecML+"), which the question is then
    about; not the firm or the system that a person works with."""
    return bool(re.search(_TAKEN + re.escape(term.word), told, re.I))


def with_background(question: Question, context: Question) -> Question:
    """The question with what the sentences before it tell: who asks, and of what."""
    own = next((m for m in context.subjects if m.kind == "role"), None)
    labels = ", ".join(dict.fromkeys(m.label for m in context.subjects))
    own_words = {w for w in words(question.text) if not filler(w)}
    apart = all(m.kind == "role" for m in context.subjects) and by_itself(question)
    if len(own_words) < 2 or (len(own_words) < 4 and not question.subjects and _POINTS_BACK.search(question.text)):
        # "Which exam?" says little by itself, and "Can I tell them that?" nothing
        question = question.with_added(context.text.strip(" ."))
    elif labels and not question.subjects and not apart:
        question = question.with_added(labels)
    strange = (
        ()
        if question.subjects
        else tuple(t for t in context.terms if t.proper and not t.known and _to_be_taken(t, context.text))
    )
    question = replace(question, told=context.text, terms=(*question.terms, *strange))
    start = question.start
    if own and question.goal and question.goal.label != own.label and start is None:
        start = own
    intent, goal = question.intent, question.goal
    roles = [m for m in question.subjects if m.kind == "role"]
    if context.goal and not goal and not roles:
        start, goal = context.start or start, context.goal
        if intent in {"fact", "list", "definition"} and question.attribute in {
            None,
            "skills",
            "entry",
            "next",
            "tasks",
            "pitfalls",
            "projects",
        }:
            intent = "transition"
    elif start and goal and intent in {"fact", "list"} and not question.attributes:
        intent = "transition"
    elif not question.subjects and rivals(context.subjects) and COMPARE.search(fold(question.text)):
        intent = "comparison"
    subjects = question.subjects or (() if apart else context.subjects)
    return replace(
        question,
        start=start,
        goal=goal,
        intent=intent,
        subjects=subjects,
        hours=question.hours or context.hours,
        first_person=True,
    )


_POINTS_BACK = re.compile(
    r"\b(?:that|this|it)\W*$|\b(?:put|say|quote|use|write|tell|count on|rely on) (?:that|this|it)\b", re.I
)
_JOINED = re.compile(r"^[\s,&/]*(?:and|or|plus|as well as|&|,|/)[\s,]*(?:\w+\s+){0,2}$")


def by_attribute(question: Question) -> list[Question]:
    """ "Which skills and certifications …" asks twice; two cue words count as two questions only where they are
    joined."""
    if question.intent in {"transition", "plan", "comparison", "ranking", "greeting", "thanks", "help"}:
        return [question]
    text = question.text
    places_of: list[tuple[int, int, str]] = []
    for match in re.finditer(r"[^\W_]+", text):
        key = stem(fold(match[0]))
        if any(m.span.start <= match.start() < m.span.end for m in question.subjects if m.kind != "subject"):
            continue
        name = next((a.name for a in ATTRIBUTES if key in a.cue_stems), None)
        if name:
            places_of.append((match.start(), match.end(), name))
    joined: list[str] = []
    for (_, end, a), (start, _, b) in zip(places_of, places_of[1:], strict=False):
        if a != b and _JOINED.match(text[end:start]):
            joined += [a, b]
    names = list(dict.fromkeys(joined))
    if len(names) < 2:
        return [question]
    return [
        replace(
            question,
            attributes=(name,),
            shape=BY_NAME[name].shape if question.intent != "yes_no" else "any",
            intent="list" if BY_NAME[name].shape == "list" and question.intent == "fact" else question.intent,
        )
        for name in names[:3]
    ]
