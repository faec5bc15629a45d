"""Calls of a real client against a real server: streamed, timed, tried again, stopped."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from itertools import repeat
from threading import Event
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import AIMessageChunk

from advisor.chat_model import ChatModel, End, Piece, Wait
from advisor.chat_model.calling import ToolSpec
from advisor.errors import ChatModelError
from advisor.prompting import Message
from tests.chat_model.server import Answer, ChatServer, split

Build = Callable[..., ChatModel]
ASK = (Message("system", "Be brief."), Message("user", "Say it."))


def text_of(items: list[Any]) -> str:
    return "".join(i.text for i in items if isinstance(i, Piece))


def failing(model: ChatModel) -> ChatModelError:
    with pytest.raises(ChatModelError) as caught:
        list(model.stream(ASK))
    return caught.value


def test_pieces_come_as_they_are_written(server: ChatServer, model_of: Build) -> None:
    server.say(Answer(["one ", "two ", "three"], delay=0.3))
    seen = []
    for item in model_of().stream(ASK):
        if isinstance(item, Piece):
            seen.append((item.text, server.written))
    assert [text for text, _ in seen] == ["one ", "two ", "three"]
    assert seen[0][1] < 3, "the first piece was handed on before the last one was written"


def test_the_end_holds_reason_and_counts(server: ChatServer, model_of: Build) -> None:
    server.say("hello")
    end = list(model_of().stream(ASK))[-1]
    assert isinstance(end, End)
    assert (end.reason, end.tokens_in, end.tokens_out, end.tries) == ("stop", 100, 20, 1)


def test_what_is_sent(server: ChatServer, model_of: Build) -> None:
    list(model_of(chat_temperature=0.0, chat_max_tokens=77).stream(ASK))
    sent = server.requests[0]
    assert [(m["role"], m["content"]) for m in sent["messages"]] == [("system", "Be brief."), ("user", "Say it.")]
    assert sent["model"] == "fake"
    assert sent["stream"] is True
    assert sent["temperature"] == 0.0
    assert sent.get("max_completion_tokens", sent.get("max_tokens")) == 77
    assert "tools" not in sent


@pytest.mark.parametrize(
    ("answer", "kind", "retryable"),
    [
        pytest.param(Answer(status=401, error={"message": "Incorrect API key provided: sk-abc123def456"}), "unauthorised", False, id="wrong key"),
        pytest.param(Answer(status=403), "unauthorised", False, id="forbidden"),
        pytest.param(Answer(status=404, error={"message": "The model `fake` does not exist", "code": "model_not_found"}), "not_found", False, id="model not found"),
        pytest.param(Answer(status=429), "rate_limited", True, id="rate limit"),
        pytest.param(Answer(status=500), "server", True, id="server fault"),
        pytest.param(Answer(status=503), "server", True, id="unavailable"),
        pytest.param(Answer(status=400, error={"message": "This model's maximum context length is 8192 tokens.", "code": "context_length_exceeded"}), "overflow", False, id="context overflow"),
        pytest.param(Answer(status=400, error={"message": "blocked", "code": "content_filter"}), "refused", False, id="content filter"),
        pytest.param(Answer(status=400, error={"message": "temperature is not allowed"}), "rejected", False, id="rejected"),
        pytest.param(Answer(raw=b"data: {not json\n\n"), "malformed", False, id="malformed JSON"),
        pytest.param(Answer(["half a sen", "tence"], drop_after=1), "dropped", True, id="dropped in mid-stream"),
    ],
)  # fmt: skip
def test_each_fault_is_of_its_kind(
    server: ChatServer, model_of: Build, answer: Answer, kind: str, retryable: bool
) -> None:
    server.say(answer)
    error = failing(model_of(chat_retries=0))
    assert (error.kind, error.retryable) == (kind, retryable)
    assert "openai:fake" in str(error)
    assert "sk-abc123" not in str(error)


def test_a_server_that_is_not_there(model_of: Build) -> None:
    error = failing(model_of(chat_base_url="http://127.0.0.1:9/v1", chat_retries=0))
    assert (error.kind, error.retryable) == ("unreachable", True)


def test_a_rate_limit_is_waited_for(server: ChatServer, model_of: Build) -> None:
    server.say(
        Answer(status=429, headers=(("retry-after", "0.2"),)),
        Answer(status=429, headers=(("retry-after", "0.2"),)),
        "done",
    )
    began = time.monotonic()
    items = list(model_of(chat_retries=2).stream(ASK))
    assert text_of(items) == "done"
    assert items[-1].tries == 3
    assert time.monotonic() - began >= 0.4


def test_back_off_doubles_without_a_header(server: ChatServer, model_of: Build) -> None:
    server.say(Answer(status=429))
    model = model_of(chat_retries=2)
    model._jitter = lambda: 0.0
    began = time.monotonic()
    assert failing(model).kind == "rate_limited"
    assert len(server.requests) == 3
    assert 1.5 <= time.monotonic() - began < 4  # 0.5 s, then 1 s


def test_a_long_wait_is_not_waited(server: ChatServer, model_of: Build) -> None:
    server.say(Answer(status=429, headers=(("retry-after", "600"),)))
    began = time.monotonic()
    error = failing(model_of(chat_retries=2))
    assert error.retry_after == 600
    assert len(server.requests) == 1
    assert time.monotonic() - began < 2


def test_what_was_begun_is_not_tried_again(server: ChatServer, model_of: Build) -> None:
    server.say(Answer(["one", "two"], drop_after=1))
    assert failing(model_of(chat_retries=2)).kind == "dropped"
    assert len(server.requests) == 1


def test_silence_ends_the_call(server: ChatServer, model_of: Build) -> None:
    server.say(Answer(["one"], silent_after=1))
    began = time.monotonic()
    assert failing(model_of(chat_timeout=0.6)).kind == "timeout"
    assert time.monotonic() - began < 3
    assert server.left.wait(3), "the connection was closed"


def test_an_endless_answer_ends_at_the_deadline(server: ChatServer, model_of: Build) -> None:
    server.say(Answer(repeat("word "), delay=0.01))
    assert failing(model_of(chat_deadline=0.8)).kind == "endless"
    assert server.left.wait(3)


def test_stop_really_stops(server: ChatServer, model_of: Build) -> None:
    server.say(Answer(repeat("word "), delay=0.01))
    stream = model_of().stream(ASK)
    next(i for i in stream if isinstance(i, Piece))
    stream.close()
    assert server.left.wait(3), "the connection was closed"
    written = server.written
    time.sleep(0.2)
    assert server.written == written, "nothing more was written"


def test_a_lost_cancellation_stops_the_next_piece() -> None:
    """Python 3.11's wait_for gives the chunk that came together with the cancellation, and forgets the latter."""
    closed = Event()

    async def answer(_: Any) -> AsyncGenerator[AIMessageChunk, None]:
        try:
            while True:
                with suppress(asyncio.CancelledError):
                    await asyncio.sleep(0.01)
                yield AIMessageChunk("word ")
        finally:
            closed.set()

    model = FakeListChatModel(responses=[])
    object.__setattr__(model, "astream", answer)
    stream = ChatModel(model, "deaf").stream(ASK)
    next(i for i in stream if isinstance(i, Piece))
    stream.close()
    assert closed.wait(3)


