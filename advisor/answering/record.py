"""What is counted while a chat model writes one answer; it ends in the reply's debug part and in the log."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from advisor.answering.markers import MarkerReader, Sentence
from advisor.answering.sheet import Sheet
from advisor.budget import TokenCounter
from advisor.chat_model import End
from advisor.errors import ChatModelError
from advisor.prompting import Message
from advisor.text import STOPWORDS, stem, words

_DECLINES = re.compile(
    r"^\W*(?:i'?m sorry|i am sorry|sorry|i can(?:no|')t|i am unable|i'm unable|as an ai\b|i won't|i will not)", re.I
)
_SURVIVED = ("kept", "recited", "replaced", "computed")


@dataclass(frozen=True, slots=True)
class Prices:
    """Price of a million tokens, in whatever currency the settings are in; None where it is not known."""

    sent: float | None = None
    written: float | None = None


@dataclass
class Record:
    """One answer of a chat model in numbers."""

    prompt: str
    count: TokenCounter
    prices: Prices = field(default_factory=Prices)
    outcomes: Counter[str] = field(default_factory=Counter)
    tools: list[str] = field(default_factory=list)
    prompts: set[str] = field(default_factory=set)
    unsupported: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    characters: int = 0
    shortened: bool = False
    declines: bool = False
    _unknown: int = 0
    _text: list[str] = field(default_factory=list)
    _sent: int = 0
    _passages: int = 0
    _cut: int = 0
    _ends: list[End] = field(default_factory=list)
    _skipped: Counter[str] = field(default_factory=Counter)
    _began: float = field(default_factory=time.perf_counter)
    _first: float | None = None
    _failure: ChatModelError | None = None

    def begin(self, messages: Sequence[Message], sheet: Sheet) -> None:
        self._sent = self.count.messages([m.content for m in messages])
        self._passages, self._cut = len(sheet.passages), sheet.cut

    def wrote(self, text: str) -> None:
        if self._first is None:
            self._first = time.perf_counter() - self._began
        self.characters += len(text)
        self._text.append(text)
        if self.characters < 200:
            self.declines = bool(_DECLINES.match("".join(self._text)))

    def hold(self, sentence: Sentence, outcome: str) -> None:
        self.outcomes[outcome] += 1
        self._unknown += sentence.unknown
        if outcome == "unsupported":
            self.unsupported = (*self.unsupported, sentence.text)

    def ended(self, end: End) -> None:
        self._ends.append(end)

    def read(self, reader: MarkerReader, question: str) -> None:
        """Keep what the model says is missing where it says so in the question's own words; the rest is unchecked
        text, and is counted."""
        asked = {stem(w) for w in words(question)}
        for text in reader.missing:
            told = [stem(w) for w in words(text) if w not in STOPWORDS]
            if told and all(w in asked for w in told):
                self.missing = (*self.missing, f"subject: {' '.join(text.split())[:80].rstrip('.')}")
            else:
                self.outcomes["unsupported"] += 1
        self._skipped = reader.skipped

    def failed(self, error: ChatModelError) -> None:
        self._failure = error

    @property
    def seconds(self) -> float:
        """Time since the answer was begun."""
        return time.perf_counter() - self._began

    @property
    def survived(self) -> int:
        return sum(self.outcomes[o] for o in _SURVIVED)

    @property
    def blank(self) -> bool:
        return not "".join(self._text).strip()

    def tokens(self) -> tuple[int, int, bool]:
        """(tokens sent, tokens written, whether the provider counted them)."""
        counted = [(e.tokens_in, e.tokens_out) for e in self._ends]
        if counted and all(a is not None and b is not None for a, b in counted):
            return sum(a or 0 for a, _ in counted), sum(b or 0 for _, b in counted), True
        return self._sent * max(1, len(self._ends)), self.count.count("".join(self._text)), False

    def cost(self) -> float | None:
        if self.prices.sent is None or self.prices.written is None:
            return None
        sent, written, _ = self.tokens()
        return (sent * self.prices.sent + written * self.prices.written) / 1e6

    def debug(self) -> tuple[tuple[str, str], ...]:
        """Names and values for the reply; what is zero or unknown is left out."""
        sent, written, counted = self.tokens()
        cost = self.cost()
        values: list[tuple[str, object]] = [
            ("prompt", " ".join([self.prompt, *sorted(self.prompts)])),
            ("tokens_sent", sent),
            ("tokens_written", written),
            ("tokens_counted_by", "provider" if counted else self.count.name),
            ("cost", f"{cost:.6f}" if cost is not None else None),
            ("passages_sent", self._passages),
            ("passages_cut", self._cut),
            ("first_words_ms", round(self._first * 1e3) if self._first is not None else None),
            ("finish", self._ends[-1].reason if self._ends else None),
            ("tries", max((e.tries for e in self._ends), default=0)),
            ("tools", " ".join(self.tools)),
            ("prompt_shortened", "true" if self.shortened else None),
            *((f"sentences_{name}", n) for name, n in sorted(self.outcomes.items())),
            ("unknown_ids", self._unknown),
            *((f"skipped_{name}", n) for name, n in sorted(self._skipped.items())),
        ]
        if self._failure is not None:
            values += [
                ("fallback", self._failure.kind),
                ("retryable", "true" if self._failure.retryable else "false"),
                ("retry_after", self._failure.retry_after),
            ]
        return tuple((name, str(value)) for name, value in values if value not in (None, "", 0))
