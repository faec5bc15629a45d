"""What a question asks: intent, subjects, attributes, place, period, direction, and the words that are left.

Names come from the vocabulary of the loaded corpus; everything else here is general English. A question with
two parts becomes two questions. Nothing is looked up in documents yet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from advisor.answering.attributes import ATTRIBUTES, BY_NAME, IDIOM, WHETHER, Shape, attributes_asked
from advisor.answering.claims import ASKING, SENTENCE, WH, claim_of
from advisor.answering.periods import Period, periods
from advisor.answering.personal import without_person
from advisor.answering.places import Place, place_words, places
from advisor.text import STOPWORDS, fold, number_values, spelled_values, stem, words
from advisor.types import Span
from advisor.vocabulary import Correction, Mention, Vocabulary

Intent = Literal[
    "fact", "list", "definition", "comparison", "ranking", "transition", "plan", "yes_no", "greeting", "thanks", "help"
]

_SCAFFOLD = frozenset(
    """advice advise answer ask best better brief briefly career careers change clear common compare compared comparison
    consider could curious describe detail details difference differences differ exact exactly example examples explain
    find first general get give go going good got great guide hear help hello hey hi hope idea important information
    interested involve involved job jobs key kind kinds know list look looking main maybe mean means meant mention
    move moving name names need needed needs offer official one overview people person please point possible
    question quick quickly rather read really recommend recommended roughly say says second show simple someone
    sort specific step steps summarise summarize switch switching tell thank thanks thing things think thinking
    topic transition try type types typical typically understand use used useful versus vs want wants way ways well
    wonder wondering work working worth would year years currently role roles position field become becoming
    documents document library source sources according actual actually number figure figures data hmm ok okay so
    versus average amount big high low large small many much often person currently exist exists true real right
    plan plans roadmap hours hour week weeks month months one two three four five six seven eight nine ten
    still im ive id dont doesnt isnt whats hows guy guys folks stuff bit biggest greatest largest highest lowest smallest
    longest shortest cheapest fastest slowest since keep kept ever correct comes come leave rank ranks sort order ordered cost costs dollars euros true false
    percent percentage share proportion heard read mate says said tells told everyone everybody hold holds huge even nobody new back yet then stays stay stayed anyone anybody long take takes last lasts set someone today moved switched wanna gonna gotta lemme here make makes made maker makers
    fewest least most ought abbreviation abbreviations acronym stand stands short english plain aim aims aiming eyeing alongside besides despite via per amid throughout towards toward regarding concerning behind beneath beside beyond across
    along around near outside inside onto whereas although unlike till til
    sure able anything something everything nothing kindly yeah yes no not new""".split()
)
_SCAFFOLD_STEMS = frozenset(stem(w) for w in _SCAFFOLD)
_UP = frozenset(
    stem(w)
    for w in "grow growing grew growth rise rising rose increase increasing increased up surge boom booming "
    "recover recovered rebound rebounded gain gained expand expanding better higher".split()
)
_DOWN = frozenset(
    stem(w)
    for w in "shrink shrinking shrank shrunk fall falling fell decline declining declined drop dropping dropped "
    "decrease decreasing decreased down lose losing lost collapse worse lower cut cuts".split()
)
_MOST = re.compile(
    r"\b(?:number (?:one|two|three|four|five|six|seven|eight|nine|ten|1?\d)\b|no\.? ?1?\d\b|ranked first|"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:place|entry|item|position|on the list|in the list)|most|highest|biggest|largest|greatest|fastest|best[- ]paid|best[- ]paying|top(?! (?:\d+|five|ten|twenty)\b)|longest|priciest|"
    r"best|strongest|hardest|steepest|sharpest|hottest|dearest|most expensive)\b"
)
_LEAST = re.compile(
    r"\b(?:least|lowest|smallest|slowest|cheapest|shortest|fewest|worst|weakest|easiest|worst[- ]paid)\b"
)
_SHORTCOMING = re.compile(
    r"\b(?:biggest|largest|greatest|main|worst|hardest|weakest) (?=(?:\w+ )?(?:gaps?|holes?|weakness(?:es)?|problems?|mistakes?|challenges?|hurdles?|obstacles?|part|spots?|points?)\b)"
)
"""A superlative that ranks nothing: "what is my biggest gap"."""
_COMPARE = re.compile(
    r"\b(?:compare[ds]?|comparison|versus|vs\.?|difference between|differences between|differ|better|instead of|rather than|against|next to|"
    r"side by side|more|less|fewer|longer|shorter|higher|lower|cheaper|pricier|dearer|costlier|faster|slower|harder|easier|bigger|smaller|larger|"
    r"older|newer|broader|wider|stricter|tougher|"
    r"out-?earns?|rank|sort(?! out)|order|gap between|in common|which (?:one|of))\b"
)
_MOVE = re.compile(
    r"\b(?:move|moving|switch|switching|transition|transitioning|go|going|pivot|pivoting|get|getting|break|breaking|"
    r"change|changing|become|becoming|path|pathway|route|jump|shift|step|grow|transfer|turn|cross|enter|start|leap|"
    r"moved|switched|changed|went|want|like|wanna|end up|hop|hopping|aim|aiming|bridge|retrain|retraining|leaving|heading)\b"
)
_BECOME = re.compile(
    r"\b(?:become|becoming|moved (?:in)?to|switched (?:in)?to|end up as|wanna go|want to (?:be|do|go)|get into|getting into|move (?:in)?to|moving (?:in)?to|break into|switch(?:ing)? (?:in)?to|"
    r"transition(?:ing)? (?:in)?to|pivot(?:ing)? (?:in)?to|go(?:ing)? into|change to|turn into|start(?:ing)? as|path to|"
    r"route (?:in)?to|way into|work as|step into|enter)\b"
)
_PLAN = re.compile(r"\b(?:plan|roadmap|road map|learning path|study plan|schedule|curriculum)\b")
_PLANNED_FOR = re.compile(rf"{_PLAN.pattern} (?:for|to(?:wards?)?|into|from|as)\b")
_YES_NO = re.compile(
    r"^(?:so |and |but |then |also |ok,? |well,? )*(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|must|may|isn't|aren't|"
    r"don't|doesn't|didn't|am)\b"
)
_AUXILIARY = r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|must|may)"
_LIST = re.compile(
    rf"\b(?:list|name|enumerate)\b|\b(?:what|which)\s+(?:(?!{_AUXILIARY}\b)[\w'’/-]+\s+){{0,3}}?(?!{_AUXILIARY}\b)[\w'’/-]+s\b|\bwhat are\b"
)
_ONE = re.compile(
    rf"^(?:and |so |but )?(?:where|when|who|whose|why)\b|\b(?:what|which) (?!{_AUXILIARY}\b)(?:[a-z]+ )?(?:one|[a-z]+[^s\W]) {_AUXILIARY}\b"
)
"""Asks for one thing, whatever words stand in it ("Where did it stand in the old list?")."""
_DEFINE = re.compile(
    r"^(?:so |and |please |can you |could you )*(?:(?:what|who)(?:'s| is| are|s| does)|define|explain|describe|tell me (?:more )?about|"
    r"meaning of|what do you know about|give me an overview of|overview of|introduce)\b"
)
_STANDS_FOR = re.compile(r"\bwhat (?:does|do) .{1,60} (?:stand for|mean|refer to)\b|\bmeaning of\b|\bdefinition of\b")
_GREETING = re.compile(
    r"^(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|yo|how are you(?: doing)?(?: today)?|what's up|sup)"
    r"(?: there| everyone| all| advisor)?[\s!.,?]*(?:how are you(?: doing)?(?: today)?)?[\s!.,?]*$"
)
_THANKS = re.compile(
    r"^(?:ok(?:ay)?,? |great,? |perfect,? |cool,? )*(?:thanks?|thank you|thx|cheers|ty|much appreciated|great|perfect|awesome|ok(?:ay)?|"
    r"got it|bye|goodbye|see you)(?:\b.{0,30})?$"
)
_HELP = re.compile(
    r"^(?:help|help me|/help|what can (?:you|i) (?:do|ask).{0,30}|what do you (?:do|know|cover)|who are you|what are you|how do you work|"
    r"how does this work|what (?:topics|documents|sources) (?:do you|does).{0,30})[\s?!.]*$"
)
_SELF = re.compile(
    r"\b(?:i'?m|i am|im|i work as|i work (?:\w+ )?(?:in|at)|i've been|i have been|i was|working as|currently|as|being|my background is|my background is in|"
    r"background in|background as|worked as|coming from|come from|from|years as|years in|years of|experience (?:in|as))\s+(?:an?\s+|the\s+)?"
    r"(?:\w+[- ]){0,3}$"
)
_TARGET = re.compile(
    r"(?:\b(?:to|into|become|becoming|toward|towards|as|for|be|aiming at|aiming for|eyeing|targeting)|->|→|=>)\s*(?:a\s+|an\s+|the\s+)?(?:\w+[- ]){0,2}$"
)
_FROM = re.compile(r"\b(?:from|leaving|between|gaps? for|out of) (?:an? |the |being an? )?$")
_TARGET_AS = re.compile(
    r"\b(?:end up|ending up|start|starting|start out|hired|(?:a|my) (?:job|career|role|position)|want to work|like to work|get work) as (?:an? |the )?(?:\w+ )?$"
)
_HERE = re.compile(r"^(?:\s+(?:with|here|guy|for \d|for (?:two|three|four|five|six|seven|ten))\b|\s*,|\s*\()", re.I)
_HOURS = re.compile(
    r"\b(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)\s*(?:h|hrs?|hours?)\b"
)
_NUMBERED = frozenset(
    "article level annex section tier version chapter number part class control principle clause recital title rule stage edition release "
    "category grade phase table figure domain round".split()
)
_CONTRACTION = re.compile(r"n['’]t$|['’](?:m|ve|d|ll|re|s|t)$", re.I)
_MONTHS = r"january|february|march|april|may|june|july|august|september|october|november|december"
_SPLIT = re.compile(
    rf"\?\s+(?=\S)|(?:,|;)?\s+(?:and|also|plus|and also|as well as)\s+(?=(?:also\s+|then\s+|so\s+)?{WH}\b|(?:is|are|do|does|did|can|should|will)\b"
    rf"\s+(?:it|they|that|there|the|a|an|i|you|this)\b)|;\s+",
    re.I,
)
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|also|hi|ok|please)\W+)*(?:what|which|who|how|is|are|do|does|did|can|could|should|will)\b", re.I
)
_ROW = re.compile(
    r",\s+(?=(?:what|how|why)(?:['’]?s|\s+\w+)|which \w+(?: \w+)? (?:do|does|did|is|are|was|were|can|should|will|would)\b)",
    re.I,
)
"""Between questions in a row: "what does X do, which skills do they need …"."""
_HALF = re.compile(r"(?:which|what)(?! (?:is|are|was|were|do|does|did)\b)(?: \w+){1,2}", re.I)
"""Half of a question, not a part of its own: "which company and which university wrote …"."""
_BARE = re.compile(
    r"(?:by |for |since )?(?:how(?: much| many| long| far| old| big| often| high)?|when|why|where|who|which|what)", re.I
)
"""A question word by itself, which asks for more of what the question before it asks."""
_OTHER_END = re.compile(r"(?:which|what)(?: one)?(?: is| was| has| are)? the (?:most|least|\w+st)(?: one)?\W*", re.I)
"""The other end of an order: "which is the highest, and which the lowest"."""
_TAG = re.compile(
    r"^\W*\w+,? (?:isn['’]?t|is|wasn['’]?t|ain['’]?t) (?:it|that)\W*$|^\W*(?:is|are|was|isn't|that's|do|does|am i)?\s*(?:that|this|it|i|you)?\s*(?:so|true|right|correct|still true|agree|wrong|ok(?:ay)?|fine|all ?right)?\W*$",
    re.I,
)
_TAGGED = re.compile(
    r"(?:\bis (?:that|this|it) (?:so|true|right|correct|still true|ok(?:ay)?)|[,;] (?:correct|right|true|isn't it|no|yes))\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a question that no name, place, date or attribute accounts for. `proper` marks a word
    that is written as a name; `known` whether the corpus has it."""

    stem: str
    word: str
    known: bool
    proper: bool = False

    @property
    def version(self) -> bool:
        """Whether it is a version number; its stem is then the folded phrase."""
        return " " in self.stem


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood. `text` has its spelling mended; `start` and `goal` are the ends of a transition."""

    text: str
    intent: Intent
    attributes: tuple[str, ...] = ()
    shape: Shape = "any"
    subjects: tuple[Mention, ...] = ()
    start: Mention | None = None
    goal: Mention | None = None
    places: tuple[Place, ...] = ()
    periods: tuple[Period, ...] = ()
    terms: tuple[Term, ...] = ()
    direction: int = 0
    superlative: int = 0
    hours: int | None = None
    first_person: bool = False
    counted: tuple[str, ...] = ()
    """Stems of what is counted, after "how many"."""
    roles_known: bool = False
    """Whether the vocabulary has names of roles at all."""
    corrections: tuple[Correction, ...] = ()
    told: str = ""
    """The sentences before the question, which tell who asks and of what."""
    own_words: str = ""
    """The text before names or sentences said earlier were added to it in brackets."""
    premise: bool = False
    """Whether it is a claim on which another question is built, to be checked and not to be answered at length."""

    @property
    def attribute(self) -> str | None:
        return self.attributes[0] if self.attributes else None

    @property
    def only_names(self) -> bool:
        """Whether nothing was read of a question of fact but the names in it."""
        return self.intent == "fact" and not (self.attributes or self.terms or self.start or self.goal)

    def with_added(self, said: str) -> Question:
        """The question with what was said before, to be searched for and weighed by too."""
        return replace(self, text=f"{self.text} ({said})")


_IMAGE = re.compile(r"!\[[^\]]{0,300}\]\([^)]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\[]{1,300})\]\([^)]{0,2000}\)")
_ADDRESS = re.compile(r"\b(?:https?|ftp|file|data|javascript):[^\s)>\]]{1,2000}", re.I)


def _without_links(text: str) -> str:
    """The words of a question: no images, no addresses, of a link its label. What is left where that is nothing."""
    bare = _ADDRESS.sub(" ", _LINK.sub(r"\1", _IMAGE.sub(" ", text)))
    return bare if words(bare) else text


def cue_words() -> frozenset[str]:
    """Words that questions are made of, for mending their spelling."""
    return _cue_words()


@lru_cache(maxsize=1)
def typed_words() -> frozenset[str]:
    """Words beside those of the corpus that a misspelt one may stand for: of questions, and of places."""
    return _cue_words() | place_words()


def filler(word: str) -> bool:
    """Whether a folded word says nothing by itself: it may stand in any question."""
    return word in STOPWORDS or word in _SCAFFOLD or word in cue_words() or word.isdigit()


@lru_cache(maxsize=1)
def _cue_words() -> frozenset[str]:
    cues = {w for a in ATTRIBUTES for w in words(f"{a.cues} {a.weak} {a.told}")}
    return frozenset(w for w in cues | _SCAFFOLD | STOPWORDS if len(w) > 2)


def understand(text: str, vocabulary: Vocabulary, correct: bool = True) -> list[Question]:
    """The questions in a text, in order: usually one, two or three for a question with parts.

    With `correct`, misspelt words are read as the words of the corpus or of questions that they come closest to.
    """
    text = without_person(_without_links(text))
    mended, corrections = vocabulary.corrected(text, typed_words()) if correct else (text, ())
    background, asked = _asked(mended)
    claim, asked = claim_of(background, asked, vocabulary)
    parts = _parts(asked)
    context = _read(background, vocabulary) if background and not claim else None
    questions: list[Question] = (
        [replace(_read(claim, vocabulary), intent="yes_no", shape="any", premise=True)] if claim else []
    )
    for part in parts:
        question = _read(part, vocabulary)
        own = any(not t.known for t in question.terms)  # it speaks of something else, which nobody knows
        own = own or (len(question.terms) >= _OWN_TERMS and _by_itself(question))
        if questions and not question.subjects and questions[0].subjects and not question.start and not own:
            question = _inherit(question, questions[0])
        elif questions and question.only_names and not questions[0].only_names and questions[0].intent == "fact":
            question = _of_another(question, questions[0])
        if context:
            question = _with_background(question, context)
        questions.append(question)
    if len(questions) == 1 and not background and _of_nothing(questions[0]):
        questions = [replace(questions[0], intent="help")]  # "is it ok?"
    questions = [q for first in questions for q in ([first] if first.premise else _by_attribute(first))]
    if not correct:  # words of another language are no names that nobody has heard of
        questions = [_in_known_words(q) for q in questions]
    return [replace(q, corrections=corrections) for q in questions[:4]]


def _by_itself(question: Question) -> bool:
    """Whether a question that names no subject says by itself what it is about: it points at nothing said before it, and
    has a name or some words of its own."""
    if _POINTING.search(question.own_words):
        return False
    mine = re.search(r"\b(?:i|my|me|we|our)\b", fold(question.own_words))
    return any(t.proper for t in question.terms) or len(question.terms) >= (_OWN_TERMS if mine else _OWN_TERMS - 1)


_POINTING = re.compile(
    r"\b(?:its?|they|them|theirs?|this|these|those|ones?|(?:of|for|with|about|is|does|do) that|there(?! (?:is|are|was|were)))\b",
    re.I,
)
_OWN_TERMS = 3
"""Words of its own from which a question that names no subject is about them."""


def _in_known_words(question: Question) -> Question:
    """The question without the words that the corpus does not have, where others tell what it is about."""
    if not question.subjects and not any(t.known for t in question.terms):
        return question
    return replace(question, terms=tuple(t for t in question.terms if t.known or _coined(t.word)))


def _coined(word: str) -> bool:
    """Whether a word is written as no word of any language is: with capitals inside, or digits."""
    return any(c.isdigit() for c in word) or (any(c.isupper() for c in word[1:]) and not word.istitle())


def _of_nothing(question: Question) -> bool:
    asked = question.subjects or question.attributes or question.terms or question.places or question.periods
    return question.intent == "yes_no" and not asked


def _asked(text: str) -> tuple[str, str]:
    """(background, what is asked): sentences of a longer text that only tell something about the person."""
    sentences = [_gist(s.strip()) for s in SENTENCE.split(text) if s.strip()]
    asking = [s for s in sentences if ASKING.search(s)]
    if asking and all(_TAG.match(s) for s in asking):
        return "", text.strip()
    if not asking or len(sentences) == 1:
        return "", text.strip()
    telling = [s for s in sentences if s not in asking]
    question = " ".join(asking)
    if telling and _BACK.search(question) and len(words(telling[-1])) <= 30:
        return " ".join(telling[:-1]), f"{telling[-1]} {question}"
    return " ".join(telling), question


_BACK = re.compile(r"\b(?:(?:each|both|either|all|which|one|some) of (?:them|these|those)|each one|the two)\b", re.I)
"""Points back at what the sentence before has named."""
_GIST = re.compile(
    r"\b(?:how many|how much|how long|how (?:do|does|did|can|would|should)|what (?:is|are|does|do|would|should|was|were)|what's|whats|which|when|who|where|"
    r"why|can i|could i|should i|do i|is it|is there|are there|does it)\b",
    re.I,
)


def _gist(sentence: str) -> str:
    """The question at the end of a long, breathless sentence."""
    if len(sentence.split()) <= 22:
        return sentence
    starts = [m.start() for m in _GIST.finditer(sentence)]
    late = [s for s in starts if len(sentence[:s].split()) >= 8 and len(sentence[s:].split()) >= 4]
    return sentence[late[0] :] if late else sentence


def _in_a_row(text: str) -> list[str]:
    """Questions that only commas part; the text itself where it does not open with one."""
    return [p for p in _ROW.split(text) if p] if _ASKS.match(text) else [text]


def _parts(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in (p.strip(" ,;.") for w in _SPLIT.split(text) if w for p in _in_a_row(w) if p.strip(" ,;.?!")):
        if pieces and _BARE.fullmatch(piece.strip(" ?!")):
            pieces[-1] = f"{pieces[-1]} and {piece}"  # "which one pays best, and how much?"
        else:
            pieces.append(piece)
    if any(_HALF.fullmatch(p) for p in pieces[:-1]) or any(_OTHER_END.fullmatch(p) for p in pieces[1:]):
        return [text.strip()]
    return [p for p in pieces if len(words(p)) > 1] or [text.strip()]


def _read(text: str, vocabulary: Vocabulary) -> Question:
    folded = fold(text).replace("’", "'").strip()
    found = [m for m in vocabulary.find(text) if m.kind != "subject" or _telling(m)]
    mentions = tuple(meant(text, found))
    bare = _without_mentions(text, mentions)
    found_places = tuple(p for p in places(bare) if not _shouted(p, text, vocabulary))
    found_periods = periods(bare, date.today())
    attributes = attributes_asked(bare)
    start, goal = _ends(text, folded, mentions)
    if "jobs" in attributes and re.search(r"\bmy (?:\w+ )?gaps?\b" if not (start and goal) else r"\bgaps?\b", folded):
        # between two roles, or of the person
        attributes = tuple(dict.fromkeys("skills" if a == "jobs" else a for a in attributes))
    intent = _intent(folded, text, mentions, attributes, start, goal)
    if any(m.kind in _BOUGHT for m in mentions) and not any(m.kind in {"role", "skill"} for m in mentions):
        attributes = tuple(dict.fromkeys("price" if a == "pay" else a for a in attributes))
    attributes = _measured(attributes, folded, intent)
    counted = counted_in(folded)
    if any(counted[: len(s)] == s for s in (tuple(stem(w) for w in words(m.surface)) for m in mentions) if s):
        attributes, counted = tuple(dict.fromkeys(("jobs", *attributes))), ()
    if not found_places:
        found_places = _bare_cities(bare, vocabulary)
    wide = intent in {"comparison", "ranking"}
    terms = _residual(text, mentions, found_places, found_periods, attributes, vocabulary, wide)
    hours = _hours(folded)
    return Question(
        text=text,
        own_words=text,
        intent=intent,
        attributes=attributes,
        shape=_shape(folded, attributes, intent),
        subjects=mentions,
        start=start,
        goal=goal,
        places=found_places,
        periods=found_periods,
        terms=terms,
        direction=_direction(_FIGURE_OF_GROWTH.sub(" ", IDIOM.sub(" ", text))),
        superlative=1 if _MOST.search(folded) else -1 if _LEAST.search(folded) else 0,
        hours=hours,
        counted=counted,
        roles_known=vocabulary.has_roles,
        first_person=bool(re.search(r"\b(?:my|i|i'm|im|me)\b", folded)),
    )


_NOT = re.compile(r"(?:,|\band|\bbut|[–—-])? ?\bnot (?:an? |the |about )?(?:\w+ )?$", re.I)


def meant(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The names that a question is about: the things themselves, and of two of a kind not the one that it sets aside
    ("…, not NICE")."""
    mentions = [m for m in mentions if m.kind == "subject" or _firm(text, m)]
    aside = [m for m in mentions if m.kind != "subject" and _NOT.search(text[: m.span.start])]
    left = [m for m in mentions if m not in aside]
    return [m for m in mentions if m in left or not any(o.kind == m.kind and o.label != m.label for o in left)]


