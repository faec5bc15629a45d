"""The names that a corpus knows: its roles, skills, tools, certifications and frameworks, and where they stand in
a question, whatever their case, number, word order or spelling.

All of it comes from the corpus that is loaded: titles and aliases of its documents, the bold labels of its
bullets, the first cells of its table rows, and its glossary where it has one. Nothing is listed in the code.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from advisor.ingest.blocks import cells
from advisor.spelling import left_out, missed_key, one_slip, roots, spoken, twice, typo, without_vowels
from advisor.text import STOPWORDS, fold, plain, stem, words
from advisor.types import Document, Span

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?(?:\+\+|\+|#)?")
_BULLET_LABEL = re.compile(r"\s*[-*+]\s+\*\*([^*\n]{2,80})\*\*")
_RULE = re.compile(r"[\s|:-]+$")
_LONGEST = 9
_LITTLE = frozenset("a an and for in of on or the to with".split())
_TOPICS = frozenset({"market", "guide", "transition"})
"""Kinds of documents that treat a topic; their titles are no names of things."""
_GENERIC_HEADS = frozenset(stem(w) for w in "engineer specialist analyst manager professional technician".split())
_COMMON = 0.25
_SLIPPED_FROM = 0.3
"""How common a word must be for what is one slip away from it to be a slip, whatever was meant."""
_PLAIN = 0.08
"""How common a word must be for a slip to be read as it, where the corpus does not have it."""
_REMEMBERED = 4096
"""Words whose reading is remembered."""
_LONGEST_WORD = 24
"""Letters up to which a word is taken apart and its slips are tried."""
_RUN_TOGETHER = 0.75
"""How common both of two words must be for one that is neither to be read as both."""
_BETWEEN = re.compile(r"[,;:.?!…]\s|\b(?:to|into|from|or|vs|versus|than|as)\b|->|→", re.I)
"""Between two names, where no name goes on."""
_AND = re.compile(r"\band\b", re.I)
_EDITS = ((3, 1), (9, 2))
"""Letters from which a word may be off by so many edits."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing with a name. `documents` are those that are about it; `rank` orders entries of equal names."""

    kind: str
    label: str
    documents: tuple[str, ...] = ()
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text. `surface` is how the text wrote it; `exact` is False for derived short forms."""

    kind: str
    label: str
    span: Span
    surface: str
    documents: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    exact: bool = True
    longer: tuple[str, ...] = ()
    """Names of other things of its kind that hold one of its own ("head gardener" holds "gardener")."""

    def stands_in(self, text: str) -> bool:
        """Whether it was found in this very text, and not in what was said before it."""
        return self.span.of(text) == self.surface


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of a question read as a word that the corpus knows."""

    span: Span
    written: str
    read: str


