"""History folded into one standalone question, and what the person told of themselves earlier.

Only the last turns are read, so a long history costs no more than a short one. How a follow-up is read against
the turn before it is `following`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from advisor.answering.moving import has_focus
from advisor.answering.question import Question, filler, typed_words, understand
from advisor.following import Before, about_the_same, my_job, resolve
from advisor.following.signs import SWITCH
from advisor.text import fold, words
from advisor.types import Turn
from advisor.vocabulary import Mention, Vocabulary

_TURNS_READ = 8
_CHARACTERS_READ = 1500
_REPLY_READ = 300
_MY_TIME = re.compile(
    r"\b(?:time (?:that )?i(?:'ve| have)|that much time|(?:my|those|these|that many) (?:hours|weeks?)|my time)\b", re.I
)
_LIKE_ME = re.compile(
    r"\b(?:like (?:me|mine)|my (?:old|former|previous|present|current|own) (?:job|trade|work|career|profession|life)|(?:my|that|this|such a) (?:background|past|experience)|"
    r"what i (?:did|do|have done|used to do))\b",
    re.I,
)
_MARK = re.compile(r"\[\d+\]")
_GOES_BACK = re.compile(
    r"\b(?:earlier|(?:go|going|come|coming|get|getting|back) (?:back )?to|return(?:ing)? to|again|(?:you|i|we) (?:said|mentioned|told|asked|talked|spoke|named|had)|"
    r"(?:at|in) the (?:start|beginning)|(?:asked|question|said) (?:\w+ )?first|before that|the first (?:one|thing|exam|role|job|question))\b",
    re.I,
)
_EARLIER = 3
"""Turns before the last one that are read where a question goes back to something."""
_OWN_WORDS = 5
"""Content words from which a question without a name stands by itself."""
_SELF = re.compile(
    r"\b(?:i'?m|i am|i work|i run|i manage|i have been|i've been|i have|background|my current (?:role|job)|i come from|as an?|currently|i used to be|"
    r"i was|years|we run)\b",
    re.I,
)
_OWN = re.compile(
    r"(?:\bi'?m|\bi am|\bi work(?: \w+)?(?: as| in)?|\bi was|\bi've been|\bi have been|\bas|\bbackground:?(?: is)?(?: in| as)?|\bcurrently|"
    r"\bcome from|\byears(?: in| as| of| at)?)\s+(?:an?\s+|the\s+)?(?:\w+\s+){0,2}$"
)
_MY_MOVE = re.compile(
    r"\b(?:my|this|that|the|our) (?:own )?(?:move|switch|transition|change of (?:career|job)|career change)\b", re.I
)
_SHORT_OF = re.compile(
    r"\b(?:missing|lack\w*|short of|already|bring|ready|hard|realistic|people like me|that (?:job|role|move))\b", re.I
)
"""Asks how far the person is from where they want to go."""
_SMALL_TALK = re.compile(
    r"^\W*(?:thanks?|thank you|thx|ok(?:ay)?|hi|hello|hey|great|cool|got it|nice|good)\b[\w\s]{0,20}\W*$", re.I
)


@dataclass(frozen=True, slots=True)
class Standalone:
    """The question as it stands alone, and the person's own role where an earlier turn told it."""

    text: str
    background: Mention | None = None
    hours: int | None = None
    said: str = ""
    """The question and the reply just before, where this one leans on them; empty elsewhere."""
    before: tuple[str, ...] = ()
    """The reply just given, and the same with the question it was given to."""
    instead: str = ""
    """The question asked about what was spoken of, for where it names nothing and is not answered by itself."""

    def complete(self, question: Question) -> Question:
        """The question with the person's background filled in where it asks for a move and names no start."""
        own = self.background
        if own is None or question.start or question.intent not in {"transition", "plan", "list", "fact"}:
            return question
        focus = has_focus(question)
        others = {m.label: m for m in question.subjects if m.kind == own.kind and m.label != own.label}
        goal = question.goal or (next(iter(others.values())) if focus and len(others) == 1 else None)
        if goal is None or goal.label == own.label:
            return question
        moving = question.intent in {"fact", "list"} and (focus or not question.attributes)
        intent = "transition" if moving else question.intent
        return replace(question, start=own, goal=goal, intent=intent, hours=question.hours or self.hours)


def condense(question: str, history: Sequence[Turn], vocabulary: Vocabulary) -> Standalone:
    """The standalone form of a question after a history."""
    turns = [t for t in history if t.content.strip()][-2 * _TURNS_READ :]
    asked = [t.content for t in turns if t.role == "user"][-_TURNS_READ:]
    background, hours = _background([*asked, question], vocabulary)
    before = _before(turns, vocabulary)
    if not asked or before is None:
        return Standalone(question, background if asked else None, hours)
    mended, _ = vocabulary.corrected(question, typed_words())
    if background:
        mended = my_job(mended, background.label)
    move = _move_told(asked, before.reply, background, question, vocabulary)
    if move:
        text = f"{question.rstrip(' ?.!')} (from {move[0].label} to {move[1].label})?"
        return Standalone(text, background, hours, before=_said(question, before, turns))
    mended = _with_what_was_told(mended, asked, background, hours)
    text = resolve(mended, before, vocabulary)
    text = text if text != vocabulary.corrected(question, typed_words())[0] else question
    if background and _moves(text, background, vocabulary):
        text = f"{text.rstrip()} (background: {background.label})"
    names = any(m.kind != "subject" for m in vocabulary.find(question))
    leans = text != question or (not names and len({w for w in words(question) if not filler(w)}) < _OWN_WORDS)
    return Standalone(
        text,
        background,
        hours,
        said=f"{before.question} {before.reply[:_REPLY_READ]}" if leans else "",
        before=_said(question, before, turns),
        instead=about_the_same(mended, before, vocabulary) if text == question else "",
    )


