"""What kind of answer a question asks for: its intent, the attributes in their order, and the shape of the answer."""

from __future__ import annotations

import re

from advisor.answering.attributes import BY_NAME, WHETHER, Shape
from advisor.answering.claims import AUXILIARY, WH
from advisor.answering.question.move import BECOME, PLAN
from advisor.answering.question.names import either, listed, rivals
from advisor.answering.question.order import extreme, which_moved
from advisor.answering.question.values import Intent
from advisor.vocabulary import Mention

_SHORTCOMING = re.compile(
    r"\b(?:biggest|largest|greatest|main|worst|hardest|weakest) (?=(?:\w+ )?(?:gaps?|holes?|weakness(?:es)?|problems?|mistakes?|challenges?|hurdles?|obstacles?|part|spots?|points?)\b)"
)
"""A superlative that ranks nothing: "what is my biggest gap"."""
COMPARE = re.compile(
    r"\b(?:compare[ds]?|comparison|versus|vs\.?|difference between|differences between|differ\w*|distinguish\w*|distinction|better|instead of|rather than|against|next to|"
    r"side by side|more|less|fewer|longer|shorter|higher|lower|cheaper|pricier|dearer|costlier|faster|slower|harder|easier|bigger|smaller|larger|"
    r"older|newer|broader|wider|stricter|tougher|"
    r"out-?earns?|rank|sort(?! out)|order|gap between|in common|which (?:one|of))\b"
)
_POLITE = re.compile(
    rf"^(?:please |hi |hello |hey |so |and |,)*(?:(?:can|could|would|will) (?:you|someone|anyone|anybody) (?:please |kindly |maybe |perhaps )?(?:tell|show|explain to|let) (?:me|us)(?: know)?|"
    rf"(?:do|does|would) (?:you|anyone|anybody|someone) (?:happen to )?know|any idea|(?:i(?:'d| would) like|i want|i need) to know|tell me)(?: please)?,? (?={WH}\b)"
)
"""Words of courtesy before the question itself."""
_YES_NO = re.compile(
    r"^(?:so |and |but |then |also |ok,? |well,? )*(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|had|must(?!-)|may|isn't|aren't|"
    r"don't|doesn't|didn't|am)\b"
)
_LIST = re.compile(
    rf"\b(?:list|name|enumerate)\b|\b(?:what|which)\s+(?:(?!{AUXILIARY}\b)[\w'’/-]+\s+){{0,3}}?(?!{AUXILIARY}\b)[\w'’/-]+s\b|\bwhat are\b"
)
_ONE = re.compile(
    rf"^(?:and |so |but )?(?:where|when|who|whose|why)\b|\b(?:what|which) (?!{AUXILIARY}\b)(?:[a-z]+ )?(?:one|[a-z]+[^s\W]) {AUXILIARY}\b"
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
_TAGGED = re.compile(
    r"(?:\bis (?:that|this|it) (?:so|true|right|correct|still true|ok(?:ay)?)|[,;] (?:correct|right|true|isn't it|no|yes))\W*$",
    re.I,
)


def intent_of(
    folded: str,
    text: str,
    mentions: tuple[Mention, ...],
    attributes: tuple[str, ...],
    start: Mention | None,
    goal: Mention | None,
) -> Intent:
    if _GREETING.match(folded):
        return "greeting"
    folded = _POLITE.sub("", folded, count=1) or folded
    if _HELP.match(folded):
        return "help"
    if _THANKS.match(folded) and not mentions:
        return "thanks"
    labels = {m.label for m in mentions}
    specific = set(attributes[:1]) & {"pay", "demand", "jobs", "price", "duration", "validity", "dates", "penalty"}
    if not (start and goal):
        specific |= set(attributes[:1]) & {"certifications", "tools"}
    if PLAN.search(folded) and (goal or labels) and not re.match(WH, folded):
        return "plan"
    folded = _SHORTCOMING.sub(" ", folded)
    ranked = bool(extreme(folded) or re.search(r"\brank\b", folded))
    if (
        rivals(mentions)
        and COMPARE.search(folded)
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
        either(text, mentions) or (rivals(mentions) and listed(text, mentions) and not _YES_NO.match(folded))
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
    if goal and BECOME.search(folded) and not specific and not _YES_NO.match(folded):
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


def measured(attributes: tuple[str, ...], folded: str, intent: Intent) -> tuple[str, ...]:
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


def shape_of(folded: str, attributes: tuple[str, ...], intent: Intent) -> Shape:
    if intent in {"transition", "plan", "definition", "comparison", "ranking"}:
        return "any"
    if re.search(
        r"\b(?:what|which) (?:percent|percentage|share|proportion|fraction)\b|\bwhat %|\bby how much\b|\bhow many percent\b",
        folded,
    ):
        return "percent"
    if re.search(r"\bin (?:percent|per cent|%)\W*$", folded):
        return "percent"
    if re.search(
        r"\bhow many\b|\bwhat age\b|\bhow old\b|\b(?:what|which) (?:number|value) (?:do|does|did|has|have|is|was)\b|\bnumber of (?!years\b)",
        folded,
    ) or (not attributes and re.search(r"\bhow much [a-z]+ (?:do|does|did|is|are|was|were|can|will)\b", folded)):
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
