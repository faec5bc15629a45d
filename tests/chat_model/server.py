"""A real HTTP server on loopback that speaks OpenAI's chat API, with streaming, delays and faults on demand."""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One answer of the server. `pieces` are streamed with `delay` seconds between them.

    `raw` is written as the body as it stands; `drop_after` closes the socket after that many pieces; `silent_after`
    stops writing after them, without closing, until the client leaves; `finish` None leaves the stream without a
    finish reason and without `[DONE]`.
    """

    pieces: Iterable[str] = ()
    status: int = 200
    error: dict[str, Any] | None = None
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    finish: str | None = "stop"
    raw: bytes | None = None
    drop_after: int | None = None
    silent_after: int | None = None
    refusal: str = ""
    tool: tuple[str, dict[str, Any]] | None = None
    usage: tuple[int, int] | None = (100, 20)


Script = Callable[[dict[str, Any]], Answer]


@dataclass
class ChatServer:
    """What a test holds: `script` makes the next answer from a request; requests are kept as they came."""

    script: Script
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)
    """Set when a client closes the connection before its answer has ended."""
    written: int = 0

    def say(self, *answers: Answer | str) -> None:
        """Answer with these, one call after another; the last one goes on for ever."""
        queue = [Answer(split(a)) if isinstance(a, str) else a for a in answers]

        def script(_: dict[str, Any]) -> Answer:
            return queue.pop(0) if len(queue) > 1 else queue[0]

        self.script = script


def split(text: str, size: int = 7) -> list[str]:
    """A text in pieces as a model would send it: cut anywhere, in the middle of words and of markers too."""
    return [text[i : i + size] for i in range(0, len(text), size)]


@contextmanager
def serving(script: Script | None = None) -> Iterator[ChatServer]:
    held = ChatServer(script or (lambda _: Answer(["ready"])))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: Any) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            held.requests.append(body)
            held.keys.append(self.headers.get("authorization", ""))
            answer = held.script(body)
            try:
                _respond(self, body, answer, held)
            except (BrokenPipeError, ConnectionResetError):
                held.left.set()
                self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    held.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _respond(handler: BaseHTTPRequestHandler, body: dict[str, Any], answer: Answer, held: ChatServer) -> None:
    if answer.status != 200 or not body.get("stream"):
        payload = answer.error or {"message": f"status {answer.status}", "type": "test", "code": None}
        _whole(handler, answer, json.dumps({"error": payload}).encode())
        return
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream")
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    if answer.raw is not None:
        _chunk(handler, answer.raw)
        _chunk(handler, b"")
        return
    _event(handler, _delta({"role": "assistant", "content": ""}))
    for number, piece in enumerate(answer.pieces):
        if answer.drop_after == number:
            return _drop(handler)
        if answer.silent_after == number:
            return _wait_until_left(handler, held)
        if answer.delay and number:
            time.sleep(answer.delay)
        _event(handler, _delta({"content": piece}))
        held.written += 1
        if _left(handler):
            raise BrokenPipeError
    if answer.silent_after is not None:
        return _wait_until_left(handler, held)
    if answer.refusal:
        _event(handler, _delta({"refusal": answer.refusal}))
    if answer.tool:
        name, arguments = answer.tool
        call = {"index": 0, "id": "call_1", "type": "function"}
        _event(
            handler, _delta({"tool_calls": [call | {"function": {"name": name, "arguments": json.dumps(arguments)}}]})
        )
    if answer.finish is not None:
        _event(handler, _delta({}, "tool_calls" if answer.tool else answer.finish))
        if answer.usage and (body.get("stream_options") or {}).get("include_usage"):
            sent, got = answer.usage
            usage = {"prompt_tokens": sent, "completion_tokens": got, "total_tokens": sent + got}
            _event(handler, {**_delta({}), "choices": [], "usage": usage})
        _chunk(handler, b"data: [DONE]\n\n")
    _chunk(handler, b"")


def _whole(handler: BaseHTTPRequestHandler, answer: Answer, payload: bytes) -> None:
    handler.send_response(answer.status)
    for name, value in (*answer.headers, ("content-type", "application/json"), ("content-length", str(len(payload)))):
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(payload)


def _delta(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "fake", "choices": [choice]}


def _event(handler: BaseHTTPRequestHandler, data: dict[str, Any]) -> None:
    _chunk(handler, b"data: " + json.dumps(data).encode() + b"\n\n")


def _chunk(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
    handler.wfile.flush()


def _drop(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def _left(handler: BaseHTTPRequestHandler) -> bool:
    """Whether the client has closed its side."""
    readable, _, _ = select.select([handler.connection], [], [], 0)
    return bool(readable) and handler.connection.recv(1, socket.MSG_PEEK) == b""


def _wait_until_left(handler: BaseHTTPRequestHandler, held: ChatServer) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and not _left(handler):
        time.sleep(0.02)
    if _left(handler):
        held.left.set()
    handler.close_connection = True
