"""Does the evidence cover what was asked? Decided by coverage, requirement by requirement.

Likeness alone cannot tell a near miss from an answer: the question that no document answers can lie closest of
all. So one passage, with its headings, header row and document, must cover the subject, the attribute, the place,
the period and the remaining words. The outcome is an answer, a partial answer that names what is missing, or an
abstention that names it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from advisor.answering.attributes import BY_NAME
from advisor.answering.checking.thesaurus import thesaurus
from advisor.answering.evidence import FIGURES, Library, Scored, row_of_another
from advisor.answering.passages import PassageCache
from advisor.answering.question import Question, Term
from advisor.text import STOPWORDS, fold, number_values, stem, telling_figures, words
from advisor.types import Reason
from advisor.vocabulary import Vocabulary

Outcome = Literal["answer", "partial", "abstention"]

SURE, DIRECT, NEAR = 0.5, 0.25, 0.2
"""Least strength, 0..1, of the best passage of an answer, of one that meets a claim about a rise or fall, and of one
that is shown as the nearest that there is although little else is about the question."""

WEIGHTS = {
    "words": 1.5, "weakest": 3.0, "covering": 1.0, "subject": 1.0, "figure": -1.1, "length": 1.1, "bare": 1.5, "none": -4.9,
}  # fmt: skip
"""Logistic regression over the best passages of 785 answerable and 170 unanswerable questions about five libraries,
near to what `python -m evals.tuning` gives now for 1602 and 278. Its AUC on questions left out in turn is 0.76. These
weights reach 0.76 on the shipped library and 0.60 on long prose."""

ON_TOPIC, _FAR, _LEAST = 0.42, 0.33, 0.08
"""Least score, 0..1, of the best passage for a question that the library has anything to do with: questions on puppies,
carpets and world cups reach 0.38, and 2.4% of answerable ones fall below 0.42. Least score of one whose strength shows
that all the same, and least strength of one that is used at all."""
_NEARBY = 6
_FIGURED = 30
"""Best passages among which one with a figure of the question is looked for: what it says of that figure is told."""

_STRICT = frozenset({"pay", "demand", "price", "penalty", "validity", "jobs"})
"""Attributes that another of the same shape could be mistaken for."""

_UNKNOWN = re.compile(
    r"\bno (?:[\w’'-]+ ){0,5}(?:figures?|prices?|rates?|dates?|data|numbers?|counts?|sources?|statistics?|fees?|pay)\b.{0,80}"
    r"\b(?:known|found|exists?|confirmed|published|given|available)\b|\b(?:is|are|was|were) (?:not|never) (?:known|found|confirmed|published|available|stated|given|named|told|counted)\b"
    r"|\b(?:is|are) missing (?:here|in (?:this|our|the) (?:library|sources|documents|data))\b|\b(?:is|are) not in the (?:facts|sources|documents|data)\b",
    re.I,
)

_NOT_KNOWN = re.compile(
    r"^\W*(?:not|none) (?:known|found|confirmed|stated|available|given|named|published)\b|^\W*(?:unknown|n/a|no figure)\b",
    re.I,
)
"""A cell of a table for what nobody has told."""

_NONE = re.compile(r"\b(?:has|have|had|is|are|was|were|there is|there are) (?:no|not|never)\b|\bdropped\b", re.I)
_NAMES_OF = {
    "pay": "pay", "demand": "change in demand", "jobs": "number of jobs", "price": "price", "validity": "validity",
    "prerequisites": "prerequisites", "exam": "exam format", "penalty": "penalty", "dates": "date",
    "choice": "",  # which one to take is no thing that could be missing
}  # fmt: skip
_PRIVATE = re.compile(
    r"\b(?:will|would|can|could|do|should|am|is|are|was|did|does) (?:i|my|we|our)\b.{0,60}\b(?:get hired|get the job|be hired|get fired|"
    r"be fired|be promoted|get promoted|get a raise|be happy|pass the exam|be laid off|get accepted|sue|quit|resign|tell my (?:boss|manager)(?! that (?!i\b|i'm)))\b"
    r"|\b(?:can|could|would|will) you (?:please )?(?:check|look up|find out|see|confirm) (?:whether|if|when|why|that)\b.{0,40}(?:"
    r"\bhas (?:processed|received|shipped|booked) (?:it|me|mine|my)\b|\bmy (?:[\w+-]+ ){0,3}(?:has|have|is|was) (?:been )?(?:processed|received|approved|shipped|booked|registered|accepted)\b)"
    r"|\bshould i (?:buy|sell|short) (?:\w+ ){0,3}(?:shares?|stocks?|coins?|tokens?|bonds?)\b|\b(?:did|have) i (?:pass|passed|fail|failed|get in|got in|won)\b|\bmy (?:own )?(?:chances?|odds|prospects) of\b|\bmy (?:\w+ )?(?:account|application|log-?in|inbox|results?)\b"
)
_MINE = (
    r"(?:boss|manager|husband|wife|partner|visa|contract|salary|pension|mortgage|doctor|lawyer|landlord|team lead|"
    r"(?:two |three )?(?:colleagues?|coworkers?|friends?|teammates?)|ex|girlfriend|boyfriend|kids?|child|health|anxiety|depression|"
    r"back pain|tax|taxes|savings|debt|lawsuit|case|diagnosis|medication)"
)
_OF_MINE = re.compile(rf"\bmy (?:{_MINE}|employer|company)\b")
_ON_MINE = re.compile(
    rf"\b(?:is|are|was|were|will|would|does|do|did|has|have|can|could|should|how's|what's|which of) my {_MINE}\b"
    r"|(?<!how )\b(?:is|are|was|were|will|would|does|do|did|has|have|can|could|should) my (?:employer|company)\b"
)
"""What belongs to the person, and questions about just that: "my manager wants me to take it; what does it cost?" is
about something else."""
_ASKS_OF_MINE = re.compile(r"\b(?:ask|tell|show|convince|persuade|offer|propose to|suggest to|send|give) my ")
"""Asks what to say to somebody of one's own; within a talk about what the library knows it can be told."""
_ADVICE = re.compile(
    r"\b(?:diagnos\w*|medication|antidepress\w*|dosage|symptoms?|prescri\w*|therapy|lawsuit|sue|invest(?:ing|ment)?s? in|stocks?|crypto|bitcoin|"
    r"mortgage|loan|pension fund|tax return|divorce|custody|immigration lawyer)\b"
)
_MEDICAL = re.compile(
    r"\b(?:panic attacks?|antidepress\w*|medications?|tablets?|pills?|dosages?|diagnos\w+|prescri\w+|suicid\w+)\b.{0,80}\b(?:doctor|take|should|dose|ask|help|i|my)\b"
    r"|\b(?:see|ask|tell) (?:a|the|my) doctor\b"
)
_HARM = re.compile(
    r"\b(?:hack(?:ing)?|break(?:ing)?|get(?:ting)?) into (?:my|his|her|their|someone|somebody|a|an|the|our)\b.{0,30}\b(?:account|email|phone|wifi|wi-fi|computer|"
    r"network|server|instagram|facebook|bank|laptop|system|company)\b"
    r"|\b(?:write|build|create|make|give me|deploy|spread)\b.{0,30}\b(?:malware|ransomware|virus|keylogger|trojan|worm|bomb|weapon|phishing (?:mail|page|email|kit|site))\b"
    r"|\b(?:steal|exfiltrate|forge|fake|falsify|counterfeit)\b.{0,40}\b(?:passwords?|credentials?|credit cards?|data|degree|certificate|certification|cv|"
    r"resume|references?|identity|diploma|experience)\b"
    r"|\b(?:real|actual|original|true) (?:exam )?questions (?:from|of|for|in) (?:the |my )?\S+ ?\S* ?(?:exam|test)\b|\b(?:cheat|braindump|brain dump|leaked? (?:exam|questions))\b|\b(?:kill|hurt|harm) (?:my|him|her|them|one|some|myself|yourself|a (?:person|man|woman|child))\w*\b|\bsuicide\b"
    r"|\bhow (?:do|can|to) (?:i )?(?:ddos|dox|stalk|blackmail|poison|launder)\b"
)


