"""A text taken apart: what only tells of the person, and the questions that stand in it side by side."""

from __future__ import annotations

import re

from advisor.answering.claims import ASKING, SENTENCE, WH
from advisor.text import words

_IMAGE = re.compile(r"!\[[^\]]{0,300}\]\([^)]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\[]{1,300})\]\([^)]{0,2000}\)")
_ADDRESS = re.compile(r"\b(?:https?|ftp|file|data|javascript):[^\s)>\]]{1,2000}", re.I)


def without_links(text: str) -> str:
    """The words of a question: no images, no addresses, of a link its label. What is left where that is nothing."""
    bare = _ADDRESS.sub(" ", _LINK.sub(r"\1", _IMAGE.sub(" ", text)))
    return bare if words(bare) else text


def told_and_asked(text: str) -> tuple[str, str]:
    """(background, what is asked): sentences of a longer text that only tell something about the person."""
    sentences = [_gist(s.strip()) for s in SENTENCE.split(text) if s.strip()]
    asking = [s for s in sentences if ASKING.search(s)]
    if asking and all(_TAG.match(s) for s in asking):
        return "", text.strip()
    if not asking or len(sentences) == 1:
        return "", text.strip()
    if sentences[-1].endswith("?"):
        asking = [
            s for s in asking if s.endswith("?") or s == sentences[-1] or not _STATED.match(s) or _ASKED_FOR.search(s)
        ]
    telling = [s for s in sentences if s not in asking]
    question = " ".join(asking)
    if telling and _BACK.search(question) and len(words(telling[-1])) <= 30:
        return " ".join(telling[:-1]), f"{telling[-1]} {question}"
    return " ".join(telling), question


_STATED = re.compile(
    r"^\W*(?:(?:for|at|in|on|after|before|with|since|when|if|now|so|and|but|last|this|next)\b(?:[^,.?!]{0,40},)?[^,.?!]{0,30}?\s)?(?:i|i['’]m|i['’]ve|i['’]d|we|we['’]ve|we['’]re|he|she|they)\s",
    re.I,
)
"""A sentence that tells of somebody, whatever "how many" stands in it ("I showed how many we sold. Good idea?")."""
_ASKED_FOR = re.compile(
    r"\b(?:tell me|know|wonder\w*|not sure|unsure|no idea|figure out|find out|asking|curious|understand|decide|advice|help)\b",
    re.I,
)
_BACK = re.compile(r"\b(?:(?:each|both|either|all|which|one|some) of (?:them|these|those)|each one|the two)\b", re.I)
"""Points back at what the sentence before has named."""
_TAG = re.compile(
    r"^\W*\w+,? (?:isn['’]?t|is|wasn['’]?t|ain['’]?t) (?:it|that)\W*$|^\W*(?:is|are|was|isn't|that's|do|does|am i)?\s*(?:that|this|it|i|you)?\s*(?:so|true|right|correct|still true|agree|wrong|ok(?:ay)?|fine|all ?right)?\W*$",
    re.I,
)
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


_SPLIT = re.compile(
    rf"\?\s+(?=\S)|(?:,|;)?\s+(?:and|also|plus|and also|as well as)(?:,\s[^,?!.;]{{3,30}},)?\s+(?=(?:also\s+|then\s+|so\s+)?{WH}\b|(?:is|are|do|does|did|can|should|will)\b"
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


def _in_a_row(text: str) -> list[str]:
    """Questions that only commas part; the text itself where it does not open with one."""
    return [p for p in _ROW.split(text) if p] if _ASKS.match(text) else [text]


def parts_of(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in (p.strip(" ,;.") for w in _SPLIT.split(text) if w for p in _in_a_row(w) if p.strip(" ,;.?!")):
        if pieces and _BARE.fullmatch(piece.strip(" ?!")):
            pieces[-1] = f"{pieces[-1]} and {piece}"  # "which one pays best, and how much?"
        else:
            pieces.append(piece)
    if any(_HALF.fullmatch(p) for p in pieces[:-1]) or any(_OTHER_END.fullmatch(p) for p in pieces[1:]):
        return [text.strip()]
    return [p for p in pieces if len(words(p)) > 1] or [text.strip()]
