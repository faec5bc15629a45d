"""What holds in every view: accessibility, language, theme, first paint, no other host, no shared state."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import axe_playwright_python
import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import NARROW, WIDE, ask, visit
from tests.ui.fake import FakeAdvisor
from tests.ui.running import Running, running
from tests.ui.test_app import API

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PAY = "What is the pay of a harbour pilot?"


# The dark palette is seen by these rules alone; all others read the same page in both.
COLOUR_RULES = "runOnly: ['color-contrast', 'link-in-text-block'],"


def violations(page: Page) -> list[str]:
    """What axe finds in light and in dark."""
    found: list[str] = []
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    for scheme, rules in (("light", ""), ("dark", COLOUR_RULES)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.wait_for_function(
            "document.getAnimations().every((a) => a.playState === 'finished' || a.effect.getTiming().iterations === Infinity)"
        )
        found += page.evaluate(
            f"axe.run(document, {{ {rules} preload: false, iframes: false, resultTypes: ['violations'] }}).then((r) => r.violations.flatMap((v) => "
            f"v.nodes.map((n) => `{scheme} ${{v.id}}: ${{n.target.join(' ')}}: ${{n.failureSummary}}`)))"
        )
    return found


@pytest.mark.parametrize("width", [pytest.param(WIDE, id="1280"), pytest.param(NARROW, id="390")])
def test_axe_finds_nothing_in_any_view_light_or_dark(browser: Browser, app: Running, width: Any) -> None:
    context = browser.new_context(
        base_url=app.url, viewport=width, bypass_csp=True, locale="en-GB", reduced_motion="reduce"
    )
    page = context.new_page()
    found: dict[str, list[str]] = {}
    visit(page)
    found["empty chat"] = violations(page)
    ask(page, "partly: what is the pay of a harbour pilot?")
    ask(page, "unknown: harbour pilot")
    found["partial answer and abstention"] = violations(page)
    page.locator("a.cite").nth(1).click()
    expect(page.locator("#source tr.hit")).to_be_visible()
    found["source"] = violations(page)
    page.keyboard.press("Escape")
    page.locator("#help").click()
    found["dialog"] = violations(page)
    page.keyboard.press("Escape")
    plan = "/pathways?from=roles/deck-officer&to=roles/harbour-pilot&hours=6"
    shown = {
        "/library": ".doc-link",
        "/library?doc=market/port-jobs-2024#L9": "#reader table",
        "/history": ".card",
        "/pathways": ".move",
        plan: ".timeline",
        "/market": ".chart",
    }
    for path, there in shown.items():
        visit(page, path)
        page.wait_for_selector(there)
        found[path] = violations(page)
    context.close()
    assert {k: v for k, v in found.items() if v} == {}


@pytest.mark.parametrize(
    ("locale", "said"), [("de-DE", "Wohin soll es gehen?"), ("es-ES", "¿Adónde quieres llegar?"), ("fr-FR", "Where do")]
)
def test_the_language_comes_from_the_browser_and_can_be_changed(
    browser: Browser, app: Running, locale: str, said: str
) -> None:
    context = browser.new_context(base_url=app.url, viewport=WIDE, locale=locale)
    page = context.new_page()
    visit(page)
    expect(page.locator(".welcome-title")).to_contain_text(said)
    page.locator("#lang").select_option("es")
    expect(page.locator(".welcome-title")).to_contain_text("¿Adónde quieres llegar?")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    context.close()


def test_the_theme_follows_the_system_and_the_choice_stays(page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="dark")
    visit(page)
    dark = page.evaluate(ground)
    page.locator("#theme").click()  # light
    light = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == light


def test_first_paint_is_quick_and_light(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
    visit(page)  # the first visit also warms the server
    sizes.clear()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert painted < 1000
    visit(page, "/?fresh")
    assert sum(sizes) < 500_000


def test_on_paper_there_are_words_and_sources_and_no_controls(page: Page) -> None:
    visit(page)
    ask(page, PAY)
    page.emulate_media(media="print")
    expect(page.locator(".print-sources li").first).to_contain_text("[1] Harbour pilot › Pay and demand")
    for hidden in (".rail", ".composer", ".tools", "#source"):
        expect(page.locator(hidden).first).not_to_be_visible()


def test_one_persons_state_is_never_seen_by_another(browser: Browser, app: Running) -> None:
    first, second = (browser.new_context(base_url=app.url, viewport=WIDE) for _ in range(2))
    one, two = first.new_page(), second.new_page()
    visit(one)
    ask(one, PAY)
    visit(two)
    expect(two.locator("#welcome")).to_be_visible()
    visit(two, "/history")
    expect(two.locator(".card")).to_have_count(0)
    chat = one.url.split("c=")[1]
    visit(two, f"/?c={chat}")
    expect(two.locator("#welcome")).to_be_visible()
    first.close()
    second.close()


def test_thirty_chats_at_once(tmp_path: Path) -> None:
    def chat(url: str, number: int) -> str:
        with httpx.Client(base_url=url, timeout=60) as client:
            body = {"data": [f"harbour pilot pay {number}", []], "session_hash": f"s{number}"}
            event = client.post(f"{API}/call/ask", json=body).raise_for_status().json()["event_id"]
            return client.get(f"{API}/call/ask/{event}").text

    with running(FakeAdvisor(home=tmp_path, pause=0.1)) as server, ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(lambda n: chat(server.url, n), range(30)))
    for number, answer in enumerate(answers):
        assert f'"question": "harbour pilot pay {number}"' in answer
        assert '"event": "reply"' in answer
