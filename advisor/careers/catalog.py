"""The catalogue: every record of a corpus, read from its documents, with look-up by any name a person may use.

A corpus in the documented form gives occupations, skills, transitions, certifications and figures; any other corpus
gives an empty catalogue, never an error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from advisor.careers.building import Builder
from advisor.careers.names import NameIndex
from advisor.careers.records import (
    Certification,
    Figure,
    FigureLink,
    Metric,
    Occupation,
    Passage,
    Skill,
    Transition,
)
from advisor.errors import UsageError
from advisor.ingest.glossary import Glossary
from advisor.types import Citation, Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Catalog:
    """Records by id or key. Make one with `Catalog.from_documents`."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        occupations: Sequence[Occupation],
        skills: Mapping[str, Skill],
        transitions: Sequence[Transition],
        certifications: Mapping[str, Certification],
        figures: Sequence[Figure],
        links: Sequence[FigureLink],
        names: Mapping[str, Mapping[str, str]],
        guides: Sequence[Passage] = (),
        ordinary: frozenset[str] = frozenset(),
    ) -> None:
        """`names` maps the categories "occupation", "skill" and "certification" to {name: id or key}; `guides` are
        the passages of guide documents; `ordinary` are words that documents write in small letters."""
        self.documents = dict(documents)
        self.occupations = {o.id: o for o in occupations}
        self.skills = dict(skills)
        self.transitions = tuple(transitions)
        self.certifications = dict(certifications)
        self.all_figures = {f.id: f for f in figures}
        self.links = tuple(links)
        self.guides = tuple(guides)
        self.ordinary = ordinary
        self.vectors: dict[str, tuple[list[str], list[str], NDArray[np.float32]]] = {}
        """Vectors of skill names by the embedder's fingerprint, filled by `matching`."""
        self._skills_in: dict[tuple[str, int, int], frozenset[str]] = {}
        self._occupations_in: dict[tuple[str, int, int], tuple[str, ...]] = {}
        self._names = {category: dict(mapping) for category, mapping in names.items()}

    @staticmethod
    def from_documents(documents: Iterable[Document], glossary: Glossary | None = None) -> Catalog:
        """The catalogue of a corpus. Without a glossary skills have no aliases beyond their own spelling."""
        return Catalog(**Builder(list(documents), glossary or Glossary()).parts())

    @cached_property
    def occupation_names(self) -> NameIndex:
        return NameIndex(self._names["occupation"], self.ordinary)

    @cached_property
    def skill_names(self) -> NameIndex:
        return NameIndex(self._names["skill"], self.ordinary)

    @cached_property
    def certification_names(self) -> NameIndex:
        return NameIndex(self._names["certification"], self.ordinary)

    def find_occupation(self, name: str) -> Occupation | None:
        """The occupation of an id, title or alias, whatever its case, number or hyphens; None where there is none."""
        if name in self.occupations:
            return self.occupations[name]
        by_stem = [o for i, o in self.occupations.items() if i.rpartition("/")[2] == name.strip().casefold()]
        if len(by_stem) == 1:
            return by_stem[0]
        found = self.occupation_names.lookup(name) or self.occupation_names.lookup(name.replace("-", " "))
        return self.occupations[found.key] if found else None

    def occupation(self, name: str) -> Occupation:
        """As `find_occupation`. Raises UsageError with the nearest names where nothing fits."""
        found = self.find_occupation(name)
        if found is not None:
            return found
        if not self.occupations:
            raise UsageError("This library has no role documents. Use a library with documents of the kind `role`.")
        near = self.nearest(name)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise UsageError(f"No role is called {name!r}.{hint} `advisor roles` lists all {len(self.occupations)}.")

    def nearest(self, name: str, most: int = 3) -> list[str]:
        """Titles of the occupations whose names are nearest to what was written, best first."""
        names = self._names["occupation"]
        hits = process.extract(name, list(names), scorer=fuzz.WRatio, processor=str.casefold, limit=12, score_cutoff=55)
        titles = [self.occupations[names[n]].title for n, _, _ in hits if names[n] in self.occupations]
        return list(dict.fromkeys(titles))[:most]

    def transition(self, origin: str, target: str) -> Transition | None:
        """The written move between two occupations (ids), if there is one."""
        return next((t for t in self.transitions if (t.origin, t.target) == (origin, target)), None)

    def certification(self, name: str) -> Certification | None:
        found = self.certification_names.lookup(name)
        return self.certifications.get(found.key) if found else None

    def skill(self, name: str) -> Skill | None:
        """The skill of a label or alias."""
        found = self.skill_names.lookup(name)
        return self.skills.get(found.key) if found else None

    def figures(
        self, subject: str | None = None, metric: Metric | None = None, place: str | None = None
    ) -> tuple[Figure, ...]:
        """Figures, the newest first. `subject` is an id, title, alias, certification or the words of a first cell."""
        wanted = self._subject(subject) if subject is not None else None
        found = [
            f
            for f in self._by_subject.get(wanted, ())
            if (metric is None or f.metric == metric) and (place is None or f.place == place)
        ]
        return tuple(sorted(found, key=lambda f: (-(f.period.last if f.period else 0.0), f.id)))

    def conflicts(self, figure: Figure) -> tuple[Figure, ...]:
        """Figures of other sources that give another value for the same thing."""
        ends = [(link.first, link.second) for link in self.links if link.kind == "conflict"]
        other = [b if a == figure.id else a for a, b in ends if figure.id in (a, b)]
        return tuple(self.all_figures[i] for i in other)

    def newer(self, figure: Figure) -> Figure | None:
        """The next later round of the same series, if there is one."""
        return next(
            (self.all_figures[x.second] for x in self.links if x.kind == "newer" and x.first == figure.id), None
        )

    def skills_in(self, passage: Passage) -> frozenset[str]:
        """Keys of the skills that a passage names."""
        if passage.key not in self._skills_in:
            self._skills_in[passage.key] = frozenset(f.key for f in self.skill_names.find(passage.text))
        return self._skills_in[passage.key]

    def occupations_in(self, passage: Passage) -> tuple[str, ...]:
        """Ids of the occupations that a passage names, in order."""
        if passage.key not in self._occupations_in:
            self._occupations_in[passage.key] = tuple(f.key for f in self.occupation_names.find(passage.text))
        return self._occupations_in[passage.key]

    def cite(self, passage: Passage, number: int) -> Citation:
        """A passage as a citation of the reply contract."""
        document = self.documents[passage.document_id]
        return Citation(
            number=number,
            document_id=document.id,
            title=document.title,
            section=passage.section,
            span=passage.span,
            quote=passage.span.of(document.text),
            content_hash=document.content_hash,
            context=passage.context,
            url=document.url,
            as_of=document.as_of,
            references=tuple(r for r in document.references if r.id in passage.sources),
        )

    @cached_property
    def _by_subject(self) -> dict[str | None, list[Figure]]:
        by_subject: dict[str | None, list[Figure]] = defaultdict(list)
        for figure in self.all_figures.values():
            by_subject[None].append(figure)
            for key in {figure.subject_key, figure.subject.casefold() or None} - {None}:
                by_subject[key].append(figure)
        return by_subject

    def _subject(self, name: str) -> str:
        occupation = self.find_occupation(name)
        if occupation:
            return occupation.id
        certification = self.certification(name)
        return certification.key if certification else name.casefold()
