"""A chat server for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.chat_model.server import ChatServer, serving


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving() as held:
        yield held
