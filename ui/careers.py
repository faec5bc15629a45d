"""Roles, gaps and plans for the Pathways view: the records of `advisor.careers` as plain data with citations.

The catalogue is read from the library when it is first needed, kept, and read again when a document changes.
Nothing that a person writes or drops here is kept.
"""

from __future__ import annotations

import base64
import binascii
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from advisor.careers.bridges import best_skills, bridge_path
from advisor.careers.catalog import Catalog
from advisor.careers.export import export_plan
from advisor.careers.export.outline import outline
from advisor.careers.gap import SkillMatch
from advisor.careers.plan.making import make_plan
from advisor.careers.plan.request import resolve
from advisor.careers.plan.values import Line, Plan, PlanRequest
from advisor.careers.profile import Profile, make_profile
from advisor.careers.ranking import RankedRole, rank_next_roles
from advisor.careers.records import Passage
from advisor.ingest.glossary import Glossary
from advisor.reply import citation_json
from advisor.types import Citation
from ui.handlers import BadInput

FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "markdown": "text/markdown",
    "ics": "text/calendar",
    "bibtex": "application/x-bibtex",
}
ENDINGS = {"markdown": "md", "bibtex": "bib"}
MAX_BACKGROUND = 20_000
MAX_RESUME = 4_000_000


class Careers:
    """The catalogue of the library that `advisor` answers from, read once. Safe for several threads."""

    def __init__(self, advisor: Any) -> None:
        self._advisor = advisor
        self._lock = threading.Lock()
        self._kept: tuple[tuple[tuple[str, str], ...], Catalog] | None = None

    @property
    def catalog(self) -> Catalog:
        with self._lock:
            documents = [self._advisor.document(info.id) for info in self._advisor.documents()]
            key = tuple((d.id, d.content_hash) for d in documents)
            if self._kept is None or self._kept[0] != key:
                corpus = getattr(self._advisor.settings, "corpus", None)
                glossary = Glossary.read(corpus) if corpus else Glossary()
                self._kept = (key, Catalog.from_documents(documents, glossary))
            return self._kept[1]

    @property
    def embedder(self) -> Any:
        """The library's embedder, where the advisor has one: skills are then matched by meaning too."""
        return getattr(getattr(getattr(self._advisor, "library", None), "index", None), "embedder", None)

    def roles(self) -> list[dict[str, Any]]:
        found = sorted(self.catalog.occupations.values(), key=lambda o: o.title.casefold())
        return [{"id": o.id, "title": o.title, "aliases": list(o.aliases), "level": o.level} for o in found]

    def moves(self) -> list[dict[str, str]]:
        """The written moves, as (from, to) pairs of ids."""
        return [{"from": t.origin, "to": t.target} for t in self.catalog.transitions]

    def next_roles(self, data: Mapping[str, Any], k: int = 6) -> dict[str, Any]:
        """Good next roles for a person. Raises UsageError where the role is unknown."""
        catalog = self.catalog
        request = _request(data, catalog, target="")
        read = request.profile or Profile()
        text = "\n".join(t for t in (request.have, read.text) if t)
        profile = make_profile(catalog, text, request.origin or read.role, read.notes)
        cited = _Cited(catalog)
        ranked = rank_next_roles(profile, catalog, self.embedder, k)
        return {"roles": [_ranked(r, cited) for r in ranked], "citations": cited.json(), "notes": list(profile.notes)}

    def plan(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """A plan with its skill gap, its map and the skills that open most roles. Raises UsageError."""
        catalog, embedder = self.catalog, self.embedder
        request = _request(data, catalog)
        plan = make_plan(request, catalog, embedder)
        profile: Profile = resolve(request, catalog)[0]
        cited = _Cited(catalog, list(plan.citations))
        return {
            "title": plan.title,
            "origin": {"id": plan.origin.id, "title": plan.origin.title} if plan.origin else None,
            "target": {"id": plan.target.id, "title": plan.target.title},
            "written": plan.transition is not None,
            "start": plan.start.isoformat(),
            "weeks": plan.weeks,
            "hours": plan.hours,
            "notes": list(plan.notes),
            "gap": _gap(plan, cited),
            "stages": [
                {"number": s.number, "title": s.title, "first": s.first_week, "last": s.last_week, "hours": s.hours}
                for s in plan.stages
            ],
            "parts": [
                {"heading": p.heading, "level": p.level, "remark": p.remark, "lines": [_line(x) for x in p.lines]}
                for p in outline(plan)
            ],
            "path": [
                {
                    "from": step.origin.title if step.origin else None,
                    "to": step.target.title,
                    "id": step.target.id,
                    "have": step.coverage.have + step.coverage.partial / 2,
                    "of": step.coverage.total,
                    "written": step.transition is not None,
                }
                for step in bridge_path(profile, plan.target, catalog, embedder).steps
            ],
            "opens": [
                {
                    "skill": g.skill.label,
                    "opened": [catalog.occupations[i].title for i in g.opened],
                    "wanted": len(g.wanted_by),
                }
                for g in best_skills(profile, catalog, embedder, 5)
            ],
            "citations": cited.json(),
        }

    def export(self, data: Mapping[str, Any], format: str) -> tuple[bytes, str]:
        """(content, file name) of the plan in a format. Raises UsageError."""
        if format not in FORMATS:
            raise BadInput("bad_request", f"Plans are exported as {', '.join(FORMATS)}; {format!r} is none of them.")
        catalog = self.catalog
        plan = make_plan(_request(data, catalog), catalog, self.embedder)
        stem = plan.target.id.rpartition("/")[2]
        return export_plan(plan, format), f"plan-{stem}.{ENDINGS.get(format, format)}"


@dataclass
class _Cited:
    """Citations in order of first use; a plan's own come first and keep their numbers."""

    catalog: Catalog
    citations: list[Citation] = field(default_factory=list)

    def number(self, passage: Passage) -> int:
        for citation in self.citations:
            if (citation.document_id, citation.span.start, citation.span.end) == passage.key:
                return citation.number
        self.citations.append(self.catalog.cite(passage, len(self.citations) + 1))
        return len(self.citations)

    def json(self) -> list[dict[str, Any]]:
        return [citation_json(c) for c in self.citations]


def _ranked(role: RankedRole, cited: _Cited) -> dict[str, Any]:
    return {
        "id": role.occupation.id,
        "title": role.occupation.title,
        "level": role.occupation.level,
        "written": role.transition is not None,
        "have": role.coverage.have + role.coverage.partial / 2,
        "of": role.coverage.total,
        "parts": [
            {
                "name": c.name,
                "known": c.value is not None,
                "words": c.words,
                "citations": [cited.number(p) for p in c.passages],
            }
            for c in role.components
        ],
    }


def _gap(plan: Plan, cited: _Cited) -> dict[str, Any]:
    essential = plan.gap.essential
    return {
        "have": essential.have,
        "partial": essential.partial,
        "missing": essential.missing,
        "skills": [_match(m, cited) for m in plan.gap.matches],
    }


def _match(match: SkillMatch, cited: _Cited) -> dict[str, Any]:
    evidence = match.evidence
    return {
        "label": match.need.label,
        "essential": match.need.essential,
        "state": match.state,
        "asked": cited.number(match.guide),
        "asked_text": match.guide.text,
        "yours": evidence.words.text if evidence.words else None,
        "role": cited.number(evidence.guide) if evidence.guide else None,
        "role_text": evidence.guide.text if evidence.guide else None,
    }


def _line(line: Line) -> dict[str, Any]:
    return {"text": line.text, "label": line.label, "citations": list(line.citations), "computed": line.computed}


# ---- what was sent -----------------------------------------------------------------------------------------


def _request(data: Mapping[str, Any], catalog: Catalog, target: str | None = None) -> PlanRequest:
    return PlanRequest(
        target=_text(data, "to", 200) if target is None else target,
        origin=_text(data, "from", 200) or None,
        hours_per_week=_hours(data.get("hours", 6)),
        have=_text(data, "have", MAX_BACKGROUND),
        profile=_resume(data.get("resume"), catalog),
        skip_certifications=bool(data.get("skip_certifications")),
        start=_date(data.get("start")),
    )


def _text(data: Mapping[str, Any], key: str, limit: int) -> str:
    value = data.get(key) or ""
    if not isinstance(value, str):
        raise BadInput("bad_request", f"{key!r} is a piece of text.")
    if len(value) > limit:
        raise BadInput("too_long", f"{key!r} has {len(value):,} characters; {limit:,} are allowed. Shorten it.")
    return "".join(c for c in value if c.isprintable() or c in "\n\t").strip()


def _hours(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 60:
        raise BadInput("bad_request", f"Hours a week are a number from 1 to 60, not {value!r}.")
    return float(value)


def _date(value: object) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise BadInput("bad_request", f"A start is a date such as 2026-11-30, not {value!r}.") from error


def _resume(value: object, catalog: Catalog) -> Profile | None:
    """The profile of a dropped file. Raises UsageError where it cannot be read."""
    if value is None:
        return None
    from advisor.resume import profile_from_resume

    name, content = (value.get("name"), value.get("data")) if isinstance(value, Mapping) else (None, None)
    if not isinstance(name, str) or not isinstance(content, str) or len(content) > MAX_RESUME * 4 // 3 + 4:
        raise BadInput("bad_request", f"A résumé is a file of at most {MAX_RESUME:,} bytes.")
    try:
        raw = base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise BadInput("bad_request", "The résumé did not arrive whole. Send it again.") from error
    return profile_from_resume(raw, name[-200:], catalog)
