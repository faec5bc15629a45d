"""Writes the generated parts of the documentation, or checks that they are current.

    python scripts/docs.py            write docs/cli.md and the settings table of README.md again
    python scripts/docs.py --check    say what is stale or which relative link leads nowhere; exit status 1 if any

docs/cli.md holds the help of every command; the table comes from the settings classes. The text around the markers
in README.md is written by hand.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

CLI = ROOT / "docs" / "cli.md"
README = ROOT / "README.md"
_BEGIN, _END = "<!-- settings: written by `make docs` -->", "<!-- settings: end -->"
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|!\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.S | re.M)
_CODE = re.compile(r"`[^`\n]*`")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.M)
_SKIPPED = {".venv", ".git", "node_modules", "build", "dist", "screenshots", "eval-results"}


def cli_page() -> str:
    """docs/cli.md: the help of each command, at 80 columns."""
    from advisor.cli.app import cli

    parts = [
        "# Command line",
        "",
        "<!-- Written by `make docs` from the help of each command; do not edit. -->",
        "",
        "Answers go to standard output, remarks and progress to standard error. Colour and progress bars appear on a",
        "terminal only, and `NO_COLOR` turns colour off. `--debug`, anywhere, shows the traceback of an unexpected",
        "error.",
        "",
        "| Exit status | Meaning |",
        "|---|---|",
        "| 0 | a reply was given, an honest abstention too |",
        "| 1 | anything that is not one of the others |",
        "| 2 | arguments, questions or files that cannot be used |",
        "| 3 | no index, or one made with another model or splitter; the message names the command that mends it |",
        "| 130 | stopped with Ctrl-C |",
        "",
    ]
    for context in _contexts(click.Context(cli, info_name="advisor", terminal_width=80, **cli.context_settings)):
        parts += [f"## {context.command_path}", "", "```text", context.get_help(), "```", ""]
    return "\n".join(parts)


def _contexts(context: click.Context) -> Iterator[click.Context]:
    """A command and all below it. Each inherits from its group, as when it is run: a command remembers its help
    option from whoever asked for it first."""
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            found = context.command.get_command(context, name)
            if found is not None:
                yield from _contexts(click.Context(found, parent=context, info_name=name))


def settings_table() -> str:
    """The Markdown table of every environment variable, its default and what it does."""
    from advisor.settings import Settings
    from ui.options import UiSettings

    rows = ["| Variable | Default | What it does |", "|---|---|---|"]
    for model in (Settings, UiSettings):
        prefix = str(model.model_config.get("env_prefix", ""))
        for name, field in model.model_fields.items():
            told = (field.description or "").replace("|", "\\|")
            allowed = _allowed(field.annotation)
            rows.append(f"| `{prefix}{name.upper()}` | {_default(name, field)} | {told}{allowed} |")
    return "\n".join(rows)


def _default(name: str, field: Any) -> str:
    if field.default_factory is not None:  # depends on the machine, so it is told in words
        return {"corpus": "the shipped library", "home": "the user's data folder"}.get(name, "computed")
    if field.default in (None, "", ()):
        return "none"
    return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"


def _allowed(annotation: Any) -> str:
    if get_origin(annotation) is not Literal:
        return ""
    return ": " + ", ".join(f"`{value}`" for value in get_args(annotation))


def readme(text: str) -> str:
    """README.md with its settings table as it should be."""
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise SystemExit(f"README.md needs the markers {_BEGIN} and {_END}")
    return f"{before}{begin}\n{settings_table()}\n{end}{after}"


def dead_links(root: Path = ROOT) -> list[str]:
    """`file:line: target` of each relative link in a Markdown file that leads to no file or to no heading."""
    found = []
    for page in sorted(root.rglob("*.md")):
        if _SKIPPED & set(page.relative_to(root).parts):
            continue
        text = _without_code(page.read_text(encoding="utf-8"))
        for match in _LINK.finditer(text):
            target = match[1] or match[2]
            if not re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.I) and not _leads_somewhere(page, target):
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{page.relative_to(root).as_posix()}:{line}: {target}")
    return found


def _without_code(text: str) -> str:
    """The text with code blanked out, lines kept."""
    text = _FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    return _CODE.sub(lambda m: " " * len(m[0]), text)


def _leads_somewhere(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists():
        return False
    return not anchor or file.suffix != ".md" or anchor in _anchors(file)


def _anchors(page: Path) -> set[str]:
    headings = _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


def stale() -> list[str]:
    """What is not as the code says, each with the remedy."""
    found = []
    if not CLI.exists() or CLI.read_text(encoding="utf-8") != cli_page():
        found.append("docs/cli.md is not the help of the commands as they are. Run: make docs")
    text = README.read_text(encoding="utf-8")
    if text != readme(text):
        found.append("the settings table in README.md is not the settings as they are. Run: make docs")
    return found


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        problems = stale() + [f"{link} leads nowhere" for link in dead_links()]
        for problem in problems:
            print(problem, file=sys.stderr)
        return 1 if problems else 0
    CLI.parent.mkdir(exist_ok=True)
    CLI.write_text(cli_page(), encoding="utf-8")
    README.write_text(readme(README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
