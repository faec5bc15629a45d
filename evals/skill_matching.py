"""Skill matching measured on labelled pairs (suites/skill_matching.jsonl): what a person wrote, a skill, and whether
they have it, have it in part, or lack it.

    python -m evals.skill_matching [--half tuning|test] [--show]

A pair belongs to the tuning or the test half by a hash of its text, so that new pairs do not move old ones. Thresholds
were chosen on the tuning half. All skills of the suite are in one catalogue, as they would be in a library.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from advisor.careers.catalog import Catalog
from advisor.careers.matching import Evidence, State, assess
from advisor.careers.profile import Profile
from advisor.ingest.glossary import Glossary
from advisor.types import Document

if TYPE_CHECKING:
    from advisor.index.embedder import Embedder

SUITE = Path(__file__).parent / "suites" / "skill_matching.jsonl"
Half = Literal["tuning", "test"]


@dataclass(frozen=True, slots=True)
class Pair:
    """One labelled pair. `expected` is what a careful reader says."""

    id: str
    skill: str
    aliases: tuple[str, ...]
    profile: str
    expected: State

    @property
    def half(self) -> Half:
        digest = hashlib.sha256(f"{self.skill}\0{self.profile}".encode()).digest()
        return "tuning" if digest[0] % 2 else "test"


@dataclass(frozen=True, slots=True)
class Outcome:
    pair: Pair
    found: Evidence


@dataclass(frozen=True, slots=True)
class Score:
    """`precision` and `recall` of "the person has it, at least in part"; `agreement` of the three states."""

    pairs: int
    precision: float
    recall: float
    agreement: float


def read_pairs(path: Path = SUITE) -> list[Pair]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Pair(r["id"], r["skill"], tuple(r["aliases"]), r["profile"], r["expected"]) for r in rows]


def catalog_of(pairs: Iterable[Pair]) -> Catalog:
    """One made-up role that asks for every skill of the pairs."""
    skills = {p.skill: p.aliases for p in pairs}
    bullets = "\n".join(f"- **{skill}** — Everyone needs {skill}." for skill in skills)
    role = Document("roles/everyone", "Everyone", f"## Essential skills\n{bullets}\n", "sha256:none", kind="role")
    return Catalog.from_documents([role], Glossary({"skills": dict(skills)}))


def run(pairs: Sequence[Pair], embedder: Embedder | None) -> list[Outcome]:
    catalog = catalog_of(pairs)
    found: dict[str, dict[str, Evidence]] = {}
    for text in dict.fromkeys(p.profile for p in pairs):
        found[text] = assess(Profile(text), catalog, embedder)
    return [Outcome(p, found[p.profile][p.skill.casefold()]) for p in pairs]


def score(outcomes: Sequence[Outcome]) -> Score:
    """Raises ValueError where there is nothing to measure."""
    said = [o for o in outcomes if o.found.state != "missing"]
    true = [o for o in outcomes if o.pair.expected != "missing"]
    both = [o for o in said if o.pair.expected != "missing"]
    if not said or not true:
        raise ValueError("no pair was found, or none is expected; precision and recall have no meaning")
    agreed = sum(o.found.state == o.pair.expected for o in outcomes)
    return Score(len(outcomes), len(both) / len(said), len(both) / len(true), agreed / len(outcomes))


def main(arguments: Sequence[str] | None = None) -> None:
    from advisor.index.embedder import build_embedder
    from advisor.settings import Settings

    parser = argparse.ArgumentParser(prog="python -m evals.skill_matching", description=__doc__)
    parser.add_argument("--half", choices=["tuning", "test"], help="measure one half alone")
    parser.add_argument("--show", action="store_true", help="print every pair that came out otherwise")
    options = parser.parse_args(arguments)
    pairs = read_pairs()
    embedder = build_embedder(Settings())
    for name, used in (("names alone", None), ("names and meaning", embedder)):
        outcomes = run(pairs, used)
        for half in ("tuning", "test"):
            if options.half in (None, half):
                s = score([o for o in outcomes if o.pair.half == half])
                print(
                    f"{name:18} {half:7} pairs {s.pairs:3}  precision {s.precision:.3f}  recall {s.recall:.3f}  "
                    f"three states {s.agreement:.3f}"
                )
    if options.show:
        for o in outcomes:
            if o.found.state != o.pair.expected and options.half in (None, o.pair.half):
                got = f"{o.found.state} {o.found.kind} {o.found.score:.2f}"
                print(f"{o.pair.id} {o.pair.skill} | {o.pair.profile} | {o.pair.expected}, got {got}")


if __name__ == "__main__":
    main()
