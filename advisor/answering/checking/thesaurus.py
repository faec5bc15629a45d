"""Which English words mean the same, a kind of the same, or the opposite.

The data is an extract of WordNet 3.0 (Fellbaum 1998; Princeton University; see NOTICE): synsets of single words in
their common senses, links to the more general, similar and derived, antonyms, and irregular inflections, all as stems.
Read on first use: a statement that repeats its quote never needs it.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from advisor.text import stem

_FILE = Path(__file__).parent / "thesaurus.txt.gz"
SAME, KIN = 0.95, 0.75


class Thesaurus:
    """Groups of words by number, the groups of each stem, links between groups, and pairs of opposites."""

    def __init__(self, text: str) -> None:
        groups, opposites, irregular = (part.split("\n") for part in text.strip().split("\n=\n"))
        self._words: list[list[str]] = []
        self._links: list[str] = []
        self._groups: dict[str, list[int]] = {}
        for number, line in enumerate(groups):
            words, _, links = line.partition(">")
            stems = words.split()
            self._words.append(stems)
            self._links.append(links)
            for s in stems:
                self._groups.setdefault(s, []).append(number)
        self._opposites: dict[str, set[str]] = {}
        for pair in opposites:
            a, b = pair.split()
            self._opposites.setdefault(a, set()).add(b)
            self._opposites.setdefault(b, set()).add(a)
        self._irregular = dict(pair.split() for pair in irregular)

    def base(self, word: str) -> str:
        """The stem of a folded word; that of its base form where its inflection is irregular (fell: fall) or a
        comparative (cheaper: cheap)."""
        found = self._irregular.get(word) or stem(word)
        if found in self._groups or not word.endswith(("er", "est")):
            return found
        short = word.removesuffix("est").removesuffix("er")
        undoubled = short[:-1] if short[-2:-1] == short[-1:] else short
        return next((s for s in (stem(short), stem(undoubled)) if len(s) > 2 and s in self._groups), found)

    def knows(self, word: str) -> bool:
        """Whether a stem is one of its words."""
        return word in self._groups

    def senses(self, word: str) -> int:
        """In how many groups a stem is: common words have many senses, special ones few or none."""
        return len(self._groups.get(word, ()))

    def opposites(self, word: str) -> set[str]:
        """Stems of the direct antonyms of a stem."""
        return self._opposites.get(word, set())

    @lru_cache(maxsize=8192)  # noqa: B019  one thesaurus a process
    def near(self, word: str) -> dict[str, float]:
        """Stems that can stand for a stem, with how well: SAME for synonyms, KIN for the more general, the more
        special, the similar and the derived. Antonyms are left out."""
        found: dict[str, float] = {}
        for group in self._groups.get(word, ()):
            for linked in self._links[group].split():
                for other in self._words[int(linked)]:
                    found.setdefault(other, KIN)
            for other in self._words[group]:
                found[other] = SAME
        for other in self.opposites(word) | {word}:
            found.pop(other, None)
        return found

    @lru_cache(maxsize=65536)  # noqa: B019
    def likeness(self, a: str, b: str) -> float:
        """1 for the same stem, SAME for synonyms, KIN for kin in either direction, else 0."""
        if a == b:
            return 1.0
        return max(self.near(a).get(b, 0.0), self.near(b).get(a, 0.0))


@lru_cache(maxsize=1)
def thesaurus() -> Thesaurus:
    return Thesaurus(gzip.decompress(_FILE.read_bytes()).decode("utf-8"))
