"""The prompt files: each renders, none hides a variable, and what a value holds stays a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.errors import UsageError
from advisor.prompting import load, read, versions
from advisor.settings import shipped

PROMPTS = [path for paths in versions(shipped("prompts")).values() for path in paths]


@pytest.mark.parametrize("path", PROMPTS, ids=lambda p: p.stem)
def test_each_prompt_renders(path: Path) -> None:
    prompt = read(path)
    assert path.name == f"{prompt.version}.md"
    assert prompt.purpose
    assert prompt.output
    values = {name: f"‹value of {name}›" for name in prompt.variables}
    messages = prompt.render(**values)
    text = "\n".join(m.content for m in messages)
    assert "{{" not in text
    for value in values.values():
        assert value in text
    if not prompt.tools:
        assert [m.role for m in messages] in (["system", "user"], ["user"])


def test_the_folder_lists_what_it_holds() -> None:
    listed = (shipped("prompts") / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in listed for path in PROMPTS)


def test_every_tool_has_texts_and_every_text_a_tool() -> None:
    from advisor.answering.tools import Toolbox

    tools = load("tools").tools
    methods = {"search": "_search", "look_up_role": "_role", "find_figures": "_figures", "make_plan": "_plan"}
    assert set(tools) == set(methods)
    assert all(hasattr(Toolbox, m) for m in methods.values())
    assert all("description" in texts for texts in tools.values())


def test_a_value_cannot_open_a_variable(tmp_path: Path) -> None:
    path = tmp_path / "greet.v1.md"
    path.write_text(
        "---\npurpose: p\nvariables: [name, secret]\noutput: o\n---\n=== user ===\nHello {{name}}, {{secret}}\n",
        encoding="utf-8",
    )
    (message,) = read(path).render(name="{{secret}}", secret="x")
    assert message.content == "Hello {{secret}}, x"


def test_missing_and_unknown_variables_are_refused() -> None:
    with pytest.raises(UsageError, match="question"):
        load("expand").render(most="3", language="English")
    with pytest.raises(UsageError, match="surprise"):
        load("check").render(surprise="x")


def test_the_latest_version_is_used(tmp_path: Path) -> None:
    for number in (1, 2, 10):
        (tmp_path / f"greet.v{number}.md").write_text(
            f"---\npurpose: p\noutput: o\n---\n=== user ===\nversion {number}\n", encoding="utf-8"
        )
    assert load("greet", tmp_path).version == "greet.v10"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("greet.md", "---\npurpose: p\noutput: o\n---\n=== user ===\nx\n", "is named"),
        ("greet.v1.md", "no front matter", "front matter"),
        ("greet.v1.md", "---\npurpose: p\n---\n=== user ===\nx\n", "malformed"),
        ("greet.v1.md", "---\npurpose: p\noutput: o\nvariables: [a]\n---\n=== user ===\n{{b}}\n", r"uses \['b'\]"),
    ],
)
def test_a_malformed_file_is_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read(path)


def test_there_is_no_such_prompt() -> None:
    with pytest.raises(UsageError, match="no prompt 'sing'"):
        load("sing")
