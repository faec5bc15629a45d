"""Possible next roles for a person, ordered by a score whose parts are all shown.

    score = sum of weight * value, with value in 0..1:
    skills    0.50   share of the essential skills that the person has (a part counts half)
    demand    0.20   newest growth or change, -10% a year or less is 0, +10% or more is 1
    level     0.15   same level or one up is 1, one down 0.6, two up 0.4, anything wider 0.1
    pay       0.05   change between the two newest rounds of pay, on the scale of demand
    evidence  0.10   distinct sources behind the role's guide (20 or more is 1), half of it for a written transition

A part that no figure speaks of counts as 0.5, and says so. Equal scores are ordered by title. Nothing depends on the
order of documents or of the bullets in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.careers.catalog import Catalog
from advisor.careers.gap import Coverage, SkillGap, gap_from
from advisor.careers.matching import Evidence, assess
from advisor.careers.profile import Profile
from advisor.careers.records import LEVELS, Occupation, Passage, Transition
from advisor.careers.trends import Trend, demand_trend, pay_trend

if TYPE_CHECKING:
    from advisor.index.embedder import Embedder

WEIGHTS = {"skills": 0.5, "demand": 0.2, "level": 0.15, "pay": 0.05, "evidence": 0.1}
_NEUTRAL = 0.5
_FULL_SWING = 10.0
_ENOUGH_SOURCES = 20


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a score. `value` is None where nothing is known, and then counts as 0.5."""

    name: str
    weight: float
    value: float | None
    words: str
    passages: tuple[Passage, ...] = ()

    @property
    def points(self) -> float:
        return self.weight * (_NEUTRAL if self.value is None else self.value)


@dataclass(frozen=True, slots=True)
class RankedRole:
    occupation: Occupation
    components: tuple[Component, ...]
    gap: SkillGap
    transition: Transition | None = None

    @property
    def score(self) -> float:
        return sum(c.points for c in self.components)

    @property
    def coverage(self) -> Coverage:
        return self.gap.essential


def rank_next_roles(
    profile: Profile, catalog: Catalog, embedder: Embedder | None = None, k: int = 10
) -> list[RankedRole]:
    """The k best next roles, best first. The present role is left out."""
    evidence = assess(profile, catalog, embedder)
    ranked = [
        _ranked(profile, occupation, evidence, catalog)
        for occupation in catalog.occupations.values()
        if occupation.id != profile.role and occupation.essential
    ]
    ranked.sort(key=lambda r: (-round(r.score, 9), r.occupation.title, r.occupation.id))
    return ranked[:k]


def _ranked(profile: Profile, occupation: Occupation, evidence: dict[str, Evidence], catalog: Catalog) -> RankedRole:
    gap = gap_from(evidence, occupation)
    written = catalog.transition(profile.role, occupation.id) if profile.role else None
    origin = catalog.occupations[profile.role] if profile.role else None
    components = (
        Component("skills", WEIGHTS["skills"], gap.essential.value, f"essential skills: {gap.essential}"),
        _trend("demand", demand_trend(catalog, occupation.id)),
        _level(origin, occupation),
        _trend("pay", pay_trend(catalog, occupation.id)),
        _sources(occupation, written, catalog),
    )
    return RankedRole(occupation, components, gap, written)


def _trend(name: str, trend: Trend | None) -> Component:
    if trend is None:
        return Component(name, WEIGHTS[name], None, f"{name}: no figure in the library")
    value = min(max((trend.per_year + _FULL_SWING) / (2 * _FULL_SWING), 0.0), 1.0)
    return Component(name, WEIGHTS[name], value, f"{name}: {trend.words}", tuple(f.passage for f in trend.figures))


def _level(origin: Occupation | None, target: Occupation) -> Component:
    if origin is None or origin.level not in LEVELS or target.level not in LEVELS:
        return Component("level", WEIGHTS["level"], None, "level: not known")
    step = LEVELS.index(target.level) - LEVELS.index(origin.level)
    value = {0: 1.0, 1: 1.0, -1: 0.6, 2: 0.4}.get(step, 0.1)
    return Component("level", WEIGHTS["level"], value, f"level: {origin.level} to {target.level}")


def _sources(occupation: Occupation, written: Transition | None, catalog: Catalog) -> Component:
    count = len({a.key for a in catalog.documents[occupation.id].annotations})
    value = 0.5 * min(count / _ENOUGH_SOURCES, 1.0) + (0.5 if written else 0.0)
    move = "a written guide to this move" if written else "no written guide to this move"
    return Component("evidence", WEIGHTS["evidence"], value, f"evidence: {count} sources behind the role, {move}")
