"""What is generated is current, links lead somewhere, and the check for both fires when it should."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("advisor_scripts_docs", ROOT / "scripts" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_documentation_is_current(docs: ModuleType) -> None:
    assert docs.stale() == []


def test_relative_links_lead_somewhere(docs: ModuleType) -> None:
    assert docs.dead_links() == []


def test_a_dead_link_is_found(docs: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# Other page\n\n## A part\n", encoding="utf-8")
    (tmp_path / "page.md").write_text(
        "[good](other.md) [good](other.md#a-part) [good](#page) [web](https://example.org/x)\n"
        "[bad](nothing.md)\n"
        "`[code](nothing.md)`\n```\n[code](nothing.md)\n```\n"
        "![bad](nothing.png) [bad](other.md#no-part)\n# Page\n",
        encoding="utf-8",
    )
    assert docs.dead_links(tmp_path) == [
        "page.md:2: nothing.md",
        "page.md:7: nothing.png",
        "page.md:7: other.md#no-part",
    ]


def test_an_old_table_is_found(docs: ModuleType) -> None:
    text = docs.README.read_text(encoding="utf-8")
    assert docs.readme(text.replace("`7860`", "`7861`")) == docs.readme(text)
    assert docs.readme(text).count("ADVISOR_PORT") >= 1


def test_every_setting_is_described(docs: ModuleType) -> None:
    for row in docs.settings_table().splitlines()[2:]:
        assert all(cell.strip() for cell in row.strip("|").split("|")), row
