"""A chat server for each test, and settings that point at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from advisor.chat_model import ChatModel, build_chat_model
from advisor.settings import Settings
from tests.chat_model.server import ChatServer, serving


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving() as held:
        yield held


@pytest.fixture
def model_of(server: ChatServer) -> Callable[..., ChatModel]:
    """A chat model on the server: LangChain's real OpenAI client, short waits, no jitter."""

    def build(**values: Any) -> ChatModel:
        given = {"chat_model": "openai:fake", "chat_base_url": server.url, "chat_timeout": 2.0, "chat_deadline": 10.0}
        return build_chat_model(Settings(**(given | values)))

    return build
