"""One writer at a time, and who holds the lock is told."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.errors import IndexBusy, StorageError
from advisor.index.lock import exclusive

_HOLD = """
import sys, time
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from advisor.index.lock import exclusive
with exclusive(Path(sys.argv[1]), 5):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path / "lock"), root], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_holder_is_named_when_waiting_ends(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    started = time.monotonic()
    told = rf"Process {holder.pid} .*gave up after 0\.2 s.*ADVISOR_LOCK_TIMEOUT"
    with pytest.raises(IndexBusy, match=told), exclusive(tmp_path / "lock", 0.2):
        pass
    assert 0.2 <= time.monotonic() - started < 5


def test_a_killed_holder_holds_nothing(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    threading.Timer(0.2, holder.kill).start()
    with exclusive(tmp_path / "lock", 20):
        assert (tmp_path / "lock").read_text() == str(os.getpid())


def test_two_threads_of_one_process_exclude_each_other(tmp_path: Path) -> None:
    path, told = tmp_path / "lock", f"Process {os.getpid()} "
    with exclusive(path, 1), pytest.raises(IndexBusy, match=told), exclusive(path, 0):
        pass
    with exclusive(tmp_path / "lock", 0):
        pass


def test_it_is_let_go_of_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), exclusive(tmp_path / "lock", 0):
        raise ZeroDivisionError
    with exclusive(tmp_path / "lock", 0):
        pass


def test_a_folder_that_is_not_there_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError), exclusive(tmp_path / "no" / "lock", 0):
        pass
