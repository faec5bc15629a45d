"""Numbers of table rows and sentences as records: subject, metric, value, unit, place, period, sources, span.

A row's first cell is its subject; columns that hold places, periods or words describe the number cells beside them;
what header and cell leave open is read from the caption. In a sentence the subject is the nearest known name, and the
period and the direction verb are those of the number's own clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.careers.names import Found, NameIndex
from advisor.careers.periods import PERIOD, is_period, period, periods
from advisor.careers.records import Figure, Metric, Passage, When
from advisor.careers.where import place
from advisor.ingest.blocks import labelled_cells
from advisor.text import NUMBER, plain

_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_CURRENCIES = {"$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_CURRENCY_WORDS = {"euro": "EUR", "dollar": "USD", "pound": "GBP", "franc": "CHF", "rupee": "INR", "yen": "JPY"}
_MONEY = frozenset({*_CURRENCIES.values(), *_CURRENCY_WORDS.values()})
_CURRENCY = re.compile(r"\b(USD|EUR|GBP|CHF|INR|AUD|CAD|JPY)\b|([$€£¥₹])")
_METRICS: tuple[tuple[Metric, re.Pattern[str]], ...] = tuple(
    (metric, re.compile(pattern, re.I))  # type: ignore[misc]
    for metric, pattern in (
        ("price", r"\b(?:price|prices|priced|costs?|fees?|voucher|upkeep)\b"),
        ("pay", r"\b(?:pay|paid|salar\w+|wages?|earn\w*|compensation)\b"),
        ("gap", r"\b(?:gap|shortage|shortfall)\b"),
        ("openings", r"\bopenings?\b"),
        ("growth", r"\b(?:grow\w*|projected)\b"),
        (
            "change",
            r"\b(?:change\w*|f[ae]ll\w*|r[io]se\w*|rising|drop\w*|declin\w+|increas\w+|decreas\w+|jump\w*|shr[aiu]nk\w*)\b",
        ),
        ("employment", r"\b(?:employment|employed|workers|worked|work|jobs)\b"),
        ("time", r"\b(?:months?|years? of experience|weeks?|time)\b"),
        ("share", r"\b(?:share|proportion|weight)\b"),
    )
)
_DOWN = re.compile(r"\b(?:fell|falls?|falling|fallen|drop\w*|declin\w+|shr[aiu]nk\w*|lost|decreas\w+|down)\b", re.I)
_UP = re.compile(r"\b(?:rose|rises?|rising|risen|grow\w*|grew|increas\w+|gain\w*|up|jump\w*|rebound\w*)\b", re.I)
_STATISTICS = (
    ("median", r"\bmedians?\b"),
    ("mean", r"\b(?:mean|average)\b"),
    ("low", r"\b(?:low|lowest\S*|minimum)\b"),
    ("high", r"\b(?:high|highest\S*|maximum)\b"),
)
_LEAD = re.compile(
    r"(?:(?:about|around|roughly|nearly|up to|over|under|at least|at most|more than|less than|from|[~≈<>])\s*)?"
)
_JOIN = re.compile(r"\s?(?:-|–|—|to|and)\s?")
_LEVEL = re.compile(r"\b(?:from|to|at)\s(?:about\s)?$")
_SPREAD = frozenset({"pay", "price", "time"})
_PLAIN = re.compile(r"\b(?:reported|figure|value|usd|eur|gbp|a|year|yearly|annual|per|in|of|the|exam|total)\b|%", re.I)
_DATE = r"\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
_GENERIC = re.compile(
    r"(?:figure|value|amount|total|number|low|high|median|mean|average|level|measure|reported|%|percent)"
    r"(?:\s(?:figure|value|amount|total|number|reported))?",
    re.I,
)
_UNIT = re.compile(r"\(([^()]*)\)\s*$")
_NOUN = re.compile(r"[\s-]([a-zA-Z][\w-]*)")


def figures_of(passage: Passage, names: NameIndex) -> Iterator[Figure]:
    """The figures of a table row, or of a sentence."""
    return _row(passage, names) if passage.block == "row" else _sentence(passage, names)


def _row(passage: Passage, names: NameIndex) -> Iterator[Figure]:
    pairs = labelled_cells(passage.quote, passage.context)
    if len(pairs) < 2 or not re.search(r"[^\W\d_]{2}", pairs[0][1]):
        return
    subject = pairs[0][1]
    caption = _caption(passage)
    words = [(h, c) for h, c in pairs[1:] if c and _value(c, h) is None]
    described = " ".join(c for _, c in words)
    where = place(described) or place(subject) or place(caption)
    cell_period = next((period(c) for h, c in words if period(c)), None)
    detail = "; ".join(c for _, c in words if not is_period(c) and place(c) != c)
    for column, (header, cell) in enumerate(pairs[1:], 1):
        found = _value(cell, header)
        if found is None:
            continue
        value, high, unit = found
        about = f"{header} {described} {caption}"
        metric = _row_metric(header, _UNIT.sub("", caption), described, unit)
        yield Figure(
            id=f"{passage.document_id}:{passage.span.start}:{column}",
            subject=subject,
            subject_key=_subject_key(subject, names),
            metric=metric,
            label=_label(header, caption),
            value=value,
            high=high,
            unit=_settled(metric, unit or _unit(header, caption)),
            written=cell,
            passage=passage,
            statistic=_statistic(header) or _statistic(described) or _statistic(caption) if metric in _SPREAD else "",
            detail="; ".join(x for x in (_variant(header), detail) if x),
            place=place(header) or where,
            period=period(header) or period(cell) or cell_period or period(about),
        )


def _sentence(passage: Passage, names: NameIndex) -> Iterator[Figure]:
    text = plain(passage.quote)
    known = names.find(text)
    dated = periods(text)
    numbers = [m for m in NUMBER.finditer(text) if _is_figure(m, known, dated)]
    where = place(text)
    skip = -1
    for index, match in enumerate(numbers):
        if match.start() <= skip:
            continue
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        high = None
        end = match.end()
        if following is not None and _JOIN.fullmatch(text[match.end() : following.start()]) and _ranged(text, match):
            high, skip, end = _scaled(following), following.start(), following.end()
            following = numbers[index + 2] if index + 2 < len(numbers) else None
        left = numbers[index - 1].end() if index else 0
        right = following.start() if following else len(text)
        before, clause = text[left : match.start()], text[left:right]
        unit = _sentence_unit(text, match, end)
        metric = _sentence_metric(clause, text, unit, before)
        value = _scaled(match)
        if match["sign"] in {"-", "−", "–"} or (
            metric in {"change", "growth"} and _falls(before) and not _LEVEL.search(before)
        ):
            value = -value
        subject = _nearest(known, match.start())
        yield Figure(
            id=f"{passage.document_id}:{passage.span.start}:{match.start()}",
            subject=subject.span.of(text) if subject else (passage.section or ("",))[-1],
            subject_key=subject.key if subject else None,
            metric=metric,
            label=text,
            value=value,
            high=high,
            unit=_settled(metric, unit),
            written=text[match.start() : end].strip(),
            passage=passage,
            statistic=_statistic(clause) if metric in _SPREAD else "",
            place=where,
            period=_sentence_period(dated, match.start(), right),
        )


def _caption(passage: Passage) -> str:
    lines = (passage.context or "").split("\n")
    return lines[0].removeprefix("Table:").strip() if len(lines) > 1 else ""


def _value(cell: str, header: str) -> tuple[float, float | None, str] | None:
    """(value, end of range, unit as written) of a cell that opens with a number; None for words and periods."""
    lead = _LEAD.match(cell)
    match = NUMBER.match(cell, lead.end() if lead else 0)
    if (
        match is None
        or is_period(cell)
        or re.fullmatch(r"(?i)(?:base )?year|round|period|date|edition|version|codes?", header)
    ):
        return None
    if re.fullmatch(r"(?:19|20)\d\d", match[0].strip()) and not re.search(r"\(|%", header):
        return None
    if re.match(rf"[.]\d|[-/]?[A-Za-z]{{3,}}|{_DATE}", cell[match.end() :]):  # a version, "24-hour", a day
        return None
    value = _scaled(match) * (-1 if match["sign"] in {"-", "−", "–"} else 1)
    high = None
    join = _JOIN.match(cell, match.end())
    end = match.end()
    second = NUMBER.match(cell, join.end()) if join and join.group().strip() != "and" else None
    if second:
        high, end = _scaled(second), second.end()
    unit = _written_unit(match)
    if not unit and second:
        unit = _written_unit(second)
    noun = re.match(r"\s([a-z][a-z-]+)\b", cell[end:])
    return value, high, unit or (noun[1] if noun and noun[1] in _COUNTED else "")


_TIMES = frozenset("years months weeks days hours minutes".split())
_COUNTED = frozenset("years months weeks days hours minutes questions items tasks jobs openings percent points".split())


def _scaled(match: re.Match[str]) -> float:
    return float(match["value"].replace(",", "")) * _SCALES.get((match["scale"] or "").strip().lower(), 1.0)


def _written_unit(match: re.Match[str]) -> str:
    if match["currency"]:
        return _CURRENCIES.get(match["currency"].strip(), match["currency"].strip())
    return "%" if match["unit"] else ""


def _variant(header: str) -> str:
    """What a header says beyond metric, statistic and period: "price, member" gives "member"."""
    rest = PERIOD.sub(" ", _UNIT.sub(" ", header))
    for pattern in (*(p for _, p in _METRICS), *(re.compile(p, re.I) for _, p in _STATISTICS), _PLAIN):
        rest = pattern.sub(" ", rest)
    return " ".join(re.findall(r"[\w+-]+", rest)).lower()


def _unit(header: str, caption: str) -> str:
    for text in (header, caption):
        bracket = _UNIT.search(text)
        if bracket:
            inner = bracket[1].strip()
            if inner == "date" or is_period(inner):
                continue
            return "%" if re.match(r"%|per ?cent", inner) and "a year" not in inner else inner
    currency = _CURRENCY.search(header)
    if currency:
        return currency[1] or _CURRENCIES[currency[2]]
    return "%" if "%" in header else header.lower()


def _label(header: str, caption: str) -> str:
    """What the number is, in the document's words: header, and the caption's measure where the header says little."""
    measure = _UNIT.sub("", caption).strip()
    head = _UNIT.sub("", header).strip()
    return f"{head}: {measure}" if measure and head else head or measure


def _metric(*texts: str) -> Metric | None:
    for text in texts:
        for metric, pattern in _METRICS:
            if pattern.search(text):
                return metric
    return None


def _row_metric(header: str, caption: str, described: str, unit: str) -> Metric:
    """A column's own words decide; the caption only where those say no more than "figure", "median" or a year."""
    own = _metric(_UNIT.sub("", header))
    if own:
        return own
    if unit in _TIMES:
        return "time"
    if unit in _COUNTED:
        return "count"
    head = PERIOD.sub("", _UNIT.sub("", header)).strip(" ,:-")
    if not head or _GENERIC.fullmatch(head) or place(head) is not None:
        return _metric(caption, described) or ("share" if "%" in header or unit == "%" else "other")
    return "share" if "%" in header or unit == "%" else "other"


