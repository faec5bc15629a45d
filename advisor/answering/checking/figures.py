"""Numbers of a statement against those of the evidence: value, unit, and what each number belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.answering.checking.tokens import Token, tokens
from advisor.text import NUMBER, spelled_values

_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_CURRENCIES = {
    "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "dollar": "USD", "dollars": "USD", "euro": "EUR",
    "euros": "EUR", "pound": "GBP", "pounds": "GBP", "yen": "JPY", "rupee": "INR", "rupees": "INR", "usd": "USD", "eur": "EUR",
    "gbp": "GBP", "inr": "INR", "chf": "CHF", "francs": "CHF",
}  # fmt: skip
_CODES = frozenset(_CURRENCIES.values())
# Units of measure that exclude each other, each with its other spellings.
_UNITS = {
    form: names.split()[0]
    for names in (
        "milligram milligrams mg", "microgram micrograms mcg µg", "gram grams g gramme grammes", "kilogram kilograms kg kilo kilos", "tonne tonnes ton tons",
        "millimetre millimetres millimeter millimeters mm", "centimetre centimetres centimeter centimeters cm",
        "metre metres meter meters", "kilometre kilometres kilometer kilometers km", "mile miles", "inch inches", "foot feet ft", "yard yards",
        "second seconds sec", "minute minutes min", "hour hours h", "day days", "week weeks", "month months", "year years", "decade decades",
        "century centuries", "watt watts w", "kilowatt kilowatts kw", "megawatt megawatts mw", "gigawatt gigawatts gw",
        "byte bytes", "kilobyte kilobytes kb", "megabyte megabytes mb", "gigabyte gigabytes gb", "terabyte terabytes tb",
        "litre litres liter liters l", "millilitre millilitres milliliter milliliters ml", "kelvin k", "celsius", "fahrenheit",
        "hectare hectares ha", "acre acres", "percent per-cent", "volt volts v",
    )
    for form in names.split()
}  # fmt: skip
_ABOUT = re.compile(
    r"\b(?:(?P<above>more than|over|above|at least|exceed\w*|no less than|upwards of|min(?:imum)? of)|"
    r"(?P<below>less than|under|below|fewer than|at most|up to|no more than|max(?:imum)? of)|"
    r"(?P<near>about|around|roughly|nearly|almost|approximately|some|close to|circa))\s*$"
)


_REACH, _CLOSE, _COUNTED = 12, 5, 10
_LIGHT = 0.5
_NO_COUNT = frozenset("first second third single once both pair half twice double triple".split())
_CLAUSE = frozenset("and while whereas but although though against than".split())


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit (a currency, `%`, a unit of measure or nothing) as it is written."""

    value: float
    unit: str
    written: str
    start: int


def figures(text: str) -> list[Figure]:
    """The numbers that are written in digits."""
    found = []
    for match in NUMBER.finditer(text):
        value = float(match["value"].replace(",", "")) * _SCALES.get((match["scale"] or "").strip().lower(), 1.0)
        found.append(Figure(value, _unit(match, text), match[0].strip(), match.start()))
    return found


def _unit(match: re.Match[str], text: str) -> str:
    if match["unit"]:
        return "%"
    sign = (match["currency"] or "").strip()
    if sign:
        return _CURRENCIES.get(sign, sign)
    after = re.match(r"[\s-]{0,2}([A-Za-zµ]+)", text[match.end() :])
    word = after[1] if after else ""
    return _CURRENCIES.get(word.lower()) or _UNITS.get(word.lower(), "")


def number_problems(statement: str, evidence: str) -> list[str]:
    """Numbers of a statement, with their units, that the evidence does not hold, each said in words."""
    held, spelled = figures(evidence), set(spelled_values(evidence))
    problems = []
    for figure in figures(statement):
        same = [h for h in held if _equal(h.value, figure.value)]
        if not same:
            if figure.value not in spelled or figure.unit in {"%", *_CODES}:
                problems.append(f"{figure.written} is not in the quote")
        elif (
            figure.unit in _CODES
            and not any(h.unit for h in same)
            and figure.unit not in (named := _named(evidence))
            and named
        ):
            problems.append(f"{figure.written} has another unit in the quote ({', '.join(sorted(named))})")
        elif figure.unit and not any(h.unit == figure.unit or not h.unit for h in same):
            problems.append(f"{figure.written} has another unit in the quote ({same[0].unit})")
    problems += [
        f"the number {written} is not in the quote" for written in _wrong_words(tokens(statement), tokens(evidence))
    ]
    return problems


def _wrong_words(statement: Sequence[Token], evidence: Sequence[Token]) -> list[str]:
    """Numbers written as words that the evidence does not hold. A small one may be a count of what is told one by one,
    and is wrong only where the evidence counts the same thing otherwise."""
    held = {t.value for t in evidence if t.value is not None}
    wrong = []
    for i, t in enumerate(statement):
        if t.digits or t.value is None or t.value <= 1 or t.word in _NO_COUNT or t.value in held:
            continue
        counted = next((n.stem for n in statement[i + 1 : i + 4] if n.content), "")
        others = any(
            e.value is not None and not _is_year(e) and counted in {n.stem for n in evidence[j + 1 : j + 4]}
            for j, e in enumerate(evidence)
        )
        if t.value > _COUNTED or others:
            wrong.append(t.text)
    return wrong


