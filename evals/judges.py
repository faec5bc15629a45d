"""The second tier: other judges of the same question, does a context support a claim? A chat model, or a local model
for natural language inference. Neither is ever part of a gate: they need what is not always there, and may change.

A judge is asked several times, and the spread of its answers stands beside their mean.
"""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from advisor.answering.support import Source
from advisor.errors import UsageError
from evals.verifying import Verifier

if TYPE_CHECKING:
    from advisor.chat_model.calling import ChatModel
    from advisor.settings import Settings

_OBJECT = re.compile(r"\{[^{}]*\}")
_LONGEST_CONTEXT = 20_000
NAMES = "verifier, nli:FOLDER_OR_MODEL or chat:PROVIDER:MODEL"


class Judge(Protocol):
    """Tells how far contexts support a claim."""

    @property
    def name(self) -> str: ...

    def judge(self, claim: str, contexts: Sequence[str]) -> float | None:
        """0..1; None where the judge gave no usable answer."""
        ...


@dataclass(frozen=True, slots=True)
class Opinion:
    """The answers of one judge to one question: their mean and standard deviation, 0 for a single answer. `mean` is
    None where no answer was usable; `failed` counts those."""

    judge: str
    scores: tuple[float, ...]
    failed: int

    @property
    def mean(self) -> float | None:
        return statistics.fmean(self.scores) if self.scores else None

    @property
    def spread(self) -> float:
        return statistics.stdev(self.scores) if len(self.scores) > 1 else 0.0

    def to_json(self) -> dict[str, Any]:
        mean = None if self.mean is None else round(self.mean, 6)
        spread = round(self.spread, 6)
        return {"judge": self.judge, "mean": mean, "spread": spread, "runs": len(self.scores), "failed": self.failed}


def opinion(judge: Judge, claim: str, contexts: Sequence[str], runs: int) -> Opinion:
    """What a judge says when it is asked `runs` times. Raises ValueError for fewer than one."""
    if runs < 1:
        raise ValueError(f"a judge cannot be asked {runs} times")
    answers = [judge.judge(claim, contexts) for _ in range(runs)]
    given = tuple(a for a in answers if a is not None)
    return Opinion(judge.name, given, runs - len(given))


@dataclass(frozen=True)
class VerifierJudge:
    """The project's own verifier behind the same interface."""

    verifier: Verifier
    name: str = "verifier"

    def judge(self, claim: str, contexts: Sequence[str]) -> float | None:
        return self.verifier.support(claim, [Source(c) for c in contexts]).score


@dataclass(frozen=True)
class NliJudge:
    """A cross-encoder for natural language inference; the claim is entailed by the context that entails it best.

    `predict` maps (context, claim) pairs to one row of class probabilities each; `entailment` is the class that counts.
    """

    name: str
    predict: Callable[[list[tuple[str, str]]], Any]
    entailment: int

    def judge(self, claim: str, contexts: Sequence[str]) -> float | None:
        if not contexts:
            return 0.0
        return max(float(row[self.entailment]) for row in self.predict([(c, claim) for c in contexts]))


@dataclass(frozen=True)
class ChatJudge:
    """A chat model that answers with a number. An answer that holds none counts as failed, not as 0."""

    model: ChatModel

    @property
    def name(self) -> str:
        return f"chat:{self.model.name}"

    def judge(self, claim: str, contexts: Sequence[str]) -> float | None:
        from advisor.errors import ChatModelError
        from advisor.prompting import load

        passages = "\n\n".join(contexts)[:_LONGEST_CONTEXT]
        try:
            return read_support(self.model.complete(load("judge").render(passages=passages, claim=claim)))
        except ChatModelError:
            return None


def read_support(answer: str) -> float | None:
    """The number of a judge's answer; None where there is no object with a number from 0 to 1 in it."""
    for found in _OBJECT.findall(answer):
        try:
            value = json.loads(found).get("support")
        except ValueError:
            continue
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
    return None


def build_judge(name: str, settings: Settings, verifier: Verifier) -> Judge:
    """The judge of a name. Raises UsageError where there is none such, or it cannot be had here."""
    kind, _, rest = name.partition(":")
    if name == "verifier":
        return VerifierJudge(verifier)
    if kind == "nli" and rest:
        return _nli(rest)
    if kind == "chat" and ":" in rest:
        from advisor.chat_model.building import build_chat_model

        return ChatJudge(build_chat_model(settings.model_copy(update={"chat_model": rest})))
    raise UsageError(f"There is no judge {name!r}. Choose {NAMES}.")


def _nli(name: str) -> NliJudge:
    from sentence_transformers import CrossEncoder

    try:
        model = CrossEncoder(name, local_files_only=True)
    except (OSError, ValueError) as error:
        told = " ".join(str(error).split())[:160]
        raise UsageError(
            f"The NLI model {Path(name).name!r} cannot be loaded ({told}). Give a folder that holds it."
        ) from error
    labels = {str(v).lower(): int(k) for k, v in model.model.config.id2label.items()}
    entailment = next((n for label, n in labels.items() if label.startswith("entail")), None)
    if entailment is None:
        raise UsageError(
            f"{name} is no NLI model: its classes are {', '.join(sorted(labels))}, and none is entailment."
        )
    return NliJudge(f"nli:{Path(name).name}", lambda pairs: model.predict(pairs, apply_softmax=True), entailment)