_FRAUD = re.compile(
    r"\b(?:write|draft|give me|make|create|compose)\b.{0,60}\b(?:e-?mail|message|script|letter|voice|video|call)\b.{0,80}\b(?:"
    r"wires? (?:\$|€|£|\d|the money|money|us|me|over)|transfers? (?:\$|€|£|\d|the money|money|funds)|gift cards?|"
    r"(?:gets?|gives?|sends?|hands?(?: over)?) (?:me|us) (?:their|his|her|the) (?:passwords?|credentials|log ?ins?|pins?))"
    r"|\b(?:cloned? voices?|voice clones?|deepfakes?)\b.{0,60}\b(?:so that|pretend\w*|me as|fool|trick)\b"
    r"|\b(?:how (?:do|can|to)|help me|i want to) (?:i )?(?:impersonate|pretend to be|pose as) "
)
_DEFENDS = re.compile(r"\b(?:detect|prevent|spot|stop|recogni[sz]e|protect|defend|against|avoid|find|check)\w*\b")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence allows. `passages` are those that may be used, the best first; `sides` those of each
    subject of a comparison. `loose` marks passages that come near the question without plainly answering it; `nearest` are the
    best by themselves, whatever the verdict rests on; `opposed` the rows of one table that the question compares."""

    outcome: Outcome
    passages: tuple[Scored, ...] = ()
    missing: tuple[str, ...] = ()
    reason: Reason | None = None
    sides: tuple[tuple[str, tuple[Scored, ...]], ...] = ()
    loose: bool = False
    nearest: tuple[Scored, ...] = ()
    opposed: tuple[Scored, ...] = ()
    instead: str = ""
    """The name that is told of in place of one which is missing and written almost alike."""


_PERSONAL = Verdict("abstention", (), ("a person's own circumstances",), "out_of_scope")
_WELL_KNOWN = 0.5


def unanswerable(question: Question) -> Verdict | None:
    """Questions that no library can answer whatever it holds: a person's own affairs, advice that needs a
    professional, help with doing harm."""
    folded = fold(question.text)
    if _HARM.search(folded) or (_FRAUD.search(folded) and not _DEFENDS.search(folded)):
        return Verdict("abstention", (), ("a request that could do harm",), "out_of_scope")
    if _ADVICE.search(folded) and question.first_person and not question.subjects:
        return Verdict("abstention", (), ("professional advice on a personal matter",), "out_of_scope")
    if question.first_person and _MEDICAL.search(folded):
        return Verdict("abstention", (), ("professional advice on a personal matter",), "out_of_scope")
    if (_PRIVATE.search(folded) or _ON_MINE.search(folded)) and not (question.start and question.goal):
        return _PERSONAL
    return None


def personal(question: Question, ranked: Sequence[Scored]) -> Verdict | None:
    """Refuses what speaks of a person's own affairs and of nothing that the library knows well."""
    known = any(m.documents for m in question.subjects) or (ranked and ranked[0].score >= _WELL_KNOWN)
    known = known or bool(question.spoken_of and _ASKS_OF_MINE.search(fold(question.text)))
    return _PERSONAL if _OF_MINE.search(fold(question.text)) and not known else None


