"""The steps by which a follow-up is read, each for one way to lean on what was said before."""

from __future__ import annotations

import re
from datetime import date

from advisor.answering.attributes import ATTRIBUTES, BY_NAME, attributes_asked
from advisor.answering.periods import periods
from advisor.answering.places import places
from advisor.answering.question import filler
from advisor.following import signs
from advisor.following.listed import clauses_of, lines_of, listed, named_in, pointed_at
from advisor.following.swapping import constrained, in_place_of, other_direction, other_number, other_phrase
from advisor.following.topic import Before, Topic, strange_names
from advisor.text import STOPWORDS, fold, stem, words
from advisor.vocabulary import Mention, Vocabulary

_CLAUSE = 4
"""Words that tell something, from which the turn has what its own pronoun stands for."""
_BOUND = frozenset({"they", "them", "their", "these", "those", "its"})
"""Pronouns that may stand for what their own clause names."""
_OWN_NAME = re.compile(r"(?<!^)(?<![.?!] )\b(?:[A-Z][\w-]*[A-Za-z]|[A-Z]+-?\d+)")
_SHORT_TURN, _LONG_TURN = 4, 9
"""Words of a turn, at most, that asks for things of a kind, and of one that names only what changes."""


def resolve(question: str, before: Before, vocabulary: Vocabulary) -> str:
    """The follow-up as a question that stands alone."""
    return _Follow(question, before, vocabulary).resolve()


def about_the_same(question: str, before: Before, vocabulary: Vocabulary) -> str:
    """A question without a name of its own, asked about what was spoken of; empty where nothing was, or where it has
    one."""
    follow = _Follow(question, before, vocabulary)
    subject = follow.subject()
    if follow.stands_alone():
        return ""
    return "" if follow.mentions or signs.SWITCH.match(question) or not subject else follow.of(subject)


def my_job(question: str, label: str) -> str:
    """ "my job", "someone like me" with the person's own role in its place."""
    return signs.MY_JOB.sub(lambda m: label if "me" not in m[0].lower().split() else f"a {label}", question, count=1)


