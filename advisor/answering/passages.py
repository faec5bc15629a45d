"""Quotable units of documents with what the answering stages ask of them, read once and kept.

A passage is a sentence, a list item or a table row, with the stems of its own words and of what it is read
with: title and aliases of its document, its headings, the caption and header of its table.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cached_property
from threading import Lock

from advisor.answering import periods as periods_
from advisor.answering import places as places_
from advisor.answering.attributes import Shape
from advisor.answering.orders import gives_orders
from advisor.answering.synonyms import alike
from advisor.index.contextual import content_words
from advisor.ingest.blocks import labelled_cells
from advisor.ingest.splitter import Unit, row_text, units
from advisor.text import NUMBER, number_values, plain, spelled_values, stem, words
from advisor.types import Document, Evidence, Span
from advisor.vocabulary import Vocabulary

_MONEY = re.compile(
    r"[$€£¥₹]|\b(?:usd|eur|gbp|inr|chf|aud|cad|nzd|sgd|hkd|jpy|cny|krw|sek|nok|dkk|isk|pln|czk|huf|ron|brl|mxn|zar|aed|ils|"
    r"dollars?|euros?|pounds?|francs?|kron[ae]r?|kronor|koruna|zloty|forints?|rupees?|yen|yuan|pesos?|ru?bles?|roubles?|shekels?|"
    r"dirhams?|riyals?|ringgit|baht|lira)\b",
    re.I,
)
_PERCENT = re.compile(r"%|\bper ?cent\b|\bpercentage\b", re.I)
_YEAR = re.compile(
    r"(?:\b(?:in|of|since|by|from|until|till|to|for|during|before|after|and|early|late|year|spring|summer|autumn|winter|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)|\bmid|\(|[-–/,;:])"
    r" ?(?:19|20)\d\d(?:[-–/]\d{2,4})?(?![\d%]|[.,]\d)",
    re.I,
)
"""A year, and no count of 2000 things."""
_UNITS = r"(?:years?|months?|weeks?|days?|hours?|minutes?)"
_DURATION = re.compile(
    rf"\b(?:\d[\d.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|several)(?:[\s-]+(?:to|or|and|\d[\d.]*|\w+)){{0,3}}?[\s-]+{_UNITS}\b"
    r"|\b(?:lifetime|never expires?|not expire|for life|no expiry)\b",
    re.I,
)
_TIMED = re.compile(rf"\b{_UNITS}\b", re.I)
_MONTH = "january|february|march|april|june|july|august|september|october|november|december"
_DATE = re.compile(
    rf"\b(?:19|20)\d\d\b|\b(?:{_MONTH})\b|\b\d{{1,2}} may\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
    r"|\b(?:spring|summer|autumn|winter|noon|midnight|dawn|dusk)\b|\b\d{1,2} ?(?:o'clock|a\.?m\.?|p\.?m\.?)(?!\w)",
    re.I,
)
LEANING = re.compile(
    r"^(?:it|its|they|their|them|this|these|those|that|he|she|his|her|such|the (?:former|latter|other|same)|both|(?:\w+ ){0,2}of (?:them|these|those))\b",
    re.I,
)
"""Openings that point back at an earlier sentence."""
_SPELLED = frozenset(
    stem(w)
    for w in "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty".split()
)
_AUTHOR = re.compile(
    r"\b(?:by|from|with|for|as|called|named)\s+(?:the\s+)?[A-Z]|[A-Z][\w.-]+(?:'s|’s)\b|(?:[A-Z][\w.’'-]+\s+(?:(?:of|de|van|von|the|and)\s+)?){1,4}[A-Z][\w-]+"
)
_CAPITAL = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][\w’'-]+|^[A-Z][\w’'-]+(?= [A-Z][\w])|(?<=: )[A-Z][\w’'-]+ [A-Z]")
_CHANGE = re.compile(
    r"\b(?:grow|grew|growth|rise|rose|rising|increase|fell|fall|falling|decline|declin\w+|drop\w*|shr[aiu]nk\w*|rebound\w*|surg\w+|stabili\w+|"
    r"expand\w*|warm\w*|slow\w*|emerging|demand)\b",
    re.I,
)


class Passage:
    """One quotable unit of a document. All values are computed once, on first use."""

    def __init__(self, document: Document, unit: Unit, number: int, before: Passage | None = None) -> None:
        self.document = document
        self.unit = unit
        self.number = number
        """Position among the document's units."""
        self._before = before
        self._named: tuple[Vocabulary, frozenset[tuple[str, str]]] | None = None

    @property
    def key(self) -> tuple[str, int, int]:
        return (self.document.id, self.unit.span.start, self.unit.span.end)

    @property
    def place(self) -> tuple[str, str]:
        """Id and content hash of its document."""
        return (self.document.id, self.document.content_hash)

    @property
    def span(self) -> Span:
        return self.unit.span

    @cached_property
    def content(self) -> tuple[str, ...]:
        """Its content words in order, as the index counts them."""
        return tuple(content_words(self.words))

    @cached_property
    def quote(self) -> str:
        return self.unit.span.of(self.document.text)

    @cached_property
    def words(self) -> str:
        """The quote as plain words; a table row with its headers."""
        return row_text(self.quote, self.unit.context) if self.unit.block == "row" else plain(self.quote)

    @cached_property
    def around(self) -> str:
        """What the passage is read with: title, headings, caption and header."""
        return "\n".join(x for x in (self.document.title, *self.unit.section, self.unit.context or "") if x)

    @property
    def asks(self) -> bool:
        """Whether a sentence is itself a question, as in a heading of questions and answers, and so answers none."""
        return self.unit.block == "paragraph" and self.words.rstrip("\"'”’)").endswith("?")

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(stem(w) for w in words(self.words))

    @cached_property
    def before(self) -> Passage | None:
        """The sentence that holds the noun of this one's opening pronoun; None for one that stands by itself."""
        other = self._before
        if other is None or self.unit.block != "paragraph" or not LEANING.match(self.words):
            return None
        together = other.unit.section == self.unit.section and other.unit.block == self.unit.block
        return other if together else None

    @property
    def preceding(self) -> tuple[Passage, ...]:
        """The sentences just before this one in its section, the nearest first; none for items and rows."""
        found: list[Passage] = []
        other = self._before
        while (
            other is not None
            and len(found) < 2
            and self.unit.block == other.unit.block == "paragraph"
            and other.unit.section == self.unit.section
        ):
            found.append(other)
            other = other._before
        return tuple(found)

    @cached_property
    def around_stems(self) -> frozenset[str]:
        own = frozenset(stem(w) for w in words(f"{self.around}\n{' '.join(self.document.aliases)}"))
        if self.before is None:
            return own
        return own | self.before.stems | (self.before.before.stems if self.before.before else frozenset())

    @cached_property
    def head_stems(self) -> frozenset[str]:
        """Stems of headings, caption and header alone."""
        return frozenset(stem(w) for s in (*self.unit.section, self.unit.context or "") for w in words(s))

    @cached_property
    def folded(self) -> str:
        return " " + " ".join(words(self.words)) + " "

    @cached_property
    def folded_around(self) -> str:
        return " " + " ".join(words(self.around)) + " "

    @cached_property
    def own_places(self) -> tuple[places_.Place, ...]:
        return places_.places(self.words, cities=False)

    @cached_property
    def places(self) -> tuple[places_.Place, ...]:
        """Places that the passage speaks of: its own, else those of its caption, headings and title."""
        return self.own_places or places_.places(self.around, cities=False)

    @cached_property
    def own_periods(self) -> tuple[periods_.Period, ...]:
        return periods_.periods(self.words)

    @cached_property
    def periods(self) -> tuple[periods_.Period, ...]:
        """Years that the passage speaks of: its own, else those of its caption and headings, else its title's."""
        for text in (self.unit.context or "", *reversed(self.unit.section), self.document.title):
            if self.own_periods:
                break
            found = periods_.periods(text)
            if found:
                return found
        return self.own_periods

    @cached_property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """(header, cell) pairs of a table row; empty for other passages."""
        return tuple(labelled_cells(self.quote, self.unit.context)) if self.unit.block == "row" else ()

    @cached_property
    def has_number(self) -> bool:
        return bool(NUMBER.search(self.words))

    def shows(self, shape: Shape) -> bool:
        """Whether the passage contains what an answer of this shape must contain."""
        text = self.words
        if shape in {"any", "list"}:
            return True
        if shape == "money":
            return self.has_number and bool(_MONEY.search(text) or _MONEY.search(self.unit.context or ""))
        if shape == "percent":
            return self.has_number and bool(_PERCENT.search(text) or _PERCENT.search(self.unit.context or ""))
        if shape == "number":
            return self.has_number or bool(spelled_values(text))
        if shape == "change":
            return bool(_CHANGE.search(text)) or (self.has_number and bool(_CHANGE.search(self.unit.context or "")))
        if shape == "date":
            return bool(_DATE.search(text))
        if shape == "duration":
            return bool(_DURATION.search(text) or (self.has_number and _TIMED.search(self.unit.context or "")))
        return bool(_AUTHOR.search(text))  # person

    def adds(self, shape: Shape, asked: str) -> bool:
        """Whether its names, dates or numbers are not all those of the question."""
        if shape == "person":
            held = frozenset(words(asked))
            return any(w not in held for m in _CAPITAL.finditer(self.words) for w in words(m[0]))
        if shape == "date" and any(m[0].casefold() not in asked.casefold() for m in _DATE.finditer(self.words)):
            return True
        if shape == "date":
            return bool(set(number_values(self.words)) - set(number_values(asked)))
        if shape in {"number", "money", "percent"}:
            told = _YEAR.sub(" ", self.words)
            return bool(set(number_values(told)) - set(number_values(asked))) or bool(spelled_values(told))
        return True

    def holds(self, term: str) -> bool:
        """Whether its own words hold a stem, or a phrase of folded words."""
        return _phrase(term, self.folded) if " " in term else bool(alike(term) & self.stems)

    def is_under(self, term: str) -> bool:
        """Whether its headings, caption, title or the aliases of its document hold a stem or phrase."""
        return _phrase(term, self.folded_around) if " " in term else bool(alike(term) & self.around_stems)

    def follows(self, term: str) -> bool:
        """Whether the sentences just before it in its section hold a stem: what they named, it may speak of."""
        other, steps = self._before, 0
        while other is not None and steps < 3 and other.unit.section == self.unit.section and other.unit.block != "row":
            if alike(term) & other.stems:
                return True
            other, steps = other._before, steps + 1
        return False

    def counts(self, counted: Sequence[str]) -> bool:
        """Whether a number stands just before these stems ("42 work roles"), or in a row or column that names them."""
        tokens = [stem(w) for w in words(self.words)]
        wanted = set(counted)
        for index, token in enumerate(tokens):
            if token[:1].isdigit() or token in _SPELLED:
                if wanted & set(tokens[index + 1 : index + 4]):
                    return True
        if self.unit.block != "row" or not self.has_number:
            return False
        first = frozenset(stem(w) for w in words(self.cells[0][0])) if self.cells else frozenset()
        return bool(wanted & ((self.head_stems | self.stems) - first))  # a list of things is no count of them

    def names(self, names: Iterable[str], longer: Iterable[str] = ()) -> bool:
        """Whether the passage itself uses one of these names, other than inside a longer one."""
        return _uses(self.folded, names, longer)

    def under(self, names: Iterable[str], longer: Iterable[str] = ()) -> bool:
        """Whether its headings, caption or title use one of these names, other than inside a longer one."""
        return _uses(self.folded_around, names, longer)

    def named(self, vocabulary: Vocabulary) -> frozenset[tuple[str, str]]:
        """Kind and label of each thing that the passage itself names."""
        if self._named is None or self._named[0] is not vocabulary:
            found = vocabulary.find(self.words)
            self._named = (vocabulary, frozenset((m.kind, m.label) for m in found if m.exact))
        return self._named[1]

    def evidence(self) -> Evidence:
        return Evidence(self.document, self.unit.span, self.unit.section, self.unit.context, self.unit.block)