def strength(question: Question, scored: Scored) -> float:
    """How likely a passage that meets the other requirements answers the question, 0..1.

    By how far it holds the question's words, most of all those that it holds least; a figure for something else is
    easily taken for the figure asked for, so one is asked for more.
    """
    z = WEIGHTS["none"] + sum(WEIGHTS[name] * value for name, value in features(question, scored).items())
    return 1.0 / (1.0 + math.exp(-z))


def features(question: Question, scored: Scored) -> dict[str, float]:
    """What `strength` weighs, by the names of `WEIGHTS`."""
    return {
        "words": scored.words,
        "weakest": scored.weakest,
        "covering": scored.covering,
        "subject": float(bool(scored.subjects)),
        "figure": float(question.shape in FIGURES and question.intent != "yes_no"),
        "length": math.log1p(scored.length),
        "bare": float(scored.bare),
    }


def judge(question: Question, ranked: Sequence[Scored], everyday: Callable[[str], float]) -> Verdict:
    """The verdict on one question with one subject or none; comparisons are judged side by side elsewhere.

    `everyday` is 1 for a word of every day and 0 for one that is rare enough to be a name.
    """
    if not ranked:
        return Verdict("abstention", (), wanted(question), "no_evidence")
    unknown = unheard_of(question, ranked, everyday)
    aside = [t for t in question.terms if t.word in unknown]
    if len(aside) == len(unknown) > 0 and _only_aside(question, aside):
        verdict = judge(
            replace(question, terms=tuple(t for t in question.terms if t.word not in unknown)), ranked, everyday
        )
        lacking = (*verdict.missing, *(f"subject: {w}" for w in unknown))
        return verdict if verdict.outcome == "abstention" else replace(verdict, outcome="partial", missing=lacking)
    if unknown:
        return Verdict(
            "abstention", tuple(ranked[:3]), tuple(f"subject: {w}" for w in unknown), _reason(question, ranked)
        )
    usable = [s for s in ranked if _on_subject(question, s)]
    told = telling(question, usable)
    worth = {s.passage.key: strength(question, s) for s in told}
    able = [s for s in told if worth[s.passage.key] >= _LEAST]
    strong = [s for s in able if not _unnamed(question, s)]
    if able and not strong:
        named = [s for s in _able_to_answer(question, ranked[:_NEARBY]) if strength(question, s) >= NEAR]
        if named and (not question.subjects or any(s.subjects for s in named)):
            return Verdict("partial", tuple(named), _unsure(question, told), loose=True)
        return _all_but_a_name(question, able, told)
    sure = any(worth[s.passage.key] >= (DIRECT if _at_issue(question, s) else SURE) for s in strong)
    on_topic = max(s.score - s.spoken_of for s in ranked) >= ON_TOPIC or any(
        s.score - s.spoken_of >= _FAR and worth[s.passage.key] >= NEAR and not _unnamed(question, s) for s in told
    )
    if not strong or not (sure or on_topic):
        return _nearest(question, ranked, told, on_topic)
    complete = [s for s in strong if _in_place(question, s) and _in_time(question, s)]
    if not complete or _elsewhere(complete[0], strong, question.shape in FIGURES and question.intent != "yes_no"):
        not_known = [
            s for s in strong if s.attribute and (s.subjects or not question.subjects) and _says_unknown(question, s)
        ]
        shown = not_known if not_known and not_known[0] is max(strong, key=lambda s: s.score) else strong
        return Verdict("partial", tuple(_nearest_first(shown, question)), _lacking(question, strong))
    if question.places:  # the place itself before passages that name none
        complete.sort(key=lambda s: s.place != "same")
    complete = _with_near(complete, ranked, question)
    figure = question.shape in FIGURES or (question.attribute and complete[0].own >= 0.6 and question.shape != "list")
    if (
        (figure or (question.attribute and complete[0].passage.cells))
        and question.intent != "yes_no"
        and _says_unknown(question, complete[0])
    ):
        return Verdict(
            "partial", (complete[0], *(s for s in complete[1:] if s.subjects and s.attribute)), wanted(question)
        )
    if not sure:
        return Verdict("partial", tuple(complete), _unsure(question, told), loose=True)
    return Verdict("answer", tuple(complete))


