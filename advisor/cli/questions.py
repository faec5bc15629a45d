"""A question as typed: refused early, with a message that says why, before anything is loaded."""

from __future__ import annotations

import sys
import unicodedata

from advisor.errors import UsageError


def check_question(text: str, limit: int) -> str:
    """The question as given, or UsageError where it is empty, too long or holds nothing that can be read."""
    if not text.strip():
        raise UsageError('The question is empty. Write it in quotes: advisor ask "How do I become …?"')
    if len(text) > limit:
        raise UsageError(
            f"The question has {len(text):,} characters; at most {limit:,} can be answered. "
            "Shorten it, or raise ADVISOR_MAX_QUESTION_CHARACTERS."
        )
    if not any(unicodedata.category(c)[0] in "LN" for c in text):
        raise UsageError(f"The question {text.strip()[:40]!r} holds no letter or digit. Write it in words.")
    return text


def read_question(words: tuple[str, ...]) -> str:
    """The words of the command line as one question; a lone `-` means standard input."""
    if words == ("-",):
        return sys.stdin.read().strip()
    # Bytes that are no UTF-8 arrive as lone surrogates, which no tokenizer takes.
    return " ".join(words).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
