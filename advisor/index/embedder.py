"""What turns text into vectors, as the rest of the line sees it: a Protocol, and the choice between its two
implementations. Both give the same vectors (cosine >= 0.9999), so that an index made with one opens with the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from advisor.settings import Settings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings


class Embedder(Protocol):
    """Vectors of unit length, and counts in the tokens that the model itself sees.

    `fingerprint` names model, precision and dimension; `max_tokens` includes the special tokens, and what lies
    beyond it is cut off before embedding.
    """

    fingerprint: str
    dimension: int
    max_tokens: int

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension), each row of length 1, in the order of `texts`."""
        ...

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        """What `embed` gives, and for each text the vectors of its content words in their context, (words, dimension),
        each row of length 1 (see `contextual.content_words`); words that were cut off have none."""
        ...

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included, without truncation."""
        ...

    def rank(self, word: str) -> int | None:
        """Place of a word among the tokens, which a tokenizer's training orders by frequency; None for a word that
        is no single token."""
        ...


def build_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name. Raises ModelError where its model cannot be used."""
    from advisor.index.models import locate

    files = locate(settings)
    if settings.embedding_backend == "sentence-transformers":
        from advisor.index.sentence_transformer import SentenceTransformerEmbedder

        return SentenceTransformerEmbedder(files, settings.embedding_device, settings.embedding_batch)
    from advisor.index.onnx import OnnxEmbedder

    return OnnxEmbedder(
        files,
        settings.home,
        precision=settings.embedding_precision,
        threads=settings.embedding_threads,
        batch=settings.embedding_batch,
    )


def fingerprint(model_hash: str, precision: str, dimension: int) -> str:
    return f"{model_hash[:32]}/{precision}/{dimension}"


def as_langchain(embedder: Embedder) -> Embeddings:
    """The embedder as LangChain's `Embeddings`."""
    from langchain_core.embeddings import Embeddings

    class LangChainEmbeddings(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [[float(x) for x in row] for row in embedder.embed(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    return LangChainEmbeddings()
