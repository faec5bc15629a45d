"""What a person says of a skill where they name it: that they have it, some of it, want it, or do not have it.

A cue before the name ("no experience with", "5 years of", "some") governs what follows it, up to a comma for cues
that qualify one item and up to the next cue for cues that open a list; a cue after the name ("Terraform: none",
"Go (basic)") governs that name alone. Without a cue the skill counts as had. The cues stand in `cues.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from advisor.types import Span

Stance = Literal["full", "some", "wish", "none"]

_END = re.compile(r"[;!?\n•|]|\.(?=\s|$)|,?\s(?:but|however|although|though|yet|whereas|nevertheless)\s")
_ITEM = re.compile(r",|/|\s(?:and|or|plus|as well as)\s")
_NOT_A_CUE = re.compile(r"\b(?:not (?:only|just|merely)|no (?:longer|problem|stranger|less|doubt))\b", re.I)
_STRENGTH: dict[Stance, int] = {"none": 0, "wish": 1, "some": 2, "full": 3}
_REACH = 400
"""Characters on either side of a name in which a cue is looked for where no sentence ends."""


@dataclass(frozen=True)
class _Cue:
    stance: Stance
    over_list: bool
    pattern: re.Pattern[str]


def stance(text: str, span: Span) -> Stance:
    """What the text says of the name at `span`."""
    before, after = _cues()
    start, end = _clause(text, span)
    for cue in after:
        if cue.pattern.match(text, span.end, end):
            return cue.stance
    lead = _NOT_A_CUE.sub(lambda m: "·" * len(m[0]), text[start : span.start])
    found: list[tuple[int, int, Stance]] = []
    for cue in before:
        for match in cue.pattern.finditer(lead):
            if cue.over_list or not _ITEM.search(lead, match.end()):
                found.append((match.start(), match.end(), cue.stance))
    return _governing(lead, found)


def _governing(lead: str, found: list[tuple[int, int, Stance]]) -> Stance:
    """The cue that decides. A later one takes over, but a stronger one only behind a comma or an "and": "no experience
    working with" stays a no. Of cues that overlap the longer one counts ("no hands-on experience with")."""
    longest = [
        one
        for one in found
        if not any(o is not one and o[0] <= one[0] and one[1] <= o[1] and o[1] - o[0] > one[1] - one[0] for o in found)
    ]
    best: tuple[int, int, Stance] | None = None
    for cue in sorted(longest, key=lambda c: (c[1], -c[0])):
        if best is None or _STRENGTH[cue[2]] <= _STRENGTH[best[2]] or _ITEM.search(lead, best[1], cue[0] + 1):
            best = cue
    return best[2] if best else "full"


def _clause(text: str, span: Span) -> tuple[int, int]:
    """The clause that holds a span: from the last boundary before it to the first one after it."""
    start = max(0, span.start - _REACH)
    for match in _END.finditer(text, start, span.start):
        start = match.end()
    last = min(len(text), span.end + _REACH)
    following = _END.search(text, span.end, last)
    return start, following.start() if following else last


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[_Cue, ...], tuple[_Cue, ...]]:
    loaded = yaml.safe_load((Path(__file__).parent / "cues.yaml").read_text(encoding="utf-8"))
    parts = {f"<{name}>": f"(?:{'|'.join(words)})" for name, words in loaded["parts"].items()}
    before = tuple(
        _Cue(group["stance"], bool(group["list"]), _compiled(rf"(?<![\w’'])(?:{_filled(cue, parts)})(?![\w’'])"))
        for group in loaded["before"]
        for cue in group["cues"]
    )
    tail = rf"(?:\s(?:programming|scripting|development|{parts['<knowing>']}|certificat\w+))?"
    lead = rf"{tail}\s*(?:[:(=–—-]+|\bis\b|\bare\b|,\s(?=(?:which|but|though)\b))?\s*"
    after = tuple(
        _Cue(group["stance"], False, _compiled(rf"{lead}(?:{_filled(cue, parts)})"))
        for group in loaded["after"]
        for cue in group["cues"]
    )
    return before, after


def _filled(cue: str, parts: dict[str, str]) -> str:
    for name, pattern in parts.items():
        cue = cue.replace(name, pattern)
    return cue


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)
