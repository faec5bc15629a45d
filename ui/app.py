"""Layout and wiring of the app: one page, its JSON routes, its static files, and Gradio's engine for the answers.

`build(advisor)` gives the ASGI application, `serve(advisor, host, port)` runs it until it is interrupted.
"""

from __future__ import annotations

import hashlib
import socket
import threading
from contextlib import suppress
from functools import cache, lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from advisor.careers.catalog import Catalog
from advisor.errors import AdvisorError, UsageError
from ui import engine, handlers, market, theme
from ui.careers import FORMATS, Careers
from ui.charts import chart_svg, panel_tree
from ui.options import UiSettings
from ui.page import VIEWS, footer_of, language_of, page
from ui.seals import Seals
from ui.security import ENGINE, LOOPBACK, Guard
from ui.strings import strings

_STATIC = Path(str(files("ui"))) / "static"
_TYPES = {".js", ".css", ".svg", ".woff2", ".txt"}
_FOREVER = "public, max-age=31536000, immutable"


def build(advisor: Any, settings: UiSettings | None = None, *, host: str = "127.0.0.1") -> FastAPI:
    """The app as an ASGI application. `advisor` offers what `handlers.Answers` names."""
    settings = settings or UiSettings()
    home: Path | None = getattr(getattr(advisor, "settings", None), "home", None)
    limit: int = getattr(getattr(advisor, "settings", None), "max_question_characters", 4000)
    seals = Seals(home)
    feedback = handlers.FeedbackFile(home / "feedback.jsonl") if settings.feedback and home else None

    app = FastAPI(title="Career path advisor", docs_url=None, redoc_url=None, openapi_url=None)
    # Added before Gradio is mounted: Gradio then leaves out its own, which reflects any origin.
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=5)
    hosts = LOOPBACK | frozenset(settings.trusted_hosts) if host in LOOPBACK else frozenset(settings.trusted_hosts)
    app.add_middleware(Guard, max_body_bytes=settings.max_body_bytes, hosts=hosts)
    app.add_exception_handler(UsageError, _refused)
    app.add_exception_handler(AdvisorError, _failed)

    _pages(app, advisor, limit, feedback is not None)
    _library(app, advisor, limit)
    _feedback(app, feedback, seals)
    careers = Careers(advisor)
    _pathways(app, careers)
    _market(app, careers)
    ask = partial(handlers.ask_events, advisor, seals, limit)
    engine.mount(app, ENGINE, ask, settings.concurrency, settings.queue)
    return app


def serve(advisor: Any, host: str = "127.0.0.1", port: int = 7860, settings: UiSettings | None = None) -> None:
    """Serve until interrupted. Raises UsageError where the address is taken or not ours."""
    app = build(advisor, settings, host=host)
    listener = listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    print(f"Career path advisor: http://{shown}:{listener.getsockname()[1]}/  (Ctrl+C ends it)", flush=True)
    server_of(app).run(sockets=[listener])


def server_of(app: FastAPI) -> uvicorn.Server:
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, ws="none", server_header=False, timeout_graceful_shutdown=3
    )
    return uvicorn.Server(config)


def listen(host: str, port: int) -> socket.socket:
    """A bound socket, so that a port that is taken is told before anything is loaded."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(
            f"Cannot listen on {host}:{port} ({getattr(error, 'strerror', None) or error}). "
            f"Stop what uses it, or choose another with --port {port + 1 if port < 65535 else 7860}."
        ) from error
    return listener


# ---- routes ------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def version() -> str:
    """A name for the static files as they are now; part of their path, so that they can be cached for good."""
    digest = hashlib.sha256(theme.css().encode())
    for path in sorted(p for p in _STATIC.rglob("*") if p.suffix in _TYPES):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class _Forever(StaticFiles):
    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = _FOREVER
        return response


def _pages(app: FastAPI, advisor: Any, limit: int, feedback: bool) -> None:
    static = f"/static/{version()}"

    @app.get(f"{static}/theme.css")
    def theme_css() -> Response:
        return PlainTextResponse(theme.css(), media_type="text/css", headers={"cache-control": _FOREVER})

    app.mount(static, _Forever(directory=_STATIC), name="static")

    @app.get("/favicon.ico")
    def favicon() -> Response:
        return Response((_STATIC / "favicon.svg").read_bytes(), media_type="image/svg+xml")

    @app.get("/healthz")
    def health() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @cache
    def warm() -> None:
        """On the first visit: one question in the background, so that the person's own does not wait for caches."""
        if getattr(advisor, "library", None) is not None:
            threading.Thread(target=_try_out, args=(advisor,), daemon=True).start()

    def shell(view: str, request: Request) -> HTMLResponse:
        warm()
        chosen = request.query_params.get("lang")
        lang = language_of(chosen or request.cookies.get("lang"), request.headers.get("accept-language"))
        infos = advisor.documents()
        newest = handlers.newest(infos)
        footer = footer_of(lang, newest, handlers.months_old(newest), len(infos))
        meta = {"limit": limit, "feedback": feedback, "count": len(infos), "newest": newest}
        body = page(view, lang, static, meta, handlers.starters(infos), footer)
        response = HTMLResponse(body, headers={"vary": "accept-language, cookie"})
        if chosen == lang:
            response.set_cookie("lang", lang, max_age=31_536_000, samesite="strict", httponly=True)
        return response

    for view in VIEWS:
        app.add_api_route("/" if view == "ask" else f"/{view}", partial(_shown, shell, view), methods=["GET"])


