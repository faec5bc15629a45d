"""`advisor ask --batch`: a JSONL file of questions to a JSONL file of replies, one a line in the same order.

Each reply is written and flushed as soon as it is there, so that a run which is stopped goes on where it was. A
line that cannot be used is reported with its number and left out; the rest goes on, and the exit status is 2.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from advisor.cli.console import note, progress, warn
from advisor.cli.questions import check_question
from advisor.cli.setup import open_advisor
from advisor.errors import UsageError

if TYPE_CHECKING:
    from advisor import Advisor, Settings

_ROLES = ("user", "assistant")


@dataclass(frozen=True, slots=True)
class Item:
    """One usable line of the input. `id` is the line's own, or its number where it has none."""

    line: int
    id: str | int
    question: str
    history: tuple[dict[str, str], ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return (str(self.id), self.question)


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the input that cannot be used, and why."""

    line: int
    message: str


def read_items(lines: list[str], limit: int) -> tuple[list[Item], list[Problem]]:
    """The usable lines in order, and what is wrong with the others. Blank lines are neither.

    `limit` is the most characters of a question.
    """
    items: list[Item] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = _item(number, line)
            check_question(item.question, limit)
            if str(item.id) in seen:
                raise ValueError(f"id {item.id!r} was already used on line {seen[str(item.id)]}")
        except (ValueError, UsageError) as error:
            problems.append(Problem(number, str(error)))
            continue
        seen[str(item.id)] = number
        items.append(item)
    return items, problems


def _item(number: int, line: str) -> Item:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg} at column {error.colno})") from error
    except RecursionError as error:
        raise ValueError("not JSON that can be read (nested too deeply)") from error
    if not isinstance(data, dict):
        raise ValueError(f"a JSON {type(data).__name__} where an object is expected")
    question = data.get("question")
    if not isinstance(question, str):
        raise ValueError('no "question" string')
    question = question.encode("utf-8", "replace").decode("utf-8")  # JSON may hold half a surrogate pair
    id_ = data.get("id", number)
    if isinstance(id_, bool) or not isinstance(id_, str | int):
        raise ValueError(f'"id" must be a string or a whole number, not {id_!r}')
    history = data.get("history") or []
    if not isinstance(history, list) or not all(_is_turn(turn) for turn in history):
        raise ValueError('"history" must be a list of {"role": "user" or "assistant", "content": "…"}')
    turns = tuple({"role": str(t["role"]), "content": str(t["content"])} for t in history)
    return Item(number, id_, question, turns)


def _is_turn(turn: Any) -> bool:
    return isinstance(turn, dict) and turn.get("role") in _ROLES and isinstance(turn.get("content"), str)


def read_replies(path: Path) -> list[tuple[tuple[str, str], str]]:
    """((id, question), line) of each reply that a file already holds.

    A last line without its end is what a stopped run left, and is dropped. Raises UsageError where the file holds
    anything else, so that no other file is ever written over.
    """
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")
    found = []
    for number, raw in enumerate(lines[:-1], 1):
        try:
            data = json.loads(raw)
            key = (str(data["id"]), str(data["question"]))
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path}, line {number} is no reply of a batch. Give another --out.") from error
        found.append((key, raw.decode("utf-8")))
    if not found and lines[-1] and not lines[-1].startswith(b"{"):
        raise UsageError(f"{path} holds something else than replies. Give another --out.")
    return found


def run(settings: Settings, source: Path, out: Path) -> int:
    """Answer a file; returns the exit status: 0, or 2 where lines could not be used."""
    items, problems = read_items(_lines(source), settings.max_question_characters)
    if not items and not problems:
        raise UsageError(f'{source} holds no question. Write one {{"id": "q1", "question": "…"}} a line.')
    known = read_replies(out)
    keys = {item.key for item in items}
    foreign = next((key for key, _ in known if key not in keys), None)
    if foreign is not None:
        raise UsageError(
            f"{out} holds a reply to {foreign[0]!r}, which {source} does not ask in those words. Give another --out."
        )
    for problem in problems:
        warn(f"{source}, line {problem.line}: {problem.message}")
    in_order = [key for key, _ in known] == [item.key for item in items[: len(known)]]
    done = dict(known)
    answered, unusable = 0, len(problems)
    with open_advisor(settings) as advisor, progress("Answering") as advance, _writer(out, known, in_order) as file:
        for number, item in enumerate(items, 1):
            if item.key in done:
                if not in_order:
                    file.write(done[item.key] + "\n")
                continue
            advance(number - 1, len(items), "")
            try:
                file.write(_reply_line(advisor, item) + "\n")
                answered += 1
            except UsageError as error:
                warn(f"{source}, line {item.line}: {error}")
                unusable += 1
            file.flush()
    if not in_order:
        os.replace(_part(out), out)
    note(f"{answered} answered, {len(known)} already answered, {unusable} unusable; replies are in {out}")
    return 2 if unusable else 0


def _reply_line(advisor: Advisor, item: Item) -> str:
    from advisor.reply import to_json

    data = to_json(advisor.ask(item.question, item.history), str(item.id))
    # As given, number or string, and in the words of the file: a later run finds by them what is done.
    data |= {"id": item.id, "question": item.question}
    return json.dumps(data, ensure_ascii=False)


def _lines(source: Path) -> list[str]:
    if str(source) == "-":
        return sys.stdin.read().splitlines()
    try:
        return source.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{source} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error


def _part(out: Path) -> Path:
    return out.with_name(out.name + ".part")


def _writer(out: Path, known: list[tuple[tuple[str, str], str]], in_order: bool) -> IO[str]:
    """The file to write to: `out` itself, cut after its last whole reply, where its replies are the first ones of
    the input; else a new file beside it that takes its place at the end, so that the order holds."""
    if not in_order:
        return click.open_file(str(_part(out)), "w", encoding="utf-8")
    file = out.open("a+b")
    file.truncate(sum(len(line.encode("utf-8")) + 1 for _, line in known))
    file.close()
    return out.open("a", encoding="utf-8")
