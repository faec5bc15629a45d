"""The store: round trips, the lexical index, filters, threads, and what damage is called."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from advisor.errors import IndexCorrupt, StorageError
from advisor.index.contextual import packed
from advisor.index.store import NewDocument, Store
from advisor.text import terms
from advisor.types import Annotation, Chunk, Document, Filters, Reference, Span
from tests.index.fakes import make_chunk

FULL = Document(
    id="trades/keeper",
    title="Keeper ☂",
    text="Naïve text\x00 with NUL, \ud800 a lone surrogate, 漢字 and 🙂.",
    content_hash="sha256:1",
    kind="role",
    aliases=("lamp lighter", "wickie"),
    as_of="2024",
    url="https://example.org/keeper",
    language="en",
    source_path="/corpus/trades/keeper.md",
    origin="file",
    meta=(("codes", '{"a": [1]}'), ("from", "x")),
    annotations=(Annotation(Span(0, 5), "T1"), Annotation(Span(0, 5), "T2")),
    references=(Reference("T1", "A book", "A press", "https://example.org/t1", 2020), Reference("T2", "Another")),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "library.sqlite")
    yield opened
    opened.close()


def put(store: Store, *chunks: Chunk, **fields: object) -> int:
    """Store chunks under the documents they name, each document with the text of its chunks."""
    by_document: dict[str, list[Chunk]] = {}
    for chunk in chunks:
        by_document.setdefault(chunk.document_id, []).append(chunk)
    return store.change(
        [
            NewDocument(
                replace(FULL, id=i, text=" ".join(c.text for c in group), kind=group[0].kind, **fields),  # type: ignore[arg-type]
                f"hash of {i}",
                tuple(group),
                tuple(f"key of {c.id}" for c in group),
                np.asarray([[len(c.text), j] for j, c in enumerate(group)], np.float32),
                tuple(f"words of {c.id}".encode() for c in group),
            )
            for i, group in by_document.items()
        ]
    )


def found(store: Store, question: str, filters: Filters = Filters(), k: int = 10) -> list[str]:
    return [i for i, _ in store.bm25(terms(question), k, filters)]


def test_a_document_comes_back_field_for_field(store: Store) -> None:
    store.change([NewDocument(FULL, "h", (), (), np.zeros((0, 2), np.float32), ())])
    assert store.document("trades/keeper") == FULL
    assert store.document("no such id") is None
    (info,) = store.documents()
    assert (info.id, info.title, info.kind, info.as_of, info.url, info.aliases) == (
        FULL.id,
        FULL.title,
        FULL.kind,
        FULL.as_of,
        FULL.url,
        FULL.aliases,
    )
    assert (info.characters, info.chunks) == (len(FULL.text), 0)


def test_chunks_come_back_field_for_field_in_order(store: Store) -> None:
    chunks = [
        make_chunk("\ud800 | a | b |", 1, section=("Pay", "2024"), context="Caption\n| x | y |", block="row", tokens=9),
        make_chunk("second", 0, title="☂"),
    ]
    put(store, *chunks)
    assert store.document_chunks("a") == chunks
    assert store.chunks(["a-0", "nobody", "a-1"]) == {"a-0": chunks[1], "a-1": chunks[0]}
    assert list(store.chunks(["a-0", "a-1"])) == ["a-0", "a-1"]
    assert store.chunk("nobody") is None
    assert store.chunk_count() == 2


def test_vectors_come_back_bit_for_bit(store: Store) -> None:
    put(store, make_chunk("one", 0), make_chunk("three", 1, kind="role"))
    rows = {
        row.id: (row.document_id, row.kind, row.key, row.vector.tolist()) for row in store.placed(["a-1", "a-0", "x"])
    }
    assert rows == {"a-0": ("a", "guide", "key of a-0", [3, 0]), "a-1": ("a", "role", "key of a-1", [5, 1])}
    assert store.keys("a") == store.keys() == {"a-0": "key of a-0", "a-1": "key of a-1"}


def test_the_vectors_of_words_come_back_byte_for_byte(store: Store) -> None:
    put(store, make_chunk("one", 0), make_chunk("three", 1, kind="role"))
    assert store.words(["a-1", "nobody", "a-0"]) == {"a-0": b"words of a-0", "a-1": b"words of a-1"}
    rows = packed(np.eye(3, 5, dtype=np.float32) - np.float32(0.25))
    store.change([NewDocument(FULL, "h", (make_chunk("two", 7),), ("k",), np.zeros((1, 2), np.float32), (rows,))])
    assert store.words(["a-7"]) == {"a-7": rows}


def test_a_chunk_without_its_words_is_not_put_in(store: Store) -> None:
    with pytest.raises(ValueError, match="zip"):
        store.change([NewDocument(FULL, "h", (make_chunk("two", 7),), ("k",), np.zeros((1, 2), np.float32), ())])
    assert store.chunk_count() == 0


def test_many_ids_at_once(store: Store) -> None:
    chunks = [make_chunk(f"word{i}", i) for i in range(1200)]
    put(store, *chunks)
    assert len(store.chunks([c.id for c in chunks])) == 1200
    assert len(store.placed([c.id for c in chunks])) == 1200
    assert len(store.words([c.id for c in chunks])) == 1200


def test_replacing_a_document_leaves_nothing_of_it(store: Store) -> None:
    put(store, make_chunk("old lamps glow", 0), make_chunk("harbour", 0, "b"))
    put(store, make_chunk("new ropes", 1))
    assert found(store, "lamps") == []
    assert found(store, "ropes") == ["a-1"]
    assert store.chunk("a-0") is None
    store.change(removed=["a"])
    assert store.document_ids() == ["b"]
    assert (found(store, "ropes"), store.contains("rope")) == ([], False)
    assert found(store, "harbour thing") == ["b-0"]


# -- the lexical index


@pytest.mark.parametrize(
    ("text", "question"),
    [
        pytest.param("Senior keepers were inspecting bridges.", "bridge inspection keeper", id="stems"),
        pytest.param("Façade of the CAFÉ in Malmö", "facade cafe malmo", id="diacritics"),
        pytest.param("Written in C++ and C#.", "c++", id="symbols"),
        pytest.param("It doesn't rain; the keeper's lamp", "keepers", id="apostrophes"),
        pytest.param("ﬁne ½ ﬀ ℌello ① ª", "fine hello", id="compatibility forms"),
        pytest.param("漢字仮名 маяк الجسر", "маяк", id="other scripts"),
        pytest.param("GPT-4o at 42% in 2024", "2024", id="numbers"),
        pytest.param("snake_case names", "snake", id="underscores"),
    ],
)
def test_whatever_the_text_module_makes_of_words_is_found(store: Store, text: str, question: str) -> None:
    put(store, make_chunk(text), make_chunk("something else entirely", 0, "b"))
    assert found(store, question) == ["a-0"]
    for term in terms(text):
        assert store.contains(term), term
        assert store.bm25([term], 5) != [], term


def test_the_index_and_the_text_module_agree_on_every_letter(store: Store) -> None:
    """Each term of a text with one of every printable character is found by itself."""
    text = " ".join(f"x{chr(c)}y {chr(c)}" for c in range(33, 0x2FFFF) if chr(c).isprintable() and c % 7 == 0)
    put(store, make_chunk(text))
    wanted = sorted(set(terms(text)))
    assert len(wanted) > 5000
    assert [t for t in wanted if not store.contains(t)] == []
    assert [t for t in wanted[::25] if store.bm25([t], 1) == []] == []


def test_rare_terms_weigh_more_and_best_comes_first(store: Store) -> None:
    put(store, *(make_chunk(f"lamp number {i}", i) for i in range(20)), make_chunk("lamp and honey", 99))
    (first, best), (_, next_best) = store.bm25(terms("lamp honey"), 2)
    assert first == "a-99"
    assert best > next_best > 0


def test_title_section_and_caption_are_searched(store: Store) -> None:
    put(
        store,
        make_chunk("plain words", 0, title="Lighthouse"),
        make_chunk("plain words", 1, section=("Wages",)),
        make_chunk("| 1 | 2 |", 2, block="row", context="Counts of bees\n| year | hives |"),
    )
    assert [found(store, q) for q in ("lighthouses", "wage", "bee", "hive")] == [["a-0"], ["a-1"], ["a-2"], ["a-2"]]


def test_filters_act_before_the_best_are_cut(store: Store) -> None:
    put(store, *(make_chunk("lamp lamp lamp", i, "many", "guide") for i in range(30)))
    put(store, make_chunk("one lamp among other words", 0, "few", "role"))
    assert found(store, "lamp", Filters(kinds=("role",)), k=1) == ["few-0"]
    assert found(store, "lamp", Filters(documents=("few", "none")), k=1) == ["few-0"]
    assert found(store, "lamp", Filters(kinds=("role",), documents=("many",))) == []
    assert len(found(store, "lamp", Filters(kinds=("role", "guide")), k=50)) == 31


@pytest.mark.parametrize("question", ["", "the of and", '"', "* OR NEAR( AND", "-lamp ^x {a b}: c"])
def test_no_question_is_taken_for_query_syntax(store: Store, question: str) -> None:
    put(store, make_chunk("lamp"))
    assert found(store, question) in ([], ["a-0"])
    assert store.bm25([question], 5) in ([], [("a-0", pytest.approx(0, abs=9))])


def test_frequencies_count_documents_and_chunks(store: Store) -> None:
    put(store, make_chunk("lamp", 0), make_chunk("lamp lamp", 1), make_chunk("lamp", 0, "b"), make_chunk("x", 0, "c"))
    assert (store.document_frequency("lamp"), store.chunk_frequency("lamp")) == (2, 3)
    assert (store.document_frequency("honey"), store.chunk_frequency("honey"), store.contains("honey")) == (0, 0, False)


# -- generations, threads, other processes


def test_each_change_gives_another_generation_and_reading_does_not(store: Store) -> None:
    first = put(store, make_chunk("lamp"))
    assert store.generation == first
    found(store, "lamp")
    assert store.generation == first
    assert store.change(removed=["a"]) == first + 1 == store.generation


def test_the_corpus_hash_follows_ids_and_sources(store: Store, tmp_path: Path) -> None:
    empty = store.corpus_hash()
    put(store, make_chunk("lamp"), make_chunk("rope", 0, "b"))
    both = store.corpus_hash()
    other = Store(tmp_path / "other.sqlite")
    put(other, make_chunk("rope", 0, "b"))
    put(other, make_chunk("lamp"))
    assert other.corpus_hash() == both != empty
    store.change(removed=["b"])
    assert store.corpus_hash() not in {both, empty}


def test_readers_in_many_threads_see_whole_documents_only(store: Store) -> None:
    def text(version: int, number: int) -> str:
        return f"version{version} part{number} lamp"

    put(store, *(make_chunk(text(0, n), n) for n in range(8)))
    reader = Store(store.path, readonly=True)
    seen: list[set[str]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.append({c.text.split()[0] for c in reader.document_chunks("a")})

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for version in range(1, 15):
        put(store, *(make_chunk(text(version, n), n) for n in range(8)))
    stop.set()
    for thread in threads:
        thread.join()
    assert {len(versions) for versions in seen} == {1}
    reader.close()


def test_a_failed_change_leaves_everything_as_it_was(store: Store) -> None:
    put(store, make_chunk("lamp"))
    before = store.generation
    vectors = np.zeros((2, 2), np.float32)
    broken = NewDocument(replace(FULL, id="a"), "h", (make_chunk("rope", 5),), ("k",), vectors, (b"",))
    with pytest.raises(ValueError, match="zip"):
        store.change([broken])
    assert (store.generation, found(store, "lamp"), found(store, "rope")) == (before, ["a-0"], [])


def test_a_closed_thread_gives_its_connection_back(store: Store) -> None:
    for _ in range(12):
        thread = threading.Thread(target=store.document_ids)
        thread.start()
        thread.join()
    assert len(store._database._connections) <= 3


# -- damage


def test_what_is_no_database_is_corrupt_and_the_command_is_named(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(IndexCorrupt, match=r"library\.sqlite.*Run: advisor ingest --rebuild --corpus x"):
        Store(path, readonly=True, mend="advisor ingest --rebuild --corpus x")


def test_a_damaged_page_is_corrupt(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    store = Store(path)
    put(store, *(make_chunk(f"lamp {i} " + "word " * 300, i) for i in range(60)))
    store.checkpoint()
    store.close()
    data = bytearray(path.read_bytes())
    data[4096 * 8 : 4096 * 60] = b"\xff" * (4096 * 52)
    path.write_bytes(data)
    damaged = Store(path, readonly=True)
    with pytest.raises(IndexCorrupt, match="Run: advisor ingest --rebuild"):
        damaged.check()
    with pytest.raises(IndexCorrupt):
        damaged.chunks([f"a-{i}" for i in range(60)])
    damaged.close()


def test_an_empty_file_is_corrupt_for_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    path.touch()
    with pytest.raises(IndexCorrupt):
        Store(path, readonly=True).generation  # noqa: B018


def test_a_full_disk_is_a_storage_error_and_leaves_the_old_state(store: Store) -> None:
    put(store, make_chunk("lamp"))
    with store._database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StorageError, match=r"cannot be written to.*ADVISOR_HOME"):
        put(store, *(make_chunk("rope " * 2000, i, "b") for i in range(50)))
    assert (store.document_ids(), found(store, "lamp"), found(store, "rope")) == (["a"], ["a-0"], [])


def test_a_missing_folder_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        Store(tmp_path / "no such folder" / "library.sqlite")


def test_a_reader_can_open_what_nobody_may_write(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    store = Store(path)
    put(store, make_chunk("lamp"))
    store.checkpoint()
    store.close()
    assert [p.name for p in tmp_path.iterdir()] == ["library.sqlite"]
    reader = Store(path, readonly=True)
    assert found(reader, "lamp") == ["a-0"]
    with pytest.raises(StorageError), reader._database.writing() as connection:
        connection.execute("DELETE FROM documents")
    reader.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (1,)
