"""The words of a question that are left when names, places, dates and attributes are taken away."""

from __future__ import annotations

import re

from advisor.answering.attributes import BY_NAME
from advisor.answering.periods import Period
from advisor.answering.places import Place, places
from advisor.answering.question.filler import SCAFFOLD_STEMS
from advisor.answering.question.order import place_asked
from advisor.answering.question.values import Term
from advisor.text import STOPWORDS, fold, stem, words
from advisor.types import Span
from advisor.vocabulary import Mention, Vocabulary

_CONTRACTION = re.compile(r"n['’]t$|['’](?:m|ve|d|ll|re|s|t)$", re.I)
_MONTHS = r"january|february|march|april|may|june|july|august|september|october|november|december"
_NUMBERED = frozenset(
    "article level annex section tier version chapter number part class control principle clause recital title rule stage edition release "
    "category grade phase table figure domain round".split()
)


def terms_of(
    text: str,
    mentions: tuple[Mention, ...],
    found_places: tuple[Place, ...],
    found_periods: tuple[Period, ...],
    attributes: tuple[str, ...],
    vocabulary: Vocabulary,
    wide: bool,
) -> tuple[Term, ...]:
    """Content words that nothing else accounts for. `wide` leaves out the cue words of every attribute asked for,
    else those of the first two are."""
    taken = [m.span for m in mentions if m.kind != "subject"]
    place_words = {w for p in found_places for w in words(f"{p.name} us usa uk eu american british european america")}
    period_words = {
        w for p in found_periods for w in words(p.words) if not w.isdigit() and (w[0].isdigit() or "centur" in p.words)
    }
    asked = [BY_NAME[a] for a in (attributes if wide else attributes[:2])]
    cues = frozenset(s for a in asked for s in a.cue_stems | a.weak_stems)
    terms: dict[str, Term] = {}
    for match in re.finditer(r"[^\W_]+(?:['’.][^\W_]+)*(?:\+\+|\+|#)?", text):
        span = Span(match.start(), match.end())
        if re.fullmatch(r"v?\d+(?:\.\d+){1,3}", match[0]) and not any(span.overlaps(t) for t in taken):
            phrase = " ".join(words(match[0].removeprefix("v")))
            terms.setdefault(phrase, Term(phrase, match[0], True, False))
            continue
        if match[0].isdigit() and len(match[0]) < 4 and not any(span.overlaps(t) for t in taken):
            noun = re.search(r"([A-Za-z]{3,})\s$", text[: match.start()])
            if noun and fold(noun[1]) in _NUMBERED and place_asked(f"{noun[1]} {match[0]}") is None:
                phrase = f"{fold(noun[1])} {match[0]}"
                terms.setdefault(phrase, Term(phrase, f"{noun[1]} {match[0]}", True, True))
            continue
        for word in words(_CONTRACTION.sub("", match[0])):
            key = stem(word)
            if word in STOPWORDS or key in SCAFFOLD_STEMS or word in place_words or word in period_words or key in cues:
                continue
            if re.fullmatch(r"q[1-4]|h[12]", word):
                continue
            if re.fullmatch(_MONTHS, word) and match[0][:1].isupper():
                continue
            if any(span.overlaps(t) for t in taken) or re.fullmatch(r"(?:19|20)\d\d", word) or len(word) < 2:
                continue
            if any(p.name in names for p in places(f"in {match[0]}") for names in ([f.name for f in found_places],)):
                continue
            opening = match.start() == 0 or (
                vocabulary.usual(word) >= _USUAL and _SENTENCE_END.search(text[: match.start()]) is not None
            )
            proper = not opening and match[0][:1].isupper() or sum(c.isupper() for c in match[0]) > 1
            if text.isupper() or text.istitle():
                proper = False
            if (
                any(c.isdigit() for c in word)
                and not vocabulary.knows(word)
                and not re.fullmatch(r"q[1-4]|\d+(?:st|nd|rd|th|[kx+])?", word)
            ):
                proper = True
            if word.isdigit() and len(word) > 3 and not vocabulary.knows(word):
                proper = True
            usual = match[0].islower() and vocabulary.usual(word) > _USUAL
            if vocabulary.only_as_name(word) and len(word) > 3 and not usual:
                proper = True  # the documents write it as a name, wherever it stands
            known = vocabulary.knows(word) or vocabulary.misspelt(match[0])  # a slip that nothing mends is no name
            terms.setdefault(key, Term(key, match[0], known, proper))
    over = SPAN_PRICED.search(text) if "price" in attributes else None
    if over:
        phrase = " ".join(words(over[0]))
        terms.setdefault(phrase, Term(phrase, over[0], True, False))
    for match in _COMPOUND.finditer(text):
        if vocabulary.find(match[1]) and not any(
            m.span.start <= match.start() and match.end() <= m.span.end for m in mentions
        ):
            phrase = " ".join(words(match[0]))
            terms.setdefault(phrase, Term(phrase, match[0], False, True))
    return tuple(terms.values())


_SENTENCE_END = re.compile(r"[.!?]\s+$")
SPAN_PRICED = re.compile(r"\b(?:\d{1,2}|two|three|four|five|six|ten) years\b", re.I)
"""A time over which a thing is paid for."""
_USUAL = 0.4
"""How common in the language a word in small letters is that is no name, though the documents only open sentences with it."""
_COMPOUND = re.compile(r"\b([A-Z][A-Za-z+]*[A-Z+][A-Za-z+]*)-(?:[A-Z]{1,4}|\d{1,4})\b")
