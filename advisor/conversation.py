"""History folded into one standalone question: pronouns, ellipsis, corrections, and what the person told earlier.

Only the person's own turns are read, the latest first, and only as many as it takes: a long history costs no more
than a short one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from advisor.answering.attributes import BY_NAME, attributes_asked
from advisor.answering.periods import periods
from advisor.answering.places import places
from advisor.answering.question import Question, cue_words, understand
from advisor.text import STOPWORDS, fold, stem, words
from advisor.types import Turn
from advisor.vocabulary import Mention, Vocabulary

_TURNS_READ = 8
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|that one|this one|the same one|those|these|he|she|that role|this role|that job|this job|the role|the job|"
    r"that certification|this certification|that cert|that exam|the exam|that framework|that position|the position|that career|that field|"
    r"that path|this path|the former|the latter|the first one|the second one|the first|the second|the other one|the other|"
    r"one of them|both|both of them|each of them|each|(?<!is )(?<!are )(?<!was )there|that|this)\b",
    re.I,
)
_ELLIPSIS = re.compile(
    r"^\W*(?:and|what about|how about|or|also|but|then|ok(?:ay)?|so|same for|and for|for|in|what if|now|and what about|what of|"
    r"and how about|versus|vs|compared (?:to|with))\b",
    re.I,
)
_CORRECTION = re.compile(
    r"^\W*(?:no|nope|sorry|actually|wait|oops|not that|i meant|i mean|correction)\b.{0,30}?(?:\bi (?:meant|mean)\b|\bmeant\b|,|\bmake that\b|\bnot \w+ but\b)?\s*",
    re.I,
)
_MEANT = re.compile(r"\b(?:i (?:meant|mean|was asking about)|meant|make that|rather)\b\s*(?:the\s+|an?\s+)?", re.I)
_NAMED = re.compile(
    r"^\W*(?:and|what about|how about|and what about|what of|or|and for|for)\s+((?:the\s+)?[^?]{2,50}?)(?:\s+ones?)?\W*$", re.I
)
_OTHER = re.compile(r"\b(?:the other(?: one)?|the second(?: one)?|the latter|the last one)\b", re.I)
_FIRST = re.compile(r"\b(?:the first(?: one)?|the former)\b", re.I)
_BOTH = re.compile(r"\b(?:both(?: of them)?|each of them|the two|them both)\b", re.I)
_SELF = re.compile(
    r"\b(?:i'?m|i am|i work|i have been|i've been|background|my current (?:role|job)|i come from|as an?|currently|i used to be|i was|years)\b",
    re.I,
)
_OWN_FIELD = re.compile(r"\b(?:my|me|i|i'm|i've|im)\b", re.I)


@dataclass(frozen=True, slots=True)
class Standalone:
    """The question as it stands alone, and the person's own role where an earlier turn told it."""

    text: str
    background: Mention | None = None
    hours: int | None = None

    def complete(self, question: Question) -> Question:
        """The question with the person's background filled in where it asks for a move and names no start."""
        own = self.background
        if own is None or question.start or not question.goal or question.goal.label == own.label:
            return question
        if question.intent not in {"transition", "plan", "list", "fact"}:
            return question
        intent = "transition" if question.intent in {"fact", "list"} and not question.attributes else question.intent
        return replace(question, start=own, intent=intent, hours=question.hours or self.hours)


def condense(question: str, history: Sequence[Turn], vocabulary: Vocabulary) -> Standalone:
    """The standalone form of a question after a history."""
    earlier = [t.content for t in history if t.role == "user" and t.content.strip()][-_TURNS_READ:]
    background, hours = _background([*earlier, question], vocabulary)
    if not earlier:
        return Standalone(question, None, hours)
    mended, _ = vocabulary.corrected(question, cue_words())
    text = _resolve(mended, earlier, vocabulary)
    text = text if text != mended else question
    if background and _moves(text, background, vocabulary):
        text = f"{text.rstrip()} (background: {background.label})"
    return Standalone(text, background, hours)


