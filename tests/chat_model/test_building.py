"""From settings to a model: names, extras, keys, and the doctor's one small call."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from advisor.chat_model import ChatModel, build_chat_model, check_chat_model
from advisor.chat_model.building import PROVIDERS, _arguments
from advisor.errors import ChatModelError
from advisor.settings import Settings
from tests.chat_model.server import Answer, ChatServer

ROOT = Path(__file__).resolve().parents[2]


def unusable(**values: Any) -> ChatModelError:
    with pytest.raises(ChatModelError) as caught:
        build_chat_model(Settings(**values))
    return caught.value


@pytest.mark.parametrize("name", ["gpt-4o", ":gpt-4o", "openai:", "openai: "])
def test_a_malformed_name_is_refused(name: str) -> None:
    error = unusable(chat_model=name)
    assert error.kind == "misconfigured"
    assert "provider:model" in str(error)


def test_an_unknown_provider_is_named() -> None:
    error = unusable(chat_model="nobody:gpt")
    assert "'nobody' is no provider" in str(error)
    assert "openai" in str(error)


def test_a_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_anthropic", None)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "secret-key-123")
    error = unusable(chat_model="anthropic:claude-sonnet-4-5")
    assert "pip install 'career-path-advisor[anthropic]'" in str(error)
    assert "secret-key-123" not in str(error)


def test_a_missing_key_names_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    error = unusable(chat_model="openai:gpt-4o-mini")
    assert error.kind == "unauthorised"
    assert "OPENAI_API_KEY is not set" in str(error)


def test_an_error_may_wait_until_the_model_is_called() -> None:
    model = build_chat_model(Settings(chat_model="nobody:gpt"), strict=False)
    assert isinstance(model, ChatModel)
    with pytest.raises(ChatModelError, match="nobody"):
        next(model.stream(()))


def test_each_provider_has_an_extra() -> None:
    import tomllib

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert {extra for extra, _ in PROVIDERS.values()} <= set(extras)


def test_our_retries_replace_the_packages_own() -> None:
    settings = Settings(chat_model="openai:x", chat_timeout=7.0, chat_max_tokens=99, chat_prompt_tokens=1000)
    assert _arguments("openai", settings) == {"max_tokens": 99, "timeout": 7.0, "max_retries": 0}
    assert _arguments("ollama", settings) == {
        "num_predict": 99, "num_ctx": 1000 + 99 + 256, "client_kwargs": {"timeout": 7.0}
    }  # fmt: skip


def test_only_one_module_makes_chat_models() -> None:
    callers = [
        p.relative_to(ROOT).as_posix()
        for p in (ROOT / "advisor").rglob("*.py")
        if "init_chat_model(" in p.read_text(encoding="utf-8")
    ]
    assert callers == ["advisor/chat_model/building.py"]


def test_the_doctor_makes_one_small_call(server: ChatServer) -> None:
    server.say("ready")
    said = check_chat_model(Settings(chat_model="openai:fake", chat_base_url=server.url))
    assert said.startswith("openai:fake answers in ")
    (request,) = server.requests
    assert [m["content"] for m in request["messages"]] == ["Reply with the single word: ready"]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(status=401), "unauthorised"),
        (Answer(status=404), "not_found"),
        (Answer([]), "empty"),
        (Answer(raw=b"data: nonsense\n\n"), "malformed"),
    ],
)
def test_the_doctor_says_what_is_wrong(server: ChatServer, answer: Answer, kind: str) -> None:
    server.say(answer)
    with pytest.raises(ChatModelError) as caught:
        check_chat_model(Settings(chat_model="openai:fake", chat_base_url=server.url, chat_retries=0))
    assert caught.value.kind == kind


@pytest.mark.parametrize("address", ["http://user:pw@host/v1", "http://host/v1?key=x", "host/v1", "ftp://host"])
def test_an_address_holds_no_secret(address: str) -> None:
    with pytest.raises(ValueError, match="chat_base_url"):
        Settings(chat_base_url=address)


def test_the_command_line_does_not_show_such_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    from advisor.cli.setup import make_settings
    from advisor.errors import UsageError

    monkeypatch.setenv("ADVISOR_CHAT_BASE_URL", "http://user:hunter2@host/v1")
    with pytest.raises(UsageError) as caught:
        make_settings()
    assert "ADVISOR_CHAT_BASE_URL" in str(caught.value)
    assert "hunter2" not in str(caught.value)