def _with_near(complete: Sequence[Scored], ranked: Sequence[Scored], question: Question) -> list[Scored]:
    """The best passage that meets the requirements, then in their order the others and the best of all: what a rule
    about attributes and shapes holds for wrong may be the very answer."""
    kept = {s.passage.key for s in complete}
    near = [
        s
        for s in _able_to_answer(question, ranked[:_NEARBY])
        if s.passage.key not in kept
        and _in_place(question, s)
        and _in_time(question, s)
        and (s.subjects or not (question.shape in FIGURES and complete[0].subjects))
        and not _row_of_others(question, s)
    ]
    return [complete[0], *sorted([*complete[1:], *near], key=lambda s: -s.score)]


def with_nearest(verdict: Verdict, question: Question, ranked: Sequence[Scored], library: Library) -> Verdict:
    """The verdict with the passages that come nearest by themselves, whatever it rests on. A name of the question has to
    stand somewhere in their documents."""
    names = _whole_names(question)
    named = {m.label for m in question.subjects if m.kind != "subject"}
    lacking = (  # where it is said that no such figure is known, that of another thing is no help
        verdict.outcome == "partial"
        and not verdict.loose
        and any(not m.startswith(("place", "period", "subject")) for m in verdict.missing)
    )
    figure = verdict.loose and question.shape in FIGURES
    near = [
        s
        for s in ranked[:10]
        if not s.passage.asks
        and not (lacking and not named <= set(s.subjects))
        and not (figure and _of_others(question, s, library.vocabulary))
        and not _row_of_others(question, s)
        and not _of_elsewhere(question, s)
        and (
            (named and named <= set(s.subjects))
            or 3 * sum(not any(_stands_by(s, t, library.passages) for t in name) for name in names) <= len(names)
        )
    ]
    figures = telling_figures(question.text)
    same_figure = [s for s in ranked[:_FIGURED] if figures & set(number_values(s.passage.words)) and not s.passage.asks]
    near = [*same_figure[:1], *(s for s in near if s is not next(iter(same_figure), None))]
    names_lacked = [m.removeprefix("subject: ") for m in verdict.missing if m.startswith("subject: ")]
    held = [w for w in names_lacked if any(_has(question, s, w) for s in near[:5])]
    if verdict.outcome == "partial" and held and len(held) == len(verdict.missing):  # it is not missing at all
        verdict = replace(verdict, missing=tuple(f"plain answer: {w}" for w in held), loose=True)
    return replace(verdict, nearest=tuple(near[:7]))