def _moves(text: str, background: Mention, vocabulary: Vocabulary) -> bool:
    """Whether a question asks for a move to another role and does not say from where."""
    parts = understand(text, vocabulary)
    return any(p.goal and not p.start and p.goal.label != background.label for p in parts)


def _background(turns: Sequence[str], vocabulary: Vocabulary) -> tuple[Mention | None, int | None]:
    """The role that the person says to have, and the hours a week that they can spend; the latest word counts."""
    role, hours = None, None
    for turn in turns:
        if _SELF.search(turn):
            for part in understand(turn[:600], vocabulary):
                role = part.start or role
            if role is None or "i" in words(turn):
                role = _own_role(turn, vocabulary) or role
        for part in understand(turn[:600], vocabulary) if re.search(r"\bhours?\b|\bhrs?\b", turn) else ():
            hours = part.hours or hours
    return role, hours


def _own_role(turn: str, vocabulary: Vocabulary) -> Mention | None:
    for mention in vocabulary.find(turn):
        before = fold(turn[max(0, mention.span.start - 45) : mention.span.start])
        if mention.kind == "role" and re.search(
            r"(?:\bi'?m|\bi am|\bi work(?: as)?|\bi was|\bi've been|\bi have been|\bas|\bbackground:?(?: is)?(?: in| as)?|\bcurrently|"
            r"\bcome from|\byears(?: in| as| of)?)\s+(?:an?\s+|the\s+)?(?:\w+\s+){0,2}$",
            before,
        ):
            return mention
    return None


def _resolve(question: str, earlier: Sequence[str], vocabulary: Vocabulary) -> str:
    mentions = [m for m in vocabulary.find(question) if m.kind != "subject"]
    previous = _previous(earlier, vocabulary)
    if not previous:
        return question
    correction = _correct(question, mentions, previous, vocabulary)
    if correction:
        return correction
    pronoun = _PRONOUN.search(question)
    elliptic = bool(_ELLIPSIS.match(question)) or _bare(question, mentions, vocabulary)
    if mentions and not elliptic and not pronoun:
        return question
    if elliptic and _substitutes(question, mentions):
        swapped = _swap(question, mentions, previous, vocabulary)
        if swapped:
            return swapped
    if pronoun and _needs_noun(question, pronoun, mentions):
        return _with_attribute(_with_nouns(question, previous, vocabulary), previous, vocabulary)
    if not mentions and _asks_of_nothing(question):
        return _with_subject(question, previous, vocabulary)
    return question


def _previous(earlier: Sequence[str], vocabulary: Vocabulary) -> str:
    """The last earlier question in its own standalone form."""
    standalone = ""
    for turn in earlier:
        mended, _ = vocabulary.corrected(turn, cue_words())
        if re.match(r"^\W*(?:thanks?|thank you|ok(?:ay)?|hi|hello|great|cool|hey)\W*$", mended, re.I):
            continue
        standalone = _resolve_one(mended, standalone, vocabulary) if standalone else mended
    return standalone


def _resolve_one(turn: str, previous: str, vocabulary: Vocabulary) -> str:
    resolved = _resolve(turn, [previous], vocabulary)
    named = [m for m in vocabulary.find(resolved) if m.kind != "subject"]
    if not named and _asks_of_nothing(turn) and len(words(turn)) < 4:
        return previous
    return resolved


def _subjects(text: str, vocabulary: Vocabulary) -> list[Mention]:
    found: dict[str, Mention] = {}
    for mention in vocabulary.find(text):
        if mention.kind != "subject":
            found.setdefault(mention.label, mention)
    return list(found.values())


def _correct(question: str, mentions: list[Mention], previous: str, vocabulary: Vocabulary) -> str | None:
    """"no, I meant AppSec": the earlier question with the corrected name, place or year in place of its own."""
    if not _CORRECTION.match(question) and not _MEANT.search(question):
        return None
    meant = _MEANT.search(question)
    tail = question[meant.end() :] if meant else _CORRECTION.sub("", question, count=1)
    if len(words(tail)) > 8 or not tail.strip():
        return None
    if mentions:
        old = _subjects(previous, vocabulary)
        target = next((m for m in reversed(old) if m.kind == mentions[0].kind), old[-1] if old else None)
        return _replace_mention(previous, target, mentions[0].surface) if target else None
    new_places, new_periods = places(f"in {tail}"), periods(tail)
    return _constrain(previous, new_places, new_periods) if new_places or new_periods else None