def _without_mentions(text: str, mentions: tuple[Mention, ...]) -> str:
    for mention in reversed(mentions):
        if mention.kind != "subject":
            text = text[: mention.span.start] + " · " + text[mention.span.end :]
    return text


def _shouted(place: Place, text: str, vocabulary: Vocabulary) -> bool:
    """Whether a city is an abbreviation of the corpus that is spelled like it ("in NICE")."""
    name = place.name.upper()
    return place.city and not text.isupper() and name in text and vocabulary.knows(fold(place.name))


def _bare_cities(text: str, vocabulary: Vocabulary) -> tuple[Place, ...]:
    """A large city named without a preposition ("salary zurich"), where the corpus does not know the word."""
    for match in re.finditer(r"[^\W\d_]{4,}", text):
        word = fold(match[0])
        if not vocabulary.knows(word) and word not in cue_words() and word not in STOPWORDS:
            found = tuple(p for p in places(f"in {match[0].title()}") if p.city)
            if found:
                return found
    return ()


def _firm(text: str, mention: Mention) -> bool:
    """Whether a mention is the thing itself: not a word that merely shares the stem of a one-word name ("budget" of
    "budgeting", "programme" of "programmer"), nor the first part of a longer name that the vocabulary does not have ("AI Risk Repository")."""
    said = words(mention.surface)
    if len(said) == 1 and mention.kind in {"skill", "role"}:
        written = {w for n in mention.names if len(words(n)) == 1 for w in words(n)}
        return bool(written & {said[0], said[0].removesuffix("s"), said[0] + "s"})
    following = re.match(r"\s+([\w-]+)", text[mention.span.end :])
    if mention.exact or following is None:
        return True
    word = fold(following[1])
    if following[1][:1].isupper() and not text.istitle():
        return word in STOPWORDS or word in _SCAFFOLD
    return mention.kind != "role" or stem(word) not in _OTHER_THINGS


