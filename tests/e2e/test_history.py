"""Conversations live in the browser: they survive a reload and a restart of the server, and leave when told to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import WIDE, Watched, ask, visit
from tests.ui.fake import FakeAdvisor
from tests.ui.running import running

PAY = "What is the pay of a harbour pilot?"


def test_rename_export_and_delete(page: Page) -> None:
    visit(page)
    ask(page, PAY)
    page.get_by_role("link", name="History").click()
    expect(page.locator(".card h2")).to_have_text(PAY)
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name of this chat").fill("Pilot <b>pay</b>")
    page.keyboard.press("Enter")
    expect(page.locator(".card h2")).to_have_text("Pilot <b>pay</b>")
    with page.expect_download() as got:
        page.get_by_role("button", name="Export as Markdown").click()
    text = Path(got.value.path()).read_text(encoding="utf-8")
    assert got.value.suggested_filename == "pilot-b-pay-b.md"
    source = FakeAdvisor().document("roles/harbour-pilot").text
    assert "## What is the pay of a harbour pilot?" in text
    quote = text.split("[1] Harbour pilot")[1].split("“")[1].split("”")[0]
    assert quote in source
    with page.expect_download() as got:
        page.get_by_role("button", name="Export as JSON").click()
    assert json.loads(Path(got.value.path()).read_text(encoding="utf-8"))["title"] == "Pilot <b>pay</b>"
    with page.expect_download() as got:
        page.get_by_role("button", name="Export all as JSON").click()
    chats = json.loads(Path(got.value.path()).read_text(encoding="utf-8"))
    for citation in chats[0]["turns"][0]["reply"]["citations"]:
        document = FakeAdvisor().document(citation["document_id"])
        assert document.text[citation["start"] : citation["end"]] == citation["quote"]
    page.get_by_role("button", name="Delete: Pilot").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator("#view-history .empty")).to_contain_text("No chats yet.")
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.startsWith('cpa.chat')).length") == 0


def test_delete_all_asks_first(page: Page) -> None:
    visit(page)
    ask(page, PAY)
    page.get_by_role("button", name="New chat").click()
    ask(page, "And the deck officer?")
    page.get_by_role("link", name="History").click()
    expect(page.locator(".card")).to_have_count(2)
    page.get_by_role("button", name="Delete all").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.locator(".card")).to_have_count(2)
    page.get_by_role("button", name="Delete all").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete all").click()
    expect(page.locator(".card")).to_have_count(0)


def test_a_chat_survives_reload_and_server_restart(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(viewport=WIDE, locale="en-GB")
    context.set_default_timeout(10_000)
    watched = Watched(context)
    watched.allowed.add("ERR_CONNECTION_REFUSED")
    page = context.new_page()
    with running(FakeAdvisor(home=tmp_path)) as server:
        port = int(server.url.rsplit(":", 1)[1])
        page.goto(server.url)
        page.wait_for_selector("html[data-ready]")
        ask(page, PAY)
        page.reload()
        expect(page.get_by_test_id("bot").locator("a.cite")).to_have_count(4)
    page.get_by_test_id("textbox").fill("Is anybody there?")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.warn")).to_contain_text("connection to the server was lost")
    advisor = FakeAdvisor(home=tmp_path)
    with running(advisor, port=port):
        page.goto(f"http://127.0.0.1:{port}/history")
        page.locator(".card h2 a").click()
        page.get_by_test_id("bot").first.locator("a.cite").first.click()
        expect(page.locator("#source-body mark").first).to_contain_text("91,000 crowns")
        ask(page, "And which skills?")
        roles = [t.role for t in advisor.asked[-1][1]]
        assert roles == ["user", "assistant", "user"]  # the sealed answer of the first server still counts
    context.close()
    watched.check()


def test_nothing_of_a_person_stays_on_the_server(page: Page, app: Any) -> None:
    visit(page)
    ask(page, "My name is Ada Example and I am a harbour pilot")
    kept = b"".join(p.read_bytes() for p in app.advisor.settings.home.rglob("*") if p.is_file())
    assert b"Ada Example" not in kept


def test_full_storage_is_told_and_the_chat_goes_on(page: Page) -> None:
    visit(page)
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    ask(page, PAY)
    expect(page.locator(".toast")).to_contain_text("storage is full")
    expect(page.locator(".grounding")).to_be_visible()
    ask(page, "And the deck officer?")
    expect(page.get_by_test_id("user")).to_have_count(2)


def test_blocked_storage_is_told_and_the_chat_goes_on(page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    visit(page)
    ask(page, PAY)
    expect(page.locator(".toast")).to_contain_text("keeps no data for this page")
    expect(page.locator(".grounding")).to_be_visible()
    visit(page, "/history")
    expect(page.locator("#view-history .empty")).to_be_visible()


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param("not json", id="no json"),
        pytest.param('{"id": "abcdef", "turns": 5}', id="no turns"),
        pytest.param('{"id": "<img src=x onerror=window.__xss=1>", "turns": []}', id="id"),
        pytest.param(
            json.dumps(
                {
                    "id": "abcdef",
                    "title": "<img src=x onerror=window.__xss=1>",
                    "updated": 1,
                    "turns": [
                        {"id": "t<b>", "question": "dropped"},
                        {
                            "id": "turn1",
                            "question": "<svg onload=window.__xss=1>",
                            "status": "done",
                            "blocks": [{"k": "p", "segs": [{"t": "x", "u": "javascript:window.__xss=1"}]}, {"k": "ul"}],
                            "reply": {"text": "<b>t</b>", "kind": "answer", "citations": [], "related": []},
                        },
                    ],
                }
            ),
            id="markup",
        ),
    ],
)
def test_what_is_stored_is_not_trusted(page: Page, watched: Watched, stored: str) -> None:
    watched.allowed.add("404")
    visit(page)
    page.evaluate("(value) => localStorage.setItem('cpa.chat.abcdef', value)", stored)
    visit(page, "/history")
    if "turn1" in stored:
        expect(page.locator(".card h2")).to_have_text("<img src=x onerror=window.__xss=1>")
    visit(page, "/?c=abcdef")
    expect(page.get_by_test_id("textbox")).to_be_visible()
    if "turn1" in stored:
        expect(page.locator(".asked-text")).to_have_text("<svg onload=window.__xss=1>")
    assert page.evaluate("window.__xss") is None
    assert page.locator("a[href^=javascript]").count() == 0


def test_another_chat_opened_while_one_is_answered_mixes_nothing(page: Page) -> None:
    visit(page)
    ask(page, PAY)
    first = page.url
    page.get_by_role("button", name="New chat").click()
    page.get_by_test_id("textbox").fill("slowly: pay of a deck officer")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("bot")).to_contain_text("The median pay")
    page.get_by_role("link", name="History").click()
    page.locator(".card h2 a", has_text=PAY).click()
    expect(page).to_have_url(first)
    expect(page.get_by_test_id("user")).to_have_text(PAY)
    page.get_by_role("link", name="History").click()
    page.locator(".card h2 a", has_text="slowly").click()
    expect(page.get_by_test_id("user")).to_have_text("slowly: pay of a deck officer")
    expect(page.locator(".notice")).to_contain_text("You stopped this answer.")
