"""The vector index: similarities, filters, what other processes write, and what damage is called."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from advisor.errors import IndexCorrupt, StorageError
from advisor.index.chroma import VectorIndex, build
from advisor.index.codec import Placed
from advisor.types import Filters

ROOT = Path(__file__).parents[2]
SIZE = 16


def unit(count: int, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, SIZE))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def chunks_of(count: int, first: int = 0, vectors: NDArray[np.float32] | None = None) -> list[Placed]:
    rows = unit(count) if vectors is None else vectors
    return [
        Placed(f"d{i % 10}-{i}", f"d{i % 10}", "role" if i % 4 == 0 else "guide", f"key {i}", rows[i - first])
        for i in range(first, first + count)
    ]


def filled(folder: Path, count: int) -> VectorIndex:
    chunks = chunks_of(count)
    build(folder, SIZE, count, [chunks])
    return VectorIndex(folder, SIZE)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[VectorIndex]:
    opened = filled(tmp_path / "vectors", 200)
    yield opened
    opened.close()


def test_similarity_is_the_cosine_and_best_comes_first(index: VectorIndex) -> None:
    vectors, wanted = unit(200), unit(1, seed=5)[0]
    cosines = vectors @ wanted
    best = np.argsort(-cosines)[:10]
    found = index.query(wanted, 10)
    assert [i for i, _ in found] == [chunks_of(200)[b].id for b in best]
    np.testing.assert_allclose([s for _, s in found], cosines[best], atol=1e-5)
    assert index.query(-vectors[3], 200)[-1] == (chunks_of(200)[3].id, pytest.approx(-1, abs=1e-5))


def test_k_may_exceed_what_there_is(index: VectorIndex) -> None:
    assert len(index.query(unit(1)[0], 1000)) == 200
    assert index.query(unit(1)[0], 0) == []


def test_filters_act_before_the_nearest_are_cut(index: VectorIndex) -> None:
    chunks, cosines = chunks_of(200), unit(200) @ unit(1, seed=6)[0]
    for filters in (
        Filters(kinds=("role",)),
        Filters(documents=("d3", "d4", "nowhere")),
        Filters(kinds=("role", "guide"), documents=("d2",)),
        Filters(kinds=("nothing",)),
    ):
        allowed = [
            i
            for i, c in enumerate(chunks)
            if (not filters.kinds or c.kind in filters.kinds)
            and (not filters.documents or c.document_id in filters.documents)
        ]
        expected = [chunks[i].id for i in sorted(allowed, key=lambda i: -cosines[i])[:7]]
        assert [i for i, _ in index.query(unit(1, seed=6)[0], 7, filters)] == expected


def test_recall_is_near_exact_search_on_thousands(tmp_path: Path) -> None:
    index = filled(tmp_path / "vectors", 3000)
    chunks, vectors, hits = chunks_of(3000), unit(3000), 0
    for wanted in unit(30, seed=9):
        exact = {chunks[i].id for i in np.argsort(-(vectors @ wanted))[:60]}
        hits += len(exact & {i for i, _ in index.query(wanted, 60)})
    index.close()
    assert hits / (30 * 60) > 0.98


def test_upsert_replaces_and_delete_removes(index: VectorIndex) -> None:
    moved = unit(1, seed=77)
    (chunk,) = chunks_of(1, vectors=moved)
    index.upsert([chunk])
    assert index.query(moved[0], 1) == [(chunk.id, pytest.approx(1, abs=1e-5))]
    index.delete([chunk.id, "nobody"])
    assert chunk.id not in index.ids()
    assert index.count() == 199
    assert chunk.id not in {i for i, _ in index.query(moved[0], 200)}


def test_keys_are_those_of_the_chunks(index: VectorIndex) -> None:
    assert index.keys() == {c.id: c.key for c in chunks_of(200)}


def test_an_empty_index_answers_with_nothing(tmp_path: Path) -> None:
    index = filled(tmp_path / "vectors", 0)
    assert (index.query(unit(1)[0], 5), index.count(), index.ids()) == ([], 0, set())
    index.upsert(chunks_of(3))
    assert index.count() == 3
    index.close()


def test_what_was_written_is_there_after_closing(tmp_path: Path) -> None:
    index = filled(tmp_path / "vectors", 20)
    more = chunks_of(30, 20, unit(30, seed=3))
    index.upsert(more)
    index.delete(["d0-0"])
    index.close()
    again = VectorIndex(tmp_path / "vectors", SIZE)
    assert again.count() == 49
    assert again.query(unit(30, seed=3)[7], 1)[0][0] == more[7].id
    again.close()


_WRITE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.index.test_chroma import SIZE, VectorIndex, chunks_of, unit
index = VectorIndex(Path(sys.argv[1]), SIZE)
index.delete([c.id for c in chunks_of(150)])
index.upsert(chunks_of(300, 200, unit(300, seed=4)))
index.close()
"""


