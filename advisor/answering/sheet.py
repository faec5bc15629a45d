"""What a chat model is given to write from: passages by rank, numbered, delimited, within a token budget.

Ids are a few letters that are new for each call, and a number: short enough to be copied, and not to be foreseen by
whoever wrote a document. A passage goes in whole or not at all. Passages that give orders to a program are left out.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from advisor.answering.composer import Brief
from advisor.answering.orders import gives_orders
from advisor.answering.passages import Passage
from advisor.answering.rendering import caption_of
from advisor.budget import fitting
from advisor.types import DraftStatement, Evidence

_MOST = 60
_LETTERS = "bcdfghjkmnpqrstvwxz"
"""No vowels, so that no id is a word."""

_INERT = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", '"': "”"})

Group = tuple[str, tuple[str, ...], str]


def new_prefix(held: Iterable[str] = ()) -> str:
    """Letters for the ids of a call, with which no id can be confused that the texts themselves hold."""
    taken = {p for text in held for p in re.findall(r"\b([a-z]{2})\d", text.lower())}
    every = [a + b for a in _LETTERS for b in _LETTERS]
    return secrets.choice([p for p in every if p not in taken] or every)


@dataclass
class Sheet:
    """The passages of one call by id, and statements that a program has worked out, also by id."""

    prefix: str = field(default_factory=new_prefix)
    passages: dict[str, Passage] = field(default_factory=dict)
    facts: dict[str, DraftStatement] = field(default_factory=dict)
    cut: int = 0
    """Passages that did not fit."""

    def __contains__(self, key: object) -> bool:
        return key in self.passages or key in self.facts

    @property
    def example(self) -> str:
        """Two marks as they are to be written."""
        return "".join(f"[{i}]" for i in list(self.passages)[:2]) or f"[{self.prefix}1]"

    def add(self, passages: Sequence[Passage]) -> list[str]:
        """The ids of passages, new ones where they are not on the sheet yet."""
        known = {p.key: i for i, p in self.passages.items()}
        found = []
        for passage in passages:
            if passage.key not in known:
                known[passage.key] = self._next()
                self.passages[known[passage.key]] = passage
            found.append(known[passage.key])
        return found

    def add_fact(self, statement: DraftStatement) -> str:
        key = self._next()
        self.facts[key] = statement
        return key

    def evidence(self, ids: Sequence[str]) -> tuple[Evidence, ...]:
        return tuple(self.passages[i].evidence() for i in ids if i in self.passages)

    def _next(self) -> str:
        return f"{self.prefix}{len(self.passages) + len(self.facts) + 1}"

    def text(self, ids: Sequence[str] | None = None) -> str:
        """The passages as they are sent: grouped by document and heading, groups in order of their best rank."""
        wanted = self.passages if ids is None else {i: self.passages[i] for i in ids if i in self.passages}
        groups: dict[Group, list[tuple[str, Passage]]] = {}
        for key, passage in wanted.items():
            groups.setdefault(_group(passage), []).append((key, passage))
        lines: list[str] = []
        for members in groups.values():
            lines.append(_opening(members[0][1]))
            lines += [_line(key, p) for key, p in sorted(members, key=lambda m: m[1].unit.span)]
            lines.append("</document>")
        facts = [
            f"[{i}] {_inert(f'{s.lead}{s.text}{s.derived}')}" for i, s in self.facts.items() if ids is None or i in ids
        ]
        if facts:
            lines += ["<computed>", *facts, "</computed>"]
        return "\n".join(lines)


def make_sheet(
    brief: Brief,
    offline: Sequence[DraftStatement],
    count: Callable[[str], int],
    budget: int,
    prefix: str | None = None,
) -> Sheet:
    """The sheet of a brief: what the offline answer rests on first, then what was judged good, then what was found.

    At most `budget` tokens, by `count`; it may be empty where not even one passage fits.
    """
    ranked = list(_ranked(brief, offline))[:_MOST]
    sheet = Sheet(prefix or new_prefix(p.words for p in ranked))
    for statement in offline:
        if statement.computed:
            fact = sheet.add_fact(statement)
            budget -= count(f"[{fact}] {statement.text}\n")
    seen: set[Group] = set()
    costs = []
    for number, passage in enumerate(ranked):
        cost = count(_line(f"{sheet.prefix}{number}", passage)) + 1
        if _group(passage) not in seen:
            seen.add(_group(passage))
            cost += count(f"{_opening(passage)}\n</document>\n")
        costs.append(cost)
    fits = fitting(costs, budget)
    sheet.add(ranked[:fits])
    sheet.cut = len(ranked) - fits
    return sheet


def _ranked(brief: Brief, offline: Sequence[DraftStatement]) -> Iterator[Passage]:
    seen: set[tuple[str, int, int]] = set()
    for passage in _candidates(brief, offline):
        if passage.key not in seen and not gives_orders(passage.words):
            seen.add(passage.key)
            yield passage


def _candidates(brief: Brief, offline: Sequence[DraftStatement]) -> Iterator[Passage]:
    library = brief.library
    for evidence in (e for s in offline for e in s.evidence):
        yield from (p for p in library.passages.of(evidence.document) if p.key == evidence.key)
    answered = [p.verdict.passages for p in brief.parts if p.verdict.outcome != "abstention"]
    for row in zip_longest(*answered):
        yield from (s.passage for s in row if s is not None)
    for hit in brief.hits:
        document = library.document(hit.chunk.document_id)
        if document is not None:
            yield from library.passages.within(document, hit.chunk.span)


def _group(passage: Passage) -> Group:
    return (passage.document.id, passage.unit.section, passage.unit.context or "")


def _opening(passage: Passage) -> str:
    document = passage.document
    named = {
        "title": document.title,
        "section": " › ".join(passage.unit.section),
        "table": caption_of(passage),
        "as_of": document.as_of or "",
    }
    return "<document" + "".join(f' {k}="{_inert(v)}"' for k, v in named.items() if v) + ">"


def _line(key: str, passage: Passage) -> str:
    return f"[{key}] {_inert(passage.words)}"


def _inert(text: str) -> str:
    """A text that cannot close a tag, open a mark or begin a line."""
    return " ".join(text.split()).translate(_INERT)