def _of_others(question: Question, scored: Scored, vocabulary: Vocabulary) -> bool:
    """Whether a passage is about another thing of a kind that the question names, and about none of those named."""
    named = {m.label: m.kind for m in question.subjects if m.kind not in {"role", "subject"}}
    others = scored.passage.named(vocabulary) if named and not scored.subjects else ()
    return any(kind in named.values() and label not in named for kind, label in others)


def _row_of_others(question: Question, scored: Scored) -> bool:
    """Whether a passage is the row of another thing than the one that a plain question names."""
    named = [m for m in question.subjects if m.exact and m.kind not in {"role", "subject"}]
    alone = question.intent in {"fact", "yes_no", "definition"} and named and not scored.subjects
    return bool(alone and any(row_of_another(m, scored.passage) for m in named))


def _whole_names(question: Question) -> list[list[Term]]:
    """The names of a question that are in no vocabulary, each with all its words ("World Economic Forum")."""
    found: list[list[Term]] = []
    for term in (t for t in question.terms if t.proper):
        joined = found and re.search(rf"{re.escape(found[-1][-1].word)}\s+{re.escape(term.word)}\b", question.text)
        if joined:
            found[-1].append(term)
        else:
            found.append([term])
    return found


def _of_elsewhere(question: Question, scored: Scored) -> bool:
    """Whether a passage itself speaks of another place or period than those asked for; what stands over it may be
    about a larger one."""
    around = {name for place in question.places for name in place.within}
    larger = not scored.passage.own_places and any(p.name in around for p in scored.passage.places)
    elsewhere = scored.place == "other" and not larger
    return elsewhere or (scored.period == "other" and bool(scored.passage.own_periods))


def _stands_by(scored: Scored, term: Term, passages: PassageCache) -> bool:
    """Whether a passage or another one of its document has a word of the question."""
    return term.word not in scored.absent or any(p.holds(term.stem) for p in passages.of(scored.passage.document))


def _has(question: Question, scored: Scored, word: str) -> bool:
    """Whether a passage has a word of the question."""
    return any(t.word == word for t in question.terms) and word not in scored.absent


def _able_to_answer(question: Question, ranked: Sequence[Scored]) -> list[Scored]:
    return [s for s in ranked if not s.passage.asks and not _unnamed(question, s)]


