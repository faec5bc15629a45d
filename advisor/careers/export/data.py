"""A plan as JSON, and its sources as BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from advisor.careers.export.text import to_markdown
from advisor.careers.gap import SkillMatch
from advisor.careers.plan.values import Line, Plan, PlanStage
from advisor.reply import citation_json
from advisor.types import Reference


def plan_json(plan: Plan) -> dict[str, Any]:
    """The plan as a JSON object. `citations` have the keys of the reply contract; lines give text, numbers of their
    citations, and whether they were computed."""
    request = plan.request
    return {
        "title": plan.title,
        "origin": {"id": plan.origin.id, "title": plan.origin.title} if plan.origin else None,
        "target": {"id": plan.target.id, "title": plan.target.title},
        "composed": plan.composed,
        "transition": plan.transition.id if plan.transition else None,
        "request": {
            "hours_per_week": request.hours_per_week,
            "months": request.months,
            "skip_certifications": request.skip_certifications,
            "hours_per_skill": request.hours_per_skill,
        },
        "start": plan.start.isoformat(),
        "weeks": plan.weeks,
        "hours": plan.hours,
        "notes": list(plan.notes),
        "summary": _lines(plan.summary),
        "skills": [match_json(m) for m in plan.gap.matches],
        "coverage": {
            name: {"have": c.have, "partial": c.partial, "missing": c.missing, "total": c.total}
            for name, c in (("essential", plan.gap.essential), ("optional", plan.gap.optional))
        },
        "bring": _lines(plan.bring),
        "begin": _lines(plan.begin),
        "stages": [_stage(s) for s in plan.stages],
        "certifications": [{"label": a.label, "held": a.held, "lines": _lines(a.lines)} for a in plan.certifications],
        "certification_notes": _lines(plan.certification_notes),
        "market": _lines(plan.market),
        "risks": _lines(plan.risks),
        "bridges": _lines(plan.bridges),
        "later": _lines(plan.later),
        "text": to_markdown(plan),
        "citations": [citation_json(c) for c in plan.citations],
        "references": csl_items(plan.references),
    }


def match_json(match: SkillMatch) -> dict[str, Any]:
    """One skill of a gap: its state, the kind of match, and both sides' words with their spans."""
    words, evidence = match.evidence.words, match.evidence
    return {
        "skill": match.need.label,
        "essential": match.need.essential,
        "state": match.state,
        "kind": evidence.kind,
        "score": round(evidence.score, 4),
        "your_words": {"text": words.text, "start": words.span.start, "end": words.span.end} if words else None,
        "guide": {
            "document_id": match.guide.document_id,
            "start": match.guide.span.start,
            "end": match.guide.span.end,
            "quote": match.guide.quote,
        },
        "role_guide": {
            "document_id": evidence.guide.document_id,
            "start": evidence.guide.span.start,
            "end": evidence.guide.span.end,
            "quote": evidence.guide.quote,
        }
        if evidence.guide
        else None,
    }


def to_json(plan: Plan) -> str:
    return json.dumps(plan_json(plan), ensure_ascii=False, indent=2) + "\n"


def _stage(stage: PlanStage) -> dict[str, Any]:
    return {
        "number": stage.number,
        "title": stage.title,
        "kind": stage.kind,
        "first_week": stage.first_week,
        "last_week": stage.last_week,
        "hours": stage.hours,
        "estimate": stage.estimate,
        "skills": list(stage.skills),
        "learn": _lines(stage.learn),
        "practise": _lines(stage.practise),
        "checkpoints": _lines(stage.checkpoints),
    }


def _lines(lines: Iterable[Line]) -> list[dict[str, Any]]:
    return [{"text": x.text, "citations": list(x.citations), "computed": x.computed} for x in lines]


def csl_items(references: Iterable[Reference]) -> list[dict[str, Any]]:
    """References as CSL-JSON items; fields that are not known are left out."""
    items = []
    for reference in references:
        item: dict[str, Any] = {"id": reference.id, "type": "webpage", "title": reference.title}
        if reference.publisher:
            item["publisher"] = reference.publisher
        if reference.url:
            item["URL"] = reference.url
        if reference.year:
            item["issued"] = {"date-parts": [[reference.year]]}
        items.append(item)
    return items


def to_csl_json(plan: Plan) -> str:
    return json.dumps(csl_items(plan.references), ensure_ascii=False, indent=2) + "\n"


def to_bibtex(plan: Plan) -> str:
    """References as BibTeX `@misc` entries, titles in braces so that their capitals stay."""
    return "\n".join(_entry(r) for r in plan.references)


def _entry(reference: Reference) -> str:
    fields = [("title", f"{{{_tex(reference.title)}}}")]
    if reference.publisher:
        fields.append(("publisher", _tex(reference.publisher)))
    if reference.year:
        fields.append(("year", str(reference.year)))
    if reference.url:
        fields.append(("url", reference.url.replace("{", "%7B").replace("}", "%7D")))
    key = re.sub(r"[^\w:.-]", "", reference.id) or "source"
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields)
    return f"@misc{{{key},\n{body}\n}}\n"


_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in text)
