"""Denial, opposites and direction: whether a statement turns round what the evidence says of the same thing.

A word of denial counts for the few words behind it, and a word of direction (rise, fall, more, less) for the words
and figures beside it. Only where statement and evidence speak of the same words are they compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from advisor.answering.checking.thesaurus import thesaurus
from advisor.answering.checking.tokens import DENIALS, Token, tokens

_SCOPE = 6
_LIGHT = 0.5
# Words that deny without a "not": what they govern is taken back.
_HIDDEN = frozenset(
    """lack lacks lacking lacked fail fails failed failing unable avoid avoids avoided except excepting excluding exclude
    excludes excluded exempt exempts exempted exemption drop drops dropped refuse refuses refused deny denies denied
    prevent prevents prevented stop stops stopped forbid forbids forbidden ban bans banned prohibit prohibits prohibited
    unlike instead cancel cancels cancelled canceled closed lost unless against oppose opposes opposed
    opposing off loses lose impossible false untrue unnecessary optional barely little weak less nobody isolated""".split()
)
# "It is not true that …", "it is a myth that …": what is denied is what follows.
_VERDICTS = frozenset("true case correct accurate right fact so".split())
_FALSITIES = frozenset("false untrue incorrect wrong myth lie misconception mistaken".split())
_NOT_DENIALS = (
    ("not", "only"),
    ("no", "longer"),
    ("not", "just"),
    ("nothing", "but"),
    ("no", "matter"),
    ("no", "less"),
    ("no", "fewer"),
)
_UP = frozenset(
    """grow growth rise increase gain surge expand climb rebound recover high higher highest more most
    improve accelerate raise faster fast double triple exceed soar jump greater greatest larger longer
    heavier up upward lengthen boost stronger risen""".split()
)
_DOWN = frozenset(
    """fall decline drop decrease shrink shrunk lose loss low lower lowest less least fewer few worsen reduce cut slump
    slow decelerate slower halve plunge smaller smallest shorter lighter down downward shorten weaker contract""".split()
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


def negated(text: str) -> bool:
    """Whether a text denies something in so many words."""
    return any(True for _ in _denials(tokens(text)))


def denied(text: str) -> frozenset[str]:
    """Stems of the content words that the denials of a text govern."""
    found = tokens(text)
    return frozenset(t.stem for i in _denials(found) for t in _scope(found, i))


def _denials(found: Sequence[Token]) -> Iterator[int]:
    for i, t in enumerate(found):
        if t.word in DENIALS or t.word.endswith("n't"):
            after = found[i + 1].word if i + 1 < len(found) else ""
            if (t.word, after) not in _NOT_DENIALS:
                yield i
        elif (
            t.word == "fails"
            and i + 1 < len(found)
            and found[i + 1].word == "to"
            or t.word in _FALSITIES
            and i + 1 < len(found)
            and found[i + 1].word == "that"
        ):
            yield i


def _scope(found: Sequence[Token], at: int) -> list[Token]:
    """The content words that a denial governs: those behind it up to the clause's end."""
    scope: list[Token] = []
    for t in found[at + 1 :]:
        if t.mark and (scope or t.word in {"|", ";", "("}):
            break
        if t.weight > _LIGHT and (scope or t.word not in _VERDICTS):
            scope.append(t)
        if len(scope) >= _SCOPE:
            break
    return scope


def turned(statement: Sequence[Token], sentence: Sequence[Token]) -> list[str]:
    """What of the sentence the statement turns round, each said in words."""
    return [*_denied(statement, sentence), *_opposite(statement, sentence), *_directed(statement, sentence)]


def _denied(statement: Sequence[Token], sentence: Sequence[Token]) -> Iterator[str]:
    said = [scope for i in _denials(statement) if (scope := _scope(statement, i))]
    held = [scope for i in _denials(sentence) if (scope := _scope(sentence, i))]
    if _one_sided(said, held, statement, sentence):
        yield ("the statement denies what the quote says")
    elif _one_sided(held, said, sentence, statement):
        yield ("the statement leaves out the quote's “not”")


