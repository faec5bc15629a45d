"""What is printed, and how: safe text, colour and width for a terminal, progress on standard error."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

import click

# What could move the cursor, change colours or turn the direction of a line: a document's text must do none of it.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BULLET = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+|\s*")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_MARKS = re.compile(r"(?:\[\d{1,3}\])+")

Progress = Callable[[int, int, str], None]


def safe(text: str) -> str:
    """The text without control characters (line ends and tabs stay) and without direction overrides."""
    return _UNSAFE.sub("", text)


def width() -> int:
    """Columns to write in: the terminal's, at most 100."""
    return min(shutil.get_terminal_size((100, 24)).columns, 100)


def wrapped(text: str, indent: str = "") -> str:
    """Each line folded to the terminal's width, list items with a hanging indent. Tables are left as they are."""
    lines = []
    for line in safe(text).split("\n"):
        hanging = " " * len(_BULLET.match(line)[0]) if not line.startswith("|") else ""  # type: ignore[index]
        if line.startswith("|") or len(line) + len(indent) <= width():
            lines.append(indent + line if line else "")
        else:
            folded = textwrap.wrap(
                line,
                width(),
                initial_indent=indent,
                subsequent_indent=indent + hanging,
                break_long_words=False,
                break_on_hyphens=False,
            )
            lines.extend(folded)
    return "\n".join(lines)


def painted(markdown: str) -> str:
    """Bold words and `[n]` markers in a terminal's way. Without a terminal click takes the paint off again."""
    if not sys.stdout.isatty():
        return markdown
    text = _BOLD.sub(lambda m: click.style(m[1], bold=True), markdown)
    return _MARKS.sub(lambda m: click.style(m[0], fg="cyan"), text)


def note(message: str) -> None:
    """A remark on standard error."""
    click.echo(click.style(safe(message), dim=True), err=True)


def warn(message: str) -> None:
    click.echo(click.style("Warning: ", fg="yellow") + safe(message), err=True)


_MUCH = 20


def _one_line(label: str) -> Progress:
    told = False

    def advance(done: int, total: int, name: str) -> None:
        nonlocal told
        if total > _MUCH and not told:
            told = True
            click.echo(f"{label}: {total} to do", err=True)

    return advance


@contextmanager
def progress(label: str) -> Iterator[Progress]:
    """A callback (done, total, name) that draws a bar on standard error while that is a terminal.

    The bar appears with the first call or, spinning, after a second: a run with nothing to do prints nothing. What is
    no terminal gets one line where there is much to do.
    """
    if not sys.stderr.isatty():
        yield _one_line(label)
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("Opening", total=None)
    late = Timer(1.0, bar.start)
    late.daemon = True
    late.start()

    def advance(done: int, total: int, name: str) -> None:
        late.cancel()
        bar.start()  # nothing happens where it has started
        bar.update(task, description=label, completed=done, total=total)

    try:
        yield advance
    finally:
        late.cancel()
        late.join()
        bar.stop()
