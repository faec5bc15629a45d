"""A follow-up read against what was said before: pronouns, ellipsis, ordinals, corrections.

    "and in 2025?"            the earlier question at that time
    "what about AppSec?"      the earlier question about that subject
    "tell me about the third" the third name of the reply just given
    "tell me more about that" the first name that the reply brought in
    "one level up?"           the earlier question with the next number
    "is it hard?"             its subject, or else the whole earlier question, with the new words

Pure: one follow-up, the earlier question in its own standalone form, and the reply given to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from advisor.answering.attributes import BY_NAME, attributes_asked
from advisor.answering.periods import periods
from advisor.answering.places import places
from advisor.answering.question import filler, meant
from advisor.text import fold, stem, words
from advisor.vocabulary import Mention, Vocabulary

_OPENING = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|then|also|now|yes|yeah|right|hmm|well|thanks|cool|adn|an)[,\s]+)*"
    r"(?:(?:what|how|wat) about|what of|same (?:question )?for|same thing for|and for)?\s*",
    re.I,
)
_ELLIPTIC = re.compile(
    r"^\W*(?:and|adn|what about|how about|wat about|or|also|same|now|ok(?:ay)?|so|but|in|for|versus|vs|compared (?:to|with)|what of|yes,? and)\b",
    re.I,
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|these|those|he|she|(?:that|this|the same|such an?) "
    r"(?:one|role|job|certification|cert|exam|framework|position|career|field|path|tool|law|regulation|title|move|course|document|standard|list|"
    r"occupation|profession|work)|the (?:role|job|exam|position|cert|certification|law|move|tool|field)(?! of| for)|that|this)\b",
    re.I,
)
_CORRECTED = re.compile(
    r"\b(?:i (?:meant|mean|was asking about|was talking about)|make that|i said)\b\s*(?:to say\s+|the\s+|an?\s+)?", re.I
)
_NO = re.compile(
    r"^\W*(?:not (?:in |for |the )*[\w’' ]{2,25}[,;:–—-]|(?:no|nope|nah|sorry|oops|wait|not that|actually|correction)\b)(?:[\s,]+(?:no|sorry|wait|not that(?: one)?))*[\s,.:!-]*",
    re.I,
)
_SET_ASIDE = re.compile(r",? ?\b(?:and )?not (?:an? |the |about )?[\w+/-]+(?: one)?\W*$", re.I)
_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4, "sixth": 5,
}  # fmt: skip
_NUMBERS = {"one": 0, "two": 1, "three": 2, "four": 3, "five": 4, "1": 0, "2": 1, "3": 2, "4": 3, "5": 4}
_ORDINAL = re.compile(
    r"\b(?:the\s+)?(?:(?P<nth>first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th)|(?P<last>last|latter|bottom)|(?P<former>former|top)|"
    r"(?P<middle>middle)|(?P<other>other))(?:\s+(?:one|of (?:them|these|those)|role|cert|certification|option|tool|exam|skill|job))\b"
    r"|\bnumber\s+(?P<number>one|two|three|four|five|[1-5])\b|\bthe\s+(?P<bare>first|second|third|fourth|fifth|last|latter|former|other)\b"
    r"(?=\s*(?:$|[?.,!']|(?:is|are|was|do|does|did|can|could|cost|costs|mean|means|for|about|exactly|and|or|has|have|in|on|to|that|ask|asks|require|need)\b))",
    re.I,
)
_BOTH = re.compile(
    r"\b(?:both(?: of (?:them|these))?|each of (?:them|these)|the two(?: of them)?|them both|either(?: of them)?)\b",
    re.I,
)
_BETWEEN = re.compile(
    r"\bwhich (?:one|of (?:them|these|those|the two))?\b.{0,40}\b(?:\w+er|more|less|better|best|first|longest|most|least)\b|\bof (?:them|these|the two)\b"
    r"|\bthe (?:\w+er|more \w+|less \w+) (?:one|of)\b|\b(?:in common|share|differ|difference|compare)\b",
    re.I,
)
_MY_JOB = re.compile(
    r"\b(?:my|our) (?:current |present |own )?(?:job|role|position|field|profession|line of work|title)\b|\bsomeone like me\b|\bpeople like me\b",
    re.I,
)
_COMPARING = re.compile(r"\b(?:compare|compares|compared|comparison|versus|vs|differ|differs|than)\b", re.I)
_OF_THINGS, _PRICED = frozenset({"price", "validity", "exam", "prerequisites"}), frozenset({"certification", "tool"})
"""What is asked of such a thing, and never of the role that it was named for."""
_FIGURES = frozenset({"pay", "demand", "jobs", "price", "validity"})
_MADE = frozenset({"certification", "tool", "framework"})
"""Kinds of things that somebody has made."""
_KINDS_ASKED = (  # words of a question for one name, and the kind of the name
    ("exam|cert|certificate|certification|credential|diploma|licen[cs]e", "certification"),
    ("tool|scanner", "tool"),
    ("framework|law|standard|act", "framework"),
    ("role|job|occupation|title", "role"),
)
_PLAN = re.compile(r"\b(?:plan|roadmap|schedule|curriculum)\b", re.I)
_CHANGES_PLAN = re.compile(
    r"\bhours?\b|\bhrs?\b|\bskip\b|\bwithout\b|\bmonths?\b|\bweeks?\b|\bfaster\b|\bslower\b", re.I
)
_ONE = re.compile(r"\bones?\W*$", re.I)
_SWITCH = re.compile(
    r"^\W*(?:ok(?:ay)?|right|thanks|anyway|well|now)?[,. ]*(?:(?:an)?other (?:subject|topic|question|thing)|different (?:subject|topic|question|thing)|"
    r"new (?:subject|topic|question)|something (?:else|different)|on another note|change of (?:subject|topic)|unrelated)\b",
    re.I,
)
"""Leaves what was spoken of."""
_MORE = re.compile(
    r"\b(?:more|bit|details?|further) (?:about|on) (?:(?:that|this) (?:job|role|tool|one|exam|cert|certificate|law|framework|list|study)|that|it|this|them|those)(?=\W*$|\s*[,.!?])|^\W*(?:please )?(?:go on|continue|elaborate|say more|tell me more|more)\W*$",
    re.I,
)
_COUNTED = re.compile(
    r"\bhow many\s+(?:(?:more|fewer|different|new)\s+)?((?:[a-z-]+\s+){0,2}?[a-z-]+)(?=\s+(?:has|have|had|do|does|did|are|is|was|were|can|in|of)\b|\W*$)",
    re.I,
)
_EACH = re.compile(
    r"\b(?:each|all (?:of (?:them|these|those)|three|four)|they all|which (?:one|of (?:them|these|those)))\b", re.I
)
_HOW_MUCH = re.compile(r"^\W*(?:and |so |ok |but )?how much\W*$", re.I)
_BECOME_ONE = re.compile(r"\b(become|becoming|be|being|hire|hired as|as) one\b(?! of)", re.I)
_WHO = re.compile(r"^\W*(?:and |so |ok |but )?(?:who|whose|where|when)\b", re.I)
_NAME = re.compile(r"\b(?:[A-Z][\w+/-]*)(?: (?:(?:of|for|and|on) )?[A-Z][\w+/-]*)*")
_VERSION = re.compile(r"\bv?\d{1,3}(?:\.\d{1,3}){1,3}\b")
_STEP = re.compile(
    r"\b(?:one|a|the next)? ?(?P<noun>level|step|tier|grade|class|stage|rung|number|article|annex|chapter|phase)s? (?P<way>up|higher|above|further|after|later|down|lower|below|before|earlier)\b",
    re.I,
)
_UPWARDS = frozenset({"up", "higher", "above", "further", "after", "later"})


@dataclass(frozen=True, slots=True)
class Before:
    """What came before: the earlier question in its standalone form, and the reply to it (empty where unknown)."""

    question: str
    reply: str = ""
    topics: tuple[str, ...] = ()
    """Names that the questions up to here were about, in order."""


def resolve(question: str, before: Before, vocabulary: Vocabulary) -> str:
    """The follow-up as a question that stands alone."""
    return _Follow(question, before, vocabulary).resolve()


class _Follow:
    def __init__(self, question: str, before: Before, vocabulary: Vocabulary) -> None:
        self.question = question
        self.before = before
        self.vocabulary = vocabulary
        self.mentions = _named(question, vocabulary)
        self.old = _distinct(_named(before.question, vocabulary))
        self.tail = _OPENING.sub("", question, count=1).strip(" ?.!,")
        bare = _without(question, self.mentions)
        self.asked = attributes_asked(bare)
        self.places = tuple(p for p in places(_in_place(bare)))
        self.periods = periods(bare, date.today())
        self.rest = [w for w in words(bare) if not filler(w) and not (self.places and places(f"in {w.title()}"))]

    def resolve(self) -> str:
        if _SWITCH.match(self.question):
            return self.question
        for step in (
            self._planned,
            self._more,
            self._renumbered,
            self._corrected,
            self._ordinal,
            self._between,
            self._elliptic,
            self._pronoun,
            self._empty,
        ):
            found = step()
            if found:
                return found
        return self.question

    def _planned(self) -> str | None:
        """A change to the plan just asked for: other hours, no certification."""
        if self.mentions or not _PLAN.search(self.before.question) or not _CHANGES_PLAN.search(self.question):
            return None
        return self._appended()

    def _more(self) -> str | None:
        """ "go on", "more about that": what the reply has just named, else the earlier question."""
        if self.mentions or not _MORE.search(self.question):
            return None
        known = {m.label for m in self.old}
        new = [m.label for m in _named(self.before.reply, self.vocabulary) if m.label not in known and m.exact]
        asked = fold(self.before.question)
        written = [m[0] for m in _NAME.finditer(self.before.reply) if fold(m[0]) not in asked]
        longest = max(written, key=lambda name: len(name.split()), default="")
        name = longest if len(longest.split()) > 1 else next(iter(new), longest)
        name = re.sub(r"^(?:The|An?) (?=\w)", "", name)
        return f"Tell me more about {name}" if name else self._appended()

    def _renumbered(self) -> str | None:
        """ "no, 5.6.1", "and one level up?": the earlier question with another version or the next number."""
        version = _VERSION.search(self.tail)
        if version and len(words(self.tail.replace(version[0], ""))) <= 3:
            old = _VERSION.search(self.before.question)
            return _in_place_of(self.before.question, old[0], version[0]) if old else None
        step = _STEP.search(self.tail)
        if step is None or len(words(self.tail)) > 8:
            return None
        noun = step["noun"].lower()
        numbered = re.search(rf"\b{noun} \w?(\d{{1,2}})\b", self.before.question, re.I)
        if numbered is None:
            return None
        other = int(numbered[1]) + (1 if step["way"].lower() in _UPWARDS else -1)
        return f"{self.before.question[: numbered.start(1)]}{other}{self.before.question[numbered.end(1) :]}"

    def _corrected(self) -> str | None:
        """ "no, I meant AppSec": the earlier question with the corrected name, place or year in place of its own."""
        meant = _CORRECTED.search(self.question)
        if not meant and not _NO.match(self.question):
            return None
        tail = self.question[meant.end() :] if meant else _NO.sub("", self.question, count=1)
        tail = _SET_ASIDE.sub("", tail) or tail
        if not words(tail):
            return None
        named = _named(tail, self.vocabulary)
        more = re.split(r"[.?!]\s+", tail, maxsplit=1)
        if named and len(words(more[0])) <= 8:
            text = self._replaced(named[0])
            return f"{text.rstrip(' ?')}? {more[1]}" if len(more) > 1 and words(more[1]) else text
        found_places, found_periods = places(_in_place(tail)), periods(tail, date.today())
        if found_places or found_periods:
            return _constrained(self.before.question, found_places, found_periods)
        if len(words(tail)) <= 4 and not self.old:
            return f"{self.before.question.rstrip(' ?.!')} ({_OPENING.sub('', _ONE.sub('', tail.strip(' .?!,'))).strip()})?"
        if len(words(tail)) <= 4:
            near = _named(f"{tail.strip(' .?!')} {self.old[-1].label.split()[-1]}", self.vocabulary)
            near = [m for m in near if m.label != self.old[-1].label]
            if near:
                return self._replaced(near[0])
            bare = re.sub(r"^the ", "", _ONE.sub("", tail.strip(" .?!,")).strip(), flags=re.I)
            other = f"{self.before.question.rstrip(' ?.!')} ({bare})?"
            return other if _ONE.search(tail.strip(" .?!,")) else self._swapped_text(tail.strip(" .?!,"))
        return None

    def _ordinal(self) -> str | None:
        """ "the second one", "number two", "the last": a name of the reply just given, or of the earlier question."""
        match = _ORDINAL.search(self.question)
        if not match or self.mentions:
            return None
        listed = self._listed()
        listed = listed if len(listed) > 1 else self._topics() or listed
        chosen = _chosen(match, listed)
        if match["other"] or (match["bare"] or "").lower() == "other":
            chosen = next((t for t in reversed(self._topics()) if t not in {m.label for m in self.old}), chosen)
        if chosen is None:
            return None
        head, tail = self.question[: match.start()], self.question[match.end() :]
        pronoun = _PRONOUN.search(head) if _COMPARING.search(head) else None
        if pronoun and self.old:  # "how does it compare with the first one?"
            head = head[: pronoun.start()] + self.old[-1].label + head[pronoun.end() :]
        return " ".join(_OPENING.sub("", f"{head} {chosen}{tail}", count=1).split())

    def _topics(self) -> list[str]:
        """Names asked about in separate turns, of the kind of the last."""
        named = [m for t in self.before.topics for m in _named(t, self.vocabulary)]
        kind = self.old[-1].kind if self.old else named[-1].kind if named else ""
        found = list(dict.fromkeys(m.label for m in named if m.kind == kind))
        return found if len(found) > 1 else []

    def _listed(self) -> list[str]:
        """Names in the order in which they were put to the person: of a list in the reply, else in running text."""
        lines = re.findall(r"(?:^|\n|\s)(?:[-*•]|\d{1,2}[.)])\s+(.+?)(?=\s+\d{1,2}[.)]\s|\n|$)", self.before.reply)
        if len(lines) > 1:
            return [self._first_name(line) for line in lines]
        series = _series(self.before.reply)
        if len(series) > 2:
            return series
        named = [m.label for m in _distinct(_named(self.before.reply, self.vocabulary))]
        asked = [m.label for m in self.old]
        if len([n for n in named if n not in asked]) >= 2 or len(named) >= 3:
            return [n for n in named if n not in asked] if len([n for n in named if n not in asked]) >= 2 else named
        if len(asked) > 1:
            return asked
        if series:
            return series
        return named or asked

    def _first_name(self, line: str) -> str:
        named = _named(line, self.vocabulary)
        opening = re.split(r"\s+[—–-]\s+|[:.,(\[]", line)[0].strip(" *")
        return named[0].label if named and named[0].span.start < 4 else opening

    def _between(self) -> str | None:
        """ "which of them …", "the dearer one", "both": a question about the two subjects of before."""
        pair = [m.label for m in self.old]
        pair = pair if len(pair) > 1 else self._topics()[-2:]
        if len(pair) < 2:
            return self._each()
        if _BOTH.search(self.question):
            return _BOTH.sub(" and ".join(pair[:2]), self.question, count=1)
        if self.mentions or not _BETWEEN.search(self.question):
            return None
        text = re.sub(r"\b(?:of )?(?:them|these|those|the two)\b", "", self.question, count=1, flags=re.I)
        text = re.sub(r"\bthey\b", "", text, count=1, flags=re.I)
        text = _OPENING.sub("", text, count=1).strip(" ?")
        return f"{' '.join(text.split())}: {' or '.join(pair[:3])}?"

    def _each(self) -> str | None:
        """ "what does each ask for?", "which one came last?": with the names that the reply listed."""
        listed = self._listed() if not self.mentions and _EACH.search(self.question) else []
        return f"{self.tail}: {', '.join(listed[:5])}?" if len(listed) > 1 else None

    def _elliptic(self) -> str | None:
        """A turn that names only what changes: subject, place, time or attribute."""
        short = len(words(self.tail)) <= 4
        if not (_ELLIPTIC.match(self.question) or (short and not _verbal(self.tail))):
            return None
        if self.mentions and _COMPARING.search(self.question) and not self.asked and len(self.rest) <= 1 and self.old:
            return f"{self.before.question.rstrip(' ?.!')} compared with {self.mentions[0].surface}?"
        if self.mentions and not self.asked and len(self.rest) <= 1:
            return _constrained(self._replaced(self.mentions[0]), self.places, self.periods)
        if self.mentions or len(words(self.tail)) > 9 or _PRONOUN.search(self.tail):
            return None
        if not self.rest and not self.asked and (self.places or self.periods):
            return _constrained(self.before.question, self.places, self.periods)
        roles = [m for m in self.old if m.kind == "role"]
        if self.asked and not self.rest and len(roles) == 2 and self.asked[0] not in _FIGURES:
            return self._appended()  # a part of a move, or of a comparison
        if self.asked and not self.rest and self.old:
            return self._there(_constrained(f"{self.tail} ({self._both_or_last()})?", self.places, self.periods))
        counted = _COUNTED.search(self.before.question)
        thing = re.sub(r"^the ", "", self.tail, flags=re.I)
        if counted and 0 < len(words(thing)) <= 3 and not _ONE.search(thing) and not _verbal(thing):
            return f"{self.before.question[: counted.start(1)]}{thing}{self.before.question[counted.end(1) :]}"
        if _ONE.search(self.tail) and self.old and len(self.rest) <= 2:
            return self._swapped_text(_ONE.sub("", self.tail).strip())
        return f"{self.before.question.rstrip(' ?.!')} — {self.tail}?" if words(self.tail) else None

    def _pronoun(self) -> str | None:
        pronoun = self._pointing(self.question) or _BECOME_ONE.search(self.question)
        if not pronoun and not re.search(r"\bthere\b", self.question, re.I):
            return None
        if self.mentions and not _COMPARING.search(self.question):
            return None
        if not self.mentions and not self.rest and not self.asked and (self.places or self.periods):
            return _constrained(self.before.question, self.places, self.periods)
        text = self.question
        place = next(iter(places(self.before.question)), None)
        if place and not self.places:
            text = re.sub(r"(?<!is )(?<!are )(?<!was )(?<!were )\bthere\b", f"in {place}", text, count=1, flags=re.I)
        subject = self._subject()
        if subject is None:
            return None if self.mentions else self._appended()
        if _BECOME_ONE.search(text):
            return _BECOME_ONE.sub(rf"\1 {subject}", text, count=1)
        pronoun = self._pointing(text)
        if pronoun:
            noun = f"{subject}'s" if pronoun[0].lower() in {"its", "their", "theirs"} else subject
            bare = len(self.rest) + len(self.asked) == 0 and not _WHO.match(self.question)
            if bare and pronoun[0].lower() in {"that", "this", "it"}:
                return self._appended()
            text = text[: pronoun.start()] + noun + text[pronoun.end() :]
        elif not self.mentions:
            text = f"{text.rstrip(' ?')} ({subject})?"
        return self._compared(_OPENING.sub("", text, count=1))

    @staticmethod
    def _pointing(text: str) -> re.Match[str] | None:
        """The first word that points back; not the "that" of "a law that protects me"."""
        for match in _PRONOUN.finditer(text):
            before = re.search(r"([\w’']+)\s+$", text[: match.start()])
            relative = match[0].lower() == "that" and re.match(r"\s+\w", text[match.end() :])
            if not (relative and before and not filler(fold(before[1]))):
                return match
        return None

    def _empty(self) -> str | None:
        """A question without a subject of its own."""
        if self.mentions or self.periods or len(self.rest) > 1:
            return None
        subject = self._subject()
        if subject and _HOW_MUCH.match(self.question):
            role = any(m.kind == "role" and m.label == subject for m in _named(subject, self.vocabulary))
            return f"How much does {subject} {'earn' if role else 'cost'}?"
        if self.asked and subject:
            return self._there(f"{self.tail} ({self._both_or_last()})?")
        if len(words(self.question)) <= 7 and not self.rest:
            return self._appended()
        return None

    def _there(self, text: str) -> str:
        """The question at the place of before, where it says "there"."""
        place = next(iter(places(self.before.question)), None)
        if place is None or self.places or not re.search(r"\bthere\b", text, re.I):
            return text
        return re.sub(r"\bthere\b", f"in {place}", text, count=1, flags=re.I)

    def _subject(self) -> str | None:
        """What the talk is about: the name that the earlier question asked for, or its subject, else the first name
        of the reply."""
        answered = self._answered()
        if answered:
            return answered
        if self._opens_with_row():
            return self._opens_with_row()
        made = next((m for m in _named(self.before.reply, self.vocabulary) if m.kind in _MADE), None)
        if made and _WHO.match(self.question) and not any(m.kind in _MADE for m in self.old):
            return made.label
        if self.old:
            fitting = _PRICED if self.asked and self.asked[0] in _OF_THINGS else frozenset()
            if self.old[-1].kind == "role" and fitting:
                listed = next((m for m in _named(self.before.reply, self.vocabulary) if m.kind in fitting), None)
                return listed.label if listed else self.old[-1].label
            return self.old[-1].label
        if re.search(r"(?<!^)(?<![.?!] )\b[A-Z][\w-]*[A-Za-z]", self.before.question):
            return None  # it has a name of its own, which the vocabulary does not know
        named = _named(self.before.reply, self.vocabulary)
        return named[0].label if named else None

    def _opens_with_row(self) -> str | None:
        """The entry of a table or list that the earlier question asked about before it named where ("Where is X on
        the list of Y?")."""
        first = self.old[0].span.start if self.old else len(self.before.question)
        return next(
            (
                m.surface
                for m in self.vocabulary.find(self.before.question[:first])
                if m.kind == "subject" and m.span.start and m.surface.istitle() and " " in m.surface
            ),
            None,
        )

    def _answered(self) -> str | None:
        """The name that the reply gave where the earlier question asked for one ("which exam suits me?")."""
        for sign, kind in _KINDS_ASKED:
            if re.search(
                rf"\b(?:which|what|any|best|cheapest|easiest)\b[^.?!]{{0,40}}\b(?:{sign})\b", self.before.question, re.I
            ):
                known = {m.label for m in self.old}
                new = [m for m in _named(self.before.reply, self.vocabulary) if m.kind == kind and m.label not in known]
                return new[0].label if new else None
        return None

    def _both_or_last(self) -> str:
        pair = [m.label for m in self.old]
        compared = len(pair) == 2 and self.old[0].kind == self.old[1].kind
        return " and ".join(pair) if compared else self._subject() or ""

    def _appended(self) -> str:
        return f"{self.before.question.rstrip(' ?.!')} — {_OPENING.sub('', self.question, count=1).strip(' ?.!')}?"

    def _replaced(self, mention: Mention) -> str:
        """The earlier question with a name in place of its own of that kind, or beside it where it has none."""
        same = [m for m in self.old if m.kind == mention.kind]
        if not same:
            return f"{self.before.question.rstrip(' ?.!')} ({mention.surface})?"
        return _in_place_of(self.before.question, same[-1].surface, mention.surface)

    def _swapped_text(self, text: str) -> str:
        return _in_place_of(self.before.question, self.old[-1].surface, text)

    def _compared(self, text: str) -> str:
        """A comparison that does not say on what is on what was asked before, at the same place and time."""
        if not _COMPARING.search(text) or attributes_asked(_without(text, _named(text, self.vocabulary))):
            return text
        asked = attributes_asked(_without(self.before.question, self.old))
        if not asked:
            return text
        cues = [w for w in words(self.before.question) if stem(w) in BY_NAME[asked[0]].cue_stems or w == "median"]
        where = "".join(f" in {p}" for p in places(self.before.question)[:1])
        when = "".join(f" in {p.words}" for p in periods(self.before.question)[:1])
        return f"{text.rstrip(' ?')} on {' '.join(dict.fromkeys(cues)) or asked[0]}{where}{when}?"


def _series(text: str) -> list[str]:
    """What a sentence counts up, in its words: "the help desk, an apprenticeship and military service"; none where it
    counts nothing up."""
    for sentence in re.split(r"(?<=[.!?])\s", text):
        match = _SERIES.search(sentence)
        if match is None:
            continue
        items = [i.strip(" .") for i in re.split(r",\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+(?!.*,)", match[0])]
        items[0] = _LEAD.sub("", items[0])
        if len(items[0].split()) > _LONG_ITEM and len(items) < 4:
            continue  # "It asks for knowledge of the rules, roles and ways" counts up no things of its own
        return [re.sub(r"^(?:the|an?)\s+", "", i) for i in items if i]
    return []


_SERIES = re.compile(
    r"(?:[^,.;:!?\[\]]+,\s+){1,9}(?:(?:and|or)\s+)?[^,.;:!?\[\]]+?(?:,?\s+(?:and|or)\s+[^,.;:!?\[\]]+)?(?=\W*(?:\[|$))"
)
_LONG_ITEM = 5
_LEAD = re.compile(
    r"^.*\b(?:are|is|include|includes|named?|namely|like|such as|by|offers|covers|lists|has|have)\s+(?=\S)", re.I
)


def _named(text: str, vocabulary: Vocabulary) -> list[Mention]:
    return meant(text, [m for m in vocabulary.find(text) if m.kind != "subject"])


def _distinct(mentions: list[Mention]) -> list[Mention]:
    return list({m.label: m for m in reversed(mentions)}.values())[::-1]


def _without(text: str, mentions: list[Mention]) -> str:
    for mention in sorted(mentions, key=lambda m: -m.span.start):
        text = text[: mention.span.start] + " · " + text[mention.span.end :]
    return text


def _in_place(text: str) -> str:
    """A bare "Germany?" read as "in Germany"."""
    stripped = _OPENING.sub("", text, count=1).strip(" ?.!,")
    return text if len(words(stripped)) > 3 else f"in {stripped}"


def _verbal(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:is|are|was|were|do|does|did|can|could|would|should|will|has|have|need|makes?|costs?|what|who|when|why|how)\b",
            text,
            re.I,
        )
    )


