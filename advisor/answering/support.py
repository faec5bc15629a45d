"""Whether a statement is supported by what it cites: one verifier for every composer and for other people's answers.

No language model is asked. A statement is compared with the quotes (and with the context, headings and title they
are read with) on numbers and their units, dates, names, negation, direction of change, and the share of its
content words, and optionally on likeness in meaning. The score is 0..1; the reasons say in words what is wrong.
Hard contradictions cap the score, whatever the likeness: a changed digit leaves a sentence looking alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.text import NUMBER, STOPWORDS, fold, plain, sentence_spans, spelled_values, stem, words

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nor|neither|nobody|nothing|without|cannot|can't|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|won't|"
    r"wouldn't|shouldn't|couldn't|hasn't|haven't|hadn't|lacks?|lacking|fails? to|failed to|unable|rarely|hardly|neither)\b"
)
_UP = frozenset(
    stem(w)
    for w in "grow grew growing growth rise rose rising risen increase increased increasing up gain gained surge surged expand expanded "
    "climb climbed rebound rebounded higher more improve improved accelerate accelerated".split()
)
_DOWN = frozenset(
    stem(w)
    for w in "fall fell falling fallen decline declined declining drop dropped dropping decrease decreased decreasing down shrink shrank "
    "shrunk lose lost lower less fewer worsen worsened reduce reduced cut slump slumped".split()
)
_ANTONYMS = tuple(
    (frozenset(stem(w) for w in a.split()), frozenset(stem(w) for w in b.split()))
    for a, b in (
        ("required mandatory compulsory must", "optional voluntary"),
        ("before prior", "after following"),
        ("first earliest", "last latest"),
        ("most majority highest largest", "least minority lowest smallest"),
        ("allow allowed permit permitted", "forbid forbidden ban banned prohibit prohibited"),
        ("easy easier simple", "hard harder difficult"),
        ("cheap cheaper cheapest", "expensive dear dearest"),
        ("include included includes", "exclude excluded excludes"),
        ("always", "never"),
        ("true", "false"),
        ("start started begin began", "end ended finish finished"),
        ("win won", "lose lost"),
        ("succeed succeeded success", "fail failed failure"),
        ("senior experienced", "junior entry-level"),
        ("public", "private"),
        ("yes", "no"),
    )
)
_NAME = re.compile(r"\b(?:[A-Z][\w’'&+#-]*[A-Za-z0-9+#]|[A-Z])(?:\s+(?:[A-Z][\w’'&+#-]*|of|the|and|for)(?=\s+[A-Z]))*")
_STATEMENT_OPENERS = frozenset("the a an in on at for it this that these those there if when while as to from by of and but".split())

LIMIT_CONTRADICTION = 0.15
LIMIT_NAME = 0.4
LIMIT_DIRECTION = 0.3


@dataclass(frozen=True, slots=True)
class Source:
    """What a statement is checked against: a quote, and what it is read with."""

    quote: str
    around: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """The verdict on one statement. `coverage` is the share of its content words in the sources, `similarity` the
    best cosine with one of their sentences (None where none was computed)."""

    score: float
    coverage: float
    similarity: float | None = None
    reasons: tuple[str, ...] = ()

    @property
    def contradicted(self) -> bool:
        return self.score <= LIMIT_DIRECTION and bool(self.reasons)


def check_support(statement: str, sources: Sequence[Source], embed: Embed | None = None, computed: bool = False) -> Support:
    """How well the sources together support a statement. No sources score 0.

    With `computed`, numbers may be derived from the quotes and are not looked for in them.
    """
    statement = plain(statement)
    if not sources or not words(statement):
        return Support(0.0, 0.0, reasons=("nothing is cited",) if not sources else ("the statement is empty",))
    quotes = [plain(s.quote) for s in sources]
    if any(_contains(q, statement) for q in quotes):
        return Support(1.0, 1.0)
    evidence = " \n ".join([*quotes, *(plain(s.around.replace("\n", ". ")) for s in sources)])
    sentences = _sentences(quotes)
    aligned = _aligned(statement, sentences)
    coverage = _coverage(statement, evidence)
    similarity = _similarity(statement, sentences, embed)
    reasons: list[str] = []
    limit = 1.0
    if not computed:
        for problem in number_problems(statement, evidence):
            reasons.append(problem)
            limit = min(limit, LIMIT_CONTRADICTION)
    for name in missing_names(statement, evidence):
        reasons.append(f"{name} is not in the quote")
        limit = min(limit, LIMIT_NAME)
    if not computed:
        for problem in _polarity_problems(statement, aligned):
            reasons.append(problem)
            limit = min(limit, LIMIT_DIRECTION)
    raw = _combine(coverage, similarity)
    if raw < 0.5 and not reasons:
        reasons.append(f"only {coverage:.0%} of its content words are in the quote")
    return Support(round(min(raw, limit), 4), round(coverage, 4), similarity, tuple(reasons))


def _contains(quote: str, statement: str) -> bool:
    """Whether a statement is a quote, or whole words of one from a clause's start to its end."""
    a, b = " ".join(words(quote)), " ".join(words(statement))
    return bool(b) and f" {b} " in f" {a} " and (len(b) > 0.6 * len(a) or len(b.split()) >= 5) and (
        bool(_NEGATION.search(a)) == bool(_NEGATION.search(b)) or a == b
    ) and sorted(_digits(statement)) == sorted(d for d in _digits(quote) if d in set(_digits(statement)))[: len(_digits(statement))]


def _digits(text: str) -> list[str]:
    return re.findall(r"\d[\d.,]*\d|\d", text)


def _sentences(quotes: Sequence[str]) -> list[str]:
    found = [span.of(q) for q in quotes for span in sentence_spans(q)]
    pairs = [f"{a} {b}" for a, b in zip(found, found[1:], strict=False)]
    return (found + pairs) or list(quotes)


