"""The command line on real documents: answers, offsets, syncs, and what stands in their way."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.index.library import STORE_NAME, index_folder
from advisor.index.lock import exclusive
from advisor.settings import Settings

pytestmark = pytest.mark.usefixtures("own_home")


@pytest.fixture
def own_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ADVISOR_HOME", str(home))
    return home


def store_of(corpus: Path) -> Path:
    return index_folder(Settings(corpus=corpus)) / STORE_NAME


def test_an_answer_cites_the_words_of_its_document(run, tiny_corpus: Path) -> None:
    result = run("ask", "How far do bees fly for food?", "--corpus", str(tiny_corpus), "--json")
    assert result.status == 0
    assert result.err == ""
    reply = json.loads(result.out)
    assert reply["kind"] == "answer"
    assert "three kilometres" in reply["text"]
    text = (tiny_corpus / "bees.txt").read_text(encoding="utf-8")
    for citation in reply["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_an_abstention_is_a_reply(run, tiny_corpus: Path) -> None:
    result = run("ask", "What is the boiling point of mercury?", "--corpus", str(tiny_corpus), "--json")
    assert result.status == 0
    reply = json.loads(result.out)
    assert (reply["kind"], reply["statements"], reply["citations"]) == ("abstention", [], [])


def test_search_gives_offsets_and_ranks(run, tiny_corpus: Path) -> None:
    hits = json.loads(run("search", "honey of one hive", "--k", "3", "--corpus", str(tiny_corpus), "--json").out)
    text = (tiny_corpus / "bees.txt").read_text(encoding="utf-8")
    assert hits[0]["document_id"] == "bees"
    assert text[hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]
    assert hits[0]["dense_rank"] == 1
    assert hits[0]["lexical_rank"] == 1


def test_a_batch_on_real_documents(run, tiny_corpus: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    history = [{"role": "user", "content": "What does a lighthouse keeper do?"}]
    lines = [{"id": "a", "question": "How far do bees fly?"}, {"id": "b", "question": "And how?", "history": history}]
    source.write_text("".join(json.dumps(x) + "\n" for x in lines), encoding="utf-8")
    assert run("ask", "--batch", str(source), "--out", str(out), "--corpus", str(tiny_corpus)).status == 0
    assert [json.loads(x)["id"] for x in out.read_text(encoding="utf-8").splitlines()] == ["a", "b"]


def test_ingest_says_what_changed(run, tiny_corpus: Path) -> None:
    assert "4 added, 0 changed, 0 removed, 0 unchanged, 0 skipped" in run("ingest", str(tiny_corpus)).out
    assert "0 added, 0 changed, 0 removed, 4 unchanged" in run("ingest", "--corpus", str(tiny_corpus)).out
    (tiny_corpus / "bees.txt").write_text("Bees sleep at night.\n", encoding="utf-8")
    (tiny_corpus / "routes" / "lighthouse-keeper-to-bridge-inspector.md").unlink()
    assert "0 added, 1 changed, 1 removed, 2 unchanged" in run("ingest", str(tiny_corpus)).out
    assert "3 added" in run("ingest", "--rebuild", str(tiny_corpus)).out


def test_the_corpus_is_synced_on_use(run, tiny_corpus: Path) -> None:
    ask = ("search", "wasps paper nests", "--k", "1", "--json", "--corpus", str(tiny_corpus))
    run(*ask)
    (tiny_corpus / "wasps.md").write_text("# Wasps\n\nWasps build nests of paper.\n", encoding="utf-8")
    assert json.loads(run(*ask).out)[0]["document_id"] == "wasps"


def test_files_that_cannot_be_used_are_named_and_the_rest_goes_on(run, tiny_corpus: Path) -> None:
    (tiny_corpus / "empty.md").write_text(" \n", encoding="utf-8")
    (tiny_corpus / "binary.txt").write_bytes(b"\x7fELF\0\0\0")
    (tiny_corpus / "broken.md").write_text("---\ntitle: [one\n---\nText.\n", encoding="utf-8")
    result = run("ingest", str(tiny_corpus))
    assert result.status == 2
    assert "4 added" in result.out
    assert "3 skipped" in result.out
    for name in ("empty.md", "binary.txt", "broken.md"):
        assert sum(name in line for line in result.err.splitlines()) == 1, name
    assert "line 2" in result.err
    asked = run("ask", "How far do bees fly?", "--corpus", str(tiny_corpus))
    assert asked.status == 0
    assert "empty.md" in asked.err


def test_an_index_of_another_model_or_splitter(run, tiny_corpus: Path) -> None:
    run("ingest", str(tiny_corpus))
    with sqlite3.connect(store_of(tiny_corpus)) as database:
        assert database.execute("update meta set value = 'other' where key = 'fingerprint'").rowcount == 1
    database.close()
    result = run("ask", "How far do bees fly?", "--corpus", str(tiny_corpus))
    assert result.status == 3
    assert "made with another model or splitter" in result.err
    assert f"advisor ingest --rebuild --corpus {tiny_corpus}" in result.err
    assert run("ingest", "--rebuild", "--corpus", str(tiny_corpus)).status == 0
    assert run("ask", "How far do bees fly?", "--corpus", str(tiny_corpus)).status == 0


def test_a_corrupt_index(run, tiny_corpus: Path) -> None:
    run("ingest", str(tiny_corpus))
    store = store_of(tiny_corpus)
    for extra in ("-wal", "-shm"):
        store.with_name(store.name + extra).unlink(missing_ok=True)
    store.write_bytes(b"this is no database" * 1000)
    result = run("ask", "How far do bees fly?", "--corpus", str(tiny_corpus))
    assert result.status == 3
    assert "--rebuild" in result.err
    assert run("doctor", "--corpus", str(tiny_corpus)).status == 3
    assert run("ingest", "--rebuild", str(tiny_corpus)).status == 0
    assert run("doctor", "--corpus", str(tiny_corpus)).status == 0


def test_two_syncs_at_once(run, tiny_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("ingest", str(tiny_corpus))
    (tiny_corpus / "wasps.md").write_text("# Wasps\n\nWasps build nests of paper.\n", encoding="utf-8")
    monkeypatch.setenv("ADVISOR_LOCK_TIMEOUT", "0.1")
    with exclusive(store_of(tiny_corpus).parent / "lock", 1.0):
        result = run("ingest", str(tiny_corpus))
    assert result.status == 1
    assert str(os.getpid()) in result.err


def test_an_empty_folder(run, tmp_path: Path) -> None:
    folder = tmp_path / "nothing"
    folder.mkdir()
    result = run("ask", "How far do bees fly?", "--corpus", str(folder))
    assert result.status == 2
    assert "holds no document" in result.err
    assert run("doctor", "--corpus", str(folder)).status == 2


def test_doctor_finds_nothing_wrong_and_changes_nothing(run, tiny_corpus: Path, own_home: Path) -> None:
    before = run("doctor", "--corpus", str(tiny_corpus))
    assert before.status == 0
    assert "Nothing has been indexed" in before.out
    assert not (own_home / "indexes").exists()
    run("ingest", str(tiny_corpus))
    report = json.loads(run("doctor", "--corpus", str(tiny_corpus), "--json").out)
    assert {c["name"]: c["status"] for c in report["checks"]} == {
        "versions": "ok",
        "corpus": "ok",
        "home": "ok",
        "disk": "ok",
        "telemetry": "ok",
        "model": "ok",
        "index": "ok",
        "store": "ok",
        "chat model": "ok",
    }
    assert report["settings"]["corpus"] == str(tiny_corpus)


def test_doctor_names_a_model_that_is_not_there(run, tiny_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_EMBEDDING_MODEL", "nobody/nothing")
    result = run("doctor", "--corpus", str(tiny_corpus))
    assert result.status == 1
    assert "✗ model" in result.out
    assert "nobody/nothing" in result.out


def test_doctor_looks_at_everything_although_the_home_is_no_folder(
    run, tiny_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path / "file"))
    result = run("doctor", "--corpus", str(tiny_corpus), "--json")
    assert result.status == 1
    checks = {c["name"]: c for c in json.loads(result.out)["checks"]}
    assert checks["home"]["status"] == "fail"
    assert "is no folder" in checks["home"]["found"]
    assert {"versions", "corpus", "disk", "model", "index", "chat model"} <= checks.keys()


def test_the_program_in_a_process_of_its_own(tiny_corpus: Path, own_home: Path) -> None:
    """As a person runs it: the status reaches the shell, a closed pipe is no error, bytes that are no UTF-8 pass."""
    command = [sys.executable, "-c", "import sys; from advisor.cli import main; sys.exit(main())"]
    environment = os.environ | {"ADVISOR_HOME": str(own_home), "ADVISOR_CORPUS": str(tiny_corpus)}
    done = subprocess.run(
        [*command, "ask", b"How far do bees fly \xff?"], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "three kilometres" in done.stdout.decode()
    assert done.stderr == b""
    refused = subprocess.run([*command, "ask", ""], env=environment, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert refused.stderr.startswith("Error: ")
