"""Embeddings by ONNX Runtime and `tokenizers` alone: the default, because it starts in a quarter of a second and
imports neither torch nor transformers nor sentence-transformers.

The graph is exported once for each model, in another process, into `home/models/<hash>`. Small batches of texts of
like length run side by side, each on one thread: their values stay in the processor's cache, and on two cores this
took a fifth less time than batches of 32 on two threads.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.errors import ModelError, StorageError
from advisor.index.codec import without_surrogates
from advisor.index.contextual import pooled
from advisor.index.embedder import fingerprint
from advisor.index.models import ModelFiles, storage_error

EXPORT_VERSION = 2
_CARD, _TOKENIZER = "card.json", "tokenizer.json"
_LARGEST_BATCH = 4
_UNFINISHED = ".export-"
_GRAPHS = {"fp32": "model.onnx", "int8": "model.int8.onnx"}


class Graph:
    """An exported folder, loaded: tokenizer and session."""

    def __init__(self, folder: Path, precision: str = "fp32", threads: int = 0, batch: int = _LARGEST_BATCH) -> None:
        self._folder = folder
        self._threads = threads or len(os.sched_getaffinity(0))
        self._batch = min(batch, _LARGEST_BATCH)
        card = json.loads((folder / _CARD).read_text("utf-8"))
        self.dimension = int(card["dimension"])
        self.max_tokens = int(card["max_tokens"])
        self._inputs: list[str] = card["inputs"]
        self._pad_id = int(card["pad_id"])
        self._path = folder / _GRAPHS[precision]
        self._opening = Lock()

    @cached_property
    def _batches(self) -> Any:
        """For many texts: each batch on one thread, several side by side."""
        return _session(self._path, 1)

    @cached_property
    def _single(self) -> Any:
        """For a question: one batch on all threads, in half the time."""
        return _session(self._path, self._threads) if self._threads > 1 else self._batches

    def open(self) -> None:
        """Load the session that every use needs. Raises ModelError where its file is damaged."""
        self._session(1)

    @cached_property
    def _counter(self) -> Any:
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._folder / _TOKENIZER))

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / _TOKENIZER))
        tokenizer.enable_truncation(self.max_tokens)
        return tokenizer

    def count(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        return [len(e.ids) for e in self._counter.encode_batch_fast([without_surrogates(t) for t in texts])]

    def rank(self, word: str) -> int | None:
        ids = self._counter.encode(without_surrogates(word), add_special_tokens=False).ids
        return int(ids[0]) if len(ids) == 1 else None

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        encoded = [e.ids for e in self._tokenizer.encode_batch_fast([without_surrogates(t) for t in texts])]

        session = self._session(len(texts))

        def run(batch: list[int]) -> None:
            vectors[batch] = self._run(session, [encoded[i] for i in batch], ["embedding"])[0]

        self._in_batches(encoded, run)
        return vectors

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        of_words: list[NDArray[np.float32]] = [np.zeros((0, self.dimension), np.float32)] * len(texts)
        cleaned = [without_surrogates(t) for t in texts]
        encodings = self._tokenizer.encode_batch(cleaned)
        encoded = [e.ids for e in encodings]

        session = self._session(len(texts))

        def run(batch: list[int]) -> None:
            vectors[batch], hidden = self._run(session, [encoded[i] for i in batch], ["embedding", "tokens"])
            for i, rows in zip(batch, hidden, strict=True):
                of_words[i] = pooled(cleaned[i], encodings[i].offsets, rows)

        self._in_batches(encoded, run)
        return vectors, of_words

    def _in_batches(self, encoded: list[list[int]], run: Callable[[list[int]], None]) -> None:
        """`run` with the places of texts of like length, the longest first, on as many threads as there are."""
        order = sorted(range(len(encoded)), key=lambda i: -len(encoded[i]))
        batches = [order[i : i + self._batch] for i in range(0, len(order), self._batch)]
        if len(batches) <= 1 or self._threads == 1:
            for batch in batches:
                run(batch)
            return
        with ThreadPoolExecutor(min(self._threads, len(batches))) as pool:
            for _ in pool.map(run, batches):
                pass

    def _session(self, texts: int) -> Any:
        with self._opening:
            return self._single if texts <= self._batch else self._batches

    def _run(self, session: Any, ids: list[list[int]], outputs: list[str]) -> list[NDArray[np.float32]]:
        width = max(1, max(len(row) for row in ids))
        tokens = np.full((len(ids), width), self._pad_id, np.int64)
        mask = np.zeros_like(tokens)
        for i, row in enumerate(ids):
            tokens[i, : len(row)] = row
            mask[i, : len(row)] = 1
        values = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        results: list[NDArray[np.float32]] = session.run(outputs, {n: values[n] for n in self._inputs})
        return results


class OnnxEmbedder:
    """An Embedder on an exported graph, which it has made if there is none."""

    def __init__(
        self, files: ModelFiles, home: Path, *, precision: str = "fp32", threads: int = 0, batch: int = _LARGEST_BATCH
    ) -> None:
        folder = exported(files, home, precision)
        try:
            self._graph = Graph(folder, precision, threads, batch)
            self._graph.open()
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"The exported model in {folder} cannot be read ({error}). Delete that folder; it is made anew."
            ) from error
        self.dimension = self._graph.dimension
        self.max_tokens = self._graph.max_tokens
        self.fingerprint = fingerprint(files.hash, precision, self.dimension)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._graph.embed(texts)

    def read(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[NDArray[np.float32]]]:
        return self._graph.read(texts)

    def count(self, texts: Sequence[str]) -> list[int]:
        return self._graph.count(texts)

    def rank(self, word: str) -> int | None:
        return self._graph.rank(word)


def _session(path: Path, threads: int) -> Any:
    import onnxruntime
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidProtobuf, NoSuchFile

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # others need the processor too
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except (Fail, InvalidProtobuf, NoSuchFile) as error:
        raise ModelError(f"{path} cannot be loaded ({error}). Delete its folder; it is made anew.") from error


def exported(files: ModelFiles, home: Path, precision: str) -> Path:
    """The folder of the model's graph, exported now if it is not there. Raises ModelError, StorageError."""
    folder = home / "models" / f"{files.hash[:32]}-{precision}-v{EXPORT_VERSION}"
    if (folder / _CARD).is_file():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(folder.parent)
        temporary = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
    except OSError as error:
        raise storage_error(folder.parent, error) from error
    try:
        _export_elsewhere(files, temporary, precision)
        _publish(temporary, folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return folder


def _remove_leftovers(folder: Path) -> None:
    """Of exports that were killed: an export takes seconds, so what is older than an hour is nobody's."""
    for old in folder.glob(f"{_UNFINISHED}*"):
        with suppress(FileNotFoundError):
            if old.stat().st_mtime < time.time() - 3600:
                shutil.rmtree(old, ignore_errors=True)


def _export_elsewhere(files: ModelFiles, target: Path, precision: str) -> None:
    here = str(Path(__file__).resolve().parent.parent.parent)
    path = os.pathsep.join(p for p in (here, os.environ.get("PYTHONPATH", "")) if p)
    default = "1" if files.is_default else "0"
    command = [sys.executable, "-m", "advisor.index.export", files.name, str(files.folder), files.hash, default]
    done = subprocess.run(
        [*command, str(target), precision],
        env={**os.environ, "PYTHONPATH": path, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return
    last = (done.stderr.strip() or "no message").splitlines()[-1]
    if "No space left" in done.stderr:
        raise StorageError(f"The model cannot be exported to {target.parent}: no space left. Free about 200 MB.")
    if last.startswith("ModelError: "):
        raise ModelError(last.removeprefix("ModelError: "))
    raise ModelError(
        f"Embedding model {files.name!r} cannot be exported to ONNX ({last}). "
        "Set ADVISOR_EMBEDDING_BACKEND=sentence-transformers to use it without an export."
    )


def _publish(temporary: Path, folder: Path) -> None:
    """Rename into place; whoever comes second finds the folder there and leaves it."""
    try:
        temporary.chmod(0o755)
        temporary.rename(folder)
    except OSError as error:
        if not (folder / _CARD).is_file():
            raise storage_error(folder, error) from error
