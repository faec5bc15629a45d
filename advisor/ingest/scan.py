"""Which files of a folder are documents, and by what id each is known.

An id is the path below the corpus without its ending. Where two files would share one (`a.md`, `a.txt`), the first
in the order of SUFFIX_ORDER keeps it and the other is known by its full name. Hidden files, a `README` at the root
and files of other kinds are no documents. Links to folders are followed, each folder once.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import UsageError
from advisor.ingest.loader import SUFFIXES

SUFFIX_ORDER = (".md", ".markdown", ".txt", ".text")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is to be a document. `name` is its path below the corpus."""

    id: str
    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was passed over, and why: one sentence that names it and the remedy."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What a folder holds. `closed` are folders that could not be looked into."""

    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...]
    closed: tuple[Path, ...]


def scan(corpus: Path) -> Scan:
    """The documents of a folder, in the order of their ids. Raises UsageError where there is no such folder."""
    if not corpus.is_dir():
        raise UsageError(f"{corpus} is not a folder of documents. Check --corpus or ADVISOR_CORPUS.")
    skipped: list[Skipped] = []
    closed: list[Path] = []
    named: dict[str, Path] = {}
    for path in _walk(corpus, skipped, closed):
        name = _name(path, corpus)
        while name in named:  # composed and decomposed spelling side by side, or bytes that do not decode
            name = f"{name[: -len(path.suffix)]}~{path.suffix}"
        named[name] = path
    sources = sorted((Source(i, named[n], n) for n, i in _ids(sorted(named)).items()), key=lambda s: s.id)
    return Scan(tuple(sources), tuple(skipped), tuple(closed))


def _walk(corpus: Path, skipped: list[Skipped], closed: list[Path]) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        closed.append(Path(error.filename))
        skipped.append(
            Skipped(str(error.filename), f"{error.filename} cannot be opened ({error.strerror}). Mend its permissions.")
        )

    seen: set[tuple[int, int]] = set()
    for folder, inner, files in os.walk(corpus, onerror=refuse, followlinks=True):
        try:
            here = os.stat(folder)
        except OSError as error:  # gone since it was listed
            refuse(error)
            continue
        if (here.st_dev, here.st_ino) in seen:
            inner.clear()
            continue
        seen.add((here.st_dev, here.st_ino))
        inner[:] = sorted(d for d in inner if not d.startswith("."))
        for file in sorted(files):
            path = Path(folder, file)
            if file.startswith(".") or path.suffix.lower() not in SUFFIXES:
                continue
            if path.parent == corpus and path.stem.lower() == "readme":
                continue
            if _is_file(path, skipped):
                yield path


def _is_file(path: Path, skipped: list[Skipped]) -> bool:
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        skipped.append(Skipped(str(path), f"{path} cannot be read ({error.strerror}). Mend or remove the link."))
        return False
    if not regular:
        skipped.append(Skipped(str(path), f"{path} is no regular file. Remove it from the corpus."))
    return regular


def _name(path: Path, corpus: Path) -> str:
    """Path below the corpus, as text that can be written anywhere: composed, and without undecodable bytes."""
    name = path.relative_to(corpus).as_posix()
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))


def _ids(names: list[str]) -> dict[str, str]:
    """Name to id, no id twice."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(names, key=_rank):
        stem = name[: -len(_suffix(name))]
        candidate = stem if stem not in taken else name
        number = 2
        while candidate in taken:
            candidate, number = f"{name}~{number}", number + 1
        taken.add(candidate)
        ids[name] = candidate
    return ids


def _rank(name: str) -> tuple[int, str]:
    suffix = _suffix(name)
    return (SUFFIX_ORDER.index(suffix) if suffix in SUFFIX_ORDER else len(SUFFIX_ORDER), name)


def _suffix(name: str) -> str:
    return "." + name.rpartition(".")[2].lower()
