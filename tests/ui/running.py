"""Runs the app on a free loopback port, and stops it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ui.app import build, listen, server_of
from ui.options import UiSettings


@dataclass(frozen=True)
class Running:
    url: str
    advisor: Any


@contextmanager
def running(advisor: Any, settings: UiSettings | None = None, port: int = 0) -> Iterator[Running]:
    listener = listen("127.0.0.1", port)
    server = server_of(build(advisor, settings))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive(), "the server ended at once"
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    try:
        yield Running(f"http://127.0.0.1:{listener.getsockname()[1]}", advisor)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
