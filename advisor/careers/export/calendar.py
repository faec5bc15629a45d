"""A plan as a calendar (ICS): an all-day event for each stage, and one for each checkpoint at its end.

Two exports of one plan are equal to the byte: times of creation are the plan's start, ids are hashes.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from advisor.careers.export.outline import marks, source_line
from advisor.careers.plan.values import Line, Plan, PlanStage

if TYPE_CHECKING:
    from icalendar import Event


def to_ics(plan: Plan) -> bytes:
    """The calendar's bytes. Descriptions hold the lines of the stage and the quotes that they cite."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Career path advisor//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", plan.title)
    for stage in plan.stages:
        first = plan.start + timedelta(weeks=stage.first_week - 1)
        end = plan.start + timedelta(weeks=stage.last_week)
        lines = (*stage.learn, *stage.practise)
        summary = f"{plan.target.title}, stage {stage.number}: {stage.title}"
        calendar.add_component(_event(plan, f"stage-{stage.number}", summary, first, end, _words(plan, stage, lines)))
        day = end - timedelta(days=1)
        check = _words(plan, stage, stage.checkpoints)
        summary = f"Checkpoint {stage.number}: {stage.title}"
        calendar.add_component(_event(plan, f"checkpoint-{stage.number}", summary, day, end, check))
    return bytes(calendar.to_ical())


def _event(plan: Plan, name: str, summary: str, first: date, end: date, description: str) -> Event:
    from icalendar import Event

    event = Event()
    key = f"{plan.title}\0{plan.start}\0{plan.request.hours_per_week}\0{name}"
    event.add("uid", hashlib.sha256(key.encode()).hexdigest()[:32] + "@career-path-advisor")
    event.add("dtstamp", datetime.combine(plan.start, time(), UTC))
    event.add("dtstart", first)
    event.add("dtend", end)
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event


def _words(plan: Plan, stage: PlanStage, lines: tuple[Line, ...]) -> str:
    numbers = sorted({n for line in lines for n in line.citations})
    cited = [c for c in plan.citations if c.number in numbers]
    out = [f"{stage.hours:g} hours. {stage.estimate}.", ""]
    out += [f"- {line.text} {marks(line)}".rstrip() for line in lines]
    out += ["", *(f"[{c.number}] {c.document_id}: {c.quote}" for c in cited)]
    references = {r.id: r for c in cited for r in c.references}
    out += ["", *(source_line(r) for r in references.values())] if references else []
    return "\n".join(out)
