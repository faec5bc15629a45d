"""Every language has every string, with the same placeholders; every key that the page uses exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ui
from ui.strings import LANGUAGES, strings, text

STATIC = Path(ui.__file__).parent / "static"
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("lang", list(LANGUAGES))
def test_languages_have_the_same_keys_and_placeholders(lang: str) -> None:
    english, other = strings("en"), strings(lang)
    assert english.keys() == other.keys()
    for key, said in english.items():
        assert other[key].strip(), key
        assert set(PLACEHOLDER.findall(said)) == set(PLACEHOLDER.findall(other[key])), key


def test_translations_are_not_copies() -> None:
    english = strings("en")
    for lang in ("de", "es"):
        same = [k for k, v in strings(lang).items() if v == english[k] and len(v) > 12 and not k.endswith("ask_text")]
        assert same == []


def test_keys_used_by_the_scripts_exist() -> None:
    known = set(strings("en"))
    plural = {k.removesuffix(".one") for k in known if k.endswith(".one")}
    assert all(f"{k}.other" in known for k in plural)
    for path in STATIC.glob("*.js"):
        for key in re.findall(r"""\bt\((?:"|')([\w.]+)(?:"|')""", path.read_text(encoding="utf-8")):
            assert key in known or key in plural, f"{path.name}: {key}"


def test_unknown_languages_read_english() -> None:
    assert strings("fr") == strings("en")
    assert text("de", "footer.undated", count=3).startswith("3 Dokumente")
    with pytest.raises(KeyError):
        text("en", "no.such.key")
