"""The two ends of a move: "from X into Y", "as an X, how do I become a Y?"."""

from __future__ import annotations

import re

from advisor.text import fold
from advisor.vocabulary import Mention

_MOVE = re.compile(
    r"\b(?:move|moving|switch|switching|transition|transitioning|go|going|pivot|pivoting|get|getting|break|breaking|"
    r"change|changing|become|becoming|path|pathway|route|jump|shift|step|grow|transfer|turn|cross|enter|start|leap|"
    r"moved|switched|changed|went|want|like|wanna|end up|hop|hopping|aim|aiming|bridge|retrain|retraining|leaving|heading)\b"
)
BECOME = re.compile(
    r"\b(?:become|becoming|moved (?:in)?to|switched (?:in)?to|end up as|wanna go|want to (?:be|do|go)|get into|getting into|move (?:in)?to|moving (?:in)?to|break into|switch(?:ing)? (?:in)?to|"
    r"transition(?:ing)? (?:in)?to|pivot(?:ing)? (?:in)?to|go(?:ing)? into|change to|turn into|start(?:ing)? as|path to|"
    r"route (?:in)?to|way into|work as|step into|enter)\b"
)
PLAN = re.compile(r"\b(?:plan|roadmap|road map|learning path|study plan|schedule|curriculum)\b")
_PLANNED_FOR = re.compile(rf"{PLAN.pattern} (?:for|to(?:wards?)?|into|from|as)\b")
_SELF = re.compile(
    r"\b(?:i'?m|i am|im|i work as|i work (?:\w+ )?(?:in|at)|i've been|i have been|i was|working as|currently|as|being|my background is|my background is in|"
    r"background in|background as|worked as|coming from|come from|from|years as|years in|years of|experience (?:in|as))\s+(?:an?\s+|the\s+)?"
    r"(?:\w+[- ]){0,3}$"
)
_TARGET = re.compile(
    r"(?:\b(?:to|into|become|becoming|toward|towards|as|for|be|aiming at|aiming for|eyeing|targeting)|->|→|=>)\s*(?:a\s+|an\s+|the\s+)?(?:\w+[- ]){0,2}$"
)
_FROM = re.compile(r"\b(?:from|leaving|between|gaps? for|out of) (?:an? |the |being an? )?$")
_TARGET_AS = re.compile(
    r"\b(?:end up|ending up|start|starting|start out|hired|(?:a|my) (?:job|career|role|position)|want to work|like to work|get work) as (?:an? |the )?(?:\w+ )?$"
)
_HERE = re.compile(r"^(?:\s+(?:with|here|guy|for \d|for (?:two|three|four|five|six|seven|ten))\b|\s*,|\s*\()", re.I)


def ends_of(text: str, folded: str, mentions: tuple[Mention, ...]) -> tuple[Mention | None, Mention | None]:
    """Start and goal of a move, where the question speaks of one between roles."""
    roles = [m for m in mentions if m.kind == "role"] or [m for m in mentions if m.kind in {"document", "subject"}]
    if not roles:
        return None, None
    start = goal = None
    for mention in roles:
        before = fold(text[max(0, mention.span.start - 60) : mention.span.start])
        if _FROM.search(before):
            start = start or mention
        elif _TARGET_AS.search(before) or (
            _TARGET.search(before) and not re.search(r"\bas (?:an? )?(?:\w+ ){0,2}$", before)
        ):
            goal = goal or mention
        elif _SELF.search(before) or (mention.span.start <= 3 and _HERE.match(text[mention.span.end :])):
            start = start or mention
    moving = bool(_MOVE.search(folded) or _PLANNED_FOR.search(folded)) or "->" in text or "→" in text
    if goal is None and start is None and len(roles) == 2:
        between = fold(text[roles[0].span.end : roles[1].span.start]).strip()
        if between in {"to", "into", "->", "→", "=>", "-->", ">", "2", "engineer to", "role to"}:
            return roles[0], roles[1]
    if start and goal is None:
        goal = next((m for m in roles if m.label != start.label), None) if moving else None
    if goal and start is None:
        start = next((m for m in roles if m.label != goal.label and m.span.start < goal.span.start), None)
    if start and goal and start.label == goal.label:
        start = None
    if goal and not start and not (BECOME.search(folded) or moving):
        goal = None
    return start, goal
