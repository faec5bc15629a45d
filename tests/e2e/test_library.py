"""The library in a browser: filter, search, read, and links from outside."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.conftest import visit


def test_documents_are_listed_by_kind_and_filtered(page: Page) -> None:
    visit(page, "/library")
    expect(page.locator(".doc-link")).to_have_count(5)
    expect(page.locator(".group h2").first).to_have_text("Roles")
    page.get_by_role("button", name="Moves 1").click()
    expect(page.locator(".doc-link")).to_have_count(1)
    page.get_by_role("button", name="All 5").click()
    page.get_by_role("searchbox").fill("port pil")
    expect(page.locator(".doc-link").first).to_contain_text("Harbour pilot")  # by its alias
    page.get_by_role("searchbox").fill("tide tables")
    expect(page.locator(".doc-link .quote").first).to_contain_text("tide tables")
    page.get_by_role("searchbox").fill("zzzz qqqq")
    expect(page.locator(".results")).to_contain_text("Nothing here matches.")


def test_a_hit_opens_the_document_at_the_passage(page: Page) -> None:
    visit(page, "/library")
    page.get_by_role("searchbox").fill("tide tables")
    page.locator(".doc-link .quote").first.click()
    expect(page.locator("#reader mark").first).to_be_in_viewport()
    expect(page.locator("#reader h1")).to_have_text("From deck officer to harbour pilot")
    expect(page).to_have_title("From deck officer to harbour pilot · Career Path Advisor")
    page.go_back()
    expect(page.locator(".reader-empty")).to_be_visible()


def test_the_reader_shows_the_references_behind_each_sentence(page: Page) -> None:
    visit(page, "/library?doc=roles/harbour-pilot")
    reference = page.locator("#reader p .ref").first
    expect(reference).to_have_attribute("aria-label", "Reference S1: Occupational handbook")
    reference.click()
    expect(page.locator("#ref-S1")).to_be_focused()
    expect(page.locator("#ref-S1 a")).to_have_attribute("href", "https://example.org/handbook")
    expect(page.locator("#reader .aliases")).to_contain_text("port pilot, marine pilot")


def test_links_from_outside_open_the_passage(page: Page) -> None:
    visit(page, "/?doc=roles/harbour-pilot#L8")
    expect(page.locator("#reader .lit")).to_contain_text("Ship handling")
    expect(page.locator("#reader .lit")).to_be_in_viewport()
    expect(page.locator(".nav-item[aria-current]")).to_have_text("Library")
    visit(page, "/library?doc=roles/harbour-pilot&span=0-47#L1")
    expect(page.locator("#reader mark")).to_have_text("A harbour pilot brings ships safely into port. ")


def test_unknown_documents_and_odd_links_are_told(page: Page, watched) -> None:
    watched.allowed.add("404")
    visit(page, "/?doc=../../etc/passwd")
    expect(page.locator("#reader")).to_contain_text("There is no document “../../etc/passwd” in the library.")
    visit(page, "/?doc=%3Cimg%20src=x%20onerror=window.__xss=1%3E#L1")
    expect(page.locator("#reader")).to_contain_text("<img src=x onerror=window.__xss=1>")
    visit(page, "/library?doc=roles/harbour-pilot&span=5-2#L999999")
    expect(page.locator("#reader h1")).to_have_text("Harbour pilot")
    assert page.evaluate("window.__xss") is None


def test_a_question_about_the_document_is_prepared(page: Page) -> None:
    visit(page, "/library?doc=roles/deck-officer")
    page.get_by_role("button", name="Ask about this").click()
    expect(page.get_by_test_id("textbox")).to_have_value("What does “Deck officer” say about ")
    expect(page.get_by_test_id("user")).to_have_count(0)
