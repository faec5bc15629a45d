"""Run a sync in a process that kills itself at a named point: `python killed.py HOME CORPUS POINT [NUMBER]`.

A point is a function of the code under test, before or after whose call number NUMBER the process gets SIGKILL.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from advisor.index import chroma, library, store
from advisor.index.library import open_index
from advisor.ingest import sync as sync_module
from advisor.settings import Settings
from tests.index.fakes import HashEmbedder

POINTS: dict[str, tuple[Any, str, str]] = {
    "before vectors are put": (chroma.VectorIndex, "upsert", "before"),
    "after vectors are put": (chroma.VectorIndex, "upsert", "after"),
    "before vectors are deleted": (chroma.VectorIndex, "delete", "before"),
    "after vectors are deleted": (chroma.VectorIndex, "delete", "after"),
    "inside a transaction that puts": (store, "_insert", "after"),
    "inside a transaction that removes": (store, "_remove", "after"),
    "before a transaction": (store.Store, "change", "before"),
    "after a transaction": (store.Store, "change", "after"),
    "after the first note": (store.Store, "put_meta", "after"),
    "before the folder of vectors is made anew": (sync_module, "build", "before"),
    "after the folder of vectors is made anew": (sync_module, "build", "after"),
    "before old folders are removed": (sync_module, "_remove_folders", "before"),
    "before the log is folded in": (store.Store, "checkpoint", "before"),
    "while the index is made": (library, "_remove", "after"),
}


def arm(owner: Any, name: str, when: str, number: int) -> None:
    original: Callable[..., Any] = getattr(owner, name)
    calls = 0

    def wrapped(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == number and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **options)
        if calls == number and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, wrapped)


def main(home: str, corpus: str, point: str = "", number: str = "1") -> None:
    settings = Settings(home=Path(home), corpus=Path(corpus), lock_timeout=30)
    if point:
        arm(*POINTS[point], int(number))
    with open_index(settings, create=True, embedder=HashEmbedder()) as index:
        sync_module.sync(settings.corpus, index)


if __name__ == "__main__":
    main(*sys.argv[1:])
