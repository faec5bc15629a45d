"""Vendors' errors as kinds of our own: none is left unmapped, and no key survives."""

from __future__ import annotations

import inspect
import json

import httpx
import openai
import pytest

from advisor.chat_model.failures import KINDS, failure, from_vendor, kind_of, line, retry_after, scrubbed
from advisor.errors import AdvisorError, ChatModelError

REQUEST = httpx.Request("POST", "http://127.0.0.1/v1")


def response(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers=headers, request=REQUEST)


def errors_of(module: object, root: type[BaseException]) -> list[type[BaseException]]:
    return [v for v in list(vars(module).values()) if inspect.isclass(v) and issubclass(v, root)]


@pytest.mark.parametrize("error", errors_of(openai, openai.APIStatusError), ids=lambda e: e.__name__)
def test_every_status_error_of_the_client_has_a_kind(error: type[openai.APIStatusError]) -> None:
    status = getattr(error, "status_code", None)
    made = error.__new__(error)
    Exception.__init__(made, "said")
    made.response = response(status if isinstance(status, int) else 500)
    assert kind_of(made) != "unknown"


ABSTRACT = {httpx.HTTPError, httpx.RequestError}
TRANSPORT = [e for e in errors_of(httpx, httpx.HTTPError) if e not in ABSTRACT]


@pytest.mark.parametrize("error", TRANSPORT, ids=lambda e: e.__name__)
def test_every_transport_error_has_a_kind(error: type[Exception]) -> None:
    made = error.__new__(error)
    Exception.__init__(made, "said")
    if error is httpx.HTTPStatusError:
        made.response = response(500)  # type: ignore[attr-defined]
    assert kind_of(made) != "unknown"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        pytest.param(openai.APITimeoutError(request=REQUEST), "timeout", id="timeout"),
        pytest.param(openai.APIConnectionError(request=REQUEST), "unreachable", id="connection"),
        pytest.param(httpx.RemoteProtocolError("peer closed connection"), "dropped", id="dropped"),
        pytest.param(ConnectionResetError("reset"), "dropped", id="reset"),
        pytest.param(ConnectionRefusedError("refused"), "unreachable", id="refused"),
        pytest.param(TimeoutError("slow"), "timeout", id="built-in timeout"),
        pytest.param(json.JSONDecodeError("Expecting value", "x", 0), "malformed", id="JSON"),
        pytest.param(KeyError("choices"), "malformed", id="a missing field"),
        pytest.param(ValueError("GOOGLE_API_KEY must be set"), "unauthorised", id="no key"),
        pytest.param(ValueError("prompt is too long: 9000 tokens"), "overflow", id="overflow in words"),
        pytest.param(openai.OpenAIError("The api_key client option must be set"), "unauthorised", id="key option"),
        pytest.param(RuntimeError("something else"), "unknown", id="unknown"),
    ],
)
def test_kinds(error: Exception, kind: str) -> None:
    assert kind_of(error) == kind


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        (400, "Unknown parameter", "rejected"),
        (400, "This model's maximum context length is 4096 tokens", "overflow"),
        (400, "API key not valid. Please pass a valid API key.", "unauthorised"),
        (400, "model: unknown model", "not_found"),
        (402, "insufficient credit", "rate_limited"),
        (404, "model 'llama9' not found", "not_found"),
        (408, "", "timeout"),
        (413, "too large", "overflow"),
        (422, "flagged by content policy", "refused"),
        (451, "no", "rejected"),
        (503, "loading model", "server"),
        (529, "overloaded", "server"),
    ],
)
def test_kinds_by_status(status: int, words: str, kind: str) -> None:
    assert kind_of(openai.APIStatusError(words, response=response(status), body=None)) == kind


def test_other_providers_are_read_by_the_same_table() -> None:
    class ResponseError(Exception):  # as Ollama's client raises it
        status_code = 404

    class ClientError(Exception):  # as Google's client raises it
        code = 429

    assert kind_of(ResponseError("model 'x' not found, try pulling it first")) == "not_found"
    assert kind_of(ClientError("RESOURCE_EXHAUSTED")) == "rate_limited"
    assert kind_of(httpx.HTTPStatusError("bad", request=REQUEST, response=response(401))) == "unauthorised"


def test_the_message_names_model_kind_and_remedy() -> None:
    error = failure("not_found", "openai:gpt-9")
    assert isinstance(error, AdvisorError)
    assert str(error) == (
        "The chat model openai:gpt-9 is not known to the provider. Check ADVISOR_CHAT_MODEL and ADVISOR_CHAT_BASE_URL."
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_makes_an_honest_line(kind: str) -> None:
    said = line(kind, "a:b")
    assert said.startswith("The chat model a:b ")
    assert said.count(".") == 1
    assert KINDS[kind].remedy.endswith((".", "doctor"))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"retry-after": "7"}, 7.0), ({"retry-after": "1.5"}, 1.5), ({"retry-after": "soon"}, None), ({"retry-after": "-1"}, None), ({}, None)],
)  # fmt: skip
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    error = openai.RateLimitError("slow down", response=response(429, **headers), body=None)
    assert retry_after(error) == seconds
    assert from_vendor(error, "a:b").retry_after == seconds


@pytest.mark.parametrize(
    "secret",
    [
        "sk-proj-abcdef0123456789",
        "AIzaSyA1234567890abcdef",
        "Bearer abc.def.ghi",
        "http://user:pw@host/v1",
        "gsk_abcdefgh1234",
    ],
)
def test_what_is_written_like_a_key_is_taken_out(secret: str) -> None:
    text = scrubbed(f"Incorrect key {secret} given")
    assert secret not in text
    assert "***" in text


def test_keys_of_the_environment_are_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "plainlookingword")
    error = from_vendor(ValueError("the key plainlookingword is wrong"), "a:b")
    assert isinstance(error, ChatModelError)
    assert "plainlookingword" not in str(error)
