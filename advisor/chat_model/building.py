"""From settings to a chat model: the only caller of LangChain's `init_chat_model`.

Keys are read by the providers' own packages from the providers' own environment variables; no key passes through
our settings, messages or logs.
"""

from __future__ import annotations

import os
import time
import warnings
from typing import TYPE_CHECKING, Any

from advisor.chat_model.breaker import Breaker
from advisor.chat_model.calling import ChatModel, Limits
from advisor.chat_model.failures import failure, from_vendor
from advisor.errors import ChatModelError
from advisor.prompting import load
from advisor.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# Provider: (extra that installs it, environment variables of its key).
PROVIDERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "openai": ("openai", ("OPENAI_API_KEY",)),
    "anthropic": ("anthropic", ("ANTHROPIC_API_KEY",)),
    "google_genai": ("google", ("GOOGLE_API_KEY", "GEMINI_API_KEY")),
    "mistralai": ("mistral", ("MISTRAL_API_KEY",)),
    "ollama": ("ollama", ()),
}
_ALIASES = {"google": "google_genai", "mistral": "mistralai", "gemini": "google_genai"}
_NO_KEY = "not-needed"


def build_chat_model(settings: Settings, model: BaseChatModel | None = None, strict: bool = True) -> ChatModel:
    """The model of the settings, or a LangChain model that the caller has made, under the settings' limits.

    Nothing is sent. Raises ChatModelError where the name is malformed, its package is not installed or its key is
    not set; the message names what to do. Unless `strict`, the model that comes back raises it when it is called.
    """
    name = settings.chat_model or (f"{model._llm_type}:{type(model).__name__}" if model is not None else "")
    try:
        made: BaseChatModel | ChatModelError = model if model is not None else _init(settings, name)
    except ChatModelError as error:
        if strict:
            raise
        made = error
    return ChatModel(
        made,
        name,
        Limits(settings.chat_timeout, settings.chat_deadline, settings.chat_retries),
        Breaker(settings.chat_breaker_failures, settings.chat_breaker_seconds),
        tools=settings.chat_tools == "auto",
    )


def check_chat_model(settings: Settings) -> str:
    """What one small call shows, in one sentence. Raises ChatModelError, whose message says what to do.

    The question is the shortest possible; no document and nothing of the user's is sent.
    """
    model = build_chat_model(settings)
    began = time.perf_counter()
    answer = model.complete(load("check").render())
    seconds = time.perf_counter() - began
    return f"{model.name} answers in {seconds:.1f} s ({len(answer.strip())} characters)"


def _init(settings: Settings, name: str) -> BaseChatModel:
    provider, _, model = name.partition(":")
    provider = _ALIASES.get(provider, provider)
    if not provider or not model.strip():
        raise failure("misconfigured", name or "(none)", "write it as provider:model, for example openai:gpt-4o-mini")
    from langchain.chat_models import init_chat_model

    if not (provider == "openai" and settings.chat_base_url):
        _check_key(provider, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # packages warn of their own deprecations while they are built
            made: BaseChatModel = init_chat_model(model, model_provider=provider, **_arguments(provider, settings))
            return made
    except ImportError as error:
        extra = PROVIDERS.get(provider, (None,))[0]
        remedy = f"run: pip install 'career-path-advisor[{extra}]'" if extra else "install LangChain's package for it"
        raise failure("misconfigured", name, f"the package for {provider} is not installed; {remedy}") from error
    except (ValueError, TypeError) as error:
        raise _unusable(error, provider, name) from error


def _unusable(error: Exception, provider: str, name: str) -> ChatModelError:
    if provider not in PROVIDERS and "provider" in str(error).lower():
        detail = f"{provider!r} is no provider; known are {', '.join(PROVIDERS)} and others"
        return failure("misconfigured", name, detail)
    return from_vendor(error, name)


def _check_key(provider: str, name: str) -> None:
    variables = PROVIDERS.get(provider, ("", ()))[1]
    if variables and not any(os.environ.get(v) for v in variables):
        raise failure("unauthorised", name, f"{' or '.join(variables)} is not set")


def _arguments(provider: str, settings: Settings) -> dict[str, Any]:
    """What each provider's class is built with. Its own retries are off: ours count, wait and can be stopped."""
    made: dict[str, Any] = {}
    if settings.chat_temperature is not None:
        made["temperature"] = settings.chat_temperature
    if settings.chat_base_url is not None:
        made["base_url"] = settings.chat_base_url
    if provider == "ollama":
        # Ollama cuts a prompt off in silence at its own small default window.
        window = settings.chat_prompt_tokens + settings.chat_max_tokens + 256
        return made | {
            "num_predict": settings.chat_max_tokens,
            "num_ctx": window,
            "client_kwargs": {"timeout": settings.chat_timeout},
        }
    made |= {"max_tokens": settings.chat_max_tokens, "timeout": settings.chat_timeout, "max_retries": 0}
    if provider == "mistralai":
        made["timeout"] = max(1, round(settings.chat_timeout))
    if provider == "google_genai":
        made["max_retries"] = 1  # the package counts tries, not retries
    if provider == "openai" and settings.chat_base_url is not None:
        made["stream_usage"] = True
        if not os.environ.get("OPENAI_API_KEY"):
            made["api_key"] = _NO_KEY  # a server of one's own asks for none, and the package insists on one
    return made
