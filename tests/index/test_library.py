"""Opening an index: what is refused, with which command, and what live readers see of changes."""

from __future__ import annotations

import shlex
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from advisor.errors import IndexCorrupt, IndexMismatch, IndexMissing, IndexUnusable, StorageError
from advisor.index.contextual import content_words
from advisor.index.library import NO_VECTORS, STORE_NAME, index_folder, open_index, rebuild_command
from advisor.index.store import SCHEMA_VERSION, Store
from advisor.ingest import splitter
from advisor.ingest.splitter import embedding_text
from advisor.ingest.sync import sync
from advisor.settings import Settings, shipped
from tests.index.fakes import HashEmbedder, write_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "my corpus", {"a.md": "# Lamps\n\nA lamp glows.", "b.txt": "Bees make honey."})


@pytest.fixture
def small(tmp_path: Path, corpus: Path) -> Settings:
    return Settings(home=tmp_path / "home", corpus=corpus, lock_timeout=5)


def filled(settings: Settings, embedder: HashEmbedder | None = None) -> Path:
    with open_index(settings, create=True, embedder=embedder or HashEmbedder()) as index:
        sync(settings.corpus, index)
        return index.folder


def read_all(settings: Settings) -> None:
    with open_index(settings, embedder=HashEmbedder()) as index:
        index.store.check()
        index.store.documents()


def test_nothing_indexed_yet_names_the_command(small: Settings) -> None:
    with pytest.raises(IndexMissing, match="Run: advisor ingest --corpus") as caught:
        open_index(small, embedder=HashEmbedder())
    assert str(caught.value).endswith(f"--corpus {shlex.quote(str(small.corpus))}")
    assert caught.value.exit_status == 3
    assert not small.home.exists()


def test_the_shipped_corpus_needs_no_option(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"Run: advisor ingest$"):
        open_index(Settings(home=tmp_path), embedder=HashEmbedder())
    assert rebuild_command(Settings(home=tmp_path, corpus=shipped("corpus"))) == "advisor ingest --rebuild"


def test_a_new_index_is_empty_and_answers(small: Settings) -> None:
    with open_index(small, create=True, embedder=HashEmbedder()) as index:
        vector = index.embedder.embed(["lamp"])[0]
        assert (index.store.documents(), index.vectors.query(vector, 5), index.vectors.count()) == ([], [], 0)
        assert index.vectors.ids() == set()
    with open_index(small, embedder=HashEmbedder()) as index:
        assert index.store.state().vectors == NO_VECTORS


