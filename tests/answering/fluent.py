"""Lines with a chat model over a library, for tests: a misbehaving model in process, or a real client on a server."""

from __future__ import annotations

import re
from typing import Any

from langchain_core.language_models import BaseChatModel

from advisor.answering.extractive import ExtractiveComposer
from advisor.answering.generative import GenerativeComposer, Options
from advisor.answering.rewriting import build_rewriter
from advisor.assembly import Advisor, limits_of
from advisor.chain import Line
from advisor.chat_model import build_chat_model
from advisor.settings import Settings
from evals.models import fake_model
from tests.chat_model.server import ChatServer

DUTY = "What does a bridge inspector do?"
CERTIFICATE = "How long is the Level 2 Rope Certificate valid?"
MOVE = "How do I move from lighthouse keeper to bridge inspector?"
SKILLS = "Which skills does a bridge inspector need?"


def settings_for(server: ChatServer | None = None, **values: Any) -> Settings:
    given: dict[str, Any] = {"chat_timeout": 2.0, "chat_deadline": 10.0, "chat_retries": 0, "chat_rewrite": "off"}
    if server is not None:
        given |= {"chat_model": "openai:fake", "chat_base_url": server.url}
    return Settings(**(given | values))


def line_with(advisor: Advisor, settings: Settings, model: BaseChatModel | None = None) -> Line:
    """The line of an advisor's library with the chat model of the settings, or this one."""
    chat = build_chat_model(settings, model)
    composer = GenerativeComposer(chat, ExtractiveComposer(), Options.of(settings), catalog=advisor.library.catalog)
    return Line(advisor.library, composer, limits_of(settings), build_rewriter(settings, chat))


def natured(advisor: Advisor, nature: str, **values: Any) -> Line:
    return line_with(advisor, settings_for(chat_model=f"fake:{nature}", **values), fake_model(nature))


def passages(request: dict[str, Any]) -> list[tuple[str, str]]:
    """(id, text) of the passages in the last user message of a request."""
    content = next(m["content"] for m in reversed(request["messages"]) if m["role"] == "user")
    return re.findall(r"^\[(\w+)\] (.+)$", content, re.M)


def id_of(request: dict[str, Any], words: str) -> str:
    """The id of the passage that holds these words."""
    return next(key for key, text in passages(request) if words in text)
