"""Tokens counted offline, and what fits."""

from __future__ import annotations

import hashlib
import os

import pytest

from advisor import budget
from advisor.budget import counter, fitting, newest_within
from advisor.errors import UsageError


def test_the_shipped_ranks_are_the_ones_that_tiktoken_expects() -> None:
    from tiktoken_ext import openai_public

    (path,) = [p for p in budget._FOLDER.iterdir() if p.suffix != ".md"]
    assert (
        path.name
        == hashlib.sha1(b"https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken").hexdigest()
    )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest in openai_public.cl100k_base.__code__.co_consts


def test_tokens_are_counted_without_a_network() -> None:
    found = counter()
    assert found.name == "cl100k_base"
    assert found.count("hello world") == 2
    assert found.count("") == 0
    assert found.count("<|endoftext|>") > 1, "a special token in a text is text"
    assert found.messages(["hello world", "hello"]) == (2 + 4) + (1 + 4) + 4


def test_an_encoding_that_cannot_be_fetched_is_replaced(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import requests
    import tiktoken

    real = tiktoken.get_encoding

    def get(name: str) -> tiktoken.Encoding:
        if name != "cl100k_base":
            raise requests.ConnectionError("no network")
        return real(name)

    monkeypatch.setattr(tiktoken, "get_encoding", get)
    counter.cache_clear()
    assert counter("o200k_base").name == "cl100k_base"
    assert "o200k_base cannot be fetched" in caplog.text
    counter.cache_clear()


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(UsageError, match="'klingon' is no encoding"):
        counter("klingon")


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "elsewhere")
    with budget._shipped_ranks():
        assert os.environ["TIKTOKEN_CACHE_DIR"] == str(budget._FOLDER)
    assert os.environ["TIKTOKEN_CACHE_DIR"] == "elsewhere"


@pytest.mark.parametrize(
    ("costs", "room", "fits"),
    [([3, 3, 3], 9, 3), ([3, 3, 3], 8, 2), ([9, 1], 8, 0), ([], 5, 0), ([3, 9, 1], 5, 1)],
)
def test_whole_items_fit_by_rank(costs: list[int], room: int, fits: int) -> None:
    assert fitting(costs, room) == fits


def test_the_latest_turns_are_kept() -> None:
    assert newest_within(["a" * 10, "b" * 10, "c"], 30, len) == ["b" * 10, "c"]  # 1 + 4, 10 + 4, then 14 more
    assert newest_within(["a"], 0, len) == []
