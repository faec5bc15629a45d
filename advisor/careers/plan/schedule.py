"""Which skills a plan teaches, in which order, in how many hours, and which weeks its stages take."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.careers.gap import SkillGap, SkillMatch
from advisor.careers.plan.values import (
    HOURS_FOR_PROOF,
    HOURS_PER_CERTIFICATION,
    WEEKS_PER_MONTH,
    PlanRequest,
    StageKind,
)

_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Slot:
    """A stage before it has words: its kind, what it teaches, its hours and how they were reckoned."""

    kind: StageKind
    hours: float
    estimate: str
    matches: tuple[SkillMatch, ...] = ()
    certification: str = ""
    first_week: int = 0
    last_week: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """Stages in order, and what did not fit into the months that were asked for."""

    slots: tuple[Slot, ...]
    left_out: tuple[SkillMatch, ...]
    certification_left_out: bool
    full_hours: float
    hours: float
    weeks: int


def schedule(request: PlanRequest, gap: SkillGap, order: Sequence[str], certification: str) -> Schedule:
    """`order` are skill keys in the order in which written guides add them; `certification` is the one to prepare
    for, or empty."""
    wanted = _wanted(gap, order)
    exam = 0.0 if request.skip_certifications or not certification else HOURS_PER_CERTIFICATION
    full = sum(_hours(m, request) for m in wanted) + exam + HOURS_FOR_PROOF
    room = request.months * WEEKS_PER_MONTH * request.hours_per_week if request.months else math.inf
    chosen, left_out = _fitting(wanted, request, room - HOURS_FOR_PROOF)
    spent = sum(_hours(m, request) for m in chosen) + HOURS_FOR_PROOF
    with_exam = exam > 0 and spent + exam <= room + 1e-9
    slots = [_skills(group, request) for group in _groups(chosen)]
    if with_exam:
        words = f"{HOURS_PER_CERTIFICATION:g} hours to prepare for one exam (a planning assumption)"
        slots.append(Slot("certification", exam, words, certification=certification))
    words = f"{HOURS_FOR_PROOF:g} hours for finishing what can be shown and for applications (a planning assumption)"
    slots.append(Slot("proof", HOURS_FOR_PROOF, words))
    placed = _placed(slots, request.hours_per_week)
    hours = sum(s.hours for s in placed)
    return Schedule(tuple(placed), tuple(left_out), exam > 0 and not with_exam, full, hours, placed[-1].last_week)


def _groups(matches: list[SkillMatch]) -> list[list[SkillMatch]]:
    """As few stages as hold at most three skills each, of sizes as equal as can be."""
    count = math.ceil(len(matches) / _AT_ONCE)
    sizes = [len(matches) // count + (i < len(matches) % count) for i in range(count)] if count else []
    starts = [sum(sizes[:i]) for i in range(count)]
    return [matches[a : a + n] for a, n in zip(starts, sizes, strict=True)]


def _wanted(gap: SkillGap, order: Sequence[str]) -> list[SkillMatch]:
    """What is to be learned: essential skills that are missing or known in part, and optional ones that a written
    guide adds; in the guide's order, then missing before partial, in the order of the role."""
    place = {key: i for i, key in enumerate(order)}
    wanted = [m for m in gap.matches if m.state != "have" and (m.need.essential or (m.need.skill in place))]
    rank = {m.need.skill: i for i, m in enumerate(gap.matches)}
    return sorted(
        wanted,
        key=lambda m: (place.get(m.need.skill, len(place)), m.state == "partial", rank[m.need.skill]),
    )


def _hours(match: SkillMatch, request: PlanRequest) -> float:
    return request.hours_per_skill * (0.5 if match.state == "partial" else 1.0)


def _fitting(wanted: list[SkillMatch], request: PlanRequest, room: float) -> tuple[list[SkillMatch], list[SkillMatch]]:
    """What fits, essential skills first; the order of the plan is kept."""
    kept: set[str] = set()
    for match in sorted(wanted, key=lambda m: not m.need.essential):
        if _hours(match, request) <= room + 1e-9:
            kept.add(match.need.skill)
            room -= _hours(match, request)
    return [m for m in wanted if m.need.skill in kept], [m for m in wanted if m.need.skill not in kept]


def _skills(matches: Sequence[SkillMatch], request: PlanRequest) -> Slot:
    missing = sum(m.state == "missing" for m in matches)
    partial = len(matches) - missing
    parts = []
    if missing:
        parts.append(f"{missing} missing × {request.hours_per_skill:g} hours")
    if partial:
        parts.append(f"{partial} known in part × {request.hours_per_skill / 2:g} hours")
    hours = sum(_hours(m, request) for m in matches)
    return Slot("skills", hours, f"{' + '.join(parts)} = {hours:g} hours (a planning assumption)", tuple(matches))


def _placed(slots: Sequence[Slot], hours_per_week: float) -> list[Slot]:
    """Weeks by running hours; a stage starts in the week after the last one ends, or in that week if room is left."""
    placed: list[Slot] = []
    done = 0.0
    last = 0
    for slot in slots:
        first = max(last, 1) if done / hours_per_week < last - 0.25 else last + 1
        done += slot.hours
        last = max(first, math.ceil(done / hours_per_week - 1e-9))
        placed.append(Slot(slot.kind, slot.hours, slot.estimate, slot.matches, slot.certification, first, last))
    return placed
