"""Pathways in a browser: pick roles by name or alias, read the plan, open its sources, take it away."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NARROW, visit
from tests.ui.fake import FakeAdvisor

MOVE = "/pathways?from=roles/deck-officer&to=roles/harbour-pilot&hours=6"


def test_roles_are_found_by_alias_and_by_keyboard(page: Page) -> None:
    visit(page, "/pathways")
    expect(page.locator(".move")).to_have_text("Deck officerHarbour pilot")
    start = page.get_by_role("combobox", name="From the role")
    start.fill("watch off")
    expect(page.locator("#from-role-list li")).to_contain_text("Deck officer")
    start.press("ArrowDown")
    start.press("Enter")
    expect(start).to_have_value("Deck officer")
    expect(page.locator(".next-card h3")).to_have_text("Harbour pilot")
    goal = page.get_by_role("combobox", name="To the role")
    goal.fill("marine")
    goal.press("Enter")
    expect(goal).to_have_value("Harbour pilot")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.locator("#plan h2")).to_have_text("From Deck officer to Harbour pilot")
    expect(page).to_have_url(re.compile(r"from=roles%2Fdeck-officer&to=roles%2Fharbour-pilot&hours=6$"))


def test_each_line_opens_its_source(page: Page) -> None:
    visit(page, MOVE)
    expect(page.locator(".gap-have")).to_contain_text("Radio procedure")
    page.locator(".gap-missing summary").first.click()
    page.locator(".gap-missing a.cite").first.click()
    expect(page.locator("#source .source-title")).to_have_text("Harbour pilot")
    expect(page.locator("#source-body mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#source")).not_to_be_visible()
    page.locator(".plan-text a.cite").first.click()
    expect(page.locator("#source-body mark").first).to_be_visible()
    expect(page.locator(".stop").first).to_have_text("Deck officer")
    expect(page.locator(".timeline li").first).to_be_visible()


@pytest.mark.parametrize(
    ("name", "ending"), [("PDF", "pdf"), ("Word", "docx"), ("Markdown", "md"), ("Calendar", "ics"), ("BibTeX", "bib")]
)
def test_exports_open_and_hold_their_citations(page: Page, name: str, ending: str) -> None:
    visit(page, MOVE)
    with page.expect_download() as got:
        page.locator(".plan-head").get_by_role("button", name=name).click()
    path = Path(got.value.path())
    assert got.value.suggested_filename == f"plan-harbour-pilot.{ending}"
    quote = "Deck officers who want to become harbour pilots need command experience first."
    assert quote in FakeAdvisor().document("transitions/deck-officer-to-harbour-pilot").text
    content = path.read_bytes()
    if ending == "docx":
        content = zipfile.ZipFile(path).read("word/document.xml")
    if ending == "pdf":
        assert content.startswith(b"%PDF-")
    elif ending == "bib":
        assert b"Occupational handbook" in content
    elif ending == "ics":
        assert content.count(b"BEGIN:VEVENT") >= 2
    else:
        assert quote.encode() in content


def test_a_resume_can_be_dropped_and_wrong_files_are_told(page: Page) -> None:
    visit(page, "/pathways?to=roles/harbour-pilot")
    page.locator(".path-more summary").click()
    choose = page.locator("#resume")
    choose.set_input_files({"name": "cv.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"})
    expect(page.locator("#resume-note")).to_have_text("“cv.exe” is no PDF, DOCX, TXT or MD file.")
    text = "Deck officer, 2018 to 2024. Ship handling in narrow water, radio procedure with tugs. " * 3
    choose.set_input_files({"name": "cv.txt", "mimeType": "text/plain", "buffer": text.encode()})
    expect(page.locator("#resume-note")).to_contain_text("“cv.txt” will be read for this plan.")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.locator(".gap-have")).to_contain_text("Ship handling")


def test_an_unknown_role_is_told_with_the_nearest(page: Page, watched: Any) -> None:
    watched.allowed.add("422")
    visit(page, "/pathways")
    page.get_by_role("combobox", name="From the role").fill("Deck officer")
    page.get_by_role("combobox", name="To the role").fill("Harbor pilots <b>")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.locator("#plan .notice")).to_contain_text("Harbor pilots <b>")
    page.get_by_role("combobox", name="To the role").fill("")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.locator(".toast")).to_have_text("Choose the role you want.")


@pytest.fixture
def narrow(options: dict[str, Any]) -> None:
    options["viewport"] = NARROW


def test_a_plan_fits_a_phone(narrow: None, page: Page) -> None:
    visit(page, MOVE)
    expect(page.locator("#plan h2")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
