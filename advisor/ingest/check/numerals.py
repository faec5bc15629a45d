"""Which digits of a sentence are figures that need a source, and which belong to a name.

A figure is a quantity, price, percentage, date, year, version or count. Digits in names are none: glossary labels
and aliases ("Top 10" lists, exam codes), standards ("ISO/IEC 42001", "NIST SP 800-53"), laws ("Regulation (EU)
2024/1689"), a label with the version that follows it ("O*NET 29.2"), levels and tiers, and identifiers that mix
letters and digits ("GPT-4", "k8s", "AML.T0051").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from advisor.text import plain

_CURRENCY = "USD|EUR|GBP|CHF|INR|AUD|CAD|JPY|SGD|SEK|NOK|DKK|PLN|BRL|ZAR"
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_CODE = re.compile(r"`[^`]*`|https?://\S+|\]\([^)]*\)")
_NAMED = re.compile(
    r"(?<!\w)(?:Top|Fortune)\s\d+(?!\w)"
    r"|(?<!\w)(?:Executive\sOrder|Local\sLaw|Public\sLaw|Directive|Regulation|(?:House|Senate|Assembly)\sBill)"
    r"\s(?:\(\w+\)\s)?(?:No\.?\s)?\d[\d/-]*"
    r"|\((?:EU|EC)\)\s(?:No\.?\s)?\d+/\d+"
    r"|(?<!\w)(?i:tiers?|levels?|layer|phase|stage|step|part|module)\s[0-9](?:(?:\s(?:to|and|or)\s|[-–/])[0-9])?(?![\w,.]*\d)"
    r"|(?<!\w)(?:24/7|24x7|2FA|3D|4G|5G|0-day|7-Zip)(?!\w)"
)
# An institution's short name and the number of its standard. A bare year after it is a year.
_STANDARD = re.compile(
    rf"(?<![\w$])(?!(?:US|UK|EU|AI|ML|IT|HR|OR|IN|{_CURRENCY})\b)(?:prEN|[A-Z][A-Z*/+&-]+)(?:\s[A-Z]{{1,4}}){{0,2}}"
    r"\s(?!(?:19|20)\d\d(?![\d:/-]))\d[\d.:/-]*(?<![.:/-])[A-Z]?(?![\w,])(?!\s?(?:%|percent|per\scent|million|billion))"
)
_TOKEN = re.compile(r"[\w*+#./:’'-]*\d[\w*+#./:’'-]*")
_DATED = re.compile(rf"(?:FY|CY|Q|H|v|{_CURRENCY}|(?:{_MONTH})[a-z]*[-–/])\d", re.I)
_FIGURE = re.compile(r"(?:[A-Z]{0,3}[$€£¥₹]\s?)?\d[\w,.:/–-]*%?")


@lru_cache(maxsize=32)
def label_pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern for labels, each with the dotted version that may follow it; None where there are none."""
    if not names:
        return None
    longest_first = sorted({n for n in names if n}, key=len, reverse=True)
    body = "|".join(re.escape(n).replace(r"\ ", r"\s") for n in longest_first)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)(?:\s\d+(?:\.\d+)+(?!\w|%|\s(?:million|billion|percent)))?", re.I)


def figures(text: str, labels: re.Pattern[str] | None = None) -> list[str]:
    """The figures of a Markdown sentence or row, as written; names are left out."""
    shown = plain(_CODE.sub(lambda m: "]" if m[0].startswith("](") else " ", text))
    if not any(c.isdigit() for c in shown):
        return []
    if labels is not None:
        shown = labels.sub(_blank, shown)
    shown = _TOKEN.sub(_blank_identifier, _STANDARD.sub(_blank, _NAMED.sub(_blank, shown)))
    return [m[0].rstrip(".,:/-–") for m in _FIGURE.finditer(shown)]


def names_with_labels(names: Iterable[str]) -> re.Pattern[str] | None:
    return label_pattern(tuple(names))


def _blank(match: re.Match[str]) -> str:
    return "·" * len(match[0])


def _blank_identifier(match: re.Match[str]) -> str:
    """Blank tokens such as `AI-300`, `k8s`, `T0051`; keep `2025-35`, `mid-2025`, `Q3`, `100k`, `v2.1`."""
    token = match[0]
    if _DATED.match(token) or token[0].isdigit():
        return token
    mixed = token[0].isupper() or re.search(r"[A-Za-z]\d", token)
    return "·" * len(token) if mixed else token
