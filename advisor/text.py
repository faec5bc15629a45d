"""Pure text work: sentences with their spans, terms and their stems, numbers, and what to leave out of an answer.

Nothing here knows of documents or indexes. Spans are offsets into the string that was passed in.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from advisor.types import Span

_stem = snowballstemmer.stemmer("porter").stemWord

STOPWORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being below between both
    but by can could did do does doing down during each either few for from further get gets give go goes had has
    have having he her here hers him his how i if in into is it its just let like me might more most much must my
    no nor not of off on once one only onto or other our out over own per please really same shall she should so
    some such tell than that the their them then there these they this those through to too under until up upon us
    use very was we were what when where whether which while who whom whose why will with within without would
    you your yours s t d ll m re ve don doesn didn isn aren wasn""".split()
)

# Words that end in a full stop without ending a sentence.
_ABBREVIATIONS = frozenset(
    """e.g i.e etc vs cf approx dr mr mrs ms prof st no fig vol ed eds art sec dept inc ltd co corp jr sr u.s u.k
    a.m p.m ph.d b.sc m.sc jan feb mar apr jun jul aug sept sep oct nov dec""".split()
)
_BOUNDARY = re.compile(r"[.!?…。！？]+[\"'”’)\]*_`]*(?=\s|$)|[。！？]|\n[ \t]*\n")
_TERM = re.compile(r"[^\W_]+(?:['’][^\W_]+)?(?:\+\+|\+|#)?")
_SOURCE_MARK = re.compile(r"[ \t]?\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20}\]")
_CITE_MARK = re.compile(r"[ \t]?\[@[^\]\s;]{1,80}(?:\s?;\s?@[^\]\s;]{1,80}){0,30}\]")
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xAD])
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_IMAGE = re.compile(r"!\[([^\]]{0,300})\]\([^)]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\[]{1,500})\]\([^)]{0,2000}\)")
_AUTOLINK = re.compile(r"<(https?://[^>\s]{1,500})>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=\S)([^*\n]{1,400}?)(?<=\S)\1(?![\w*])")
_UNDERSCORES = re.compile(r"(?<!\w)(_{1,2})(?=\S)([^_\n]{1,400}?)(?<=\S)\1(?!\w)")
_MARKER = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|^[ \t]*(?:>[ \t]?)+|^#{1,6}[ \t]+")


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences in text[start:end], trimmed of outer white space; never empty spans."""
    end = len(text) if end is None else end
    spans: list[Span] = []
    begin = start
    for match in _BOUNDARY.finditer(text, start, end):
        if not _ends_sentence(text, match, begin, end):
            continue
        _append_trimmed(spans, text, begin, match.end())
        begin = match.end()
    _append_trimmed(spans, text, begin, end)
    return spans


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    span = trimmed(text, start, end)
    if span.start < span.end:
        spans.append(span)


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its two ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _ends_sentence(text: str, match: re.Match[str], begin: int, end: int) -> bool:
    if match[0][0] != ".":
        return True
    before = text[max(begin, match.start() - 12) : match.start()]
    words = before.split()
    word = words[-1].lstrip("([\"'“*_").lower() if words else ""
    after = text[match.end() : min(end, match.end() + 40)].lstrip()
    if match[0].startswith("..."):
        return not after[:1].islower()
    if word in _ABBREVIATIONS and (word not in {"no", "etc", "co", "inc", "ltd", "corp"} or not after[:1].isupper()):
        return word == "etc" and after[:1].isupper()
    if len(word) == 1 and word.isalpha() and word not in {"i", "a"} and words[-1].isupper() and after[:1].isupper():
        return False  # an initial: "J. Smith"
    if re.fullmatch(r"\d{1,3}", word) and before.strip() == word and match.start() - begin <= 6:
        return False  # the number of a list item
    return not after[:1].islower()


def plain(text: str) -> str:
    """The words a person reads: Markdown syntax, tags, comments, invisible characters and the source's own
    reference marks (`[5]`, `[@S3]`) removed, white space folded."""
    text = _COMMENT.sub(" ", text).translate(_INVISIBLE)
    text = _MARKER.sub("", text)
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _AUTOLINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    text = _SOURCE_MARK.sub("", text)
    text = _CITE_MARK.sub("", text)
    for _ in range(2):
        text = _UNDERSCORES.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    text = text.replace("`", "").replace("\\|", "|")
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c == " " else " " for c in text)
    return " ".join(text.split())


def fold(text: str) -> str:
    """Lower case without diacritics: the same folding as the index's tokenizer."""
    text = text.lower()
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Folded words in order, `c++` and `c#` kept whole."""
    return [m[0].replace("’", "'").removesuffix("'s") for m in _TERM.finditer(fold(text))]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Porter stem of a folded word (M. F. Porter, 1980), as the index's tokenizer computes it."""
    return str(_stem(word))


def terms(text: str) -> list[str]:
    """Stems of the content words in order, stop words left out."""
    return [stem(w) for w in words(text) if w not in STOPWORDS]


NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>[-+−–])?(?P<currency>A\$|US\$|C\$|[$€£¥₹]|(?:USD|EUR|GBP|INR|CHF)\s?)?"
    r"(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>\s?(?:million|billion|trillion|thousand|bn|[kKmM])\b)?(?P<unit>\s?(?:%|percent\b|per cent\b))?"
)
_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_NUMBER_WORDS = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}


def number_values(text: str) -> list[float]:
    """The values of the numbers written in digits, without sign, scaled ("A$29.9 million" is 29900000.0)."""
    found: list[float] = []
    for match in NUMBER.finditer(text):
        value = float(match["value"].replace(",", ""))
        scale = (match["scale"] or "").strip().lower()
        found.append(value * _SCALES.get(scale, 1.0))
    return found


def spelled_values(text: str) -> list[float]:
    """The values of small numbers written as words ("three years")."""
    return [float(_NUMBER_WORDS[w]) for w in words(text) if w in _NUMBER_WORDS]


def telling_figures(text: str) -> set[float]:
    """Figures of a text that are hardly met twice by chance: no years, no small whole numbers."""
    return {v for v in number_values(text) if not 1900 <= v <= 2100 and (v >= 1000 or v != int(v))}
