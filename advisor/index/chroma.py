"""The vector index, and the only file that imports Chroma.

Chroma's cosine distance is turned into cosine similarity here. A process that has a collection open never sees what
another process writes to it, and may fail over it: so a client can be opened anew, and all VectorIndex objects of one
folder in a process share a client. Chroma writes its HNSW files in place: so the folder in use only ever grows its
transactional log (`sync_threshold` out of reach), and `build` makes a new folder with the graph on disk. The library
that reads the graph crashes on a damaged file: so checksums are kept, and compared before it is opened.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from advisor.errors import AdvisorError, IndexBusy, IndexCorrupt, StorageError
from advisor.index.codec import Placed, without_surrogates
from advisor.index.models import storage_error
from advisor.types import Filters

_COLLECTION = "chunks"
_CHECKSUMS = "checksums.json"
_NEVER = 1_000_000_000
_HNSW = {"space": "cosine", "ef_construction": 100, "ef_search": 200, "max_neighbors": 24}
_BATCH = 1000
_ATTEMPTS = 3
_PAUSE_SECONDS = 0.1
_REBUILD = "advisor ingest --rebuild"

T = TypeVar("T")


@dataclass
class _Shared:
    """One folder's client in this process."""

    folder: Path
    lock: threading.RLock = field(default_factory=threading.RLock)
    users: int = 0
    client: Any = None
    collection: Any = None
    state: str = ""
    copy: tempfile.TemporaryDirectory[str] | None = None


_open: dict[Path, _Shared] = {}
_registry = threading.Lock()


