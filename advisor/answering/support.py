"""Whether a statement is supported by what it cites: one verifier for every composer and for other people's answers.

No language model is asked. Each sentence of a statement is laid along the sentence of the evidence that it rests on,
and compared on numbers and their units, names, denial, opposites and direction, words that were exchanged, the share
of its meaning that is there, and optionally on likeness in meaning. The score is 0..1; the reasons say in words what
is wrong. Hard contradictions cap the score, whatever the likeness: a changed digit leaves a sentence looking alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.answering.checking.evidence import Evidence
from advisor.answering.checking.examine import Examined, examine
from advisor.answering.checking.figures import number_problems
from advisor.answering.checking.model import probability
from advisor.answering.checking.polarity import negated
from advisor.answering.rows import reads
from advisor.ingest.splitter import row_text
from advisor.text import plain, sentence_spans, terms, words

__all__ = ["Embed", "Source", "Support", "check_support", "negated", "number_problems"]

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

LIMIT_NUMBER = 0.15
LIMIT_TURNED = 0.3
LIMIT_NAME = 0.45
_EMBEDDED = 80
_MOST_OF_IT = 0.7
_CLAUSES = re.compile(r";\s+|,?\s+(?:while|whereas)\s+|,\s+(?:but|and)\s+")
_DENIED = re.compile(
    r"^it (?:is|was) (?:simply |just |plainly )?(?:not (?:true|the case|correct|right|so)|false|untrue|incorrect|wrong|an? (?:myth|lie|error|"
    r"misconception)) that\s+",
    re.I,
)
_LEAD = re.compile(r"^(?:yes|no)\b[.,:;–—-]*\s+", re.I)
_ATTRIBUTION = re.compile(
    r"^(?:(?:according to|based on|as per|from) (?:the |this )?(?:provided |given |retrieved )?"
    r"(?:context|passage|text|document|article|source|information)s?,?\s+"
    r"|(?:the |this )?(?:provided |given |retrieved )?(?:context|passage|text|document|article|source)s?"
    r" (?:state|say|mention|note|indicate|explain|report|suggest)s? that\s+)",
    re.I,
)
_NUMERAL = re.compile(r"(?:(?<![\w.,)])[-+−–])?[$€£¥₹]?\d[\d.,]*(?:\s?%)?")
_ABOUT_DOCUMENTS = frozenset(
    terms("the documents library passages sources texts say says said hold holds otherwise differently")
)
_QUALIFIED = re.compile(r"\b(?:only|unless|except|provided|if|until|but|not)\b")


@dataclass(frozen=True, slots=True)
class Source:
    """What a statement is checked against: a quote, and what it is read with."""

    quote: str
    around: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """The verdict on one statement. `coverage` is the share of its meaning in the sources, `similarity` the best
    cosine with one of their sentences (None where none was computed); `conflicts` are the reasons that contradict."""

    score: float
    coverage: float
    similarity: float | None = None
    reasons: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    @property
    def contradicted(self) -> bool:
        """Whether the sources say otherwise, and not merely less."""
        return bool(self.conflicts)


def check_support(
    statement: str, sources: Sequence[Source], embed: Embed | None = None, computed: bool = False
) -> Support:
    """How well the sources together support a statement. No sources score 0.

    A statement of several sentences is checked sentence by sentence; the weakest counts most. A "Yes" or "No" in front
    answers a question that is not known here, and is left out. With `computed`, numbers may be derived from the quotes
    and are not looked for in them.
    """
    statement = _LEAD.sub("", plain(statement))
    if not sources or not words(statement):
        return Support(0.0, 0.0, reasons=("nothing is cited",) if not sources else ("the statement is empty",))
    quotes = [_words_of(s) for s in sources]
    if any(_contains(q, statement) for q in quotes) or any(_is_row(statement, s) for s in sources):
        return Support(1.0, 1.0)
    denied = _DENIED.match(statement)
    if denied:
        # Such a denial can only rest on sources that contradict what it denies.
        inner = check_support(statement[denied.end() :], sources, embed, computed)
        if inner.score >= 0.5:
            told = ("the statement denies what the quote says",)
            return Support(min(LIMIT_TURNED, 1 - inner.score), inner.coverage, inner.similarity, told, told)
        if not inner.contradicted:
            return Support(min(LIMIT_TURNED, inner.score), inner.coverage, inner.similarity, inner.reasons)
    evidence = Evidence(quotes, [plain(s.around.replace("\n", ". ")) for s in sources])
    if not evidence.sentences:
        return Support(0.0, 0.0, reasons=("the quotes are empty",))
    sentences = [_ATTRIBUTION.sub("", span.of(statement)) for span in sentence_spans(statement)]
    spoken = [s for s in sentences if not _of_documents(s)] or [statement]
    found = [_sentence(s, evidence, quotes, embed, computed) for s in spoken]
    if len(found) == 1:
        return found[0]
    scores = [f.score for f in found]
    return Support(
        score=round(0.7 * min(scores) + 0.3 * sum(scores) / len(scores), 4) if min(scores) < 0.5 else min(scores),
        coverage=round(sum(f.coverage for f in found) / len(found), 4),
        similarity=None
        if embed is None
        else min((f.similarity for f in found if f.similarity is not None), default=1.0),
        reasons=_each(f.reasons for f in found),
        conflicts=_each(f.conflicts for f in found),
    )


def _words_of(source: Source) -> str:
    """The quote in plain words; a table row as its cells with their headers."""
    quote = source.quote.strip()
    if not quote.startswith("|"):
        return plain(quote)
    return plain(row_text(quote, _table_context(source.around)))


def _table_context(around: str) -> str | None:
    """The caption and header line that a row is read with, which stand last in what is around it."""
    lines = around.split("\n")
    return "\n".join(lines[-2:]) if " | " in lines[-1] else None


def _is_row(statement: str, source: Source) -> bool:
    quote = source.quote.strip()
    return quote.startswith("|") and reads(statement, quote, _table_context(source.around))


def _of_documents(sentence: str) -> bool:
    """Whether a sentence speaks of the documents alone ("The documents say otherwise."), and states nothing else."""
    said = terms(sentence)
    return bool(said) and set(said) <= _ABOUT_DOCUMENTS


def _sentence(sentence: str, evidence: Evidence, quotes: Sequence[str], embed: Embed | None, computed: bool) -> Support:
    if any(_contains(q, sentence) for q in quotes):
        return Support(1.0, 1.0, None if embed is None else 1.0)
    parts = [p for p in _CLAUSES.split(sentence) if len(words(p)) >= 4]
    texts = [sentence, *parts] if len(parts) > 1 else [sentence]
    similarities = _similarities(texts, evidence, embed)
    whole = _verdict(examine(sentence, evidence, similarities[0], computed))
    if len(texts) == 1 or whole.score >= 0.5 or whole.contradicted:
        return whole
    each = [_verdict(examine(t, evidence, s, computed)) for t, s in zip(texts[1:], similarities[1:], strict=True)]
    weakest = min(each, key=lambda v: v.score)
    return weakest if weakest.score > whole.score else whole


def _verdict(seen: Examined) -> Support:
    findings = seen.findings
    score, conflicts = probability(findings), (*seen.numbers, *seen.turned)
    if seen.numbers:
        score = min(score, LIMIT_NUMBER) if findings.numbers == 1 else min(score, LIMIT_NAME)
    if seen.turned:
        score = min(score, LIMIT_TURNED)
    if seen.names:
        score = min(score, LIMIT_NAME)
    reasons = (*conflicts, *seen.names)
    if score < 0.5:
        reasons += seen.doubts
        if not reasons or (not conflicts and findings.anywhere < _MOST_OF_IT):
            reasons += (f"only {findings.anywhere:.0%} of its meaning is in the quote",)
    similarity = None if findings.similarity is None else round(findings.similarity, 4)
    return Support(round(score, 4), round(findings.anywhere, 4), similarity, reasons, conflicts)


def _similarities(texts: Sequence[str], evidence: Evidence, embed: Embed | None) -> list[list[float] | None]:
    """For each text, its cosine with each sentence of the evidence; sentences beyond the first 80 count as unlike."""
    if embed is None:
        return [None] * len(texts)
    sentences = [s.text for s in evidence.sentences]
    vectors = embed([*texts, *sentences[:_EMBEDDED]])
    cosines = vectors[: len(texts)] @ vectors[len(texts) :].T
    rest = [0.0] * (len(sentences) - _EMBEDDED)
    return [[float(c) for c in row] + rest for row in cosines]


def _contains(quote: str, statement: str) -> bool:
    """Whether a statement is a quote, or runs through whole sentences of one, or is the greater part of a sentence of
    which the rest takes nothing back."""
    a, b = " ".join(words(quote)), " ".join(words(statement))
    if not b or f" {b} " not in f" {a} " or _signs(statement) - _signs(quote):
        return False
    if a == b:
        return True
    sentences = [" ".join(words(s.of(quote))) for s in sentence_spans(quote)]
    if _runs_through(sentences, b):
        return True
    holder = next((s for s in sentences if f" {b} " in f" {s} "), "")
    rest = f" {holder} ".replace(f" {b} ", " ", 1)
    return len(b.split()) >= 5 and len(b) > 0.4 * len(holder) and bool(holder) and not _QUALIFIED.search(rest)


def _runs_through(sentences: Sequence[str], wanted: str) -> bool:
    for first in range(len(sentences)):
        joined = ""
        for sentence in sentences[first:]:
            joined = f"{joined} {sentence}".strip()
            if joined == wanted:
                return True
            if len(joined) > len(wanted):
                break
    return False


def _signs(text: str) -> set[str]:
    """Numbers with sign, currency, separators and percent, as written: `words` would read $1.50 and €150 alike."""
    return {m.strip(" .,") for m in _NUMERAL.findall(text)}


def _each(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason for group in groups for reason in group))
