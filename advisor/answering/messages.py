"""The lines of a reply that state nothing about the world: what is missing, what the library holds, what next.

They are made of the question's own words, the vocabulary and the kinds of documents in the library, so they fit
whatever corpus is loaded.
"""

from __future__ import annotations

import re

from advisor.answering.attributes import BY_NAME
from advisor.answering.composer import Brief, Part
from advisor.answering.evidence import Scored
from advisor.answering.language import line
from advisor.answering.moving import is_composed
from advisor.answering.question import Question
from advisor.types import Draft, Evidence

_ASK = {
    "tasks": "What does {a} {name} do?",
    "skills": "Which skills does {a} {name} need?",
    "certifications": "Which certifications help {a} {name}?",
    "pay": "What does {a} {name} earn?",
    "entry": "How do I become {a} {name}?",
    "next": "Where can {a} {name} go next?",
    "tools": "Which tools does {a} {name} use?",
    "pitfalls": "What are the pitfalls of {title}?",
    "projects": "Which projects prove {title}?",
    "dates": "Which dates matter for {name}?",
    "price": "What does {name} cost?",
}


def abstention(brief: Brief) -> Draft:
    """A reply without statements: one plain sentence that says what is missing, and passages nearby."""
    first = brief.parts[0]
    intent = first.question.intent
    missing = tuple(dict.fromkeys(m for p in brief.parts for m in p.verdict.missing))
    near = tuple(_evidence(s) for p in brief.parts for s in p.verdict.passages[:3])
    reason = next((p.verdict.reason for p in brief.parts if p.verdict.reason), None) or "insufficient_evidence"
    covers = holdings(brief)
    if intent in {"greeting", "thanks", "help"}:
        note = line(intent, brief.language).format(covers=covers)
        return Draft(note=note, reason="out_of_scope", follow_ups=follow_ups(brief))
    if reason == "out_of_scope" and missing and not missing[0].startswith(("subject:", "attribute:")):
        note = line("beyond", brief.language).format(what=missing[0], covers=covers)
    elif reason == "out_of_scope" and (brief.language == "en" or not missing):
        note = line("out_of_scope", brief.language).format(covers=covers)
    else:
        note = line("missing", brief.language).format(what=_said(missing), covers=covers)
        if near:
            note += " " + line("related", brief.language)
    return Draft(missing=missing, note=note, reason=reason, related=near, follow_ups=follow_ups(brief))


def note(brief: Brief) -> str:
    """What stands above the statements: what is missing, and in which language the documents speak."""
    lines = []
    if brief.language != "en":
        lines.append(line("language", brief.language))
    refused = [p for p in brief.parts if p.verdict.outcome == "abstention"]
    partial = [p for p in brief.parts if p.verdict.outcome == "partial" and not p.question.premise]
    for part in partial:
        if part.verdict.loose:
            lines.append(line("near", brief.language))
            continue
        told = _told(part)
        key = "partial_told" if told else "partial"
        lines.append(line(key, brief.language).format(what=_said(part.verdict.missing), told=told))
    for part in refused:
        lines.append(line("part_missing", brief.language).format(what=_said(part.verdict.missing)))
    for part in brief.parts:
        question = part.question
        if (
            question.intent in {"transition", "plan"}
            and is_composed(question, brief.library)
            and part.verdict.outcome != "abstention"
        ):
            lines.append(line("composed", brief.language))
    return " ".join(lines)


def _said(missing: tuple[str, ...]) -> str:
    """ "place: Oslo" as words: "Oslo"; several joined."""
    found = []
    for entry in missing:
        name, _, value = entry.partition(": ")
        value = value or name
        found.append(
            value if name in {"place", "period", "subject", "attribute"} else f"the {name} of {value}" if _ else value
        )
    return "; ".join(dict.fromkeys(found)) or "what was asked"


def _told(part: Part) -> str:
    """Which place and period the nearest passage does speak of; or which other name is told of."""
    if part.verdict.instead:
        return part.verdict.instead
    if not part.verdict.passages:
        return ""
    passage = part.verdict.passages[0].passage
    names = [str(p) for p in passage.places[:2]] if any(m.startswith("place") for m in part.verdict.missing) else []
    years = [str(p) for p in passage.periods[:2]]
    return ", ".join([*names, *years])


def holdings(brief: Brief) -> str:
    """What the library covers, by kind: "32 transitions, 30 roles, 15 frameworks (113 documents in all)"."""
    kinds = sorted(brief.library.kinds().items(), key=lambda item: (-item[1], item[0]))
    named = [f"{count} {kind}{'s' if count != 1 else ''}" for kind, count in kinds if kind != "document"][:4]
    total = sum(brief.library.kinds().values())
    if not named:
        return f"{total} document{'s' if total != 1 else ''}"
    return f"{', '.join(named)} ({total} documents in all)"


def part_heading(question: Question) -> str:
    """The heading over one part of an answer with parts."""
    name = question.attribute
    subject = question.subjects[0].label if question.subjects else ""
    if name:
        return f"{name.capitalize()}{': ' + subject if subject else ''}"
    return subject[:1].upper() + subject[1:] if subject else question.own_words[:80]


def closing(brief: Brief) -> str:
    """The offer that ends a reply about a move."""
    for part in brief.parts:
        question = part.question
        if question.intent not in {"transition", "plan"} or not question.goal or part.verdict.outcome == "abstention":
            continue
        if question.start and question.intent == "plan":
            continue
        if question.start:
            return line("full_plan", brief.language).format(start=question.start.label, goal=question.goal.label)
        known = [
            d.title
            for (_, end), document in brief.library.moves().items()
            if end in question.goal.documents and (d := brief.library.document(document)) is not None
        ]
        if known:
            return line("say_start", brief.language).format(moves="; ".join(sorted(known)[:5]))
    return ""


def follow_ups(brief: Brief) -> tuple[str, ...]:
    """Questions that the documents behind this reply can answer: first the one that was meant, where a name in it is a
    slip away from one that they have."""
    found: list[str] = [q for p in brief.parts for q in _meant(p, brief)]
    asked = {a for p in brief.parts for a in p.question.attributes}
    for part in brief.parts:
        for mention in part.question.subjects[:2]:
            for document_id in mention.documents[:1]:
                document = brief.library.document(document_id)
                if document is None:
                    continue
                for heading in dict.fromkeys(
                    p.unit.section[0] for p in brief.library.passages.of(document) if p.unit.section
                ):
                    name = next((n for n in _ASK if BY_NAME[n].in_heading((heading,))), None)
                    if name and name not in asked:
                        asked.add(name)
                        article = "an" if mention.label[:1].lower() in "aeiou" else "a"
                        found.append(_ASK[name].format(a=article, name=mention.label, title=document.title))
    return tuple(dict.fromkeys(found))[:3]


def _meant(part: Part, brief: Brief) -> list[str]:
    """The question with a name that the library has in place of one that it has not ("CAIP": CAISP)."""
    lacking = [m.removeprefix("subject: ") for m in part.verdict.missing if m.startswith("subject: ")]
    asked = part.question.text
    return [
        asked.replace(re.sub(r"['’]s$", "", w), like)
        for w in lacking
        if w in asked
        for like in brief.library.vocabulary.like(w)[:2]
    ]


def _evidence(scored: Scored) -> Evidence:
    return scored.passage.evidence()
