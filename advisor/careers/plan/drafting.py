"""The lines of a plan: what the documents say of a move, picked and put in order, each with its citation.

Nothing is rephrased. A line is a passage in its own words, or it is computed and says so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from advisor.careers.bridges import BridgePath
from advisor.careers.catalog import Catalog
from advisor.careers.gap import SkillGap, SkillMatch
from advisor.careers.plan.citing import Citer
from advisor.careers.plan.schedule import Schedule
from advisor.careers.plan.values import CertificationAdvice, Line, PlanRequest
from advisor.careers.profile import Profile
from advisor.careers.records import Item, Occupation, Passage, Transition
from advisor.careers.trends import demand_trend
from advisor.ingest.blocks import labelled_cells

_PRICED = re.compile(r"price|cost|fee|prerequisit|required before|asks? for", re.I)
_TIMED = re.compile(r"\b(?:weeks?|months?|time)\b", re.I)
_MOST_MARKET = 16
_MOST_CERTIFICATIONS = 5


class Drafter:
    """Drafts the parts of one plan. The order of calls is the order in which citations are numbered."""

    def __init__(
        self,
        catalog: Catalog,
        citer: Citer,
        profile: Profile,
        origin: Occupation | None,
        target: Occupation,
        transition: Transition | None,
    ) -> None:
        self.catalog = catalog
        self.cite = citer
        self.profile = profile
        self.origin = origin
        self.target = target
        self.transition = transition
        self.others = tuple(t for t in catalog.transitions if t.target == target.id and t is not transition)

    def summary(self, gap: SkillGap, plan: Schedule, request: PlanRequest) -> Iterator[Line]:
        start = self.origin.title if self.origin else "what you can do today"
        if self.transition is not None:
            yield from (self.cite.line(p) for p in self.transition.summary)
        else:
            yield Line(
                f"The library holds no written guide for the move from {start} to {self.target.title}; "
                "this plan is composed from the role guides.",
                computed=True,
            )
            yield from (self.cite.line(p) for p in self.target.summary[:3])
        yield Line(f"Essential skills of {self.target.title}: {gap.essential}.", computed=True)
        if gap.optional.total:
            yield Line(f"Optional skills of {self.target.title}: {gap.optional}.", computed=True)
        yield Line(
            f"Time: {plan.hours:g} hours at {request.hours_per_week:g} a week make {plan.weeks} weeks. "
            f"The hours are planning assumptions ({request.hours_per_skill:g} for a missing skill, half for a skill "
            "known in part), not figures from a source.",
            computed=True,
        )
        if request.months and plan.full_hours > plan.hours + 1e-9:
            needed = math.ceil(plan.full_hours / (request.months * 52 / 12))
            yield Line(
                f"{request.months:g} months at {request.hours_per_week:g} hours a week do not hold the whole plan of "
                f"{plan.full_hours:g} hours; about {needed} hours a week would. What is left out is listed below.",
                computed=True,
            )
        yield from self._published_times()

    def _published_times(self) -> Iterator[Line]:
        """What guides say about the time of such moves: rows on times that name the present or the target role."""
        names = {o.id for o in (self.origin, self.target) if o}
        for passage in self.catalog.guides:
            if passage.block == "row" and _TIMED.search(_header(passage)):
                cell = passage.text.split(";")[0]
                found = [f.key for f in self.catalog.occupation_names.find(cell)]
                if found and found[0] in names and (self.origin is None or found[0] == self.origin.id):
                    yield self.cite.line(passage, "Published guides on the time: ")

    def bring(self, gap: SkillGap) -> Iterator[Line]:
        """What carries over: the person's own words beside the guides' words. The comparison is made here."""
        carried = self._by_skill(self.transition.carries_over if self.transition else ())
        for match in gap.matches:
            if match.state != "missing":
                item = carried.get(match.need.skill)
                yield self._brought(match, item.first if item else match.guide)

    def _brought(self, match: SkillMatch, passage: Passage) -> Line:
        evidence = match.evidence
        if evidence.words is not None:
            how = {
                "spelling": ", read with its spelling mended",
                "meaning": f", close in meaning ({evidence.score:.2f})",
            }
            lead = f"you wrote “{evidence.words.text}”{how.get(evidence.kind, '')}"
        else:
            rank = "essential" if match.state == "have" else "optional"
            lead = f"the guide to {self.origin.title} lists it as {rank}" if self.origin else "known"
        if match.state == "partial":
            lead += ", which counts as a part"
        numbers = [self.cite.number(passage)]
        if evidence.guide is not None:
            numbers.append(self.cite.number(evidence.guide))
        text = f"{_capital(match.need.label)} ({lead}): {_without_label(passage.text)}"
        return Line(text, tuple(dict.fromkeys(numbers)), computed=True, label=match.need.label)

    def begin(self) -> Iterator[Line]:
        """The first weeks: the written guide's, or the target's entry routes."""
        passages = self.transition.first_days if self.transition else self.target.entry_routes
        yield from (self.cite.line(p) for p in passages)

    def learn(self, matches: Iterable[SkillMatch]) -> Iterator[Line]:
        added = self._by_skill(self.transition.to_add if self.transition else ())
        for match in matches:
            item = added.get(match.need.skill)
            if item is not None:
                yield from self.cite.item(item)
            yield from (self.cite.line(p, label=match.need.label) for p in match.need.passages)

    def practise(self, matches: Iterable[SkillMatch]) -> Iterator[Line]:
        """Projects and tools that name a skill of the stage: the written proof of work, guides, the role's tools.
        Where nothing names one, the next piece of the written proof of work."""
        wanted = {m.need.skill for m in matches}
        own = self.transition.proof if self.transition else ()
        found = [*self._naming(own, wanted, 2)]
        found += self._naming((p for p in self.catalog.guides if _buildable(p) and self._for_target(p)), wanted, 2)
        found += self._naming((t.first for t in self.target.tools), wanted, 2, "Tool to practise with: ")
        found += [
            self.cite.line(t.first, "Tool to practise with: ")
            for t in self._tools_named(matches)
            if not self.cite.used(t.first)
        ][:2]
        if not found:
            found = [self.cite.line(p) for p in own if not self.cite.used(p)][:1]
        yield from found

    def _for_target(self, passage: Passage) -> bool:
        """Whether a guide's passage names the target role, or no role at all."""
        named = self.catalog.occupations_in(passage)
        return not named or self.target.id in named

    def _tools_named(self, matches: Iterable[SkillMatch]) -> Iterator[Item]:
        """Tools of the role that the guide's own words on a skill name."""
        told = " ".join(p.text for m in matches for p in m.need.passages).casefold()
        return (t for t in self.target.tools if t.label.casefold() in told)

    def proof(self) -> Iterator[Line]:
        """What is left of the written proof of work, and projects that guides name for the target role."""
        written = self.transition.proof if self.transition else ()
        yield from (self.cite.line(p) for p in written if not self.cite.used(p))
        count = 0
        for passage in self.catalog.guides:
            if count == 3 or not _buildable(passage) or self.cite.used(passage):
                continue
            subject = passage.text.split(";")[0] if passage.block == "row" else passage.text
            named = [f.key for f in self.catalog.occupation_names.find(subject)]
            if named[:1] == [self.target.id]:
                count += 1
                yield self.cite.line(passage)
        if self.transition is None and not count:
            for other in self.others[:1]:
                yield from (self.cite.line(p, f"{other.title}: ") for p in other.proof[:2])

    def checkpoints(self, matches: Iterable[SkillMatch]) -> Iterator[Line]:
        chosen = list(matches)
        labels = ", ".join(m.need.label for m in chosen)
        yield Line(
            f"Show one piece of your own work for each of: {labels}. Measure it against the guide's words above.",
            computed=True,
        )
        yield from self._naming(self.target.tasks, {m.need.skill for m in chosen}, 2, "A task of the role to try: ")

    def certification_notes(self, request: PlanRequest) -> Iterator[Line]:
        """What the written guide says of certifications as a whole."""
        advice = self.transition.certification_advice if self.transition else ()
        if request.skip_certifications:
            yield Line("Certifications are left out, as you asked.", computed=True)
            if not advice:
                yield Line("The library does not say that this move needs a certification; adverts may.", computed=True)
        yield from (self.cite.line(p) for p in advice)

    def certifications(self) -> Iterator[CertificationAdvice]:
        """Each certification worth it, with the row that tells most of its cost and conditions."""
        for item in self.advised()[:_MOST_CERTIFICATIONS]:
            lines = self.cite.item(item)
            certification = self.catalog.certification(item.label)
            rows = [r for r in (certification.rows if certification else ()) if _PRICED.search(_header(r))]
            if rows:
                fullest = max(rows, key=_told)
                lines.append(self.cite.line(fullest, "Cost and conditions: ", item.label))
            yield CertificationAdvice(item.label, tuple(lines), self._holds(item.label))

    def advised(self) -> tuple[Item, ...]:
        """Certifications that the written guide, else the role guide, calls worth it."""
        written = self.transition.certifications if self.transition else ()
        return written or self.target.certifications

    def to_prepare(self) -> str:
        """The first certification that the person does not hold yet; empty where there is none."""
        return next((i.label for i in self.advised() if not self._holds(i.label)), "")

    def market(self) -> Iterator[Line]:
        told = [*(self.transition.market if self.transition else ()), *self.target.market]
        for passage in told[:_MOST_MARKET]:
            if not self.cite.used(passage):
                yield self.cite.line(passage)
                yield from self._newer(passage)

    def _newer(self, passage: Passage) -> Iterator[Line]:
        """The newest round of a figure, where a line tells of an older one alone."""
        for figure in self.catalog.all_figures.values():
            if figure.passage.key != passage.key:
                continue
            newer = self.catalog.newer(figure)
            while newer is not None and (later := self.catalog.newer(newer)) is not None:
                newer = later
            if newer is not None and newer.period and newer.period.words not in passage.quote:
                if not self.cite.used(newer.passage):
                    yield self.cite.line(newer.passage, "Newer round: ")

    def risks(self, gap: SkillGap) -> Iterator[Line]:
        if self.transition is not None:
            yield from (self.cite.line(p) for p in self.transition.pitfalls)
        else:
            for other in self.others[:2]:
                yield from (self.cite.line(p, f"{other.title}: ") for p in other.pitfalls[:2])
        missing = gap.of_state("missing", True)
        if len(missing) * 2 > gap.essential.total:
            labels = ", ".join(m.need.label for m in missing)
            yield Line(
                f"More than half of the essential skills are missing ({labels}); expect the plan to take longer.",
                tuple(self.cite.number(m.guide) for m in missing),
                computed=True,
            )
        trend = demand_trend(self.catalog, self.target.id)
        if trend is not None and trend.per_year < 0:
            numbers = tuple(dict.fromkeys(self.cite.number(f.passage) for f in trend.figures))
            yield Line(f"The newest figure on demand for {self.target.title} falls: {trend.words}.", numbers, True)

    def bridges(self, path: BridgePath) -> Iterator[Line]:
        if len(path.steps) < 2:
            return
        names = " → ".join(s.target.title for s in path.steps)
        yield Line(f"A way in shorter steps: {names}. The direct move covers {path.direct}.", computed=True)
        for step in path.steps:
            start = step.origin.title if step.origin else "today"
            numbers = self._step_sources(step.origin, step.target, step.transition)
            kind = "written guide" if step.transition else "no written guide"
            text = f"From {start} to {step.target.title} ({kind}): essential skills {step.coverage}."
            yield Line(text, numbers, computed=True)

    def _step_sources(
        self, origin: Occupation | None, target: Occupation, written: Transition | None
    ) -> tuple[int, ...]:
        if written is not None and written.summary:
            return (self.cite.number(written.summary[0]),)
        named = [i for i in (origin.next_roles if origin else ()) if self.catalog.find_occupation(i.label) is target]
        return tuple(self.cite.number(i.first) for i in named[:1])

    def later(self, gap: SkillGap, plan: Schedule) -> Iterator[Line]:
        """What the plan leaves for later: what did not fit, and optional skills that are missing."""
        taught = {m.need.skill for s in plan.slots for m in s.matches}
        for match in plan.left_out:
            yield self.cite.line(match.guide, "Did not fit into the months: ", match.need.label)
        if plan.certification_left_out:
            yield Line("Preparation for a certification did not fit into the months.", computed=True)
        left_out = {m.need.skill for m in plan.left_out}
        for match in gap.of_state("missing", False):
            if match.need.skill not in taught | left_out:
                yield self.cite.line(match.guide, "Optional, for later: ", match.need.label)

    def _holds(self, label: str) -> bool:
        certification = self.catalog.certification(label)
        held = {i.key for i in self.profile.of_kind("certification")}
        return certification is not None and certification.key in held

    def _by_skill(self, items: Iterable[Item]) -> dict[str, Item]:
        found: dict[str, Item] = {}
        for item in items:
            name = self.catalog.skill_names.lookup(item.label)
            if name is not None:
                found.setdefault(name.key, item)
        return found

    def _naming(self, passages: Iterable[Passage], skills: set[str], most: int, lead: str = "") -> Iterator[Line]:
        """Passages not used yet that name one of the skills."""
        count = 0
        for passage in passages:
            if count == most:
                return
            if not self.cite.used(passage) and skills & self.catalog.skills_in(passage):
                count += 1
                yield self.cite.line(passage, lead)


def _header(row: Passage) -> str:
    return (row.context or "").split("\n")[-1]


def _told(row: Passage) -> int:
    """Cells of a row that tell something."""
    return sum(bool(c) and not c.casefold().startswith("not ") for _, c in labelled_cells(row.quote, row.context))


def _buildable(passage: Passage) -> bool:
    """Whether a guide's passage stands under a heading on projects, proof or plans, or in a table of them."""
    about = " ".join((*passage.section, (passage.context or "")))
    return bool(re.search(r"\b(?:projects?|proof|portfolio|practi[sc]e|labs?|build)\b", about, re.I))


def _without_label(text: str) -> str:
    """A bullet's sentence without the bold label that opens it."""
    return re.sub(r"^[^—–:]{2,60}\s[—–]\s", "", text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
