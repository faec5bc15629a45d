"""A sync that is killed leaves whole documents, and the next one finishes its work."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from advisor.index.library import Index, open_index
from advisor.ingest.sync import sync
from advisor.settings import Settings
from tests.index.fakes import HashEmbedder, write_corpus
from tests.ingest.killed import POINTS
from tests.ingest.test_sync import check_agreement

SCRIPT = str(Path(__file__).parent / "killed.py")
PARTS = 5


def document(number: int, version: str) -> str:
    parts = (f"## Part {p}\n\nWord{number}x{p} of {version}.\n" for p in range(PARTS))
    return f"# Document {number}\n\n" + "\n".join(parts)


OLD = {f"d{i:02}.md": document(i, "old") for i in range(40)}
# Ten documents go, ten change, fifty are new: enough chunks for several batches and for a new folder of vectors.
NEW = {f"d{i:02}.md": document(i, "new" if i < 20 or i >= 40 else "old") for i in range(10, 90)}


def run(settings: Settings, *point: str) -> int:
    return subprocess.run(
        [sys.executable, SCRIPT, str(settings.home), str(settings.corpus), *point], check=False
    ).returncode


def replace_corpus(corpus: Path, files: dict[str, str]) -> None:
    shutil.rmtree(corpus, ignore_errors=True)
    write_corpus(corpus, files)


@pytest.fixture(scope="module")
def old_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose index is that of OLD, and its corpus, to copy from."""
    root = tmp_path_factory.mktemp("old")
    settings = Settings(home=root / "home", corpus=write_corpus(root / "corpus", OLD))
    assert run(settings) == 0
    return root


@pytest.fixture
def settings(tmp_path: Path, old_home: Path) -> Settings:
    """Settings whose index is that of OLD and whose corpus is NEW. The corpus keeps its path: the index hangs on it."""
    shutil.copytree(old_home / "home", tmp_path / "home")
    replace_corpus(old_home / "corpus", NEW)
    return Settings(home=tmp_path / "home", corpus=old_home / "corpus", lock_timeout=30)


def check_whole(index: Index, files: dict[str, set[str]]) -> None:
    """Each document is one of its versions, with all chunks of that version and no other."""
    for info in index.store.documents():
        held = index.store.document(info.id)
        chunks = index.store.document_chunks(info.id)
        assert held is not None
        assert held.text in files[f"{info.id}.md"], info.id
        assert len(chunks) == PARTS, info.id
        assert all(c.span.of(held.text) == c.text for c in chunks), info.id
    for question in ("Document 15 Part 3 Word15x3", "Word55x2"):
        vector = index.embedder.embed([question])[0]
        hits = [i for i, _ in index.vectors.query(vector, 30)]
        assert all(c.id in hits for c in index.store.chunks(hits).values())


BOTH = {name: {files[name] for files in (OLD, NEW) if name in files} for name in {*OLD, *NEW}}


@pytest.mark.parametrize(
    ("point", "number"),
    [
        pytest.param(point, number, id=f"{point}, call {number}")
        for point in POINTS
        if point != "while the index is made"
        for number in ((1, 3) if "transaction" in point else (1,))
    ],
)
def test_killed_at_a_point_the_next_sync_finishes(settings: Settings, point: str, number: int) -> None:
    assert run(settings, point, str(number)) == -signal.SIGKILL
    with open_index(settings, embedder=HashEmbedder()) as index:
        check_whole(index, BOTH)
        sync(settings.corpus, index)
        assert {f"{i}.md" for i in index.store.document_ids()} == set(NEW)
        check_whole(index, {name: {text} for name, text in NEW.items()})
        check_agreement(index)
        assert [p.name for p in index.folder.glob("vectors-*")] == [index.store.state().vectors]
        assert not sync(settings.corpus, index).wrote


@pytest.mark.parametrize("point", ["before vectors are put", "after vectors are put", "after a transaction"])
def test_killed_and_then_undone(settings: Settings, old_home: Path, point: str) -> None:
    """The files go back to what the index holds: nothing differs any more, and the vectors must be mended still."""
    assert run(settings, point) == -signal.SIGKILL
    replace_corpus(old_home / "corpus", OLD)
    with open_index(settings, embedder=HashEmbedder()) as index:
        sync(settings.corpus, index)
        check_whole(index, {name: {text} for name, text in OLD.items()})
        check_agreement(index)


@pytest.mark.parametrize(
    "point", ["while the index is made", "before the folder of vectors is made anew", "after a transaction"]
)
def test_killed_on_the_very_first_run(tmp_path: Path, point: str) -> None:
    settings = Settings(home=tmp_path / "home", corpus=write_corpus(tmp_path / "corpus", OLD), lock_timeout=30)
    assert run(settings, point) == -signal.SIGKILL
    with open_index(settings, create=True, embedder=HashEmbedder()) as index:
        sync(settings.corpus, index)
        check_whole(index, {name: {text} for name, text in OLD.items()})
        check_agreement(index)


def test_readers_see_whole_documents_while_syncs_are_killed_at_random(settings: Settings, old_home: Path) -> None:
    chance = random.Random(3)
    problems: list[BaseException] = []
    rounds = 0
    done = threading.Event()

    def read(index: Index) -> None:
        nonlocal rounds
        try:
            while not done.is_set():
                for i in index.store.document_ids():
                    words = {word for c in index.store.document_chunks(i) for word in ("old", "new") if word in c.text}
                    assert len(words) <= 1, i
                vector = index.embedder.embed([f"Word{rounds % 90}x3"])[0]
                known = index.store.chunks([i for i, _ in index.vectors.query(vector, 20)])
                assert known
                rounds += 1
        except BaseException as error:  # noqa: BLE001 - whatever it is, the main thread is to show it
            problems.append(error)

    with open_index(settings, embedder=HashEmbedder()) as index:
        reader = threading.Thread(target=read, args=(index,))
        reader.start()
        for turn in range(6):
            replace_corpus(old_home / "corpus", OLD if turn % 2 else NEW)
            process = subprocess.Popen([sys.executable, SCRIPT, str(settings.home), str(settings.corpus)])
            time.sleep(1.0 + 2.5 * chance.random())
            process.kill()
            process.wait()
        done.set()
        reader.join()
        assert problems == []
        assert rounds > 3
        replace_corpus(old_home / "corpus", NEW)
        sync(settings.corpus, index)
        check_whole(index, {name: {text} for name, text in NEW.items()})
        check_agreement(index)
