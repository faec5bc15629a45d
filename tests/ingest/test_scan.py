"""Which files are documents, and their ids."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from advisor.errors import UsageError
from advisor.ingest.scan import scan
from tests.index.fakes import write_corpus


def ids(corpus: Path) -> dict[str, str]:
    return {source.name: source.id for source in scan(corpus).sources}


def test_documents_are_text_files_at_any_depth(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"a.md": "x", "deep/er/b.txt": "x", "c.MD": "x", "deep/README.md": "x"})
    write_corpus(tmp_path, {"README.md": "x", "references.yaml": "[]", "glossary.yaml": "{}", "picture.png": "x"})
    write_corpus(tmp_path, {".hidden.md": "x", ".git/d.md": "x", "~backup": "x"})
    assert ids(tmp_path) == {"a.md": "a", "c.MD": "c", "deep/README.md": "deep/README", "deep/er/b.txt": "deep/er/b"}


def test_sources_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"b.md": "x", "a.txt": "x", "a/z.md": "x", "C.md": "x"})
    assert [s.id for s in scan(tmp_path).sources] == ["C", "a", "a/z", "b"]


def test_ids_that_would_collide_stay_apart(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"a.md": "x", "a.txt": "x", "a.txt.md": "x", "a.markdown": "x"})
    assert ids(tmp_path) == {"a.md": "a", "a.txt": "a.txt~2", "a.txt.md": "a.txt", "a.markdown": "a.markdown"}


def test_composed_and_decomposed_names_both_stay(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"caf\u00e9.md": "x", "cafe\u0301.md": "x"})
    found = ids(tmp_path)
    assert len(found) == len(set(found.values())) == len(list(tmp_path.iterdir()))
    assert "caf\u00e9" in found.values()


def test_a_name_that_is_no_text_is_still_a_document(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/na\xefve.md")).write_text("x")
    (source,) = scan(tmp_path).sources
    assert source.id == "na\ufffdve"
    assert source.path.read_text() == "x"


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    outside = write_corpus(tmp_path / "outside", {"b.md": "x"})
    corpus = write_corpus(tmp_path / "corpus", {"sub/a.md": "x"})
    (corpus / "sub" / "loop").symlink_to(corpus, target_is_directory=True)
    (corpus / "linked").symlink_to(outside, target_is_directory=True)
    (corpus / "file.md").symlink_to(outside / "b.md")
    assert ids(corpus) == {"sub/a.md": "sub/a", "linked/b.md": "linked/b", "file.md": "file"}


def test_broken_links_and_pipes_are_named_and_passed_over(tmp_path: Path) -> None:
    write_corpus(tmp_path, {"a.md": "x"})
    (tmp_path / "broken.md").symlink_to(tmp_path / "nowhere.md")
    os.mkfifo(tmp_path / "pipe.txt")
    found = scan(tmp_path)
    assert [s.id for s in found.sources] == ["a"]
    assert {Path(s.path).name for s in found.skipped} == {"broken.md", "pipe.txt"}
    assert all(s.path in s.message for s in found.skipped)


def test_a_folder_that_will_not_open_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_corpus(tmp_path, {"a.md": "x", "closed/b.md": "x"})
    opened = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return opened(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = scan(tmp_path)
    assert [s.id for s in found.sources] == ["a"]
    assert found.closed == (tmp_path / "closed",)
    assert "Permission denied" in found.skipped[0].message


@pytest.mark.parametrize("name", ["nowhere", "file.md"])
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    write_corpus(tmp_path, {"file.md": "x"})
    with pytest.raises(UsageError, match=rf"{name} is not a folder.*--corpus"):
        scan(tmp_path / name)