_OTHER_THINGS = frozenset(
    stem(w)
    for w in "framework standard law act list catalogue certificate certification cert exam tool scanner repository".split()
)
"""Words that make another thing of a role's short name ("AI risk framework")."""


def _telling(mention: Mention) -> bool:
    """Whether the subject of a table row is more than words that any question may hold."""
    return any(w not in cue_words() and w not in STOPWORDS and not w.isdigit() for w in words(mention.surface))


def _ends(text: str, folded: str, mentions: tuple[Mention, ...]) -> tuple[Mention | None, Mention | None]:
    """Start and goal of a move, where the question speaks of one between roles."""
    roles = [m for m in mentions if m.kind == "role"] or [m for m in mentions if m.kind in {"document", "subject"}]
    if not roles:
        return None, None
    start = goal = None
    for mention in roles:
        before = fold(text[max(0, mention.span.start - 60) : mention.span.start])
        if _FROM.search(before):
            start = start or mention
        elif _TARGET_AS.search(before) or (
            _TARGET.search(before) and not re.search(r"\bas (?:an? )?(?:\w+ ){0,2}$", before)
        ):
            goal = goal or mention
        elif _SELF.search(before) or (mention.span.start <= 3 and _HERE.match(text[mention.span.end :])):
            start = start or mention
    moving = bool(_MOVE.search(folded) or _PLANNED_FOR.search(folded)) or "->" in text or "→" in text
    if goal is None and start is None and len(roles) == 2:
        between = fold(text[roles[0].span.end : roles[1].span.start]).strip()
        if between in {"to", "into", "->", "→", "=>", "-->", ">", "2", "engineer to", "role to"}:
            return roles[0], roles[1]
    if start and goal is None:
        goal = next((m for m in roles if m.label != start.label), None) if moving else None
    if goal and start is None:
        start = next((m for m in roles if m.label != goal.label and m.span.start < goal.span.start), None)
    if start and goal and start.label == goal.label:
        start = None
    if goal and not start and not (_BECOME.search(folded) or moving):
        goal = None
    return start, goal


