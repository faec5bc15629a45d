"""The library on disk: documents, chunks, their vectors and the lexical index, in one SQLite file.

This file is the truth about what is in the library; the vector index is derived from it. A document and all its
chunks become visible in one transaction. The lexical index holds the very terms that `advisor.text.terms` makes, so
that question and document are folded and stemmed by one function.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from advisor.errors import IndexCorrupt
from advisor.index.codec import Placed, decode_chunk, decode_document, encode_chunk, encode_document, without_surrogates
from advisor.index.database import Database
from advisor.ingest.splitter import body_text
from advisor.text import terms as terms_of
from advisor.types import Chunk, Document, DocumentInfo, Filters

SCHEMA_VERSION = 2
_REBUILD = "advisor ingest --rebuild"
# The tokenizer only parts at spaces: terms arrive folded and stemmed, and hold no ASCII but letters, digits and + # '.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, source_hash TEXT NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
    as_of TEXT, url TEXT, characters INTEGER NOT NULL, chunks INTEGER NOT NULL, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS chunks (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL, position INTEGER NOT NULL,
    kind TEXT NOT NULL, key TEXT NOT NULL, data TEXT NOT NULL, vector BLOB NOT NULL, words BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS chunks_by_document ON chunks (document_id, position);
CREATE VIRTUAL TABLE IF NOT EXISTS lexical USING fts5 (title, section, body, tokenize = "ascii tokenchars '+#'''");
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab (lexical, row);
"""
# Of title, section and body in BM25: with title and headings at half weight, 6 more of 150 questions found their passage
# in the first five than with equal weights (evals/suites/retrieval.jsonl, fused with the dense branch).
FIELD_WEIGHTS = (0.5, 0.5, 1.0)
_VARIABLES = 500


@dataclass(frozen=True, slots=True)
class State:
    """What the store says of itself: `generation` is another one after every change that a reader could see."""

    generation: int
    fingerprint: str | None
    vectors: str


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to put in: one content key, one row of `vectors` and one packed matrix of words for each chunk."""

    document: Document
    source_hash: str
    chunks: tuple[Chunk, ...]
    keys: tuple[str, ...]
    vectors: NDArray[np.float32]
    words: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the store keeps of a source file: the hash of what it was read from, and where it lay."""

    id: str
    source_hash: str
    path: str


