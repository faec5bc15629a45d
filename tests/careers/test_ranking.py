"""Ranking, bridges and the skill that opens most: shown in parts, independent of order, quick."""

from __future__ import annotations

import random
import re
import time
from dataclasses import replace

import pytest

from advisor.careers.bridges import best_skills, bridge_path
from advisor.careers.catalog import Catalog
from advisor.careers.profile import make_profile
from advisor.careers.ranking import WEIGHTS, rank_next_roles
from advisor.careers.records import Need, Occupation, Passage, Skill
from advisor.careers.trends import demand_trend, pay_trend
from advisor.types import Document, Span


def test_the_score_is_the_sum_of_its_parts(catalog: Catalog) -> None:
    ranked = rank_next_roles(make_profile(catalog, "", "gardener"), catalog)
    assert {r.occupation.id for r in ranked} == {"roles/florist", "roles/head-gardener", "roles/arborist"}
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    for role in ranked:
        assert [c.name for c in role.components] == list(WEIGHTS)
        assert role.score == pytest.approx(
            sum(c.weight * (0.5 if c.value is None else c.value) for c in role.components)
        )
    florist = next(r for r in ranked if r.occupation.title == "florist")
    parts = {c.name: c for c in florist.components}
    assert parts["skills"].value == pytest.approx((1 + 0.5) / 4)  # plant knowledge, and customer advice in part
    assert parts["demand"].value == pytest.approx((-10 / 10 + 10) / 20)  # -10% over ten years is -1% a year
    assert parts["level"].value == 1.0
    assert parts["demand"].passages[0].document_id == "market/demand"


def test_trends_name_the_figures_that_they_come_from(catalog: Catalog) -> None:
    demand = demand_trend(catalog, "roles/gardener")
    assert demand is not None
    assert demand.words == "+5% over 2025-35, +0.5% a year"
    pay = pay_trend(catalog, "roles/gardener")
    assert pay is not None
    assert pay.per_year == pytest.approx((38000 / 37000 - 1) * 100)
    assert demand_trend(catalog, "roles/head-gardener") is None


def shuffled(document: Document, seed: int) -> Document:
    """The same document with its bullets and table rows in another order."""
    rng = random.Random(seed)
    lines = document.text.split("\n")
    groups: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        if line.startswith("- ") or (line.startswith("| ") and not re.match(r"\| (Role|Certification|---)", line)):
            start = i - 1 if i - 1 in {g for v in groups.values() for g in v} else None
            key = next((k for k, v in groups.items() if start in v), i)
            groups.setdefault(key, []).append(i)
    for indexes in groups.values():
        moved = [lines[i] for i in indexes]
        rng.shuffle(moved)
        for i, line in zip(indexes, moved, strict=True):
            lines[i] = line
    return replace(document, text="\n".join(lines), annotations=())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_documents_and_of_their_bullets_changes_nothing(catalog: Catalog, seed: int) -> None:
    documents = [shuffled(d, seed) for d in catalog.documents.values()]
    assert [d.text for d in documents] != [d.text for d in catalog.documents.values()]
    plain = Catalog.from_documents([replace(d, annotations=()) for d in catalog.documents.values()])
    random.Random(seed).shuffle(documents)
    moved = Catalog.from_documents(documents)
    for role in ("gardener", "arborist", None):
        before, after = (
            [(r.occupation.id, round(r.score, 9)) for r in rank_next_roles(make_profile(c, "pruning", role), c)]
            for c in (plain, moved)
        )
        assert before == after


def synthetic(count: int) -> Catalog:
    """Roles with nine essential and five optional skills out of a hundred."""
    rng = random.Random(7)
    nouns = "alpha beta gamma delta epsilon zeta eta theta iota kappa".split()
    verbs = "work craft care study trade design repair planning testing law".split()
    skills = [f"{a} {b}" for a in nouns for b in verbs]
    roles, documents = [], {}
    for i in range(count):
        where = f"roles/r{i}"
        documents[where] = Document(where, f"trade number{i}", "Words.", f"h{i}", kind="role")
        words = (Passage(where, Span(0, 6), "Words."),)
        chosen = rng.sample(skills, 14)
        needs = [Need(s, s, k < 9, words) for k, s in enumerate(chosen)]
        level = ("entry", "mid", "senior", "lead")[i % 4]
        role = Occupation(where, f"trade number{i}", level=level, essential=tuple(needs[:9]), optional=tuple(needs[9:]))
        roles.append(role)
    names = {"occupation": {r.title: r.id for r in roles}, "skill": {s: s for s in skills}, "certification": {}}
    return Catalog(documents, roles, {s: Skill(s, s) for s in skills}, [], {}, [], [], names)


def test_a_thousand_roles_rank_in_under_a_second() -> None:
    catalog = synthetic(1000)
    profile = make_profile(catalog, "alpha work, beta care, no gamma law, some delta trade", "trade number5")
    rank_next_roles(profile, catalog)
    started = time.process_time()
    ranked = rank_next_roles(profile, catalog, k=1000)
    assert time.process_time() - started < 1.0
    assert len(ranked) == 999


def test_a_bridge_is_offered_where_the_direct_move_is_weak(catalog: Catalog) -> None:
    path = bridge_path(make_profile(catalog, "", "arborist"), catalog.occupation("florist"), catalog)
    assert path.direct.value == 0.0
    assert path.weak
    assert [s.target.id for s in path.steps][-1] == "roles/florist"
    assert path.bridges
    assert path.steps[0].origin is not None
    assert path.steps[-1].coverage.value > path.direct.value


def test_a_short_move_has_no_bridge(catalog: Catalog) -> None:
    path = bridge_path(
        make_profile(catalog, "flower arranging, customer advice, botany"), catalog.occupation("florist"), catalog
    )
    assert [s.target.title for s in path.steps] == ["florist"]
    assert path.steps[0].origin is None


def test_the_skill_that_opens_most_is_found_by_adding_each(catalog: Catalog) -> None:
    gains = best_skills(make_profile(catalog, "pruning, botany", None), catalog)
    assert gains[0].skill.label == "machine care"
    # gardener goes from 2/3 on, so it is open already; arborist goes from 1/3 to 2/3
    assert gains[0].opened == ("roles/arborist",)
    assert set(gains[0].wanted_by) == {"roles/gardener", "roles/arborist"}
    assert gains[0].gain == pytest.approx(1 / 3 + 1 / 3)


def test_a_skill_that_is_had_opens_nothing(catalog: Catalog) -> None:
    labels = [g.skill.label for g in best_skills(make_profile(catalog, "pruning", None), catalog, k=50)]
    assert "pruning" not in labels
    assert "R" not in labels  # nobody asks for it as essential
