"""A real browser on the fake advisor: one browser a session, one context a test, no request to any other host.

A test that asks for `page` fails when the page throws, when the console shows an error, or when the page reaches
for another host. Hidden network use of the browser itself is turned off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from tests.ui.fake import FakeAdvisor
from tests.ui.running import Running, running

ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
]
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(FakeAdvisor(home=tmp_path_factory.mktemp("home"))) as server:
        yield server


class Watched:
    """What went wrong in the pages of one context."""

    def __init__(self, context: BrowserContext) -> None:
        self.problems: list[str] = []
        self.allowed: set[str] = set()
        context.route("**/*", self._route)
        context.on("page", self._page)

    def _route(self, route: Route) -> None:
        host = urlsplit(route.request.url).hostname
        if host in {"127.0.0.1", None} or route.request.url.startswith(("data:", "blob:")):
            route.continue_()
        else:
            self.problems.append(f"request to another host: {route.request.url}")
            route.abort()

    def _page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        page.on("console", lambda m: self.problems.append(f"console: {m.text}") if m.type == "error" else None)

    def check(self) -> None:
        left = [p for p in self.problems if not any(a in p for a in self.allowed)]
        assert left == []


@pytest.fixture
def options() -> dict[str, Any]:
    """Options of the browser context; a test module or a parametrisation may override them."""
    return {"viewport": WIDE}


@pytest.fixture
def context(browser: Browser, app: Running, options: dict[str, Any]) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=app.url, accept_downloads=True, locale="en-GB", **options)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def watched(context: BrowserContext) -> Watched:
    return Watched(context)


@pytest.fixture
def page(context: BrowserContext, watched: Watched) -> Iterator[Page]:
    page = context.new_page()
    yield page
    watched.check()


def visit(page: Page, path: str = "/") -> Page:
    page.goto(path, wait_until="domcontentloaded")
    page.wait_for_selector("html[data-ready]")
    return page


def ask(page: Page, question: str) -> None:
    """Ask and wait for the end of the answer."""
    before = page.get_by_test_id("user").count()
    box = page.get_by_test_id("textbox")
    box.fill(question)
    box.press("Enter")
    expect(page.get_by_test_id("user")).to_have_count(before + 1)
    expect(page.locator(".stop-button")).to_have_count(0)
