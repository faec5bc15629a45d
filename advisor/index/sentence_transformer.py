"""Embeddings by sentence-transformers itself: any model it can load, on any device. Slower to start and to run than
the ONNX graph, and the measure that the graph is held to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from advisor.errors import ModelError
from advisor.index.codec import without_surrogates
from advisor.index.contextual import pooled
from advisor.index.embedder import fingerprint
from advisor.index.models import DEFAULT_MAX_TOKENS, ModelFiles

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def load_model(files: ModelFiles, device: str = "cpu", **model_options: Any) -> SentenceTransformer:
    """The model with its `max_seq_length` settled. Raises ModelError where it cannot be loaded."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise ModelError(
            f"sentence-transformers cannot be imported ({error}). Run: pip install sentence-transformers"
        ) from error
    try:
        model = SentenceTransformer(
            str(files.folder), device=device, local_files_only=True, model_kwargs=model_options or None
        )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise ModelError(
            f"Embedding model {files.name!r} in {files.folder} cannot be loaded on {device!r}: {_first_line(error)}. "
            "Check its files and ADVISOR_EMBEDDING_DEVICE."
        ) from error
    if files.is_default:
        model.max_seq_length = min(model.max_seq_length or DEFAULT_MAX_TOKENS, DEFAULT_MAX_TOKENS)
    elif not model.max_seq_length:
        model.max_seq_length = _longest(model)
    return model


def dimension_of(model: SentenceTransformer) -> int:
    """Found by embedding, since the method that says it has had three names."""
    return int(np.asarray(model.encode(["a"], show_progress_bar=False)).shape[1])


def _longest(model: SentenceTransformer) -> int:
    limit = int(getattr(model.tokenizer, "model_max_length", 512) or 512)
    return limit if limit < 1_000_000 else 512  # transformers marks "no limit" by 1e30


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


class SentenceTransformerEmbedder:
    """An Embedder on a loaded SentenceTransformer."""

    def __init__(self, files: ModelFiles, device: str = "cpu", batch: int = 32) -> None:
        self._model = load_model(files, device)
        self._batch = batch
        self.max_tokens = int(self._model.max_seq_length or DEFAULT_MAX_TOKENS)
        self.dimension = dimension_of(self._model)
        self.fingerprint = fingerprint(files.hash, "fp32", self.dimension)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode(
            [without_surrogates(t) for t in texts],
            batch_size=self._batch,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return np.asarray(vectors, np.float32)

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        cleaned = [without_surrogates(t) for t in texts]
        if not cleaned:
            return np.zeros((0, self.dimension), np.float32), []
        hidden = self._model.encode(
            cleaned, batch_size=self._batch, show_progress_bar=False, output_value="token_embeddings"
        )
        encoded = self._model.tokenizer(
            cleaned, truncation=True, max_length=self.max_tokens, return_offsets_mapping=True, verbose=False
        )
        offsets = encoded["offset_mapping"]
        of_words = [
            pooled(text, pairs, rows[: len(pairs)].cpu().numpy().astype(np.float32))
            for text, pairs, rows in zip(cleaned, offsets, hidden, strict=True)
        ]
        return self.embed(texts), of_words

    def count(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        cleaned = [without_surrogates(t) for t in texts]
        encoded = self._model.tokenizer(cleaned, padding=False, truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def rank(self, word: str) -> int | None:
        ids = self._model.tokenizer(without_surrogates(word), add_special_tokens=False)["input_ids"]
        return int(ids[0]) if len(ids) == 1 else None
