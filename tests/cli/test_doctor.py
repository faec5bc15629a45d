"""`advisor doctor` and the chat model: one small call, to a server on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chat_model.server import ChatServer, serving

KEY = "sk-this-must-never-be-shown"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, home: Path, tiny_corpus: Path) -> Iterator[ChatServer]:
    monkeypatch.setenv("ADVISOR_HOME", str(home))
    monkeypatch.setenv("ADVISOR_CORPUS", str(tiny_corpus))
    monkeypatch.setenv("ADVISOR_CHAT_MODEL", "openai:fake")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with serving() as held:
        monkeypatch.setenv("ADVISOR_CHAT_BASE_URL", held.url)
        yield held


def chat_check(out: str) -> dict[str, str]:
    return next(c for c in json.loads(out)["checks"] if c["name"] == "chat model")


def test_a_chat_model_that_answers(run, server: ChatServer) -> None:
    result = run("doctor", "--json")
    check = chat_check(result.out)
    assert result.status == 0
    assert check["status"] == "ok"
    assert "openai:fake answers in" in check["found"]
    assert "are sent to it" in check["found"]
    assert len(server.requests) == 1


def test_no_call_is_made_where_none_is_wanted(run, server: ChatServer) -> None:
    result = run("doctor", "--no-call", "--json")
    assert result.status == 0
    assert server.requests == []
    assert "not called" in chat_check(result.out)["found"]


def test_a_chat_model_that_is_not_there(run, server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_CHAT_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("ADVISOR_CHAT_RETRIES", "0")
    result = run("doctor", "--settings")
    assert result.status == 1
    assert "✗ chat model" in result.out
    assert "unset ADVISOR_CHAT_MODEL" in result.out
    assert "ADVISOR_CHAT_MODEL=openai:fake" in result.out


def test_no_key_and_no_password_is_ever_shown(run, server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_CHAT_BASE_URL", server.url.replace("http://", "http://me:hunter2@"))
    for arguments in (("doctor", "--settings"), ("doctor", "--json")):
        result = run(*arguments)
        assert KEY not in result.out + result.err
        assert "hunter2" not in result.out + result.err
