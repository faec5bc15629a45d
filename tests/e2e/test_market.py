"""Market in a browser: bars open their rows, charts have tables, files can be taken away."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import visit


def test_a_bar_opens_the_row_it_came_from(page: Page) -> None:
    visit(page, "/market")
    expect(page.locator(".chart-card h2")).to_have_text(
        "Change in open places by role, example land, 2022-2024 (percent)"
    )
    expect(page.locator("figcaption")).to_contain_text("percent")
    expect(page.locator(".chart .value.missing")).to_have_text("no figure")
    page.locator(".chart a.row").nth(1).click()
    expect(page.locator("#source-body tr.hit")).to_contain_text("deck officer")
    expect(page.locator("#source .refs a")).to_have_attribute("href", "https://example.org/survey")
    page.keyboard.press("Escape")
    bar = page.locator(".chart a.row").first
    bar.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#source-body tr.hit")).to_contain_text("harbour pilot")


def test_every_chart_has_a_table(page: Page) -> None:
    visit(page, "/market")
    page.get_by_text("Show as a table").click()
    cells = page.locator(".chart-table tbody tr").nth(2)
    expect(cells).to_contain_text("tug master")
    expect(cells).to_contain_text("missing (no figure)")


def test_files_can_be_taken_away(page: Page) -> None:
    visit(page, "/market")
    with page.expect_download() as got:
        page.get_by_role("link", name="CSV").click()
    text = Path(got.value.path()).read_text(encoding="utf-8-sig")
    assert "deck officer,-12.5" in text
    with page.expect_download() as got:
        page.get_by_role("link", name="SVG").click()
    assert ElementTree.parse(got.value.path()).getroot().tag.endswith("svg")
    with page.expect_download() as got:
        page.get_by_role("button", name="Download as PNG").click()
    assert Path(got.value.path()).read_bytes().startswith(b"\x89PNG")


def test_measures_have_links_of_their_own(page: Page) -> None:
    visit(page, "/market?show=<script>")
    expect(page.locator("a.filter[aria-current]")).to_have_text("Change in demand")
