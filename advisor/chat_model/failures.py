"""Every way in which a call of a chat model can fail, and the one place where vendors' errors are mapped to them.

No vendor is imported: an error is read by its HTTP status, its class names and its words, so the same table serves
every provider of LangChain. A vendor's own message never reaches a reply; it can hold a part of a key.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any

from advisor.errors import ChatModelError


@dataclass(frozen=True, slots=True)
class Kind:
    """`line` completes "The chat model …"; `remedy` is for who runs the program."""

    line: str
    remedy: str
    retryable: bool = False
    retried: bool = False
    """Whether the call is made again at once, with back-off."""
    trips: bool = True
    """Whether it counts for the circuit breaker: what the question itself causes does not."""


KINDS: dict[str, Kind] = {
    "timeout": Kind("did not answer in time", "Raise ADVISOR_CHAT_TIMEOUT or ADVISOR_CHAT_DEADLINE.", True),
    "rate_limited": Kind("is busy: its rate limit is reached", "Wait, or raise the limit.", True, True),
    "server": Kind("has a fault of its own", "Wait, or look at the provider's status page.", True, True),
    "unreachable": Kind("cannot be reached", "Check the network and ADVISOR_CHAT_BASE_URL.", True, True),
    "dropped": Kind("broke off in the middle of its answer", "Ask again; check proxies between here and it.", True),
    "unauthorised": Kind("refused the key", "Set the provider's key in its environment variable."),
    "not_found": Kind("is not known to the provider", "Check ADVISOR_CHAT_MODEL and ADVISOR_CHAT_BASE_URL."),
    "overflow": Kind("was sent more than it can read", "Lower ADVISOR_CHAT_PROMPT_TOKENS.", trips=False),
    "refused": Kind("declined to answer", "Ask in other words.", trips=False),
    "empty": Kind("gave an empty answer", "Try another model, or raise ADVISOR_CHAT_MAX_TOKENS."),
    "endless": Kind("did not stop writing and was stopped", "Lower ADVISOR_CHAT_MAX_TOKENS or try another model."),
    "malformed": Kind("sent something that cannot be read", "Check that ADVISOR_CHAT_BASE_URL speaks its API."),
    "rejected": Kind("rejected the call", "Check the settings that begin with ADVISOR_CHAT_."),
    "unsupported": Kind("wrote mostly what the documents do not support", "Try another model.", trips=False),
    "nothing_found": Kind("found no answer in the passages", "Ask in other words.", trips=False),
    "resting": Kind(
        "failed several times in a row and is left alone for now", "Run: advisor doctor", True, trips=False
    ),
    "misconfigured": Kind("is not set up", "Install the provider's extra and check ADVISOR_CHAT_MODEL."),
    "unknown": Kind("failed", "Run: advisor doctor"),
}

_STATUS = {
    401: "unauthorised",
    402: "rate_limited",
    403: "unauthorised",
    404: "not_found",
    408: "timeout",
    409: "server",
    413: "overflow",
    429: "rate_limited",
    529: "server",
}

# Parts of class names, in the order in which they are looked for.
_NAMES = tuple(
    (kind, tuple(parts.split()))
    for kind, parts in (
        ("timeout", "Timeout TimedOut DeadlineExceeded"),
        ("rate_limited", "RateLimit ResourceExhausted Throttl Quota"),
        (
            "unauthorised",
            "Authentication PermissionDenied Unauthenticated Unauthorized OAuth WorkloadIdentity SubjectToken",
        ),
        ("overflow", "ContextOverflow LengthFinishReason"),
        ("refused", "ContentFilter"),
        ("not_found", "NotFound"),
        ("dropped", "RemoteProtocol ReadError WriteError CloseError IncompleteRead ChunkedEncoding StreamClosed"),
        ("dropped", "ConnectionReset ConnectionAborted BrokenPipe"),
        (
            "unreachable",
            "APIConnection ConnectError ConnectionError ConnectionRefused NetworkError ProxyError gaierror",
        ),
        ("malformed", "JSONDecode ValidationError OutputParser UnicodeDecode DecodingError ResponseValidation"),
        ("malformed", "ProtocolError UnsupportedProtocol TooManyRedirects InvalidURL"),
        ("unreachable", "TransportError"),
        ("server", "InternalServer ServerError ServiceUnavailable Overloaded Conflict"),
        ("rejected", "BadRequest UnprocessableEntity InvalidRequest InvalidArgument"),
    )
)
_OVERFLOW = re.compile(
    r"context[ _]?(?:length|window|size)|maximum context|too many tokens|(?:prompt|input) is too long|reduce the length"
    r"|exceed\w* the (?:available )?(?:context|limit|maximum)|token count.{0,40}exceed",
    re.I,
)
_REFUSED = re.compile(r"content[ _](?:filter|management|policy)|safety|blocked by|usage policies", re.I)
_NO_MODEL = re.compile(
    r"model.{0,80}(?:not found|does not exist|not exist|unknown)|(?:unknown|invalid|no such) model|not a valid model",
    re.I,
)
_KEY = re.compile(r"api[_ -]?key|authenticat|credential|unauthori[sz]ed", re.I)
_SECRET = re.compile(
    r"\b(?:sk|pk|rk|key|gsk|xai)[-_][\w*.-]{6,}|\bAIza[\w-]{10,}|(?i:bearer)\s+\S+|(?<=//)[^/\s@]{1,200}@"
)


def failure(kind: str, model: str, detail: str = "", retry_after: float | None = None) -> ChatModelError:
    """The error of one kind: what happened, to which model, and what to do about it."""
    what = KINDS[kind]
    middle = f" ({detail})" if detail else ""
    message = f"The chat model {model} {what.line}{middle}. {what.remedy}"
    return ChatModelError(message, kind, what.retryable, retry_after)


def line(kind: str, model: str) -> str:
    """The one line that a reply says about it."""
    return f"The chat model {model} {KINDS[kind].line}, so this answer is put together from quotes."


def from_vendor(error: BaseException, model: str, begun: bool = False) -> ChatModelError:
    """A vendor's error as one of ours; `begun` where a part of the answer had come. Its words, without keys, are the
    detail; they are for the log and the doctor."""
    if isinstance(error, ChatModelError):
        return error
    detail = scrubbed(f"{type(error).__name__}: {error}")
    kind = kind_of(error)
    if begun and kind == "unreachable":
        kind = "dropped"
    return failure(kind, model, detail[:300], retry_after(error))


def kind_of(error: BaseException) -> str:
    """The kind of a vendor's error: by status, then by the names of its class and of its causes, then by its words."""
    words = " ".join([str(error), *(str(getattr(error, name, None) or "") for name in ("code", "type"))])
    status = _status(error)
    if status is not None:
        return _by_status(status, words)
    for cause in _causes(error):
        names = " ".join(c.__name__ for c in type(cause).__mro__)
        for kind, parts in _NAMES:
            if any(part in names for part in parts):
                return "overflow" if kind == "rejected" and _OVERFLOW.search(words) else kind
    if _OVERFLOW.search(words):
        return "overflow"
    if isinstance(error, ValueError | KeyError | TypeError | IndexError | AttributeError):
        return "unauthorised" if _KEY.search(words) else "malformed"
    if _KEY.search(words):
        return "unauthorised"
    return "unknown"