def _sentence_metric(clause: str, text: str, unit: str, before: str) -> Metric:
    if unit in _TIMES:
        return "time"
    found = _metric(clause) or _metric(text)
    if unit == "%":
        if _LEVEL.search(before) and found == "change":
            return "share"  # "fell from 2% to 1.6%" gives two levels, not two changes
        return found if found in {"growth", "change", "gap", "share"} else "share"
    money = unit in _MONEY
    if money and found not in {"pay", "price"}:
        return "pay" if _statistic(clause) else "other"
    if not money and found in {"pay", "price", "growth", "change", "share", "time"}:
        return "count"
    return found or ("count" if unit else "other")


def _settled(metric: Metric, unit: str) -> str:
    """One spelling of the unit for one metric, so that rows and sentences can be compared."""
    if unit == "%":
        return unit
    if metric == "openings":
        return "openings a year"
    if metric == "employment":
        return "jobs"
    if metric == "pay" and unit in _MONEY:
        return f"{unit} a year"
    return unit


def _statistic(text: str) -> str:
    return next((name for name, pattern in _STATISTICS if re.search(pattern, text, re.I)), "")


def _subject_key(subject: str, names: NameIndex) -> str | None:
    """The known thing that a first cell names: as a whole, without its brackets or what follows a comma, or inside
    its brackets."""
    bare = re.sub(r"\s*\([^)]*\)", "", subject).strip()
    inside = re.findall(r"\(([^)]*)\)", subject)
    for candidate in (subject, bare, bare.split(",")[0], *inside):
        found = names.lookup(candidate.strip())
        if found:
            return found.key
    return None


