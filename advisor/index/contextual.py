"""The content words of a text as the model reads them in their context: one vector for each word.

A question and a passage can be compared word by word with them, whatever words either chose. Words are found in the
text and not among the model's tokens, so that every embedder and every reader of the index counts the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from advisor.text import STOPWORDS, fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?(?:\+\+|\+|#)?")

Offsets = Sequence[tuple[int, int]]


def content_spans(text: str) -> list[tuple[int, int, str]]:
    """Start, end and folded form of each content word in order; stop words are left out."""
    found = []
    for match in _WORD.finditer(text):
        word = fold(match[0]).replace("’", "'").removesuffix("'s")
        if word not in STOPWORDS:
            found.append((match.start(), match.end(), word))
    return found


def content_words(text: str) -> list[str]:
    """The folded content words of a text in order."""
    return [word for _, _, word in content_spans(text)]


def pooled(text: str, offsets: Offsets, hidden: NDArray[np.float32]) -> NDArray[np.float32]:
    """(words, dimension): of each content word the mean of its tokens' vectors, of unit length.

    `offsets` are the characters of each token, an empty pair for a special one; `hidden` is (tokens, dimension). Words
    that lie wholly beyond the last token, since the text was cut off there, have no row.
    """
    spans = content_spans(text)
    rows: list[int] = []
    tokens: list[int] = []
    word = 0
    for token, (start, end) in enumerate(offsets):
        if end <= start:
            continue
        while word < len(spans) and spans[word][1] <= start:
            word += 1
        if word < len(spans) and start < spans[word][1] and end > spans[word][0]:
            rows.append(word)
            tokens.append(token)
    if not rows:
        return np.zeros((0, hidden.shape[1]), np.float32)
    sums = np.zeros((rows[-1] + 1, hidden.shape[1]), np.float32)
    words, starts = np.unique(rows, return_index=True)
    sums[words] = np.add.reduceat(hidden[tokens], starts, axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, 1e-12), np.float32)


def packed(vectors: NDArray[np.float32]) -> bytes:
    """Unit vectors in a byte a component: each is scaled by its largest component, and regains its length when read."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-12)
    rounded: NDArray[np.int8] = np.round(vectors * (127.0 / largest)).astype(np.int8)
    return rounded.tobytes()


def unpacked(data: bytes, dimension: int) -> NDArray[np.int8]:
    """(words, dimension) as they were packed: directions without their length."""
    return np.frombuffer(data, np.int8).reshape(-1, dimension)