def written_by_another_process(index: VectorIndex) -> None:
    subprocess.run([sys.executable, "-c", _WRITE, str(index.folder), str(ROOT)], check=True)


def test_after_another_process_wrote_a_new_state_shows_it(index: VectorIndex) -> None:
    index.at("1")
    assert index.query(unit(1)[0], 1)
    written_by_another_process(index)
    index.at("2")
    assert index.query(unit(300, seed=4)[250], 1)[0][0] == chunks_of(300, first=200)[250].id
    assert not {c.id for c in chunks_of(150)} & {i for i, _ in index.query(unit(1)[0], 1000)}


def test_a_reader_that_was_not_told_still_answers(index: VectorIndex) -> None:
    """Chroma alone fails here with "Error finding id": what it found is no longer there."""
    assert index.query(unit(1)[0], 1)
    written_by_another_process(index)
    for filters in (Filters(), Filters(kinds=("role",))):
        for vector in unit(20, seed=8):
            index.query(vector, 60, filters)


def test_two_objects_on_one_folder_see_each_other(index: VectorIndex) -> None:
    other = VectorIndex(index.folder, SIZE)
    (chunk,) = chunks_of(1, 9999, unit(1, seed=50))
    other.upsert([chunk])
    assert index.query(unit(1, seed=50)[0], 1)[0][0] == chunk.id
    other.close()
    other.close()
    assert index.count() == 201


def test_queries_from_many_threads_while_it_is_opened_anew(index: VectorIndex) -> None:
    problems: list[Exception] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                assert len(index.query(unit(1)[0], 5)) == 5
        except Exception as error:  # noqa: BLE001 - whatever it is, the main thread is to show it
            problems.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for state in range(10):
        index.at(str(state))
        index.query(unit(1)[0], 5)
    done.set()
    for thread in threads:
        thread.join()
    assert problems == []


@pytest.mark.parametrize("damage", ["database", "graph", "lengths", "one bit", "everything gone", "empty database"])
def test_damage_is_named_with_its_remedy_or_does_no_harm(tmp_path: Path, damage: str) -> None:
    """In a process of its own: a library in C++ reads these files."""
    folder = tmp_path / "vectors"
    filled(folder, 300).close()
    if damage == "database":
        (folder / "chroma.sqlite3").write_bytes(b"nothing" * 1000)
    elif damage == "empty database":
        (folder / "chroma.sqlite3").write_bytes(b"")
    elif damage == "everything gone":
        for path in folder.rglob("*"):
            if path.is_file():
                path.unlink()
    elif damage == "one bit":
        (links,) = folder.glob("*/data_level0.bin")
        data = bytearray(links.read_bytes())
        data[4] ^= 0x40
        links.write_bytes(data)
    else:
        (graph,) = folder.glob("*/" + {"graph": "data_level0.bin", "lengths": "header.bin"}[damage])
        graph.write_bytes(graph.read_bytes()[: graph.stat().st_size // 3])
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "from tests.index.test_chroma import SIZE, VectorIndex, unit\n"
        "index = VectorIndex(Path(sys.argv[1]), SIZE, 'advisor ingest --rebuild --corpus x')\n"
        "print(len(index.query(unit(1)[0], 300)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(ROOT)], capture_output=True, text=True, check=False
    )
    told = "IndexCorrupt" in done.stderr and "Run: advisor ingest --rebuild --corpus x" in done.stderr
    assert done.returncode == 1, done.stdout + done.stderr
    assert told, done.stderr


def test_a_missing_folder_is_corrupt(tmp_path: Path) -> None:
    index = VectorIndex(tmp_path / "nowhere", SIZE)
    with pytest.raises(IndexCorrupt, match="no such folder"):
        index.count()
    assert not (tmp_path / "nowhere").exists()
    index.close()


def test_a_folder_that_may_not_be_written_is_read_from_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "vectors", 20).close()
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "vectors").rglob("*")}
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    index = VectorIndex(tmp_path / "vectors", SIZE)
    assert index.query(unit(20)[3], 1)[0][0] == chunks_of(20)[3].id
    copy = index._shared.copy
    assert copy is not None
    index.close()
    assert not Path(copy.name).exists()
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "vectors").rglob("*")} == before


def test_building_where_nothing_can_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="ADVISOR_HOME"):
        build(tmp_path / "file" / "vectors", SIZE, 0, [])


def test_only_one_file_imports_chroma() -> None:
    importers = set()
    for path in (ROOT / "advisor").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.partition(".")[0] == "chromadb" for name in names):
                importers.add(path.relative_to(ROOT).as_posix())
    assert importers == {"advisor/index/chroma.py"}


def test_chroma_is_imported_when_used_and_not_before() -> None:
    code = "import sys, advisor.index.library, advisor.ingest.sync; print('chromadb' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.strip() == "False"
