"""SQLite connections: how they are opened, one for each thread, and what their errors mean here."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from advisor.errors import AdvisorError, IndexBusy, IndexCorrupt, StorageError

_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_WAIT_SECONDS = 20.0


def mapped(error: sqlite3.Error, path: Path, mend: str) -> AdvisorError:
    """The error of our tree for one of SQLite's; `mend` is the command that makes the index anew."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in _FULL:
        return StorageError(
            f"{path} cannot be written to ({error}). Free some space, mend its permissions, or set ADVISOR_HOME to "
            "another folder."
        )
    if code in _BUSY:
        return IndexBusy(f"{path} is in use by another process ({error}). Try again in a moment.")
    return IndexCorrupt(f"{path} cannot be read ({error}). Run: {mend}")


class Database:
    """A database file. `connection()` is the calling thread's own, opened at first use."""

    def __init__(self, path: Path, readonly: bool, mend: str) -> None:
        self.path = path
        self.readonly = readonly
        self._mend = mend
        self._connections: dict[int, sqlite3.Connection] = {}
        self._lock = threading.Lock()

    def connection(self) -> sqlite3.Connection:
        identity = threading.get_ident()
        found = self._connections.get(identity)
        if found is None:
            found = self._open()
            with self._lock:
                self._connections[identity] = found
                alive = {t.ident for t in threading.enumerate()} | {identity}
                for gone in [i for i in self._connections if i not in alive]:
                    self._connections.pop(gone).close()
        return found

    def _open(self) -> sqlite3.Connection:
        if not self.readonly:
            connection = self._connect("mode=rwc")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            return connection
        try:
            return self._connect("mode=ro")
        except sqlite3.OperationalError:
            # On a read-only file system the shared memory of WAL cannot be made; there no one else writes either.
            if not self.path.is_file():
                raise
            return self._connect("immutable=1")

    def _connect(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.resolve().as_uri()}?{mode}",
            uri=True,
            timeout=_WAIT_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self.connection()
        except sqlite3.Error as error:
            raise mapped(error, self.path, self._mend) from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it or nothing."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        with self._lock:
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()