def _intent(
    folded: str,
    text: str,
    mentions: tuple[Mention, ...],
    attributes: tuple[str, ...],
    start: Mention | None,
    goal: Mention | None,
) -> Intent:
    if _GREETING.match(folded):
        return "greeting"
    if _HELP.match(folded):
        return "help"
    if _THANKS.match(folded) and not mentions:
        return "thanks"
    labels = {m.label for m in mentions}
    specific = set(attributes[:1]) & {"pay", "demand", "jobs", "price", "duration", "validity", "dates", "penalty"}
    if not (start and goal):
        specific |= set(attributes[:1]) & {"certifications", "tools"}
    if _PLAN.search(folded) and (goal or labels) and not re.match(WH, folded):
        return "plan"
    folded = _SHORTCOMING.sub(" ", folded)
    ranked = bool(_MOST.search(folded) or _LEAST.search(folded) or re.search(r"\brank\b", folded))
    if (
        _rivals(mentions)
        and _COMPARE.search(folded)
        and not (start and goal and not re.search(r"\bvs|versus|compare", folded))
    ):
        return "comparison"
    if (
        start
        and not goal
        and not specific
        and re.search(r"\b(?:move|switch|transition|pivot|go|get|break) (?:in)?to\b", folded)
    ):
        return "transition"
    if (
        start
        and goal
        and not specific
        and not _YES_NO.match(folded.split(", ")[-1])
        and not re.search(r"\b(?:compare|versus|vs)\b", folded)
    ):
        return "transition"
    if len(labels) >= 2 and (
        _either(text, mentions) or (_rivals(mentions) and _listed(text, mentions) and not _YES_NO.match(folded))
    ):
        return "comparison"
    if (
        ranked
        and not _TAGGED.search(folded)
        and re.search(rf"\b{WH}\b|\brank\b|\blist\b|\bname\b|\bnumber one\b", folded)
        and not re.match(r"^how\b", folded)
    ):
        return "ranking"
    if attributes[:1] == ("demand",) and not any(m.kind != "subject" for m in mentions) and which_moved(folded):
        return "ranking"
    if goal and _BECOME.search(folded) and not specific and not _YES_NO.match(folded):
        return "transition"
    if _YES_NO.match(folded) or _TAGGED.search(folded):
        return "yes_no"
    if _STANDS_FOR.search(folded) or (_DEFINE.match(folded) and not attributes and not ranked):
        return "definition"
    if attributes and BY_NAME[attributes[0]].shape == "list":
        return "fact" if _ONE.search(folded) else "list"
    if _LIST.search(folded) and not attributes:
        return "list"
    return "fact"


