"""One call of a chat model: streamed, timed, tried again with back-off, and really stopped when nobody listens.

The model is driven in an event loop of its own thread, since only an asynchronous call can be cancelled while it
waits for the network; cancelling closes the connection, whoever the provider is. What comes out is plain: pieces of
text, a `Wait` every so often while nothing comes (so that the listener can leave), and one `End`.
"""

from __future__ import annotations

import asyncio
import queue
import random
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from advisor.chat_model.breaker import Breaker
from advisor.chat_model.failures import KINDS, failure, from_vendor
from advisor.errors import ChatModelError
from advisor.prompting import Message

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

    Items = queue.SimpleQueue[AIMessageChunk | Future[None]]

_TICK = 0.5
"""Seconds between two `Wait`s."""
_BACKOFF = 0.5
_LONGEST_PAUSE = 20.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: `silence` until the next piece, `deadline` for the whole answer with all its tries."""

    silence: float = 30.0
    deadline: float = 120.0
    retries: int = 2


@dataclass(frozen=True, slots=True)
class Piece:
    text: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing has come yet."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class End:
    """How a call ended. `reason` is the provider's word, empty where it gave none; `tokens_in` and `tokens_out` are
    None where it did not count; `message` is LangChain's own, for another round with tool results."""

    reason: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    calls: tuple[ToolCall, ...] = ()
    refusal: str = ""
    tries: int = 1
    message: Any = None


@dataclass(frozen=True, slots=True)
class Round:
    """An earlier call of the same answer that asked for tools, and what they gave: (call id, text)."""

    message: Any
    results: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool as the model sees it; `parameters` is a JSON schema."""

    name: str
    description: str
    parameters: Mapping[str, Any]


class ChatModel:
    """A LangChain chat model with its limits. Safe to use from several threads.

    In place of a model it may hold the error that kept it from being built; each call then raises it.
    """

    def __init__(
        self,
        model: BaseChatModel | ChatModelError,
        name: str,
        limits: Limits | None = None,
        breaker: Breaker | None = None,
        tools: bool = True,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.model = model
        self.name = name
        self.limits = limits or Limits()
        self.breaker = breaker or Breaker()
        self._tools = tools
        self._jitter: Callable[[], float] = jitter

    @property
    def takes_tools(self) -> bool:
        """Whether tools may be offered: unless switched off, refused once, or unknown to the model's profile."""
        profile = getattr(self.model, "profile", None) or {}
        return self._tools and profile.get("tool_calling", True) is not False

    def stream(
        self,
        messages: Sequence[Message],
        tools: Sequence[ToolSpec] = (),
        rounds: Sequence[Round] = (),
        limits: Limits | None = None,
    ) -> Generator[Piece | Wait | End, None, None]:
        """The pieces of one answer, and an End. Closing the iterator stops the request. `limits` may be tighter ones.

        Raises ChatModelError. A call is tried again only while nothing of it has been handed on. Whoever reads the
        answer says afterwards whether it was one: `accept`, or `fail`.
        """
        if isinstance(self.model, ChatModelError):
            raise self.model
        if not self.breaker.allows():
            raise failure("resting", self.name, retry_after=round(self.breaker.wait(), 1))
        try:
            yield from self._tried(messages, tools, rounds, limits or self.limits)
        except ChatModelError as error:
            if KINDS[error.kind].trips:
                self.breaker.failed()
            raise

    def complete(self, messages: Sequence[Message]) -> str:
        """The whole text of a short answer. Raises ChatModelError."""
        text = "".join(item.text for item in self.stream(messages) if isinstance(item, Piece))
        if not text.strip():
            raise self.fail("empty")
        self.accept()
        return text

    def accept(self) -> None:
        """The last answer was of use: the model works."""
        self.breaker.succeeded()

    def fail(self, kind: str, detail: str = "") -> ChatModelError:
        """The error for an answer that came and was of no use, to be raised; counted like any other."""
        if KINDS[kind].trips:
            self.breaker.failed()
        return failure(kind, self.name, detail)

    def _tried(
        self, messages: Sequence[Message], tools: Sequence[ToolSpec], rounds: Sequence[Round], limits: Limits
    ) -> Iterator[Piece | Wait | End]:
        deadline = time.monotonic() + limits.deadline
        tried = 0
        while True:
            tried += 1
            given = False
            try:
                for item in self._once(messages, tools, rounds, replace(limits, deadline=deadline), tried):
                    given = given or not isinstance(item, Wait)
                    yield item
                return
            except ChatModelError as error:
                if given:
                    raise
                if tools and error.kind == "rejected":
                    self._tools, tools = False, ()  # a model that takes no tools says so by refusing them
                    continue
                if not KINDS[error.kind].retried or tried > limits.retries:
                    raise
                pause = self._pause(error, tried)
                if pause is None or time.monotonic() + pause >= deadline:
                    raise
                yield from _sleep(pause)

    def _pause(self, error: ChatModelError, tried: int) -> float | None:
        """Seconds before the next try: what the provider asks for, else doubling with jitter; None if too long."""
        if error.retry_after is not None:
            return error.retry_after if error.retry_after <= _LONGEST_PAUSE else None
        return min(_LONGEST_PAUSE, _BACKOFF * 2.0 ** (tried - 1)) * (1 + 0.5 * self._jitter())

    def _once(
        self,
        messages: Sequence[Message],
        tools: Sequence[ToolSpec],
        rounds: Sequence[Round],
        limits: Limits,
        tried: int,
    ) -> Iterator[Piece | Wait | End]:
        items: Items = queue.SimpleQueue()
        runnable = self._bound(tools)
        sent = _langchain(messages, rounds)

        left = Event()

        async def run() -> None:
            async with aclosing(runnable.astream(sent)) as chunks:
                async for chunk in chunks:
                    if left.is_set():  # before Python 3.12, wait_for loses a cancellation that meets a chunk
                        return
                    items.put(chunk)

        task = asyncio.run_coroutine_threadsafe(run(), _loop())
        task.add_done_callback(items.put)
        whole: AIMessageChunk | None = None
        try:
            while True:
                chunk = yield from self._next(items, limits, whole is not None)
                if isinstance(chunk, Future):
                    error = chunk.exception()
                    if error is not None:
                        raise from_vendor(error, self.name, whole is not None) from error
                    break
                whole = chunk if whole is None else whole + chunk
                if chunk.text:
                    yield Piece(str(chunk.text))
        finally:
            left.set()
            task.cancel()
        yield _end(whole, tried)

    def _next(self, items: Items, limits: Limits, begun: bool) -> Generator[Wait, None, AIMessageChunk | Future[None]]:
        """The next item. The deadline of these limits is a time of the clock."""
        deadline, silent_until = limits.deadline, time.monotonic() + limits.silence
        while True:
            now = time.monotonic()
            if now >= deadline:
                raise failure("endless" if begun else "timeout", self.name, "the time is up")
            if now >= silent_until:
                raise failure("timeout", self.name, f"silent for {limits.silence:g} s")
            try:
                return items.get(timeout=max(0.001, min(_TICK, silent_until - now, deadline - now)))
            except queue.Empty:
                yield Wait()

    def _bound(self, tools: Sequence[ToolSpec]) -> Any:
        assert not isinstance(self.model, ChatModelError)
        if not tools:
            return self.model
        try:
            return self.model.bind_tools([_function(t) for t in tools])
        except NotImplementedError:  # how LangChain says that a model takes none
            self._tools = False
            return self.model