def _phrase(term: str, folded: str) -> bool:
    """Whether folded words hold a phrase; "level 2" may also be written "L2"."""
    if f" {term} " in folded:
        return True
    noun, _, number = term.partition(" ")
    return noun.isalpha() and f" {noun[0]}{number} " in folded


def _uses(folded: str, names: Iterable[str], longer: Iterable[str]) -> bool:
    forms = _forms(names)
    if not any(f" {n} " in folded for n in forms):
        return False
    for name in sorted(_forms(longer), key=len, reverse=True):
        folded = folded.replace(f" {name} ", " · ")
    return any(f" {n} " in folded for n in forms)


def _forms(names: Iterable[str]) -> list[str]:
    """Names folded, in singular and plural."""
    forms = []
    for name in names:
        base = " ".join(words(name))
        if base:
            forms += [base, base + "s", base + "es", base[:-1] + "ies" if base.endswith("y") else base + "s"]
    return forms


class PassageCache:
    """Passages of documents by content hash, the most recently used kept. A sentence that gives orders to a program
    is no passage: nothing can quote it."""

    def __init__(self, most: int = 4000) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[Passage, ...]] = OrderedDict()
        self._lock = Lock()

    def of(self, document: Document) -> tuple[Passage, ...]:
        key = f"{document.id}\0{document.content_hash}"
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made: list[Passage] = []
        for unit in units(document):
            passage = Passage(document, unit, len(made), made[-1] if made else None)
            if not gives_orders(passage.words):
                made.append(passage)
        kept = tuple(made)
        with self._lock:
            self._kept[key] = kept
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return kept

    def within(self, document: Document, span: Span) -> list[Passage]:
        """Passages that overlap a span."""
        return [p for p in self.of(document) if p.unit.span.overlaps(span)]