def _replace_text(text: str, old: str, new: str) -> str | None:
    at = fold(text).find(fold(old))
    return text[:at] + new + text[at + len(old) :] if at >= 0 else None


def _bare(question: str, mentions: list[Mention], vocabulary: Vocabulary) -> bool:
    """Whether a turn is nothing but a name, a place, a year or an attribute ("AppSec?", "in Germany?", "salary?")."""
    rest = [w for w in words(question) if w not in STOPWORDS]
    named = [w for m in mentions for w in words(m.surface)]
    return bool(rest) and len(rest) - len(named) <= 1 and len(words(question)) <= 6


def _substitutes(question: str, mentions: list[Mention]) -> bool:
    return len([w for w in words(question) if w not in STOPWORDS]) <= 8 or bool(mentions)


def _swap(question: str, mentions: list[Mention], previous: str, vocabulary: Vocabulary) -> str | None:
    """An ellipsis: the earlier question with what the new one names in place of its own of the same sort."""
    if _OTHER.search(question) or _FIRST.search(question) or _BOTH.search(question):
        return None
    old = _subjects(previous, vocabulary)
    asked = attributes_asked(_strip(question, mentions))
    new_places = places(question if re.search(r"\b(?:in|for|at)\b", question, re.I) else f"in {question.strip(' ?')}")
    new_places = tuple(p for p in new_places if not any(fold(p.name) in fold(m.surface) for m in mentions))
    new_periods = periods(question)
    if not mentions and not asked and not new_places and not new_periods and old:
        tail = _NAMED.match(question)
        rest = [w for w in words(tail[1]) if w not in STOPWORDS] if tail else []
        if tail and rest and any(w not in cue_words() for w in rest):
            if len(rest) <= 2:
                return _replace_mention(previous, old[-1], tail[1].strip())
            return f"{previous[: old[-1].span.end]} {_tidy(question)}"
        return None
    if mentions and not asked:
        target = next((m for m in reversed(old) if m.kind == mentions[0].kind), old[-1] if old else None)
        if target is None:
            return None
        text = _replace_mention(previous, target, mentions[0].surface)
        return _constrain(text, new_places, new_periods)
    if asked and not mentions and old:
        names = " and ".join(m.label for m in old[:2]) if len(old) > 1 and re.search(r"\bcompare|versus|vs\b", previous, re.I) else old[-1].label
        return f"{_tidy(question)} ({names})" if not re.search(_PRONOUN, question) else None
    if (new_places or new_periods) and not mentions:
        return _constrain(previous, new_places, new_periods)
    return None


def _constrain(text: str, new_places: tuple[object, ...], new_periods: tuple[object, ...]) -> str:
    for place in new_places[:1]:
        olds = places(text)
        swapped = _swap_place(text, str(olds[0]), str(place)) if olds else None
        text = swapped or f"{text.rstrip(' ?.!')} in {place}?"
    for period in new_periods[:1]:
        old_periods = periods(text)
        written = str(getattr(period, "words", period))
        swapped = _replace_text(text, old_periods[0].words, written) if old_periods else None
        text = swapped or f"{text.rstrip(' ?.!')} in {written}?"
    return text


def _swap_place(text: str, old: str, new: str) -> str | None:
    for written in (old, "the US", "the USA", "the UK", "the EU", "US", "USA", "UK", "EU", "U.S."):
        match = re.search(rf"\b{re.escape(written)}(?!\w)", text)
        if match:
            return text[: match.start()] + new + text[match.end() :]
    return _replace_text(text, old, new)


def _replace_mention(text: str, mention: Mention, surface: str) -> str:
    at = text.find(mention.surface)
    if at < 0:
        return f"{text.rstrip(' ?')} ({surface})"
    after = re.sub(r"^ v?\d+(?:\.\d+)+", "", text[at + len(mention.surface) :])  # the other one's version
    return text[:at] + surface + after


