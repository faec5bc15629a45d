"""Whether anything tried to leave this machine while the suites ran."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_LOOPBACK = ("127.", "::1", "localhost", "::ffff:127.")


@contextmanager
def watched() -> Iterator[list[str]]:
    """The hosts beyond loopback that were reached for within the block; each attempt is refused with an OSError."""
    attempts: list[str] = []
    connect, getaddrinfo = socket.socket.connect, socket.getaddrinfo

    def refuse(host: str) -> None:
        if host and not host.startswith(_LOOPBACK) and host not in {"0.0.0.0", "::"}:
            attempts.append(host)
            raise ConnectionRefusedError(f"{host}: nothing may leave while the evaluation runs")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address:
            refuse(str(address[0]))
        connect(self, address)

    def guarded_getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
        refuse(host.decode() if isinstance(host, bytes) else str(host or ""))
        return getaddrinfo(host, *rest, **options)

    socket.socket.connect = guarded_connect  # type: ignore[assignment, method-assign]
    socket.getaddrinfo = guarded_getaddrinfo
    try:
        yield attempts
    finally:
        socket.socket.connect = connect  # type: ignore[method-assign]
        socket.getaddrinfo = getaddrinfo
