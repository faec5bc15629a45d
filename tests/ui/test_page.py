"""The page as sent: language, title, escaping, the age of the figures."""

from __future__ import annotations

import json
import re

import pytest

from ui.page import VIEWS, footer_of, language_of, page


@pytest.mark.parametrize(
    ("cookie", "accept", "lang"),
    [
        (None, None, "en"),
        (None, "de-AT,de;q=0.9,en;q=0.5", "de"),
        (None, "fr-FR,fr;q=0.9,es;q=0.8,en;q=0.7", "es"),
        (None, "en;q=0.2,de;q=0.9", "de"),
        (None, "de;q=0", "en"),
        (None, "de;q=nonsense,es", "es"),
        ("es", "de", "es"),
        ("<script>", "de", "de"),
    ],
)
def test_language_comes_from_choice_then_browser(cookie: str | None, accept: str | None, lang: str) -> None:
    assert language_of(cookie, accept) == lang


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("lang", ["en", "de", "es"])
def test_every_view_is_filled_in(view: str, lang: str) -> None:
    sent = page(view, lang, "/static/x", {}, [], "f")
    assert "{{" not in sent
    assert f'<html lang="{lang}" data-view="{view}">' in sent
    assert sent.count('aria-current="page"') == 1


def test_what_is_filled_in_cannot_become_markup() -> None:
    hostile = '</script><img src=x onerror="alert(1)">&'
    sent = page("ask", "en", "/static/x", {"newest": hostile}, [hostile], hostile)
    assert "<img" not in sent
    assert sent.count("</script>") == 4  # boot, main, strings, meta
    meta = re.search(r'id="meta">(.*?)</script>', sent)
    assert meta
    assert json.loads(meta[1])["newest"] == hostile


def test_there_is_no_inline_script_style_or_handler() -> None:
    sent = page("ask", "en", "/static/x", {}, ["q"], "f")
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))", sent)
    assert not re.search(r"\sstyle=|<style|\son\w+=", sent)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", sent)


@pytest.mark.parametrize(
    ("newest", "months", "said"),
    [
        ("2026-11", 0, "Newest figures: November 2026, from this month. 7 documents"),
        ("2026-10", 1, "October 2026, 1 month old"),
        ("2024", 23, "Newest figures: 2024, 23 months old"),
        ("2023-01", 46, "January 2023, 3 years old"),
        (None, None, "7 documents, none with a date"),
    ],
)
def test_footer_says_how_old_the_newest_figures_are(newest: str | None, months: int | None, said: str) -> None:
    assert said in footer_of("en", newest, months, 7)
