"""What every composer is given and what it gives: the one seam between the offline and the fluent writer.

A composer proposes statements with the passages that they rest on. It decides nothing about truth: each statement
is verified afterwards, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from advisor.answering.citations import Verified
from advisor.answering.evidence import Library
from advisor.answering.question import Question
from advisor.answering.sufficiency import Verdict
from advisor.types import Draft, DraftStatement, Hit, Turn


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what was asked, with the verdict on its evidence."""

    question: Question
    verdict: Verdict


@dataclass(frozen=True)
class Brief:
    """All that a composer may use. `question` is the standalone question; `parts` has one entry for each part of
    it; `hits` are the chunks found, the best first; `language` is that of the person (ISO 639-1)."""

    question: str
    parts: tuple[Part, ...]
    hits: tuple[Hit, ...]
    library: Library
    history: tuple[Turn, ...] = ()
    language: str = "en"
    check: Callable[[DraftStatement], Verified | None] | None = None
    """The check that each statement will have to pass, for a composer that wants to mend what would fail."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A composer has nothing new yet; whoever listens may leave."""


@dataclass(frozen=True, slots=True)
class Restart:
    """A composer withdraws all that it has proposed so far, and begins anew."""


class Composer(Protocol):
    """Writes the draft of a reply."""

    @property
    def name(self) -> str:
        """`extractive`, or `provider:model`; stands in the reply."""
        ...

    def compose(self, brief: Brief) -> Iterator[DraftStatement | Draft | Waiting | Restart]:
        """Statements in order, as soon as each is written; last of all one Draft, without statements, that holds
        what is missing, the note, the closing line, related passages and follow-up questions. A Draft may also
        come first, so that its note stands above the statements."""
        ...
