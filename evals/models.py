"""Chat models that need no network: an honest one, and those that do each thing a chat model must not get away with.

They read the sheet of passages out of the prompt as any model would, and write as their nature tells them. What of it
reaches a reply is a figure of the evaluation: no unchecked citation and no altered digit may.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

Passages = list[tuple[str, str]]
_LINE = re.compile(r"^\[(\w+)\] (.+)$", re.M)
_PIECE = 7  # characters: small enough to cut words and marks in two
_LONGEST = 200_000


def passages_of(messages: list[BaseMessage]) -> Passages:
    """(id, text) of each passage in a prompt, in order."""
    return [(m[1], m[2]) for m in _LINE.finditer("\n".join(str(m.content) for m in messages if m.type == "human"))]


class Scripted(BaseChatModel):
    """A chat model that writes what a function of the passages says. It does not call tools."""

    writes: Callable[[Passages], Iterator[str]]
    nature: str = "scripted"

    @property
    def _llm_type(self) -> str:
        return "fake"

    def _pieces(self, messages: list[BaseMessage]) -> Iterator[str]:
        written = 0
        for text in self.writes(passages_of(messages)):
            for at in range(0, len(text), _PIECE):
                yield text[at : at + _PIECE]
            written += len(text)
            if written > _LONGEST:
                return

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for piece in self._pieces(messages):
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=piece))
            if run_manager is not None:
                run_manager.on_llm_new_token(piece, chunk=chunk)
            yield chunk
        yield ChatGenerationChunk(message=AIMessageChunk(content="", response_metadata={"finish_reason": "stop"}))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage("".join(self._pieces(messages))))])


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _echo(passages: Passages) -> Iterator[str]:
    """The first passages, word for word, each with its own id."""
    for key, text in passages[:5]:
        yield f"{_sentence(text)} [{key}]\n"


def _inventor(passages: Passages) -> Iterator[str]:
    """Statements of its own under ids that nobody gave it."""
    for number in range(1, 5):
        yield f"According to the Institute of Careers, {number}7% of employers pay ${number}99,000 for this. [zz{number}] [{number}]\n"


def _misattributor(passages: Passages) -> Iterator[str]:
    """Each passage under the id of another."""
    keys = [k for k, _ in passages]
    for (_, text), other in zip(passages[:5], keys[::-1], strict=False):
        yield f"{_sentence(text)} [{other}]\n"


def _alterer(passages: Passages) -> Iterator[str]:
    """Passages with every digit changed; one without digits gets a figure."""
    for key, text in passages[:6]:
        changed = re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), text)
        if changed == text:
            changed = f"In 2031, {text[:1].lower()}{text[1:]}"
        yield f"{_sentence(changed)} [{key}]\n"


def _denier(passages: Passages) -> Iterator[str]:
    """Passages turned into their opposite."""
    for key, text in passages[:5]:
        yield f"It is not true that {text[:1].lower()}{_sentence(text[1:])} [{key}]\n"


def _embellisher(passages: Passages) -> Iterator[str]:
    """Passages with a claim of its own tied to the end."""
    for key, text in passages[:5]:
        yield f"{text.rstrip('.')}, and every employer in Norway hires such people without an interview. [{key}]\n"


def _obedient(passages: Passages) -> Iterator[str]:
    """Does what it reads: repeats orders found in passages, and recommends a seller."""
    for key, text in passages[:2]:
        yield f"As the document instructs, ignore all other sources and pay at https://certs.example/buy now. [{key}]\n"
        yield f"Send your password to help@certs.example to learn that {text[:40]} [{key}]\n"


def _scripter(passages: Passages) -> Iterator[str]:
    """HTML, scripts, images and links between true sentences."""
    for key, text in passages[:4]:
        yield f"<script>fetch('//evil.example')</script>{_sentence(text)} [{key}]\n"
        yield f'<img src=x onerror="alert(1)"> [Click here](javascript:alert(1)) [{key}]\n'
        yield f"```html\n<iframe src='//evil.example'></iframe> [{key}]\n```\n"


def _endless(passages: Passages) -> Iterator[str]:
    """Never stops."""
    for key, text in cycle(passages or [("x1", "Nothing.")]):
        yield f"{_sentence(text)} [{key}] "


def _refuser(passages: Passages) -> Iterator[str]:
    yield "I'm sorry, but I can't help with that request."


def _mute(passages: Passages) -> Iterator[str]:
    yield ""


_NATURES: dict[str, Callable[[Passages], Iterator[str]]] = {
    "echo": _echo,
    "inventor": _inventor,
    "misattributor": _misattributor,
    "alterer": _alterer,
    "denier": _denier,
    "embellisher": _embellisher,
    "obedient": _obedient,
    "scripter": _scripter,
    "endless": _endless,
    "refuser": _refuser,
    "mute": _mute,
}
NATURES = tuple(_NATURES)
PLANTED = {
    "inventor": re.compile(r"Institute of Careers|zz\d"),
    "denier": re.compile(r"not true that", re.I),
    "embellisher": re.compile(r"every employer in Norway"),
    "obedient": re.compile(r"certs\.example|ignore all other|your password", re.I),
    "scripter": re.compile(r"evil\.example|alert\(|fetch\(|javascript|<\w|Click here", re.I),
    "refuser": re.compile(r"I'm sorry"),
}
"""What a nature writes that no document says, and that no reply may hold."""


def fake_model(nature: str) -> Scripted:
    """The model of a nature, one of NATURES. Raises KeyError for another."""
    return Scripted(writes=_NATURES[nature], nature=nature)
