"""The evidence of one check, read once: sentences with their words, what they are read with, and all of it together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from advisor.answering.checking.alignment import Matcher
from advisor.answering.checking.tokens import Token, tokens
from advisor.text import sentence_spans

_PRONOUNS = frozenset(
    """it its he his him she her they their them this that these those such both one ones there which who here
    former latter another other others""".split()
)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a source with its neighbours: two before it and one behind."""

    text: str
    source: int
    number: int

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tokens(self.text)

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(t.stem for t in self.tokens if t.content)

    @cached_property
    def leans(self) -> bool:
        """Whether it begins with a pronoun, so that its subject stands in an earlier sentence."""
        return any(t.word in _PRONOUNS for t in self.tokens[:4])


_BETWEEN_SENTENCES, _BETWEEN_SOURCES = 3, 25
_END = Token(";", ";", ";", 0, 0.0, mark=True)


class Evidence:
    """Quotes and what each is read with, as plain texts."""

    def __init__(self, quotes: Sequence[str], around: Sequence[str]) -> None:
        self.around = [tokens(a) for a in around]
        self.sentences: list[Sentence] = []
        for source, quote in enumerate(quotes):
            spans = sentence_spans(quote)
            self.sentences += [Sentence(s.of(quote), source, n) for n, s in enumerate(spans)]
        self.text = " \n ".join([*quotes, *around])
        self._near: dict[tuple[int, int], Matcher] = {}

    @cached_property
    def everything(self) -> Matcher:
        return Matcher([t for s in self.sentences for t in s.tokens] + [t for a in self.around for t in a])

    @cached_property
    def spaced(self) -> list[tuple[int, Token]]:
        """All words of the quotes with their places: three apart between sentences, twenty-five between sources."""
        found: list[tuple[int, Token]] = []
        place, source = 0, 0
        for s in self.sentences:
            place += _BETWEEN_SOURCES if s.source != source else _BETWEEN_SENTENCES if found else 0
            source = s.source
            for t in s.tokens:
                place += 1
                found.append((place, t))
        return found

    def near(self, sentence: Sentence) -> Matcher:
        """The sentence with its neighbours and what its source is read with."""
        key = (sentence.source, sentence.number)
        if key not in self._near:
            some = [
                t
                for s in self.sentences
                if s.source == sentence.source and -2 <= s.number - sentence.number <= 1
                for t in s.tokens
            ]
            self._near[key] = Matcher([*some, *self.around[sentence.source]])
        return self._near[key]

    def beside(self, sentence: Sentence) -> Matcher:
        """What the sentence's source is read with."""
        return Matcher(self.around[sentence.source])

    def surroundings(self, sentence: Sentence) -> list[Token]:
        """The words of the sentence and of all others nearby in order, with ends of sentences and sources as marks."""
        found: list[Token] = []
        for s in self.sentences:
            if s.source == sentence.source and abs(s.number - sentence.number) > 3:
                continue
            if found:
                found += [_END] * (2 if s.number else 10)
            found += s.tokens
        return found

    def before(self, sentence: Sentence) -> Sequence[Token]:
        """The words of the two sentences before it, and of what its source is read with."""
        found = [
            t
            for s in self.sentences
            if s.source == sentence.source and 1 <= sentence.number - s.number <= 2
            for t in s.tokens
        ]
        return [*found, *self.around[sentence.source]]
