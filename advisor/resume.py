"""A résumé to a profile: text from PDF, DOCX, TXT or Markdown, without what must not count.

A résumé stays with the person. It is read from memory, never indexed, logged or written to disk, and what this module
returns holds no name, age, gender, nationality, photo, family status or address (`careers.privacy`): those lines
and words are dropped before anything is matched. Pictures are never read. Sentences that try to instruct a program are
dropped as well, and said to be.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from advisor.careers.catalog import Catalog
from advisor.careers.privacy import without_private
from advisor.careers.profile import Profile, make_profile
from advisor.errors import UsageError
from advisor.text import sentence_spans

MOST_BYTES = 5_000_000
MOST_PAGES = 20
MOST_CHARACTERS = 100_000
_LEAST_CHARACTERS = 40
_UNPACKED = 50_000_000
_TO_A_PROGRAM = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your|the)\b.{0,30}"
    r"\b(?:instructions?|prompts?|rules?|guidelines?|messages?)\b"
    r"|\b(?:system prompt|you are (?:now )?(?:an?|the) (?:ai|assistant|language model|chatbot)|as an ai|"
    r"(?:rank|rate|score|mark|classify|treat|consider) (?:this|the) (?:candidate|applicant|cv|résumé|resume|person)"
    r"|(?:note|message|instructions?) (?:to|for) (?:the )?(?:ai|llm|model|assistant|chatbot|system|reader bot))\b"
    r"|<\|?(?:system|im_start|assistant)\|?>|\[/?INST\]",
    re.I | re.S,
)


def read_resume(data: bytes, name: str) -> str:
    """The text of a résumé's bytes; `name` is its file name, whose ending tells the format.

    Raises UsageError, with the remedy, for an empty file, an unknown format, a protected or broken file, a scan
    without text, and a file that is too long to be a résumé.
    """
    if not data.strip():
        raise UsageError(f"{name} is empty. Give a résumé with text in it.")
    if len(data) > MOST_BYTES:
        raise UsageError(f"{name} has {len(data) / 1e6:.0f} MB. Give a résumé of at most {MOST_BYTES // 1_000_000} MB.")
    suffix = Path(name).suffix.lower()
    if suffix == ".pdf" or data.startswith(b"%PDF-"):
        text = _pdf(data, name)
    elif suffix == ".docx":
        text = _docx(data, name)
    elif suffix in {".txt", ".text", ".md", ".markdown"}:
        from advisor.ingest.decoding import decode

        text = decode(data, name)
    else:
        raise UsageError(f"{name} has a format that is not read. Give a PDF, DOCX, TXT or Markdown file.")
    if len(text) > MOST_CHARACTERS:
        raise UsageError(
            f"{name} has {len(text):,} characters, more than a résumé of {MOST_PAGES} pages. Give a shorter one."
        )
    if len("".join(text.split())) < _LEAST_CHARACTERS:
        raise UsageError(f"{name} holds almost no text. Give a résumé that says what you have done.")
    return text


def profile_from_resume(data: bytes, name: str, catalog: Catalog) -> Profile:
    """A profile from a résumé's bytes. Spans of its items point into `profile.text`, which holds what was kept.

    The role is the one that the résumé names first; where it names none, `profile.role` is None.
    """
    kept, notes = _without_instructions(read_resume(data, name))
    private = without_private(kept)
    if private.dropped:
        notes.append("Left out before reading: " + ", ".join(private.dropped) + ".")
    profile = make_profile(catalog, private.text, notes=tuple(notes))
    role = next((i.key for i in profile.of_kind("role")), None)
    return Profile(profile.text, role, profile.items, profile.notes)


def _without_instructions(text: str) -> tuple[str, list[str]]:
    """The text without sentences that address a program, and a note where there were any."""
    spans = [
        s for start, end in _lines(text) for s in sentence_spans(text, start, end) if _TO_A_PROGRAM.search(s.of(text))
    ]
    if not spans:
        return text, []
    for span in reversed(spans):
        text = text[: span.start] + text[span.end :]
    count = "One sentence" if len(spans) == 1 else f"{len(spans)} sentences"
    return text, [f"{count} of the résumé gave instructions to a program and were not read."]


def _lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _pdf(data: bytes, name: str) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UsageError(f"{name} is protected with a password. Save a copy without one and give that.")
        if len(reader.pages) > MOST_PAGES:
            raise UsageError(
                f"{name} has {len(reader.pages)} pages. A résumé has at most {MOST_PAGES} here; give a shorter one."
            )
        text = "\n".join(page.extract_text() or "" for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise UsageError(f"{name} cannot be read as a PDF. Save it again from the program that made it.") from error
    if not text.strip():
        raise UsageError(
            f"{name} is a scan without text. Give the file that it was printed from, or run OCR on it first."
        )
    return text


def _docx(data: bytes, name: str) -> str:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    if data.startswith(b"\xd0\xcf\x11\xe0"):  # an OLE container: what Word writes for a file with a password
        raise UsageError(f"{name} is protected with a password or in the old .doc format. Save it as a plain DOCX.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(i.file_size for i in package.infolist()) > _UNPACKED:
                raise UsageError(f"{name} unpacks to more than {_UNPACKED // 1_000_000} MB. Give a plain résumé.")
        document = Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise UsageError(f"{name} cannot be read as a DOCX file. Save it again from a word processor.") from error
    parts: list[str] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            parts.extend("\t".join(dict.fromkeys(cell.text for cell in row.cells)) for row in block.rows)
        else:
            parts.append(block.text)
    return "\n".join(parts)
