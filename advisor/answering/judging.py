"""One part of a question and its hits to a verdict: passages gathered, weighed and judged.

Small talk needs no evidence. A comparison is judged side by side, so that a side without evidence can be named.
A transition rests on whole documents: the one about that move, or the two about its ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache

from advisor.answering.attributes import BY_NAME
from advisor.answering.evidence import Library, Pool, Scored, gather, is_row_of, score
from advisor.answering.lacking import with_lacking
from advisor.answering.moving import described, has_focus
from advisor.answering.opposed import opposed_rows
from advisor.answering.question import Question, Term, compares
from advisor.answering.sufficiency import Outcome, Verdict, judge, personal, unanswerable, wanted, with_nearest
from advisor.text import fold, number_values, stem, telling_figures, words
from advisor.types import Filters, Hit, Query
from advisor.vocabulary import Mention


def judge_part(question: Question, hits: Sequence[Hit], library: Library) -> Verdict:
    """The verdict on one part of a question."""
    if question.intent in {"greeting", "thanks", "help"}:
        return Verdict("abstention", reason="out_of_scope")
    refused = unanswerable(question)
    if refused:
        return refused
    pool = gather(question, hits, library)
    if question.counted and question.intent == "comparison":
        question = replace(question, shape="number")
    if compares(question):
        plainly = question.intent == "comparison" or _APART.search(fold(question.own_words))
        pool = with_whole_tables(pool, library, {h.chunk.document_id for h in hits[:_TABLED]} if plainly else ())
    if question.intent == "comparison":
        return _side_by_side(question, pool, library)
    ranked = score(question, pool, library)
    if question.intent == "ranking":
        verdict = with_nearest(_with_rows(judge(question, ranked, library.everyday), ranked), question, ranked, library)
        return with_lacking(_with_opposed(verdict, question, ranked, library), question, ranked, library.vocabulary)
    if question.premise:
        figures = telling_figures(question.text)
        ranked.sort(key=lambda s: not figures & set(number_values(s.passage.words)))
    refused = personal(question, ranked)
    if refused:
        return refused
    verdict = with_nearest(judge(question, ranked, library.everyday), question, ranked, library)
    verdict = _with_makers(_with_move(verdict, question, ranked, hits, library), question, ranked)
    verdict = _with_terms_of_use(verdict, question, library)
    return with_lacking(_with_opposed(verdict, question, ranked, library), question, ranked, library.vocabulary)


def _with_move(
    verdict: Verdict, question: Question, ranked: Sequence[Scored], hits: Sequence[Hit], library: Library
) -> Verdict:
    """The verdict with what the document about the move says of the question, where it asks for more than the way:
    of the move that it names, or of the one that most of its best hits are about."""
    if not question.terms or question.premise or not library.moves():
        return verdict
    moving = question.first_person or has_focus(question) or _MOVING.search(fold(question.text))
    document = next(iter(described(question, library)), None) or (_mostly(hits, library) if moving else None)
    if document is None and question.told and question.first_person:
        text = f"{question.told} {question.own_words}"
        document = _mostly(library.search(Query(text, filters=Filters(kinds=_kinds_of_moves(library))), _BEST), library)
        told = library.document(document) if document else None
        if told is not None:
            ranked = score(replace(question, text=text), Pool(library.passages.of(told)), library)
    best = [s for s in ranked if s.passage.document.id == document and not s.passage.asks][:_SAID_OF_MOVE]
    if not best:
        return verdict
    nearer = [s for s in verdict.nearest if s.score > _NEARER * best[0].score]
    return replace(verdict, nearest=(*nearer[:1], *best, *verdict.nearest))


def _with_makers(verdict: Verdict, question: Question, ranked: Sequence[Scored]) -> Verdict:
    """The verdict with what says who is behind a thing, where the question asks for that or takes it for granted ("the
    Microsoft scanner"): a false name in it would draw to passages about that name."""
    things = {m.label for m in question.subjects if m.kind in _MADE}
    if verdict.outcome == "abstention" or not things or not _ASKS_MAKER.search(question.own_words):
        return verdict
    telling = [
        s
        for s in ranked
        if things & set(s.subjects)
        and not s.passage.asks
        and any(_made_by(label).search(s.passage.words) for label in things & set(s.subjects))
    ]
    if not telling:
        return verdict
    if question.premise or verdict.outcome == "partial":  # the name in it may be the false one
        return replace(verdict, passages=(*telling[:1], *verdict.passages))
    return replace(verdict, nearest=(*telling[:_MAKERS_TOLD], *verdict.nearest))


def _with_terms_of_use(verdict: Verdict, question: Question, library: Library) -> Verdict:
    """The verdict on the price of a tool for which no price is known, with the licence under which it may be used."""
    tools = [m for m in question.subjects if m.kind == "tool" and m.exact]
    priced = any(s.subjects and s.shape and s.attribute for s in verdict.passages)
    word = next((w for w in ("licence", "license") if library.vocabulary.knows(w)), None)
    asks_price = question.attribute == "price" and len(question.terms) <= _FEW_TERMS
    if not (asks_price and tools and word) or priced or verdict.outcome == "answer":
        return verdict
    asked = replace(
        question,
        text=f"{tools[0].label} {word}",
        attributes=(),
        shape="any",
        terms=(Term(stem(word), word, known=True),),
        subjects=(tools[0],),
    )
    ranked = score(asked, gather(asked, library.search(Query(asked.text), _LICENSED), library), library)
    told = tuple(s for s in ranked if s.subjects and not s.absent and not s.passage.asks)[:_MAKERS_TOLD]
    if not told:
        return verdict
    about_it = (s for s in verdict.nearest if s.subjects)
    return Verdict("partial", told, (f"price: {tools[0].label}",), nearest=(*told, *about_it))


_FEW_TERMS = 2
"""Words, at most, of a question that asks for a price and for nothing else."""
_LICENSED = 8
"""Hits among which the licence of a tool is looked for."""
_MADE, _MAKERS_TOLD = frozenset({"tool", "framework", "certification"}), 2
_ASKS_MAKER = re.compile(
    r"\b(?:[Ww]ho(?:se|['’]s|s)?|[Ww](?:hich|hat) (?:\w+ ){0,3}(?:company|firm|body|team|group|vendor|organi[sz]ation|agency))\b.{0,40}"
    r"\b(?:makes?|made|publish\w*|owns?|owned|develop\w*|maintain\w*|created?s?|releases?d?|runs?|wrote|issues?|builds?|built|behind|tool|from|is)\b"
    r"|\b(?:is|are|was|comes?|came|being) (?:from|by|made by|owned by|published by|run by|built by|a product of) [A-Z]"
    r"|\b(?:an?|the) [A-Z]\w+ (?:\w+ )?(?:tool|scanner|framework|product|standard|library|project|certificate|exam)\b"
)


@lru_cache(maxsize=512)
def _made_by(label: str) -> re.Pattern[str]:
    """Says who is behind a thing: "X by NAME", "X is published by"."""
    name = re.escape(label)
    return re.compile(
        rf"\b{name}[^.;:]{{0,40}}?\b(?:by (?:the )?[A-Z]|(?:published|made|maintained|owned|developed|created|released|run|issued|built|sold) by|belongs to)"
        rf"|\b(?:maker|publisher|owner|author)s? of {name}\b|^\W*(?:tool|standard|exam)[^;]*{name}.*\bmaker:",
        re.I if label.islower() else 0,
    )


def _mostly(hits: Sequence[Hit], library: Library) -> str | None:
    """The document about a move that most of the best hits come from."""
    about = Counter(h.chunk.document_id for h in hits[:_BEST] if h.chunk.document_id in set(library.moves().values()))
    return next((d for d, count in about.most_common(1) if count >= _MOST), None)


def _kinds_of_moves(library: Library) -> tuple[str, ...]:
    return tuple({d.kind for d in map(library.document, library.moves().values()) if d is not None})


def claim_told(question: Question, verdict: Verdict, answered: bool) -> bool:
    """Whether the documents speak of a claim on which a question is built; less is asked for where the question itself
    has no answer."""
    if verdict.outcome == "abstention":
        return False
    best = verdict.passages[0]
    if telling_figures(question.text) & set(number_values(best.passage.words)):
        return True
    return not answered or best.score >= _SPOKEN_OF


def unsure(verdict: Verdict, question: Question) -> Verdict:
    """The verdict on a question of which too little was understood to be sure of an answer."""
    names = ", ".join(dict.fromkeys(m.label for m in question.subjects))
    return replace(verdict, outcome="partial", missing=(f"plain answer: {names or question.own_words}",), loose=True)


def with_context(verdict: Verdict, question: Question, said: str, library: Library, hits: int) -> Verdict:
    """The verdict on a follow-up that no passage plainly answers by itself, with those that come nearest to it and
    to what was `said` just before together ("what came right behind?")."""
    if verdict.outcome != "partial":
        return verdict
    asked = replace(question, text=f"{said} {question.own_words}")
    ranked = score(asked, gather(asked, library.search(Query(asked.text), hits), library), library)
    together = [s for s in ranked if not s.passage.asks][:_TOGETHER]
    return replace(verdict, nearest=(*verdict.nearest, *together))


def with_told(verdict: Verdict, question: Question, library: Library, hits: int) -> Verdict:
    """The verdict with the passages that come nearest to the question and to what the person tells before it together."""
    if not question.told or question.premise or question.intent == "comparison" or verdict.outcome == "abstention":
        return verdict
    asked = replace(question, text=f"{question.told} {question.own_words}")
    ranked = score(asked, gather(asked, library.search(Query(asked.text), hits), library), library)
    together = [s for s in ranked if not s.passage.asks][:_TOGETHER]
    return replace(verdict, nearest=(*together, *verdict.nearest))


def _with_opposed(verdict: Verdict, question: Question, ranked: Sequence[Scored], library: Library) -> Verdict:
    """The verdict with the rows of a table that the question sets against each other first."""
    rows = opposed_rows(question, ranked, library) if verdict.outcome != "abstention" else []
    return replace(verdict, opposed=tuple(rows))


def _with_rows(verdict: Verdict, ranked: Sequence[Scored]) -> Verdict:
    """A verdict with every row of the tables that it uses: a ranking of some of the rows would be none."""
    kept = {s.passage.key for s in verdict.passages}
    tables = {
        (s.passage.document.id, s.passage.unit.context) for s in verdict.passages if s.passage.unit.block == "row"
    }
    rows = tuple(
        s
        for s in ranked
        if s.passage.key not in kept
        and s.passage.unit.block == "row"
        and (s.passage.document.id, s.passage.unit.context) in tables
    )
    return replace(verdict, passages=(*verdict.passages, *rows))


_MOVING = re.compile(
    r"\b(?:move|moving|switch|switching|transition|become|becomes|becoming|from|into|turn|turns|turning|heading|go|goes|going|change|changing|hired|"
    r"background|coming|entering|start as|to be an?)\b|->"
)
_WISH = re.compile(
    r"\b(?:love|like|want|wants|wanna|hope|hoping|dream|aim|aiming|fancy|fancies|become|becoming|move|moving|switch|switching|go|going|"
    r"back to|into|towards?|eyeing|tempted|considering|thinking|(?:could|might|would) be|to be|next|promot\w+)\b"
)
_CALLED = re.compile(
    r"\b(?:hand(?:ed|ing|s)?|offer(?:ed|ing|s)?|ask(?:ed|ing|s)?|wants?|lands?|landed|hints?|put(?:ting)?|giv(?:en|ing))\b.{0,30}\b(?:me|us)\b|\b(?:being|was|been) (?:handed|offered|asked|given)\b"
)
"""Others give the person a new duty."""
_NEARER = 1.05
"""How much nearer than what the document about a move says a passage must come to stand before it."""
_SPOKEN_OF = 0.55
"""Score from which a passage speaks of a claim."""
_MOST, _SAID_OF_MOVE = 3, 4
"""Of the best hits those from one document about a move from which a question is about that move; and passages that
it then adds."""
_APART = re.compile(r"\b(?:compare[ds]?|versus|vs|than|differ\w*|sort|order)\b")
_TABLED = 3
"""Best hits of whose documents a question that compares reads every table."""
_TOGETHER = 2
"""Passages that come nearest to a question and what was said or told before it together."""
_MOVES, _BEST = 40, 8
"""Hits among the documents about moves that are read for the move a person is about."""
_FIGURES = frozenset({"pay", "demand", "jobs", "price", "penalty", "validity", "duration"})


def _paired(question: Question, library: Library) -> tuple[Mention, Mention] | None:
    """The two roles of a question between which a document leads, in the order in which it names them."""
    roles = list({m.label: m for m in question.subjects if m.documents}.values())
    if question.intent == "transition" and question.start and question.goal or len(roles) != 2:
        return None
    if not has_focus(question) and question.intent not in {"yes_no", "fact"}:
        return None
    for start, goal in (roles, roles[::-1]):
        if any((a, b) in library.moves() for a in start.documents for b in goal.documents):
            return start, goal
    return None


def _found(question: Question, hits: Sequence[Hit], library: Library) -> tuple[Mention, Mention] | None:
    """The ends of the move that the best hits describe, where the question asks about a part of a move and names
    at most one of its ends."""
    if not has_focus(question) or (question.start and question.goal) or not hits:
        return None
    if not (question.subjects or question.first_person or _MOVING.search(fold(question.text))):
        return None  # it speaks of no move
    if any(m.kind == "role" and m.documents for m in question.subjects) and not _MOVING.search(fold(question.text)):
        return None
    if any(m.kind not in {"role", "subject"} and m.exact for m in question.subjects) and not _MOVING.search(
        fold(question.text)
    ):
        return None  # it asks about a certificate, a tool …
    ends = {document: pair for pair, document in library.moves().items()}
    top = [h.chunk.document_id for h in hits[:3]]
    best = next((d for d in top if d in ends and (top[0] == d or top.count(d) > 1)), None)
    if best is None:
        return None
    roles = {d for m in question.subjects if m.kind == "role" for d in m.documents}
    if roles and not roles & set(ends[best]):
        return None
    found = [_mention_of(document, library) for document in ends[best]]
    return (found[0], found[1]) if found[0] and found[1] else None


def _told(question: Question, library: Library) -> tuple[Mention, Mention] | None:
    """The ends of the move whose document comes nearest to what the person told and asks, among those that the
    question's roles leave open; with no role named only where that document stands out."""
    if not question.told or not question.first_person or (question.start and question.goal):
        return None
    asked = [m for m in question.subjects if m.exact and m.stands_in(question.own_words)]
    own = replace(question, text=question.own_words)
    moving = has_focus(own) or bool(_MOVING.search(fold(own.text)))
    if any(m.kind not in {"role", "skill", "subject"} or (m.kind == "role" and not moving) for m in asked):
        return None  # it asks about a certificate, a tool, a role …
    ends = {document: pair for pair, document in library.moves().items()}
    if not ends:
        return None
    start, goal = _told_ends(question, library)
    if start & goal or (goal and not start) or (question.attribute == "next" and not goal):
        return None  # what comes next is asked of the role, not of one move out of several
    told = fold(question.told)
    if not moving and not (_MOVING.search(told) or (start and (_WISH.search(told) or _CALLED.search(told)))):
        return None
    text = f"{question.told} {question.own_words}"
    found = [
        h.chunk.document_id
        for h in library.search(Query(text, filters=Filters(kinds=_kinds_of_moves(library))), _MOVES)
    ]
    fitting = [
        d for d in found if d in ends and (not start or ends[d][0] in start) and (not goal or ends[d][1] in goal)
    ]
    if not fitting or (not start and not _stands_out(fitting)):
        return None
    said = {stem(w) for m in question.subjects for w in words(m.label)} | {stem(w) for w in words(text)}
    best = (
        max(dict.fromkeys(fitting), key=lambda d: len(said & _title_stems(ends[d], library))) if start else fitting[0]
    )
    pair = [_mention_of(document, library) for document in ends[best]]
    return (pair[0], pair[1]) if pair[0] and pair[1] else None


def _told_ends(question: Question, library: Library) -> tuple[set[str], set[str]]:
    """Documents about the role that the person says to have, and about the one that they wish for."""
    start = set(question.start.documents) if question.start else set()
    goal = set(question.goal.documents) if question.goal else set()
    for mention in library.vocabulary.find(question.told):
        if mention.kind != "role" or not mention.documents:
            continue
        sentence = re.split(r"[.!?;]", question.told[: mention.span.start])[-1]
        wished = bool(_WISH.search(fold(sentence)))
        if wished and not goal:
            goal = set(mention.documents)
        elif not wished and not start and not goal & set(mention.documents):
            start = set(mention.documents)
    return start, goal


def _stands_out(found: Sequence[str]) -> bool:
    """Whether the first document has several of the best hits, and more than any other."""
    counts = [found[:_BEST].count(d) for d in dict.fromkeys(found[:_BEST])]
    return counts[0] > 2 and all(counts[0] > c for c in counts[1:])


def _title_stems(ends: tuple[str, str], library: Library) -> set[str]:
    titles = [d.title for d in map(library.document, ends) if d is not None]
    return {stem(w) for t in titles for w in words(t)}


def _mention_of(document_id: str, library: Library) -> Mention | None:
    document = library.document(document_id)
    return next(iter(library.vocabulary.find(document.title)), None) if document else None


def aimed(question: Question, hits: Sequence[Hit], library: Library) -> Question:
    """A move with the end that the question leaves open or circumscribes ("auditing AI"): two roles that a document
    leads between, or the move whose document the hits come from where the question asks about parts of one, or the
    one that fits best what the person told of themselves ("I reset passwords for a living")."""
    if (
        question.intent in {"comparison", "ranking", "greeting", "thanks", "help", "plan"}
        or question.attribute in _FIGURES
        or question.shape in {"number", "percent", "money", "person"}
        or unanswerable(question)  # asked before a move makes something else of it
    ):
        return question
    pair = _paired(question, library) or _told(question, library) or _found(question, hits, library)
    if pair:
        start, goal = pair
        return replace(question, intent="transition", start=start, goal=goal, subjects=(start, goal))
    if question.intent != "transition" or question.goal or not question.start:
        return question
    from_here = {d: end for (start, end), d in library.moves().items() if start in question.start.documents}
    found = next((h.chunk.document_id for h in hits if h.chunk.document_id in from_here), None)
    described = library.document(from_here[found]) if found else None
    if described is None:
        return question
    entry = next(iter(library.vocabulary.find(described.title)), None)
    return replace(question, goal=entry, subjects=(*question.subjects, entry)) if entry else question


def _side_by_side(question: Question, pool: Pool, library: Library) -> Verdict:
    whole = score(question, pool, library)
    sides: list[tuple[str, tuple[Scored, ...]]] = []
    missing: list[str] = []
    silent: list[str] = []  # what a side does not tell although another one does
    for subject in compared(question):
        own = replace(
            question,
            subjects=(subject,),
            intent="fact" if question.attributes or question.counted else "definition",
            superlative=0,
        )
        if question.attribute and BY_NAME[question.attribute].shape in {"money", "duration", "date"}:
            own = replace(own, shape=BY_NAME[question.attribute].shape)
        ranked = score(own, pool, library, subject)
        verdict = judge(own, ranked, library.everyday)
        if verdict.outcome == "abstention":
            missing.append(f"subject: {subject.label}")
        elif question.attribute and verdict.loose and not any(s.subjects for s in verdict.passages):
            missing.append(wanted(own)[0])  # what stands nearest is of another one
        else:
            untold = question.attribute in _FIGURES and not any(s.subjects and s.attribute for s in verdict.passages)
            lacking = () if verdict.loose or _has_row(subject, whole) else verdict.missing
            missing.extend(m if m.endswith(subject.label) else f"{m} ({subject.label})" for m in lacking)
            sides.append((subject.label, verdict.passages))
            silent.extend(wanted(own) if untold and not lacking else ())
    missing.extend(silent if len(silent) < len(sides) else ())
    if not sides:
        return judge(question, whole, library.everyday)
    outcome: Outcome = "partial" if missing else "answer"
    found = tuple(s for _, side in sides for s in side[:3])
    kept = {s.passage.key for s in found}
    subjects = compared(question)
    rows = tuple(
        s
        for s in whole
        if s.passage.key not in kept
        and (
            any(is_row_of(m, s.passage) for m in subjects) or (len(s.subjects) > 1 and s.score >= 0.93 * whole[0].score)
        )
    )
    moves = set() if question.terms else set(library.moves().values())
    best = tuple(s for s in whole[:4] if not s.passage.asks and s.passage.document.id not in moves)
    verdict = Verdict(outcome, (*found, *rows), tuple(missing), sides=tuple(sides), nearest=best)
    return _with_opposed(verdict, question, whole, library)


def _has_row(subject: Mention, ranked: Sequence[Scored]) -> bool:
    """Whether a table tells of the attribute in the subject's own row, at the place and time asked for."""
    return any(s.attribute and is_row_of(subject, s.passage) and "other" not in {s.place, s.period} for s in ranked)


def compared(question: Question) -> tuple[Mention, ...]:
    """The subjects of a comparison: names of the kind that occurs most often, in order, at most four."""
    named: dict[str, Mention] = {}
    for mention in question.subjects:
        named.setdefault(mention.label, mention)
    kinds = [m.kind for m in named.values()]
    most = max(kinds, key=kinds.count)
    chosen = [m for m in named.values() if kinds.count(most) < 2 or m.kind == most]
    return tuple(chosen[:4])


def with_whole_tables(pool: Pool, library: Library, whole: Collection[str] = ()) -> Pool:
    """The passages, and the other rows of every table that one of them is a row of; of the documents in `whole` the rows
    of all tables."""
    found = {p.key: p for p in pool.passages}
    tables = {(p.document.id, p.unit.context) for p in pool.passages if p.unit.block == "row"}
    for document in {p.document.id: p.document for p in pool.passages}.values():
        for passage in library.passages.of(document):
            known = document.id in whole or (document.id, passage.unit.context) in tables
            if passage.unit.block == "row" and known:
                found.setdefault(passage.key, passage)
    return Pool(tuple(found.values()))
