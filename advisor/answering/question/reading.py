"""A text read as questions: the parts, each with what is asked, about what, where and when."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from advisor.answering.attributes import attributes_asked
from advisor.answering.claims import claim_of
from advisor.answering.periods import periods
from advisor.answering.personal import without_person
from advisor.answering.places import places
from advisor.answering.question.filler import typed_words
from advisor.answering.question.intent import intent_of, measured, shape_of
from advisor.answering.question.joining import (
    OWN_TERMS,
    by_attribute,
    by_itself,
    inherit,
    of_another,
    points_back,
    with_background,
)
from advisor.answering.question.move import ends_of
from advisor.answering.question.names import bare_cities, meant, shouted, telling, without_mentions
from advisor.answering.question.order import counted_in, direction_taken, extreme
from advisor.answering.question.parts import parts_of, told_and_asked, without_links
from advisor.answering.question.terms import terms_of
from advisor.answering.question.values import Question
from advisor.text import fold, number_values, spelled_values, stem, words
from advisor.vocabulary import Mention, Vocabulary


def understand(text: str, vocabulary: Vocabulary, correct: bool = True) -> list[Question]:
    """The questions in a text, in order: usually one, two or three for a question with parts.

    With `correct`, misspelt words are read as the words of the corpus or of questions that they come closest to.
    """
    text = without_person(without_links(text))
    mended, corrections = vocabulary.corrected(text, typed_words()) if correct else (text, ())
    background, asked = told_and_asked(mended)
    claim, asked = claim_of(background, asked, vocabulary)
    parts = parts_of(asked)
    context = _read(background, vocabulary) if background and not claim else None
    questions: list[Question] = (
        [replace(_read(claim, vocabulary), intent="yes_no", shape="any", premise=True)] if claim else []
    )
    asking = [_read(part, vocabulary) for part in parts]
    if claim and all(_points_at_claim(q) for q in asking):  # "…, is that a fair reading?"
        questions, asking = [replace(questions[0], premise=False)], []
    for question in asking:
        own = any(not t.known for t in question.terms)  # it speaks of something else, which nobody knows
        own = own or (len(question.terms) >= OWN_TERMS and by_itself(question))
        if questions and not question.subjects and questions[0].subjects and not question.start and not own:
            question = inherit(question, questions[0])
        elif questions and question.only_names and not questions[0].only_names and questions[0].intent == "fact":
            question = of_another(question, questions[0])
        elif (
            claim and not question.subjects and len(question.terms) < OWN_TERMS - 1 and points_back(question.own_words)
        ):
            question = question.with_added(claim.strip(" .!"))  # "what was it in the end?"
        if context:
            question = with_background(question, context)
        questions.append(question)
    if len(questions) == 1 and not background and _of_nothing(questions[0]):
        questions = [replace(questions[0], intent="help")]  # "is it ok?"
    questions = [q for first in questions for q in ([first] if first.premise else by_attribute(first))]
    if not correct:  # words of another language are no names that nobody has heard of
        questions = [_in_known_words(q) for q in questions]
    return [replace(q, corrections=corrections) for q in questions[:4]]


def _points_at_claim(question: Question) -> bool:
    """Whether a part asks of the claim before it whether it holds, and of nothing else."""
    pointing = points_back(question.own_words)
    whether = question.intent == "yes_no" or _WHETHER_SO.search(fold(question.own_words))
    asks = question.places or question.periods or set(question.attributes) - {"pitfalls"}
    return bool(pointing and whether and not asks) and len(question.terms) < 2


_WHETHER_SO = re.compile(r"\b(?:mistakes?|mistaken|wrong|right|true|false|correct|contradict\w*|add up|make sense)\b")


def _in_known_words(question: Question) -> Question:
    """The question without the words that the corpus does not have, where others tell what it is about."""
    if not question.subjects and not any(t.known for t in question.terms):
        return question
    return replace(question, terms=tuple(t for t in question.terms if t.known or _coined(t.word)))


def _coined(word: str) -> bool:
    """Whether a word is written as no word of any language is: with capitals inside, or digits."""
    return any(c.isdigit() for c in word) or (any(c.isupper() for c in word[1:]) and not word.istitle())


def _of_nothing(question: Question) -> bool:
    asked = question.subjects or question.attributes or question.terms or question.places or question.periods
    return question.intent == "yes_no" and not asked


def _read(text: str, vocabulary: Vocabulary) -> Question:
    folded = fold(text).replace("’", "'").strip()
    found = [m for m in vocabulary.find(text) if m.kind != "subject" or telling(m)]
    mentions = tuple(meant(text, found))
    bare = without_mentions(text, mentions)
    found_places = tuple(p for p in places(bare) if not shouted(p, text, vocabulary))
    around = {name for p in found_places for name in p.within}
    found_places = tuple(p for p in found_places if p.name not in around)  # of "Norway's share in Oslo" Oslo
    found_periods = periods(bare, date.today())
    attributes = attributes_asked(bare)
    start, goal = ends_of(text, folded, mentions)
    if "jobs" in attributes and re.search(r"\bmy (?:\w+ )?gaps?\b" if not (start and goal) else r"\bgaps?\b", folded):
        # between two roles, or of the person
        attributes = tuple(dict.fromkeys("skills" if a == "jobs" else a for a in attributes))
    intent = intent_of(folded, text, mentions, attributes, start, goal)
    if any(m.kind in _BOUGHT for m in mentions) and not any(m.kind in {"role", "skill"} for m in mentions):
        attributes = tuple(dict.fromkeys("price" if a == "pay" else a for a in attributes))
    if attributes[:1] == ("price",) and "pay" not in attributes and _paid(mentions) and not _BUYING.search(folded):
        attributes = ("pay", *attributes)
    attributes = measured(attributes, folded, intent)
    counted = counted_in(folded)
    if any(
        counted[: len(s)] == s
        for s in (tuple(stem(w) for w in words(m.surface)) for m in mentions if m.kind != "framework")
        if s
    ):
        attributes, counted = tuple(dict.fromkeys(("jobs", *attributes))), ()
    if not found_places:
        found_places = bare_cities(bare, vocabulary)
    wide = intent in {"comparison", "ranking"}
    terms = terms_of(text, mentions, found_places, found_periods, attributes, vocabulary, wide)
    hours = _hours(folded)
    return Question(
        text=text,
        own_words=text,
        intent=intent,
        attributes=attributes,
        shape=shape_of(folded, attributes, intent),
        subjects=mentions,
        start=start,
        goal=goal,
        places=found_places,
        periods=found_periods,
        terms=terms,
        direction=direction_taken(text),
        superlative=extreme(folded),
        hours=hours,
        counted=counted,
        roles_known=vocabulary.has_roles,
        first_person=bool(re.search(r"\b(?:my|i|i'm|im|me)\b", folded)),
    )


def _paid(mentions: tuple[Mention, ...]) -> bool:
    """Whether a question names roles and nothing that could be bought."""
    kinds = {m.kind for m in mentions if m.kind != "subject"}
    return "role" in kinds and not kinds & (_BOUGHT | {"framework"})


_BUYING = re.compile(
    r"\b(?:costs?|prices?|fees?|buy|course|courses|exam|exams|training|degree|bootcamp|certif\w+|afford|invest|spend|charge\w*|expensive|set (?:me|you|us) back)\b"
)
_BOUGHT = frozenset({"certification", "tool"})
"""Kinds of things for which people pay, and which pay nobody."""


def _hours(folded: str) -> int | None:
    match = next(reversed(list(_HOURS.finditer(folded))), None)
    if not match:
        return None
    values = number_values(match[1]) or spelled_values(match[1])
    return int(values[0]) if values else None


_HOURS = re.compile(
    r"\b(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)\s*(?:h|hrs?|hours?)\b"
)
