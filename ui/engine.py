"""Gradio's part: its queue, streaming and concurrency limits around one endpoint, `/ask`.

The page speaks to it as any Gradio client does, so `gradio_client.Client(".../engine/")` works as well. Gradio is
mounted without pages of its own; `security.Guard` lets through only the routes that an answer needs.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import FastAPI

# Read by Gradio when it is imported or started: nothing may call out, and no page keeps runs.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
# After each answer Gradio would build a table of all answers so far, for a page that is closed here.
os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(10**9))


def mount(
    app: FastAPI,
    path: str,
    ask: Callable[[object, object], Iterator[dict[str, Any]]],
    concurrency: int,
    queue: int,
) -> None:
    """Mount the engine under `path` of `app`; `ask(question, history)` yields the events of one answer."""
    import gradio as gr

    async def within() -> None:
        _mount(gr, app, path, ask, concurrency, queue)

    # Gradio makes locks here, and where no loop runs it opens one for each and never closes it.
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(within())
    else:
        _mount(gr, app, path, ask, concurrency, queue)


def _mount(
    gr: Any,
    app: FastAPI,
    path: str,
    ask: Callable[[object, object], Iterator[dict[str, Any]]],
    concurrency: int,
    queue: int,
) -> None:
    def ask_stream(question: str, history: list[Any]) -> Iterator[dict[str, Any]]:
        yield from ask(question, history)

    with gr.Blocks(title="Career path advisor", analytics_enabled=False) as blocks:
        gr.api(ask_stream, api_name="ask", concurrency_limit=concurrency)
    blocks.queue(max_size=queue, default_concurrency_limit=concurrency)
    # A mounted app skips the check of file paths unless this is set, which only `launch()` does.
    blocks.has_launched = True
    gr.mount_gradio_app(
        app,
        blocks,
        path=path,
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=1,
    )
