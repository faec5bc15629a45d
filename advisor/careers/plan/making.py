"""From a request to a plan: resolve, measure the gap, schedule, draft."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from advisor.careers.bridges import bridge_path
from advisor.careers.catalog import Catalog
from advisor.careers.gap import skill_gap
from advisor.careers.plan.citing import Citer
from advisor.careers.plan.drafting import Drafter
from advisor.careers.plan.request import resolve
from advisor.careers.plan.schedule import Slot, schedule
from advisor.careers.plan.values import Line, Plan, PlanRequest, PlanStage
from advisor.careers.records import Transition

if TYPE_CHECKING:
    from advisor.index.embedder import Embedder


def make_plan(request: PlanRequest, catalog: Catalog, embedder: Embedder | None = None) -> Plan:
    """A plan with stages, time, certifications, market, risks and citations.

    Raises UsageError, with the remedy, for an unknown role, the same role twice, and hours or months out of range.
    Without an embedder skills are matched by name alone.
    """
    profile, origin, target = resolve(request, catalog)
    transition = catalog.transition(origin.id, target.id) if origin else None
    gap = skill_gap(profile, target, catalog, embedder)
    path = bridge_path(profile, target, catalog, embedder)
    citer = Citer(catalog)
    drafter = Drafter(catalog, citer, profile, origin, target, transition)
    timed = schedule(request, gap, _order(catalog, transition, target.id), drafter.to_prepare())
    summary = tuple(drafter.summary(gap, timed, request))
    bring = tuple(drafter.bring(gap))
    begin = tuple(drafter.begin())
    stages = tuple(_stage(i, slot, drafter) for i, slot in enumerate(timed.slots, 1))
    notes = tuple(drafter.certification_notes(request))
    advised = () if request.skip_certifications else tuple(drafter.certifications())
    return Plan(
        request=request,
        title=f"From {origin.title} to {target.title}" if origin else f"To {target.title}",
        origin=origin,
        target=target,
        transition=transition,
        gap=gap,
        start=request.start or _next_monday(date.today()),
        weeks=timed.weeks,
        hours=timed.hours,
        summary=summary,
        bring=bring,
        begin=begin,
        stages=stages,
        certifications=advised,
        certification_notes=notes,
        market=tuple(drafter.market()),
        risks=tuple(drafter.risks(gap)),
        bridges=tuple(drafter.bridges(path)),
        path=path,
        later=tuple(drafter.later(gap, timed)),
        citations=citer.citations,
        notes=profile.notes,
    )


def _order(catalog: Catalog, transition: Transition | None, target: str) -> list[str]:
    """Keys of the skills to add, in the order of the written guide; for a composed move those that most of the written
    guides to the same target add, in their average order."""
    if transition is not None:
        return _added(catalog, transition)
    others = [_added(catalog, t) for t in catalog.transitions if t.target == target]
    places: dict[str, list[int]] = {}
    for added in others:
        for place, key in enumerate(added):
            places.setdefault(key, []).append(place)
    common = [key for key, seen in places.items() if len(seen) * 2 > len(others)]
    return sorted(common, key=lambda key: (sum(places[key]) / len(places[key]), key))


def _added(catalog: Catalog, transition: Transition) -> list[str]:
    found = [catalog.skill_names.lookup(i.label) for i in transition.to_add]
    return [f.key for f in found if f is not None]


def _stage(number: int, slot: Slot, drafter: Drafter) -> PlanStage:
    labels = tuple(m.need.label for m in slot.matches)
    learn: tuple[Line, ...] = ()
    practise: tuple[Line, ...] = ()
    checkpoints: tuple[Line, ...] = ()
    if slot.kind == "skills":
        title = ", ".join(labels)
        learn = tuple(drafter.learn(slot.matches))
        practise = tuple(drafter.practise(slot.matches))
        checkpoints = tuple(drafter.checkpoints(slot.matches))
    elif slot.kind == "certification":
        title = f"Prepare for {slot.certification}"
        checkpoints = (Line(f"Pass a full practice exam for {slot.certification} before you book.", computed=True),)
    else:
        title = "Proof of work and applications"
        practise = tuple(drafter.proof())
        checkpoints = (
            Line("Let a stranger repeat your work from its write-up alone, then apply with it.", computed=True),
        )
    return PlanStage(
        number=number,
        title=title[:1].upper() + title[1:],
        kind=slot.kind,
        first_week=slot.first_week,
        last_week=slot.last_week,
        hours=slot.hours,
        estimate=slot.estimate,
        skills=labels,
        learn=learn,
        practise=practise,
        checkpoints=checkpoints,
    )


def _next_monday(today: date) -> date:
    return today + timedelta(days=(7 - today.weekday()) % 7 or 7)