def _function(tool: ToolSpec) -> dict[str, Any]:
    given = {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)}
    return {"type": "function", "function": given}


def _sleep(seconds: float) -> Iterator[Wait]:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(_TICK, left))
        yield Wait()


def _end(whole: AIMessageChunk | None, tried: int) -> End:
    if whole is None:
        return End(tries=tried)
    meta = whole.response_metadata or {}
    usage = whole.usage_metadata
    return End(
        reason=str(meta.get("finish_reason") or meta.get("stop_reason") or meta.get("done_reason") or ""),
        tokens_in=usage["input_tokens"] if usage else None,
        tokens_out=usage["output_tokens"] if usage else None,
        calls=tuple(ToolCall(c.get("id") or c["name"], c["name"], c["args"]) for c in whole.tool_calls),
        refusal=_refusal(whole),
        tries=tried,
        message=whole,
    )


def _refusal(whole: AIMessageChunk) -> str:
    """What a provider marks as a refusal, in its own field or as a block of the content."""
    blocks = whole.content if isinstance(whole.content, list) else []
    told = [str(b.get("refusal") or "") for b in blocks if isinstance(b, dict) and b.get("type") == "refusal"]
    return str(whole.additional_kwargs.get("refusal") or "".join(told))


def _langchain(messages: Sequence[Message], rounds: Sequence[Round]) -> list[BaseMessage]:
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

    made: list[BaseMessage] = [
        SystemMessage(m.content) if m.role == "system" else HumanMessage(m.content) for m in messages
    ]
    for past in rounds:
        made.append(AIMessage(content=past.message.content, tool_calls=past.message.tool_calls))
        made.extend(ToolMessage(text, tool_call_id=call) for call, text in past.results)
    return made


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    """The event loop that all calls of the process share; HTTP clients keep their connections in it."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="chat-model", daemon=True).start()
    return loop
