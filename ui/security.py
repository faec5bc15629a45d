"""What stands between the page's server and the rest of the world: headers, and a gate in front of Gradio.

Gradio brings some sixty routes (files, uploads, proxies, sessions, pages). This app uses six of them, so the gate
answers 404 to every other one; what is not reachable needs no patch. The policy allows no inline script, no
`eval`, no markup from strings (`require-trusted-types-for`), and no address but our own.
"""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENGINE = "/engine"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

_API = re.escape(ENGINE + "/gradio_api")
_ALLOWED = (
    ("GET", re.compile(rf"{re.escape(ENGINE)}/config")),
    ("GET", re.compile(rf"{_API}/(info|heartbeat/[A-Za-z0-9_-]{{1,64}}|queue/data)")),
    ("GET", re.compile(rf"{_API}/call/[a-z_]{{1,40}}/[A-Za-z0-9_-]{{1,64}}")),
    ("POST", re.compile(rf"{_API}/(call/[a-z_]{{1,40}}|queue/join|cancel)")),
)


class Guard:
    """Pure ASGI middleware: host and origin checks, body limit, gate, headers. Streams pass through untouched."""

    def __init__(self, app: ASGIApp, max_body_bytes: int, hosts: frozenset[str] = frozenset()) -> None:
        self.app = app
        self.max_body_bytes = max_body_bytes
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await _refuse(send, *refusal)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self.app(scope, _Limited(receive, self.max_body_bytes), with_headers)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        try:
            host = urlsplit(f"//{headers.get('host', '')}")
            origin = urlsplit(headers.get("origin", ""))
        except ValueError:
            return 400, "The Host or Origin header cannot be read."
        if self.hosts and (host.hostname or "") not in self.hosts:
            return 421, "This server does not answer for that host name. Set ADVISOR_UI_TRUSTED_HOSTS to allow it."
        if "origin" in headers and scope["method"] not in {"GET", "HEAD"} and origin.netloc != host.netloc:
            return 403, "Requests from other sites are refused."
        if scope["method"] not in {"GET", "HEAD"} and headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
            return 403, "Requests from other sites are refused."
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > self.max_body_bytes:
            return 413, f"A request may hold {self.max_body_bytes:,} bytes. Send less."
        if scope["path"].startswith(ENGINE) and not _passes(scope["method"], scope["path"]):
            return 404, "Not found."
        return None


def _passes(method: str, path: str) -> bool:
    return any(method in {verb, "HEAD" if verb == "GET" else verb} and p.fullmatch(path) for verb, p in _ALLOWED)


class _Limited:
    """`receive` that ends a request whose body grows past the limit (a chunked one names no length)."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self.receive, self.left = receive, limit

    async def __call__(self) -> Message:
        message = await self.receive()
        if message["type"] == "http.request":
            self.left -= len(message.get("body", b""))
            if self.left < 0:
                return {"type": "http.disconnect"}
        return message


async def _refuse(send: Send, status: int, detail: str) -> None:
    body = json.dumps({"detail": detail}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    headers += [(k.encode(), v.encode()) for k, v in HEADERS.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
