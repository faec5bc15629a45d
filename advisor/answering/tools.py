"""What a chat model may look up while it writes: the library, roles, figures and plans.

A tool gives nothing but passages and computed lines, which go onto the sheet under ids like any other, so what is
written from them is held against them in the same way. A tool changes nothing and reaches nothing beyond the library.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from advisor.answering.composer import Brief
from advisor.answering.judging import judge_part
from advisor.answering.orders import gives_orders
from advisor.answering.passages import Passage
from advisor.answering.question import understand
from advisor.answering.sheet import Sheet
from advisor.chat_model.calling import ToolCall, ToolSpec
from advisor.errors import UsageError
from advisor.prompting import load
from advisor.types import DraftStatement, Evidence, Query, Span

if TYPE_CHECKING:
    from advisor.careers.catalog import Catalog

_NOTHING = "The library holds nothing on this."
_MOST = 14
_LONGEST = 300
_METRICS = {"salary": "pay", "wage": "pay", "earnings": "pay", "jobs": "openings", "cost": "price", "demand": "growth"}


class Toolbox:
    """The tools of one answer. `catalog` gives the career records, where the library has any."""

    def __init__(
        self,
        brief: Brief,
        sheet: Sheet,
        catalog: Callable[[], Catalog] | None,
        count: Callable[[str], int],
        budget: int,
    ) -> None:
        self._brief = brief
        self._sheet = sheet
        self._catalog = catalog
        self._count = count
        self._left = budget

    def specs(self) -> list[ToolSpec]:
        """The tools as the model sees them; nothing once the budget for their results is spent."""
        if self._left <= 0:
            return []
        texts = load("tools").tools
        names = [n for n in texts if n == "search" or self._catalog is not None]
        return [ToolSpec(name, texts[name]["description"], _schema(texts[name])) for name in names]

    def run(self, call: ToolCall) -> str:
        """The result of a call, as text for the model; a call that makes no sense says why."""
        given = {str(k): str(v).strip()[:_LONGEST] for k, v in call.arguments.items()}
        tools: dict[str, Callable[[Mapping[str, str]], str]] = {
            "search": self._search,
            "look_up_role": self._role,
            "find_figures": self._figures,
            "make_plan": self._plan,
        }
        if call.name not in tools or (self._catalog is None and call.name != "search"):
            return f"There is no tool {call.name[:40]!r}."
        try:
            return tools[call.name](given)
        except UsageError as error:
            return str(error)

    def _search(self, given: Mapping[str, str]) -> str:
        library = self._brief.library
        text = given.get("query", "")
        if not any(c.isalnum() for c in text):
            return "The query is empty."
        found: list[Passage] = []
        for question in understand(text, library.vocabulary):
            verdict = judge_part(question, library.search(Query(question.text), _MOST), library)
            if verdict.outcome != "abstention":
                found += [s.passage for s in verdict.passages]
        return self._shown(found)

    def _role(self, given: Mapping[str, str]) -> str:
        occupation = self._records().occupation(given.get("name", ""))
        document = self._brief.library.document(occupation.id)
        return self._shown(self._brief.library.passages.of(document) if document else [], 3 * _MOST)

    def _figures(self, given: Mapping[str, str]) -> str:
        records = self._records()
        figures = records.figures(given.get("subject", ""))
        measure = given.get("measure", "").casefold()
        wanted = _METRICS.get(measure, measure)
        chosen = [f for f in figures if wanted and (wanted in f.metric or wanted in f.label.casefold())] or figures
        found = [p for f in chosen for p in self._at(f.passage.document_id, f.passage.span)]
        occupation = records.find_occupation(given.get("subject", ""))
        document = self._brief.library.document(occupation.id) if occupation else None
        if document:  # rows and sentences whose figure the records do not know how to read
            found += [p for p in self._brief.library.passages.of(document) if p.has_number and p.unit.block == "row"]
        return self._shown(found)

    def _plan(self, given: Mapping[str, str]) -> str:
        from advisor.careers.plan import PlanRequest, make_plan

        hours = given.get("hours", "")
        request = PlanRequest(
            given.get("goal", ""),
            given.get("start") or None,
            hours_per_week=float(hours) if hours.replace(".", "", 1).isdigit() else 6.0,
        )
        plan = make_plan(request, self._records())
        cited = {c.number: c for c in plan.citations}
        passages: list[Passage] = []
        facts: list[str] = []
        for line in plan.lines():
            found = [p for n in line.citations for p in self._at(cited[n].document_id, cited[n].span)]
            if line.computed and found and self._fits(line.text):
                evidence: tuple[Evidence, ...] = tuple({p.key: p.evidence() for p in found}.values())
                facts.append(self._sheet.add_fact(DraftStatement(line.text, evidence, computed=True)))
            else:
                passages += found
        return self._shown(passages, 2 * _MOST, facts)

    def _records(self) -> Catalog:
        assert self._catalog is not None
        return self._catalog()

    def _at(self, document_id: str, span: Span) -> list[Passage]:
        document = self._brief.library.document(document_id)
        return self._brief.library.passages.within(document, span)[:1] if document else []

    def _shown(self, passages: Sequence[Passage], most: int = _MOST, facts: Sequence[str] = ()) -> str:
        """Passages onto the sheet, as many as fit, and their text."""
        fresh = [p for p in {p.key: p for p in passages}.values() if not gives_orders(p.words)]
        taken = [p for p in fresh[:most] if self._fits(p.words)]
        ids = [*self._sheet.add(taken), *facts]
        return f"<documents>\n{self._sheet.text(ids)}\n</documents>" if ids else _NOTHING

    def _fits(self, text: str) -> bool:
        self._left -= self._count(text) + 12
        return self._left > 0


def _schema(texts: Mapping[str, str]) -> dict[str, Any]:
    arguments = {n: {"type": "string", "description": text} for n, text in texts.items() if n != "description"}
    return {"type": "object", "properties": arguments, "required": list(arguments)}