def _one_sided(
    denied: list[list[Token]], also: list[list[Token]], here: Sequence[Token], there: Sequence[Token]
) -> bool:
    """Whether something is denied here whose words stand there, and not denied."""
    words_there, words_here = {t.stem for t in there}, {t.stem for t in here}
    for scope in denied:
        stems = {t.stem for t in scope}
        shared = stems & words_there
        head = scope[0]
        if head.stem not in shared or len(shared) * 2 < len(stems):
            continue
        if any(len(shared & {t.stem for t in other}) * 2 >= len(shared) for other in also):
            continue
        if not _taken_back(there, shared, words_here) and not _has_opposite(scope, there):
            return True
    return False


def _taken_back(found: Sequence[Token], words: set[str], other: set[str]) -> bool:
    """Whether one of the words is denied without a plain "not": by a word near it that the other side does not use."""
    for i, t in enumerate(found):
        hidden = t.word in _HIDDEN or (t.word.startswith(("un", "dis", "im", "in")) and _stripped(t.word) is not None)
        every = t.word == "but" and any(
            b.word in {"all", "every", "any", "everything"} for b in found[max(0, i - 5) : i]
        )
        if every or (hidden and t.stem not in other and _beside(found, i, 5) & words):
            return True
    return False


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


def _opposite(statement: Sequence[Token], sentence: Sequence[Token]) -> Iterator[str]:
    """Words of the statement whose opposite stands in the sentence beside the same words, and beside more of them
    than the word itself, where the sentence has both."""
    said = {t.stem for t in statement}
    held: dict[str, list[int]] = {}
    for i, t in enumerate(sentence):
        held.setdefault(t.stem, []).append(i)
    if any(True for _ in _denials(statement)) != any(True for _ in _denials(sentence)):
        return
    for i, t in enumerate(statement):
        own = max((_shared(statement, i, sentence, j) for j in held.get(t.stem, ())), default=(0, 0))
        for other in _opposites(t) & (held.keys() - said):
            j = max(held[other], key=lambda j: _shared(statement, i, sentence, j))
            near = _shared(statement, i, sentence, j)
            if sum(near) and (near > own or t.stem not in held):
                yield (f"the quote says the opposite of “{t.text}” (“{sentence[j].text}”)")
                return


def _shared(a: Sequence[Token], i: int, b: Sequence[Token], j: int) -> tuple[int, int]:
    """How many words two places have in common behind them, and before them."""
    return len(_after(a, i) & _after(b, j)), len(_before(a, i) & _before(b, j))


def _directed(statement: Sequence[Token], sentence: Sequence[Token]) -> Iterator[str]:
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
                    yield (f"the direction of “{statement[i].text}” is another one in the quote")
                    return


def _direction(found: Sequence[Token], i: int) -> int:
    t = found[i]
    after = found[i + 1] if i + 1 < len(found) else None
    if t.word in {"+", "-", "−", "–"}:
        return 1 if t.word == "+" else -1
    if t.word in {"up", "down"} and not (after and (after.digits or after.word in {"by", "from", "$"})):
        return 0
    if t.word == "longer" and i and found[i - 1].word == "no":
        return 0
    if t.word in {"more", "less"} and (after is None or after.mark or (i and found[i - 1].word == "or")):
        return 0
    if t.stem in _up() or t.word in _up():
        return 1
    if t.stem in _down() or t.word in _down():
        return -1
    return 0


def _beside(found: Sequence[Token], at: int, reach: int = 3) -> set[str]:
    """Stems of the content words next to a place, so many on each side."""
    return _before(found, at, reach) | _after(found, at, reach)


def _before(found: Sequence[Token], at: int, reach: int = 3) -> set[str]:
    return {
        t.stem for t in [t for t in _in_cell(reversed(found[max(0, at - 3 * reach) : at])) if t.weight > _LIGHT][:reach]
    }


def _after(found: Sequence[Token], at: int, reach: int = 3) -> set[str]:
    return {t.stem for t in [t for t in _in_cell(found[at + 1 : at + 1 + 3 * reach]) if t.weight > _LIGHT][:reach]}


def _in_cell(found: Iterable[Token]) -> Iterator[Token]:
    """The words up to the end of a cell or clause."""
    return takewhile(lambda t: t.word not in {"|", ";"}, found)


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