class Store:
    """Readers may call it from any number of threads. One writer at a time, under the lock of `ingest.sync`.

    Raises IndexCorrupt where the file is no index, StorageError where it cannot be written.
    """

    def __init__(self, path: Path, readonly: bool = False, mend: str = _REBUILD) -> None:
        self._mend = mend
        self._database = Database(path, readonly, mend)
        with self._database.reading() as connection:
            if not readonly:
                connection.executescript(_SCHEMA)
        if self.meta("schema") is None and not readonly:
            self.put_meta({"schema": str(SCHEMA_VERSION), "generation": "0"})

    @property
    def path(self) -> Path:
        return self._database.path

    # -- reading

    def meta(self, key: str) -> str | None:
        with self._database.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    @property
    def generation(self) -> int:
        """Another number after every change that a reader could see."""
        return self.state().generation

    def state(self) -> State:
        """Generation, fingerprint and folder of vectors, of one moment."""
        query = "SELECT key, value FROM meta WHERE key IN ('generation', 'fingerprint', 'vectors')"
        with self._database.reading() as connection:
            values = dict(connection.execute(query).fetchall())
        return State(int(values.get("generation", 0)), values.get("fingerprint"), values.get("vectors", ""))

    def document(self, document_id: str) -> Document | None:
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT data FROM documents WHERE id = ?", (without_surrogates(document_id),)
            ).fetchone()
        return None if row is None else decode_document(row[0])

    def documents(self) -> list[DocumentInfo]:
        """All documents, by id."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT data, chunks FROM documents ORDER BY id").fetchall()
        return [_info(decode_document(data), chunks) for data, chunks in rows]

    def document_ids(self) -> list[str]:
        return [entry.id for entry in self.entries()]

    def entries(self) -> list[Entry]:
        with self._database.reading() as connection:
            rows = connection.execute("SELECT id, source_hash, path FROM documents ORDER BY id").fetchall()
        return [Entry(*row) for row in rows]

    def chunk(self, chunk_id: str) -> Chunk | None:
        return self.chunks([chunk_id]).get(chunk_id)

    def chunks(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """The chunks that there are among `ids`, in the order of `ids`."""
        found: dict[str, Chunk] = {}
        with self._database.reading() as connection:
            for some in _slices(ids):
                marks = ",".join("?" * len(some))
                rows = connection.execute(f"SELECT id, data FROM chunks WHERE id IN ({marks})", some)
                found.update((id_, decode_chunk(data)) for id_, data in rows)
        return {i: found[i] for i in ids if i in found}

    def document_chunks(self, document_id: str) -> list[Chunk]:
        """A document's chunks in the order of its text."""
        query = "SELECT data FROM chunks WHERE document_id = ? ORDER BY position"
        with self._database.reading() as connection:
            return [decode_chunk(data) for (data,) in connection.execute(query, (without_surrogates(document_id),))]

    def words(self, ids: Sequence[str]) -> dict[str, bytes]:
        """By id the packed vectors of the words of those chunks that there are."""
        found: dict[str, bytes] = {}
        with self._database.reading() as connection:
            for some in _slices(ids):
                marks = ",".join("?" * len(some))
                found.update(connection.execute(f"SELECT id, words FROM chunks WHERE id IN ({marks})", some))
        return found

    def chunk_count(self) -> int:
        with self._database.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM chunks").fetchone()[0])

    def bm25(self, terms: Sequence[str], k: int, filters: Filters = Filters()) -> list[tuple[str, float]]:
        """(chunk id, BM25 score) of the k best chunks that hold any of `terms` (from `text.terms`), best first.

        The score is that of FTS5 (Robertson's BM25, k1 = 1.2, b = 0.75) with its sign turned: more is better.
        """
        wanted = list(dict.fromkeys(_term(t) for t in terms if t))
        if not wanted or k < 1:
            return []
        condition, values = _condition(filters)
        placed = f" JOIN chunks ON chunks.number = lexical.rowid WHERE lexical MATCH ?{condition}"
        found = placed if condition else " WHERE lexical MATCH ?"
        # The best are chosen before they are joined with their chunks, which takes a third of the time.
        query = (
            "SELECT chunks.id, top.score FROM (SELECT lexical.rowid AS number, bm25(lexical, ?, ?, ?) AS score "
            f"FROM lexical{found} ORDER BY score, lexical.rowid LIMIT ?) AS top "
            "JOIN chunks ON chunks.number = top.number ORDER BY top.score, top.number"
        )
        match = " OR ".join(f'"{t}"' for t in wanted)
        with self._database.reading() as connection:
            rows = connection.execute(query, (*FIELD_WEIGHTS, match, *values, k)).fetchall()
        return [(id_, -score) for id_, score in rows]

    def document_frequency(self, term: str) -> int:
        """Documents that hold the term (from `text.terms`) in their text, title or headings."""
        query = (
            "SELECT count(DISTINCT chunks.document_id) FROM lexical JOIN chunks ON chunks.number = lexical.rowid "
            "WHERE lexical MATCH ?"
        )
        with self._database.reading() as connection:
            return int(connection.execute(query, (f'"{_term(term)}"',)).fetchone()[0])

    def chunk_frequency(self, term: str) -> int:
        """Chunks that hold the term."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT doc FROM vocabulary WHERE term = ?", (_term(term),)).fetchone()
        return 0 if row is None else int(row[0])

    def contains(self, term: str) -> bool:
        """Whether any chunk holds the term."""
        return self.chunk_frequency(term) > 0

    def corpus_hash(self) -> str:
        """`sha256:…` over the ids and source hashes of all documents: equal for equal libraries."""
        lines = "".join(f"{e.id}\0{e.source_hash}\n" for e in self.entries())
        return "sha256:" + hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()

    def keys(self, document_id: str | None = None) -> dict[str, str]:
        """Chunk id to content key, of one document or of all."""
        where, values = (
            ("", ()) if document_id is None else (" WHERE document_id = ?", (without_surrogates(document_id),))
        )
        with self._database.reading() as connection:
            return dict(connection.execute(f"SELECT id, key FROM chunks{where}", values).fetchall())

    def placed(self, ids: Sequence[str]) -> list[Placed]:
        """What the vector index is to hold of those chunks that there are."""
        found: list[Placed] = []
        with self._database.reading() as connection:
            for some in _slices(ids):
                marks = ",".join("?" * len(some))
                query = f"SELECT id, document_id, kind, key, vector FROM chunks WHERE id IN ({marks})"
                for id_, document_id, kind, key, blob in connection.execute(query, some):
                    vector = np.frombuffer(blob, "<f4").astype(np.float32)
                    found.append(Placed(id_, document_id, kind, key, vector))
        return found

    # -- writing

    def put_meta(self, values: Mapping[str, str]) -> None:
        with self._database.writing() as connection:
            _put_meta(connection, values)

    def change(
        self,
        documents: Sequence[NewDocument] = (),
        removed: Sequence[str] = (),
        meta: Mapping[str, str] | None = None,
    ) -> int:
        """One transaction: put documents, remove others, note `meta`. Returns the new generation."""
        with self._database.writing() as connection:
            for document_id in [*removed, *(new.document.id for new in documents)]:
                _remove(connection, document_id)
            for new in documents:
                _insert(connection, new)
            generation = int(connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()[0]) + 1
            _put_meta(connection, {**(meta or {}), "generation": str(generation)})
        return generation

    def check(self) -> None:
        """Read the whole file. Raises IndexCorrupt where a page of it is damaged."""
        with self._database.reading() as connection:
            problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if problem != "ok":
            raise IndexCorrupt(f"{self.path} is damaged ({problem}). Run: {self._mend}")

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file, as far as readers allow."""
        with self._database.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        self._database.close()


