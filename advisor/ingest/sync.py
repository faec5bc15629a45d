"""Bring an index in line with its folder: what is new or changed is read, split, embedded and stored, what is gone
is taken out, and nothing else is touched. Chunks whose words stayed the same keep their vectors.

The order of writes makes the store the truth at every moment: vectors first, then one transaction that makes whole
documents visible, then the vectors no longer wanted go. A note in the store (`dirty`) tells the next sync that one
was cut short; it compares the two and mends the vectors.

A file that was read and is no document any more (empty, binary, too large, broken front matter) is named, and its
old version goes: a citation must not quote words that no longer stand in the file.
"""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from advisor.errors import DocumentError, IndexCorrupt, UsageError
from advisor.index.chroma import VectorIndex, build
from advisor.index.codec import Placed, content_key, without_surrogates
from advisor.index.contextual import packed
from advisor.index.library import LOCK_NAME, STORE_NAME, VECTORS_PREFIX, Index
from advisor.index.lock import exclusive
from advisor.index.store import NewDocument, Store
from advisor.ingest.difference import Difference, bibliography_of, difference, read, refused, unreadable, unusable
from advisor.ingest.references import Bibliography
from advisor.ingest.scan import Skipped, Source
from advisor.ingest.splitter import embedding_text, split

Progress = Callable[[int, int, str], None]
_BATCH_CHUNKS = 128
_LOG_LIMIT = 256  # changes in Chroma's log, which are read again at each opening, before its folder is made anew