@dataclass(frozen=True)
class Vocabulary:
    """Names by the stems of their words. `words_known` counts the folded words of the documents, `ordinary` are
    those that the documents write in small letters."""

    entries: tuple[Entry, ...]
    names: Mapping[str, tuple[str, ...]]
    keys: Mapping[tuple[str, ...], tuple[Entry, bool]]
    words_known: Mapping[str, int] = field(default_factory=dict)
    ordinary: frozenset[str] = frozenset()
    ordered: Mapping[tuple[str, ...], tuple[Entry, bool]] = field(default_factory=dict)
    spelled: Mapping[tuple[str, ...], Entry] = field(default_factory=dict)
    initials: Mapping[str, str] = field(default_factory=dict)
    everyday: Callable[[str], float] | None = None
    """How common a word is in the language, 0..1; a common word is never taken for a slip."""

    @staticmethod
    def read(
        documents: Iterable[Document], glossary: Mapping[str, Mapping[str, Iterable[str]]] | None = None
    ) -> Vocabulary:
        """The vocabulary of a corpus. `glossary` maps a kind to labels and their aliases."""
        return _Reader().read(list(documents), glossary or {})

    @cached_property
    def _label_words(self) -> frozenset[str]:
        return frozenset(w for label in self.names for name in self.names[label] for w in words(name))

    @cached_property
    def _known_stems(self) -> frozenset[str]:
        return frozenset(stem(w) for w in self.words_known) | frozenset(s for key in self.keys for s in key)

    @cached_property
    def has_roles(self) -> bool:
        return sum(e.kind == "role" for e in self.entries) > 2

    def knows(self, word: str) -> bool:
        """Whether a folded word, in any inflection, stands in the corpus. A bare stem ("becom") is no inflection."""
        key = stem(word)
        return word in self.words_known or (key in self._known_stems and (key != word or (key,) in self.keys))

    @cached_property
    def _ordinary_stems(self) -> frozenset[str]:
        return frozenset(stem(w) for w in self.ordinary)

    def only_as_name(self, word: str) -> bool:
        """Whether the corpus has a folded word in this very form, and in no inflection in small letters."""
        return word in self.words_known and stem(word) not in self._ordinary_stems

    def find(self, text: str) -> list[Mention]:
        """The names in a text, longest first at each place, without overlaps, in order."""
        tokens = [(m, stem(_folded(m[0]))) for m in _TOKEN.finditer(text)]
        found = self._scan(text, tokens, self._names)
        for mention in self._scan(text, tokens, self._subjects):
            if not any(mention.span.overlaps(m.span) for m in found):
                found.append(mention)
        return sorted(found, key=lambda m: m.span)

    @cached_property
    def _names(self) -> frozenset[tuple[str, ...]]:
        return frozenset(key for key, (entry, _) in self.keys.items() if entry.kind != "subject")

    @cached_property
    def _subjects(self) -> frozenset[tuple[str, ...]]:
        return frozenset(key for key, (entry, _) in self.keys.items() if entry.kind == "subject")

    @cached_property
    def _longer(self) -> Mapping[str, tuple[str, ...]]:
        kinds = {entry.label: entry.kind for entry in self.entries if entry.kind != "subject"}
        owners: dict[str, set[str]] = defaultdict(set)
        for label in kinds:
            for name in self.names[label]:
                owners[" ".join(words(name))].add(label)
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for label, kind in kinds.items():
            for name in self.names[label]:
                parts = words(name)
                inside = {" ".join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)}
                for owner in {o for part in inside - {" ".join(parts)} for o in owners.get(part, ())}:
                    if owner != label and kinds[owner] == kind and owner not in owners[" ".join(parts)]:
                        found[owner][name] = None
        return {label: tuple(names) for label, names in found.items()}

    def _scan(
        self, text: str, tokens: list[tuple[re.Match[str], str]], keys: frozenset[tuple[str, ...]]
    ) -> list[Mention]:
        found: list[Mention] = []
        position = 0
        while position < len(tokens):
            mention, size = next(self._at(text, tokens, position, keys), (None, 1))
            if mention:
                found.append(mention)
            position += size
        return found

    def _at(
        self, text: str, tokens: list[tuple[re.Match[str], str]], position: int, keys: frozenset[tuple[str, ...]]
    ) -> Iterator[tuple[Mention, int]]:
        """The names that begin at a token and how many tokens each takes, the longest first."""
        for size in _sizes_at(tokens, position, keys):
            window = tokens[position : position + size]
            span = Span(window[0][0].start(), window[-1][0].end())
            entry, exact = self._entry_of(_as_written(m[0] for m, _ in window), [s for _, s in window])
            names, surface = self.names[entry.label], span.of(text)
            whole = all(not sign.search(surface) or any(sign.search(n) for n in names) for sign in (_BETWEEN, _AND))
            if (
                whole
                and _plausible(surface, names, self.ordinary)
                and not _continued(text, span)
                and not _verb(text, span)
            ):
                longer = self._longer.get(entry.label, ())
                yield Mention(entry.kind, entry.label, span, surface, entry.documents, names, exact, longer), size

    def _entry_of(self, written: tuple[str, ...], stems: list[str]) -> tuple[Entry, bool]:
        """The entry of a name. Names that differ only in word order are told apart by their own order, names of
        equal stems ("software engineer", "software engineering") by how they are written."""
        if written in self.spelled:
            return self.spelled[written], True
        return self.ordered.get(tuple(s for s in stems if s not in _LITTLE)) or self.keys[_key(stems)]

    def corrected(self, text: str, also: frozenset[str] = frozenset()) -> tuple[str, tuple[Correction, ...]]:
        """The text with misspelt words read as words of the corpus (or of `also`, or of every day), and what was
        changed.

        Only words that neither the corpus nor `also` knows are touched; a short name in capitals is never read
        as another name, since that is how one certification would become the next.
        """
        corrections: list[Correction] = []
        text = self._written_out(self._joined(_plus(spoken(text, self._label_words), self._label_words)))
        for match in _TOKEN.finditer(text):
            near = self._read_as(match[0], also)
            if near:
                corrections.append(Correction(Span(match.start(), match.end()), match[0], near))
        for correction in reversed(corrections):
            text = text[: correction.span.start] + correction.read + text[correction.span.end :]
        return (self._written_out(text) if corrections else text), tuple(corrections)

    def usual(self, word: str) -> float:
        """How common a folded word is in the language, 0..1; 0 where that is not known."""
        return self.everyday(word) if self.everyday else 0.0

    def misspelt(self, written: str) -> bool:
        """Whether a word in small letters is none of the language and one slip away from a common one."""
        plain_word = (
            written.isascii() and written.isalpha() and written.islower() and 5 <= len(written) <= _LONGEST_WORD
        )
        if not plain_word or self.usual(written) or any(map(self.usual, roots(written))):
            return False
        return any(common >= _SLIPPED_FROM for common in self._a_slip_away(written).values())

    @cached_property
    def _a_slip_away(self) -> Callable[[str], dict[str, float]]:
        """Words of the language or of the corpus that are one slip away from a word, with how common they are."""

        @lru_cache(maxsize=_REMEMBERED)
        def near(word: str) -> dict[str, float]:
            found = {w: self.usual(w) for w in sorted(one_slip(word))}
            return {w: common for w, common in found.items() if common or w in self.words_known}

        return near

    @cached_property
    def _read_as(self) -> Callable[[str, frozenset[str]], str | None]:
        """`_meant`, remembered: each turn of a talk is read several times."""
        return lru_cache(maxsize=_REMEMBERED)(self._meant)

    def _meant(self, written: str, also: frozenset[str]) -> str | None:
        """What a word stands for that is none of the corpus, of `also` or of every day; None where it may stand."""
        bare = re.sub(r"['’][sS]$", "", written)
        word = _folded(bare)
        if len(word) < 3 or any(c.isdigit() for c in word) or self.knows(word) or word in also:
            return None
        usual = self.usual(word)
        if usual >= _COMMON or word in STOPWORDS or (stem(word) != word and stem(word) in _stems(also)):
            return None
        if re.search("['’]", bare):
            return None  # "I've"
        near = self._abbreviated(word) if bare.isupper() and len(bare) <= 6 else self._slipped(bare, also, usual)
        return near + written[len(bare) :] if near else None

    def _abbreviated(self, word: str) -> str | None:
        """The one abbreviation that a word in capitals is without its sign ("SECAI"), or with a letter struck twice or two
        swapped; with another letter it may be another one."""
        meant = {w for w in self._label_words if twice(word, w) or (w != word and w.rstrip("+#") == word)}
        return meant.pop().upper() if len(meant) == 1 else None

    def _slipped(self, written: str, also: frozenset[str], usual: float) -> str | None:
        word = _folded(written)
        near = self._shortened(written, also) or self._nearest(word, also, usual)
        own_word = usual and len(word) > 4
        if near and own_word and (near not in self._label_words or near[0] != word[0] or near not in one_slip(word)):
            return None  # a word of its own, though a rare one, is no slip for any but a name, and for that a small one
        return near or (self._plain(written, also) if not usual else None)

    def _plain(self, written: str, also: frozenset[str]) -> str | None:
        """The word of every day that a longer word in small letters is one slip away from, or the two words that it
        runs together."""
        if (
            not written.isascii()
            or not written.islower()
            or not written.isalpha()
            or not 6 <= len(written) <= _LONGEST_WORD
        ):
            return None
        if any(map(self.usual, roots(written))):
            return None  # "dearer", "retrain"
        for at in range(3, len(written) - 2):
            halves = (written[:at], written[at:])
            if min(map(self.usual, halves)) >= _RUN_TOGETHER:
                return " ".join(halves)
        best = max(self._a_slip_away(written), key=self._likely, default="")
        return best if best and self._likely(best) >= _PLAIN else None

    def _likely(self, word: str) -> float:
        """How likely a word is to be meant: as common as it is in the language, and half as much again where the corpus
        has it."""
        return max(1.5 * self.usual(word), _PLAIN) if word in self.words_known else self.usual(word)

    def like(self, written: str) -> list[str]:
        """Names, as the corpus writes them, that are one slip away from a word which it does not have."""
        from rapidfuzz.distance import DamerauLevenshtein

        word = fold(re.sub(r"['’][sS]$", "", written))
        tokens = {t for names in self.names.values() for name in names for t in _TOKEN.findall(name) if len(t) > 3}
        near = {
            t
            for t in tokens
            if fold(t)[:1] == word[:1] and DamerauLevenshtein.distance(word, fold(t), score_cutoff=1) == 1
        }
        return sorted(near, key=lambda t: (-self.words_known.get(fold(t), 0), t))

    def _written_out(self, text: str) -> str:
        """Abbreviations that the corpus does not use, written out: the initials of a name that it does use ("WEF"),
        and the first letters of a word where that makes a name of several words ("sec engineer")."""
        for match in reversed(list(_TOKEN.finditer(text))):
            word = _folded(match[0])
            if not 1 < len(word) < 6 or self.knows(word) or word in STOPWORDS:
                continue
            full = self.initials.get(word) if match[0].isupper() or (match[0].islower() and len(word) > 2) else None
            if full is None and word.endswith("+"):
                bases = [w for w in self._label_words if w.endswith("+") and w[:-1] in self.ordinary]
                full = next((w for w in sorted(bases) if w.startswith(word[:-1])), None)
            if full is None and len(word) < 3:
                continue
            if full is None:
                longer = [w for w in self._label_words if w.startswith(word) and len(w) > len(word) + 2]
                for candidate in sorted(longer, key=lambda w: (-self.words_known.get(w, 0), w)):
                    tried = text[: match.start()] + candidate + text[match.end() :]
                    if any(m.span.start <= match.start() < m.span.end and " " in m.surface for m in self.find(tried)):
                        full = candidate
                        break
            if full:
                text = text[: match.start()] + full + text[match.end() :]
        return text

    def _joined(self, text: str) -> str:
        """Two words that are one name of the corpus ("MLSec Ops"), where one of them is no word of its own."""
        tokens = list(_TOKEN.finditer(text))
        for a, b in reversed(list(zip(tokens, tokens[1:], strict=False))):
            first, second = _folded(a[0]), _folded(b[0])
            if (
                text[a.end() : b.start()] in {" ", "-"}
                and not self.knows(first)
                and not {first, second} <= STOPWORDS
                and first + second in self._label_words
            ):
                text = text[: a.start()] + first + second + text[b.end() :]
        return text

    def _shortened(self, written: str, also: frozenset[str]) -> str | None:
        """What a word in small letters is short for: one without some of its vowels ("lvl", "certs mgmnt"), or its
        beginning ("cybersec"); of several the one that the documents use most."""
        if not written.islower() or not written.isascii():
            return None
        bones = without_vowels(written)
        found = [
            w
            for w in self._shortenable(bones) | {w for w in also if without_vowels(w) == bones}
            if left_out(w, written)
        ]
        if not found and len(written) > 5:
            found = [w for w in self._common_words if w.startswith(written) and len(w) > len(written) + 1]
        return max(found, key=lambda w: (self.words_known.get(w, 0), w in also, w), default=None)

    def _shortenable(self, bones: str) -> frozenset[str]:
        return self._by_bones.get(bones, frozenset())

    @cached_property
    def _by_bones(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for word in self._common_words | {w for w in self._label_words if len(w) > 3}:
            found[without_vowels(word)].add(word)
        return {bones: frozenset(some) for bones, some in found.items()}

    def _nearest(self, word: str, also: frozenset[str], usual: float) -> str | None:
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        allowed = max((edits for letters, edits in _EDITS if len(word) >= letters), default=0)
        best: tuple[float, bool, str] | None = None
        for weight, pool in ((0.0, self._label_words), (0.25, also), (0.5, self._common_words)):
            for candidate, distance, _ in process.extract(
                word, pool, scorer=DamerauLevenshtein.distance, score_cutoff=allowed, limit=None
            ):
                if (
                    len(candidate) < 4
                    and pool is not also
                    or candidate[0] != word[0]
                    and (distance > 1 or len(word) < 5)
                ):
                    continue
                missed = not usual and pool is not self._common_words and missed_key(word, candidate)
                if not missed and not typo(word, candidate, by_ear=pool is also):
                    continue
                score = distance + weight - min(self.words_known.get(candidate, 0), 99) / 1000
                read = (score, set(candidate) != set(word), candidate)  # of two as likely, the one of the same letters
                best = read if best is None else min(best, read)
        return best[2] if best else None

    @cached_property
    def _common_words(self) -> frozenset[str]:
        return frozenset(w for w, n in self.words_known.items() if n > 1 and len(w) > 3)


def _sizes_at(
    tokens: list[tuple[re.Match[str], str]], position: int, keys: frozenset[tuple[str, ...]]
) -> Iterator[int]:
    for size in range(min(_LONGEST, len(tokens) - position), 0, -1):
        window = [s for _, s in tokens[position : position + size]]
        if window[0] not in _LITTLE and window[-1] not in _LITTLE and _key(window) in keys:
            yield size


@lru_cache(maxsize=8)
def _stems(some: frozenset[str]) -> frozenset[str]:
    return frozenset(stem(w) for w in some)


def _folded(token: str) -> str:
    return fold(token).replace("’", "'").removesuffix("'s")


def _key(stems: Iterable[str]) -> tuple[str, ...]:
    """Word order and little words do not tell names apart."""
    return tuple(sorted(s for s in stems if s not in _LITTLE))


def _continued(text: str, span: Span) -> bool:
    """Whether a name goes on after a hyphen with capitals or digits, and so is another name ("CISSP-AI")."""
    return bool(re.match(r"-(?:[A-Z]{1,4}|\d+)(?![\w-])", text[span.end :]))


_ASKING_IT = re.compile(r"\b(?:does|do|did|can|could|will|would|should|must|may|might|how|why|when|where|if)\s+$", re.I)


def _verb(text: str, span: Span) -> bool:
    """Whether what looks like a name is a pronoun and its verb ("does it support …" is no "IT support")."""
    return text[span.start : span.start + 3] == "it " and bool(_ASKING_IT.search(text[: span.start]))


def _plausible(surface: str, names: tuple[str, ...], ordinary: frozenset[str]) -> bool:
    """A one-word name that the corpus also uses as an ordinary word, or that is a mere letter or two, counts
    only as it is written ("R", "Inspect", "ART")."""
    tokens = _TOKEN.findall(surface)
    if len(tokens) > 1:
        return True
    word = tokens[0].lower()
    written = [n for n in names if n.lower() == word]
    if not written:  # an inflection; of a proper name nothing but its plural ("evidence" is no "Evidently")
        single = [n for n in names if len(_TOKEN.findall(n)) == 1]
        return any(n.islower() or word.rstrip("s") == n.lower().rstrip("s") for n in single) or not single
    if tokens[0] in written:
        return True
    if len(tokens[0]) <= 2 or tokens[0].lower() in STOPWORDS:
        return False
    return all(n.islower() for n in written) or tokens[0].lower() not in ordinary or tokens[0][:1].isupper()


class _Reader:
    """Collects entries and names, then resolves which entry a name belongs to."""

    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}
        self.names: dict[str, list[str]] = defaultdict(list)
        self.documents: dict[str, list[str]] = defaultdict(list)
        self.ranks: dict[str, int] = {}
        self.canonical: dict[tuple[str, ...], str] = {}

    def read(self, documents: list[Document], glossary: Mapping[str, Mapping[str, Iterable[str]]]) -> Vocabulary:
        for kind, labels in glossary.items():
            for label, aliases in labels.items():
                self._add(kind.rstrip("s"), str(label), [str(a) for a in aliases or ()], 0)
        for document in documents:
            if document.kind in _TOPICS or (glossary and _spelling(document.title) not in self.canonical):
                continue
            title = self._add(document.kind, document.title, document.aliases, 1)
            self.documents[title].append(document.id)
        counted: Counter[str] = Counter()
        ordinary: set[str] = set()
        for document in documents:
            counted.update(words(document.text))
            counted.update(words(document.title))
            ordinary.update(t for t in _TOKEN.findall(document.text) if t.islower())
            for kind, label in _labels(document):
                self._add(kind, label, (), 2)
        return Vocabulary(
            entries=tuple(self._entry(label) for label in self.names),
            names={label: tuple(dict.fromkeys(names)) for label, names in self.names.items()},
            keys=self._keys(),
            words_known=counted,
            ordinary=frozenset(ordinary),
            ordered=self._ordered(),
            spelled={key: self._entry(label) for key, label in self.canonical.items()},
            initials={**_initials(documents, counted), **self._label_initials(counted)},
        )

    def _add(self, kind: str, label: str, aliases: Iterable[str], rank: int) -> str:
        label = plain(label)
        known = self.canonical.get(_spelling(label))
        if rank == 2 and known:
            return known
        canonical = known or label
        self.kinds.setdefault(canonical, kind)
        self.ranks.setdefault(canonical, rank)
        for name in (label, *aliases):
            self.names[canonical].append(name)
            self.canonical.setdefault(_spelling(name), canonical)
        return canonical

    def _label_initials(self, counted: Mapping[str, int]) -> dict[str, str]:
        """Initials of labels, where the corpus does not use them itself and they are those of one label alone; two
        letters stand for roles only."""
        found: dict[str, set[str]] = defaultdict(set)
        for label, kind in self.kinds.items():
            parts = [w for w in words(label) if w not in _LITTLE]
            if len(parts) > 2 or (len(parts) == 2 and kind == "role"):
                found["".join(p[0] for p in parts)].add(label)
        return {k: next(iter(v)) for k, v in found.items() if len(v) == 1 and k not in counted and k not in STOPWORDS}

    def _entry(self, label: str) -> Entry:
        return Entry(self.kinds[label], label, tuple(self.documents.get(label, ())), self.ranks[label])

    def _ordered(self) -> dict[tuple[str, ...], tuple[Entry, bool]]:
        found: dict[tuple[str, ...], tuple[Entry, bool]] = {}
        for label in sorted(self.names, key=lambda name: self.ranks[name]):
            for name in self.names[label]:
                found.setdefault(_in_order(name), (self._entry(label), True))
        return found

    def _keys(self) -> dict[tuple[str, ...], tuple[Entry, bool]]:
        keys: dict[tuple[str, ...], tuple[Entry, bool]] = {}
        order = sorted(self.names, key=lambda label: self.ranks[label])
        for label in order:
            for name in self.names[label]:
                keys.setdefault(_name_key(name), (self._entry(label), True))
        for label in order:
            if self.ranks[label] == 2:
                continue
            for name in self.names[label]:
                for short in _short_forms(name):
                    keys.setdefault(_name_key(short), (self._entry(label), False))
        for key, entry in (*self._tails(keys).items(), *self._heads(keys).items()):
            keys.setdefault(key, (entry, False))
        keys.pop((), None)
        return keys

    def _heads(self, keys: Mapping[tuple[str, ...], object]) -> dict[tuple[str, ...], Entry]:
        """An abbreviation that opens one label alone ("DoD Cyber Workforce Framework")."""
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for label in self.names:
            tokens = _TOKEN.findall(label)
            if len(tokens) > 2 and sum(c.isupper() for c in tokens[0]) > 1 and self.ranks[label] < 2:
                found[_name_key(tokens[0])].add(label)
        return {k: self._entry(next(iter(v))) for k, v in found.items() if len(v) == 1 and k not in keys}

    def _tails(self, keys: Mapping[tuple[str, ...], object]) -> dict[tuple[str, ...], Entry]:
        """The last two words or more of a longer label ("governance lead"), where they end one label alone of those that
        are not just written in a row."""
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for label in (n for n in self.names if self.ranks[n] < 2):
            tokens = _TOKEN.findall(label)
            for size in range(2, len(tokens)):
                found[_name_key(" ".join(tokens[-size:]))].add(label)
        return {
            key: self._entry(next(iter(labels)))
            for key, labels in found.items()
            if len(labels) == 1 and len(key) > 1 and key not in keys
        }


