"""How many tokens a text is for a chat model, and what fits into a budget.

tiktoken counts. Its `cl100k_base` ranks are shipped (advisor/encodings), so counting works offline; another encoding
is fetched by tiktoken where the network allows, and `cl100k_base` stands in for it elsewhere. For a model with another
tokenizer the count is an estimate, which is why budgets keep a reserve.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from advisor.errors import UsageError

if TYPE_CHECKING:
    import tiktoken

SHIPPED = "cl100k_base"
MESSAGE_TOKENS = 4
"""Tokens around each message: OpenAI's chat format, as its cookbook counts them."""

_FOLDER = Path(__file__).resolve().parent / "encodings"
_CACHE = "TIKTOKEN_CACHE_DIR"
_lock = Lock()
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """Counts tokens in one encoding. `exact_for` is that encoding's name."""

    encoding: tiktoken.Encoding

    @property
    def name(self) -> str:
        return self.encoding.name

    def count(self, text: str) -> int:
        """Tokens of a text; what looks like a special token in it is counted as ordinary text."""
        return len(self.encoding.encode(text, disallowed_special=()))

    def messages(self, texts: Sequence[str]) -> int:
        """Tokens of a call made of these messages."""
        return sum(self.count(t) + MESSAGE_TOKENS for t in texts) + MESSAGE_TOKENS


@lru_cache(maxsize=4)
def counter(name: str = SHIPPED) -> TokenCounter:
    """The counter of an encoding. Raises UsageError where tiktoken knows no such encoding.

    An encoding that is neither shipped nor to be fetched is replaced by the shipped one, with a warning in the log.
    """
    import requests
    import tiktoken

    known = tiktoken.list_encoding_names()
    if name not in known:
        raise UsageError(f"ADVISOR_CHAT_ENCODING={name!r} is no encoding. Choose one of: {', '.join(known)}.")
    if name != SHIPPED:
        try:
            return TokenCounter(tiktoken.get_encoding(name))
        except (requests.RequestException, OSError) as error:
            _log.warning("encoding %s cannot be fetched (%s); %s counts instead", name, type(error).__name__, SHIPPED)
    with _lock, _shipped_ranks():
        return TokenCounter(tiktoken.get_encoding(SHIPPED))


@contextmanager
def _shipped_ranks() -> Iterator[None]:
    """tiktoken's cache is the shipped folder while this lasts; its loader checks the file's hash."""
    before = os.environ.get(_CACHE)
    os.environ[_CACHE] = str(_FOLDER)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_CACHE]
        else:
            os.environ[_CACHE] = before


def fitting(costs: Sequence[int], budget: int) -> int:
    """How many of the first items fit: whole items by rank, the first that does not fit ends it."""
    spent = 0
    for number, cost in enumerate(costs):
        spent += cost
        if spent > budget:
            return number
    return len(costs)


def newest_within(texts: Sequence[str], budget: int, count: Callable[[str], int]) -> list[str]:
    """The latest texts that fit together, in their order."""
    kept: list[str] = []
    for text in reversed(texts):
        budget -= count(text) + MESSAGE_TOKENS
        if budget < 0:
            break
        kept.append(text)
    return kept[::-1]
