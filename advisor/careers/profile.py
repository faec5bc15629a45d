"""A person as far as matching needs them: a role, what they wrote, and what can be read from it.

A profile lives in memory only. Spans point into `Profile.text`, which holds no name, age, gender, nationality,
family status or address where it was made from a résumé (`advisor.resume`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from advisor.careers.catalog import Catalog
from advisor.careers.names import first_mentions
from advisor.careers.stance import stance
from advisor.text import plain
from advisor.types import Span

ItemKind = Literal["role", "years", "skill", "certification", "education"]
_YEARS = re.compile(
    r"(?<![\w.])(\d{1,2}(?:\.\d)?)\s*\+?\s*(?:years?|yrs?)(?:['’])?(?:\s(?:of|in|with)\s[^,;.\n]{2,60})?", re.I
)
_RANGE = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|1[0-2])[./])?((?:19|20)\d\d)\s?(?:-|–|—|to|until)\s?"
    r"(?:(?:0?[1-9]|1[0-2])[./])?((?:19|20)\d\d|present|now|today|current)(?!\d)",
    re.I,
)
_EDUCATION = re.compile(
    r"\b(?:(?:bachelor|master|doctor|associate)(?:['’]?s)?(?:\s(?:degree|of\s\w+))?|b\.?sc|m\.?sc|b\.?a|m\.?a|b\.?eng|"
    r"m\.?eng|ph\.?d|mba|diploma|degree|apprenticeship|bootcamp)\b[^\n;]{0,80}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class ProfileItem:
    """One thing read from a profile's text. `key` is an occupation's id, or the key of a skill or certification."""

    kind: ItemKind
    text: str
    span: Span
    key: str | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """`role` is the id of the present occupation. `notes` tell the person what was left out or ignored."""

    text: str = ""
    role: str | None = None
    items: tuple[ProfileItem, ...] = ()
    notes: tuple[str, ...] = ()

    def of_kind(self, kind: ItemKind) -> tuple[ProfileItem, ...]:
        return tuple(i for i in self.items if i.kind == kind)


def make_profile(catalog: Catalog, text: str = "", role: str | None = None, notes: tuple[str, ...] = ()) -> Profile:
    """A profile from a role's name and free text. Raises UsageError where the role is unknown."""
    present = catalog.occupation(role).id if role else None
    return Profile(text, present, tuple(_items(catalog, text)), notes)


def _items(catalog: Catalog, text: str) -> list[ProfileItem]:
    found: list[ProfileItem] = []
    for name in first_mentions(catalog.occupation_names.find(text)):
        found.append(ProfileItem("role", name.span.of(text), name.span, name.key))
    for name in first_mentions(catalog.skill_names.find(text)):
        if stance(text, name.span) in {"full", "some"}:
            found.append(ProfileItem("skill", name.span.of(text), name.span, name.key))
    for name in first_mentions(catalog.certification_names.find(text)):
        if stance(text, name.span) == "full":
            found.append(ProfileItem("certification", name.span.of(text), name.span, name.key))
    for match in _YEARS.finditer(text):
        found.append(ProfileItem("years", plain(match[0]), Span(*match.span()), value=float(match[1])))
    for match in _RANGE.finditer(text):
        value = float(int(match[2]) - int(match[1])) if match[2].isdigit() else None
        found.append(ProfileItem("years", plain(match[0]), Span(*match.span()), value=value))
    named = [i.span for i in found if i.kind == "certification"]
    for match in _EDUCATION.finditer(text):
        if any(Span(*match.span()).overlaps(span) for span in named):
            continue
        found.append(ProfileItem("education", plain(match[0]), Span(*match.span())))
    return sorted(found, key=lambda i: (i.span, i.kind))
