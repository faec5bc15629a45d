"""How people lean on what was said before: the words that point back, change one thing, or leave the topic."""

from __future__ import annotations

import re

_SAME_OF = (
    r"(?:(?:can|could) you )?(?:do |tell me |give me |ask )?(?:the )?same(?: (?:question|thing|one|again|info),?)? (?:but )?(?:for|about|of|with|on)"
    r"|what if (?:it|that)(?:['’]s| is| was| were)"
    r"|how (?:(?:does|would) (?:it|that|this) look|(?:is|are|was|were) (?:it|that|they|things)|would (?:it|that) be) (?:for|with|in|at)"
    r"|(?:is|are|would|will) (?:it|that|this|they|things) (?:be )?(?:also |any )?(?:the same|different|so|true) (?:for|with|in|of)"
    r"|(?:do|does|would) (?:it|that|this|the same) (?:also )?(?:apply|hold|go|count|work) (?:to|for|with|in)"
    r"|in (?:the )?case of|and for"
)
"""Asks the same of another thing."""
OPENING = re.compile(
    r"^\W*(?:(?:and|but|so|ok(?:ay)?|then|also|now|yes|yeah|right|hmm|well|thanks|cool|adn|an)[,\s]+)*"
    rf"(?:(?:what|how|wat) about|what of|{_SAME_OF})?\s*",
    re.I,
)
ELLIPTIC = re.compile(
    rf"^\W*(?:and|adn|what about|how about|wat about|or|also|same|now|ok(?:ay)?|so|but|in|for|versus|vs|compared (?:to|with)|what of|yes,? and|{_SAME_OF})\b",
    re.I,
)
_TIMES = "days?|years?|months?|weeks?|times?|summer|spring|autumn|fall|winter|quarter|decade|morning|evening|january|february|march|april|may|june|july|august|september|october|november|december"
PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|theirs|these|those|he|she|(?:that|this|the same|such an?) "
    r"(?:one|role|job|certification|cert|exam|framework|position|career|field|path|tool|law|regulation|title|move|course|document|standard|list|"
    r"occupation|profession|work)|the (?:role|job|exam|position|cert|certification|law|move|tool|field)(?! of| for)|that|this)\b"
    rf"(?! (?:{_TIMES})\b|(?<=those) (?:who|you|that|which|with|we|they|i)\b)",
    re.I,
)
CORRECTED = re.compile(
    r"\b(?:i (?:meant|mean|was asking about|was talking about)|make that|i said)\b\s*(?:to say\s+|the\s+|an?\s+)?", re.I
)
NO = re.compile(
    r"^\W*(?:not (?:in |for |the )*[\w’' ]{2,25}[,;:–—-]|(?:no|nope|nah|sorry|oops|wait|not that|actually|correction)\b)(?:[\s,]+(?:no|sorry|wait|not that(?: one)?))*[\s,.:!-]*",
    re.I,
)
WAS_AFTER = re.compile(
    r"\b(?:it['’]?s|it was|that['’]?s|i meant)\s+(?:the |an? )?(.{3,40}?)\s+(?:that )?(?:(?:i|we) (?:was|were|am|are)|i['’]m|we['’]re) (?:really |actually )?(?:after|asking about|talking about|"
    r"thinking (?:of|about)|interested in|looking for)\W*$",
    re.I,
)
"""Corrects what was asked about: "it's the florists I was after"."""
WHY = re.compile(r"^\W*(?:and |but |so |ok |hm+ )?(?:why|how so|how come|what for|in what way|since when)\b", re.I)
SET_ASIDE = re.compile(r",? ?\b(?:and )?not (?:an? |the |about )?[\w+/-]+(?: one)?\W*$", re.I)
ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4, "sixth": 5,
}  # fmt: skip
NUMBERS = {"one": 0, "two": 1, "three": 2, "four": 3, "five": 4, "1": 0, "2": 1, "3": 2, "4": 3, "5": 4}
ORDINAL = re.compile(
    r"(?<!\bmy )(?<!\bvery )(?<!\byour )(?<!\bour )(?<!\ba )\b(?:the\s+)?(?:(?P<nth>first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th)|(?P<last>last|latter|bottom)|(?P<former>former|top)|"
    r"(?P<middle>middle)|(?P<other>other))(?:\s+(?:one|of (?:them|these|those)|role|cert|certification|option|tool|exam|skill|job))\b"
    r"|\bnumber\s+(?P<number>one|two|three|four|five|[1-5])\b|\bthe\s+(?P<bare>first|second|third|fourth|fifth|last|latter|former|other)\b"
    r"(?=\s*(?:$|[?.,!']|(?:is|are|was|do|does|did|can|could|cost|costs|mean|means|for|about|exactly|and|or|has|have|in|on|to|that|ask|asks|require|need)\b))",
    re.I,
)
BOTH = re.compile(
    r"\b(?:both(?: of (?:them|these))?|each of (?:them|these)|the two(?: of them)?|them both|either(?: of them)?)\b",
    re.I,
)
BETWEEN = re.compile(
    r"\bwhich (?:(?:one|is|are|was|were|has|had|have|would|will|does|did|do|can|should|came|went|got|paid|grew|fell|'s|\w+s(?= (?:\w+er|more|less|better|best|longest|most|least|to|the|you|me)\b))\b|of (?:them|these|those|the two))"
    r".{0,40}\b(?:\w+er|more|less|better|best|first|longest|most|least)\b|\bof (?:them|these|the two)\b"
    r"|\bthe (?:\w+er|more \w+|less \w+) (?:one|of)\b|\b(?:in common|share|differ|difference|compare)\b",
    re.I,
)
MY_JOB = re.compile(
    r"\b(?:my|our) (?:current |present |own )?(?:job|role|position|field|profession|line of work|title)\b|\bsomeone like me\b|\bpeople like me\b",
    re.I,
)
COMPARING = re.compile(r"\b(?:compare|compares|compared|comparison|versus|vs|differ|differs|different|than)\b", re.I)
OF_THINGS, PRICED = frozenset({"price", "validity", "exam", "prerequisites"}), frozenset({"certification", "tool"})
"""What is asked of such a thing, and never of the role that it was named for."""
FIGURES = frozenset({"pay", "demand", "jobs", "price", "validity"})
MADE = frozenset({"certification", "tool", "framework"})
"""Kinds of things that somebody has made."""
KINDS_ASKED = (  # words of a question for one name, and the kind of the name
    ("exam|cert|certificate|certification|credential|diploma|licen[cs]e", "certification"),
    ("tool|scanner", "tool"),
    ("framework|law|standard|act", "framework"),
    ("role|job|occupation|title", "role"),
)
PLAN = re.compile(r"\b(?:plan|roadmap|schedule|curriculum)\b", re.I)
CHANGES_PLAN = re.compile(
    r"\bhours?\b|\bhrs?\b|\bskip\b|\bwithout\b|\bmonths?\b|\bweeks?\b|\bfaster\b|\bslower\b", re.I
)
ONE = re.compile(r"\bones?\W*$", re.I)
SWITCH = re.compile(
    r"^\W{0,9}(?:ok(?:ay)?|right|thanks|anyway|well|now)?[,. ]{0,9}(?:(?:an)?other (?:subject|topic|question|thing|idea)|different (?:subject|topic|question|thing|idea)|"
    r"new (?:subject|topic|question)|something (?:else|different)|on another note|change of (?:subject|topic)|unrelated)\b",
    re.I,
)
"""Leaves what was spoken of."""
MORE = re.compile(
    r"\b(?:more|bit|details?|further) (?:about|on) (?:(?:that|this) (?:job|role|tool|one|exam|cert|certificate|law|framework|list|study)|that|it|this|them|those)(?=\W*$|\s*[,.!?])|^\W*(?:please )?(?:go on|continue|elaborate|say more|tell me more|more)\W*$",
    re.I,
)
COUNTED = re.compile(
    r"\bhow many\s+(?:(?:more|fewer|different|new)\s+)?((?:[a-z-]+\s+){0,2}?[a-z-]+)(?=\s+(?:has|have|had|do|does|did|are|is|was|were|can|in|of)\b|\W*$)",
    re.I,
)
EACH = re.compile(
    rf"\b(?:each(?! (?:{_TIMES}|state|country)\b)|all (?:of (?:them|these|those)|(?:three|four)(?= (?:of|have|are|cost|need)\b|\W*$))|they all|which (?:one|of (?:them|these|those)))\b",
    re.I,
)
HOW_MUCH = re.compile(r"^\W*(?:and |so |ok |but )?how much\W*$", re.I)
BECOME_ONE = re.compile(r"\b(become|becoming|be|being|hire|hired as|as) one\b(?! of)", re.I)
WHO = re.compile(r"^\W*(?:and |so |ok |but )?(?:who|whose|where|when)\b", re.I)
NAME = re.compile(r"\b(?:[A-Z][\w+/-]*)(?: (?:(?:of|for|and|on) )?[A-Z][\w+/-]*)*")
VERSION = re.compile(r"\bv?\d{1,3}(?:\.\d{1,3}){1,3}\b")
STEP = re.compile(
    r"\b(?:one|a|the next)? ?(?P<noun>level|step|tier|grade|class|stage|rung|number|article|annex|chapter|phase)s? (?P<way>up|higher|above|further|after|later|down|lower|below|before|earlier)\b",
    re.I,
)
UPWARDS = frozenset({"up", "higher", "above", "further", "after", "later"})
THERE = re.compile(
    r"\b(?:get|getting|go|going|move|moving|switch|switching|come|land|start|make it|way|path|route|over)\s+(there)\b",
    re.I,
)
"""Speaks of a role as of a place to get to."""
WITH_WHAT = re.compile(r"\b(?:from|with|to|than|versus|vs|between|against)\b", re.I)
"""Says what a thing is compared with."""
TAKES = re.compile(r"\b(?:that|this|it) (?:usually |normally |typically |really )?(?:take|takes|last|lasts)\b", re.I)
"""Asks how long a way is, not how long a role is."""
RISING = re.compile(
    r"\b(?:they|it|that|those|these)\b.{0,20}\b(?:ris(?:e|en|ing)|rose|grow|grew|grown|growing|fall|fell|fallen|falling|shrink|shrunk|drop|dropped|go up|go down|gone (?:up|down)|change|changed)\b",
    re.I,
)
"""Asks how a figure moved."""
LIKE_IT = re.compile(r"\b(?:(?!just\b)\w+ like|similar to) (it|that|this|them|those|these)\b", re.I)
"""Asks for another one of what was spoken of."""
CLAUSE_END = re.compile(
    r"[.,;:!?—–]\s|\b(?:and|or|but|so|because)\s+(?=(?:has|have|is|are|was|were|does|do|did|can|could|will|would|should|what|which|how|who|where|when|"
    r"why|i|you|we|they|it)\b)|\b(?:before|after|until|when|if|while|once|unless)\s+(?=(?:it|they|that|this)\b)",
    re.I,
)
"""Ends a clause, within which a pronoun stands for nothing that the clause names."""
RELATIVE = re.compile(
    r"\b(?!(?:and|or|but|so|if|because|then|think|say|said|does|do|did|how|what|why|when|where|like|hope)\b)\w+ that (?:was|were|is|are|has|had)\b ?$",
    re.I,
)
"""Ends with a "that" which goes on about the word before it ("a plan that was shown"), read up to its verb."""
FRONTED = re.compile(r"^\W*(?:at|in|by|for|with|on|before|after|since|from) (?:its|their) [\w ]{2,25}, ", re.I)
"""Opens with a pronoun for what only comes behind it ("At its peak, how many did X count?")."""
THAT_PLACE = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b", re.I)
"""Speaks of a place; not "were there"."""
SPOKEN_OF = re.compile(r"\b(?:i|we) (?:asked|talked|spoke)\b|\byou (?:said|mentioned|named|told|listed)\b", re.I)
DOES_IT = re.compile(
    r"^(?:does|do|did|can|could|will|would|has|have) (?:it|they|that one|this one)\b(?! (?:make sense|matter|take|help|hurt|pay off|count))",
    re.I,
)
"""Asks of what was spoken of, whatever other name stands behind; not "does it make sense"."""
WHICH = re.compile(r"^(?:how many|which|what)\s+\w+", re.I)
"""Asks for things of a kind."""
PLACE = re.compile(r"\b(?:number|no\.?) ?(\d{1,2}|one|two|three|four|five)\b", re.I)
"""Asks for a place in an order."""
WHICH_THEY_ARE = re.compile(
    r"^(?:(?:please )?(?:list|name|show|give|tell)(?: me)?|(?:what|which|who) are) (?:they|them|those|these|all(?: of them)?|"
    r"(?:the |all |these |those )?(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}))(?: please)?$",
    re.I,
)
"""Asks for the things themselves that were counted."""
INSTEAD = re.compile(r"\b(?:instead|what if i|suppose i)\b", re.I)
"""Puts another thing in the place of what was asked about."""
EARLIER = frozenset("earlier later before after sooner next previous".split())
NOUN_KINDS = (
    ("role job position career occupation profession title field work", "role"),
    ("certification cert certificate exam course", "certification"),
    ("law regulation framework standard list document", "framework"),
    ("tool", "tool"),
)
"""Nouns behind "that" and "the", and the kind of name that they can stand for."""
NOUNS = frozenset(noun for nouns, _ in NOUN_KINDS for noun in nouns.split()) - {"work"}
NUMBERED = re.compile(
    r"(?:the |for |at |on |in )?(level|tier|article|annex|class|step|stage|grade|chapter|phase|version|code|role|part) \w?(\d{1,3})",
    re.I,
)
"""Names another number of a thing that was asked about by its number."""
NEXT_YEAR = re.compile(
    r"(?:in )?(?:the )?(?:(?:year|one) (?:before|after|earlier|later)(?: that)?|(?:previous|prior|last|following|next) year)",
    re.I,
)
BACK = re.compile(r"\b(?:before|previous|prior|last|earlier)\b", re.I)
"""Says that it is the year before."""
WH = re.compile(r"^(?:what|which|how|why|who|where|when)\b", re.I)
"""Opens a question of its own."""
