"""Loads the versioned prompt files of prompts/ and fills them in. Nothing else writes prompt text.

A file is named `<name>.v<number>.md`. Its front matter says what it is for, which variables it needs and what comes
back; its body has a part under `=== system ===` and one under `=== user ===`. `{{name}}` stands for a variable. Values
are put in once and not read again: what a value holds cannot open a variable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from advisor.errors import UsageError
from advisor.settings import shipped

Role = Literal["system", "user"]
_FILE = re.compile(r"^(?P<name>[a-z][a-z-]*)\.v(?P<number>\d+)\.md$")
_PART = re.compile(r"^=== (system|user) ===$", re.M)
_VARIABLE = re.compile(r"\{\{([a-z_]+)\}\}")


class _Head(BaseModel):
    model_config = ConfigDict(extra="forbid")

    purpose: str
    variables: tuple[str, ...] = ()
    output: str
    tools: dict[str, dict[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Message:
    """One rendered message."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of one prompt. `tools` holds, for each tool, its description and those of its arguments."""

    name: str
    number: int
    purpose: str
    variables: tuple[str, ...]
    output: str
    parts: tuple[tuple[Role, str], ...]
    tools: Mapping[str, Mapping[str, str]]

    @property
    def version(self) -> str:
        return f"{self.name}.v{self.number}"

    def render(self, **values: str) -> tuple[Message, ...]:
        """The messages. Raises UsageError for a variable that is missing or that the prompt does not have."""
        wrong = set(self.variables) ^ values.keys()
        if wrong:
            raise UsageError(f"The prompt {self.version} needs {list(self.variables)}; check {sorted(wrong)}.")
        return tuple(Message(role, _VARIABLE.sub(lambda m: values[m[1]], text)) for role, text in self.parts)


@lru_cache(maxsize=32)
def load(name: str, folder: Path | None = None) -> Prompt:
    """The latest version of a prompt. Raises UsageError where there is none, or its file is malformed."""
    found = versions(folder or shipped("prompts")).get(name)
    if not found:
        raise UsageError(f"There is no prompt {name!r} in {folder or shipped('prompts')}.")
    return read(found[-1])


def versions(folder: Path) -> dict[str, list[Path]]:
    """The files of each prompt, the oldest first."""
    found: dict[str, list[tuple[int, Path]]] = {}
    for path in folder.glob("*.md"):
        match = _FILE.match(path.name)
        if match:
            found.setdefault(match["name"], []).append((int(match["number"]), path))
    return {name: [path for _, path in sorted(paths)] for name, paths in sorted(found.items())}


def read(path: Path) -> Prompt:
    """One prompt file. Raises UsageError, naming the file, where it is malformed."""
    match = _FILE.match(path.name)
    pieces = path.read_text(encoding="utf-8").split("---\n", 2)
    if match is None or len(pieces) != 3 or pieces[0]:
        raise UsageError(f"{path}: a prompt is named name.v1.md and begins with front matter between lines of ---.")
    try:
        head = _Head.model_validate(yaml.safe_load(pieces[1]))
    except (ValueError, yaml.YAMLError) as error:
        raise UsageError(f"{path}: the front matter is malformed: {error}") from error
    cut = _PART.split(pieces[2])
    parts: list[tuple[Role, str]] = [(role, text.strip()) for role, text in zip(cut[1::2], cut[2::2], strict=True)]  # type: ignore[misc]
    used = set(_VARIABLE.findall("\n".join(text for _, text in parts)))
    if used != set(head.variables) or (not parts and not head.tools):
        raise UsageError(f"{path}: the body uses {sorted(used)}, the front matter lists {sorted(head.variables)}.")
    name, number = match["name"], int(match["number"])
    return Prompt(name, number, head.purpose, head.variables, head.output, tuple(parts), head.tools)
