"""What can be asked of a subject: pay, demand, tasks, skills, price … and the words by which it is asked and told.

One table of general English. `cues` are the words of a question; `told` are further words by which a passage
tells of the attribute; `headings` name sections that hold it; `shape` is what an answer must contain. Words are
compared by their stems.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from advisor.text import fold, stem, words

Shape = Literal["any", "money", "number", "percent", "change", "date", "duration", "person", "list"]


@dataclass(frozen=True)
class Attribute:
    """One thing that can be asked of a subject."""

    name: str
    cues: str
    told: str = ""
    headings: str = ""
    shape: Shape = "any"
    weak: str = ""
    """Words that point to the attribute only where no stronger word does."""

    @cached_property
    def cue_stems(self) -> frozenset[str]:
        return _stems(self.cues)

    @cached_property
    def weak_stems(self) -> frozenset[str]:
        return _stems(self.weak)

    @cached_property
    def told_stems(self) -> frozenset[str]:
        return _stems(f"{self.cues} {self.told}")

    @cached_property
    def heading_stems(self) -> frozenset[str]:
        return _stems(f"{self.headings} {self.cues}")

    def in_heading(self, section: tuple[str, ...]) -> bool:
        """Whether a heading names this attribute."""
        return any(self.heading_stems & _heading_stems(heading) for heading in section)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(w) for w in words(text))


@lru_cache(maxsize=4096)
def _heading_stems(heading: str) -> frozenset[str]:
    return _stems(heading)


ATTRIBUTES = (
    Attribute(
        "pay",
        "salary salaries pay paid pays wage wages earn earns earning earnings compensation income remuneration",
        "median base usd annual bonus",
        "pay compensation",
        "money",
        weak="median",
    ),
    Attribute(
        "demand",
        "demand growth grow grows growing grew trend trends outlook hiring decline declined declining declines "
        "shrink shrank shrunk shrinking fell fall falling rise rose rising drop dropped dropping rebound surge "
        "increase increased decrease decreased recover recovered recovering stabilise stabilize future",
        "postings projected percent change market cagr surging",
        "demand growth outlook trend change",
        "change",
        weak="market popular booming",
    ),
    Attribute(
        "jobs",
        "openings vacancies employed headcount employment workforce shortage gap unfilled",
        "jobs people number workers positions postings",
        "openings employment jobs",
        "number",
    ),
    Attribute(
        "tasks",
        "task tasks responsibility responsibilities duty duties responsible daily",
        "",
        "tasks responsibilities duties",
        "list",
    ),
    Attribute(
        "skills",
        "skill skills knowledge competency competencies competence learn know",
        "",
        "skills add knowledge competencies",
        "list",
        weak="need needs require required",
    ),
    Attribute("tools", "tool tools tooling software stack toolkit", "", "tools", "list"),
    Attribute(
        "certifications",
        "certification certifications certificate certificates cert certs credential credentials certified",
        "exam credential",
        "certifications certificates credentials",
        "list",
    ),
    Attribute(
        "price",
        "cost costs price prices priced fee fees pricey expensive cheap cheapest cheaper afford voucher charge charges charged",
        "usd eur gbp member list",
        "cost costs price fees",
        "money",
    ),
    Attribute(
        "prerequisites",
        "prerequisite prerequisites eligibility eligible requirement requirements qualify precondition",
        "experience years required requires ask asks need needs before none mandatory",
        "prerequisites requirements ask",
        "any",
    ),
    Attribute(
        "validity",
        "valid validity renew renewal renewed expire expires expiry expiration lapse recertify recertification",
        "years last lasts cpe maintenance annual",
        "validity renewal last",
        "duration",
    ),
    Attribute(
        "exam",
        "exam exams questions pass passing passmark score minutes proctored format",
        "exam hours multiple-choice practical",
        "exam format",
        "any",
    ),
    Attribute(
        "entry",
        "enter entry beginner beginners start started degree bachelor junior newcomer newcomers route routes",
        "apprenticeship help desk experience without",
        "entry routes education",
        "any",
    ),
    Attribute("next", "progression promotion ladder", "next move grow", "next roles progression", "list", weak="next"),
    Attribute(
        "dates",
        "deadline date dates when force effective apply applies published released release due",
        "from until since opened launched started began founded established introduced closed ended entered came",
        "dates versions timeline",
        "date",
    ),
    Attribute(
        "penalty",
        "fine fines penalty penalties sanction sanctions fined",
        "turnover eur million",
        "fines penalties",
        "money",
    ),
    Attribute(
        "contents",
        "contain contains content contents cover covers include includes consist list lists part parts "
        "function functions principle principles element elements categories tactics risks items",
        "",
        "contains contents",
        "list",
    ),
    Attribute(
        "pitfalls",
        "pitfall pitfalls mistake mistakes avoid risk downside downsides wrong trap traps danger hard drawbacks",
        "careful",
        "pitfalls mistakes risks",
        "list",
    ),
    Attribute(
        "projects",
        "project projects portfolio proof showcase evidence homelab",
        "build repository",
        "proof work projects portfolio",
        "list",
    ),
    Attribute(
        "choice",
        "pick choose choosing grab prefer",
        "take suits suit fits fit best right",
        "choice choosing",
        "any",
    ),
    Attribute(
        "duration",
        "duration quickly soon",
        "months weeks years hours",
        "time duration days",
        "duration",
    ),
)
BY_NAME = {a.name: a for a in ATTRIBUTES}

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "pay",
            r"\bhow much\b.{0,60}\b(?:make|earn|paid|pay|get)\b|\b(?:well|best|highest|better)[ -]?pa(?:id|ying)\b",
        ),
        (
            "jobs",
            r"\bhow many\b.{0,50}\b(?:jobs?|people|workers?|openings|positions|postings|vacancies|professionals)\b",
        ),
        (
            "validity",
            r"\bhow long\b.{0,60}\b(?:valid|last|lasts|good for|expire|renew|keep)\b|\b(?:for life|forever|lifelong|runs? out)\b",
        ),
        (
            "price",
            r"\bhow (?:much|expensive) (?:is|are|was|were|for|does|do|did|to|would|will)\b"
            r"(?!.{0,60}\b(?:earn|make|paid|pay|grow|grew|change|changed|fall|fell|drop|rise|shrink|shrank|(?:go|gone|went|come) (?:up|down|back))\b)"
            r"|\bset (?:me|you|us|one|someone|him|her|them) back\b|\b(?:less|more) money\b|\bdearer\b|\b(?:my|your|the) wallet\b|\b(?:total|whole|all-in) bill\b",
        ),
        (
            "demand",
            r"\b(?:how (?:did|has|have|much (?:did|has|have)|fast|strongly)|by how much)\b.{0,90}\b(?:(?:chang|grow|grew|fall|fell|drop|ris|rose|shr)\w*|(?:go|goes|going|gone|went|come|came) (?:up|down|back))",
        ),
        (
            "exam",
            r"\bhow long (?:is|are|does|do)\b.{0,30}\bexam\b|\bhow many questions\b|\bpass(?:ing)? (?:mark|score|rate)\b",
        ),
        ("prerequisites", r"\b(?:do i need|is|are)\b.{0,60}\b(?:required|mandatory|necessary|prerequisite)\b"),
        (
            "choice",
            r"\bwho(?:['’]s| is| are| was) .{1,60}\b(?:for|aimed at|meant for|made for|suited)\W*$|\bwho (?:should|ought to|needs? to) (?:take|do|get|sit|have|use|buy)\b",
        ),
        (
            "entry",
            r"\b(?:what|which) (?:kinds? of |sorts? of )?backgrounds?\b|\bwithout (?:a |any )?(?:degree|experience|university|college)\b|\bget (?:started|into)\b|\bbreak into\b",
        ),
        (
            "tasks",
            r"\bwhat (?:do|does|would|will)\b.{0,60}\bdo\b|\bday[ -]to[ -]day\b|\b(?:an?|the|their|your|typical|usual|normal|average|working|whole|ordinary) (?:\w+ )?day\b|\bdays? (?:looks?|in the life)\b",
        ),
        ("skills", r"\bneed to (?:know|learn)\b|\bshould i (?:know|learn|study)\b|\bwhat (?:do|would|will) i need\b"),
        (
            "next",
            r"\bwhere (?:can|could|do) .{0,40}\b(?:go|lead)\b|\bcareer (?:path|ladder|progression)\b|\bnext (?:role|step|job)s?\b",
        ),
        (
            "dates",
            r"^when\b|\bsince when\b|\bwhat date\b|\b(?:come|came|comes|go|goes|enter|enters|entered) into (?:force|effect)\b",
        ),
        ("duration", r"\bhow (?:long|quickly|soon|many (?:hours|weeks|months))\b"),
    )
)


_WHEN = re.compile(
    r"(?:^|[,;.?:—–-] |\b(?:and|or|but|so|also|since|from|exactly|know|tell me|ask|wondering) )when\b|\bwhen\W*$"
)
"""The "when" that asks, and not the one that says on which occasion ("what changed when it was replaced")."""
WHETHER = re.compile(r"^(?:and |so )?when (?:would|should|do|can|could|might) (?:you|i|we|one|someone|people)\b")
"""Asks under which conditions, not for a date."""


IDIOM = re.compile(
    r"\bhiring (?:managers?|teams?|panels?|process)\b|\b(?:get|gets|getting|be|being|got) hired\b"  # no demand
    r"|\b(?:takes?|took|taken|taking|in|put in) charge\b|\bpa(?:y|ys|id|ying) (?:attention|heed|off)\b"  # no money
    r"|\b(?:do|does|did|would|will)\b[^?.!]{0,60}\bdemands?\b(?! for| of| in| rise| fall| grow)"  # asks, and no market
    r"|\b(?:it[’']?s|(?:is|are|was)(?: it| that| this)?|be|that[’']?s) (?:\w+ly )?fine\b(?! of| for)"  # no penalty
    r"|\bemployers?\b"  # no count of jobs
    r"|\bfalls? (?:to|on|under|within|into) (?!\d|about|around|below)",  # no decline
    re.I,
)
"""Words in a use that asks for nothing which they ask for elsewhere."""


@lru_cache(maxsize=1024)
def attributes_asked(text: str) -> tuple[str, ...]:
    """Names of the attributes that a question asks for, the strongest sign first; patterns before single words."""
    folded = fold(text)
    text = IDIOM.sub(" ", text)
    found = [name for name, pattern in _PATTERNS if pattern.search(folded)]
    stems = [stem(w) for w in words(text) if w != "when" or _WHEN.search(folded)]
    counted = [(sum(s in a.cue_stems for s in stems), a.name) for a in ATTRIBUTES]
    found += [name for count, name in sorted(counted, key=lambda c: -c[0]) if count and name not in found]
    if WHETHER.match(folded):
        found = [n for n in found if n != "dates"]
    if "duration" in found and re.match(
        r"(?:and |so )?(?:roughly |about )?how (?:long|soon|quickly|many (?:hours|weeks|months))\b", folded
    ):
        found = [n for n in found if n in {"validity", "exam"}] + ["duration", *found]
    if re.search(r"\bhow many\b|\bwhat age\b|\bhow old\b", folded):
        found = [n for n in found if BY_NAME[n].shape != "list"]
    elif not found:
        found = [a.name for a in ATTRIBUTES if any(s in a.weak_stems for s in stems)]
    return tuple(dict.fromkeys(found))