def _by_status(status: int, words: str) -> str:
    if status == 400 or status == 422:
        if _OVERFLOW.search(words):
            return "overflow"
        if _NO_MODEL.search(words):
            return "not_found"
        if re.search(r"api[_ -]?key", words, re.I):
            return "unauthorised"
        return "refused" if _REFUSED.search(words) else "rejected"
    if status in _STATUS:
        return _STATUS[status]
    return "server" if status >= 500 else "rejected"


def _status(error: BaseException) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        for name in ("status_code", "code", "status", "http_status"):
            value = getattr(holder, name, None)
            if isinstance(value, int) and 400 <= value < 600:
                return value
    return None


def _causes(error: BaseException) -> list[BaseException]:
    """The error and what it was raised from, the outermost first, at most five."""
    found: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and len(found) < 5:
        found.append(current)
        current = current.__cause__ or current.__context__
    return found


def retry_after(error: BaseException) -> float | None:
    """Seconds that the provider asks to wait, from its `retry-after` header."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None)
    value = headers.get("retry-after") if headers is not None and hasattr(headers, "get") else None
    try:
        seconds = float(value) if value is not None else None
    except ValueError:
        return None
    return seconds if seconds is not None and 0 <= seconds < 86_400 else None


def scrubbed(text: str) -> str:
    """A text without keys: neither those in the environment nor what is written like one."""
    for name, value in os.environ.items():
        if len(value) >= 6 and re.search(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL", name):
            text = text.replace(value, "***")
    return _SECRET.sub("***", text)
