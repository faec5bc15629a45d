"""Passages in the words of a reply: a sentence as it stands, a table row as a readable statement.

Every word comes from the passage, its table header, caption, headings or title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from advisor.answering import rows
from advisor.answering.attributes import BY_NAME
from advisor.answering.passages import LEANING, Passage
from advisor.answering.periods import answers, periods
from advisor.answering.question import Question
from advisor.text import stem, words
from advisor.types import DraftStatement

Style = Literal["sentence", "bullet", "row"]

_CONNECTIVE = re.compile(
    r"^(?:however|moreover|furthermore|in addition|additionally|also|therefore|thus|hence|consequently|meanwhile|instead|but|and|so|yet)\b,?\s+",
    re.I,
)


def render(passage: Passage, question: Question | None = None, all_columns: bool = False) -> str:
    """One statement that says what the passage says."""
    if passage.unit.block == "row":
        return _row(passage, question, all_columns)
    text = _CONNECTIVE.sub("", _once(passage.words) if passage.unit.block == "item" else passage.words)
    text = text[:1].upper() + text[1:] if not re.match(r"^[a-z]+[A-Z\d]", text) else text
    if text.endswith((":", ";", ",")):
        text = text[:-1].rstrip()
    return text if text[-1:] in ".!?…”\"'" else text + "."


def _once(text: str) -> str:
    """A bullet whose label is the first word of its sentence too, with the label said once."""
    label, dash, rest = text.partition(" — ")
    if dash and len(label) < 80 and label.casefold() in rest[: len(label) + 5].casefold():
        return rest
    return text


def statement(
    passage: Passage, question: Question | None = None, style: Style = "sentence", lead: str = "", heading: str = ""
) -> DraftStatement:
    """A passage as a proposed statement that rests on it."""
    return DraftStatement(render(passage, question), (passage.evidence(),), lead=lead, style=style, heading=heading)


def under_captions(statements: Sequence[DraftStatement]) -> list[DraftStatement]:
    """The statements, with the caption that rows of one table share said once: above them, or in the first of them where
    they have another heading."""
    found: list[DraftStatement] = []
    for _, run in groupby(statements, _table):
        first, *rest = run
        told = rows.caption(first.evidence[0].context) if rest else ""
        found.append(first if not rest or first.heading else replace(_under(first, told), heading=told))
        found += [_under(s, told) for s in rest]
    return found


def _under(draft: DraftStatement, told: str) -> DraftStatement:
    """A row's statement without the caption that stands above it."""
    text = rows.bare(draft.text, told)
    return replace(draft, text=text, caption=told) if text != draft.text else draft


def _table(draft: DraftStatement) -> object:
    """What the rows of one table in a list share; something of its own for any other statement."""
    evidence = draft.evidence[0] if len(draft.evidence) == 1 else None
    listed = evidence is not None and evidence.block == "row" and draft.style in {"bullet", "row"}
    if not listed or evidence is None or draft.computed or draft.lead or not rows.caption(evidence.context):
        return draft
    return (evidence.document.id, evidence.context, draft.style)


def leans(passage: Passage) -> bool:
    """Whether a sentence opens with a pronoun whose noun stands in an earlier one."""
    return (
        passage.unit.block == "paragraph"
        and bool(LEANING.match(passage.words))
        and not re.match(
            r"^(?:this|these|those|that|such|both) (?:library|document|guide|page|table|report)\b", passage.words, re.I
        )
    )


def _row(passage: Passage, question: Question | None, all_columns: bool) -> str:
    pairs = rows.filled(list(passage.cells))
    if not pairs:
        return passage.words
    chosen = pairs[1:] if all_columns or question is None else _columns(passage, question, pairs[1:])
    return rows.sentence(pairs, chosen, caption_of(passage))


def caption_of(passage: Passage) -> str:
    """The caption of the table that a row stands in, without the word "Table"."""
    return rows.caption(passage.unit.context)


_WHO = re.compile(r"\b(?:who|whose|whom)\b", re.I)
_MAKERS = frozenset(
    stem(w)
    for w in "maker makers owner author publisher vendor issuer company founder home provider providers body".split()
)
"""Headers of columns that say who is behind a thing."""
_QUALIFIERS = frozenset(
    stem(w) for w in "measure statistic period year date round level place region country unit basis".split()
)
"""Headers of columns that say what a figure beside them is a figure of."""


def _columns(passage: Passage, question: Question, rest: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The columns that the question asks for; all of a narrow table, and where none is asked for."""
    if len(rest) <= 2:
        return rest
    wanted = []
    signs = frozenset(s for a in question.attributes for s in BY_NAME[a].heading_stems | BY_NAME[a].cue_stems)
    terms = {t.stem for t in question.terms} | (_MAKERS if _WHO.search(question.text) else frozenset())
    for header, cell in rest:
        heading = {stem(w) for w in words(header)}
        told = periods(header)
        named = bool(heading & (signs | terms))
        timed = bool(question.periods) and any(answers(p, told) for p in question.periods)
        other_time = bool(question.periods) and bool(told) and not timed
        if (named or timed) and not other_time:
            wanted.append((header, cell))
    if not wanted:
        return rest
    return [pair for pair in rest if pair in wanted or _QUALIFIERS & {stem(w) for w in words(pair[0])}]
