"""One corpus's index: embedder, store and vectors, opened together and held to one fingerprint.

Each corpus folder has an index folder of its own under `home/indexes`, named by the hash of its resolved path:

    library.sqlite      documents, chunks, vectors, lexical index: the truth
    vectors-<token>/    Chroma's folder, derived from it; the store names the one in use
    lock                held by the process that writes
"""

from __future__ import annotations

import hashlib
import shlex
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from advisor.errors import IndexCorrupt, IndexMismatch, IndexMissing, IndexUnusable
from advisor.index.chroma import VectorIndex
from advisor.index.embedder import Embedder, build_embedder
from advisor.index.lock import exclusive
from advisor.index.models import storage_error
from advisor.index.store import SCHEMA_VERSION, State, Store
from advisor.ingest.splitter import VERSION as SPLITTER_VERSION
from advisor.settings import Settings, shipped
from advisor.types import Filters

STORE_NAME, LOCK_NAME, VECTORS_PREFIX = "library.sqlite", "lock", "vectors-"
NO_VECTORS = f"{VECTORS_PREFIX}none"  # no such folder yet: the first sync makes one
_FRESH = {"vectors": NO_VECTORS, "logged": "0", "dirty": "0"}

T = TypeVar("T")


class LiveVectors:
    """The vector index that the store names at this moment, opened anew when another process has changed it."""

    def __init__(self, folder: Path, store: Store, dimension: int, fingerprint: str, mend: str) -> None:
        self._folder = folder
        self._store = store
        self._dimension = dimension
        self._fingerprint = fingerprint
        self._mend = mend
        self._current: VectorIndex | None = None
        self._lock = threading.Lock()

    def query(self, vector: NDArray[np.float32], k: int, filters: Filters = Filters()) -> list[tuple[str, float]]:
        """(chunk id, cosine similarity), best first. Ids that the store does not know are to be passed over."""
        return self._on_current(lambda index: index.query(vector, k, filters), [])

    def count(self) -> int:
        return self._on_current(lambda index: index.count(), 0)

    def ids(self) -> set[str]:
        return self._on_current(lambda index: index.ids(), set())

    def _on_current(self, action: Callable[[VectorIndex], T], empty: T) -> T:
        """`empty` where nothing was ever put in. Tried again where the folder was replaced while it was read."""
        state = self._state()
        while state.vectors != NO_VECTORS:
            index = self._index(state)
            try:
                return action(index)
            except IndexCorrupt:
                latest = self._state()
                if latest.vectors == state.vectors:
                    raise
                state = latest
        return empty

    def _state(self) -> State:
        state = self._store.state()
        if state.fingerprint != self._fingerprint:
            raise _mismatch(self._folder, state.fingerprint, self._fingerprint, self._mend)
        return state

    def _index(self, state: State) -> VectorIndex:
        with self._lock:
            if self._current is None or self._current.folder.name != state.vectors:
                self._closed(self._current)
                self._current = VectorIndex(self._folder / state.vectors, self._dimension, self._mend)
            found = self._current
        found.at(str(state.generation))
        return found

    def close(self) -> None:
        with self._lock:
            self._closed(self._current)
            self._current = None

    @staticmethod
    def _closed(index: VectorIndex | None) -> None:
        if index is not None:
            index.close()


class Index:
    """The opened index of `corpus`. `store` reads only; `ingest.sync` opens a writer of its own."""

    def __init__(self, settings: Settings, embedder: Embedder) -> None:
        self.settings = settings
        self.corpus = settings.corpus.expanduser().resolve()
        self.folder = index_folder(settings)
        self.embedder = embedder
        self.mend = rebuild_command(settings)
        self.fingerprint = fingerprint(settings, embedder)
        self.store = Store(self.folder / STORE_NAME, readonly=True, mend=self.mend)
        self.vectors = LiveVectors(self.folder, self.store, embedder.dimension, self.fingerprint, self.mend)

    def check(self, store: Store) -> None:
        """Raises IndexMismatch where the index has been made anew with another model or splitter since."""
        found = store.state().fingerprint
        if found != self.fingerprint:
            raise _mismatch(self.folder, found, self.fingerprint, self.mend)

    def close(self) -> None:
        self.vectors.close()
        self.store.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_index(
    settings: Settings, create: bool = False, *, rebuild: bool = False, embedder: Embedder | None = None
) -> Index:
    """Open the index of `settings.corpus`.

    `create` makes an empty one where there is none; `rebuild` empties one, whatever made it and whatever its state.
    Raises IndexMissing, IndexMismatch or IndexCorrupt, each with the command that mends it.
    """
    path = index_folder(settings) / STORE_NAME
    mend = rebuild_command(settings)
    if not path.is_file() and not (create or rebuild):
        raise IndexMissing(f"Nothing has been indexed of {settings.corpus} yet. Run: {_command(settings)}")
    embedder = embedder or build_embedder(settings)
    expected = fingerprint(settings, embedder)
    if rebuild or not path.is_file():
        _make(settings, expected, rebuild, mend)
    index = Index(settings, embedder)
    try:
        index.check(index.store)
    except IndexUnusable:
        index.close()
        raise
    return index


def index_folder(settings: Settings) -> Path:
    """Where the index of `settings.corpus` lies."""
    corpus = str(settings.corpus.expanduser().resolve())
    name = hashlib.sha256(corpus.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return settings.home.expanduser().resolve() / "indexes" / name


def fingerprint(settings: Settings, embedder: Embedder) -> str:
    """All that decides what an index holds for given documents."""
    return f"{embedder.fingerprint}/split{SPLITTER_VERSION}/{settings.chunk_tokens}/store{SCHEMA_VERSION}"


def rebuild_command(settings: Settings) -> str:
    return _command(settings, "--rebuild")


def _command(settings: Settings, *options: str) -> str:
    corpus = settings.corpus.expanduser().resolve()
    own = [] if corpus == shipped("corpus").resolve() else ["--corpus", shlex.quote(str(settings.corpus))]
    return " ".join(["advisor", "ingest", *options, *own])


def _mismatch(folder: Path, found: str | None, expected: str, mend: str) -> IndexMismatch:
    return IndexMismatch(
        f"The index in {folder} was made with another model or splitter ({found or 'unknown'}, now {expected}). "
        f"Run: {mend}"
    )


def _make(settings: Settings, expected: str, rebuild: bool, mend: str) -> None:
    folder = index_folder(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(folder, error) from error
    with exclusive(folder / LOCK_NAME, settings.lock_timeout):
        path = folder / STORE_NAME
        if path.is_file() and not rebuild:
            return  # another process made it while this one waited
        if not (path.is_file() and _emptied(path, expected, mend)):
            _create(path, expected, mend)


def _emptied(path: Path, expected: str, mend: str) -> bool:
    """Empty a store in place, so that readers who have it open see it; False where it cannot be read."""
    try:
        store = Store(path, mend=mend)
    except IndexCorrupt:
        return False
    try:
        store.check()
        if store.meta("schema") != str(SCHEMA_VERSION):
            return False
        store.change(removed=store.document_ids(), meta={**_FRESH, "fingerprint": expected})
    except IndexCorrupt:
        return False
    finally:
        store.close()
    return True


def _create(path: Path, expected: str, mend: str) -> None:
    """Made under another name, so that no reader finds a store without a fingerprint."""
    fresh = path.with_name(f"new-{path.name}")
    _remove(fresh)
    store = Store(fresh, mend=mend)
    store.put_meta({**_FRESH, "fingerprint": expected})
    store.checkpoint()
    store.close()
    _remove(path)
    fresh.rename(path)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        try:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(path.parent, error) from error
