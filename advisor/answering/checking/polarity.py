"""Denial, opposites and direction: whether a statement turns round what the evidence says of the same thing.

A word of denial counts for the few words behind it, and a word of direction (rise, fall, more, less) for the words
and figures beside it. Only where statement and evidence speak of the same words are they compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from advisor.answering.checking.thesaurus import thesaurus
from advisor.answering.checking.tokens import Token, tokens

_SCOPE = 6
_DENIALS = frozenset(
    """no not never none nor neither nobody nothing without cannot can't isn't aren't wasn't weren't don't doesn't didn't
    won't wouldn't shouldn't couldn't hasn't haven't hadn't hardly rarely seldom scarcely""".split()
)
# Words that deny without a "not": what they govern is taken back.
_HIDDEN = frozenset(
    """lack lacks lacking lacked fail fails failed failing unable avoid avoids avoided except excepting excluding exclude
    excludes excluded exempt exempts exempted exemption drop drops dropped refuse refuses refused deny denies denied
    prevent prevents prevented stop stops stopped forbid forbids forbidden ban bans banned prohibit prohibits prohibited
    unlike instead cancel cancels cancelled canceled closed end ends ended free lost only but unless until little few
    against oppose opposes opposed opposing off loses lose impossible last wrong false untrue weak
    unnecessary optional barely less""".split()
)
_NOT_DENIALS = (("not", "only"), ("no", "longer"), ("not", "just"), ("nothing", "but"), ("no", "matter"), ("no", "less"), ("no", "fewer"))
_UP = frozenset(
    """grow growth rise increase gain surge expand climb rebound recover high higher highest more most
    improve accelerate raise faster fast double triple above exceed soar jump great greater greatest larger large longer
    long heavier earlier up upward add lengthen boost strong stronger often better best after ahead majority risen""".split()
)
_DOWN = frozenset(
    """fall decline drop decrease shrink shrunk lose loss low lower lowest less least fewer few worsen reduce cut slump
    slow decelerate slower halve below plunge small smaller smallest short shorter lighter later down downward remove
    shorten weak weaker seldom worse worst before behind minority contract edge_down""".split()
)
_PAIRS = (
    ("required", "optional"), ("mandatory", "optional"), ("mandatory", "voluntary"), ("compulsory", "optional"), ("before", "after"),
    ("first", "last"), ("earliest", "latest"), ("highest", "lowest"), ("largest", "smallest"), ("most", "least"), ("majority", "minority"),
    ("allowed", "forbidden"), ("allow", "ban"), ("permit", "prohibit"), ("easy", "difficult"), ("easy", "hard"), ("cheap", "expensive"),
    ("cheaper", "dearer"), ("include", "exclude"), ("always", "never"), ("true", "false"), ("start", "end"), ("start", "stop"), ("begin", "end"),
    ("win", "lose"), ("success", "failure"), ("succeed", "fail"), ("senior", "junior"), ("public", "private"), ("yes", "no"), ("above", "below"),
    ("over", "under"), ("more", "less"), ("more", "fewer"), ("higher", "lower"), ("rise", "fall"), ("increase", "decrease"), ("on", "off"),
    ("open", "closed"), ("up", "down"), ("north", "south"), ("northern", "southern"), ("east", "west"), ("eastern", "western"), ("left", "right"),
    ("many", "few"), ("plentiful", "few"), ("accept", "reject"), ("support", "oppose"), ("for", "against"), ("with", "without"),
    ("enable", "disable"), ("add", "remove"), ("gain", "lose"), ("buy", "sell"), ("men", "women"), ("man", "woman"), ("boys", "girls"),
    ("male", "female"), ("husband", "wife"), ("father", "mother"), ("son", "daughter"), ("brother", "sister"), ("import", "export"), ("expand", "contract"),
    ("accelerate", "slow"), ("strong", "weak"), ("safe", "dangerous"), ("fast", "slow"), ("faster", "slower"), ("earlier", "later"), ("early", "late"),
    ("top", "bottom"), ("inside", "outside"), ("fixed", "changing"), ("single", "shared"), ("free", "paid"), ("alive", "dead"), ("urban", "rural"),
    ("soft", "tough"), ("soft", "hard"), ("paid", "unpaid"), ("long", "short"), ("longer", "shorter"), ("lengthen", "shorten"), ("wide", "narrow"),
    ("hot", "cold"), ("warm", "cool"), ("wet", "dry"), ("heavy", "light"), ("heavier", "lighter"), ("full", "empty"), ("rich", "poor"),
)  # fmt: skip
_PREFIXES = ("un", "in", "im", "ir", "dis", "non", "il")


@dataclass(frozen=True, slots=True)
class Turned:
    """A contradiction in words, and whether it is a plain one (an explicit denial or opposite at the same place)."""

    reason: str
    plain: bool = True


def negated(text: str) -> bool:
    """Whether a text denies something in so many words."""
    return any(True for _ in _denials(tokens(text)))


def _denials(found: Sequence[Token]) -> Iterator[int]:
    for i, t in enumerate(found):
        if t.word in _DENIALS or t.word.endswith("n't"):
            after = found[i + 1].word if i + 1 < len(found) else ""
            if (t.word, after) not in _NOT_DENIALS:
                yield i
        elif t.word == "fails" and i + 1 < len(found) and found[i + 1].word == "to":
            yield i


def _scope(found: Sequence[Token], at: int) -> set[str]:
    """Stems of the content words that a denial governs: those behind it up to the clause's end."""
    scope: list[str] = []
    for t in found[at + 1 :]:
        if t.mark and t.word in {";", ":", "—", ","} and scope:
            break
        if t.content:
            scope.append(t.stem)
        if len(scope) >= _SCOPE:
            break
    return set(scope)


