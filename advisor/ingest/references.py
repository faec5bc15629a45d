"""`references.yaml`: the public sources of a corpus, in CSL-YAML, and the `[@S3]` marks that point into it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from advisor.errors import DocumentError
from advisor.types import Reference

FILE_NAME = "references.yaml"
_KEY = r"@[A-Za-z0-9_][\w:.#$%&+?<>~/-]{0,80}"
MARK = re.compile(rf"[ \t]?\[({_KEY}(?:\s?;\s?{_KEY}){{0,30}})\]")


@dataclass(frozen=True)
class Bibliography:
    """The references of one corpus by key; `digest` changes when the file does."""

    entries: dict[str, Reference] = field(default_factory=dict)
    digest: str = ""

    @staticmethod
    def read(folder: Path) -> Bibliography:
        """The bibliography of a corpus folder; an empty one where there is no file.

        Raises DocumentError where the file is no CSL-YAML list.
        """
        path = folder / FILE_NAME
        if not path.is_file():
            return Bibliography()
        data = path.read_bytes()
        entries = {str(item["id"]): _reference(item) for item in parse(data, str(path))}
        return Bibliography(entries, hashlib.sha256(data).hexdigest())


def parse(data: bytes, name: str) -> list[dict[str, Any]]:
    """The CSL items of a file's bytes, each a mapping with an `id`."""
    try:
        loaded = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise DocumentError(f"{name} is not valid YAML: {_where(error)}. Mend that line.") from error
    items = loaded.get("references") if isinstance(loaded, dict) else loaded
    if not isinstance(items, list) or not all(isinstance(i, dict) and i.get("id") for i in items):
        raise DocumentError(f"{name} must be a list of CSL items (or `references:` with one), each with an `id`.")
    return items


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "cannot be parsed"
    return f"line {mark.line + 1}: {problem}" if mark is not None else str(problem)


def _reference(item: dict[str, Any]) -> Reference:
    url = item.get("URL")
    return Reference(
        id=str(item["id"]),
        title=str(item.get("title", "")),
        publisher=str(item.get("publisher") or item.get("container-title") or ""),
        url=str(url) if url else None,
        year=issued_year(item.get("issued")),
    )


def issued_year(issued: Any) -> int | None:
    """The year of a CSL date: `date-parts`, or the first year named in a literal one."""
    if isinstance(issued, dict):
        parts = issued.get("date-parts")
        if parts:
            return int(parts[0][0])
        issued = issued.get("literal") or issued.get("raw")
    match = re.search(r"\b(?:19|20)\d\d\b", str(issued or ""))
    return int(match[0]) if match else None


@dataclass(frozen=True)
class Marked:
    """Text without its marks, and for each mark the offset where it stood and its keys."""

    text: str
    marks: tuple[tuple[int, tuple[str, ...]], ...]


def strip_marks(text: str, known: dict[str, Reference]) -> Marked:
    """Take the marks that `known` resolves out of the text. A mark with no known key is text and stays."""
    pieces: list[str] = []
    marks: list[tuple[int, tuple[str, ...]]] = []
    position = length = 0
    for match in MARK.finditer(text):
        keys = tuple(k.strip().removeprefix("@") for k in match[1].split(";"))
        if not any(k in known for k in keys):
            continue
        piece = text[position : match.start()]
        pieces.append(piece)
        length += len(piece)
        marks.append((length, tuple(k for k in keys if k in known)))
        position = match.end()
    pieces.append(text[position:])
    return Marked("".join(pieces), tuple(marks))
