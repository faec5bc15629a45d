"""The frozen values of a plan: what was asked, and stages of lines that each name the passages they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from advisor.careers.bridges import BridgePath
from advisor.careers.gap import SkillGap
from advisor.careers.profile import Profile
from advisor.careers.records import Occupation, Transition
from advisor.types import Citation, Reference

StageKind = Literal["skills", "certification", "proof"]
HOURS_PER_SKILL = 30.0
"""Planning assumption for one skill that is missing altogether; a part counts half. Not a figure from a source."""
HOURS_PER_CERTIFICATION = 40.0
"""Planning assumption for the preparation of one exam."""
HOURS_FOR_PROOF = 30.0
"""Planning assumption for finishing what can be shown, and for applications."""
WEEKS_PER_MONTH = 52 / 12


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What a plan is made for. `origin` and `target` are names of roles as a person writes them; `have` is free text;
    `profile` is a résumé already read. Without `origin` the role is taken from what the person wrote."""

    target: str
    origin: str | None = None
    hours_per_week: float = 6.0
    months: float | None = None
    have: str = ""
    profile: Profile | None = None
    skip_certifications: bool = False
    start: date | None = None
    hours_per_skill: float = HOURS_PER_SKILL


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, bullet or row of a plan. `citations` are numbers of the plan's citations.

    `computed` marks what was worked out here and not read in a document: sums, and advice without a fact.
    """

    text: str
    citations: tuple[int, ...] = ()
    computed: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class PlanStage:
    """A stretch of weeks (1-based, both ends included) and what it is for. `estimate` says how its hours came about."""

    number: int
    title: str
    kind: StageKind
    first_week: int
    last_week: int
    hours: float
    estimate: str
    skills: tuple[str, ...] = ()
    learn: tuple[Line, ...] = ()
    practise: tuple[Line, ...] = ()
    checkpoints: tuple[Line, ...] = ()

    @property
    def weeks(self) -> int:
        return self.last_week - self.first_week + 1


@dataclass(frozen=True, slots=True)
class CertificationAdvice:
    """A certification worth it: why, and its cost and prerequisites in the words of the tables."""

    label: str
    lines: tuple[Line, ...]
    held: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan from a role, or from what a person can do, to a target role."""

    request: PlanRequest
    title: str
    origin: Occupation | None
    target: Occupation
    transition: Transition | None
    gap: SkillGap
    start: date
    weeks: int
    hours: float
    summary: tuple[Line, ...]
    bring: tuple[Line, ...]
    begin: tuple[Line, ...]
    stages: tuple[PlanStage, ...]
    certifications: tuple[CertificationAdvice, ...]
    certification_notes: tuple[Line, ...]
    market: tuple[Line, ...]
    risks: tuple[Line, ...]
    bridges: tuple[Line, ...]
    path: BridgePath
    later: tuple[Line, ...]
    citations: tuple[Citation, ...]
    notes: tuple[str, ...] = ()

    @property
    def composed(self) -> bool:
        """Whether no guide to this move is written, so that it was put together from the two role guides."""
        return self.transition is None

    @property
    def references(self) -> tuple[Reference, ...]:
        """The public sources behind the citations, each once, in order of first use."""
        return tuple({r.id: r for c in self.citations for r in c.references}.values())

    def lines(self) -> Iterator[Line]:
        """Every line, in the order in which the plan is read."""
        yield from self.summary
        yield from self.bring
        yield from self.begin
        for stage in self.stages:
            yield from (*stage.learn, *stage.practise, *stage.checkpoints)
        for advice in self.certifications:
            yield from advice.lines
        yield from (*self.certification_notes, *self.market, *self.risks, *self.bridges, *self.later)
