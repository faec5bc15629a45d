"""The offline composer: picks passages that answer, orders them and leaves out what repeats.

Every statement is a passage of a document, or is made plainly from one; what is computed from several says so.
What was asked comes first, then what helps. Nothing is written for any question in particular.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from advisor.answering import messages
from advisor.answering.attributes import BY_NAME
from advisor.answering.checking.polarity import denied
from advisor.answering.comparing import against, compare, rank
from advisor.answering.composer import Brief, Part
from advisor.answering.evidence import Library, Scored, is_row_of
from advisor.answering.moving import backwards, has_focus, is_composed, move
from advisor.answering.passages import Passage
from advisor.answering.periods import Period, answers
from advisor.answering.planning import plan_statements
from advisor.answering.question import Question, direction_of
from advisor.answering.rendering import Style, leans, statement, under_captions
from advisor.answering.selection import Chosen, best, newest_first, siblings
from advisor.answering.sufficiency import Verdict
from advisor.answering.support import negated
from advisor.answering.synonyms import alike
from advisor.text import STOPWORDS, fold, number_values, spelled_values, stem, words
from advisor.types import Draft, DraftStatement, Evidence

if TYPE_CHECKING:
    from advisor.careers.catalog import Catalog

_MOST_ITEMS = 8
_MOST_WORDS = 190
_ASKED = 4
"""Passages that answer a question about a part of a move, before the way itself."""
_NARROW, _SAID = frozenset({"person", "date", "money", "number", "percent", "duration"}), 0.75
"""What is one name or figure, and plainly said, needs little beside it."""
_CLAIMED = 6
"""Passages among which one that denies a claim is looked for."""
_BESIDE_CLAIM = 0.9
"""Share of the best score from which another passage is told beside the first one on a claim."""
_AS_GOOD = 0.8
"""Share of the best score from which a passage is put beside a list, an order or the sides of a comparison."""
_NEARER = 1.05
"""How much nearer than what a plain list or definition tells a passage must come to be put beside it."""
_FEW_WORDS, _GOES_ON = 60, 0.7
"""An answer of fewer words takes along the sentence that goes on from its first one, where it scores nearly as well."""


class ExtractiveComposer:
    """Composes from quotes alone; needs no model beyond the embedder."""

    name = "extractive"

    def __init__(self, catalog: Callable[[], Catalog] | None = None) -> None:
        self._catalog = catalog

    def compose(self, brief: Brief) -> Iterator[DraftStatement | Draft]:
        answered = [p for p in brief.parts if p.verdict.outcome != "abstention"]
        if not answered:
            yield messages.abstention(brief)
            return
        note = messages.note(brief)
        if note:
            yield Draft(note=note)
        chosen = Chosen([])
        many = sum(not p.question.premise for p in brief.parts) > 1
        for part in answered:
            statements = self._planned(part, brief) or part_statements(part, brief.library, chosen, short=many)
            if many and statements and not part.question.premise:
                heading = messages.part_heading(part.question)
                statements[0] = replace(statements[0], heading=statements[0].heading or heading)
            yield from statements
        missing = tuple(m for p in brief.parts for m in p.verdict.missing)
        yield Draft(
            missing=missing,
            note=note,
            closing=messages.closing(brief),
            related=_unused(brief, chosen),
            follow_ups=messages.follow_ups(brief),
        )

    def _planned(self, part: Part, brief: Brief) -> list[DraftStatement]:
        if part.question.intent != "plan" or self._catalog is None:
            return []
        return plan_statements(part.question, brief.library, self._catalog)


def part_statements(part: Part, library: Library, chosen: Chosen, short: bool = False) -> list[DraftStatement]:
    """The statements that answer one part."""
    question, verdict = part.question, part.verdict
    one_figure = (
        question.intent == "fact" and not question.superlative and not question.periods and len(question.places) < 2
    )
    chosen.begin(frozenset(t.stem for t in question.terms), question.shape if one_figure else "any")
    if question.premise:
        return _checked(question, verdict.passages, chosen)
    if verdict.loose:  # what only comes near says neither yes nor no
        question = replace(question, direction=0, intent="fact" if question.intent == "yes_no" else question.intent)
    found = _in_shape(question, verdict, library, chosen, short)
    computed = any(s.computed for s in found)
    rows = against(question, verdict.opposed, chosen, apart=not computed)
    if not found:
        plain = question.shape in _NARROW and not verdict.loose and verdict.passages[0].own >= _SAID
        found = _facts(question, verdict.passages, chosen, library, 2 if rows else 3 if short else 4 if plain else 5)
    if question.intent not in {"transition", "plan"}:  # where the way itself has taken them along
        found = _with_nearest(found, question, verdict, library, chosen)
    return under_captions([*found[:computed], *rows, *found[computed:]])


def _in_shape(
    question: Question, verdict: Verdict, library: Library, chosen: Chosen, short: bool
) -> list[DraftStatement]:
    """The statements in the shape that the question asks for (a move, two sides, an order, a definition, a list);
    none where it asks for plain facts, or where nothing gives that shape."""
    if question.intent in {"transition", "plan"}:
        told = _asked_first(question, verdict, library, chosen)
        way = move(question, verdict.passages, library, chosen)
        return [*told, *(_within(way, _MOST_WORDS - _count(told)) if told and not has_focus(question) else way)]
    if question.intent == "comparison" and verdict.sides:
        return compare(question, verdict.sides, verdict.passages, library, chosen)
    if question.intent == "ranking":
        found = rank(question, verdict.passages, library, chosen)
        if found:
            return found
    if question.intent == "definition":
        return _define(question, verdict.passages, library, chosen)
    group = _named_group(question, verdict.passages, library)
    if group:
        return [statement(p, question, "bullet") for p in group if chosen.take(p)]
    if _wants_list(question, verdict.passages):
        return _list(question, verdict.passages, library, chosen, short)
    return []


def _with_nearest(
    found: list[DraftStatement], question: Question, verdict: Verdict, library: Library, chosen: Chosen
) -> list[DraftStatement]:
    """Statements with the passages that come nearest to the question by themselves, where rules on attributes and
    shapes have left them out: before a list or the sides of a comparison, else at the end. A question of nothing
    but names, or names and an attribute that is listed, takes along only what comes clearly nearer than its answer."""
    nearest = verdict.nearest
    listed = question.attribute is None or BY_NAME[question.attribute].shape == "list"
    if not question.terms and listed and question.intent != "comparison":
        keys = {p.key for p in chosen.passages}
        told = max((s.score for s in verdict.passages if s.passage.key in keys), default=0.0)
        nearest = tuple(s for s in nearest[:1] if s.score >= _NEARER * told)
    more: list[DraftStatement] = []
    lists = {e.document.id for s in found if s.style == "bullet" for e in s.evidence if e.block == "item"}
    for scored in nearest:
        beside = scored.passage.unit.block == "item" and scored.passage.document.id in lists
        if beside and scored.absent and question.intent != "comparison":
            continue  # of another list than the one asked for
        before = _before(scored.passage, library) if leans(scored.passage) else None
        if scored.score < _AS_GOOD * nearest[0].score or (leans(scored.passage) and before is None):
            continue
        said = [statement(p, question) for p in (before, scored.passage) if p is not None]
        room = _MOST_WORDS - _count(said) - _count(more)
        if scored is nearest[0]:
            found = _shorter_list(found, room)
        if _count(found) <= room and chosen.take(scored.passage, nearest=True):
            more += said if before is None or chosen.take(before) else said[1:]
    sides_first = not question.terms and (listed or question.intent == "comparison")
    listed_at = next((i for i, s in enumerate(found) if s.heading or s.style == "bullet"), len(found))
    at = len(found) if sides_first else listed_at
    return [*found[:at], *more, *found[at:]]


def _shorter_list(statements: list[DraftStatement], most: int) -> list[DraftStatement]:
    """The statements without the last items of a list, up to a number of words."""
    while len(statements) > 1 and statements[-1].style == "bullet" and _count(statements) > most:
        statements = statements[:-1]
    return statements


def _checked(question: Question, ranked: Sequence[Scored], chosen: Chosen) -> list[DraftStatement]:
    """What the documents say of a claim, with a word where they say otherwise, and what comes nearly as near to it."""
    near = [s for s in ranked[:_CLAIMED] if s.score >= _AS_GOOD * ranked[0].score and s.own >= _SAID]
    claimed = {kin for s in _said_of_names(question) for kin in alike(s)}
    denying = [s for s in near if verdict_word(question, s) == "No. " and claimed & denied(s.passage.words)]
    found = best(denying or ranked, 1, 1.0, chosen)
    if not found:
        return []
    told = bool(denying or question.direction or number_values(question.text))
    lead = "The documents say otherwise. " if told and verdict_word(question, found[0]) == "No. " else ""
    about = [s for s in ranked if (s.subjects or not question.subjects) and not leans(s.passage)]
    beside = best(about, 1, _BESIDE_CLAIM, chosen)
    return [statement(s.passage, question, lead="" if n else lead) for n, s in enumerate([*found, *beside])]


def _said_of_names(question: Question) -> set[str]:
    """Stems of what a claim says of the names in it, which any sentence about them may have."""
    names = {stem(w) for m in question.subjects for w in words(m.surface)} | {
        t.stem for t in question.terms if t.proper
    }
    return {stem(w) for w in words(question.own_words) if w not in STOPWORDS} - names


def _asked_first(question: Question, verdict: Verdict, library: Library, chosen: Chosen) -> list[DraftStatement]:
    """What answers the question itself, where it asks for more than the way from one role to another. What is written
    about the way back is left out."""
    composed = is_composed(question, library)
    if question.intent != "transition" or not (
        composed or question.terms or (question.attributes and not has_focus(question))
    ):
        return []
    way = set(backwards(question, library))
    others = _rows_of_others(question, library)
    able = (
        s.passage
        for s in verdict.nearest
        if not leans(s.passage)
        and (question.terms or not composed or s.passage.unit.block != "item" or len(s.subjects) > 1)
        and s.passage.document.id not in way
        and not others(s.passage)
        and chosen.take(s.passage)
    )
    told = list(islice(able, 2 if composed or has_focus(question) else _ASKED))
    return [statement(p, question) for p in _in_reading_order(told)]


def _in_reading_order(passages: Sequence[Passage]) -> list[Passage]:
    """Passages in their order, those of one section together and as they stand there."""
    sections = list(dict.fromkeys((p.document.id, p.unit.section) for p in passages))
    return sorted(passages, key=lambda p: (sections.index((p.document.id, p.unit.section)), p.number))


def _rows_of_others(question: Question, library: Library) -> Callable[[Passage], bool]:
    """Whether a passage is the row of another role than the one that a person comes from."""
    own = question.start.label if question.start else None

    def other(passage: Passage) -> bool:
        if own is None or not passage.cells:
            return False
        named = [m.label for m in library.vocabulary.find(passage.cells[0][1]) if m.kind == "role"]
        return bool(named) and own not in named

    return other


def _within(statements: list[DraftStatement], most: int) -> list[DraftStatement]:
    """The first statements, up to a number of words."""
    while statements and _count(statements) > most:
        statements = statements[:-1]
    return statements


def _count(statements: Sequence[DraftStatement]) -> int:
    """Words of the statements as they will stand in the reply."""
    return sum(len(s.text.split()) for s in under_captions(statements))


def _wants_list(question: Question, ranked: Sequence[Scored]) -> bool:
    if not ranked or not (question.intent == "list" or question.shape == "list"):
        return False
    return ranked[0].passage.unit.block != "paragraph" or bool(_own_section(question, ranked))


def _own_section(question: Question, ranked: Sequence[Scored]) -> list[Scored]:
    """Items and rows under the heading for what is asked, in a document about the subject, where nothing else is asked."""
    if not question.attribute or question.terms:
        return []
    attribute = BY_NAME[question.attribute]
    about = {d for m in question.subjects for d in m.documents}
    return [
        s
        for s in ranked
        if s.passage.unit.block != "paragraph"
        and s.passage.document.id in about
        and attribute.in_heading(s.passage.unit.section[-1:])
        and s.score >= 0.75 * ranked[0].score
    ]


def _named_group(question: Question, ranked: Sequence[Scored], library: Library) -> list[Passage]:
    """The rows whose first column is headed by the word for what is listed ("Which classes …": a column "Class")."""
    if question.intent != "list" or question.attributes or not question.terms or not ranked:
        return []
    wanted = {t.stem for t in question.terms if t.word.lower().endswith("s")}  # "which classes", not "which law"
    for document in {s.passage.document.id: s.passage.document for s in ranked[:5]}.values():
        for passage in library.passages.of(document):
            if passage.cells and wanted & {stem(w) for w in words(passage.cells[0][0])}:
                group = siblings(passage, library.passages.of(document))
                if any(is_row_of(m, p) for p in group for m in question.subjects):
                    return []  # one of them is asked about
                return group[:_MOST_ITEMS] if 2 < len(group) <= 14 else []
    return []


def _list(
    question: Question, ranked: Sequence[Scored], library: Library, chosen: Chosen, short: bool
) -> list[DraftStatement]:
    """The items that stand with the best one; where it stands alone, the best few."""
    top = _first_of_kind(question, ranked)
    group = siblings(top, library.passages.of(top.document))
    group = [p for p in group if any(is_row_of(m, p) for m in question.subjects)] or group
    named = [m for m in question.subjects if m.kind != "subject"]
    if named and not any(top.document.id in m.documents or top.under((m.label, *m.names)) for m in named):
        return _facts(question, ranked, chosen, library, 4)  # its neighbours are about other things
    if len(group) < 2:
        return _facts(question, [s for s in ranked if s.attribute] or ranked, chosen, library, 4)
    if question.terms:
        scores = {s.passage.key: s.score for s in ranked}
        floor = 0.8 * ranked[0].score
        near = [p for p in group if scores.get(p.key, 0.0) >= floor]
        group = near if 2 <= len(near) < len(group) and len(near) <= 3 else group
        best_ones = sorted(group, key=lambda p: -scores.get(p.key, 0.0))[: 5 if short else _MOST_ITEMS]
        group = [p for p in group if p in best_ones]
    found: list[DraftStatement] = []
    count = 0
    for passage in group[: 5 if short else _MOST_ITEMS]:
        if not chosen.take(passage) and len(group) > 3:
            continue
        item = statement(passage, question, "bullet")
        count += len(item.text.split())
        if found and count > (90 if short else _MOST_WORDS):
            break
        found.append(item)
    return found


def _first_of_kind(question: Question, ranked: Sequence[Scored]) -> Passage:
    """The best passage; where sections of its document answer equally well ("Essential skills", "Optional
    skills"), one of the first section, since documents put first what matters most."""
    top = ranked[0].passage
    if not top.unit.section or not question.attribute:
        return top
    attribute = BY_NAME[question.attribute]
    about = {d for m in question.subjects for d in m.documents}
    own = _own_section(question, ranked) or [
        s for s in ranked if s.passage.document.id in about and attribute.in_heading(s.passage.unit.section[-1:])
    ]
    if own and (top.document.id not in about or top.unit.block == "paragraph"):
        ranked, top = own, own[0].passage
    named = {t.stem for t in question.terms}
    rivals = [
        s.passage
        for s in ranked
        if s.passage.document.id == top.document.id
        and s.passage.unit.block == top.unit.block
        and attribute.in_heading(s.passage.unit.section[-1:])
        and s.score >= 0.75 * ranked[0].score
    ]
    if named & top.head_stems or not rivals:
        return top
    return min(rivals, key=lambda p: p.number)


def _define(question: Question, ranked: Sequence[Scored], library: Library, chosen: Chosen) -> list[DraftStatement]:
    """The opening paragraph of the document about the subject, else the best passages."""
    for document_id in (d for m in question.subjects for d in m.documents):
        document = library.document(document_id)
        if document is None:
            continue
        opening = [p for p in library.passages.of(document) if not p.unit.section and p.unit.block == "paragraph"][:3]
        if (
            opening
            and not question.terms
            and not _of_a_part(question, opening, ranked)
            and len({m.label for m in question.subjects}) == 1
            and not _SHORT_FOR.search(fold(question.text))
        ):
            return [statement(p, question) for p in opening if chosen.take(p)]
    if _SHORT_FOR.search(fold(question.text)):
        ranked = sorted(ranked, key=lambda s: not _spells_out(question, s.passage))
        ranked = [s for s in ranked if _spells_out(question, s.passage)][:1] or ranked
    floor = _AS_GOOD * ranked[0].score
    ranked = sorted(ranked, key=lambda s: not (s.score >= floor and _opens_with_it(question, s.passage)))
    return _facts(question, ranked, chosen, library, 3)


def _of_a_part(question: Question, opening: Sequence[Passage], ranked: Sequence[Scored]) -> bool:
    """Whether the name that is to be explained stands for a part of what the document is about: its opening does not use
    it, and a passage that comes as near opens with it."""
    names = [f" {' '.join(words(m.surface))} " for m in question.subjects]
    if any(name in p.folded for name in names for p in opening):
        return False
    near = [s.passage for s in ranked if s.score >= _AS_GOOD * ranked[0].score]
    return any(p.folded.removeprefix(" the").startswith(name) for name in names for p in near)


def _opens_with_it(question: Question, passage: Passage) -> bool:
    """Whether a passage opens with the name that is to be explained."""
    names = [" ".join(words(n)) for m in question.subjects for n in (m.label, m.surface)]
    return passage.folded.removeprefix(" the").startswith(tuple(f" {n} " for n in names))


_SHORT_FOR = re.compile(r"\b(?:stands? for|short for|abbreviat\w+|acronym|spell(?:s|ed)? out|full form|full name)\b")


def _spells_out(question: Question, passage: Passage) -> bool:
    """Whether a passage says what an abbreviation of the question is short for."""
    short = re.findall(r"\b[A-Z][A-Z0-9&+/-]{1,9}\b", question.text)
    return any(
        re.search(
            rf"\b{re.escape(s)}\b,? (?:stands for|is short for|means|is the)\b|\({re.escape(s)}\)|\b{re.escape(s)} \((?=[A-Z])",
            passage.words,
        )
        for s in short
    )


def _facts(
    question: Question, ranked: Sequence[Scored], chosen: Chosen, library: Library, most: int
) -> list[DraftStatement]:
    """The passage that answers, and what adds to it."""
    figures = question.shape in {"money", "number", "percent", "change"} and not question.periods
    ordered = newest_first(ranked) if figures else list(ranked)
    if question.direction and question.subjects and question.attribute != "pay":
        floor = _AS_GOOD * ranked[0].score
        ordered.sort(key=lambda s: not (s.score >= floor and _moves(question, s.passage)))
    picked = best(ordered, most, 0.72, chosen)
    if not picked:
        return []
    picked = _with_other_sides(question, picked, ordered, chosen)
    if question.direction and question.subjects:
        picked.sort(key=lambda s: not (s.subjects and _direction_told(s.passage)))
    picked = _rows_in_order(question, picked)
    found: list[DraftStatement] = []
    for number, scored in enumerate(picked):
        lead = verdict_word(question, scored) if number == 0 else ""
        if lead == "Yes. " and any(negated(s.passage.words) for s in picked[1:]):
            lead = ""  # another one may say no
        before = _before(scored.passage, library) if leans(scored.passage) else None
        if before is not None and chosen.take(before):
            found.append(statement(before, question))
        style: Style = "row" if scored.passage.unit.block == "row" and len(picked) > 1 else "sentence"
        found.append(statement(scored.passage, question, style, lead))
    if sum(len(s.text.split()) for s in found) < _FEW_WORDS:
        after = _after(picked[0].passage, library)
        scores = {s.passage.key: s.score for s in ranked}
        near = after is not None and scores.get(after.key, 0.0) >= _GOES_ON * picked[0].score
        if after is not None and near and chosen.take(after):
            found.insert(1 + (len(found) > 1 and leans(picked[0].passage)), statement(after, question))
    return found


def _rows_in_order(question: Question, picked: list[Scored]) -> list[Scored]:
    """The passages, with the rows of the table that they open with put in order: first the row that holds most of the
    question's own words, and of several measures of pay the median."""
    first = picked[0].passage
    if first.unit.block != "row" or question.superlative or question.direction:
        return picked
    table = [s for s in picked if s.passage.unit.context == first.unit.context and s.passage.unit.block == "row"]
    paid = question.attribute == "pay"
    ordered = iter(sorted(table, key=lambda s: (-round(s.own, 1), paid and _MEDIAN not in s.passage.stems)))
    return [next(ordered) if s in table else s for s in picked]


_MEDIAN = stem("median")


def _with_other_sides(
    question: Question, picked: list[Scored], ranked: Sequence[Scored], chosen: Chosen
) -> list[Scored]:
    """The passages with one for each name, place and year asked for that none of them has ("X in 2023 and in 2025"),
    where there is one that answers nearly as well."""
    sides: list[Callable[[Passage], bool]] = [
        *(partial(_speaks_of, period) for period in (question.periods if len(question.periods) > 1 else ())),
        *(partial(_names, place.name) for place in (question.places if len(question.places) > 1 else ())),
        *(partial(_holds, term.stem) for term in question.terms if term.proper),
    ]
    for side in sides if len(sides) > 1 else ():
        if not any(side(s.passage) for s in picked):
            other = next((s for s in ranked if s.score >= 0.7 * ranked[0].score and side(s.passage)), None)
            if other is not None and chosen.take(other.passage):
                picked = [*picked[:3], other]
    return picked


def _speaks_of(period: Period, passage: Passage) -> bool:
    return answers(period, passage.periods)


def _names(place: str, passage: Passage) -> bool:
    return passage.names([place]) or passage.under([place])


def _holds(term: str, passage: Passage) -> bool:
    return passage.holds(term)


def _before(passage: Passage, library: Library) -> Passage | None:
    """The sentence before a passage in its paragraph, which holds the noun that its pronoun stands for."""
    others = library.passages.of(passage.document)
    previous = others[passage.number - 1] if passage.number else None
    if previous and previous.unit.section == passage.unit.section and previous.unit.block == passage.unit.block:
        return previous
    return None


def _after(passage: Passage, library: Library) -> Passage | None:
    """The sentence that goes on from a passage in its paragraph."""
    others = library.passages.of(passage.document)
    after = others[passage.number + 1] if passage.number + 1 < len(others) else None
    return after if after and passage in after.preceding and not after.asks else None


def verdict_word(question: Question, scored: Scored) -> str:
    """ "Yes. " or "No. " where the passage plainly says so, and the correction of a premise; empty elsewhere."""
    passage = scored.passage
    yes = "" if _DOUBTED.search(passage.words) or _sets_aside(passage, question) else "Yes. "
    told, asked = _direction_told(passage), question.direction
    if asked and told and scored.subjects:
        if question.intent == "yes_no":
            return yes if asked == told else "No. "
        return "" if asked == told else "The documents say otherwise. "
    if question.intent != "yes_no" or asked:
        return ""
    text = question.own_words
    said = [n for n in number_values(text) if not 1900 <= n <= 2100] + spelled_values(text)
    if said:
        held = set(number_values(passage.words)) | set(spelled_values(passage.words))
        if held and scored.own >= 0.4:
            return yes if set(said) <= held else "No. " if not set(said) & held else ""
        return ""
    if negated(question.text) != negated(passage.words):
        if _UNTOLD.match(passage.words) or not _denies(passage, question.text):
            return ""
        return "No. " if scored.own >= 0.4 or (scored.subjects and scored.attribute) else ""
    if not question.terms and not question.attribute:
        return ""  # "Is CISSP worth it?" claims nothing
    named = {m.label for m in question.subjects if m.kind != "subject"} <= set(scored.subjects)
    covered = named and not scored.absent and (scored.attribute or not question.attribute)
    if covered and not negated(passage.words) and scored.own >= 0.75 and scored.similarity >= 0.6:
        return yes
    return ""


def _sets_aside(passage: Passage, question: Question) -> bool:
    """Whether a passage puts something else in the place of what is asked ("common rather than required")."""
    asked = {kin for w in words(question.own_words) for kin in alike(stem(w))}
    return any(stem(fold(m[1])) in asked for m in _RATHER.finditer(passage.words))


_DOUBTED = re.compile(
    r"^the (?:claim|rumou?r|belief|myth|idea) that\b|\bwithout (?:a |any )?(?:primary |named |stated )?source\b|\bunconfirmed\b|\bnot confirmed\b"
    r"|\b(?:could|can) ?not be (?:confirmed|traced|checked)\b|\brumou?red\b",
    re.I,
)
"""Reports what somebody says and that it is open, and so affirms nothing."""
_RATHER = re.compile(r"\b(?:rather than|instead of|more than) (?:an? |the )?([\w-]+)", re.I)
_LABELLED = re.compile(r"\b[a-z]+ (?=\d)")
_UNTOLD = re.compile(
    r"no (?:[\w’'-]+ ){0,3}?(?:sources?|figures?|counts?|data|numbers?|statistics?|documents?|studies|study|survey)\b",
    re.I,
)
"""Opens a sentence that says what is not known, and so denies nothing."""


def _direction_told(passage: Passage) -> int:
    """1 where a passage tells of a rise, -1 of a fall; the sign of a row's figures before the words of its header
    ("Growth" above "-4")."""
    return _sign(passage) or direction_of(passage.words)


def _moves(question: Question, passage: Passage) -> bool:
    """Whether a clause of a passage has the thing asked about itself rise or fall ("DevSecOps postings fell by 47%")."""
    names = {n for m in question.subjects for n in (m.surface, m.label, *m.names)}
    named = re.compile("|".join(rf"\b{re.escape(n)}\b" for n in names), re.I)
    clauses = [c for c in re.split(r"[,;:.](?:\s|$)", passage.words) if named.search(c)]
    return any(direction_of(c[m.end() :]) and not negated(c) for c in clauses if (m := named.search(c)))


def _denies(passage: Passage, asked: str) -> bool:
    """Whether what the one denies is what the other speaks of: "reaches a span that no platform reaches" says no to
    nothing but platforms."""
    held, said = denied(passage.words), denied(asked)
    plain = _LABELLED.sub(" ", passage.words)  # the code 15-1299 is no coding
    there = frozenset(stem(w) for w in words(asked if held else plain))
    return any(alike(s) & there for s in held or said)


def _sign(passage: Passage) -> int:
    from advisor.answering.tables import figure

    values = [figure(cell) for _, cell in passage.cells[1:]]
    signs = {
        (-1 if v < 0 else 1)
        for v, (_, c) in zip(values, passage.cells[1:], strict=True)
        if v is not None and c[:1] in "+-−–"
    }
    return signs.pop() if len(signs) == 1 else 0


def _unused(brief: Brief, chosen: Chosen) -> tuple[Evidence, ...]:
    used = {p.key for p in chosen.passages}
    near = [s.passage for part in brief.parts for s in part.verdict.passages[:6] if s.passage.key not in used]
    return tuple(p.evidence() for p in near[:4])
