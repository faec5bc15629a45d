"""One clause against the evidence: the sentence it rests on, and everything that speaks for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.answering.checking.alignment import Alignment, Matcher, align
from advisor.answering.checking.evidence import Evidence, Sentence
from advisor.answering.checking.figures import derived, misplaced, number_problems
from advisor.answering.checking.model import Findings
from advisor.answering.checking.polarity import turned
from advisor.answering.checking.thesaurus import KIN
from advisor.answering.checking.tokens import Token, tokens

_TRIED = 3


@dataclass(frozen=True, slots=True)
class Examined:
    """Findings, and in words: contradictions (`against`) and doubts."""

    findings: Findings
    against: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def examine(clause: str, evidence: Evidence, similarities: Sequence[float] | None, computed: bool) -> Examined:
    """Everything that can be found out about one clause. `similarities` has one cosine a sentence."""
    words = tokens(clause)
    best, along = _resting_on(words, evidence, similarities)
    near, everything = evidence.near(best), evidence.everything
    anywhere = [everything.best(t) if t.content else 0.0 for t in words]
    novel = [t for t, b in zip(words, anywhere, strict=True) if t.content and b < KIN]
    leans = best.leans
    before = Matcher(evidence.before(best))
    strangers = [t for t in along.missing if t not in novel and not (leans and before.best(t) >= KIN)]
    exchanges = [e for e in along.exchanges if not (leans and before.best(e.said) >= KIN)]
    against: list[str] = []
    numbers = [] if computed else number_problems(clause, evidence.text)
    rounded = bool(numbers) and derived(clause, evidence.text)
    against += numbers
    back = turned(words, best.tokens) if not computed else []
    against += [t.reason for t in back]
    elsewhere = None if computed or numbers else misplaced(words, evidence.surroundings(best))
    if elsewhere:
        against.append(elsewhere)
    names = [t for t in novel if t.name]
    doubts = [f"{t.text} is not in the quote" for t in names]
    doubts += [f"“{e.said.text}” stands where the quote has “{e.held.text}”" for e in exchanges if e.anchors or e.crossed]
    total = sum(t.weight for t in words) or 1.0
    return Examined(
        Findings(
            covered=along.covered,
            nearby=near.coverage(words),
            anywhere=everything.coverage(words),
            ordered=along.ordered,
            similarity=max(similarities) if similarities else 0.0,
            novel=min(sum(t.weight for t in novel), 4.0),
            exchanged=min(sum(e.said.weight * (0.3 + 0.35 * e.anchors) for e in exchanges if not e.crossed), 3.0),
            crossed=min(sum(0.5 + 0.25 * e.anchors for e in exchanges if e.crossed), 3.0),
            apart=along.apart,
            swapped_in=min(sum(e.anchors for e in exchanges) * along.ordered, 3.0),
            strangers=min(sum(t.weight for t in strangers), 4.0) / min(total, 4.0),
            turned=float(bool(back)),
            misplaced=float(bool(elsewhere)),
            numbers=0.5 if rounded else float(bool(numbers)),
            names=float(min(len(names), 2)),
        ),
        tuple(against),
        tuple(doubts),
    )


def _resting_on(
    words: Sequence[Token], evidence: Evidence, similarities: Sequence[float] | None
) -> tuple[Sentence, Alignment]:
    """The sentence that covers most, by exact words first and then by alignment."""
    ranked = sorted(
        range(len(evidence.sentences)),
        key=lambda i: -(_exact(words, evidence.sentences[i]) + (0.3 * similarities[i] if similarities else 0.0)),
    )[:_TRIED]
    tried = [(align(words, evidence.sentences[i].tokens), i) for i in ranked]
    along, i = max(tried, key=lambda t: (t[0].covered + 0.3 * t[0].ordered + (0.2 * similarities[t[1]] if similarities else 0), -t[1]))
    return evidence.sentences[i], along


def _exact(words: Sequence[Token], sentence: Sentence) -> float:
    total = sum(t.weight for t in words)
    return sum(t.weight for t in words if t.stem in sentence.stems) / total if total else 0.0