class VectorIndex:
    """The vectors of one library, by chunk id. Safe to use from many threads.

    Raises IndexCorrupt where the folder cannot be read, StorageError where it cannot be written.
    """

    def __init__(self, folder: Path, dimension: int, mend: str = _REBUILD) -> None:
        self.folder = folder.resolve()
        self.dimension = dimension
        self._mend = mend
        with _registry:
            self._shared = _open.setdefault(self.folder, _Shared(self.folder))
            self._shared.users += 1
        self._closed = False

    def upsert(self, rows: Sequence[Placed]) -> None:
        """Put vectors, in place of those that have the same id."""
        for i in range(0, len(rows), _BATCH):
            self._call(partial(_upsert, rows[i : i + _BATCH]))

    def delete(self, ids: Iterable[str]) -> None:
        listed = list(ids)
        for i in range(0, len(listed), _BATCH):
            self._call(partial(_delete, listed[i : i + _BATCH]))

    def keys(self) -> dict[str, str]:
        """Chunk id to content key of all vectors."""
        found = self._call(lambda collection: collection.get(include=["metadatas"]))
        return {i: str(m["key"]) for i, m in zip(found["ids"], found["metadatas"], strict=True)}

    def ids(self) -> set[str]:
        return set(self._call(lambda collection: collection.get(include=[]))["ids"])

    def count(self) -> int:
        return int(self._call(lambda collection: collection.count()))

    def query(self, vector: NDArray[np.float32], k: int, filters: Filters = Filters()) -> list[tuple[str, float]]:
        """(chunk id, cosine similarity) of the k nearest chunks that pass the filters, best first."""
        if k < 1:
            return []
        embeddings = np.asarray(vector, np.float32).reshape(1, self.dimension)
        found = self._call(
            lambda collection: collection.query(
                query_embeddings=embeddings, n_results=k, where=_where(filters), include=["distances"]
            )
        )
        return [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def at(self, state: str) -> None:
        """Open the folder anew unless this process has done so, or has written it, since it came to `state`."""
        with self._shared.lock:
            if self._shared.client is not None and self._shared.state != state:
                _shut(self._shared)
            self._shared.state = state

    def written(self, state: str) -> None:
        """This process has brought the folder to `state` itself, so its client is up to date."""
        self._shared.state = state

    def close(self) -> None:
        with _registry:
            if self._closed:
                return
            self._closed = True
            self._shared.users -= 1
            if self._shared.users > 0:
                return
            _open.pop(self.folder, None)
        with self._shared.lock:
            _shut(self._shared)

    def _call(self, action: Callable[[Any], T]) -> T:
        """Run an action on the collection; where it fails for what another process has written, on a fresh one."""
        from chromadb.errors import InternalError, NotFoundError

        for left in reversed(range(_ATTEMPTS)):
            with self._shared.lock:
                try:
                    return action(self._collection())
                except IndexBusy:
                    if not left:
                        raise
                except (InternalError, NotFoundError) as error:
                    _shut(self._shared)
                    failure = self._error(error)
                    if not left or isinstance(failure, StorageError):
                        raise failure from error
            time.sleep(_PAUSE_SECONDS)
        raise AssertionError("unreachable")

    def _collection(self) -> Any:
        from chromadb.errors import InternalError, NotFoundError

        if self._shared.collection is None:
            damage = _damage(self.folder)
            if damage:
                raise self._error(ValueError(damage))
            try:
                self._shared.client, self._shared.collection = _connect(self._writable())
            # AttributeError: Chroma 1.5 stumbles while it takes down a client whose database did not open.
            except (InternalError, NotFoundError, ValueError, AttributeError) as error:
                raise self._error(_root(error)) from error
        return self._shared.collection

    def _writable(self) -> Path:
        """The folder, or a copy of it where nothing may be written to it: Chroma opens no other."""
        if os.access(self.folder, os.W_OK):
            return self.folder
        self._shared.copy = tempfile.TemporaryDirectory(prefix="advisor-vectors-", ignore_cleanup_errors=True)
        try:
            copy = Path(shutil.copytree(self.folder, Path(self._shared.copy.name, "vectors")))
            for path in (copy, *copy.rglob("*")):  # the copy takes over the permissions, too
                path.chmod(0o700 if path.is_dir() else 0o600)
            return copy
        except OSError as error:
            raise storage_error(Path(self._shared.copy.name), error) from error

    def _error(self, error: BaseException) -> AdvisorError:
        text = str(error)
        if any(sign in text for sign in ("disk is full", "readonly database", "No space left", "Read-only")):
            return StorageError(
                f"{self.folder} cannot be written to ({text}). Free some space, mend its permissions, or set "
                "ADVISOR_HOME to another folder."
            )
        if "database is locked" in text:
            return IndexBusy(f"{self.folder} is in use by another process ({text}). Try again in a moment.")
        return IndexCorrupt(f"The vector index in {self.folder} cannot be read ({text}). Run: {self._mend}")


def _root(error: BaseException) -> BaseException:
    while error.__context__ is not None:
        error = error.__context__
    return error


def _upsert(rows: Sequence[Placed], collection: Any) -> None:
    collection.upsert(
        [row.id for row in rows],
        embeddings=np.stack([row.vector for row in rows]),
        metadatas=[{"document": row.document_id, "kind": row.kind, "key": row.key} for row in rows],
    )


def _delete(ids: list[str], collection: Any) -> None:
    collection.delete(ids)


def build(folder: Path, dimension: int, total: int, batches: Iterable[Sequence[Placed]]) -> None:
    """Make a new folder that holds the vectors of `batches`, `total` in all, with their graph on disk."""
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise storage_error(folder, error) from error
    from chromadb.errors import InternalError

    index = VectorIndex(folder, dimension)
    shared = index._shared
    try:
        shared.client, shared.collection = _connect(folder, create_with_threshold=max(total, 2))
        for rows in batches:
            index.upsert(rows)
        shared.collection.modify(configuration={"hnsw": {"sync_threshold": _NEVER}})
        (folder / _CHECKSUMS).write_text(json.dumps(_checksums(folder)), "ascii")
    except OSError as error:
        raise storage_error(folder, error) from error
    except (InternalError, ValueError, AttributeError) as error:
        raise index._error(_root(error)) from error
    finally:
        index.close()


def _checksums(folder: Path) -> dict[str, int]:
    """CRC of each file of the graph; none where there are too few vectors for one to have been written."""
    graphs = [path.parent for path in folder.glob("*/index_metadata.pickle")]
    files = [path for graph in graphs for path in sorted(graph.iterdir())]
    return {path.relative_to(folder).as_posix(): zlib.crc32(path.read_bytes()) for path in files}


def _damage(folder: Path) -> str:
    """What is wrong with the files of a folder; an empty string where nothing is."""
    if not folder.is_dir():
        return "no such folder"
    try:
        wanted = json.loads((folder / _CHECKSUMS).read_text("ascii"))
        return "" if _checksums(folder) == wanted else "its graph differs from its checksums"
    except (OSError, ValueError) as error:
        return f"{_CHECKSUMS}: {error}"


def _connect(folder: Path, create_with_threshold: int | None = None) -> tuple[Any, Any]:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    if create_with_threshold is None:
        return client, client.get_collection(_COLLECTION, embedding_function=None)
    configuration: Any = {"hnsw": {**_HNSW, "sync_threshold": create_with_threshold, "batch_size": 2}}
    return client, client.create_collection(_COLLECTION, configuration=configuration, embedding_function=None)


def _shut(shared: _Shared) -> None:
    if shared.client is not None:
        shared.client.close()
    if shared.copy is not None:
        shared.copy.cleanup()
    shared.client = shared.collection = shared.copy = None


def _where(filters: Filters) -> Any:
    conditions = [
        {name: {"$in": [without_surrogates(a) for a in allowed]}}
        for name, allowed in (("kind", filters.kinds), ("document", filters.documents))
        if allowed
    ]
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else {"$and": conditions}
