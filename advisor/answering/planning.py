"""A plan asked for in conversation: the career plan of `advisor plan`, shortened to a screenful of cited lines.

Its weeks and hours follow from what the person said and stand in headings; every line rests on the passages that
the plan cites.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from advisor.answering.evidence import Library
from advisor.answering.passages import Passage
from advisor.answering.question import Question
from advisor.errors import UsageError
from advisor.text import fold
from advisor.types import Citation, DraftStatement

if TYPE_CHECKING:
    from advisor.careers.catalog import Catalog
    from advisor.careers.plan.values import Line

_HOURS = 6.0
_SKIP = re.compile(r"\b(?:skip|without|no|drop|leave out|avoid)\b.{0,20}\b(?:certif\w*|certs?|exams?)\b")
_MONTHS = re.compile(r"\b(?:in|within|over|for)\s+(\d{1,2})\s+months?\b")


def plan_statements(question: Question, library: Library, catalog: Callable[[], Catalog]) -> list[DraftStatement]:
    """The lines of the plan that a question asks for; none where no plan can be made for it."""
    from advisor.careers.plan import PlanRequest, make_plan

    if question.goal is None or not question.goal.documents:
        return []
    folded = fold(question.text)
    months = _MONTHS.search(folded)
    request = PlanRequest(
        question.goal.label,
        question.start.label if question.start and question.start.documents else None,
        hours_per_week=float(question.hours or _HOURS),
        months=float(months[1]) if months else None,
        skip_certifications=bool(_SKIP.search(folded)),
    )
    try:
        plan = make_plan(request, catalog())
    except UsageError:
        return []
    cited = {c.number: c for c in plan.citations}
    writer = _Lines(library, cited)
    per_week = f"{request.hours_per_week:g} hours a week" + ("" if question.hours else ", unless you say otherwise")
    writer.add(f"Plan: {plan.weeks} weeks at {per_week}", plan.summary, 2)
    for stage in plan.stages:
        when = f"week {stage.first_week}" if stage.weeks == 1 else f"weeks {stage.first_week} to {stage.last_week}"
        writer.add(f"{stage.title[:1].upper() + stage.title[1:]}: {when}", [*stage.learn, *stage.practise], 2)
    for advice in plan.certifications[:1]:
        writer.add(f"Certification: {advice.label}", advice.lines, 1)
    writer.add("What the market says", plan.market, 1)
    writer.add("Risks", plan.risks, 1)
    return writer.statements


class _Lines:
    """Plan lines as statements under headings."""

    def __init__(self, library: Library, cited: dict[int, Citation]) -> None:
        self.library = library
        self.cited = cited
        self.statements: list[DraftStatement] = []

    def add(self, heading: str, lines: Sequence[Line], most: int) -> None:
        added, said = 0, set()
        for line in lines:
            label = line.label or line.text.split(" — ")[0]
            if label in said:
                continue
            passages = [p for n in line.citations for p in self._at(self.cited[n])]
            if not passages or added == most:
                continue
            evidence = tuple({p.key: p.evidence() for p in passages}.values())
            self.statements.append(
                DraftStatement(
                    line.text, evidence, computed=line.computed, style="bullet", heading="" if added else heading
                )
            )
            added += 1
            said.add(label)

    def _at(self, citation: Citation) -> list[Passage]:
        document = self.library.document(citation.document_id)
        return self.library.passages.within(document, citation.span)[:1] if document else []