@pytest.mark.parametrize("change", ["model", "dimension", "splitter", "chunk size"])
def test_an_index_made_otherwise_is_refused_with_the_command_that_mends_it(
    small: Settings, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(small)
    embedder, settings = HashEmbedder(), small
    if change == "model":
        embedder = HashEmbedder(name="other")
    elif change == "dimension":
        embedder = HashEmbedder(dimension=24)
    elif change == "splitter":
        monkeypatch.setattr("advisor.index.library.SPLITTER_VERSION", splitter.VERSION + 1)
    else:
        settings = small.model_copy(update={"chunk_tokens": 99})
    for create in (False, True):
        with pytest.raises(IndexMismatch) as caught:
            open_index(settings, create=create, embedder=embedder)
        assert str(caught.value).endswith(f"Run: advisor ingest --rebuild --corpus {shlex.quote(str(small.corpus))}")
    with open_index(settings, rebuild=True, embedder=embedder) as index:
        assert sync(settings.corpus, index).added == 2
        assert index.vectors.query(embedder.embed(["honey bees"])[0], 1)
    open_index(settings, embedder=embedder).close()


def test_each_corpus_has_an_index_of_its_own(small: Settings, tmp_path: Path) -> None:
    other = small.model_copy(update={"corpus": write_corpus(tmp_path / "other", {"c.md": "Ropes."})})
    assert filled(small) != filled(other)
    with open_index(small, embedder=HashEmbedder()) as index:
        assert index.store.document_ids() == ["a", "b"]
    with open_index(other, embedder=HashEmbedder()) as index:
        assert index.store.document_ids() == ["c"]


def test_other_spellings_of_a_folder_share_its_index(
    small: Settings, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link"
    link.symlink_to(corpus)
    monkeypatch.chdir(tmp_path)
    spelled = [corpus, link, Path("my corpus"), corpus / ".." / "my corpus"]
    assert len({index_folder(small.model_copy(update={"corpus": path})) for path in spelled}) == 1
    filled(small)
    for path in spelled:
        settings = small.model_copy(update={"corpus": path})
        with open_index(settings, embedder=HashEmbedder()) as index:
            assert not sync(path, index).wrote


@pytest.mark.parametrize("damage", ["not a database", "empty", "truncated"])
def test_a_corrupt_index_is_named_and_rebuilt_by_its_command(small: Settings, damage: str) -> None:
    path = filled(small) / STORE_NAME
    data = path.read_bytes()
    path.write_bytes({"not a database": b"rubbish" * 5000, "empty": b"", "truncated": data[: len(data) // 2]}[damage])
    with pytest.raises(IndexUnusable, match="Run: advisor ingest --rebuild --corpus"):
        read_all(small)
    with open_index(small, rebuild=True, embedder=HashEmbedder()) as index:
        assert sync(small.corpus, index).added == 2


def test_lost_vectors_are_named_to_readers_and_mended_by_the_next_sync(small: Settings) -> None:
    folder = filled(small)
    (vectors,) = folder.glob("vectors-*")
    shutil.rmtree(vectors)
    embedder = HashEmbedder()
    with open_index(small, embedder=embedder) as index:
        with pytest.raises(IndexCorrupt, match="advisor ingest --rebuild"):
            index.vectors.count()
        assert not sync(small.corpus, index).wrote
        assert index.vectors.count() == index.store.chunk_count() == 2
        assert embedder.embedded == []


def test_a_reader_sees_a_rebuild_and_another_model(small: Settings) -> None:
    filled(small)
    with open_index(small, embedder=HashEmbedder()) as reader:
        vector = reader.embedder.embed(["honey"])[0]
        before = reader.vectors.query(vector, 5)
        assert len(before) == 2
        with open_index(small, rebuild=True, embedder=HashEmbedder()) as index:
            assert reader.vectors.query(vector, 5) == []
            sync(small.corpus, index)
        assert reader.vectors.query(vector, 5) == before
        open_index(small, rebuild=True, embedder=HashEmbedder(name="other")).close()
        with pytest.raises(IndexMismatch):
            reader.vectors.query(vector, 5)


def test_a_home_that_cannot_be_made_is_a_storage_error(small: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = small.model_copy(update={"home": tmp_path / "file" / "home"})
    with pytest.raises(StorageError, match="ADVISOR_HOME"):
        open_index(settings, create=True, embedder=HashEmbedder())


def test_a_store_of_another_schema_is_made_anew(small: Settings) -> None:
    path = filled(small) / STORE_NAME
    store = Store(path)
    store.put_meta({"schema": "0"})
    store.close()
    with open_index(small, rebuild=True, embedder=HashEmbedder()) as index:
        assert index.store.meta("schema") == str(SCHEMA_VERSION)
        assert sync(small.corpus, index).added == 2


def as_schema_1(path: Path) -> None:
    """Turn a store into one of schema 1, which kept no words and said so in its fingerprint."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE chunks DROP COLUMN words")
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
        connection.execute(
            "UPDATE meta SET value = replace(value, ?, '/store1') WHERE key = 'fingerprint'",
            (f"/store{SCHEMA_VERSION}",),
        )
        connection.commit()


@pytest.mark.parametrize("create", [False, True])
def test_a_store_without_the_vectors_of_words_is_refused_and_rebuilt_by_the_named_command(
    small: Settings, create: bool
) -> None:
    as_schema_1(filled(small) / STORE_NAME)
    with pytest.raises(IndexMismatch, match=r"store1, now .*store2") as caught:
        open_index(small, create=create, embedder=HashEmbedder())
    assert str(caught.value).endswith(f"Run: advisor ingest --rebuild --corpus {shlex.quote(str(small.corpus))}")
    with open_index(small, rebuild=True, embedder=HashEmbedder()) as index:
        assert sync(small.corpus, index).added == 2
        (chunk,) = index.store.document_chunks("b")
        assert len(index.store.words([chunk.id])[chunk.id]) == len(content_words(embedding_text(chunk))) * 48