def _try_out(advisor: Any) -> None:
    with suppress(AdvisorError):  # told to whoever asks next
        for question in handlers.starters(advisor.documents(), 2):
            advisor.ask(question)


def _shown(shell: Any, view: str, request: Request) -> HTMLResponse:
    response: HTMLResponse = shell(view, request)
    return response


def _library(app: FastAPI, advisor: Any, limit: int) -> None:
    @app.get("/api/library")
    def library() -> JSONResponse:
        return JSONResponse(handlers.library(advisor))

    @app.get("/api/document")
    def document(id: str, at: int = 0) -> Response:
        try:
            return JSONResponse(handlers.document_view(advisor, id[:500], at))
        except UsageError as error:
            return JSONResponse({"code": "not_found", "detail": str(error)}, status_code=404)

    @app.get("/api/search")
    def search(q: str, kind: str = "") -> JSONResponse:
        kinds = [k for k in kind.split(",") if k][:20]
        return JSONResponse(handlers.search_view(advisor, q, kinds, limit))


def _pathways(app: FastAPI, careers: Careers) -> None:
    @app.get("/api/roles")
    def roles() -> JSONResponse:
        return JSONResponse({"roles": careers.roles(), "moves": careers.moves()})

    @app.post("/api/next")
    def next_roles(data: dict[str, Any]) -> JSONResponse:
        return JSONResponse(careers.next_roles(data))

    @app.post("/api/plan")
    def plan(data: dict[str, Any]) -> JSONResponse:
        return JSONResponse(careers.plan(data))

    @app.post("/api/plan/{format}")
    def export(format: str, data: dict[str, Any]) -> Response:
        content, name = careers.export(data, format)
        return Response(content, media_type=FORMATS[format], headers=_attachment(name))


def _market(app: FastAPI, careers: Careers) -> None:
    @lru_cache(maxsize=1)
    def charts(catalog: Catalog) -> dict[str, market.Chart]:
        return {c.id: c for c in market.charts(catalog)}

    def chart_of(id: str) -> market.Chart:
        found = charts(careers.catalog).get(id)
        if found is None:
            raise handlers.BadInput("not_found", f"There is no chart {id!r}. Open the market view anew.")
        return found

    @app.get("/api/market")
    def all_charts() -> JSONResponse:
        catalog = careers.catalog
        found = []
        for chart in charts(catalog).values():
            data = market.chart_json(catalog, chart)
            for panel, drawn in zip(chart.panels, data["panels"], strict=True):
                drawn["svg"] = panel_tree(panel)
            found.append(data)
        return JSONResponse(found)

    @app.get("/api/chart.csv")
    def chart_as_csv(id: str) -> Response:
        content = "\ufeff" + market.chart_csv(chart_of(id))
        return Response(content, media_type="text/csv; charset=utf-8", headers=_attachment("chart.csv"))

    @app.get("/api/chart.svg")
    def chart_as_svg(id: str, request: Request) -> Response:
        lang = language_of(request.cookies.get("lang"), request.headers.get("accept-language"))
        return Response(
            chart_svg(chart_of(id), strings(lang)), media_type="image/svg+xml", headers=_attachment("chart.svg")
        )


def _attachment(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


def _feedback(app: FastAPI, file: handlers.FeedbackFile | None, seals: Seals) -> None:
    @app.post("/api/feedback")
    def feedback(data: dict[str, Any]) -> Response:
        if file is None:
            return JSONResponse({"code": "off", "detail": "Feedback is turned off."}, status_code=404)
        try:
            file.add(data, seals)
        except OSError as error:
            return JSONResponse({"code": "storage", "detail": f"Not written: {error}"}, status_code=507)
        return Response(status_code=204)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"code": getattr(error, "code", "refused"), "detail": str(error)}, status_code=422)


async def _failed(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"code": "failed", "detail": str(error)}, status_code=503)
