"""A plan as headings and lines in reading order: what every format of it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.careers.plan.values import Line, Plan, PlanStage
from advisor.types import Citation, Reference


@dataclass(frozen=True, slots=True)
class Part:
    """A heading (level 2 or 3), a remark below it, and its lines as bullets."""

    heading: str
    level: int
    lines: tuple[Line, ...] = ()
    remark: str = ""


def outline(plan: Plan) -> Iterator[Part]:
    """The parts of a plan in reading order; parts without content are left out."""
    yield Part("In short", 2, plan.summary)
    if plan.bring:
        yield Part("What you bring", 2, plan.bring)
    if plan.begin:
        yield Part("The first 90 days" if plan.transition else "Ways in", 2, plan.begin)
    yield Part("Stages", 2, remark=f"{plan.weeks} weeks from {plan.start.isoformat()}, {plan.hours:g} hours in all.")
    for stage in plan.stages:
        yield from _stage(stage)
    if plan.certifications or plan.certification_notes:
        yield Part("Certifications", 2, plan.certification_notes)
        for advice in plan.certifications:
            yield Part(advice.label, 3, advice.lines, "You hold this one." if advice.held else "")
    if plan.market:
        yield Part("What the market says", 2, plan.market)
    if plan.risks:
        yield Part("Risks", 2, plan.risks)
    if plan.bridges:
        yield Part("A way over other roles", 2, plan.bridges)
    if plan.later:
        yield Part("Left for later", 2, plan.later)


def _stage(stage: PlanStage) -> Iterator[Part]:
    yield Part(f"Stage {stage.number}: {stage.title}", 3, stage.learn, _remark(stage))
    if stage.practise:
        yield Part("Practise", 4, stage.practise)
    if stage.checkpoints:
        yield Part("Checkpoint", 4, stage.checkpoints)


def _remark(stage: PlanStage) -> str:
    span = f"Week {stage.first_week}" if stage.weeks == 1 else f"Weeks {stage.first_week} to {stage.last_week}"
    return f"{span}. {stage.estimate}."


def marks(line: Line) -> str:
    """The citation markers of a line: "[1][3]"."""
    return "".join(f"[{n}]" for n in line.citations)


def place_of(citation: Citation) -> str:
    """Where a quote stands: title, section, document id and characters."""
    section = " › ".join(s for s in citation.section if s != citation.title)
    where = f"{citation.title}, {section}" if section else citation.title
    return f"{where} ({citation.document_id}, characters {citation.span.start} to {citation.span.end})"


def source_line(reference: Reference) -> str:
    """A public source as one line: title, publisher, year, address."""
    parts = [reference.title, reference.publisher, str(reference.year or ""), reference.url or ""]
    return f"{reference.id}: " + ". ".join(p.rstrip(".") for p in parts if p) + "."