def _content(text: str) -> list[str]:
    return [stem(w) for w in words(text) if w not in STOPWORDS]


def _aligned(statement: str, sentences: Sequence[str]) -> str:
    """The sentence (or pair of neighbours) that shares most of the statement's content words, the shortest first."""
    wanted = set(_content(statement))
    return max(sentences, key=lambda s: (len(wanted & set(_content(s))), -len(s)), default="")


def _coverage(statement: str, evidence: str) -> float:
    wanted = _content(statement)
    if not wanted:
        return 1.0
    held = set(_content(evidence))
    weights = [1.0 + 0.5 * (len(w) > 6) for w in wanted]
    return sum(w for s, w in zip(wanted, weights, strict=True) if s in held) / sum(weights)


def _similarity(statement: str, sentences: Sequence[str], embed: Embed | None) -> float | None:
    if embed is None:
        return None
    vectors = embed([statement, *sentences[:80]])
    return round(float(np.max(vectors[1:] @ vectors[0])), 4)


def _combine(coverage: float, similarity: float | None) -> float:
    """A logistic of word coverage and meaning; the weights were fitted on the project's grounding pairs."""
    if similarity is None:
        return min(1.0, coverage**1.5)
    z = 6.0 * (coverage - 0.55) + 5.0 * (similarity - 0.55)
    return float(1 / (1 + np.exp(-z)))


def negated(text: str) -> bool:
    """Whether a text denies something."""
    return bool(_NEGATION.search(fold(text)))


def number_problems(statement: str, evidence: str) -> list[str]:
    """Numbers of a statement, with their units, that the evidence does not hold, each said in words."""
    held = _numbers(evidence)
    spelled = set(spelled_values(evidence))
    problems = []
    for value, unit, written in _numbers(statement):
        same = [u for v, u, _ in held if _equal(v, value)]
        if not same:
            if value in spelled and unit == "":
                continue
            problems.append(f"{written} is not in the quote")
        elif unit and not any(u == unit or u == "" for u in same):
            problems.append(f"{written} has another unit in the quote")
    for value in spelled_values(statement):
        if value > 1 and value not in spelled and not any(_equal(v, value) for v, _, _ in held):
            problems.append(f"the number {value:g} is not in the quote")
    return problems


def _equal(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}


def _numbers(text: str) -> list[tuple[float, str, str]]:
    found = []
    for match in NUMBER.finditer(text):
        value = float(match["value"].replace(",", "")) * _SCALES.get((match["scale"] or "").strip().lower(), 1.0)
        unit = "%" if match["unit"] else _currency(match["currency"])
        found.append((value, unit, match[0].strip()))
    return found


def _currency(sign: str | None) -> str:
    sign = (sign or "").strip()
    return {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}.get(sign, sign)


def missing_names(statement: str, evidence: str) -> list[str]:
    """Names (capitalised words and acronyms, not the sentence's first word) that the evidence does not hold."""
    held = {stem(w) for w in words(evidence)}
    flat = fold(evidence)
    missing = []
    for match in _NAME.finditer(statement):
        first = match.start() == 0 or statement[: match.start()].rstrip()[-1:] in {".", "!", "?", ":", "—", "(", "“", '"'}
        parts = [w for w in words(match[0]) if w not in STOPWORDS]
        if first and parts and not re.search(r"[A-Z]{2}|\d", match[0].split()[0]):
            parts = parts[1:] if len(parts) > 1 else []
        if parts and any(stem(p) not in held and p not in flat for p in parts):
            missing.append(match[0])
    return missing


def _polarity_problems(statement: str, aligned: str) -> list[str]:
    problems = []
    a, b = fold(statement), fold(aligned)
    wanted, held = {stem(w) for w in words(a)}, {stem(w) for w in words(b)}
    shared = len(set(_content(statement)) & set(_content(aligned)))
    if shared < 2:
        return []
    negated = len(_NEGATION.findall(a)), len(_NEGATION.findall(b))
    if (negated[0] > 0) != (negated[1] > 0) and not _antonym_pair(wanted, held):
        which = "denies what the quote says" if negated[0] else "leaves out the quote's “not”"
        if negated[0] or _negates_shared(statement, aligned):
            problems.append(f"the statement {which}")
    elif (negated[0] > 0) == (negated[1] > 0):
        up, down = bool(wanted & _UP), bool(wanted & _DOWN)
        held_up, held_down = bool(held & _UP) or "+" in aligned, bool(held & _DOWN) or bool(re.search(r"[-−–]\d", aligned))
        if (up and not down and held_down and not held_up) or (down and not up and held_up and not held_down):
            problems.append("the direction of change is another one in the quote")
        else:
            problems.extend(_antonyms(wanted, held))
    return problems


def _negates_shared(statement: str, aligned: str) -> bool:
    """Whether the quote's negation stands near words that the statement repeats."""
    wanted = set(_content(statement))
    folded = fold(aligned)
    for match in _NEGATION.finditer(folded):
        after = _content(folded[match.end() : match.end() + 60])[:5]
        if len(wanted & set(after)) >= min(2, len(after)) and after:
            return True
    return False


def _antonyms(wanted: set[str], held: set[str]) -> list[str]:
    for a, b in _ANTONYMS:
        for here, there in ((a, b), (b, a)):
            if wanted & here and not wanted & there and held & there and not held & here:
                word = next(iter(sorted(held & there)))
                return [f"the quote says the opposite (“{word}”)"]
    return []


def _antonym_pair(wanted: set[str], held: set[str]) -> bool:
    pairs = (*_ANTONYMS, (_UP, _DOWN))
    return any((wanted & a and held & b) or (wanted & b and held & a) for a, b in pairs)
