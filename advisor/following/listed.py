"""What a reply put to the person one after another, and which of it an ordinal points at."""

from __future__ import annotations

import re

from advisor.answering.question import meant
from advisor.following.signs import NUMBERS, ORDINALS
from advisor.vocabulary import Mention, Vocabulary

_LINE = re.compile(r"(?:^|\n|\s)(?:[-*•]|\d{1,2}[.)])\s+(.+?)(?=\s+\d{1,2}[.)]\s|\n|$)")
_SERIES = re.compile(
    r"(?:[^,.;:!?\[\]()]+,\s+){1,9}(?:(?:and|or)\s+)?[^,.;:!?\[\]()]+?(?:,?\s+(?:and|or)\s+[^,.;:!?\[\]()]+)?(?=\W*(?:\[|$))"
)
_LONG_ITEM = 5
_LEAD = re.compile(
    r"^.*\b(?:are|is|include|includes|named?|namely|like|such as|by|offers|covers|lists|has|have)\s+(?=\S)", re.I
)


def named_in(text: str, vocabulary: Vocabulary) -> list[Mention]:
    """The names in a text that it is about, in order; no subjects of table rows."""
    return meant(text, [m for m in vocabulary.find(text) if m.kind != "subject"])


def distinct(mentions: list[Mention]) -> list[Mention]:
    """The last mention of each name, in order."""
    return list({m.label: m for m in reversed(mentions)}.values())[::-1]


def lines_of(reply: str, vocabulary: Vocabulary) -> list[str]:
    """What the items of a written list are about, each once; none where it has fewer than two."""
    lines = _LINE.findall(reply)
    found = list(dict.fromkeys(_first_name(line, vocabulary) for line in lines))
    return found if len(lines) > 1 and len(found) > 1 else []


def listed(reply: str, asked: list[str], vocabulary: Vocabulary) -> list[str]:
    """Names in the order in which they were put to the person: of a list in the reply, else in running text, else
    those `asked` about."""
    lines = lines_of(reply, vocabulary)
    if lines:
        return lines
    series = _series(reply)
    if len(series) > 2:
        return series
    named = [m.label for m in distinct(named_in(reply, vocabulary))]
    new = [n for n in named if n not in asked]
    if len(new) >= 2 or len(named) >= 3:
        return new if len(new) >= 2 else named
    if len(asked) > 1:
        return asked
    return series or named or asked


def _first_name(line: str, vocabulary: Vocabulary) -> str:
    named = named_in(line, vocabulary)
    opening = re.split(r"\s+[—–-]\s+|[:.,(\[]", line)[0].strip(" *")
    return named[0].label if named and named[0].span.start < 4 else opening


def _series(text: str) -> list[str]:
    """What a sentence counts up, in its words: "the help desk, an apprenticeship and military service"; none where it
    counts nothing up."""
    for sentence in re.split(r"(?<=[.!?])\s", text):
        match = _SERIES.search(sentence)
        if match is None:
            continue
        items = [i.strip(" .") for i in re.split(r",\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+(?!.*,)", match[0])]
        items[0] = _LEAD.sub("", items[0])
        announced = sentence[: match.start()].rstrip().endswith(":")  # "Three things: …"
        if len(items[0].split()) > _LONG_ITEM and len(items) < 4 and not announced:
            continue  # "It asks for knowledge of the rules, roles and ways" counts up no things of its own
        return [re.sub(r"^(?:the|an?)\s+", "", i) for i in items if i]
    return []


def clauses_of(reply: str) -> list[str]:
    """The two or more things that the only sentence of a reply says to do, in its words: "the former", "the latter"."""
    sentences = [s for s in re.split(r"(?<=[.!?\]])\s+", re.sub(r"\[\d+\]", "", reply).strip()) if s.strip()]
    clauses = re.split(r",\s+(?:and|then|or)\s+|;\s+", sentences[0].strip(" .!")) if len(sentences) == 1 else []
    return [c.strip() for c in clauses] if len(clauses) > 1 else []


def pointed_at(match: re.Match[str], names: list[str]) -> str | None:
    """The name that an ordinal points at; None where there is none."""
    if not names:
        return None
    nth = (match["nth"] or match["bare"] or "").lower()
    if match["number"]:
        index = NUMBERS[match["number"].lower()]
    elif nth in ORDINALS:
        index = ORDINALS[nth]
    elif match["former"] or nth == "former":
        index = 0
    elif match["middle"]:
        index = len(names) // 2
    else:
        index = len(names) - 1
    return names[index] if index < len(names) else None
