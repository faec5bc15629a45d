"""Lines to a file or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from advisor.errors import StorageError


@contextmanager
def lines_to(path: Path) -> Iterator[Callable[[str], None]]:
    """Writes a line at each call; `-` is standard output. Raises StorageError where the file cannot be written."""
    if str(path) == "-":
        yield lambda text: print(text, file=sys.stdout)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8") as stream:
            yield lambda text: print(text, file=stream)
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error.strerror}). Choose another --out.") from error