def _is_figure(match: re.Match[str], known: list[Found], dated: list[tuple[int, int, When]]) -> bool:
    start, end = match.start("value"), match.end("value")
    if any(f.span.start <= start < f.span.end for f in known) or any(a <= start < b for a, b, _ in dated):
        return False
    text = match.string
    if re.match(r"\.\d", text[end:]) or re.search(r"[A-Z]{2,}[\s-]$", text[:start]):
        return bool(match["currency"])
    return re.match(_DATE, text[end:]) is None


def _ranged(text: str, match: re.Match[str]) -> bool:
    return text[match.end() : match.end() + 5].strip()[:3] != "and" or "between" in text[: match.start()].lower()[-12:]


def _falls(before: str) -> bool:
    down = [m.start() for m in _DOWN.finditer(before)]
    up = [m.start() for m in _UP.finditer(before)]
    return bool(down) and (not up or down[-1] > up[-1])


def _nearest(known: list[Found], start: int) -> Found | None:
    before = [f for f in known if f.span.start < start]
    return before[-1] if before else (known[0] if known else None)


def _sentence_unit(text: str, match: re.Match[str], end: int) -> str:
    unit = _written_unit(match)
    if unit:
        return unit
    if re.match(r"\s?(?:%|percent)", text[end:]):
        return "%"
    noun = _NOUN.match(text[end : end + 40])
    word = noun[1].lower() if noun else ""
    return _CURRENCY_WORDS.get(word.removesuffix("s"), word)


def _sentence_period(dated: list[tuple[int, int, When]], start: int, right: int) -> When | None:
    after = [when for begin, _, when in dated if start < begin < right]
    if after:
        return after[0]
    before = [when for begin, _, when in dated if begin < start]
    if before:
        return before[-1]
    return dated[0][2] if dated else None
