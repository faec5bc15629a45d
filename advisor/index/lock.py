"""One writer at a time: a lock on a file that the system lets go of when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from advisor.errors import IndexBusy
from advisor.index.models import storage_error

_PAUSE_SECONDS = 0.05


@contextmanager
def exclusive(path: Path, timeout: float) -> Iterator[None]:
    """Hold the lock, waiting up to `timeout` seconds for it. Raises IndexBusy, naming who holds it."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise storage_error(path.parent, error) from error
    try:
        _wait(descriptor, path, timeout)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, path: Path, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
                raise IndexBusy(
                    f"Process {holder} is writing to the index in {path.parent}; gave up after {timeout:g} s. "
                    "Wait for it to end, or set ADVISOR_LOCK_TIMEOUT higher."
                ) from None
            time.sleep(_PAUSE_SECONDS)