def test_stop_does_not_wait_for_a_silent_model(server: ChatServer, model_of: Build) -> None:
    server.say(Answer([], silent_after=0))
    stream = model_of(chat_timeout=30.0, chat_deadline=60.0).stream(ASK)
    began = time.monotonic()
    assert isinstance(next(stream), Wait)
    stream.close()
    assert server.left.wait(3)
    assert time.monotonic() - began < 3


def test_the_breaker_leaves_the_model_alone(server: ChatServer, model_of: Build) -> None:
    server.say(Answer(status=500))
    model = model_of(chat_retries=0, chat_breaker_failures=2, chat_breaker_seconds=60.0)
    assert failing(model).kind == "server"
    assert failing(model).kind == "server"
    error = failing(model)
    assert error.kind == "resting"
    assert error.retryable
    assert len(server.requests) == 2


def test_tools_are_offered_and_calls_come_back(server: ChatServer, model_of: Build) -> None:
    server.say(Answer(tool=("look_up", {"name": "keeper"})))
    spec = ToolSpec("look_up", "Looks up.", {"type": "object", "properties": {"name": {"type": "string"}}})
    end = list(model_of().stream(ASK, [spec]))[-1]
    assert [(c.name, dict(c.arguments)) for c in end.calls] == [("look_up", {"name": "keeper"})]
    assert server.requests[0]["tools"][0]["function"]["name"] == "look_up"


def test_a_model_that_refuses_tools_is_asked_without(server: ChatServer, model_of: Build) -> None:
    refusal = Answer(status=400, error={"message": "fake does not support tools"})
    server.script = lambda body: refusal if "tools" in body else Answer(split("plain"))
    model = model_of()
    spec = ToolSpec("look_up", "Looks up.", {"type": "object", "properties": {}})
    assert text_of(list(model.stream(ASK, [spec]))) == "plain"
    assert not model.takes_tools


def test_many_threads_share_a_model(server: ChatServer, model_of: Build) -> None:
    from concurrent.futures import ThreadPoolExecutor

    server.script = lambda body: Answer(split(body["messages"][-1]["content"]))
    model = model_of()

    def ask(number: int) -> str:
        return text_of(list(model.stream([Message("user", f"number {number}")])))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(16))) == [f"number {n}" for n in range(16)]
