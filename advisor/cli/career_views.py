"""How roles, gaps and rankings look in a terminal and in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from advisor.careers.bridges import SkillGain
from advisor.careers.catalog import Catalog
from advisor.careers.export.data import match_json
from advisor.careers.gap import Coverage, SkillGap, SkillMatch
from advisor.careers.ranking import RankedRole
from advisor.careers.records import Figure, Item, Need, Occupation, Passage

_STATES = {"have": "You have", "partial": "You have in part", "missing": "You lack"}


def role_summary(occupation: Occupation) -> dict[str, Any]:
    return {
        "id": occupation.id,
        "title": occupation.title,
        "aliases": list(occupation.aliases),
        "level": occupation.level,
        "codes": {scheme: list(values) for scheme, values in occupation.codes},
        "as_of": occupation.as_of,
        "essential_skills": [n.label for n in occupation.essential],
        "optional_skills": [n.label for n in occupation.optional],
    }


def role_line(occupation: Occupation) -> str:
    level = f" ({occupation.level})" if occupation.level else ""
    aliases = f": {', '.join(occupation.aliases)}" if occupation.aliases else ""
    return f"- {occupation.title}{level}{aliases}"


def role_json(occupation: Occupation, catalog: Catalog) -> dict[str, Any]:
    """Every field of a role, each passage with its span and the keys of its public sources."""
    return role_summary(occupation) | {
        "summary": [_passage(p) for p in occupation.summary],
        "tasks": [_passage(p) for p in occupation.tasks],
        "essential": [_need(n) for n in occupation.essential],
        "optional": [_need(n) for n in occupation.optional],
        "tools": [_item(i) for i in occupation.tools],
        "certifications": [_item(i) for i in occupation.certifications],
        "entry_routes": [_passage(p) for p in occupation.entry_routes],
        "market": [_passage(p) for p in occupation.market],
        "next_roles": [_item(i) for i in occupation.next_roles],
        "transitions": [t.id for t in catalog.transitions if occupation.id in (t.origin, t.target)],
        "figures": [_figure(f, catalog) for f in catalog.figures(occupation.id)],
    }


def role_text(occupation: Occupation, catalog: Catalog) -> str:
    """A role as Markdown-like text; keys of public sources in brackets."""
    out = [f"**{occupation.title}** ({occupation.id})", ""]
    out += _told("", occupation.summary)
    out += _told("Tasks", occupation.tasks)
    out += _told("Essential skills", [p for n in occupation.essential for p in n.passages])
    out += _told("Optional skills", [p for n in occupation.optional for p in n.passages])
    out += _told("Certifications", [p for i in occupation.certifications for p in i.passages])
    out += _told("Entry routes", occupation.entry_routes)
    out += _told("Pay and demand", occupation.market)
    out += _told("Next roles", [p for i in occupation.next_roles for p in i.passages])
    into = [t.title for t in catalog.transitions if occupation.id in (t.origin, t.target)]
    if into:
        out += ["**Written moves**", "", *(f"- {title}" for title in into), ""]
    return "\n".join(out).rstrip()


def _told(heading: str, passages: Iterable[Passage]) -> list[str]:
    lines = [f"- {p.text}{' [' + ', '.join(p.sources) + ']' if p.sources else ''}" for p in passages]
    if not lines:
        return []
    return [*([f"**{heading}**", ""] if heading else []), *lines, ""]


def gap_text(gap: SkillGap) -> str:
    out = [gap.occupation.title, ""]
    out += [f"Essential skills: {gap.essential}.", f"Optional skills: {gap.optional}.", ""]
    for state, heading in _STATES.items():
        matches = [m for m in gap.matches if m.state == state]
        if matches:
            out += [f"{heading}:", *(f"- {_match(m)}" for m in matches), ""]
    return "\n".join(out).rstrip()


def _match(match: SkillMatch) -> str:
    evidence = match.evidence
    rank = "essential" if match.need.essential else "optional"
    told = f"{match.need.label} ({rank})"
    if evidence.words is not None:
        how = {"alias": ", an alias", "spelling": ", misspelt", "meaning": f", close in meaning {evidence.score:.2f}"}
        told += f"; your words: “{evidence.words.text}”{how.get(evidence.kind, '')}"
    elif evidence.guide is not None:
        told += f"; the guide to your role: “{evidence.guide.text}”"
    return f"{told}; the guide: “{match.guide.text}”"


def gap_json(gap: SkillGap) -> dict[str, Any]:
    return {
        "role": {"id": gap.occupation.id, "title": gap.occupation.title},
        "essential": _coverage(gap.essential),
        "optional": _coverage(gap.optional),
        "skills": [match_json(m) for m in gap.matches],
    }


def next_text(ranked: Sequence[RankedRole], gains: Sequence[SkillGain], catalog: Catalog) -> str:
    out = []
    for place, role in enumerate(ranked, 1):
        out.append(f"{place}. {role.occupation.title}, {role.score:.2f}")
        out += [f"   {c.points:.2f} of {c.weight:.2f}  {c.words}" for c in role.components]
    if gains:
        out += ["", "One more skill that would open the most roles:"]
    for gain in gains:
        opened = ", ".join(catalog.occupations[i].title for i in gain.opened) or "none alone"
        out.append(f"- {gain.skill.label}: opens {opened}; {len(gain.wanted_by)} roles ask for it")
    return "\n".join(out)


def next_json(ranked: Sequence[RankedRole], gains: Sequence[SkillGain]) -> dict[str, Any]:
    return {
        "roles": [
            {
                "id": r.occupation.id,
                "title": r.occupation.title,
                "score": round(r.score, 4),
                "components": [
                    {
                        "name": c.name,
                        "weight": c.weight,
                        "value": None if c.value is None else round(c.value, 4),
                        "words": c.words,
                        "passages": [_passage(p) for p in c.passages],
                    }
                    for c in r.components
                ],
                "coverage": _coverage(r.coverage),
                "transition": r.transition.id if r.transition else None,
            }
            for r in ranked
        ],
        "skills": [
            {"skill": g.skill.label, "opens": list(g.opened), "wanted_by": list(g.wanted_by), "gain": round(g.gain, 4)}
            for g in gains
        ],
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "have": coverage.have,
        "partial": coverage.partial,
        "missing": coverage.missing,
        "total": coverage.total,
        "value": round(coverage.value, 4),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "document_id": passage.document_id,
        "start": passage.span.start,
        "end": passage.span.end,
        "quote": passage.quote,
        "context": passage.context,
        "sources": list(passage.sources),
    }


def _need(need: Need) -> dict[str, Any]:
    return {"skill": need.label, "passages": [_passage(p) for p in need.passages]}


def _item(item: Item) -> dict[str, Any]:
    return {"label": item.label, "passages": [_passage(p) for p in item.passages]}


def _figure(figure: Figure, catalog: Catalog) -> dict[str, Any]:
    newer = catalog.newer(figure)
    return {
        "id": figure.id,
        "subject": figure.subject,
        "metric": figure.metric,
        "statistic": figure.statistic,
        "value": figure.value,
        "high": figure.high,
        "unit": figure.unit,
        "place": figure.place,
        "period": figure.period.words if figure.period else None,
        "detail": figure.detail,
        "passage": _passage(figure.passage),
        "newer": newer.id if newer else None,
        "conflicts": [f.id for f in catalog.conflicts(figure)],
    }
