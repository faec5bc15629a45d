"""A sentence as the verifier sees it: its words in order, which of them carry meaning, which are names or figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from advisor.answering.checking.thesaurus import thesaurus
from advisor.text import STOPWORDS, fold

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*(?:st|nd|rd|th)?\b|[^\W_]+(?:['’][^\W_]+)?(?:\+\+|\+|#)?|[%$€£¥₹;:—(|]|,(?=\s)|(?<![\w.,)])[-−–+](?=[$€£]?\d)"
)
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_ORDINAL = re.compile(r"(?:st|nd|rd|th)$")
_LIGHT = frozenset(
    """about around roughly nearly almost approximately usually generally often mostly mainly largely also even still
    just simply very quite rather people person persons thing things use used uses using make makes made making
    take takes taking took taken get gets getting got go goes going went come comes coming came give gives given giving
    gave put puts have has had say says said saying said according report reports reported state states stated
    currently today now recently since together well various several many much ever yet already
    actually really overall total""".split()
)
DENIALS = frozenset(
    """no not never none nor neither nobody nothing without cannot can't isn't aren't wasn't weren't don't doesn't didn't
    won't wouldn't shouldn't couldn't hasn't haven't hadn't""".split()
)
_NUMBER_WORDS = {
    w: float(i)
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0,
    "hundred": 100.0, "dozen": 12.0, "half": 0.5, "third": 3.0, "first": 1.0, "second": 2.0, "fourth": 4.0,
    "fifth": 5.0, "sixth": 6.0, "seventh": 7.0, "eighth": 8.0, "ninth": 9.0, "tenth": 10.0, "pair": 2.0, "both": 2.0,
    "twice": 2.0, "double": 2.0, "single": 1.0, "once": 1.0, "triple": 3.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One word, figure or clause mark. `weight` is its share in coverage, 0 where it carries no meaning of its own;
    `value` the number that it writes, in digits or as a word; `digits` tells which.
    `initials` are those of the run of capitalised words that it belongs to, where that has two or more."""

    text: str
    word: str
    stem: str
    start: int
    weight: float
    value: float | None = None
    name: bool = False
    mark: bool = False
    digits: bool = False
    initials: str = ""

    @property
    def content(self) -> bool:
        return self.weight > 0


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a plain text in order."""
    text = _DOTTED.sub(lambda m: m[0].replace(".", ""), text)
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        found.append(_token(match[0], match.start(), text, found))
    return tuple(_with_initials(_scaled(found)))


def _scaled(found: list[Token]) -> list[Token]:
    """Numbers with the word that scales them ("1.2 million" is 1200000); that word then adds nothing of its own."""
    for i, (a, b) in enumerate(zip(found, found[1:], strict=False)):
        if a.digits and a.value is not None and b.word in _SCALES:
            found[i] = replace(a, value=a.value * _SCALES[b.word])
            found[i + 1] = replace(b, weight=0.0)
    return found


def _with_initials(found: list[Token]) -> list[Token]:
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and (
            found[end].text[:1].isupper() or (end > start and found[end].word in {"of", "and", "the", "for"})
        ):
            end += 1
        run = [i for i in range(start, end) if found[i].text[:1].isupper() and found[i].content]
        if len(run) > 1:
            initials = "".join(found[i].text[0] for i in run)
            for i in run:
                found[i] = replace(found[i], initials=initials)
        start = max(end, start + 1)
    return found


def _token(written: str, start: int, text: str, before: list[Token]) -> Token:
    if not written[0].isalnum():
        return Token(written, written, written, start, 0.0, mark=written not in "%$€£¥₹-−–+")
    word = fold(written).replace("’", "'").removesuffix("'s")
    if word[0].isdigit():
        plain = _ORDINAL.sub("", word).replace(",", "")
        value = float(plain) if plain.replace(".", "", 1).isdigit() else None
        return Token(written, plain, plain, start, 1.5, value, digits=True)
    value = _NUMBER_WORDS.get(word)
    if word in STOPWORDS or word in DENIALS:
        return Token(written, word, thesaurus().base(word), start, 0.0, value)
    opens = not before or text[:start].rstrip()[-1:] in {".", "!", "?", "“", '"', ":"}
    name = written[0].isupper() and (not opens or written[1:2].isupper() or any(c.isdigit() for c in written))
    weight = 0.35 if word in _LIGHT else 1.5 if name else 1.0
    return Token(written, word, thesaurus().base(word), start, weight, value, name)


def content(found: tuple[Token, ...], keep: Callable[[Token], bool] = lambda _: True) -> tuple[Token, ...]:
    """The tokens that carry meaning."""
    return tuple(t for t in found if t.content and keep(t))