def _named(text: str) -> set[str]:
    """Currencies that a text names in words or codes, as the header of a table does for its bare numbers."""
    return {_CURRENCIES[w] for w in re.findall(r"[a-z]+", text.lower()) if w in _CURRENCIES}


def derived(statement: str, evidence: str) -> bool:
    """Whether every number that is not in the evidence is a rounding or a bound of one that is: "about 48%" of 47.49%,
    "more than 40 million" of 41.2 million."""
    held = figures(evidence)
    rounded = 0
    for figure in figures(statement):
        same = [h for h in held if _equal(h.value, figure.value)]
        if any(h.unit == figure.unit or not h.unit or not figure.unit for h in same):
            continue
        said = _ABOUT.search(statement[: figure.start].lower())
        like = [h.value for h in held if h.unit == figure.unit or not h.unit or not figure.unit]
        if same or said is None or not any(_bounds(said, figure.value, h) for h in like):
            return False
        rounded += 1
    return rounded > 0


def _bounds(said: re.Match[str], value: float, held: float) -> bool:
    if said["above"]:
        return value <= held <= 1.6 * value
    if said["below"]:
        return 0.6 * value <= held <= value
    return abs(held - value) <= 0.06 * abs(held)


def _equal(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


@dataclass(frozen=True, slots=True)
class _Group:
    """Numbers that stand together ("200 to 400 mg", "between 1901 and 2018"): where, which, of what kind."""

    places: tuple[int, ...]
    values: tuple[float, ...]
    kind: str


def misplaced(statement: Sequence[Token], evidence: Sequence[Token]) -> str | None:
    """A number of the statement whose own words stand, in the evidence, beside another number of the same kind.

    Said in words; None where every number is at its place. The words of the clause vote.
    """
    held, said = _groups(evidence), _groups(statement)
    if len(held) < 2:
        return None
    for group in said:
        own = [h for h in held if set(group.values) <= set(h.values)]
        others = [h for h in held if h not in own and _same_kind(group, h)]
        if not own or not others:
            continue
        votes = 0
        for word in _near(statement, group):
            places = [i for i, t in enumerate(evidence) if t.stem == word.stem]
            if len(places) != 1:  # what is told more than once tells nothing of where a number belongs
                continue
            mine = min(_gap(evidence, p, i) for p in places for h in own for i in h.places)
            theirs = min(_gap(evidence, p, i) for p in places for h in others for i in h.places)
            if theirs + 1 < mine and theirs <= _REACH:
                votes += 1
            elif mine <= min(theirs, _CLOSE):
                votes -= 1
        if votes > 0:
            return f"{statement[group.places[0]].text} belongs to something else in the quote"
    return None


def _groups(found: Sequence[Token]) -> list[_Group]:
    groups: list[_Group] = []
    for i, t in enumerate(found):
        if t.value is None or not t.weight or t.word in _NO_COUNT:
            continue
        kind = _kind(found, i)
        if groups and _joined(found, groups[-1].places[-1], i):
            last = groups.pop()
            groups.append(_Group((*last.places, i), (*last.values, t.value), kind or last.kind))
        else:
            groups.append(_Group((i,), (t.value,), kind))
    return groups


def _joined(found: Sequence[Token], a: int, b: int) -> bool:
    """Whether two numbers belong to one range or measure: "200 to 400", "2022-2024", "21 by 14"."""
    if b - a == 1:
        return found[a].digits and found[b].digits
    return b - a == 2 and found[a + 1].word in {"to", "and", "or", "by"}


def _kind(found: Sequence[Token], at: int) -> str:
    before = found[at - 1].word if at else ""
    if before in _CURRENCIES:
        return _CURRENCIES[before]
    for t in found[at + 1 : at + 3]:
        if t.word == "%" or t.word in _UNITS or t.word in _CURRENCIES:
            return "%" if t.word == "%" else _UNITS.get(t.word) or _CURRENCIES[t.word]
    return "date" if _is_year(found[at]) else ""


def _is_year(token: Token) -> bool:
    value = token.value
    return token.digits and value is not None and 1400 <= value <= 2100 and value == int(value)


def _same_kind(a: _Group, b: _Group) -> bool:
    return a.kind == b.kind and bool(a.kind)


def _near(found: Sequence[Token], group: _Group) -> list[Token]:
    """The content words of the clause around a group of numbers, numbers and units left out; those before it first,
    six at most, then three behind them."""
    first, last = group.places[0], group.places[-1]
    start = next((i + 1 for i in range(first - 1, -1, -1) if found[i].mark or found[i].word in _CLAUSE), 0)
    end = next((i for i in range(last + 1, len(found)) if found[i].mark or found[i].word in _CLAUSE), len(found))
    keep = [t for t in found[start:first] if t.weight > _LIGHT and t.value is None][-6:]
    after = [
        t
        for t in found[last + 1 : end]
        if t.weight > _LIGHT and t.value is None and t.word not in _UNITS and t.word not in _CURRENCIES
    ]
    return [*keep, *after[:3]]


def _gap(found: Sequence[Token], a: int, b: int) -> int:
    """Words between two places; a clause mark counts for three, the end of a sentence or source as marked."""
    low, high = sorted((a, b))
    return sum(3 if t.mark and t.word in {";", ":", "—", ","} else 2 if t.word == "and" else 1 for t in found[low:high])
