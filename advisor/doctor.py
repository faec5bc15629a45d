"""What `advisor doctor` looks at: one check a function, each with what it found and what to do about it.

A check never mends anything and never raises for what it looks for: a broken part is a result.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from advisor import __version__
from advisor.errors import AdvisorError, IndexMissing, IndexUnusable
from advisor.settings import Settings

Status = Literal["ok", "note", "fail"]
PACKAGES = ("chromadb", "gradio", "langchain-core", "onnxruntime", "sentence-transformers", "torch")
_MODEL_ROOM = 400_000_000  # bytes: an exported model, its tokenizer and the temporary copy while it is written
_SAMPLE = "A sentence to embed."


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `remedy` is empty where nothing is to be done; `exit_status` counts where `status` is `fail`."""

    name: str
    status: Status
    found: str
    remedy: str = ""
    exit_status: int = 1


def examine(settings: Settings, call_model: bool = True) -> Iterator[Check]:
    """Every check in order; the slow ones (model, index) come last. `call_model` allows one small chat call."""
    yield _versions()
    yield _corpus(settings)
    yield _home(settings)
    yield _disk(settings)
    yield _telemetry()
    yield _model(settings)
    yield from _index(settings)
    yield _chat_model(settings, call_model)


def _versions() -> Check:
    found = [f"advisor {__version__}", f"Python {sys.version.split()[0]}"]
    missing = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        names = ", ".join(missing)
        return Check("versions", "fail", f"{names} not installed", "Run: pip install career-path-advisor")
    return Check("versions", "ok", ", ".join(found))


def _corpus(settings: Settings) -> Check:
    from advisor.ingest.loader import SUFFIXES

    folder = settings.corpus
    if not folder.is_dir():
        return Check("corpus", "fail", f"{folder} is no folder", "Set ADVISOR_CORPUS to a folder of documents.", 2)
    count = sum(1 for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    if not count:
        return Check("corpus", "fail", f"{folder} holds no document", "Put Markdown or text files into it.", 2)
    return Check("corpus", "ok", f"{folder}: {count} files")


def _home(settings: Settings) -> Check:
    home = settings.home
    nearest = _nearest(home)
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return Check("home", "ok", f"{home} can be written" if home.is_dir() else f"{home} is made when first needed")
    wrong = "cannot be written" if nearest.is_dir() else "is no folder"
    return Check("home", "fail", f"{nearest} {wrong}", "Mend that, or set ADVISOR_HOME to another folder.")


def _disk(settings: Settings) -> Check:
    free = shutil.disk_usage(_nearest(settings.home)).free
    found = f"{free / 1e9:.1f} GB free where {settings.home} lies"
    if free < _MODEL_ROOM:
        return Check("disk", "fail", found, f"Free {_MODEL_ROOM // 10**6} MB, or set ADVISOR_HOME to another disk.")
    return Check("disk", "ok", found)


def _nearest(path: Path) -> Path:
    """The path itself or the first of its parents that exists."""
    return next(p for p in (path, *path.parents) if p.exists())


def _telemetry() -> Check:
    wanted = {"ANONYMIZED_TELEMETRY": "true", "GRADIO_ANALYTICS_ENABLED": "true", "LANGSMITH_TRACING": "true"}
    on = [name for name, value in wanted.items() if os.environ.get(name, "").lower() in {value, "1"}]
    if on:
        return Check("telemetry", "note", f"{', '.join(on)} set", "Unset it unless you mean to send usage data.")
    return Check("telemetry", "ok", "off")


def _model(settings: Settings) -> Check:
    from advisor.index.embedder import build_embedder

    try:
        embedder = build_embedder(settings)
        rows, columns = embedder.embed([_SAMPLE]).shape
    except (AdvisorError, OSError) as error:
        return Check("model", "fail", str(error), "Set ADVISOR_EMBEDDING_MODEL, or install the default model again.")
    if (rows, columns) != (1, embedder.dimension):
        return Check("model", "fail", f"gives {columns} numbers, says {embedder.dimension}", "Choose another model.")
    return Check(
        "model",
        "ok",
        f"{settings.embedding_model} on {settings.embedding_backend}, {settings.embedding_precision}: "
        f"{embedder.dimension} dimensions, {embedder.max_tokens} tokens",
    )


def _index(settings: Settings) -> Iterator[Check]:
    from advisor.index.library import open_index, rebuild_command

    try:
        index = open_index(settings)
    except IndexMissing as error:
        yield Check("index", "note", str(error), "It is also made on first use.")
        return
    except IndexUnusable as error:
        yield Check("index", "fail", str(error), "", error.exit_status)
        return
    except (AdvisorError, OSError) as error:
        yield Check("index", "fail", str(error), "", getattr(error, "exit_status", 1))
        return
    with index:
        documents = index.store.documents()
        chunks, vectors = sum(d.chunks for d in documents), index.vectors.count()
    yield Check("index", "ok", f"{len(documents)} documents, {chunks} passages")
    if chunks != vectors:
        remedy = f"A sync was stopped half-way; the next use mends it. Or make it anew: {rebuild_command(settings)}"
        yield Check("store", "note", f"{vectors} vectors for {chunks} passages", remedy)
    else:
        yield Check("store", "ok", "vectors and passages agree")


def _chat_model(settings: Settings, call: bool) -> Check:
    from advisor.chat_model import build_chat_model, check_chat_model

    if not settings.chat_model:
        return Check("chat model", "ok", "none set: answers are put together from quotes, offline")
    try:
        found = check_chat_model(settings) if call else build_chat_model(settings).name + " is set up; not called"
    except AdvisorError as error:
        return Check("chat model", "fail", str(error), "Without it: unset ADVISOR_CHAT_MODEL.", error.exit_status)
    return Check("chat model", "ok", f"{found}. Questions and passages are sent to it.")
