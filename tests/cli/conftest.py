"""The command line in this process: `run(...)` gives exit status and both outputs; `fake` stands in for the advisor."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

from advisor.cli import main
from advisor.ingest.sync import SyncReport
from advisor.types import Chunk, Citation, Delta, DocumentInfo, Filters, Hit, Reply, Span, Stage, Statement

TEXT = "Bees fly up to three kilometres for food."


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run `advisor` with these arguments."""

    def call(*arguments: str) -> Result:
        status = main(list(arguments))
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    return call


def reply_to(question: str, text: str = TEXT) -> Reply:
    citation = Citation(1, "bees", "Keeping bees", ("Flight",), Span(0, len(TEXT)), TEXT, "sha256:0", as_of="2023")
    return Reply(question, question, "answer", f"{text} [1]", (Statement(text, (1,), 1.0),), (citation,))


@dataclass
class FakeAdvisor:
    """Answers every question with one sentence and records what it was asked; raises what a test puts into `error`."""

    settings: Any = None
    asked: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    text: str = TEXT
    error: Exception | None = None
    fail_on: str | None = None
    hits: list[Hit] = field(default_factory=list)
    built: int = 0
    synced: SyncReport | None = None

    def __enter__(self) -> FakeAdvisor:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def ask(self, question: str, history: Sequence[Any] = ()) -> Reply:
        if self.error is not None and (self.fail_on is None or self.fail_on in question):
            raise self.error
        self.asked.append((question, tuple(history)))
        return reply_to(question, self.text)

    def stream(self, question: str, history: Sequence[Any] = ()) -> Iterator[Stage | Delta | Reply]:
        reply = self.ask(question, history)
        yield Stage("compose")
        yield Delta(reply.text, reply.citations)
        yield reply

    def search(self, question: str, k: int = 5, filters: Filters = Filters()) -> list[Hit]:
        self.asked.append((question, (k, filters)))
        return self.hits[:k]

    def documents(self) -> list[DocumentInfo]:
        return [
            DocumentInfo("bees", "Keeping bees", "document", "2023", None, 260, 3),
            DocumentInfo("trades/keeper", "Keeper", "role", None, None, 300, 4),
        ]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeAdvisor:
    """A FakeAdvisor that `build_advisor` returns."""
    advisor = FakeAdvisor()

    def build_advisor(settings: Any = None, *, sync: bool = True, progress: Any = None) -> FakeAdvisor:
        advisor.settings = settings
        advisor.built += 1
        return advisor

    module = ModuleType("advisor.assembly")
    module.build_advisor = build_advisor  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "advisor.assembly", module)
    return advisor


@pytest.fixture
def hit() -> Callable[[int], Hit]:
    return _hit


def _hit(number: int) -> Hit:
    chunk = Chunk(f"c{number}", "bees", Span(0, len(TEXT)), TEXT, "Keeping bees", ("Flight",))
    return Hit(chunk, 1.0 / number, dense_rank=number, lexical_rank=None, similarity=0.5)
