"""The chat in a browser: stream, cite, stop, retry, edit, copy, follow up, abstain, by keyboard and on a phone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import NARROW, Watched, ask, visit
from tests.ui.fake import FakeAdvisor
from tests.ui.running import Running

PAY = "What is the pay of a harbour pilot?"


def test_the_empty_chat_teaches_and_an_example_is_asked(page: Page) -> None:
    visit(page)
    expect(page.locator(".example")).to_have_count(4)
    expect(page.locator(".footer")).to_contain_text("Newest figures: November 2026")
    expect(page).to_have_title("Ask · Career Path Advisor")
    page.locator(".example").first.click()
    expect(page.get_by_test_id("user")).to_contain_text("How do I move from deck officer to harbour pilot?")
    expect(page.get_by_test_id("bot").locator("a.cite").first).to_be_visible()


def test_an_answer_streams_and_each_citation_opens_the_exact_words(page: Page) -> None:
    visit(page)
    ask(page, PAY)
    bot = page.get_by_test_id("bot")
    expect(bot).to_contain_text("91,000 crowns in May 2025.\u00a0[1]")
    expect(bot.locator(".grounding")).to_have_text("Every sentence rests on quoted words of 2 documents.")
    expect(page.locator(".source-title")).to_have_text("Harbour pilot")  # the first source opens by itself
    for link, citation in zip(bot.locator("a.cite").all(), FakeAdvisor().ask(PAY).citations, strict=True):
        link.click()
        expect(link).to_have_class("cite active")
        expect(page.locator("#source-body mark, #source-body tr.hit").first).to_be_visible()
        marked = page.locator("#source-body mark").all_inner_texts()
        cells = [c.strip() for c in citation.quote.split("|") if c.strip()]
        assert marked == (cells if citation.context else ["".join(cells)])
    bot.locator("a.cite").nth(1).click()
    source = page.locator("#source")
    expect(source.locator("tr.hit")).to_contain_text("harbour pilot")
    expect(source.locator(".path")).to_have_text("Change by role")
    expect(source.locator(".dated")).to_contain_text("as of December 2024")
    link = source.locator(".refs a")
    expect(link).to_have_attribute("href", "https://example.org/survey")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(bot.locator("a.cite").nth(1)).to_have_attribute("aria-label", "Source 2, Port jobs in 2024, Change by role")


def test_earlier_answers_keep_their_sources(page: Page) -> None:
    visit(page)
    ask(page, PAY)
    ask(page, "Which tide skills does a harbour pilot need?")
    expect(page.locator(".understood")).to_contain_text(PAY)
    first = page.get_by_test_id("bot").first
    first.locator("a.cite").first.click()
    expect(page.locator("#source-body mark").first).to_contain_text("91,000 crowns")


def test_stop_keeps_what_was_written_and_retry_finishes(page: Page) -> None:
    visit(page)
    page.get_by_test_id("textbox").fill("slowly: pay of a harbour pilot")
    page.get_by_test_id("submit-button").click()
    expect(page.get_by_test_id("bot")).to_contain_text("The median pay")
    page.locator(".stop-button").click()
    expect(page.locator(".notice")).to_contain_text("You stopped this answer.")
    expect(page.get_by_test_id("bot")).to_contain_text("The median pay")
    page.locator("#turns").evaluate("el => { el.querySelector('.asked-text').textContent }")
    page.get_by_role("button", name="Edit the question").click()
    page.get_by_role("textbox", name="Edit the question").fill(PAY)
    page.get_by_role("textbox", name="Edit the question").press("Enter")
    expect(page.locator(".grounding")).to_be_visible()
    expect(page.get_by_test_id("user")).to_have_count(1)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".grounding")).to_be_visible()


def test_editing_an_earlier_question_says_what_it_removes(page: Page) -> None:
    visit(page)
    ask(page, PAY)
    ask(page, "And what about a deck officer?")
    page.get_by_role("button", name="Edit the question").first.click()
    expect(page.locator(".edit-tools")).to_contain_text("The turn after it will be removed.")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("user")).to_have_count(2)


def test_partial_answers_and_abstentions_look_different(page: Page) -> None:
    visit(page)
    ask(page, "partly: what is the pay of a harbour pilot?")
    expect(page.locator(".kind-note")).to_have_text("Part of an answer")
    expect(page.locator(".missing").first).to_have_text("Not in the libraryregion Oslo")
    expect(page.locator(".missing").last).to_have_text("No plain answer aboutnight shifts")
    expect(page.locator(".grounding.open")).to_contain_text("2 of 6 sentences could not be checked and were left out.")
    ask(page, "unknown: what about a harbour pilot on the moon?")
    last = page.get_by_test_id("bot").last
    expect(last.locator(".kind-abstention")).to_contain_text("The library holds nothing on this.")
    expect(last.locator(".grounding")).to_have_count(0)
    last.locator(".near-link").first.click()
    expect(page.locator("#source .source-bar .label")).to_have_text("Found, not cited")


def test_found_but_not_cited_passages_are_offered_apart(page: Page) -> None:
    visit(page)
    ask(page, PAY)
    page.locator("#source .pill.found").first.click()
    expect(page.locator("#source .source-bar .label")).to_have_text("Found, not cited")
    expect(page.locator("#source-body mark").first).to_be_visible()


def test_follow_ups_come_from_the_evidence_and_are_asked(page: Page) -> None:
    visit(page)
    ask(page, PAY)
    follow = page.locator(".follow .example").first
    expect(follow).to_have_text("What about pay and demand of Harbour pilot?")
    follow.click()
    expect(page.get_by_test_id("user")).to_have_count(2)
    expect(page.locator(".follow")).to_have_count(1)  # only under the last answer


def test_copy_gives_the_answer_with_its_sources(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page)
    ask(page, PAY)
    page.get_by_role("button", name="Copy", exact=True).click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "91,000 crowns in May 2025. [1]" in copied
    assert "[1] Harbour pilot › Pay and demand (as of November 2026): “The median pay" in copied
    assert "https://example.org/handbook" in copied
    page.get_by_role("button", name="Copy citation").click()
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited.startswith("“The median pay of harbour pilots")
    page.get_by_role("button", name="Copy link").click()
    link = page.evaluate("navigator.clipboard.readText()")
    page.goto(link)
    expect(page.locator("#reader mark").first).to_contain_text("The median pay of harbour pilots")


def test_feedback_goes_to_a_local_file(page: Page, app: Running) -> None:
    visit(page)
    ask(page, PAY)
    page.get_by_role("button", name="Poor answer").click()
    page.get_by_label("What was wrong?").fill("The year is missing.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("button", name="Poor answer")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".reason")).to_have_count(0)
    expect(page.locator(".toast")).to_contain_text("Noted on this machine")
    file = app.advisor.settings.home / "feedback.jsonl"
    page.wait_for_timeout(100)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines[-1]["reason"] == "The year is missing."
    assert lines[-1]["question"] == PAY


def test_everything_works_by_keyboard(page: Page) -> None:
    visit(page)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("body").press("/")
    expect(page.get_by_test_id("textbox")).to_be_focused()
    page.keyboard.type(PAY)
    page.keyboard.press("Enter")
    expect(page.locator(".grounding")).to_be_visible()
    cite = page.locator("a.cite").nth(1)
    cite.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".source-title")).to_be_focused()
    expect(page.locator(".source-title")).to_have_text("Port jobs in 2024")
    page.keyboard.press("]")
    expect(page.locator(".source-bar .label")).to_have_text("Source 3 of 4")
    page.keyboard.press("Escape")
    expect(cite).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Keyboard shortcuts")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Alt+KeyN")
    expect(page.locator("#welcome")).to_be_visible()


def test_the_end_of_an_answer_is_announced(page: Page) -> None:
    visit(page)
    ask(page, PAY)
    expect(page.locator("#status")).to_have_text("Answer ready, 4 sources.")


def test_a_lost_connection_is_told_and_the_question_kept(page: Page, context: BrowserContext, watched: Watched) -> None:
    watched.allowed |= {"ERR_INTERNET_DISCONNECTED", "ERR_FAILED"}
    visit(page)
    context.set_offline(True)
    page.get_by_test_id("textbox").fill(PAY)
    page.keyboard.press("Enter")
    expect(page.locator(".notice.warn")).to_contain_text("The connection to the server was lost.")
    context.set_offline(False)
    page.locator(".notice").get_by_role("button", name="Try again").click()
    expect(page.locator(".grounding")).to_be_visible()


def test_a_busy_server_is_told_kindly(page: Page, watched: Watched) -> None:
    watched.allowed.add("503")
    visit(page)
    page.route("**/call/ask", lambda route: route.fulfill(status=503, json={"detail": "Queue is full."}))
    page.get_by_test_id("textbox").fill(PAY)
    page.keyboard.press("Enter")
    expect(page.locator(".notice.warn")).to_contain_text("Many people are asking right now.")


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("🧭 harbour pilot pay 🚢?", id="emoji"),
        pytest.param("ما هو أجر harbour pilot؟", id="right to left"),
        pytest.param('<img src=x onerror="window.__xss=1"> harbour pilot <script>window.__xss=1</script>', id="markup"),
        pytest.param("[x](javascript:window.__xss=1) **harbour** pilot `pay`", id="markdown"),
    ],
)
def test_questions_are_shown_as_they_were_typed(page: Page, question: str) -> None:
    visit(page)
    ask(page, question)
    expect(page.locator(".asked-text")).to_have_text(question)
    assert page.evaluate("window.__xss") is None
    assert page.locator("#turns img, #turns script, #turns iframe").count() == 0


def test_a_pasted_megabyte_is_refused_without_a_request(page: Page) -> None:
    visit(page)
    page.get_by_test_id("textbox").fill("x " * 500_000)
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("A question may have 4,000 characters.")
    expect(page.get_by_test_id("user")).to_have_count(0)


def test_hostile_documents_are_text_everywhere(page: Page) -> None:
    visit(page)
    ask(page, "markup sentence link heading bold words tags")
    page.locator("a.cite").first.click()
    expect(page.locator("#source-body mark").first).to_be_visible()
    visit(page, "/library?doc=guides/hostile")
    expect(page.locator("#reader")).to_contain_text("<script>window.__xss=1</script>")
    assert page.evaluate("window.__xss") is None
    assert page.locator("#reader img, #reader script, #reader iframe").count() == 0
    assert page.locator("#reader a[href^=javascript]").count() == 0


def test_a_hostile_answer_is_text(page: Page, app: Running) -> None:
    visit(page)
    events = [
        {
            "event": "delta",
            "blocks": [
                {"k": "p", "segs": [{"t": "<img src=x onerror=window.__xss=1>", "u": "javascript:window.__xss=1"}]}
            ],
        },
        {"event": "error", "code": "advisor", "message": "<svg onload=window.__xss=1>"},
    ]
    body = "".join(f"event: generating\ndata: {json.dumps([e])}\n\n" for e in events)
    page.route("**/call/ask", lambda route: route.fulfill(json={"event_id": "e1"}))
    page.route("**/call/ask/e1", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    page.get_by_test_id("textbox").fill("x")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("<svg onload=window.__xss=1>")
    assert page.evaluate("window.__xss") is None
    assert page.locator("#turns a[href^=javascript]").count() == 0


def test_sixty_turns_stay_smooth(page: Page) -> None:
    visit(page)
    ask(page, PAY)
    page.evaluate(
        """() => {
            const key = Object.keys(localStorage).find((k) => k.startsWith('cpa.chat.'));
            const chat = JSON.parse(localStorage.getItem(key));
            const turn = chat.turns[0];
            chat.turns = Array.from({ length: 60 }, (_, i) => ({ ...turn, id: `turn${String(i).padStart(4, '0')}` }));
            localStorage.setItem(key, JSON.stringify(chat));
        }"""
    )
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.get_by_test_id("user")).to_have_count(60)
    took = page.evaluate(
        """async () => {
            const start = performance.now();
            const log = document.getElementById('log');
            for (let i = 0; i < 20; i++) { log.scrollTop = i * 900; await new Promise(requestAnimationFrame); }
            return performance.now() - start;
        }"""
    )
    assert took < 3000
    ask(page, "And the deck officer?")
    expect(page.get_by_test_id("user")).to_have_count(61)


def test_a_growing_answer_shifts_nothing(page: Page) -> None:
    visit(page)
    page.evaluate(
        """() => { window.__shift = 0; new PerformanceObserver((list) => {
            for (const e of list.getEntries()) if (!e.hadRecentInput) window.__shift += e.value;
        }).observe({ type: 'layout-shift', buffered: true }); }"""
    )
    page.get_by_test_id("textbox").fill("slowly: pay of a harbour pilot")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("bot")).to_contain_text("A harbour pilot brings")
    page.locator(".stop-button").click()
    assert page.evaluate("window.__shift") < 0.1


@pytest.fixture
def narrow(options: dict[str, Any]) -> dict[str, Any]:
    options["viewport"] = NARROW
    return options


def test_on_a_phone_the_source_is_a_sheet(narrow: dict[str, Any], page: Page) -> None:
    visit(page)
    ask(page, PAY)
    expect(page.locator("#source")).not_to_be_visible()
    page.locator("a.cite").first.click()
    expect(page.locator("#source")).to_have_attribute("role", "dialog")
    expect(page.locator("#source-body mark").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("Escape")
    expect(page.locator("#source")).not_to_be_visible()
    expect(page.locator("a.cite").first).to_be_focused()
    for path in ("/library", "/library?doc=market/port-jobs-2024", "/history", "/pathways", "/market"):
        visit(page, path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