def _measured(attributes: tuple[str, ...], folded: str, intent: Intent) -> tuple[str, ...]:
    """The attributes with the one that is asked for in front: what is ranked is a figure, not the list that the
    question chooses from, and who did a thing is no date."""
    if re.match(r"^(?:and |so )?(?:who|whose|whom)\b", folded):
        return tuple(a for a in attributes if a not in {"dates", "tasks", "contents"})
    if re.match(r"^(?:and |so )?where\b", folded):
        return tuple(a for a in attributes if a not in {"demand", "jobs"})
    if intent == "comparison":
        named = next((a for a in _COMPARATIVES if _COMPARATIVES[a].search(folded)), None)
        return tuple(dict.fromkeys(([named] if named else []) + list(attributes)))
    if intent != "ranking":
        return attributes
    named = next((a for a in _SUPERLATIVES if _SUPERLATIVES[a].search(folded)), None)
    figures = [a for a in attributes if BY_NAME[a].shape != "list"]
    lists = [a for a in attributes if BY_NAME[a].shape == "list"]
    return tuple(dict.fromkeys(([named] if named else []) + figures + lists))


_COMPARATIVES: dict[str, re.Pattern[str]] = {
    "price": re.compile(r"\b(?:cheaper|pricier|dearer|costlier|costs? (?:less|more)|more expensive|less expensive)\b"),
    "pay": re.compile(
        r"\b(?:earns? (?:more|less)|paid (?:more|less|better)|pays? (?:more|less|better)|better[- ]paid|out-?earns?|make more)\b"
    ),
    "exam": re.compile(r"\bexam\b.{0,30}\b(?:longer|shorter)\b|\b(?:longer|shorter)\b.{0,20}\bexam\b"),
    "validity": re.compile(r"\b(?:valid|stays?|lasts?)\b.{0,20}\blonger\b|\blonger\b.{0,20}\bvalid\b"),
    "demand": re.compile(
        r"\b(?:grow|growing|grows|grew)\b.{0,20}\b(?:faster|slower|more)\b|\bfaster\b.{0,20}\bgrow\w*\b|\b(?:fell|shrank|dropped) more\b"
    ),
}
_SUPERLATIVES: dict[str, re.Pattern[str]] = {
    "price": re.compile(r"\b(?:cheapest|most expensive|least expensive|priciest|dearest)\b"),
    "pay": re.compile(r"\b(?:best|worst|highest|lowest|top)[- ]pa(?:id|ying)\b"),
    "exam": re.compile(r"\bexams?\b.{0,40}\b(?:longest|shortest)\b|\b(?:longest|shortest)\b.{0,20}\bexams?\b"),
    "validity": re.compile(
        r"\b(?:valid|good|stays?|lasts?)\b.{0,20}\b(?:longest|shortest)\b|\b(?:longest|shortest)\b.{0,20}\bvalid"
    ),
    "duration": re.compile(r"\b(?:longest|shortest)\b"),
    "demand": re.compile(r"\b(?:fastest|slowest|hottest|in demand|in-demand)\b"),
}


