"""What the talk is about: the name that a pronoun stands for, and the names asked about in separate turns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from advisor.answering.attributes import attributes_asked
from advisor.answering.places import places
from advisor.answering.question import filler
from advisor.following.listed import distinct, lines_of, named_in
from advisor.following.signs import EACH, KINDS_ASKED, MADE, NOUN_KINDS, OF_THINGS, PRICED, WHO
from advisor.text import stem, words
from advisor.vocabulary import Vocabulary

_BESIDE = re.compile(r"\b(?:from|than|with|versus|vs\.?|unlike|against)\s+(?:an? |the )?$", re.I)
"""Stands before what a question sets its subject against, or comes from."""
_ASKS_FOR = r"\b(?:which|what|any|best|cheapest|easiest|is there an?|are there)\b"
_ABBREVIATION = re.compile(r"\b[A-Z][A-Z0-9]{2,}\+?(?!\w)")
_NO_NAMES = frozenset(
    "OMG ASAP FYI BTW LOL TBH IMO IMHO IDK PLS PLZ THX WTF FAQ AKA ETC USD EUR GBP INR CHF AUD CAD NZD SGD JPY CNY SEK NOK DKK PLN".split()
)
_PERSONS = frozenset({"he", "she", "his", "her", "him"})
_OWN_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w-]*[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Before:
    """What came before: the earlier question in its standalone form, and the reply to it (empty where unknown)."""

    question: str
    reply: str = ""
    topics: tuple[str, ...] = ()
    """Names that the questions up to here were about, in order."""


def strange_names(text: str, vocabulary: Vocabulary) -> list[str]:
    """Abbreviations in a text that the corpus does not have, and that name no place."""
    shouted = text.isupper() and len(words(text)) > 2
    found = [] if shouted else _ABBREVIATION.findall(text)
    return [w for w in found if w not in _NO_NAMES and not vocabulary.knows(w.lower()) and not places(f"in {w}")]


class Topic:
    """The names of what came before. `old` are those of the earlier question."""

    def __init__(self, before: Before, vocabulary: Vocabulary) -> None:
        self.before = before
        self.vocabulary = vocabulary
        self.old = distinct(named_in(before.question, vocabulary))

    def subject(self, question: str, asked: tuple[str, ...]) -> str | None:
        """What a follow-up that asks for these attributes is about: the name that the earlier question asked for, or
        its subject, else the first name of the reply."""
        answered = self._answered() or self._entry()
        if answered:
            return answered
        replied = named_in(self.before.reply, self.vocabulary)
        made = next((m for m in replied if m.kind in MADE), None)
        if made and WHO.match(question) and not any(m.kind in MADE for m in self.old):
            return made.label
        if self.old:
            text = self.before.question
            last = next((m for m in reversed(self.old) if not _BESIDE.search(text[: m.span.start])), self.old[-1])
            fitting = PRICED if asked and asked[0] in OF_THINGS and last.kind == "role" else frozenset()
            return next((m.label for m in replied if m.kind in fitting), last.label)
        if _OWN_NAME.search(self.before.question):  # it has a name of its own, which the vocabulary does not know
            alike = {
                w for name in strange_names(self.before.question, self.vocabulary) for w in self.vocabulary.like(name)
            }
            return next((m.label for m in replied if m.surface in alike), None)
        return replied[0].label if replied else None

    def fitting(self, pronoun: str, subject: str) -> str | None:
        """What a pronoun with a noun ("that list"), or for a person, stands for: the subject, where it is of that kind, else
        a name of that kind in what came before; None where there is none."""
        if pronoun in _PERSONS:
            roles = [subject, *(m.label for m in reversed(self.old)), *reversed(self.before.topics)]
            return next((r for r in roles if self.is_role(r)), None)
        noun = pronoun.split()[-1]
        kind = next((k for nouns, k in NOUN_KINDS if noun in nouns.split() and " " in pronoun), None)
        named = named_in(subject, self.vocabulary)
        if kind is None or not named or any(m.kind == kind for m in named):
            return subject
        others = [*reversed(self.old), *named_in(self.before.reply, self.vocabulary)]
        return next((m.label for m in others if m.kind == kind), None)

    def pair(self) -> list[str]:
        """The two or more names that were set side by side: of the earlier question, else of the last two turns."""
        kinds = [m.kind for m in self.old]
        alike = [m.label for m in self.old if kinds.count(m.kind) > 1]
        return alike or self.of_turns()[-2:] or ([m.label for m in self.old] if len(self.old) > 1 else [])

    def of_turns(self) -> list[str]:
        """Names asked about in separate turns, of the kind of the last one that there are several of."""
        named = [m for t in self.before.topics for m in named_in(t, self.vocabulary)]
        for kind in dict.fromkeys(m.kind for m in reversed([*named, *self.old])):
            found = list(dict.fromkeys(m.label for m in named if m.kind == kind))
            if len(found) > 1:
                return found
        return []

    def other(self, than: str | None) -> str | None:
        """ "the other one": a name of the kind of the one spoken of, of an earlier turn, of the earlier question or of
        the reply."""
        known = {than} if than else {m.label for m in self.old}
        kinds = {m.kind for m in named_in(than, self.vocabulary)} if than else {m.kind for m in self.old}
        replied = distinct(named_in(self.before.reply, self.vocabulary))
        near = [*(m.label for m in self.old if m.kind in kinds), *reversed(self.of_turns())]
        near += [m.label for m in replied if m.kind in kinds]
        return next((name for name in near if name not in known), None)

    def is_role(self, name: str) -> bool:
        """Whether a name is that of a role."""
        return any(m.kind == "role" and m.label == name for m in named_in(name, self.vocabulary))

    def _answered(self) -> str | None:
        """The name that the reply gave where the earlier question asked for one: "which exam suits me?", "which one
        is older?", "what could I do next?"."""
        question = self.before.question
        replied = named_in(self.before.reply, self.vocabulary)
        known = {m.label for m in self.old}
        rivals = self.pair()
        if rivals and EACH.search(question):
            found = self._told_of(set(rivals))
            if found:
                return found
        for sign, kind in KINDS_ASKED:
            asked = re.search(rf"{_ASKS_FOR}[^.?!]{{0,40}}\b(?:{sign})(s?)\b", question, re.I)
            if asked and any(m.kind == kind and asked.start() < m.span.start < asked.end() for m in self.old):
                continue  # "what does the AIGP exam cost?" asks for no exam
            new = [m.label for m in replied if m.kind == kind and m.label not in known] if asked else []
            if asked and not (asked[1] and (kind not in MADE or len(set(new)) != 1)):  # of several no single one
                return next(iter(new), None)
        if "next" in attributes_asked(question):
            offered = [n for n in lines_of(self.before.reply, self.vocabulary) if n not in known]
            return next((n for n in offered if self.is_role(n)), None)
        return None

    def _told_of(self, rivals: set[str]) -> str | None:
        """Which of some names the reply gives: that of the sentence with most of the question's words."""
        asked = {stem(w) for w in words(self.before.question) if not filler(w)}
        told: list[tuple[int, str]] = []
        for sentence in re.split(r"(?<=[.!?\]])\s+|\n", self.before.reply):
            named = {m.label for m in named_in(sentence, self.vocabulary)} & rivals
            if len(named) == 1:
                told.append((len(asked & {stem(w) for w in words(sentence)}), named.pop()))
        return max(told, key=lambda t: t[0])[1] if told else None

    def _entry(self) -> str | None:
        """The entry of a table or list that the earlier question asked about before it named where ("Where is X on
        the list of Y?")."""
        first = self.old[0].span.start if self.old else len(self.before.question)
        return next(
            (
                m.surface
                for m in self.vocabulary.find(self.before.question[:first])
                if m.kind == "subject" and m.span.start and m.surface.istitle() and " " in m.surface
            ),
            None,
        )