def _put_meta(connection: sqlite3.Connection, values: Mapping[str, str]) -> None:
    connection.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", list(values.items()))


def _remove(connection: sqlite3.Connection, document_id: str) -> None:
    numbers = "SELECT number FROM chunks WHERE document_id = ?"
    connection.execute(f"DELETE FROM lexical WHERE rowid IN ({numbers})", (document_id,))
    connection.execute("DELETE FROM chunks WHERE document_id = ?", (document_id,))
    connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))


def _insert(connection: sqlite3.Connection, new: NewDocument) -> None:
    document = new.document
    texts = (document.id, new.source_hash, document.source_path, document.title, document.kind)
    dated = (document.as_of, document.url)
    values = [None if text is None else without_surrogates(text) for text in (*texts, *dated)]
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*values, len(document.text), len(new.chunks), encode_document(document)),
    )
    rows = zip(new.chunks, new.keys, new.vectors, new.words, strict=True)
    for position, (chunk, key, vector, of_words) in enumerate(rows):
        row = (chunk.id, chunk.document_id, position, without_surrogates(chunk.kind), key, encode_chunk(chunk))
        number = connection.execute(
            "INSERT INTO chunks (id, document_id, position, kind, key, data, vector, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, np.ascontiguousarray(vector, "<f4").tobytes(), of_words),
        ).lastrowid
        connection.execute(
            "INSERT INTO lexical (rowid, title, section, body) VALUES (?, ?, ?, ?)", (number, *_fields(chunk))
        )


def _fields(chunk: Chunk) -> tuple[str, str, str]:
    caption = chunk.context.split("\n")[0] if chunk.context and "\n" in chunk.context else ""
    texts = (chunk.title, " ".join((*chunk.section, caption)), body_text(chunk))
    title, section, body = (" ".join(_term(t) for t in terms_of(text)) for text in texts)
    return title, section, body


def _term(term: str) -> str:
    """FTS5's tokenizer folds the case of ASCII letters alone; the few others that folding leaves are folded here."""
    return term.lower().replace('"', "")


def _condition(filters: Filters) -> tuple[str, list[str]]:
    condition = ""
    values: list[str] = []
    for column, allowed in (("kind", filters.kinds), ("document_id", filters.documents)):
        if allowed:
            condition += f" AND chunks.{column} IN ({','.join('?' * len(allowed))})"
            values.extend(without_surrogates(a) for a in allowed)
    return condition, values


def _info(document: Document, chunks: int) -> DocumentInfo:
    return DocumentInfo(
        id=document.id,
        title=document.title,
        kind=document.kind,
        as_of=document.as_of,
        url=document.url,
        characters=len(document.text),
        chunks=chunks,
        aliases=document.aliases,
    )


def _slices(ids: Sequence[str]) -> Iterator[list[str]]:
    cleaned = [without_surrogates(i) for i in ids]
    for start in range(0, len(cleaned), _VARIABLES):
        yield cleaned[start : start + _VARIABLES]
