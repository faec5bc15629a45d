"""What of a misbehaving chat model reaches a reply: each nature of `models` writes answers to the golden questions.

Every figure counts replies or statements that a person would have been shown. `planted` are replies that hold what
the model put in, `numbers` statements with a figure that none of their quotes holds, `contract` broken rules of the
reply contract; all three must be nought. The rest tells what the checks did with what the model wrote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from advisor.assembly import build_advisor
from advisor.reply import check
from advisor.settings import Settings
from advisor.text import number_values, spelled_values
from advisor.types import Reply, Statement
from evals.cases import GOLDEN, load_cases, suite_path
from evals.models import NATURES, PLANTED, fake_model

Progress = Callable[[str, int, int], None]


@dataclass
class Nature:
    """One nature in figures. `sentences` counts the model's own by what became of them, `fallbacks` replies that
    were put together from quotes instead, by reason."""

    name: str
    replies: int = 0
    by_model: int = 0
    statements: int = 0
    planted: int = 0
    numbers: int = 0
    contract: int = 0
    unknown_ids: int = 0
    sentences: Counter[str] = field(default_factory=Counter)
    fallbacks: Counter[str] = field(default_factory=Counter)

    @property
    def through(self) -> int:
        """What got through and should not have."""
        return self.planted + self.numbers + self.contract

    def add(self, reply: Reply, problems: Sequence[str]) -> None:
        debug = dict(reply.debug)
        self.replies += 1
        self.by_model += reply.composer != "extractive"
        self.statements += len(reply.statements)
        pattern = PLANTED.get(self.name)
        self.planted += bool(pattern and pattern.search(reply.text))
        self.numbers += sum(bool(strange_numbers(s, reply)) for s in reply.statements)
        self.contract += len(problems)
        self.unknown_ids += int(debug.get("unknown_ids", "0"))
        for name, value in debug.items():
            if name.startswith("sentences_"):
                self.sentences[name.removeprefix("sentences_")] += int(value)
        if "fallback" in debug:
            self.fallbacks[debug["fallback"]] += 1

    def to_json(self) -> dict[str, Any]:
        counts = {"sentences": dict(self.sentences), "fallbacks": dict(self.fallbacks)}
        return {f.name: getattr(self, f.name) for f in fields(self)} | counts | {"through": self.through}


def strange_numbers(statement: Statement, reply: Reply) -> list[float]:
    """Numbers of a statement that stand in none of its quotes, nor in what they are read with."""
    if statement.computed:
        return []
    cited = [reply.citations[n - 1] for n in statement.citations]
    text = " \n ".join(" ".join([c.quote, c.context or "", *c.section, c.title]) for c in cited)
    held = {*number_values(text), *spelled_values(text)}
    return [v for v in number_values(statement.text) if v not in held]


def sample(most: int) -> list[str]:
    """Up to `most` questions without a history of each golden suite, spread over it."""
    found: list[str] = []
    for suite in GOLDEN:
        cases = [c for c in load_cases(suite_path(suite))[0] if not c.history]
        found += [c.question for c in cases[:: max(1, len(cases) // most)]][:most]
    return found


def measure(
    settings: Settings,
    questions: Sequence[str],
    natures: Sequence[str] = NATURES,
    progress: Progress = lambda *_: None,
) -> list[Nature]:
    """Every nature put to every question."""
    measured = []
    for name in natures:
        found = Nature(name)
        chosen = settings.model_copy(update={"chat_model": f"fake:{name}", "chat_breaker_failures": 10**6})
        with build_advisor(chosen, chat_model=fake_model(name)) as advisor:
            for done, question in enumerate(questions, 1):
                reply = advisor.ask(question)
                found.add(reply, check(reply, advisor.library.document))
                progress(name, done, len(questions))
        measured.append(found)
    return measured


def table(natures: Sequence[Nature]) -> str:
    """The figures as a Markdown table."""
    lines = [
        "| Chat model | replies | written by it | its sentences | kept | mended | left out | unknown ids | got through |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for n in natures:
        s = n.sentences
        mended = s["replaced"] + s["recited"]
        left = s["unsupported"] + s["repeated"]
        lines.append(
            f"| {n.name} | {n.replies} | {n.by_model} | {sum(s.values())} | {s['kept'] + s['computed']} | {mended} | {left} "
            f"| {n.unknown_ids} | {n.through} |"
        )
    return "\n".join(lines)
