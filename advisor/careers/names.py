"""Names in a text, by whole terms: "Java" is not in "JavaScript", "Security+" is not "security", "C" is not "C++".

A name is matched by its tokens, folded, with singular and plural alike, and with the stems of its words where it
has two or more ("threat modeling" finds "threat modelling"). Names of one or two letters ("C", "R", "Go") count only
as written and only where a list or a preposition stands around them. A one-word name in capitals that documents also
use as an ordinary word ("Inspect", "ART") counts only as written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from advisor.text import STOPWORDS, fold, stem
from advisor.types import Span

TOKEN = re.compile(r"(?:(?<![\w.])\.(?=[A-Za-z]{2}))?[^\W_]+(?:['’][^\W_]+)?(?:\+\+|\+(?!\w)|#)?")
_LONGEST = 9
_STEMS = "~"
"""Opens a key of stems, which no token does."""
_LINKS = frozenset("of the for and a an in on to with".split())
_BEFORE = frozenset(
    "in with of using and or some basic advanced know knows language languages from e.g via also but".split()
)
_VERBS = frozenset(
    """use used uses write writes wrote written code coded learn learning learned know known run ran built build taught
    teach like love prefer no not without never touched tried except than is are strong good solid mostly mainly only
    daily production my favourite experienced fluent modern skills tools""".split()
)
_AFTER = frozenset("and or programming language languages developer code coding scripting packages development".split())


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in a text. `name` is the name as it was given, `exact` whether it is written so, but for case."""

    key: str
    name: str
    span: Span
    exact: bool


@dataclass(frozen=True)
class NameIndex:
    """Looks for many names at once; one pass over the text whatever their number.

    `names` maps each name to the key of what it names; where two names have equal tokens the first one wins.
    `ordinary` are words that documents write in small letters.
    """

    names: Mapping[str, str]
    ordinary: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def _by_tokens(self) -> dict[tuple[str, ...], str]:
        index: dict[tuple[str, ...], str] = {}
        for name in self.names:
            tokens = _tokens(name)
            if tokens:
                index.setdefault(_exact_key(tokens), name)
        for name in self.names:
            tokens = _tokens(name)
            if len(tokens) > 1:
                index.setdefault(_stem_key(tokens), name)
        return index

    @cached_property
    def _first(self) -> frozenset[str]:
        """What a name may begin with: keeps `find` from trying every stretch of a text."""
        return frozenset(key[1] if key[0] == _STEMS else key[0] for key in self._by_tokens)

    @cached_property
    def words(self) -> frozenset[str]:
        """Folded tokens of all names."""
        return frozenset(fold(t) for name in self.names for t in _tokens(name))

    def find(self, text: str) -> list[Found]:
        """The names in a text, the longest at each place, without overlaps, in order."""
        tokens = list(TOKEN.finditer(text))
        found: list[Found] = []
        position = 0
        while position < len(tokens):
            hit = self._at(text, tokens, position)
            if hit is None:
                position += 1
                continue
            size, name = hit
            span = Span(tokens[position].start(), tokens[position + size - 1].end())
            found.append(Found(self.names[name], name, span, span.of(text).casefold() == name.casefold()))
            position += size
        return found

    def lookup(self, text: str) -> Found | None:
        """The name that a whole text is, if it is one."""
        tokens = _tokens(text)
        for key in (_exact_key(tokens), _stem_key(tokens)):
            name = self._by_tokens.get(key) if tokens and (len(tokens) > 1 or key == _exact_key(tokens)) else None
            if name is not None:
                exact = text.strip().casefold() == name.casefold()
                return Found(self.names[name], name, Span(0, len(text)), exact)
        return None

    def _at(self, text: str, tokens: list[re.Match[str]], position: int) -> tuple[int, str] | None:
        first = tokens[position][0]
        if _exact(first) not in self._first and _stemmed(first) not in self._first:
            return None
        for size in range(min(_LONGEST, len(tokens) - position), 0, -1):
            window = tokens[position : position + size]
            if size > 1 and not _joined(text, window):
                continue
            surface = [m[0] for m in window]
            if size > 1 and fold(surface[-1]) in _LINKS:
                continue
            name = self._by_tokens.get(_exact_key(surface))
            if name is None and size > 1:
                name = self._by_tokens.get(_stem_key(surface))
            if name is not None and self._plausible(text, name, window):
                return size, name
        return None

    def _plausible(self, text: str, name: str, window: list[re.Match[str]]) -> bool:
        if len(window) > 1:
            return True
        surface = window[0][0]
        small = fold(surface)
        letters = re.sub(r"[^A-Za-z]", "", name)
        if len(re.sub(r"\W", "", surface)) <= 2 and not re.search(r"[+#\d]", surface):
            return surface == name and _opens(text, window[0], _BEFORE) and _closes(text, window[0])
        if name.islower() or surface == name or re.search(r"[\d+#.]", name):
            return not (small in STOPWORDS and surface != name)
        if letters and small in self.ordinary:
            return surface[:1].isupper() and (not letters.isupper() or surface.isupper())
        # A proper name in small letters may be an ordinary word ("spark", "react"): a list or a verb must lead to it.
        return surface[:1].isupper() or _opens(text, window[0], _BEFORE | _VERBS)