_CAPITALS = re.compile(r"\b[A-Z][a-z]+(?:[ -](?:(?:of|for|and|the|on) )?[A-Z][a-z]+){1,5}\b")


def _initials(documents: Iterable[Document], counted: Mapping[str, int]) -> dict[str, str]:
    """Initials of names of three words or more, where the corpus does not use them itself."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        for match in _CAPITALS.finditer(document.text):
            parts = [p for p in re.split(r"[ -]", match[0]) if p[0].isupper()]
            for size in range(3, len(parts) + 1):
                key = "".join(p[0] for p in parts[:size]).lower()
                if size == len(parts) and key not in counted:
                    found[key][match[0]] += 1
    return {key: names.most_common(1)[0][0] for key, names in found.items()}


def _plus(text: str, label_words: frozenset[str]) -> str:
    """ "Security plus" and "securityplus" as the name that is written with a sign."""
    return re.sub(
        r"\b([A-Za-z]{2,20})[ -]?plus\b",
        lambda m: f"{m[1]}+" if f"{m[1].lower()}+" in label_words else m[0],
        text,
        flags=re.I,
    )


def _spelling(name: str) -> tuple[str, ...]:
    return _as_written(_TOKEN.findall(name))


def _as_written(tokens: Iterable[str]) -> tuple[str, ...]:
    """Folded words in order, without little words, singular and plural alike."""
    found = (_folded(t) for t in tokens)
    return tuple(
        w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in found if w not in _LITTLE
    )


def _in_order(name: str) -> tuple[str, ...]:
    return tuple(s for s in (stem(_folded(t)) for t in _TOKEN.findall(name)) if s not in _LITTLE)


def _name_key(name: str) -> tuple[str, ...]:
    return _key(stem(_folded(t)) for t in _TOKEN.findall(name))


def _short_forms(name: str) -> list[str]:
    """A name without its generic last word ("cloud security engineer" → "cloud security"), where two are left,
    and the inside and outside of its brackets."""
    forms = []
    bracket = re.match(r"^(.{2,60}?)\s*\(([^)]{2,40})\)$", name)
    if bracket:
        forms += [bracket[1], bracket[2]]
    tokens = _TOKEN.findall(name)
    if len(tokens) >= 3 and stem(_folded(tokens[-1])) in _GENERIC_HEADS:
        forms.append(" ".join(tokens[:-1]))
    if len(tokens) == 2 and tokens[0].isupper() and stem(_folded(tokens[-1])) in _GENERIC_HEADS:
        forms.append(tokens[0])
    return forms


def _labels(document: Document) -> Iterable[tuple[str, str]]:
    """Bold labels that open a bullet, and the subjects of table rows, with the kind that their place suggests.

    Read line by line: a label that a full parse would see elsewhere is no loss, and a library opens sooner.
    """
    heading, in_table = "", False
    for line in document.text.split("\n"):
        bar = line.lstrip().startswith("|")
        if line.startswith("#"):
            heading = line.strip("# ")
        elif bar and in_table and not _RULE.match(line):
            row = cells(line)
            if row and 0 < len(row[0].split()) <= 6 and re.search(r"[^\W\d_]{2}", row[0]):
                yield "subject", row[0]
        elif (match := _BULLET_LABEL.match(line)) and len(match[1].split()) <= 6:
            yield _section_kind((heading,)), match[1]
        in_table = bar  # the first row is the header


def _section_kind(section: tuple[str, ...]) -> str:
    heading = fold(section[-1]) if section else ""
    for sign, kind in (
        ("skill", "skill"),
        ("tool", "tool"),
        ("certif", "certification"),
        ("role", "role"),
        ("carries over", "skill"),
        ("add", "skill"),
    ):
        if sign in heading:
            return kind
    return "subject"
