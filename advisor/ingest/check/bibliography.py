"""`references.yaml` of a corpus: each source has what a reader needs to find it, and is used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from advisor.ingest.check.report import Finding
from advisor.ingest.references import FILE_NAME, issued_year, parse

_CSL_TYPES = frozenset(
    """article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
    dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case
    legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage""".split()
)
_WITHOUT_URL = frozenset({"book", "interview", "manuscript", "personal_communication"})


def check_references(folder: Path, used: set[str]) -> Iterator[Finding]:
    """Findings of the file; none where there is no file. `used` are the keys that the documents name."""
    path = folder / FILE_NAME
    if not path.is_file():
        return
    data = path.read_bytes()
    lines = _lines(data.decode("utf-8", "replace"))
    items = parse(data, FILE_NAME)
    for key, count in Counter(str(i["id"]) for i in items).items():
        if count > 1:
            message = f"id {key} is given {count} times. Give each source its own id."
            yield Finding(FILE_NAME, lines.get(key, 1), "reference", message)
    for item in items:
        key = str(item["id"])
        for problem in _problems(item):
            yield Finding(FILE_NAME, lines.get(key, 1), "reference", f"{key} {problem}")
        if key not in used:
            message = f"{key} is cited by no document. Cite it with [@{key}], or take it out."
            yield Finding(FILE_NAME, lines.get(key, 1), "orphan-reference", message, "warning")


def _problems(item: dict[str, Any]) -> Iterator[str]:
    if item.get("type") not in _CSL_TYPES:
        yield f"has the type {item.get('type')!r}, which CSL does not know. Use webpage, report, article, dataset …"
    if not str(item.get("title") or "").strip():
        yield "has no title. Add `title:`."
    if not (item.get("publisher") or item.get("container-title") or item.get("author")):
        yield "has no publisher. Add `publisher:`."
    url = str(item.get("URL") or "")
    if item.get("type") not in _WITHOUT_URL and not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", url):
        yield f"has no usable URL ({item.get('URL')!r}). Add `URL: https://…`."
    if not _dated(item.get("issued")):
        yield "has no date. Add `issued: {date-parts: [[2026, 4]]}`, a literal with its year, or `literal: undated`."


def _dated(issued: Any) -> bool:
    """Whether a date is given, or said not to be known."""
    if isinstance(issued, dict) and re.match(r"undated\b|n\.\s?d\.", str(issued.get("literal") or "")):
        return True
    try:
        return issued_year(issued) is not None
    except (TypeError, ValueError, IndexError, KeyError):
        return False


def _lines(text: str) -> dict[str, int]:
    """Line of each id in the file."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        match = re.match(r"\s*(?:-\s*)?id:\s*[\"']?([^\"'\s]+)", line)
        if match:
            found.setdefault(match[1], number)
    return found
