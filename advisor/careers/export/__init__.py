"""A plan in the formats that people keep: text, Markdown, JSON, PDF, DOCX, ICS, BibTeX, CSL-JSON.

All formats show the same lines and the same citations, with quotes exactly as they stand in the documents.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from advisor.careers.export.calendar import to_ics
from advisor.careers.export.data import to_bibtex, to_csl_json, to_json
from advisor.careers.export.pdf import to_pdf
from advisor.careers.export.text import to_markdown, to_text
from advisor.careers.export.word import to_docx
from advisor.careers.plan.values import Plan
from advisor.errors import UsageError

__all__ = ["FORMATS", "export_plan", "format_of"]

_WRITERS: dict[str, Callable[[Plan], str | bytes]] = {
    "text": to_text,
    "markdown": to_markdown,
    "json": to_json,
    "pdf": to_pdf,
    "docx": to_docx,
    "ics": to_ics,
    "bibtex": to_bibtex,
    "csl-json": to_csl_json,
}
FORMATS = tuple(_WRITERS)
"""Names of the formats that `export_plan` writes."""
_SUFFIXES = {
    ".txt": "text",
    ".md": "markdown",
    ".json": "json",
    ".pdf": "pdf",
    ".docx": "docx",
    ".ics": "ics",
    ".bib": "bibtex",
}


def export_plan(plan: Plan, format: str) -> bytes:
    """The plan as the bytes of a file. Raises UsageError for an unknown format."""
    writer = _WRITERS.get(format)
    if writer is None:
        raise UsageError(f"Unknown format {format!r}. Use one of: {', '.join(FORMATS)}.")
    written = writer(plan)
    return written if isinstance(written, bytes) else written.encode("utf-8")


def format_of(path: Path) -> str:
    """The format that a file's ending asks for; `.csl.json` is CSL-JSON. Raises UsageError for an unknown ending."""
    if path.name.lower().endswith(".csl.json"):
        return "csl-json"
    found = _SUFFIXES.get(path.suffix.lower())
    if found is None:
        known = ", ".join((*_SUFFIXES, ".csl.json"))
        raise UsageError(f"{path.name} has no ending that names a format. Use one of: {known}.")
    return found