def _rivals(mentions: tuple[Mention, ...]) -> bool:
    """Whether two names of one kind are there to be set against each other."""
    kinds = [m.kind for m in {m.label: m for m in mentions}.values()]
    return any(kinds.count(k) > 1 for k in set(kinds) if k != "subject")


def _listed(text: str, mentions: tuple[Mention, ...]) -> bool:
    """ "A and B: licences?", "A, B, C sorted by …": names of one kind in a row."""
    return any(
        a.kind == b.kind
        and a.label != b.label
        and re.fullmatch(
            r"\W*(?:(?:and|vs\.?|versus|against|next to|or)\W*)?(?:(?:of|for|in|with)\W+)?(?:an?\W|the\W)?",
            text[a.span.end : b.span.start],
        )
        for a, b in zip(mentions, mentions[1:], strict=False)
    )


def _either(text: str, mentions: tuple[Mention, ...]) -> bool:
    """ "X or Y": two names of one kind that stand side by side."""
    return any(
        a.kind == b.kind
        and a.label != b.label
        and re.fullmatch(r"\W*or(?: an?| the)?(?: \w+)?\W*", text[a.span.end : b.span.start])
        for a, b in zip(mentions, mentions[1:], strict=False)
    )


def _shape(folded: str, attributes: tuple[str, ...], intent: Intent) -> Shape:
    if intent in {"transition", "plan", "definition", "comparison", "ranking"}:
        return "any"
    if re.search(
        r"\b(?:what|which) (?:percent|percentage|share|proportion|fraction)\b|\bby how much\b|\bhow many percent\b",
        folded,
    ):
        return "percent"
    if re.search(r"\bhow many\b|\bwhat age\b|\bhow old\b", folded) or (
        not attributes and re.search(r"\bhow much [a-z]+ (?:do|does|did|is|are|was|were|can|will)\b", folded)
    ):
        return "number"
    if re.match(r"^(?:and |so )?(?:who|whose|whom)\b", folded):
        return "person"
    if re.search(r"\bhow much (?:money|funding|cash|budget)\b", folded):
        return "money"
    if attributes and BY_NAME[attributes[0]].shape in {"money", "date", "duration"} and intent != "yes_no":
        return BY_NAME[attributes[0]].shape
    if WHETHER.match(folded):
        return "any"
    if re.match(r"^(?:and |so )?(?:when|in what year|in which year|what year|which year|since when)\b", folded):
        return "date"
    if attributes and intent != "yes_no":
        return BY_NAME[attributes[0]].shape
    return "any"


_COUNTED = re.compile(
    r"\b(?:how many|more|fewer|number of)\s+(?:(?:more|fewer|different|new|other)\s+)?((?:[a-z-]+\s*){1,3})"
)


def counted_in(folded: str) -> tuple[str, ...]:
    """Stems of what a folded question asks the number of ("how many more work roles …")."""
    match = _COUNTED.search(folded)
    found = words(match[1]) if match else []
    stop = next((i for i, w in enumerate(found) if w in STOPWORDS), len(found))
    return tuple(stem(w) for w in found[:stop])


_FIGURE_OF_GROWTH = re.compile(
    r"^\W*(?:and |the |its |their |what about |how about )*growth\b|\b(?:what|how (?:much|big|high|strong)|which|projected|expected|yearly|annual)\b.{0,25}\bgrowth\b",
    re.I,
)
"""Asks for a figure, and takes nothing to have risen."""


def _direction(text: str) -> int:
    stems = {stem(w) for w in words(text)}
    up, down = bool(stems & _UP), bool(stems & _DOWN)
    return 0 if up == down else 1 if up else -1


