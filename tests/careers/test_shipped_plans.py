"""Plans over the shipped library: every written move, and composed ones, by the rules that a careful reader holds."""

from __future__ import annotations

import re
from datetime import date

import pytest

from advisor.careers.catalog import Catalog
from advisor.careers.export import export_plan
from advisor.careers.plan import Plan, PlanRequest, make_plan

# Moves without a guide of their own, from all parts of the library.
COMPOSED = [
    ("data scientist", "AI red teamer"),
    ("data engineer", "MLSecOps"),
    ("penetration tester", "application security engineer"),
    ("incident responder", "AI red teamer"),
    ("cloud security engineer", "MLSecOps"),
    ("privacy engineer", "AI governance"),
    ("software engineer", "machine learning engineer"),
    ("security architect", "AI security engineer"),
    ("privacy attorney", "AI risk analyst"),
    ("IT auditor", "GRC analyst"),
    ("help desk", "DevOps"),
    ("machine learning engineer", "AI governance"),
    ("GRC analyst", "AI auditor"),
    ("SOC analyst", "cloud security engineer"),
    ("CISO", "AI governance lead"),
]


def plan(catalog: Catalog, origin: str, target: str) -> Plan:
    return make_plan(PlanRequest(target, origin, have="5 years of Python, some SQL", start=date(2027, 1, 4)), catalog)


def test_forty_pairs_of_roles_and_more(shipped: Catalog) -> None:
    written = [(t.origin, t.target) for t in shipped.transitions]
    named = {(shipped.occupation(a).id, shipped.occupation(b).id) for a, b in COMPOSED}
    pairs = dict.fromkeys([*written, *sorted(named - set(written))])
    assert len(pairs) >= 40
    for origin, target in pairs:
        made = plan(shipped, origin, target)
        problems = list(faults(made, shipped))
        assert not problems, f"{made.title}: {problems}"


def faults(made: Plan, catalog: Catalog) -> list[str]:
    """What a careful reader would object to."""
    found = []
    by_number = {c.number: c for c in made.citations}
    for citation in made.citations:
        if catalog.documents[citation.document_id].text[citation.span.start : citation.span.end] != citation.quote:
            found.append(f"citation {citation.number} is not exact")
    for line in made.lines():
        if not line.citations and not line.computed:
            found.append(f"no source: {line.text}")
        told = " ".join(f"{by_number[n].quote} {by_number[n].context or ''}" for n in line.citations)
        if not line.computed:
            found += [
                f"{n} is in no source: {line.text}" for n in re.findall(r"\d[\d,.]*\d|\d", line.text) if n not in told
            ]
    texts = [line.text for line in made.lines()]
    found += [f"said twice: {t}" for t in set(texts) if texts.count(t) > 1 and len(t) > 40]
    if len({c.document_id for c in made.citations}) < 2:
        found.append("rests on one document alone")
    if not made.market:
        found.append("nothing on the market")
    if not made.risks:
        found.append("no risk is named")
    if not made.stages or made.weeks != made.stages[-1].last_week:
        found.append("the weeks do not add up")
    taught = {s for stage in made.stages for s in stage.skills}
    lacking = {m.need.label for m in made.gap.matches if m.need.essential and m.state != "have"}
    if lacking - taught:
        found.append(f"not taught: {lacking - taught}")
    if made.certifications and not any(stage.kind == "certification" for stage in made.stages):
        found.append("a certification is advised and not planned")
    return found


@pytest.mark.parametrize("format", ["pdf", "docx", "ics", "json", "markdown", "text", "bibtex", "csl-json"])
def test_a_plan_of_the_shipped_library_exports(shipped: Catalog, format: str) -> None:
    assert len(export_plan(plan(shipped, "devsecops", "mlsecops"), format)) > 1000


def test_every_role_of_the_library_is_read_whole(shipped: Catalog) -> None:
    for role in shipped.occupations.values():
        assert 5 <= len(role.essential) <= 12, role.id
        assert role.optional, role.id
        assert role.tasks, role.id
        assert role.market, role.id
        assert role.next_roles, role.id
        assert all(shipped.find_occupation(i.label) for i in role.next_roles if i.label), role.id


def test_known_rounds_and_disagreements_are_linked(shipped: Catalog) -> None:
    growth = {f.value for f in shipped.figures("SOC analyst", "growth", "United States") if f.passage.block == "row"}
    assert {35.0, 33.0, 29.0, 21.0} <= growth
    newest = next(f for f in shipped.figures("SOC analyst", "growth", "United States") if f.passage.block == "row")
    assert (newest.value, newest.period.words if newest.period else "") == (21.0, "2025-35")
    prices = {f.value for f in shipped.figures("SecAI+", "price") if shipped.conflicts(f)}
    assert {359.0, 404.0} <= prices
