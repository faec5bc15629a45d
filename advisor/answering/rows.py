"""A table row as a readable statement, and whether a statement is one: "Role: header cell; header cell (caption)."

Pure, over a row's source and the caption and header that it is read with, so that the verifier can recognise a
statement that is nothing but the row.
"""

from __future__ import annotations

import re

from advisor.ingest.blocks import labelled_cells

_CAPTION = re.compile(r"^table\b[^:]{0,12}:\s*", re.I)
_EMPTY = re.compile(r"^(?:|-|–|—|n/?a|not available|none given)$", re.I)
_BARE = re.compile(r"[-+−–]?\d[\d,]*(?:\.\d+)?(?:\s?(?:-|–|to)\s?\d[\d,]*(?:\.\d+)?)?")
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d")
_UNIT_SHOWN = re.compile(r"\s*\((?:%|percent|USD)\)$")
_UNIT = re.compile(r"%|percent|\bUSD\b|\bEUR\b|\bGBP\b|number|count|jobs|years|hours|year\b", re.I)
_UNITS = re.compile(r"\([^()]*(?:,|;)[^()]*\)$")
"""Ends with several units."""
_HEADED = (
    ("percent", re.compile(r"\b(?:share|rate|percent\w*|growth|change)\b", re.I)),
    ("USD", re.compile(r"\b(?:fee|price|cost|pay|salary|wage|amount)s?\b", re.I)),
)
"""Units, and words of headers under which they stand."""


def caption(context: str | None) -> str:
    """The caption of a row's table, without the word "Table"; empty where it has none."""
    first = context.split("\n")[0] if context and "\n" in context else ""
    return _CAPTION.sub("", first).strip().rstrip(":.")


def filled(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The (header, cell) pairs whose cell says something."""
    return [(h, c) for h, c in pairs if not _EMPTY.match(c)]


def with_unit(cell: str, header: str, told: str) -> str:
    """A bare number with the unit that its header, or else its caption, gives: percent or US dollars."""
    if not _BARE.fullmatch(cell):
        return cell
    unit = header if _UNIT.search(header) else told
    if unit is told and _UNITS.search(told):  # of several units, that which the header is measured in
        unit = next((u for u, headed in _HEADED if headed.search(header) and re.search(rf"\b{u}\b", told)), "")
    if re.search(r"%|\bpercent\b", unit, re.I) and not re.search(r"\b(?:USD|EUR|GBP)\b", unit):
        return f"{cell}%"
    if (
        re.search(r"\bUSD\b(?! million| billion)", unit)
        and not re.search(r"%|percent|number", unit, re.I)
        and cell[0].isdigit()
    ):
        return f"${cell}"
    return cell


def segment(header: str, cell: str, told: str) -> str:
    """One cell in words: "median pay $129,180"."""
    figure = with_unit(cell, header, told)
    if figure != cell:  # the figure shows its unit
        header = _UNIT_SHOWN.sub("", header)
    text = f"{_lower(header)} {figure}" if header else cell
    return text.strip().rstrip(".;")


def sentence(pairs: list[tuple[str, str]], chosen: list[tuple[str, str]], told: str) -> str:
    """The row's subject with the chosen cells and the caption."""
    subject = pairs[0][1]
    body = "; ".join(segment(h, c, told) for h, c in chosen)
    tail = f" ({told})" if told else ""
    return f"{subject[:1].upper() + subject[1:]}: {body}{tail}." if body else f"{subject}{tail}."


def bare(statement: str, told: str) -> str:
    """A row's statement without the caption behind it."""
    tail = f" ({told})."
    return f"{statement.removesuffix(tail)}." if told and statement.endswith(tail) else statement


def reads(statement: str, quote: str, context: str | None) -> bool:
    """Whether a statement is nothing but this row: its subject, some of its cells with their headers, its caption."""
    pairs = filled(labelled_cells(quote, context))
    if len(pairs) < 2:
        return False
    told = caption(context)
    subject = pairs[0][1]
    head, tail = f"{subject[:1].upper() + subject[1:]}: ", f" ({told})." if told else "."
    if not (statement.startswith(head) and statement.endswith(tail)):
        return False
    rest = statement[len(head) : len(statement) - len(tail)]
    for text in (segment(h, c, told) for h, c in pairs[1:]):
        if rest.startswith(text):
            rest = rest[len(text) :].removeprefix("; ")
    return rest == ""


def _lower(header: str) -> str:
    first = header.split(" ")[0]
    if len(first) > 1 and (first[1:2].isupper() or not first.isalpha()) or _MONTH.match(header):
        return header
    return header[:1].lower() + header[1:]
