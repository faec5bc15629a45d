"""Documents to records: which heading of which kind of document fills which field."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

from advisor.careers.figures import figures_of
from advisor.careers.names import NameIndex
from advisor.careers.pages import Page
from advisor.careers.records import (
    Certification,
    Figure,
    Item,
    Need,
    Occupation,
    Passage,
    Skill,
    Transition,
)
from advisor.careers.rounds import link_figures
from advisor.ingest.blocks import cells
from advisor.ingest.glossary import Glossary
from advisor.types import Document

_SKILLS = ("skills", "tools")
_WORD = re.compile(r"[^\W\d_]+")


class Builder:
    """Collects the parts of a catalogue from documents; `parts` are the arguments of `Catalog`."""

    def __init__(self, documents: list[Document], glossary: Glossary) -> None:
        self.documents = sorted(documents, key=lambda d: d.id)
        self.glossary = glossary
        self.pages = [Page(d) for d in self.documents]
        self.labels: dict[str, str] = {}
        self.certification_labels: dict[str, str] = {}

    def parts(self) -> dict[str, Any]:
        occupations = [self._occupation(p) for p in self.pages if p.document.kind == "role"]
        ids = {o.id for o in occupations}
        transitions = [t for t in map(self._transition, self._kind("transition")) if {t.origin, t.target} <= ids]
        certifications = self._certifications(occupations, transitions)
        names = {
            "occupation": self._occupation_names(occupations),
            "skill": self._skill_names(),
            "certification": {n: c.key for c in certifications.values() for n in (c.label, *c.aliases)},
        }
        ordinary = frozenset(w for d in self.documents for w in _WORD.findall(d.text) if w.islower())
        figures = self._figures(NameIndex({**names["certification"], **names["occupation"]}, ordinary))
        return {
            "documents": {d.id: d for d in self.documents},
            "occupations": occupations,
            "skills": self._skills(occupations),
            "transitions": transitions,
            "certifications": certifications,
            "figures": figures,
            "links": link_figures(figures),
            "names": names,
            "guides": [p for page in self._kind("guide") for p in page.passages],
            "ordinary": ordinary,
        }

    def _kind(self, kind: str) -> list[Page]:
        return [p for p in self.pages if p.document.kind == kind]

    def _occupation(self, page: Page) -> Occupation:
        document = page.document
        return Occupation(
            id=document.id,
            title=document.title,
            aliases=document.aliases,
            level=document.meta_value("level"),
            codes=_codes(document.meta_value("codes")),
            as_of=document.as_of,
            summary=page.lead,
            tasks=page.section("Tasks"),
            essential=self._needs(page, "Essential skills", True),
            optional=self._needs(page, "Optional skills", False),
            tools=page.items("Tools"),
            certifications=page.items("Certifications"),
            entry_routes=page.section("Entry routes"),
            market=page.section("Pay and demand"),
            next_roles=page.items("Next roles"),
        )

    def _needs(self, page: Page, heading: str, essential: bool) -> tuple[Need, ...]:
        needs: dict[str, Need] = {}
        for item in page.items(heading):
            key = self.skill_key(item.label)
            needs.setdefault(key, Need(key, self.labels[key], essential, item.passages))
        return tuple(needs.values())

    def skill_key(self, label: str) -> str:
        canonical = self.glossary.label(label, _SKILLS) or label
        key = canonical.casefold()
        self.labels.setdefault(key, canonical)
        return key

    def _transition(self, page: Page) -> Transition:
        document = page.document
        return Transition(
            id=document.id,
            title=document.title,
            origin=document.meta_value("from") or "",
            target=document.meta_value("to") or "",
            as_of=document.as_of,
            summary=page.lead,
            carries_over=page.items("What carries over"),
            to_add=page.items("What to add"),
            first_days=page.section("First 90 days"),
            proof=page.section("Proof of work"),
            certifications=page.items("Certifications worth it"),
            certification_advice=page.loose("Certifications worth it"),
            market=page.section("What the market says"),
            pitfalls=page.section("Pitfalls"),
        )

    def _certifications(self, roles: list[Occupation], moves: list[Transition]) -> dict[str, Certification]:
        """Certifications that a glossary, a role or a transition names, with what certification documents say."""
        labels: dict[str, str] = {}
        known = list(self.glossary.labels(["certifications"]))
        known += [i.label for role in roles for i in role.certifications]
        known += [i.label for move in moves for i in move.certifications]
        for label in known:
            canonical = self.glossary.label(label, ["certifications"]) or label
            labels.setdefault(canonical.casefold(), canonical)
        aliases = self.glossary.categories.get("certifications", {})
        names = NameIndex({n: k for k, label in labels.items() for n in (label, *aliases.get(label, ()))})
        items: dict[str, list[Item]] = defaultdict(list)
        rows: dict[str, list[Passage]] = defaultdict(list)
        for page in self._kind("certification"):
            for item in page.items():
                found = names.lookup(item.label)
                if found:
                    items[found.key].append(item)
            for row in page.rows:
                first = cells(row.quote)[:1]
                found = names.lookup(first[0]) if first else None
                if found:
                    rows[found.key].append(row)
        return {
            key: Certification(key, label, tuple(aliases.get(label, ())), tuple(items[key]), tuple(rows[key]))
            for key, label in labels.items()
        }

    def _occupation_names(self, occupations: list[Occupation]) -> dict[str, str]:
        """Titles first, then aliases; a name that two roles share belongs to neither unless it is a title."""
        names = {o.title: o.id for o in occupations}
        taken = {n.casefold() for n in names}
        owners: dict[str, set[str]] = defaultdict(set)
        spelling: dict[str, str] = {}
        roles = self.glossary.categories.get("roles", {})
        for occupation in occupations:
            label = self.glossary.label(occupation.title, ["roles"])
            for alias in (*occupation.aliases, *(roles.get(label, ()) if label else ())):
                owners[alias.casefold()].add(occupation.id)
                spelling.setdefault(alias.casefold(), alias)
        for folded, ids in owners.items():
            if folded not in taken and len(ids) == 1:
                names[spelling[folded]] = next(iter(ids))
        return names

    def _skill_names(self) -> dict[str, str]:
        """Labels of the documents' skills, then their aliases and the glossary's other skills and tools."""
        names = {label: key for key, label in self.labels.items()}
        for category in _SKILLS:
            for label, aliases in self.glossary.categories.get(category, {}).items():
                for name in (label, *aliases):
                    names.setdefault(name, label.casefold())
        return names

    def _skills(self, occupations: list[Occupation]) -> dict[str, Skill]:
        essential: dict[str, list[str]] = defaultdict(list)
        optional: dict[str, list[str]] = defaultdict(list)
        for occupation in occupations:
            for need in occupation.needs:
                (essential if need.essential else optional)[need.skill].append(occupation.id)
        aliases = {
            label.casefold(): names
            for category in reversed(_SKILLS)
            for label, names in self.glossary.categories.get(category, {}).items()
        }
        return {
            key: Skill(key, label, tuple(aliases.get(key, ())), tuple(essential[key]), tuple(optional[key]))
            for key, label in sorted(self.labels.items())
        }

    def _figures(self, names: NameIndex) -> list[Figure]:
        found: list[Figure] = []
        for page in self.pages:
            sentences = _SENTENCES.get(page.document.kind)
            for passage in page.passages:
                told = sentences is not None and (sentences == "" or sentences in passage.section)
                if passage.block == "row" or told:
                    found.extend(figures_of(passage, names))
        return found


# Where sentences are read for figures, by kind; "" is the whole document. Rows are read everywhere.
_SENTENCES = {"market": "", "certification": "", "role": "Pay and demand", "transition": "What the market says"}


def _codes(value: str | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    try:
        loaded = json.loads(value) if value else {}
    except json.JSONDecodeError:
        return ()
    if not isinstance(loaded, dict):
        return ()
    return tuple((str(k), tuple(str(c) for c in v)) for k, v in loaded.items() if isinstance(v, list))