def _strip(question: str, mentions: list[Mention]) -> str:
    for mention in reversed(mentions):
        question = question[: mention.span.start] + " " + question[mention.span.end :]
    return question


def _needs_noun(question: str, pronoun: re.Match[str], mentions: list[Mention]) -> bool:
    word = pronoun[0].lower()
    if word in {"that", "this", "there", "the first", "the second", "each", "both"} and mentions:
        return bool(re.search(r"\b(?:compare|than|versus|vs|with|to)\s+(?:that|this|the first|the second)\b", question, re.I))
    if word in {"it", "that", "this", "there"} and re.search(r"\b(?:is it|is there|are there) (?:worth|hard|possible|any|an?)\b", question, re.I):
        return not mentions
    return not mentions or bool(re.search(r"\b(?:compare|than|versus|vs\.?|with|differ)\b", question, re.I))


def _with_nouns(question: str, previous: str, vocabulary: Vocabulary) -> str:
    """Pronouns replaced by what they stand for: the last subject, the first, the other, or both."""
    subjects = _subjects(previous, vocabulary)
    if not subjects:
        return question
    labels = [m.label for m in subjects]
    text = _BOTH.sub(" and ".join(labels[:2]), question) if len(labels) > 1 else question
    text = _FIRST.sub(labels[0], text)
    text = _OTHER.sub(labels[-1] if len(labels) > 1 else labels[0], text)
    noun = labels[-1]

    def replaced(match: re.Match[str]) -> str:
        word = match[0].lower()
        if word in {"its", "their"}:
            return f"{noun}'s"
        if word == "there":
            return f"in {noun}" if not re.search(r"\b(?:is|are) there\b", text, re.I) else match[0]
        if word in {"they", "them", "both", "each"} and len(labels) > 1 and re.search(r"\bcompare|versus|\bvs\b|\bor\b", previous, re.I):
            return " and ".join(labels[:2])
        return noun

    found = _PRONOUN.search(text)
    if found and not any(label in text for label in labels):
        text = text[: found.start()] + replaced(found) + text[found.end() :]
    elif found and re.search(r"\b(?:compare|differ|versus|vs|than)\b", text, re.I) and len(labels) > 1:
        text = text[: found.start()] + labels[-1] + text[found.end() :]
    return re.sub(r"^\W*(?:and|but|so|ok(?:ay)?|then)[,\s]+", "", text, flags=re.I)


def _with_attribute(text: str, previous: str, vocabulary: Vocabulary) -> str:
    """A comparison that does not say on what is on what was asked before, at the same place and time."""
    if not re.search(r"\b(?:compare|compares|compared|versus|vs|differ|differs|than)\b", text, re.I):
        return text
    if attributes_asked(_strip(text, [m for m in vocabulary.find(text) if m.kind != "subject"])):
        return text
    asked = attributes_asked(_strip(previous, _subjects(previous, vocabulary)))
    if not asked:
        return text
    cues = [w for w in words(previous) if stem(w) in BY_NAME[asked[0]].cue_stems or w == "median"]
    where = "".join(f" in {p}" for p in places(previous)[:1]) + "".join(f" in {p.words}" for p in periods(previous)[:1])
    return f"{text.rstrip(' ?')} on {' '.join(dict.fromkeys(cues)) or asked[0]}{where}?"


def _asks_of_nothing(question: str) -> bool:
    """Whether a question names no subject of its own: what is left of it are words that any question may hold."""
    rest = [w for w in words(question) if w not in STOPWORDS and w not in cue_words()]
    return len(rest) <= 1 and not periods(question)


def _with_subject(question: str, previous: str, vocabulary: Vocabulary) -> str:
    subjects = _subjects(previous, vocabulary)
    if not subjects or _OWN_FIELD.search(question) and not attributes_asked(question):
        return question
    return f"{_tidy(question)} ({subjects[-1].label})"


def _tidy(question: str) -> str:
    text = re.sub(r"^\W*(?:and|but|so|ok(?:ay)?|then|also|what about|how about|and what about)[,\s]+", "", question, flags=re.I)
    return text.strip()
