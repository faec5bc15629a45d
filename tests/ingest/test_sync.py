"""Sync: what it writes and what it leaves alone, what it passes over, and that store and vectors agree."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from advisor.errors import DocumentError, IndexBusy, IndexMismatch, StorageError, UsageError
from advisor.index.codec import content_key
from advisor.index.contextual import packed
from advisor.index.library import LOCK_NAME, Index, open_index
from advisor.index.lock import exclusive
from advisor.ingest import sync as sync_module
from advisor.ingest.splitter import embedding_text
from advisor.ingest.sync import SyncReport, sync
from advisor.settings import Settings
from advisor.text import terms
from advisor.types import Filters
from tests.index.fakes import HashEmbedder, write_corpus

FILES = {
    "trades/keeper.md": "---\nkind: role\ntitle: Keeper\n---\n# Keeper\n\nKeepers light the lamp. [@T1]\n\n## Pay\n\n"
    "| Year | Pay |\n| --- | --- |\n| 2023 | 18 |\n| 2024 | 20 |\n",
    "trades/inspector.md": "# Inspector\n\nInspectors climb bridges.\n\n## Tools\n\n- a hammer\n- a rope\n",
    "bees.txt": "Bees make honey.\n\nA hive needs water.",
    "references.yaml": "- id: T1\n  title: The lamp\n- id: T2\n  title: The rope\n",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", FILES)


@pytest.fixture
def index(tmp_path: Path, corpus: Path) -> Iterator[Index]:
    settings = Settings(home=tmp_path / "home", corpus=corpus, lock_timeout=0.3, max_document_bytes=10_000)
    with open_index(settings, create=True, embedder=HashEmbedder()) as opened:
        yield opened


def embedded(index: Index) -> list[str]:
    """What was embedded since this was last asked."""
    assert isinstance(index.embedder, HashEmbedder)
    texts, index.embedder.embedded = index.embedder.embedded, []
    return texts


def counts(report: SyncReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def found(index: Index, question: str) -> set[str]:
    return {i for i, _ in index.store.bm25(terms(question), 50)}


def check_agreement(index: Index) -> None:
    """Every invariant between documents, chunks, vectors and the lexical index."""
    index.store.check()
    chunks = [c for d in index.store.document_ids() for c in index.store.document_chunks(d)]
    assert len(chunks) == index.store.chunk_count()
    assert index.vectors.ids() == {c.id for c in chunks}
    vectors = {row.id: row.vector for row in index.store.placed([c.id for c in chunks])}
    words = index.store.words([c.id for c in chunks])
    assert words.keys() == vectors.keys()
    for chunk in chunks[:: 1 + len(chunks) // 50]:
        document = index.store.document(chunk.document_id)
        assert document is not None
        assert chunk.span.of(document.text) == chunk.text
        assert index.vectors.query(vectors[chunk.id], 1)[0][1] == pytest.approx(1, abs=1e-4)
        assert chunk.id in found(index, f"{chunk.title} {chunk.text}")
        assert words[chunk.id] == packed(HashEmbedder().read([embedding_text(chunk)])[1][0])
    assert index.vectors._index(index.store.state()).keys() == {
        c.id: content_key(c.kind, embedding_text(c)) for c in chunks
    }
    assert index.store.meta("dirty") == "0"


def snapshot(folder: Path) -> dict[str, tuple[int, str]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_first_sync_reads_everything(corpus: Path, index: Index) -> None:
    report = sync(corpus, index)
    assert counts(report) == (3, 0, 0, 0)
    assert report.skipped == ()
    assert report.characters == sum(d.characters for d in index.store.documents())
    assert index.store.document_ids() == ["bees", "trades/inspector", "trades/keeper"]
    keeper = index.store.document("trades/keeper")
    assert keeper is not None
    assert (keeper.kind, keeper.title, [r.title for r in keeper.references]) == ("role", "Keeper", ["The lamp"])
    assert len(embedded(index)) == index.store.chunk_count()
    check_agreement(index)


def test_a_second_sync_writes_nothing(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    before = snapshot(index.folder)
    embedded(index)
    report = sync(corpus, index)
    assert counts(report) == (0, 0, 0, 3)
    assert not report.wrote
    assert (snapshot(index.folder), embedded(index)) == (before, [])


def test_new_times_on_a_file_are_no_change(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    for path in corpus.rglob("*.md"):
        os.utime(path, (1, 1))
    assert not sync(corpus, index).wrote


def test_a_changed_file_replaces_its_chunks_and_keeps_the_vectors_of_the_rest(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    embedded(index)
    old = found(index, "water hive")
    write_corpus(corpus, {"bees.txt": "Bees make honey.\n\nA hive needs nectar."})
    assert counts(sync(corpus, index)) == (0, 1, 0, 2)
    assert found(index, "water") == set()
    assert not old & index.vectors.ids()
    assert len(embedded(index)) == 1
    check_agreement(index)


def test_only_new_words_are_embedded(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    embedded(index)
    path = corpus / "trades/keeper.md"
    path.write_text(path.read_text() + "| 2025 | 22 |\n")
    assert sync(corpus, index).changed == 1
    (text,) = embedded(index)
    assert "2025" in text
    check_agreement(index)


def test_chunks_that_stay_keep_their_words(corpus: Path, index: Index) -> None:
    """They are taken over as they are, and not read again by the model."""
    sync(corpus, index)
    kept = {c.id for c in index.store.document_chunks("trades/keeper")}
    marks = {i: f"{n} of keeper".encode() for n, i in enumerate(sorted(kept))}
    with closing(sqlite3.connect(index.store.path)) as connection:
        connection.executemany("UPDATE chunks SET words = ? WHERE id = ?", [(mark, i) for i, mark in marks.items()])
        connection.commit()
    path = corpus / "trades/keeper.md"
    path.write_text(path.read_text() + "| 2025 | 22 |\n")
    assert sync(corpus, index).changed == 1
    chunks = {c.id: c for c in index.store.document_chunks("trades/keeper")}
    assert len(chunks) == len(kept) + 1
    words = index.store.words(list(chunks))
    assert {i: words[i] for i in kept} == marks
    (new,) = chunks.keys() - kept
    assert words[new] == packed(HashEmbedder().read([embedding_text(chunks[new])])[1][0])


def test_a_new_title_or_kind_reaches_vectors_and_filters(corpus: Path, index: Index) -> None:
    """The text and its span stay, so the chunk ids do too: what hangs on them must change all the same."""
    sync(corpus, index)
    before = {c.id for c in index.store.document_chunks("trades/keeper")}
    path = corpus / "trades/keeper.md"
    path.write_text(path.read_text().replace("kind: role\ntitle: Keeper", "kind: guide\ntitle: Warden"))
    sync(corpus, index)
    assert {c.id for c in index.store.document_chunks("trades/keeper")} == before
    assert found(index, "warden") >= before
    check_agreement(index)


def test_a_removed_file_takes_its_chunks_along(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    (corpus / "trades/keeper.md").unlink()
    assert counts(sync(corpus, index)) == (0, 0, 1, 2)
    assert index.store.document("trades/keeper") is None
    assert found(index, "lamp keeper") == set()
    check_agreement(index)


def test_a_renamed_file_moves(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    (corpus / "bees.txt").rename(corpus / "wasps.txt")
    assert counts(sync(corpus, index)) == (1, 0, 1, 2)
    assert index.store.document_ids() == ["trades/inspector", "trades/keeper", "wasps"]
    check_agreement(index)


def test_a_file_of_another_ending_takes_over_an_id(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    (corpus / "bees.txt").rename(corpus / "bees.md")
    assert counts(sync(corpus, index)) == (0, 1, 0, 2)
    document = index.store.document("bees")
    assert document is not None
    assert document.source_path.endswith("bees.md")
    check_agreement(index)


def test_two_files_whose_ids_collide_are_both_there(corpus: Path, index: Index) -> None:
    write_corpus(corpus, {"bees.md": "Wasps sting."})
    sync(corpus, index)
    texts = {i: index.store.document(i) for i in ("bees", "bees.txt")}
    assert [d.text[:5] for d in texts.values() if d] == ["Wasps", "Bees "]
    check_agreement(index)


def test_changed_references_reach_marked_files_and_embed_nothing(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    embedded(index)
    write_corpus(corpus, {"references.yaml": "- id: T1\n  title: Another lamp\n"})
    assert counts(sync(corpus, index)) == (0, 1, 0, 2)
    keeper = index.store.document("trades/keeper")
    assert keeper is not None
    assert [r.title for r in keeper.references] == ["Another lamp"]
    assert embedded(index) == []
    check_agreement(index)


def test_broken_references_stop_the_sync_and_leave_the_index(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    before = snapshot(index.folder)
    write_corpus(corpus, {"references.yaml": "- id: [broken\n", "bees.txt": "changed"})
    with pytest.raises(DocumentError, match=r"references\.yaml.*line"):
        sync(corpus, index)
    assert snapshot(index.folder) == before


def test_an_emptied_folder_empties_the_index(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    for path in corpus.rglob("*.*"):
        path.unlink()
    assert counts(sync(corpus, index)) == (0, 0, 3, 0)
    assert (index.store.documents(), index.vectors.ids()) == ([], set())
    write_corpus(corpus, FILES)
    assert sync(corpus, index).added == 3
    check_agreement(index)


def test_a_missing_folder_is_refused_and_the_index_kept(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    corpus.rename(corpus.with_name("elsewhere"))
    with pytest.raises(UsageError, match="is not a folder"):
        sync(corpus, index)
    assert len(index.store.documents()) == 3


def test_the_index_of_another_folder_is_refused(index: Index, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not of"):
        sync(tmp_path, index)


# -- files that cannot be used

BAD = {
    "empty.md": b"",
    "blank.txt": b"\n \n",
    "binary.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "broken.md": b"---\ntitle: [a\n---\ntext",
    "unclosed.md": b"---\ntitle: a\ntext",
    "large.md": b"word " * 4000,
}


def test_bad_files_are_named_and_the_rest_goes_on(corpus: Path, index: Index) -> None:
    for name, data in BAD.items():
        (corpus / name).write_bytes(data)
    (corpus / "link.md").symlink_to(corpus / "nowhere")
    report = sync(corpus, index)
    assert counts(report) == (3, 0, 0, 0)
    assert {Path(s.path).name for s in report.skipped} == {*BAD, "link.md"}
    assert all(s.message.count(Path(s.path).name) >= 1 for s in report.skipped)
    by_name = {Path(s.path).name: s.message for s in report.skipped}
    assert "line" in by_name["broken.md"]
    assert "20,000 bytes; the limit is 10,000" in by_name["large.md"]
    check_agreement(index)


def test_bad_files_are_named_again_by_the_next_sync_which_writes_nothing(corpus: Path, index: Index) -> None:
    for name, data in BAD.items():
        (corpus / name).write_bytes(data)
    first = sync(corpus, index)
    before = snapshot(index.folder)
    second = sync(corpus, index)
    assert not second.wrote
    assert {s.path for s in second.skipped} == {s.path for s in first.skipped}
    assert snapshot(index.folder) == before


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_document_that_is_none_any_more_goes_and_comes_back(corpus: Path, index: Index, name: str) -> None:
    write_corpus(corpus, {name: "Wasps sting."})
    sync(corpus, index)
    (corpus / name).write_bytes(BAD[name])
    report = sync(corpus, index)
    assert counts(report) == (0, 0, 1, 3)
    assert [s.message for s in report.skipped if "taken out of the library" in s.message] == [report.skipped[0].message]
    assert found(index, "wasps") == set()
    check_agreement(index)
    write_corpus(corpus, {name: "Wasps sting."})
    assert counts(sync(corpus, index)) == (1, 0, 0, 3)


def test_a_file_that_cannot_be_read_keeps_its_last_version(
    corpus: Path, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(corpus, index)
    write_corpus(corpus, {"bees.txt": "Other words.", "new.md": "Never read."})
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name in {"bees.txt", "new.md"}:
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    report = sync(corpus, index)
    assert counts(report) == (0, 0, 0, 3)
    messages = {Path(s.path).name: s.message for s in report.skipped}
    assert "Permission denied" in messages["bees.txt"]
    assert "last readable version stays" in messages["bees.txt"]
    assert "stays" not in messages["new.md"]
    assert len(found(index, "honey")) == 1


def test_documents_below_a_folder_that_will_not_open_are_kept(
    corpus: Path, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(corpus, index)
    (corpus / "bees.txt").unlink()
    opened = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "trades":
            raise PermissionError(13, "Permission denied", path)
        return opened(path)

    monkeypatch.setattr(os, "scandir", scandir)
    report = sync(corpus, index)
    assert (report.removed, len(report.skipped)) == (1, 1)
    assert index.store.document_ids() == ["trades/inspector", "trades/keeper"]


def test_front_matter_that_spells_half_a_character_is_no_obstacle(corpus: Path, index: Index) -> None:
    fields = "\n".join(f'{key}: "x\\ud800"' for key in ("kind", "title", "as_of", "url", "aliases", "more"))
    write_corpus(corpus, {"odd.md": f"---\n{fields}\n---\nA kraken sleeps."})
    assert sync(corpus, index).added == 4
    odd = index.store.document("odd")
    assert odd is not None
    assert odd.kind == "x\ud800"
    (chunk,) = index.store.document_chunks("odd")
    vector = index.embedder.embed([chunk.text])[0]
    only = Filters(kinds=("x\ud800",))
    assert [i for i, _ in index.vectors.query(vector, 5, only)] == [chunk.id]
    assert [i for i, _ in index.store.bm25(["kraken"], 5, only)] == [chunk.id]


# -- many documents, progress, compaction


def many(number: int, version: str = "one") -> dict[str, str]:
    return {
        f"d{i:03}.md": f"# Document {i}\n\n" + "\n\n".join(f"## Part {p}\n\nWord{i}x{p} {version}." for p in range(6))
        for i in range(number)
    }


def test_many_documents_go_through_in_batches_and_the_log_of_vectors_stays_short(corpus: Path, index: Index) -> None:
    write_corpus(corpus, many(90))
    seen: list[tuple[int, int, str]] = []
    report = sync(corpus, index, progress=lambda *step: seen.append(step))
    assert report.added == 93
    assert [done for done, _, _ in seen] == list(range(1, 94))
    assert {total for _, total, _ in seen} == {93}
    assert {name for _, _, name in seen} == {*many(90), "bees.txt", "trades/keeper.md", "trades/inspector.md"}
    assert int(index.store.meta("logged") or -1) == 0
    assert len(list(index.folder.glob("vectors-*"))) == 1
    check_agreement(index)
    first = index.store.state().vectors
    write_corpus(corpus, many(3, "two"))
    sync(corpus, index)
    assert index.store.state().vectors == first
    assert 0 < int(index.store.meta("logged") or 0) <= sync_module._LOG_LIMIT
    check_agreement(index)


def test_progress_leaves_out_what_is_passed_over(corpus: Path, index: Index) -> None:
    (corpus / "a-empty.md").touch()
    seen: list[tuple[int, int, str]] = []
    sync(corpus, index, progress=lambda *step: seen.append(step))
    assert [step[:2] for step in seen] == [(1, 3), (2, 3), (3, 3)]


def test_a_reader_that_was_open_all_along_sees_everything(corpus: Path, index: Index) -> None:
    with open_index(index.settings, embedder=HashEmbedder()) as reader:
        for version in ("one", "two"):
            write_corpus(corpus, many(50, version))
            sync(corpus, index)
            vector = reader.embedder.embed([f"Document 7 Part 3 Word7x3 {version}"])[0]
            best = [i for i, _ in reader.vectors.query(vector, 5)]
            assert f"Word7x3 {version}." in {c.text for c in reader.store.chunks(best).values()}
            assert len(best) == 5


# -- locks and storage


def test_a_second_sync_waits_and_then_says_who_holds_the_lock(corpus: Path, index: Index) -> None:
    with exclusive(index.folder / LOCK_NAME, 0), pytest.raises(IndexBusy, match=f"Process {os.getpid()} "):
        sync(corpus, index)
    assert sync(corpus, index).added == 3


def test_with_nothing_to_do_the_lock_is_not_needed(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    with exclusive(index.folder / LOCK_NAME, 0):
        assert not sync(corpus, index).wrote


def test_an_index_made_anew_with_another_model_is_not_written_to(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    open_index(index.settings, rebuild=True, embedder=HashEmbedder(name="other")).close()
    with pytest.raises(IndexMismatch, match="advisor ingest --rebuild"):
        sync(corpus, index)
    assert index.store.documents() == []


def test_a_full_disk_is_a_storage_error_and_the_next_sync_finishes(
    corpus: Path, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(corpus, index)
    write_corpus(corpus, many(30))
    change = sync_module.Store.change
    monkeypatch.setattr(sync_module.Store, "change", _failing(change))
    with pytest.raises(StorageError, match="Free some space"):
        sync(corpus, index)
    assert len(index.store.documents()) == 3
    monkeypatch.undo()
    assert sync(corpus, index).added == 30
    check_agreement(index)


def _failing(change: object) -> object:
    """`Store.change` on a disk that is full."""

    def full(self: sync_module.Store, *arguments: object, **options: object) -> int:
        with self._database.reading() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
        return change(self, *arguments, **options)  # type: ignore[operator,no-any-return]

    return full


def test_vectors_in_the_store_are_of_unit_length(corpus: Path, index: Index) -> None:
    sync(corpus, index)
    ids = list(index.store.keys())
    lengths = [float(np.linalg.norm(row.vector)) for row in index.store.placed(ids)]
    assert lengths == pytest.approx([1.0] * len(ids), abs=1e-5)