def _all_but_a_name(question: Question, able: Sequence[Scored], told: Sequence[Scored]) -> Verdict:
    """Passages that lack nothing but a name, which other documents may have."""
    missing = tuple(f"subject: {t.word}" for t in question.terms if t.proper and t.word in able[0].absent)
    if question.subjects and able[0].subjects:
        return Verdict("partial", tuple(able), missing)
    return Verdict("partial", tuple(able[:4]), missing or wanted(question, told), loose=True)


def _nearest(question: Question, ranked: Sequence[Scored], told: Sequence[Scored], on_topic: bool) -> Verdict:
    """What comes nearest to a question that no passage meets, where it is about what the library is about."""
    near = _able_to_answer(question, ranked[:8])
    if question.shape in FIGURES:  # the figure of another thing is no help
        near = [s for s in near if s.subjects] or [s for s in near if not _row_of_others(question, s)]
    if near and on_topic:
        return Verdict("partial", tuple(near[:4]), _unsure(question, told), loose=True)
    return Verdict("abstention", tuple(ranked[:3]), wanted(question, told), _reason(question, ranked))


def unheard_of(question: Question, ranked: Sequence[Scored], everyday: Callable[[str], float]) -> list[str]:
    """What a question turns on and the corpus has never heard of: words, or else the name of a role."""
    role = _unheard_role(question)
    if role and any(fold(role) in fold(s.passage.words) for s in ranked[:_NEARBY]):
        role = ""
    return _invented(question, ranked, everyday) or ([role] if role else [])


def telling(question: Question, ranked: Sequence[Scored]) -> list[Scored]:
    """The passages that are on the subject and tell of the attribute, in their order: whether they answer the question
    is then a matter of strength."""
    return [s for s in ranked if _on_subject(question, s) and _tells(question, s)]


def _at_issue(question: Question, scored: Scored) -> bool:
    """Whether a passage tells of the very thing that a question takes to rise or to fall."""
    return bool(question.direction and question.subjects and scored.subjects and scored.attribute)


def _on_subject(question: Question, scored: Scored) -> bool:
    """Whether the passage is about what was asked: the first-named subject, and half of all."""
    labels = list(dict.fromkeys(m.label for m in question.subjects if m.kind != "subject"))
    figure = question.shape in FIGURES and question.intent != "yes_no"
    if not labels or (len(question.terms) > 1 and scored.own >= 0.9 and scored.similarity >= 0.55 and not figure):
        return True
    return len(scored.subjects) * 2 >= len(labels)


def _tells(question: Question, scored: Scored) -> bool:
    """Whether the passage tells of the attribute, in the shape that an answer must have."""
    if scored.passage.asks:
        return False
    if question.intent in {"definition", "transition", "plan"}:
        return True
    if question.terms and scored.own >= 0.75 and scored.similarity >= 0.5 and question.shape in {"any", "change"}:
        return True  # the words of the question themselves, whatever its verb was taken for
    plain = scored.passage.unit.block != "row" and (scored.attribute or scored.similarity >= 0.55)
    if scored.own >= 0.75 and plain and _NONE.search(scored.passage.words):
        return True  # there is no such thing, so it has no price either
    if scored.attribute and not scored.passage.cells and _says_unknown(question, scored):
        return True  # it says that no such figure is known
    if question.shape in FIGURES and question.intent != "yes_no" and not scored.shape:
        return False
    return scored.attribute or question.attribute not in _STRICT or _counts_them(question, scored)


def _counts_them(question: Question, scored: Scored) -> bool:
    """Whether a sentence gives a number of the very people that a question asks the number of."""
    if question.attribute != "jobs" or scored.passage.cells:
        return False
    names = [n for m in question.subjects if m.kind == "role" for n in (m.surface, m.label)]
    return any(scored.passage.counts(tuple(stem(w) for w in words(n))) for n in names)