def direction_of(text: str) -> int:
    """1 where a text tells of a rise, -1 of a fall, 0 of neither or both."""
    return _direction(text)


_PLACE = re.compile(
    r"\bnumber (one|two|three|four|five|six|seven|eight|nine|ten|1?\d)\b|\bno\.? ?(1?\d)\b|"
    r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:place|entry|item|position|on the list|in the list)\b"
)
_NTH = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


def place_asked(text: str) -> int | None:
    """The place in an order that a question asks for ("number 3", "the third entry"); None where it asks for none."""
    match = _PLACE.search(fold(text))
    if match is None:
        return None
    if match[3]:
        return _NTH.index(match[3]) + 1
    value = next(iter(number_values(match[1] or match[2]) or spelled_values(match[1] or match[2])), None)
    return int(value) if value else None


def which_moved(folded: str) -> bool:
    """Whether a folded question asks which things of a kind rose or fell ("which jobs shrank in 2024?")."""
    match = _WHICH_MOVED.search(folded)
    return match is not None and bool(_direction(folded)) and not (_MOST.search(folded) or _LEAST.search(folded))


_WHICH_MOVED = re.compile(
    rf"\b(?:which|what)\s+(?!{_AUXILIARY}\b)(?:[\w'’/-]+\s+){{0,3}}?[\w'’/-]+s\s+(?:\w+\s+){{0,2}}?(?:"
    r"grew|grow|grows|growing|rose|rise|rising|risen|grown|increased?|increasing|expanded|"
    r"shrank|shrink|shrinking|shrunk|fell|fall|falling|fallen|declined?|declining|dropped|dropping|lost|losing)\b"
)


def superlative(text: str) -> bool:
    """Whether a text tells of the most or the least of something."""
    folded = fold(text)
    return bool(_MOST.search(folded) or _LEAST.search(folded))


def compares(question: Question) -> bool:
    """Whether a question sets things against each other, in whatever shape it asks."""
    return question.intent in {"comparison", "ranking"} or bool(_AGAINST.search(fold(question.own_words)))


_AGAINST = re.compile(
    r"\b(?:compare[ds]?|comparison|versus|vs\.?|than|differ\w*|against|between|or|first|both|each|respectively|from .{1,40} to|whereas|while)\b"
)


def both_ends(text: str) -> bool:
    """Whether a question asks for the most and for the least."""
    folded = fold(text)
    return bool(_MOST.search(folded) and _LEAST.search(folded))


def _hours(folded: str) -> int | None:
    match = next(reversed(list(_HOURS.finditer(folded))), None)
    if not match:
        return None
    values = number_values(match[1]) or spelled_values(match[1])
    return int(values[0]) if values else None


def _residual(
    text: str,
    mentions: tuple[Mention, ...],
    found_places: tuple[Place, ...],
    found_periods: tuple[Period, ...],
    attributes: tuple[str, ...],
    vocabulary: Vocabulary,
    wide: bool,
) -> tuple[Term, ...]:
    """Content words that nothing else accounts for. `wide` leaves out the cue words of every attribute asked for,
    else those of the first two are."""
    taken = [m.span for m in mentions if m.kind != "subject"]
    place_words = {w for p in found_places for w in words(f"{p.name} us usa uk eu american british european america")}
    period_words = {
        w for p in found_periods for w in words(p.words) if not w.isdigit() and (w[0].isdigit() or "centur" in p.words)
    }
    asked = [BY_NAME[a] for a in (attributes if wide else attributes[:2])]
    cues = frozenset(s for a in asked for s in a.cue_stems | a.weak_stems)
    terms: dict[str, Term] = {}
    for match in re.finditer(r"[^\W_]+(?:['’.][^\W_]+)*(?:\+\+|\+|#)?", text):
        span = Span(match.start(), match.end())
        if re.fullmatch(r"v?\d+(?:\.\d+){1,3}", match[0]) and not any(span.overlaps(t) for t in taken):
            phrase = " ".join(words(match[0].removeprefix("v")))
            terms.setdefault(phrase, Term(phrase, match[0], True, False))
            continue
        if match[0].isdigit() and len(match[0]) < 4 and not any(span.overlaps(t) for t in taken):
            noun = re.search(r"([A-Za-z]{3,})\s$", text[: match.start()])
            if noun and fold(noun[1]) in _NUMBERED and place_asked(f"{noun[1]} {match[0]}") is None:
                phrase = f"{fold(noun[1])} {match[0]}"
                terms.setdefault(phrase, Term(phrase, f"{noun[1]} {match[0]}", True, True))
            continue
        for word in words(_CONTRACTION.sub("", match[0])):
            key = stem(word)
            if (
                word in STOPWORDS
                or key in _SCAFFOLD_STEMS
                or word in place_words
                or word in period_words
                or key in cues
            ):
                continue
            if re.fullmatch(r"q[1-4]|h[12]", word):
                continue
            if re.fullmatch(_MONTHS, word) and match[0][:1].isupper():
                continue
            if any(span.overlaps(t) for t in taken) or re.fullmatch(r"(?:19|20)\d\d", word) or len(word) < 2:
                continue
            if any(p.name in names for p in places(f"in {match[0]}") for names in ([f.name for f in found_places],)):
                continue
            opening = match.start() == 0 or (
                vocabulary.usual(word) >= _USUAL and _SENTENCE_END.search(text[: match.start()]) is not None
            )
            proper = not opening and match[0][:1].isupper() or sum(c.isupper() for c in match[0]) > 1
            if text.isupper() or text.istitle():
                proper = False
            if (
                any(c.isdigit() for c in word)
                and not vocabulary.knows(word)
                and not re.fullmatch(r"q[1-4]|\d+(?:st|nd|rd|th|[kx+])?", word)
            ):
                proper = True
            if word.isdigit() and len(word) > 3 and not vocabulary.knows(word):
                proper = True
            usual = match[0].islower() and vocabulary.usual(word) > _USUAL
            if vocabulary.only_as_name(word) and len(word) > 3 and not usual:
                proper = True  # the documents write it as a name, wherever it stands
            known = vocabulary.knows(word) or vocabulary.misspelt(match[0])  # a slip that nothing mends is no name
            terms.setdefault(key, Term(key, match[0], known, proper))
    over = SPAN_PRICED.search(text) if "price" in attributes else None
    if over:
        phrase = " ".join(words(over[0]))
        terms.setdefault(phrase, Term(phrase, over[0], True, False))
    for match in _COMPOUND.finditer(text):
        if vocabulary.find(match[1]) and not any(
            m.span.start <= match.start() and match.end() <= m.span.end for m in mentions
        ):
            phrase = " ".join(words(match[0]))
            terms.setdefault(phrase, Term(phrase, match[0], False, True))
    return tuple(terms.values())