class _Follow:
    def __init__(self, question: str, before: Before, vocabulary: Vocabulary) -> None:
        self.question = question
        self.before = before
        self.vocabulary = vocabulary
        self.topic = Topic(before, vocabulary)
        self.old = self.topic.old
        self.mentions = named_in(question, vocabulary)
        self.tail = signs.OPENING.sub("", question, count=1).strip(" ?.!,")
        bare = signs.OPENING.sub("", _without(question, self.mentions), count=1)
        self.asked = attributes_asked(bare)
        self.places = tuple(p for p in places(_in_place(bare)))
        self.periods = periods(bare, date.today())
        self.rest = [w for w in words(bare) if not filler(w) and not (self.places and places(f"in {w.title()}"))]

    def resolve(self) -> str:
        if signs.SWITCH.match(self.question):
            return self.question
        for step in (
            self._planned,
            self._more,
            self._renumbered,
            self._corrected,
            self._ordinal,
            self._between,
            self._arrived,
            self._compared_with,
            self._turned,
            self._instead,
            self._counted_out,
            self._elliptic,
            self._pronoun,
            self._empty,
        ):
            found = step()
            if found:
                return found
        return self.question

    def stands_alone(self) -> bool:
        """Whether the turn says enough by itself to be about something else: many words of its own, or a name."""
        said = {w for w in words(self.question) if not filler(w)}
        many = len(said) > _CLAUSE + 1 and not self._pointing(self.question)
        return many or bool(_OWN_NAME.search(self.question))

    def subject(self) -> str | None:
        """What the follow-up is about."""
        return self.topic.subject(self.question, self.asked)

    def of(self, subject: str) -> str:
        """The follow-up with what it is about in brackets."""
        return f"{self.tail} ({subject})?"

    def _planned(self) -> str | None:
        """A change to the plan just asked for: other hours, no certification."""
        if self.mentions or not signs.PLAN.search(self.before.question) or not signs.CHANGES_PLAN.search(self.question):
            return None
        return self._appended()

    def _more(self) -> str | None:
        """ "go on", "more about that": what the reply has just named, else the earlier question."""
        if self.mentions or not signs.MORE.search(self.question):
            return None
        known = {m.label for m in self.old}
        new = [m.label for m in named_in(self.before.reply, self.vocabulary) if m.label not in known and m.exact]
        asked = fold(self.before.question)
        written = [m[0] for m in signs.NAME.finditer(self.before.reply) if fold(m[0]) not in asked]
        longest = max(written, key=lambda name: len(name.split()), default="")
        name = longest if len(longest.split()) > 1 else next(iter(new), longest)
        name = re.sub(r"^(?:The|An?) (?=\w)", "", name)
        return f"Tell me more about {name}" if name else self._appended()

    def _renumbered(self) -> str | None:
        """ "no, 5.6.1", "and one level up?": the earlier question with another version or the next number."""
        return other_number(self.before.question, self.tail)

    def _corrected(self) -> str | None:
        """ "no, I meant AppSec": the earlier question with the corrected name, place or year in place of its own."""
        after = signs.WAS_AFTER.search(self.question)
        if after and named_in(after[1], self.vocabulary):
            return self._replaced(named_in(after[1], self.vocabulary)[0])
        meant = signs.CORRECTED.search(self.question)
        if not meant and not signs.NO.match(self.question):
            return None
        tail = self.question[meant.end() :] if meant else signs.NO.sub("", self.question, count=1)
        tail = signs.SET_ASIDE.sub("", tail) or tail
        if not words(tail):
            return None
        named = named_in(tail, self.vocabulary)
        more = re.split(r"[.?!]\s+", tail, maxsplit=1)
        if named and len(words(more[0])) <= 8:
            same = any(m.kind == named[0].kind for m in self.old)
            wider = re.sub(r"^the ", "", more[0].strip(" .?!,"), flags=re.I)  # "the threat intelligence people"
            text = self._replaced(named[0]) if same or not self.old else self._swapped_text(wider)
            return f"{text.rstrip(' ?')}? {more[1]}" if len(more) > 1 and words(more[1]) else text
        found_places, found_periods = places(_in_place(tail)), periods(tail, date.today())
        if found_places or found_periods:
            return constrained(self.before.question, found_places, found_periods)
        return self._corrected_in_words(tail.strip(" .?!,")) if len(words(tail)) <= 4 else None

    def _corrected_in_words(self, tail: str) -> str:
        """A correction by words that are no name: "the rope one"."""
        bare = signs.OPENING.sub("", signs.ONE.sub("", tail)).strip()
        aside = f"{self.before.question.rstrip(' ?.!')} ({bare})?"
        if not self.old:
            return aside
        near = named_in(f"{tail} {self.old[-1].label.split()[-1]}", self.vocabulary)
        near = [m for m in near if m.label != self.old[-1].label]
        if near:
            return self._replaced(near[0])
        return aside if signs.ONE.search(tail) else self._swapped_text(tail)

    def _ordinal(self) -> str | None:
        """ "the second one", "number two", "the last": a name of the reply just given, or of the earlier question."""
        match = signs.ORDINAL.search(self.question)
        if not match or self.mentions:
            return None
        if match["other"] or (match["bare"] or "").lower() == "other":
            chosen = self.topic.other(self.subject())
        elif match["number"] and not lines_of(self.before.reply, self.vocabulary):
            subject = self.subject()
            return self.of(subject) if subject else None
        else:
            names = listed(self.before.reply, [m.label for m in self.old], self.vocabulary)
            of_two = (match["bare"] or "").lower() in {"latter", "former"} and clauses_of(self.before.reply)
            chosen = pointed_at(match, names if len(names) > 1 else of_two or self.topic.of_turns() or names)
        if chosen is None:
            return None
        head, tail = self.question[: match.start()], self.question[match.end() :]
        pronoun = signs.PRONOUN.search(head) if signs.COMPARING.search(head) else None
        if pronoun and self.old:  # "how does it compare with the first one?"
            head = head[: pronoun.start()] + self.old[-1].label + head[pronoun.end() :]
        return " ".join(signs.OPENING.sub("", f"{head} {chosen}{tail}", count=1).split())

    def _between(self) -> str | None:
        """ "which of them …", "the dearer one", "both": a question about the two subjects of before."""
        pair = self.topic.pair()
        if len(pair) < 2:
            return self._each()
        if signs.BOTH.search(self.question):
            return signs.BOTH.sub(" and ".join(pair[:2]), self.question, count=1)
        if self.mentions or not (signs.BETWEEN.search(self.question) or signs.EACH.search(self.question)):
            return None
        if lines_of(self.before.reply, self.vocabulary) and not signs.BETWEEN.search(self.question):
            return self._each()  # one of those that the reply listed
        text = re.sub(r"\b(?:of )?(?:them|these|those|the two)\b", "", self.question, count=1, flags=re.I)
        text = re.sub(r"\bthey\b", "", text, count=1, flags=re.I)
        text = signs.OPENING.sub("", text, count=1).strip(" ?")
        return f"{' '.join(text.split())}: {' or '.join(pair[:3])}?"

    def _each(self) -> str | None:
        """ "what does each ask for?", "which one came last?": with the names that the reply listed."""
        if self.mentions or not signs.EACH.search(self.question):
            return None
        names = listed(self.before.reply, [m.label for m in self.old], self.vocabulary)
        return f"{self.tail}: {', '.join(names[:5])}?" if len(names) > 1 else None

    def _arrived(self) -> str | None:
        """ "how do I get there from pentesting?": the role that was spoken of."""
        there = signs.THERE.search(self.question)
        goal = self.subject() if there else None
        if there is None or goal is None or not self.topic.is_role(goal):
            return None
        return f"{self.question[: there.start(1)]}to {goal}{self.question[there.end(1) :]}"

    def _compared_with(self) -> str | None:
        """ "how does ISO 42001 differ?": from what was spoken of."""
        if (
            len(self.mentions) != 1
            or not signs.COMPARING.search(self.question)
            or signs.WITH_WHAT.search(self.question)
        ):
            return None
        rivals = [m.label for m in self.old if m.label != self.mentions[0].label]
        subject = self.subject()
        other = subject if subject in rivals else next(reversed(rivals), None)
        if other is None or signs.PRONOUN.search(self.question):
            return None
        word = "from" if re.search(r"\bdiffer", self.question, re.I) else "with"
        return f"{self.tail} {word} {other}?"

    def _turned(self) -> str | None:
        """ "which grew?" after a question about what fell."""
        if self.rest or self.mentions or len(words(self.tail)) > _LONG_TURN or signs.PRONOUN.search(self.tail):
            return None
        return other_direction(self.before.question, self.tail)

    def _instead(self) -> str | None:
        """ "what if I aim for that role instead?": the earlier question about it."""
        swapped = [m for m in self.mentions if any(o.kind == m.kind and o.label != m.label for o in self.old)]
        if len(swapped) != 1 or len(self.mentions) != 1 or self.asked or not signs.INSTEAD.search(self.question):
            return None
        return constrained(self._replaced(swapped[0]), self.places, self.periods)

    def _counted_out(self) -> str | None:
        """ "list the five": the things themselves that the earlier question asked the number of."""
        if not signs.WHICH_THEY_ARE.match(self.tail) or not signs.COUNTED.search(self.before.question):
            return None
        return re.sub(r"\bhow many\b", "which", self.before.question, count=1, flags=re.I)

    def _elliptic(self) -> str | None:
        """A turn that names only what changes: subject, place, time, phrase or attribute."""
        strange = strange_names(self.tail, self.vocabulary)
        if strange and self.old and len(words(self.tail)) <= 2:
            return self._swapped_text(strange[0])
        unknown = [w for w in self.rest if not self.vocabulary.knows(w)]
        if len(unknown) > 1 and 2 * len(unknown) > len(self.rest):
            return None  # about something else, which nobody knows
        short = len(words(self.tail)) <= _SHORT_TURN
        if not (signs.ELLIPTIC.match(self.question) or (short and not _verbal(self.tail))):
            return None
        if (
            self.mentions
            and signs.COMPARING.search(self.question)
            and not self.asked
            and len(self.rest) <= 1
            and self.old
        ):
            return f"{self.before.question.rstrip(' ?.!')} compared with {self.mentions[0].surface}?"
        if self.mentions and not self.asked and len(self.rest) <= 1:
            return constrained(self._replaced(self.mentions[0]), self.places, self.periods)
        if self.mentions or len(words(self.tail)) > _LONG_TURN or signs.PRONOUN.search(self.tail):
            return None
        if not set(self.rest) - signs.EARLIER and not self.asked and (self.places or self.periods):
            return constrained(self.before.question, self.places, self.periods)
        if self._is_part_of_a_move():
            return self._appended()
        if self.old and (self.asked and not self.rest or self._names_a_figure()):
            return self._there(constrained(f"{self.tail} ({self._both_or_last()})?", self.places, self.periods))
        counted = signs.COUNTED.search(self.before.question)
        thing = re.sub(r"^the ", "", self.tail, flags=re.I)
        if (
            counted
            and not signs.WH.match(thing)
            and 0 < len(words(thing)) <= 3
            and not signs.ONE.search(thing)
            and not _verbal(thing)
        ):
            return f"{self.before.question[: counted.start(1)]}{thing}{self.before.question[counted.end(1) :]}"
        if signs.ONE.search(self.tail) and self.old and len(self.rest) <= 2:
            return self._swapped_text(signs.ONE.sub("", self.tail).strip())
        subject = self.subject()
        if subject and signs.WH.match(self.tail) and _verbal(self.tail) and len(words(self.tail)) > _SHORT_TURN:
            return self.of(subject)
        if _verbal(self.tail) and (len(self.rest) >= _CLAUSE or (self.rest and _OWN_NAME.search(self.tail))):
            return None  # a question of its own
        phrase = other_phrase(self.before.question, self.tail, self.mentions, self.vocabulary)
        return phrase or (self._appended() if words(self.tail) else None)

    def _is_part_of_a_move(self) -> bool:
        """Whether a turn asks for a part of the move, or of the comparison, between two roles that was asked about."""
        roles = sum(m.kind == "role" for m in self.old)
        return bool(self.asked) and len(self.rest) <= 1 and roles == 2 and self.asked[0] not in signs.FIGURES

    def _names_a_figure(self) -> bool:
        """Whether a turn has no more than a word by which a figure is told ("postings there?")."""
        figures = frozenset(s for a in ATTRIBUTES if a.name in signs.FIGURES for s in a.told_stems)
        said = [stem(w) for w in words(self.tail) if w not in STOPWORDS and w != "there"]
        return len(said) == 1 and said[0] in figures and not self.mentions

    def _pronoun(self) -> str | None:
        pronoun = self._pointing(self.question) or signs.BECOME_ONE.search(self.question)
        if not pronoun and not signs.THAT_PLACE.search(self.question):
            return None
        if self.mentions and not signs.COMPARING.search(self.question) and not signs.DOES_IT.match(self.tail):
            return None
        if pronoun and " " not in pronoun[0] and self._named_before(pronoun):
            return None
        where = self.places or self.periods
        if where and not (self.mentions or self.rest or self.asked or signs.LIKE_IT.search(self.question)):
            return constrained(self.before.question, self.places, self.periods)
        text = self.question
        place = next(iter(places(self.before.question)), None)
        if place and not self.places:
            text = signs.THAT_PLACE.sub(f"in {place}", text, count=1)
        subject = self.subject()
        if subject is None:
            return None if self.mentions else self._appended()
        if signs.BECOME_ONE.search(text):
            return signs.BECOME_ONE.sub(rf"\1 {subject}", text, count=1)
        if self._is_about_the_way(subject):
            return self._appended()
        pronoun = self._pointing(text)
        if pronoun:
            fitting = self.topic.fitting(pronoun[0].lower(), subject)
            if fitting is None:
                return None if self.mentions else self._appended()
            subject = fitting
            like = signs.LIKE_IT.search(text)
            if like:
                return f"{text[: like.start(1)]}{subject}{text[like.end(1) :]}"
            bare = len(self.rest) + len(self.asked) == 0 and not signs.WHO.match(self.question)
            if bare and pronoun[0].lower() in {"that", "this", "it"}:
                return self._appended()
            text = text[: pronoun.start()] + self._for(pronoun[0].lower(), subject) + text[pronoun.end() :]
        elif not self.mentions:
            text = f"{text.rstrip(' ?')} ({subject})?"
        return self._compared(signs.OPENING.sub("", text, count=1))

    def _is_about_the_way(self, subject: str) -> bool:
        """Whether "that" is no role but what was asked about it: how long a move takes, whether its postings rose."""
        if not self.topic.is_role(subject) or self.mentions:
            return False
        figure = any(a in signs.FIGURES for a in attributes_asked(_without(self.before.question, self.old)))
        return bool(signs.TAKES.search(self.question) or (figure and signs.RISING.search(self.question)))

    def _for(self, pronoun: str, subject: str) -> str:
        """A name in the form of the pronoun that it stands for."""
        if pronoun in {"its", "their", "theirs"}:
            return f"{subject}'s"
        many = pronoun in {"they", "them"} and self.topic.is_role(subject) and not subject.endswith("s")
        return f"{subject}s" if many else subject

    def _named_before(self, pronoun: re.Match[str]) -> bool:
        """Whether the turn itself has, before a pronoun, what that may stand for: in an earlier clause a name of its own
        or something said; for "them" and "its" also in the same one."""
        if signs.SPOKEN_OF.search(self.question) or signs.LIKE_IT.search(self.question):
            return False
        if signs.FRONTED.match(self.question) and len(words(self.question)) > _LONG_TURN:
            return True
        said = self.question[: pronoun.start()]
        if pronoun[0].lower() not in _BOUND:
            ends = [m.start() for m in signs.CLAUSE_END.finditer(self.question) if m.start() < pronoun.start()]
            said = said[: max(ends, default=0)]
        own = [w for w in words(said) if not filler(w)]
        sentence = re.search(r"[.?!]\s", self.question[: pronoun.start()]) is not None
        return len(own) >= (2 if sentence else _CLAUSE) or bool(own and _OWN_NAME.search(said))

    @staticmethod
    def _pointing(text: str) -> re.Match[str] | None:
        """The first word that points back; not the "that" of "a law that protects me"."""
        for match in signs.PRONOUN.finditer(text):
            before = re.search(r"([\w’']+)\s+$", text[: match.start()])
            relative = match[0].lower() == "that" and re.match(r"\s+\w", text[match.end() :])
            shouted = match[0] == "IT" and not text.isupper()
            noun = before is not None and (not filler(fold(before[1])) or fold(before[1]) in signs.NOUNS)
            if not shouted and not (relative and noun) and not signs.RELATIVE.search(text[: match.end() + 5]):
                return match
        return None

    def _empty(self) -> str | None:
        """A question without a subject of its own."""
        things = signs.WHICH.match(self.tail) and len(words(self.tail)) <= _SHORT_TURN
        if self.mentions or self.periods or len(self.rest) > (2 if things else 1):
            return None
        if strange_names(self.question, self.vocabulary):
            return None  # it is about that
        if signs.WHY.match(self.question) and len(words(self.question)) <= _SHORT_TURN + 1:
            return self._appended()
        if self._is_part_of_a_move():
            return self._appended()
        subject = self.subject()
        if subject and signs.HOW_MUCH.match(self.question):
            return f"How much does {subject} {'earn' if self.topic.is_role(subject) else 'cost'}?"
        if subject and (self.asked or (self.rest and things)):
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

    def _both_or_last(self) -> str:
        pair = [m.label for m in self.old]
        compared = len(pair) == 2 and self.old[0].kind == self.old[1].kind
        return " and ".join(pair) if compared else self.subject() or ""

    def _appended(self) -> str:
        return f"{self.before.question.rstrip(' ?.!')} — {self.tail}?"

    def _replaced(self, mention: Mention) -> str:
        """The earlier question with a name in place of its own of that kind, or beside it where it has none."""
        same = [m for m in self.old if m.kind == mention.kind]
        if not same:
            return f"{self.before.question.rstrip(' ?.!')} ({mention.surface})?"
        return in_place_of(self.before.question, same[-1].surface, mention.surface)

    def _swapped_text(self, text: str) -> str:
        return in_place_of(self.before.question, self.old[-1].surface, text)

    def _compared(self, text: str) -> str:
        """A comparison that does not say on what is on what was asked before, at the same place and time."""
        if not signs.COMPARING.search(text) or attributes_asked(_without(text, named_in(text, self.vocabulary))):
            return text
        asked = attributes_asked(_without(self.before.question, self.old))
        if not asked:
            return text
        cues = [w for w in words(self.before.question) if stem(w) in BY_NAME[asked[0]].cue_stems or w == "median"]
        where = "".join(f" in {p}" for p in places(self.before.question)[:1])
        when = "".join(f" in {p.words}" for p in periods(self.before.question)[:1])
        return f"{text.rstrip(' ?')} on {' '.join(dict.fromkeys(cues)) or asked[0]}{where}{when}?"


def _without(text: str, mentions: list[Mention]) -> str:
    for mention in sorted(mentions, key=lambda m: -m.span.start):
        text = text[: mention.span.start] + " · " + text[mention.span.end :]
    return text


def _in_place(text: str) -> str:
    """A bare "Germany?" read as "in Germany"."""
    stripped = signs.OPENING.sub("", text, count=1).strip(" ?.!,")
    return text if len(words(stripped)) > 3 else f"in {stripped}"


def _verbal(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:is|are|was|were|do|does|did|can|could|would|should|will|has|have|need|makes?|costs?|what|who|when|why|how)\b",
            text,
            re.I,
        )
    )
