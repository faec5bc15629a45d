"""A question rewritten by a chat model before the search: made to stand alone, split, put in other words.

What it writes is only ever looked for, and only where it is faithful: it may bring no number and no name that was not
said, and little else. Where it is not, or where the model fails, the offline reading stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from advisor.answering.composer import Waiting
from advisor.answering.language import detect
from advisor.answering.orders import gives_orders
from advisor.answering.question import cue_words
from advisor.budget import TokenCounter, counter, newest_within
from advisor.chat_model import ChatModel, Piece, Wait
from advisor.chat_model.calling import Limits
from advisor.errors import ChatModelError
from advisor.prompting import Message, Prompt, load
from advisor.settings import Settings
from advisor.text import STOPWORDS, number_values, stem, words
from advisor.types import Turn

_NAME = re.compile(r"(?<=\w )[A-Z][\w'’&+#-]*|\b[A-Z]{2,}\w*")
"""A capitalised word that does not open a sentence, or an acronym."""
_LONGEST = 400
_LONGEST_REPLY = 4000
_HISTORY_TOKENS = 1500
_PATIENCE = 10.0
"""Seconds that the rewriting may take; the offline reading costs nothing."""
_QUESTIONS = 3
_QUERIES = 4


class _Reply(BaseModel):
    """What a model may send back: the one list or the other."""

    model_config = ConfigDict(extra="forbid")
    questions: list[str] = Field(default=[], max_length=_QUESTIONS)
    queries: list[str] = Field(default=[], max_length=12)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """`text` is the standalone question, None where the offline one stands; `queries` are further searches."""

    text: str | None = None
    queries: tuple[str, ...] = ()
    debug: tuple[tuple[str, str], ...] = ()


class Rewriter:
    """Rewrites with a chat model; `when` says for which questions."""

    def __init__(self, model: ChatModel, when: Literal["history", "always"], count: TokenCounter) -> None:
        self._model = model
        self._when = when
        self._count = count
        self._limits = Limits(
            min(model.limits.silence, _PATIENCE), min(model.limits.deadline, _PATIENCE), min(model.limits.retries, 1)
        )

    def rewrite(
        self, question: str, history: Sequence[Turn], offline: str, language: str = "English"
    ) -> Generator[Waiting, None, Rewriting]:
        """The rewriting of a question, `offline` being its offline reading. Never raises for what the model does."""
        text, queries = None, []
        debug: list[tuple[str, str]] = []
        foreign = detect(question) != "en"
        if history or foreign:
            prompt = load("condense")
            said = self._history(history)
            messages = prompt.render(
                question=question, history="\n".join(said), most=str(_QUESTIONS), language=language
            )
            found = yield from self._asked(prompt, messages, debug)
            told = [" ".join(q.split()) for q in found.questions]
            if told and all(faithful(q, " ".join([question, *said]), foreign) for q in told):
                text = (
                    " ".join(q if q.endswith("?") else f"{q.rstrip('.')}?" for q in told) if len(told) > 1 else told[0]
                )
            elif told:
                debug.append(("rewrite_refused", prompt.version))
        if self._when == "always":
            prompt = load("expand")
            messages = prompt.render(question=text or offline, most=str(_QUERIES), language=language)
            found = yield from self._asked(prompt, messages, debug)
            queries = [" ".join(q.split()) for q in found.queries]
        return Rewriting(text, tuple(q for q in queries if _searchable(q))[:_QUERIES], tuple(debug))

    def _history(self, history: Sequence[Turn]) -> list[str]:
        said = [f"{'Person' if t.role == 'user' else 'Advisor'}: {' '.join(t.content.split())[:2000]}" for t in history]
        return newest_within([s.replace("<", "‹").replace(">", "›") for s in said], _HISTORY_TOKENS, self._count.count)

    def _asked(
        self, prompt: Prompt, messages: Sequence[Message], debug: list[tuple[str, str]]
    ) -> Generator[Waiting, None, _Reply]:
        """The model's lists; both empty where it fails or writes something else, which `debug` then says."""
        pieces: list[str] = []
        try:
            with closing(self._model.stream(messages, limits=self._limits)) as items:
                for item in items:
                    if isinstance(item, Wait):
                        yield Waiting()
                    elif isinstance(item, Piece):
                        pieces.append(item.text)
                        if sum(map(len, pieces)) > _LONGEST_REPLY:
                            raise self._model.fail("endless")
        except ChatModelError as error:
            debug.append(("rewrite_failed", f"{prompt.version} {error.kind}"))
            return _Reply()
        text = "".join(pieces)
        try:
            found = _Reply.model_validate(json.loads(text[text.find("{") : text.rfind("}") + 1]))
        except ValueError:  # ValidationError is one
            debug.append(("rewrite_failed", f"{prompt.version} malformed"))
            return _Reply()
        debug.append(("rewrite_prompt", prompt.version))
        self._model.accept()
        return found


def build_rewriter(settings: Settings, model: ChatModel) -> Rewriter | None:
    """The rewriter of the settings; None where they want none."""
    if settings.chat_rewrite == "off":
        return None
    return Rewriter(model, settings.chat_rewrite, counter(settings.chat_encoding))


def faithful(rewritten: str, said: str, translated: bool = False) -> bool:
    """Whether a rewritten question holds to what was said: no new number, no new name, and, unless it is a
    translation, at least half of its content words from the conversation."""
    if not _searchable(rewritten):
        return False
    if not set(number_values(rewritten)) <= set(number_values(said)):
        return False
    if translated:
        return True
    held = {stem(w) for w in words(said)}
    names = [w for match in _NAME.finditer(rewritten) for w in words(match[0])]
    if any(stem(w) not in held and w not in cue_words() for w in names):
        return False
    told = [stem(w) for w in words(rewritten) if w not in STOPWORDS and w not in cue_words()]
    return sum(w in held for w in told) * 2 >= len(told)


def _searchable(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and bool(words(text)) and not gives_orders(text)