@dataclass(frozen=True, slots=True)
class SyncReport:
    """Numbers of documents, and what was passed over. `characters` are those read into the index by this sync."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: tuple[Skipped, ...] = ()
    seconds: float = 0.0
    characters: int = 0

    @property
    def wrote(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def sync(corpus: Path, index: Index, *, progress: Progress | None = None) -> SyncReport:
    """Bring `index` in line with the folder `corpus`, which must be the one it was opened for.

    `progress(done, total, name)` is called after each document. Raises IndexBusy where another sync holds the lock
    for longer than `lock_timeout`, StorageError where nothing can be written, UsageError where there is no folder,
    DocumentError where `references.yaml` is broken, IndexMismatch where the index was made anew with another model.
    """
    started = time.perf_counter()
    if corpus.expanduser().resolve() != index.corpus:
        raise UsageError(f"This index is that of {index.corpus}, not of {corpus}.")
    bibliography = bibliography_of(index.corpus)
    found = _compare(index, index.store, bibliography)
    passed_over = None if _unfinished(index) else refused(found, bibliography)
    if passed_over is None:
        with exclusive(index.folder / LOCK_NAME, index.settings.lock_timeout):
            report = _write(index, bibliography, progress)
    else:
        report = SyncReport(unchanged=found.unchanged, skipped=(*found.skipped, *passed_over))
    return replace(report, seconds=time.perf_counter() - started)


def _compare(index: Index, store: Store, bibliography: Bibliography) -> Difference:
    return difference(index.corpus, store.entries(), bibliography, index.settings.max_document_bytes)


def _unfinished(index: Index) -> bool:
    """Whether an earlier sync was cut short, or the folder of its vectors is gone."""
    folder = index.folder / index.store.state().vectors
    return index.store.meta("dirty") == "1" or not folder.is_dir()


def _write(index: Index, bibliography: Bibliography, progress: Progress | None) -> SyncReport:
    store = Store(index.folder / STORE_NAME, mend=index.mend)
    try:
        index.check(store)
        writer = _Writer(index, store, progress)
        try:
            # Compared again: another process may have done the work while this one waited for the lock.
            return writer.run(_compare(index, store, bibliography), bibliography)
        finally:
            writer.close()
    finally:
        store.close()


@dataclass(frozen=True, slots=True)
class _Item:
    """A document on its way into the store."""

    document: NewDocument
    texts: tuple[str, ...]
    name: str
    known: bool


class _Writer:
    """One sync under the lock; `logged` counts the changes in Chroma's log."""

    def __init__(self, index: Index, store: Store, progress: Progress | None) -> None:
        self._index = index
        self._store = store
        self._progress = progress
        self._logged = int(store.meta("logged") or 0)
        state = store.state()
        self._vectors = self._open(state.vectors)
        self._vectors.at(str(state.generation))
        _remove_folders(index.folder, but=state.vectors)
        self._done = self._total = 0

    def close(self) -> None:
        self._vectors.close()

    def run(self, found: Difference, bibliography: Bibliography) -> SyncReport:
        self._mend()
        skipped, added, changed, characters = list(found.skipped), 0, 0, 0
        dropped: list[str] = list(found.removed)
        self._total = len(found.pending)
        self._remove(dropped)
        for batch in self._batches(found, bibliography, skipped, dropped):
            self._put(batch)
            added += sum(not item.known for item in batch)
            changed += sum(item.known for item in batch)
            characters += sum(len(item.document.document.text) for item in batch)
        self._finish()
        removed = len(dropped)
        return SyncReport(added, changed, removed, found.unchanged, tuple(skipped), characters=characters)

    def _batches(
        self, found: Difference, bibliography: Bibliography, skipped: list[Skipped], dropped: list[str]
    ) -> Iterator[list[_Item]]:
        """Documents read and split, as many at a time as fill a batch; what cannot be used is skipped or dropped."""
        batch: list[_Item] = []
        for source in found.pending:
            known = source.id in found.known
            try:
                batch.append(self._read(source, bibliography, known))
            except OSError as error:
                skipped.append(unreadable(source, error, kept=known))
                self._total -= 1
            except DocumentError as error:
                skipped.append(unusable(source, error, dropped=known))
                self._total -= 1
                if known:
                    dropped.append(source.id)
                    self._remove([source.id])
            if sum(len(item.document.chunks) for item in batch) >= _BATCH_CHUNKS:
                yield batch
                batch = []
        if batch:
            yield batch

    def _read(self, source: Source, bibliography: Bibliography, known: bool) -> _Item:
        document, source_hash = read(source, bibliography)
        chunks = split(document, self._index.embedder, self._index.settings.chunk_tokens)
        texts = tuple(embedding_text(chunk) for chunk in chunks)
        keys = tuple(content_key(chunk.kind, text) for chunk, text in zip(chunks, texts, strict=True))
        empty = np.zeros((len(chunks), self._index.embedder.dimension), np.float32)
        new = NewDocument(document, source_hash, tuple(chunks), keys, empty, ())
        return _Item(new, texts, source.name, known)

    def _put(self, batch: Sequence[_Item]) -> None:
        before = {pair for item in batch for pair in self._store.keys(item.document.document.id).items()}
        pairs = [(c.id, key) for item in batch for c, key in zip(item.document.chunks, item.document.keys, strict=True)]
        kept = [i for i, key in pairs if (i, key) in before]
        vectors = {row.id: row.vector for row in self._store.placed(kept)}
        words = self._store.words(kept)
        texts = {c.id: text for item in batch for c, text in zip(item.document.chunks, item.texts, strict=True)}
        fresh = [i for i, _ in pairs if i not in vectors]
        of_texts, of_words = self._index.embedder.read([texts[i] for i in fresh])
        vectors.update(zip(fresh, of_texts, strict=True))
        words.update(zip(fresh, map(packed, of_words), strict=True))
        batch = [_embedded(item, vectors, words) for item in batch]
        changed = set(fresh)
        self._upsert([row for item in batch for row in _placed(item.document) if row.id in changed])
        self._commit(documents=[item.document for item in batch])
        self._delete({i for i, _ in before} - {i for i, _ in pairs})
        for item in batch:
            self._done += 1
            if self._progress:
                self._progress(self._done, self._total, item.name)

    def _remove(self, ids: Sequence[str]) -> None:
        if ids:
            gone = [chunk for i in ids for chunk in self._store.keys(i)]
            self._commit(removed=ids)
            self._delete(gone)

    def _upsert(self, rows: Sequence[Placed]) -> None:
        self._logged += len(rows)
        self._vectors.upsert(rows)

    def _delete(self, ids: Iterable[str]) -> None:
        listed = list(ids)
        if listed:
            self._logged += len(listed)
            self._vectors.delete(listed)

    def _commit(self, documents: Sequence[NewDocument] = (), removed: Sequence[str] = (), dirty: str = "1") -> None:
        meta = {"dirty": dirty, "logged": str(self._logged)}
        self._vectors.written(str(self._store.change(documents, removed, meta)))

    def _mend(self) -> None:
        """Vectors that agree with the store, whatever an earlier sync left behind."""
        try:
            if not self._vectors.folder.is_dir():
                self._renew()
            elif self._store.meta("dirty") == "1" or self._vectors.count() != self._store.chunk_count():
                self._reconcile()
        except IndexCorrupt:
            self._renew()
        self._store.put_meta({"dirty": "1"})

    def _reconcile(self) -> None:
        have, want = self._vectors.keys(), self._store.keys()
        self._delete(have.keys() - want.keys())
        lacking = [i for i, key in want.items() if have.get(i) != key]
        for some in _slices(lacking):
            self._upsert(self._store.placed(some))

    def _finish(self) -> None:
        if self._logged > _LOG_LIMIT:
            self._renew()
        self._commit(dirty="0")
        self._store.checkpoint()

    def _renew(self) -> None:
        """Make Chroma's folder anew from the store, and point the store to it."""
        name = f"{VECTORS_PREFIX}{uuid.uuid4().hex[:12]}"
        ids = list(self._store.keys())
        build(
            self._index.folder / name, self._index.embedder.dimension, len(ids), map(self._store.placed, _slices(ids))
        )
        self._logged = 0
        self._store.change(meta={"vectors": name, "logged": "0"})
        self._vectors.close()
        self._vectors = self._open(name)
        _remove_folders(self._index.folder, but=name)

    def _open(self, name: str) -> VectorIndex:
        return VectorIndex(self._index.folder / name, self._index.embedder.dimension, self._index.mend)


def _embedded(item: _Item, vectors: Mapping[str, NDArray[np.float32]], words: Mapping[str, bytes]) -> _Item:
    """An item with the vectors of its chunks and their words, by chunk id."""
    new = item.document
    for row, chunk in enumerate(new.chunks):
        new.vectors[row] = vectors[chunk.id]
    return replace(item, document=replace(new, words=tuple(words[c.id] for c in new.chunks)))


def _placed(new: NewDocument) -> Iterator[Placed]:
    kind = without_surrogates(new.document.kind)
    for chunk, key, vector in zip(new.chunks, new.keys, new.vectors, strict=True):
        yield Placed(chunk.id, chunk.document_id, kind, key, vector)


def _slices(ids: Sequence[str], size: int = 1000) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield list(ids[start : start + size])


def _remove_folders(folder: Path, but: str) -> None:
    """Remove vector folders that no store points to: half-built ones, and those that were replaced."""
    for old in folder.glob(f"{VECTORS_PREFIX}*"):
        if old.name != but:
            shutil.rmtree(old, ignore_errors=True)
