"""What is generated is current, links lead somewhere, and the check for both fires when it should."""

from __future__ import annotations

import importlib.util
import re
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
    assert docs.CLI.read_text(encoding="utf-8").splitlines() == docs.cli_page().splitlines()
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


def test_the_code_in_the_readme_runs(
    cache_home: Path, shipped_advisor: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVISOR_HOME", str(cache_home))
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    exec(compile(code, "README.md", "exec"), {})
    assert "MLSecOps" in capsys.readouterr().out


def test_the_commands_in_the_documents_exist() -> None:
    """Each `advisor …` and `make …` that a document shows is one that there is."""
    from advisor.cli.app import COMMANDS

    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    pages = [
        ROOT / n for n in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/contract.md", "docs/architecture.md")
    ]
    shown = "\n".join(
        block
        for page in pages
        for block in re.findall(r"```(?:sh)?\n(.*?)```|`([^`\n]+)`", page.read_text("utf-8"), re.S)
        for block in block
    )
    used = set(re.findall(r"^(?:eval \"\$\()?advisor ([a-z]+)", shown, re.M))
    assert used <= COMMANDS.keys()
    assert {"ask", "doctor", "sources"} <= used
    made = set(re.findall(r"^make ([a-z]+)", shown, re.M))
    assert made <= targets
    assert {"run", "test", "check"} <= made