def _whole(found: Sequence[Token], at: int) -> set[str]:
    """Stems around a word within its clause, on both sides."""
    before: list[str] = []
    for t in reversed(found[:at]):
        if t.mark and t.word in {";", ":", "—"}:
            break
        if t.content:
            before.append(t.stem)
        if len(before) >= _SCOPE:
            break
    return _scope(found, at) | set(before)


def turned(statement: Sequence[Token], sentence: Sequence[Token]) -> list[Turned]:
    """What of the sentence the statement turns round."""
    return [*_denied(statement, sentence), *_opposite(statement, sentence), *_directed(statement, sentence)]


def _denied(statement: Sequence[Token], sentence: Sequence[Token]) -> Iterator[Turned]:
    said, held = list(_denials(statement)), list(_denials(sentence))
    said_words, held_words = _stems(statement), _stems(sentence)
    if said and not held:
        if not _hides(sentence) and not _has_opposite(statement, sentence):
            scope = set().union(*(_scope(statement, i) for i in said))
            if len(scope & held_words) * 2 >= len(scope):
                yield Turned("the statement denies what the quote says")
        return
    if held and not said and not _hides(statement) and not _has_opposite(statement, sentence):
        for i in held:
            scope = _scope(sentence, i)
            if scope and len(scope & said_words) >= min(2, len(scope)) and len(scope & said_words) * 2 >= len(scope):
                yield Turned("the statement leaves out the quote's “not”")
                return


def _stems(found: Sequence[Token]) -> set[str]:
    return {t.stem for t in found if t.content}


def _hides(found: Sequence[Token]) -> bool:
    """Whether something is taken back without a plain denial."""
    return any(t.word in _HIDDEN or t.word.startswith(("un", "dis", "im", "in")) and _stripped(t.word) for t in found)


def _stripped(word: str) -> str | None:
    """The word without a denying prefix, where it is a word that the thesaurus knows."""
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) > 3 and thesaurus().knows(thesaurus().base(rest)):
            return thesaurus().base(rest)
    return None


def _opposites(token: Token) -> set[str]:
    found = set(thesaurus().opposites(token.stem)) | _fixed().get(token.stem, set())
    bare = _stripped(token.word)
    if bare:
        found.add(bare)
    return found


def _has_opposite(statement: Sequence[Token], sentence: Sequence[Token]) -> bool:
    held = {t.stem for t in sentence}
    return any(_opposites(t) & held for t in statement)


def _opposite(statement: Sequence[Token], sentence: Sequence[Token]) -> Iterator[Turned]:
    """Words of the statement whose opposite stands in the sentence beside the same words."""
    said, held = {t.stem for t in statement}, {t.stem: i for i, t in enumerate(sentence)}
    denied = any(True for _ in _denials(statement)) != any(True for _ in _denials(sentence))
    for i, t in enumerate(statement):
        if t.stem in held:
            continue
        for other in _opposites(t) & held.keys() - said:
            near = _whole(statement, i) & _whole(sentence, held[other])
            if near and not denied:
                yield Turned(f"the quote says the opposite of “{t.text}” (“{sentence[held[other]].text}”)")
                return


def _directed(statement: Sequence[Token], sentence: Sequence[Token]) -> Iterator[Turned]:
    """Directions of change in the statement against the direction beside the same words and figures."""
    there = [(i, _direction(sentence, i)) for i in range(len(sentence)) if _direction(sentence, i)]
    for i in range(len(statement)):
        way = _direction(statement, i)
        if not way or any(sentence[j].stem == statement[i].stem for j, _ in there):
            continue
        near = _beside(statement, i)
        ranked = sorted(((len(near & _beside(sentence, j)), other, j) for j, other in there), reverse=True)
        if ranked and ranked[0][0] >= 1 and ranked[0][1] != way:
            if not any(other == way and shared == ranked[0][0] for shared, other, _ in ranked):
                denied = any(True for _ in _denials(statement)) != any(True for _ in _denials(sentence))
                if not denied:
                    yield Turned(f"the direction of “{statement[i].text}” is another one in the quote")
                    return


def _direction(found: Sequence[Token], i: int) -> int:
    t = found[i]
    if t.word == "up" and i + 1 < len(found) and found[i + 1].word == "to":
        return 0
    if t.stem in _up() or t.word in _up():
        return 1
    if t.stem in _down() or t.word in _down():
        return -1
    return 0


def _beside(found: Sequence[Token], at: int) -> set[str]:
    """Stems of the three content words on each side, and figures among them."""
    before = [t.stem for t in found[max(0, at - 10) : at] if t.content][-3:]
    after = [t.stem for t in found[at + 1 : at + 11] if t.content][:3]
    return set(before) | set(after)



@lru_cache(maxsize=1)
def _up() -> frozenset[str]:
    return frozenset(thesaurus().base(w) for w in _UP) | _UP


@lru_cache(maxsize=1)
def _down() -> frozenset[str]:
    return frozenset(thesaurus().base(w) for w in _DOWN) | _DOWN


@lru_cache(maxsize=1)
def _fixed() -> dict[str, set[str]]:
    """The pairs of opposites above, both ways, by stem."""
    found: dict[str, set[str]] = {}
    for a, b in _PAIRS:
        found.setdefault(thesaurus().base(a), set()).add(thesaurus().base(b))
        found.setdefault(thesaurus().base(b), set()).add(thesaurus().base(a))
    return found