def _chosen(match: re.Match[str], listed: list[str]) -> str | None:
    """The list entry that an ordinal points at; None where there is none."""
    if not listed:
        return None
    nth = (match["nth"] or match["bare"] or "").lower()
    if match["number"]:
        index = _NUMBERS[match["number"].lower()]
    elif nth in _ORDINALS:
        index = _ORDINALS[nth]
    elif match["former"] or nth == "former":
        index = 0
    elif match["middle"]:
        index = len(listed) // 2
    else:
        index = len(listed) - 1
    return listed[index] if index < len(listed) else None


def _in_place_of(text: str, old: str, new: str) -> str:
    at = text.find(old)
    if at < 0:
        return f"{text.rstrip(' ?')} ({new})?"
    after = re.sub(r"^ v?\d+(?:\.\d+)+", "", text[at + len(old) :])  # the other one's version
    return text[:at] + new + after


def _constrained(text: str, new_places: tuple[object, ...], new_periods: tuple[object, ...]) -> str:
    """A question at another place and time."""
    for place in new_places[:1]:
        olds = places(text)
        swapped = _swap_place(text, str(olds[0]), str(place)) if olds else None
        text = swapped or f"{text.rstrip(' ?.!')} in {place}?"
    for period in new_periods[:1]:
        olds_ = periods(text)
        written = str(getattr(period, "words", period))
        swapped = _replace(text, olds_[0].words, written) if olds_ else None
        text = swapped or f"{text.rstrip(' ?.!')} in {written}?"
    return text


def _swap_place(text: str, old: str, new: str) -> str | None:
    for written in (old, "the US", "the USA", "the States", "the UK", "the EU", "US", "USA", "UK", "EU", "U.S."):
        match = re.search(rf"\b{re.escape(written)}(?!\w)", text, re.I if len(written) > 3 else 0)
        if match:
            return text[: match.start()] + new + text[match.end() :]
    return _replace(text, old, new)


def _replace(text: str, old: str, new: str) -> str | None:
    at = fold(text).find(fold(old))
    return text[:at] + new + text[at + len(old) :] if at >= 0 else None


def my_job(question: str, label: str) -> str:
    """ "my job", "someone like me" with the person's own role in its place."""
    return _MY_JOB.sub(lambda m: label if "me" not in m[0].lower().split() else f"a {label}", question, count=1)
