"""The whole line in a browser: a real index, real retrieval, and quotes that stand in the documents word for word."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Browser, expect

from advisor import Advisor
from tests.e2e.conftest import WIDE, Watched, ask, visit
from tests.ui.running import running


def test_a_real_answer_opens_the_very_words_it_rests_on(browser: Browser, built_advisor: Advisor) -> None:
    with running(built_advisor) as server:
        context = browser.new_context(base_url=server.url, viewport=WIDE, locale="en-GB")
        context.set_default_timeout(15_000)
        watched = Watched(context)
        page = context.new_page()
        visit(page)
        example = page.locator(".example").first.inner_text()
        ask(page, example)
        expect(page.locator(".grounding")).to_be_visible()
        links = page.get_by_test_id("bot").locator("a.cite")
        assert links.count() >= 1
        quotes = page.evaluate(
            "() => Object.keys(localStorage).filter((k) => k.startsWith('cpa.chat'))"
            ".flatMap((k) => JSON.parse(localStorage[k]).turns[0].reply.citations)"
        )
        for citation in quotes:
            document = built_advisor.document(citation["document_id"])
            assert document.text[citation["start"] : citation["end"]] == citation["quote"]
            assert document.content_hash == citation["content_hash"]
        links.first.click()
        shown = page.locator("#source-body mark").all_inner_texts()
        bare = re.sub(r"[*_`|\s]+", " ", quotes[0]["quote"]).strip()
        assert re.sub(r"\s+", " ", "".join(shown)).strip() in bare or "".join(shown).replace(" ", "") == bare.replace(
            " ", ""
        )
        context.close()
        watched.check()


@pytest.mark.parametrize("path", ["/api/roles", "/api/market", "/api/library"])
def test_views_of_any_library_load(built_advisor: Advisor, path: str) -> None:
    with running(built_advisor) as server:
        assert httpx.get(server.url + path, timeout=30).status_code == 200
