"""The gap between a person and an occupation: each skill of its guide as had, had in part, or missing, with both
sides' words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.careers.catalog import Catalog
from advisor.careers.matching import NOTHING, Evidence, State, assess
from advisor.careers.profile import Profile
from advisor.careers.records import Need, Occupation, Passage

if TYPE_CHECKING:
    from advisor.index.embedder import Embedder


@dataclass(frozen=True, slots=True)
class SkillMatch:
    """One skill that the occupation asks for, and what is known of it in the person."""

    need: Need
    evidence: Evidence

    @property
    def state(self) -> State:
        return self.evidence.state

    @property
    def guide(self) -> Passage:
        """The words of the target's guide."""
        return self.need.first


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a share is made of. `value` counts a part as half; it is 0 where nothing is asked for."""

    have: int
    partial: int
    missing: int

    @property
    def total(self) -> int:
        return self.have + self.partial + self.missing

    @property
    def value(self) -> float:
        return (self.have + self.partial / 2) / self.total if self.total else 0.0

    def __str__(self) -> str:
        return f"{self.have} had, {self.partial} in part, {self.missing} missing, of {self.total}"


@dataclass(frozen=True, slots=True)
class SkillGap:
    """All skills of the target's guide, in its order."""

    occupation: Occupation
    matches: tuple[SkillMatch, ...]

    def of_state(self, state: State, essential: bool | None = None) -> tuple[SkillMatch, ...]:
        return tuple(
            m for m in self.matches if m.state == state and (essential is None or m.need.essential == essential)
        )

    @property
    def have(self) -> tuple[SkillMatch, ...]:
        return self.of_state("have")

    @property
    def partial(self) -> tuple[SkillMatch, ...]:
        return self.of_state("partial")

    @property
    def missing(self) -> tuple[SkillMatch, ...]:
        return self.of_state("missing")

    @property
    def essential(self) -> Coverage:
        return Coverage(*(len(self.of_state(s, True)) for s in ("have", "partial", "missing")))

    @property
    def optional(self) -> Coverage:
        return Coverage(*(len(self.of_state(s, False)) for s in ("have", "partial", "missing")))


def skill_gap(profile: Profile, occupation: Occupation, catalog: Catalog, embedder: Embedder | None = None) -> SkillGap:
    """What a person has and lacks of an occupation's skills. Without an embedder nothing is matched by meaning."""
    return gap_from(assess(profile, catalog, embedder), occupation)


def gap_from(evidence: dict[str, Evidence], occupation: Occupation) -> SkillGap:
    """As `skill_gap`, from evidence that was gathered before."""
    return SkillGap(occupation, tuple(SkillMatch(n, evidence.get(n.skill, NOTHING)) for n in occupation.needs))
