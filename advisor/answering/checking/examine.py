"""One clause against the evidence: the sentence it rests on, and everything that speaks for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.answering.checking.alignment import Alignment, Exchange, Matcher, align, spread
from advisor.answering.checking.evidence import Evidence, Sentence
from advisor.answering.checking.figures import derived, misplaced, number_problems
from advisor.answering.checking.model import Findings
from advisor.answering.checking.polarity import turned
from advisor.answering.checking.thesaurus import KIN, thesaurus
from advisor.answering.checking.tokens import Token, tokens

_TRIED = 3
_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class Examined:
    """Findings, and in words: wrong numbers, other contradictions, names that are nowhere, and doubts."""

    findings: Findings
    numbers: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def examine(clause: str, evidence: Evidence, similarities: Sequence[float] | None, computed: bool = False) -> Examined:
    """Everything that can be found out about one clause. `similarities` has one cosine a sentence.

    With `computed`, numbers and directions may be derived from the evidence and are not looked for in it.
    """
    words = tokens(clause)
    best, along = _resting_on(words, evidence, similarities)
    before = Matcher(evidence.before(best))

    def told_before(token: Token) -> bool:
        return best.leans and before.best(token) >= KIN

    novel = [t for t in words if t.content and evidence.everything.best(t) < KIN]
    anywhere = evidence.everything.coverage(words)
    beside = evidence.beside(best)
    exchanges = [e for e in along.exchanges if not told_before(e.said) and beside.best(e.said) < KIN]
    names = tuple(f"{t.text} is not in the quote" for t in novel if t.name)
    numbers = () if computed else tuple(number_problems(clause, evidence.text))
    back = () if computed else tuple(turned(words, best.tokens))
    elsewhere = None if computed or numbers else misplaced(words, evidence.surroundings(best))
    return Examined(
        Findings(
            nearby=evidence.near(best).coverage(words),
            anywhere=anywhere,
            similarity=max(similarities) if similarities else None,
            exchanged=min(sum(e.anchors for e in exchanges) * along.ordered, 3.0),
            crossed=float(_changed_places(along.exchanges)),
            special=min(sum(t.weight / (1 + thesaurus().senses(t.stem)) for t in novel if not t.name), 3.0),
            spread=spread(words, evidence.spaced) if anywhere > _NEARLY_ALL else 0.0,
            turned=float(bool(back)),
            misplaced=float(bool(elsewhere)),
            numbers=0.0 if not numbers else 0.2 if derived(clause, evidence.text) else 1.0,
            names=float(min(len(names), 2)),
        ),
        numbers,
        back,
        names,
        (*_told(exchanges), *([elsewhere] if elsewhere else [])),
    )


def _changed_places(exchanges: Sequence[Exchange]) -> bool:
    """Whether two words of the statement stand in each other's place."""
    pairs = {(e.said.stem, e.held.stem) for e in exchanges if e.crossed}
    return any((held, said) in pairs for said, held in pairs)


def _told(exchanges: Sequence[Exchange]) -> list[str]:
    return [
        f"“{e.said.text}” stands where the quote has “{e.held.text}”"
        for e in exchanges
        if e.anchors and not e.said.digits
    ]


def _resting_on(
    words: Sequence[Token], evidence: Evidence, similarities: Sequence[float] | None
) -> tuple[Sentence, Alignment]:
    """The sentence that covers most, by exact words first and then by alignment."""
    meaning = similarities or [0.0] * len(evidence.sentences)
    ranked = sorted(
        range(len(evidence.sentences)), key=lambda i: -(_exact(words, evidence.sentences[i]) + 0.3 * meaning[i])
    )[:_TRIED]
    tried = [(align(words, evidence.sentences[i].tokens), i) for i in ranked]
    along, best = max(tried, key=lambda t: (t[0].covered + 0.3 * t[0].ordered + 0.2 * meaning[t[1]], -t[1]))
    return evidence.sentences[best], along


def _exact(words: Sequence[Token], sentence: Sentence) -> float:
    total = sum(t.weight for t in words)
    return sum(t.weight for t in words if t.stem in sentence.stems) / total if total else 0.0