_ROLE_WANTED = re.compile(
    r"\b(?:become|becoming|work as|working as|job as|role of|(?:tasks|duties|skills|pay|salary) of|(?:does|do|is|are|would|will) (?:a|an|the))\s+(?:an?\s+|the\s+)?"
    r"((?:[\w/+-]+\s+){0,4}?(?:engineer|analyst|specialist|officer|manager|technician|architect|auditor|administrator|consultant|developer|"
    r"scientist|tester|lead|operator|designer|attorney|nurse|teacher|pilot|director|librarian|technologist|strategist|psychologist|ethicist|"
    r"researcher|advis[eo]r|coordinator|coach|buyer|broker|clerk)s?)\b",
    re.I,
)


def _unheard_role(question: Question) -> str:
    """A role that a question is about and that the vocabulary does not have under this name, though it has others."""
    match = _ROLE_WANTED.search(question.text)
    if match is None or any(
        m.kind != "subject" and m.span.end >= match.end(1) > m.span.start for m in question.subjects
    ):
        return ""
    name = match[1].split()
    plain_name = len(name) > 1 and not any(fold(w) in STOPWORDS for w in name)
    return " ".join(name) if plain_name and question.roles_known else ""


def _unnamed(question: Question, scored: Scored) -> bool:
    """Whether the question turns on a name that the passage does not have."""
    return any(t.proper and t.word in scored.absent for t in question.terms)


def _says_unknown(question: Question, scored: Scored) -> bool:
    """Whether a passage says that what is asked is not known: a sentence in words, a row in the cells under the header
    of the attribute, or in all its cells where no header names that."""
    if not scored.passage.cells:
        return bool(_UNKNOWN.search(scored.passage.words))
    attribute = BY_NAME[question.attribute] if question.attribute else None
    told = scored.passage.cells[1:]
    asked = [cell for header, cell in told if attribute and attribute.in_heading((header,))] or [c for _, c in told]
    return bool(asked) and all(_NOT_KNOWN.search(cell) for cell in asked)


def _elsewhere(best: Scored, strong: Sequence[Scored], figure: bool) -> bool:
    """Whether the passages that fit best speak of another place than the one asked for, and the rest of none; or, where a
    `figure` is asked for, of another place or period, so that what is left is the figure of another thing."""
    if best.place == "unnamed" and any(s.place == "other" and s.score > best.score for s in strong):
        return True
    return figure and any("other" in {s.place, s.period} and s.score > best.score for s in strong)


def _in_place(question: Question, scored: Scored) -> bool:
    if scored.place in {"same", "unasked"}:
        return True
    return scored.place == "unnamed" and not _about_figures(question) and bool(question.subjects or question.terms)


def _in_time(question: Question, scored: Scored) -> bool:
    if scored.period in {"same", "unasked"}:
        return True
    return scored.period == "unnamed" and not _about_figures(question) and not scored.passage.has_number


def _about_figures(question: Question) -> bool:
    return question.shape in FIGURES or question.attribute in {"pay", "demand", "jobs", "price", "penalty", "dates"}


def _nearest_first(scored: Sequence[Scored], question: Question) -> list[Scored]:
    """What is closest to the place and period asked for: the same, then a place around it, then any that says
    which place or period it speaks of."""
    around = {name for place in question.places for name in place.within}
    rank = {"same": 0, "unasked": 0, "unnamed": 3, "other": 2}

    def distance(s: Scored) -> int:
        place = 1 if s.place == "other" and any(p.name in around for p in s.passage.places) else rank[s.place]
        return place + rank[s.period]

    return sorted(scored, key=lambda s: (distance(s), -s.score))


def _lacking(question: Question, strong: Sequence[Scored]) -> tuple[str, ...]:
    best = _nearest_first(strong, question)[0]
    found = []
    if not _in_place(question, best):
        found.append(f"place: {', '.join(str(p) for p in question.places)}")
    if not _in_time(question, best):
        found.append(f"period: {', '.join(p.words if p.month else str(p) for p in question.periods)}")
    return tuple(found) or wanted(question)