_SENTENCE_END = re.compile(r"[.!?]\s+$")
_BOUGHT = frozenset({"certification", "tool"})
"""Kinds of things for which people pay, and which pay nobody."""
SPAN_PRICED = re.compile(r"\b(?:\d{1,2}|two|three|four|five|six|ten) years\b", re.I)
"""A time over which a thing is paid for."""
_USUAL = 0.4
"""How common in the language a word in small letters is that is no name, though the documents only open sentences with it."""
_COMPOUND = re.compile(r"\b([A-Z][A-Za-z+]*[A-Z+][A-Za-z+]*)-(?:[A-Z]{1,4}|\d{1,4})\b")


def _inherit(question: Question, first: Question) -> Question:
    """A later part that names no subject speaks of the first part's."""
    if not question.terms and not question.attributes:
        question = replace(
            question, terms=first.terms, attributes=first.attributes, intent=first.intent, shape=first.shape
        )
    return replace(
        question.with_added(", ".join(dict.fromkeys(m.label for m in first.subjects))),
        subjects=first.subjects,
        goal=first.goal if question.intent in {"transition", "plan"} else question.goal,
        places=question.places or first.places,
        periods=question.periods,
    )


def _of_another(question: Question, first: Question) -> Question:
    """A later part that is nothing but another name ("… and the second one?") asks the same of it."""
    text = first.text
    for mention in reversed([m for m in first.subjects if m.stands_in(text)]):
        text = text[: mention.span.start] + question.subjects[0].surface + text[mention.span.end :]
    return replace(first, text=text, own_words=question.own_words, subjects=question.subjects)


_TAKEN = r"\b(?:do|take|taking|sit|sitting|get|pass|book|booked|try|study for|go for|earn|buy)\s+(?:the |an? |my )?"


def _to_be_taken(term: Term, told: str) -> bool:
    """Whether a word is told of as an exam or a course to take ("I should do SecML+"), which the question is then
    about; not the firm or the system that a person works with."""
    return bool(re.search(_TAKEN + re.escape(term.word), told, re.I))


def _with_background(question: Question, context: Question) -> Question:
    """The question with what the sentences before it tell: who asks, and of what."""
    own = next((m for m in context.subjects if m.kind == "role"), None)
    labels = ", ".join(dict.fromkeys(m.label for m in context.subjects))
    own_words = {w for w in words(question.text) if not filler(w)}
    apart = all(m.kind == "role" for m in context.subjects) and _by_itself(question)
    if len(own_words) < 2 or (len(own_words) < 4 and not question.subjects and _POINTS_BACK.search(question.text)):
        # "Which exam?" says little by itself, and "Can I tell them that?" nothing
        question = question.with_added(context.text.strip(" ."))
    elif labels and not question.subjects and not apart:
        question = question.with_added(labels)
    strange = (
        ()
        if question.subjects
        else tuple(t for t in context.terms if t.proper and not t.known and _to_be_taken(t, context.text))
    )
    question = replace(question, told=context.text, terms=(*question.terms, *strange))
    start = question.start
    if own and question.goal and question.goal.label != own.label and start is None:
        start = own
    intent, goal = question.intent, question.goal
    roles = [m for m in question.subjects if m.kind == "role"]
    if context.goal and not goal and not roles:
        start, goal = context.start or start, context.goal
        if intent in {"fact", "list", "definition"} and question.attribute in {
            None,
            "skills",
            "entry",
            "next",
            "tasks",
            "pitfalls",
            "projects",
        }:
            intent = "transition"
    elif start and goal and intent in {"fact", "list"} and not question.attributes:
        intent = "transition"
    elif not question.subjects and _rivals(context.subjects) and _COMPARE.search(fold(question.text)):
        intent = "comparison"
    subjects = question.subjects or (() if apart else context.subjects)
    return replace(
        question,
        start=start,
        goal=goal,
        intent=intent,
        subjects=subjects,
        hours=question.hours or context.hours,
        first_person=True,
    )


_POINTS_BACK = re.compile(
    r"\b(?:that|this|it)\W*$|\b(?:put|say|quote|use|write|tell|count on|rely on) (?:that|this|it)\b", re.I
)
_JOINED = re.compile(r"^[\s,&/]*(?:and|or|plus|as well as|&|,|/)[\s,]*(?:\w+\s+){0,2}$")


def _by_attribute(question: Question) -> list[Question]:
    """ "Which skills and certifications …" asks twice; two cue words count as two questions only where they are
    joined."""
    if question.intent in {"transition", "plan", "comparison", "ranking", "greeting", "thanks", "help"}:
        return [question]
    text = question.text
    places_of: list[tuple[int, int, str]] = []
    for match in re.finditer(r"[^\W_]+", text):
        key = stem(fold(match[0]))
        if any(m.span.start <= match.start() < m.span.end for m in question.subjects if m.kind != "subject"):
            continue
        name = next((a.name for a in ATTRIBUTES if key in a.cue_stems), None)
        if name:
            places_of.append((match.start(), match.end(), name))
    joined: list[str] = []
    for (_, end, a), (start, _, b) in zip(places_of, places_of[1:], strict=False):
        if a != b and _JOINED.match(text[end:start]):
            joined += [a, b]
    names = list(dict.fromkeys(joined))
    if len(names) < 2:
        return [question]
    return [
        replace(
            question,
            attributes=(name,),
            shape=BY_NAME[name].shape if question.intent != "yes_no" else "any",
            intent="list" if BY_NAME[name].shape == "list" and question.intent == "fact" else question.intent,
        )
        for name in names[:3]
    ]
