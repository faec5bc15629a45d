"""JSON lines, read one at a time: what cannot be used is numbered, counted and passed over, never fatal alone.

A file of a hundred thousand rows needs the memory of one row and of the ids seen so far.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, TypeVar

from advisor.errors import UsageError

T = TypeVar("T")
_SHOWN = 50
_LONGEST_LINE = 20_000_000


class RowError(ValueError):
    """A row that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that was passed over: its 1-based number and why."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}"


@dataclass
class Rows:
    """The usable rows of a JSONL file, and an account of the others.

    Iterating raises UsageError where the file cannot be opened or holds no usable row at all.
    """

    path: Path | str
    problems: list[Problem] = field(default_factory=list)
    skipped: int = 0
    read: int = 0
    consumed: int = 0
    _seen: set[bytes] = field(default_factory=set)

    def parse(self, make: Callable[[Mapping[str, Any]], T], id_of: Callable[[T], str | None]) -> Iterator[T]:
        """`make(row)` of each row. A RowError from `make`, and an id that was there before, skip the row."""
        for number, row in self._objects():
            try:
                made = make(row)
            except RowError as error:
                self._skip(number, str(error))
                continue
            if self._is_repeated(id_of(made)):
                self._skip(number, f"the id {id_of(made)!r} was used before; the first row with it counts")
                continue
            self.read += 1
            yield made
        if not self.read:
            raise UsageError(self._nothing())

    def account(self) -> dict[str, Any]:
        """What a result says of the file: rows used, rows passed over, and the first problems by line."""
        return {"read": self.read, "skipped": self.skipped, "problems": [str(p) for p in self.problems]}

    def _objects(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        with self._open() as stream:
            for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b""), 1):
                self.consumed += len(line)
                text = line.removeprefix(b"\xef\xbb\xbf").strip()
                if not text:
                    continue
                try:
                    row = json.loads(text)
                except (ValueError, RecursionError) as error:  # bytes that are no UTF-8 raise a ValueError too
                    self._skip(number, f"not JSON ({_told(error)})")
                    continue
                if not isinstance(row, dict):
                    self._skip(number, f"a {type(row).__name__}, not an object")
                    continue
                yield number, row

    def _open(self) -> Any:
        if str(self.path) == "-":
            return nullcontext(sys.stdin.buffer)
        try:
            stream: IO[bytes] = open(self.path, "rb")  # noqa: SIM115
        except OSError as error:
            raise UsageError(
                f"{self.path} cannot be read ({error.strerror}). Check its path and permissions."
            ) from error
        return stream

    def _is_repeated(self, id_: str | None) -> bool:
        if id_ is None:
            return False
        key = blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def _skip(self, line: int, message: str) -> None:
        self.skipped += 1
        if len(self.problems) < _SHOWN:
            self.problems.append(Problem(line, message))

    def _nothing(self) -> str:
        if not self.skipped:
            return f"{self.path} is empty. Write one JSON object a line into it."
        first = "; ".join(str(p) for p in self.problems[:3])
        return f"{self.path} holds no usable row ({self.skipped} passed over: {first}). Write one JSON object a line."


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


def text_of(row: Mapping[str, Any], *names: str) -> str:
    """The first of the fields that holds a text. Raises RowError where none does."""
    for name in names:
        value = row.get(name)
        if value is None:
            continue
        if not isinstance(value, str):
            raise RowError(f"{name} is a {type(value).__name__}, not a text")
        return value
    raise RowError(f"there is no {' or '.join(names)}")


def optional_text(row: Mapping[str, Any], *names: str) -> str:
    """As `text_of`; empty where there is none."""
    return text_of(row, *names) if any(row.get(n) is not None for n in names) else ""


def texts_of(row: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    """The first of the fields that is a list of texts, or one text. Empty where none is there."""
    for name in names:
        value = row.get(name)
        if value is None:
            continue
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
        raise RowError(f"{name} is neither a text nor a list of texts")
    return ()