def _invented(question: Question, ranked: Sequence[Scored], everyday: Callable[[str], float]) -> list[str]:
    """Words that the corpus has never seen and that the question turns on: names, and what qualifies a subject."""
    unknown = [t for t in question.terms if not t.known]
    if not unknown:
        return []
    named = [m for m in question.subjects if m.kind != "subject" and m.stands_in(question.text)]
    starts, ends = {m.span.start for m in named}, {m.span.end for m in named}
    turning = [
        t
        for t in unknown
        if t.proper
        or (_before(question.text, t, starts) and not re.search(r"[^s]s$", t.word))  # "my friend reckons X"
        or (everyday(t.word) < 0.05 and not thesaurus().knows(t.stem) and _after(question.text, t, ends))
    ]
    if turning:
        return list(dict.fromkeys(t.word for t in turning))
    unknown = [t for t in unknown if everyday(t.word) < 0.05]
    if (
        len(unknown) == len(question.terms)
        and not question.subjects
        and not any(thesaurus().knows(t.stem) for t in unknown)
    ):
        return [t.word for t in unknown]  # it asks about nothing else
    heavy = len(unknown) * 2 > len(question.terms)
    best = max((s.similarity for s in ranked[:5]), default=0.0)
    return [t.word for t in unknown] if heavy and best < 0.5 and not question.subjects else []


def _only_aside(question: Question, unknown: Sequence[Term]) -> bool:
    """Whether a question is about something that the library knows, a move or a thing named in full, and the unknown
    words stand apart from its name."""
    if question.intent in {"transition", "plan"}:
        return not _renamed(question, unknown)
    things = [
        m for m in question.subjects if m.exact and m.kind not in {"role", "subject"} and m.stands_in(question.text)
    ]
    starts, ends = {m.span.start for m in things}, {m.span.end for m in things}
    return bool(things) and not any(
        _before(question.text, t, starts) or _after(question.text, t, ends) for t in unknown
    )


def _renamed(question: Question, unknown: Sequence[Term]) -> bool:
    """Whether a move has no known goal, or an unknown word stands next to it and so makes another role of it."""
    goal = question.goal
    if goal is not None and not goal.stands_in(question.text):
        return False
    return goal is None or any(
        _before(question.text, t, {goal.span.start}) or _after(question.text, t, {goal.span.end}) for t in unknown
    )


def _before(text: str, term: Term, starts: set[int]) -> bool:
    """Whether a word stands directly before a recognised name, as part of a longer name that is not known."""
    end = text.find(term.word) + len(term.word)
    return any(0 <= start - end <= 1 for start in starts)


def _after(text: str, term: Term, ends: set[int]) -> bool:
    at = text.find(term.word)
    return any(0 <= at - end <= 1 for end in ends)


def wanted(question: Question, told: Sequence[Scored] = ()) -> tuple[str, ...]:
    """What a question asks for, as it is named where it is missing ("price: AIGP")."""
    subject = question.subjects[0].label if question.subjects else ""
    attribute = _NAMES_OF.get(question.attribute or "", question.attribute or "")
    if told and question.terms:
        best = max(told, key=lambda s: strength(question, s))
        absent = [t.word for t in question.terms if t.word in best.absent]
        if absent:
            return (f"subject: {' '.join(absent[:4])}",)
    if subject and attribute:
        return (f"{attribute}: {subject}",)
    if subject:
        rest = " ".join(t.word for t in question.terms[:4])
        return (f"subject: {subject}{' ' + rest if rest else ''}",)
    rest = " ".join(t.word for t in question.terms[:5])
    return (f"subject: {rest}" if rest else f"attribute: {attribute or 'what was asked'}",)


def _unsure(question: Question, told: Sequence[Scored]) -> tuple[str, ...]:
    """What is missing where passages come near: not the thing itself, which they may well tell of, but a plain word."""
    return tuple(f"plain answer: {m.partition(': ')[2] or m}" for m in wanted(question, told))


def _reason(question: Question, ranked: Sequence[Scored]) -> Reason:
    best = max((s.similarity for s in ranked[:8]), default=0.0)
    told = question.attribute is not None and any(s.attribute for s in ranked[:3])
    if not question.subjects and best < 0.25 and not told:
        return "out_of_scope"
    return "insufficient_evidence"