def first_mentions(found: Iterable[Found], most: int = 12) -> list[Found]:
    """The first mentions of each key: what a person says of one skill twelve times needs no thirteenth."""
    counted: Counter[str] = Counter()
    kept = []
    for one in found:
        counted[one.key] += 1
        if counted[one.key] <= most:
            kept.append(one)
    return kept


def _tokens(name: str) -> list[str]:
    return [m[0] for m in TOKEN.finditer(name)]


def _joined(text: str, window: list[re.Match[str]]) -> bool:
    """Whether nothing but spaces, hyphens, slashes, dots inside words and brackets stand between the tokens."""
    for left, right in zip(window, window[1:], strict=False):
        between = text[left.end() : right.start()]
        if len(between) > 3 or re.search(r"[,;:!?\n•|]|\.\s", between):
            return False
    return True


def _exact_key(tokens: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_exact, tokens))


def _stem_key(tokens: Iterable[str]) -> tuple[str, ...]:
    return (_STEMS, *map(_stemmed, tokens))


@lru_cache(maxsize=65536)
def _exact(token: str) -> str:
    return singular(fold(token))


@lru_cache(maxsize=65536)
def _stemmed(token: str) -> str:
    folded = fold(token)
    return folded if re.search(r"\W", folded) else stem(singular(_british(folded)))


def singular(word: str) -> str:
    """A folded word without the s of a plural, and without a version digit ("python3")."""
    word = word.replace("’", "'").removesuffix("'s")
    if re.fullmatch(r"[a-z]{4,}[0-9]", word):
        word = word[:-1]
    if len(word) < 4 or not word.isalpha() or word.endswith(("ss", "us", "is", "ics", "ops", "os")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word.removesuffix("s")


def _british(word: str) -> str:
    """American spellings of name words turned British, as far as a rule does it."""
    word = re.sub(r"iz(e|es|ed|ing|ation|ations)$", r"is\1", word)
    word = re.sub(r"^(program)(s?)$", r"\1me\2", word)
    return re.sub(r"^(model|label|travel|signal|channel)(ing|ed|er)$", r"\1l\2", word)


def _opens(text: str, token: re.Match[str], leads: frozenset[str]) -> bool:
    """Whether a list, a line or one of the words `leads` comes before a name."""
    before = text[: token.start()]
    if before[-1:] in {"&", "-", "'", "’", "."}:
        return False
    left = before.rstrip()
    word = re.search(r"[\w.]+$", left)
    if not left or left[-1] in ",;:/(•|*\n-–—.+#" or "\n" in before[len(left) :]:
        return True
    return word is not None and word[0].lower() in leads


def _closes(text: str, token: re.Match[str]) -> bool:
    """Whether a list, a line or a word of the trade comes after a name of one or two letters."""
    after = text[token.end() :]
    if after[:1] in {"&", "-", "'", "’"} or re.match(r"\.\w", after):
        return False
    right = after.lstrip()
    word = re.match(r"\w+", right)
    if not right or right[0] in ",;:/).!?|*\n-–—(" or "\n" in after[: len(after) - len(right)]:
        return True
    return word is not None and word[0].lower() in _AFTER
