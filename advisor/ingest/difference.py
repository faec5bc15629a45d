"""What differs between a folder and its index, by the hash of each file's bytes.

A file that has source marks counts as changed when `references.yaml` does. A file that could not be read keeps what
the index holds of it, since nothing says that it changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import DocumentError
from advisor.index.store import Entry
from advisor.ingest.loader import load
from advisor.ingest.references import FILE_NAME, Bibliography
from advisor.ingest.scan import Scan, Skipped, Source, scan
from advisor.types import Document


@dataclass(frozen=True, slots=True)
class Difference:
    """`pending` files are new or changed; `removed` are ids of documents to take out; `known` are ids in the index."""

    pending: tuple[Source, ...]
    removed: tuple[str, ...]
    unchanged: int
    skipped: tuple[Skipped, ...]
    known: frozenset[str]


def bibliography_of(corpus: Path) -> Bibliography:
    """The corpus's references. Raises DocumentError where the file is there and cannot be used."""
    try:
        return Bibliography.read(corpus)
    except OSError as error:
        raise DocumentError(f"{corpus / FILE_NAME} cannot be read ({error.strerror}). Mend its permissions.") from error


def difference(corpus: Path, entries: Iterable[Entry], bibliography: Bibliography, max_bytes: int) -> Difference:
    """Compare the folder with what the index holds. Raises UsageError where there is no folder."""
    found = scan(corpus)
    known = {entry.id: entry for entry in entries}
    pending: list[Source] = []
    removed = _gone(known, found)
    skipped = list(found.skipped)
    unchanged = 0
    for source in found.sources:
        entry = known.get(source.id)
        try:
            large = _too_large(source, max_bytes, entry is not None)
            if large is not None:
                skipped.append(large)
                removed.extend([entry.id] if entry else [])
            elif entry is None or _differs(source, entry, bibliography):
                pending.append(source)
            else:
                unchanged += 1
        except OSError as error:
            skipped.append(unreadable(source, error, kept=entry is not None))
            unchanged += entry is not None
    return Difference(tuple(pending), tuple(removed), unchanged, tuple(skipped), frozenset(known))


def refused(found: Difference, bibliography: Bibliography) -> tuple[Skipped, ...] | None:
    """The files that would be passed over, if they are all that differs; None where there is something to write."""
    if found.removed or any(source.id in found.known for source in found.pending):
        return None
    skipped: list[Skipped] = []
    for source in found.pending:
        try:
            read(source, bibliography)
        except OSError as error:
            skipped.append(unreadable(source, error, kept=False))
        except DocumentError as error:
            skipped.append(unusable(source, error, dropped=False))
        else:
            return None
    return tuple(skipped)


def read(source: Source, bibliography: Bibliography) -> tuple[Document, str]:
    """The document and the hash of what it was read from. Raises OSError, DocumentError."""
    data = source.path.read_bytes()
    return load(source.path, source.id, bibliography, data), _source_hash(data, bibliography)


def unreadable(source: Source, error: OSError, kept: bool) -> Skipped:
    stays = " Its last readable version stays in the library." if kept else ""
    reason = error.strerror or type(error).__name__
    return Skipped(source.name, f"{source.path} cannot be read ({reason}). Mend its permissions.{stays}")


def unusable(source: Source, error: DocumentError, dropped: bool) -> Skipped:
    return Skipped(source.name, f"{error}{_DROPPED if dropped else ''}")


_DROPPED = " Its earlier version was taken out of the library."


def _gone(known: dict[str, Entry], found: Scan) -> list[str]:
    """Documents whose file is no longer there; those below a folder that would not open may well be."""
    present = {source.id for source in found.sources}
    return [
        entry.id
        for entry in known.values()
        if entry.id not in present and not any(Path(entry.path).is_relative_to(folder) for folder in found.closed)
    ]


def _too_large(source: Source, limit: int, known: bool) -> Skipped | None:
    size = source.path.stat().st_size
    if size <= limit:
        return None
    remedy = "Split it, or set ADVISOR_MAX_DOCUMENT_BYTES higher."
    message = f"{source.path} has {size:,} bytes; the limit is {limit:,}. {remedy}{_DROPPED if known else ''}"
    return Skipped(source.name, message)


def _differs(source: Source, entry: Entry, bibliography: Bibliography) -> bool:
    moved = entry.path != str(source.path).encode("utf-8", "replace").decode("utf-8")
    return moved or entry.source_hash != _source_hash(source.path.read_bytes(), bibliography)


def _source_hash(data: bytes, bibliography: Bibliography) -> str:
    digest = hashlib.sha256(data)
    if b"[@" in data or b"[\0@" in data:  # the latter in UTF-16
        digest.update(bibliography.digest.encode())
    return digest.hexdigest()
