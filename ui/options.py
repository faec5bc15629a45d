"""Settings of the app in the browser, read from the environment (prefix ADVISOR_UI_)."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class UiSettings(BaseSettings):
    """What the page and its server can be told; data only."""

    model_config = SettingsConfigDict(env_prefix="ADVISOR_UI_", extra="ignore")

    concurrency: int = Field(default=4, ge=1, description="answers made at the same time; more wait in line")
    queue: int = Field(default=120, ge=1, description="questions that may wait; above it the page says that it is busy")
    max_body_bytes: int = Field(default=6_000_000, ge=10_000, description="larger requests are refused")
    feedback: bool = Field(default=True, description="keep thumbs up and down in a local file")
    trusted_hosts: tuple[str, ...] = Field(
        default=(), description="host names served besides loopback, a JSON list; empty: any when not on loopback"
    )
