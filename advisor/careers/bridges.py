"""Ways from one role to another over roles between, and which single skill would open the most roles.

The graph joins each role to those whose essential skills it covers best, to its written transitions and to the next
roles that its guide names. An edge costs `missing share ** 2`, so that two short steps are cheaper than one long one,
plus 0.04 a step; a written transition costs a fifth less, since its way is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.careers.catalog import Catalog
from advisor.careers.gap import Coverage, gap_from
from advisor.careers.matching import Evidence, assess
from advisor.careers.profile import Profile
from advisor.careers.records import Occupation, Skill, Transition

if TYPE_CHECKING:
    import networkx as nx

    from advisor.index.embedder import Embedder

STEP = 0.04
WRITTEN = 0.8
WEAK = 0.4
"""A direct move is weak where fewer of the target's essential skills are covered than this share."""
OPEN = 0.6
"""A role is open to a person who covers this share of its essential skills."""
_NEIGHBOURS = 12
_LEAST = 0.2


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """One move of a path. `coverage` is of the target's essential skills by what is known on leaving."""

    origin: Occupation | None
    target: Occupation
    coverage: Coverage
    transition: Transition | None = None


@dataclass(frozen=True, slots=True)
class BridgePath:
    """The cheapest way. One step means that no role between makes it easier."""

    steps: tuple[BridgeStep, ...]
    direct: Coverage

    @property
    def bridges(self) -> tuple[Occupation, ...]:
        return tuple(s.target for s in self.steps[:-1])

    @property
    def weak(self) -> bool:
        return self.direct.value < WEAK


@dataclass(frozen=True, slots=True)
class SkillGain:
    """What one more skill would do. `opened` are the ids of roles that it lifts to `OPEN`; `wanted_by` those that
    ask for it as essential."""

    skill: Skill
    opened: tuple[str, ...]
    wanted_by: tuple[str, ...]
    gain: float


def bridge_path(profile: Profile, target: Occupation, catalog: Catalog, embedder: Embedder | None = None) -> BridgePath:
    """The cheapest way from a person's present skills to a target role."""
    import networkx as nx

    evidence = assess(profile, catalog, embedder)
    graph = _graph(catalog)
    graph.add_node("")
    for occupation in catalog.occupations.values():
        if occupation.id != profile.role and occupation.essential:
            share = gap_from(evidence, occupation).essential.value
            written = profile.role is not None and catalog.transition(profile.role, occupation.id) is not None
            graph.add_edge("", occupation.id, weight=_cost(share, written))
    way = nx.shortest_path(graph, "", target.id, weight="weight")[1:]
    steps = tuple(_steps(way, profile, evidence, catalog))
    return BridgePath(steps, gap_from(evidence, target).essential)


def _steps(way: list[str], profile: Profile, evidence: dict[str, Evidence], catalog: Catalog) -> Iterator[BridgeStep]:
    """Each step with what is known by then: the person's skills and those of the roles passed through."""
    known = dict(evidence)
    origin = profile.role
    for target in way:
        occupation = catalog.occupations[target]
        yield BridgeStep(
            catalog.occupations[origin] if origin else None,
            occupation,
            gap_from(known, occupation).essential,
            catalog.transition(origin, target) if origin else None,
        )
        for need in occupation.essential:
            known[need.skill] = Evidence("have", "role", guide=need.first)
        origin = target


def best_skills(profile: Profile, catalog: Catalog, embedder: Embedder | None = None, k: int = 5) -> list[SkillGain]:
    """The skills that would open the most roles, found by adding each one and computing anew. Best first."""
    evidence = assess(profile, catalog, embedder)
    roles = [o for o in catalog.occupations.values() if o.id != profile.role and o.essential]
    now = {o.id: gap_from(evidence, o).essential.value for o in roles}
    gains: list[SkillGain] = []
    for key, skill in catalog.skills.items():
        lacking = 1.0 if evidence[key].state == "missing" else 0.5 if evidence[key].state == "partial" else 0.0
        wanting = [o for o in roles if any(n.skill == key for n in o.essential)]
        if not lacking or not wanting:
            continue
        after = {o.id: now[o.id] + lacking / len(o.essential) for o in wanting}
        opened = sorted(i for i, value in after.items() if now[i] < OPEN - 1e-9 <= value)
        gain = sum(after[o.id] - now[o.id] for o in wanting)
        gains.append(SkillGain(skill, tuple(opened), tuple(sorted(after)), gain))
    gains.sort(key=lambda g: (-len(g.opened), -round(g.gain, 9), g.skill.label))
    return gains[:k]


def _graph(catalog: Catalog) -> nx.DiGraph:
    """Roles joined by how much of the next role's essential skills the guide of the first one asks for."""
    import networkx as nx
    import numpy as np

    roles = sorted((o for o in catalog.occupations.values() if o.essential), key=lambda o: o.id)
    column = {key: i for i, key in enumerate(catalog.skills)}
    known = np.zeros((len(roles), len(column)), dtype=np.float32)
    asked = np.zeros((len(roles), len(column)), dtype=np.float32)
    for row, role in enumerate(roles):
        for need in role.needs:
            known[row, column[need.skill]] = 1.0 if need.essential else 0.5
        for need in role.essential:
            asked[row, column[need.skill]] = 1.0 / len(role.essential)
    shares = known @ asked.T
    graph = nx.DiGraph()
    graph.add_nodes_from(r.id for r in roles)
    index = {r.id: i for i, r in enumerate(roles)}
    for row, role in enumerate(roles):
        best = sorted(range(len(roles)), key=lambda i: (-shares[row, i], roles[i].id))[: _NEIGHBOURS + 1]
        near = {roles[i].id for i in best if shares[row, i] >= _LEAST}
        named = {o.id for item in role.next_roles if (o := catalog.find_occupation(item.label))}
        written = {t.target for t in catalog.transitions if t.origin == role.id}
        for other in (near | named | written) & index.keys() - {role.id}:
            graph.add_edge(role.id, other, weight=_cost(float(shares[row, index[other]]), other in written))
    return graph


def _cost(share: float, written: bool) -> float:
    return ((1.0 - share) ** 2) * (WRITTEN if written else 1.0) + STEP
