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
            if figure.value not in spelled or figure.unit in {"%", *_CURRENCIES.values()}:
                problems.append(f"{figure.written} is not in the quote")
        elif figure.unit and not any(h.unit == figure.unit or not h.unit for h in same):
            problems.append(f"{figure.written} has another unit in the quote ({same[0].unit})")
    everything = {h.value for h in held} | {t.value for t in tokens(evidence) if t.value is not None}
    for value in spelled_values(statement):
        if value > 1 and not any(_equal(value, h) for h in everything):
            problems.append(f"the number {value:g} is not in the quote")
    return problems


def derived(statement: str, evidence: str) -> bool:
    """Whether every number that is not in the evidence is a rounding or a bound of one that is: "about 48%" of 47.49%,
    "more than 40 million" of 41.2 million."""
    held = figures(evidence)
    for figure in figures(statement):
        if any(_equal(h.value, figure.value) for h in held):
            continue
        said = _ABOUT.search(statement[: figure.start].lower())
        same = [h.value for h in held if h.unit == figure.unit or not h.unit or not figure.unit]
        if said is None or not any(_bounds(said, figure.value, h) for h in same):
            return False
    return True


def _bounds(said: re.Match[str], value: float, held: float) -> bool:
    if said["above"]:
        return value <= held <= 1.6 * value
    if said["below"]:
        return 0.6 * value <= held <= value
    return abs(held - value) <= 0.06 * abs(held)


def _equal(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def misplaced(statement: Sequence[Token], evidence: Sequence[Token]) -> str | None:
    """A number of the statement whose neighbouring words stand beside another number of the evidence, said in words.

    Each content word beside the number must, in the evidence, be nearer to that number than to any other one.
    """
    held = [i for i, t in enumerate(evidence) if t.digits]
    values = {evidence[i].value for i in held}
    if len(values) < 2:
        return None
    for at, token in enumerate(statement):
        if not token.digits or token.value not in values:
            continue
        against, forth = 0, 0
        for word in _near(statement, at):
            places = [i for i, t in enumerate(evidence) if t.stem == word.stem]
            if not places:
                continue
            own = min(_gap(evidence, p, i) for p in places for i in held if evidence[i].value == token.value)
            other = min(_gap(evidence, p, i) for p in places for i in held if evidence[i].value != token.value)
            against += other + 1 < own
            forth += own <= other
        if against > forth:
            return f"{token.text} belongs to something else in the quote"
    return None


def _near(found: Sequence[Token], at: int) -> list[Token]:
    """Two content words on each side of a number, no numbers, within the clause."""
    before, after = [], []
    for t in reversed(found[:at]):
        if t.mark and t.word in {";", ":", "—"} or (t.digits and before):
            break
        if t.content and not t.digits:
            before.append(t)
        if len(before) == 2:
            break
    for t in found[at + 1 :]:
        if t.mark and t.word in {";", ":", "—", ","}:
            break
        if t.content and not t.digits:
            after.append(t)
        if len(after) == 2:
            break
    return before + after


def _gap(found: Sequence[Token], a: int, b: int) -> int:
    """Words between two places, a clause mark counting for three."""
    low, high = sorted((a, b))
    return sum(3 if t.mark and t.word in {";", ":", "—", ","} else 1 for t in found[low:high])