def _said(question: str, before: Before, turns: Sequence[Turn]) -> tuple[str, ...]:
    """What was said before: the last reply, by itself and with its question; where a question goes back to something
    earlier, that too; nothing where it leaves all of it."""
    if SWITCH.match(question):
        return ()
    earlier = []
    if _GOES_BACK.search(question):
        asked = ""
        for turn in turns:
            text = _MARK.sub("", turn.content[:_REPLY_READ]).strip()
            if turn.role == "user":
                asked = text
            else:
                earlier.append(f"{asked} {text}")
    reply = _MARK.sub("", before.reply[:_REPLY_READ]).strip()
    return (*([reply] if reply else []), f"{before.question} {reply}".strip(), *earlier[-_EARLIER - 1 : -1])


def _with_what_was_told(question: str, asked: Sequence[str], background: Mention | None, hours: int | None) -> str:
    """The question with what the person told of themselves earlier, where it leans on that: the time that they have, or
    a trade for which the vocabulary has no name."""
    if hours and _MY_TIME.search(question) and not re.search(r"\d", question):
        question = f"{question.rstrip(' ?.!')} ({hours} hours a week)?"
    if background is None and _LIKE_ME.search(question):
        told = next((t for t in reversed(asked) if _SELF.search(t)), None)
        if told:
            question = f"{told[:_REPLY_READ].rstrip(' ?.!')}. {question}"
    return question


def _move_told(
    asked: Sequence[str], reply: str, background: Mention | None, question: str, vocabulary: Vocabulary
) -> tuple[Mention, Mention] | None:
    """The move that earlier turns speak of, or that the reply just given is about, where the question is about a part of
    one and names no role itself."""
    parts = understand(question, vocabulary)
    named_kinds = {m.kind for p in parts for m in p.subjects}
    told = _move_in(reply, vocabulary) if not named_kinds & {"certification", "tool", "framework"} else None
    about = any((has_focus(p) or _SHORT_OF.search(question)) and (p.first_person or told) for p in parts)
    if not (about or _MY_MOVE.search(question)) or "role" in named_kinds:
        return None
    if told:
        return told
    start, goal, named = None, None, None
    for turn in asked:
        for part in understand(turn[:_CHARACTERS_READ], vocabulary):
            start, goal = part.start or start, part.goal or goal
            roles = [m for m in part.subjects if m.kind == "role" and background and m.label != background.label]
            named = roles[-1] if roles else named
    start, goal = start or background, goal or named
    return (start, goal) if start and goal and start.label != goal.label else None


def _move_in(reply: str, vocabulary: Vocabulary) -> tuple[Mention, Mention] | None:
    """The move that a reply opens with ("Security engineer to security architect is …")."""
    opening = re.split(r"[.!?]\s|\[", reply, maxsplit=1)[0]
    roles = [m for m in vocabulary.find(opening) if m.kind == "role"][:2]
    if len(roles) < 2 or roles[0].label == roles[1].label or words(opening[: roles[0].span.start]):
        return None
    between = fold(opening[roles[0].span.end : roles[1].span.start]).strip()
    return (roles[0], roles[1]) if between == "to" else None


def _before(turns: Sequence[Turn], vocabulary: Vocabulary) -> Before | None:
    """The last question asked, in its own standalone form, with the reply that it was given."""
    before: Before | None = None
    for turn in turns:
        text = turn.content[:_CHARACTERS_READ]
        if turn.role == "assistant":
            before = replace(before, reply=text) if before else None
            continue
        if _SMALL_TALK.match(text):
            continue
        mended, _ = vocabulary.corrected(text, typed_words())
        asked = resolve(mended, before, vocabulary) if before else mended
        named = [m.label for m in vocabulary.find(asked) if m.kind != "subject"]
        topics = dict.fromkeys([*(before.topics if before else ()), *named])
        before = Before(asked, topics=tuple(topics))
    return before


def _moves(text: str, background: Mention, vocabulary: Vocabulary) -> bool:
    """Whether a question asks for a move to another role and does not say from where."""
    parts = understand(text, vocabulary)
    if any(p.start for p in parts):
        return False
    roles = {m.label for p in parts for m in p.subjects if m.kind == background.kind}
    return bool(roles) and background.label not in roles and any(p.goal or has_focus(p) for p in parts)


def _background(turns: Sequence[str], vocabulary: Vocabulary) -> tuple[Mention | None, int | None]:
    """The role that the person says to have, and the hours a week that they can spend; the latest word counts."""
    role, hours = None, None
    for turn in turns:
        turn = turn[:_CHARACTERS_READ]
        if _SELF.search(turn):
            starts = [part.start for part in understand(turn, vocabulary) if part.start]
            role = _own_role(turn, vocabulary) or (starts[0] if starts else None) or role
        if re.search(r"\b(?:hours?|hrs?)\b", turn):
            hours = next((p.hours for p in understand(turn, vocabulary) if p.hours), hours)
    return role, hours


def _own_role(turn: str, vocabulary: Vocabulary) -> Mention | None:
    for mention in vocabulary.find(turn):
        before = fold(turn[max(0, mention.span.start - 45) : mention.span.start])
        if mention.kind == "role" and _OWN.search(before) and len(words(before)) < 12:
            return mention
    return None
