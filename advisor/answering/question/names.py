"""The names in a question: which of them it is about, and how they stand to each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.answering.places import Place, places
from advisor.answering.question.filler import SCAFFOLD, cue_words
from advisor.text import STOPWORDS, fold, stem, words
from advisor.vocabulary import Mention, Vocabulary


def meant(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The names that a question is about: the things themselves, and of two of a kind not the one that it sets aside
    ("…, not NICE")."""
    mentions = [m for m in mentions if m.kind == "subject" or _firm(text, m)]
    aside = [m for m in mentions if m.kind != "subject" and _NOT.search(text[: m.span.start])]
    left = [m for m in mentions if m not in aside]
    return [m for m in mentions if m in left or not any(o.kind == m.kind and o.label != m.label for o in left)]


_NOT = re.compile(r"(?:,|\band|\bbut|[–—-])? ?\bnot (?:an? |the |about )?(?:\w+ )?$", re.I)


def _firm(text: str, mention: Mention) -> bool:
    """Whether a mention is the thing itself: not a word that merely shares the stem of a one-word name ("budget" of
    "budgeting", "programme" of "programmer"), nor the first part of a longer name that the vocabulary does not have ("AI Risk Repository")."""
    said = words(mention.surface)
    if len(said) == 1 and mention.kind in {"skill", "role"}:
        written = {w for n in mention.names if len(words(n)) == 1 for w in words(n)}
        return bool(written & {said[0], said[0].removesuffix("s"), said[0] + "s"})
    following = re.match(r"\s+([\w-]+)", text[mention.span.end :])
    if mention.exact or following is None:
        return True
    word = fold(following[1])
    if following[1][:1].isupper() and not text.istitle():
        return word in STOPWORDS or word in SCAFFOLD
    return mention.kind != "role" or stem(word) not in _OTHER_THINGS


_OTHER_THINGS = frozenset(
    stem(w)
    for w in "framework standard law act list catalogue certificate certification cert exam tool scanner repository".split()
)
"""Words that make another thing of a role's short name ("AI risk framework")."""


def telling(mention: Mention) -> bool:
    """Whether the subject of a table row is more than words that any question may hold."""
    return any(w not in cue_words() and w not in STOPWORDS and not w.isdigit() for w in words(mention.surface))


def without_mentions(text: str, mentions: tuple[Mention, ...]) -> str:
    for mention in reversed(mentions):
        if mention.kind != "subject":
            text = text[: mention.span.start] + " · " + text[mention.span.end :]
    return text


def shouted(place: Place, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a city is an abbreviation of the corpus that is spelled like it ("in NICE")."""
    name = place.name.upper()
    return place.city and not text.isupper() and name in text and vocabulary.knows(fold(place.name))


def bare_cities(text: str, vocabulary: Vocabulary) -> tuple[Place, ...]:
    """A large city named without a preposition ("salary zurich"), where the corpus does not know the word."""
    for match in re.finditer(r"[^\W\d_]{4,}", text):
        word = fold(match[0])
        if not vocabulary.knows(word) and word not in cue_words() and word not in STOPWORDS:
            found = tuple(p for p in places(f"in {match[0].title()}") if p.city)
            if found:
                return found
    return ()


def rivals(mentions: tuple[Mention, ...]) -> bool:
    """Whether two names of one kind are there to be set against each other."""
    kinds = [m.kind for m in {m.label: m for m in mentions}.values()]
    return any(kinds.count(k) > 1 for k in set(kinds) if k != "subject")


def listed(text: str, mentions: tuple[Mention, ...]) -> bool:
    """ "A and B: licences?", "A, B, C sorted by …": names of one kind in a row."""
    return any(
        a.kind == b.kind
        and a.label != b.label
        and re.fullmatch(
            r"\W*(?:(?:and|vs\.?|versus|against|next to|or)\W*)?(?:(?:of|for|in|with)\W+)?(?:an?\W|the\W)?",
            text[a.span.end : b.span.start],
        )
        for a, b in zip(mentions, mentions[1:], strict=False)
    )


def either(text: str, mentions: tuple[Mention, ...]) -> bool:
    """ "X or Y": two names of one kind that stand side by side."""
    return any(
        a.kind == b.kind
        and a.label != b.label
        and re.fullmatch(r"\W*or(?: an?| the)?(?: \w+)?\W*", text[a.span.end : b.span.start])
        for a, b in zip(mentions, mentions[1:], strict=False)
    )
