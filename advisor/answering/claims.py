"""The claim that a question is built on: "since the act applies from June, what must we file?".

It is checked before the question is answered, and set right where the documents deny it. General English, no field.
"""

from __future__ import annotations

import re

from advisor.text import fold, words
from advisor.vocabulary import Vocabulary

WH = r"(?:what|which|who|whom|whose|when|where|why|how)"
AUXILIARY = r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|must|may)"
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
ASKING = re.compile(
    rf"\?|\b{WH}\b|^(?:\W*)(?:is|are|do|does|did|can|could|will|would|should|has|have|compare|list|tell|explain|give|show|name|rank|"
    r"describe|define|recommend|suggest|make|create|build|plan|find|help)\b|\b(?:tell me|i want to know|i'd like to know|wondering)\b",
    re.I,
)

_SO = re.compile(
    r"^(.{25,}?)(?:(?:[,;–—-]\s*(?:so|then)\s+|\s[–—-]\s|,\s+)(?=(?:which|what|how|why|who|when|where|is|are|do|does|can|should)\b)"
    r"|,\s*so\s+(?=it[’']?s\b|that\b|we\b|i\b|you\b|there[’']?s\b))(.{10,})$",
    re.I | re.S,
)
_SINCE = re.compile(
    r"^(?:so |and |but )?(?:since|as|because|given that|seeing that|seeing as|now that)\s+(.{15,}?),\s+(\S.{8,})$",
    re.I | re.S,
)
_PERSONAL = re.compile(
    r"\b(?:i|i'm|im|i've|ive|my|me|we|our|us)\b|^(?:as an?|if|been|being|having|leaving|were|was|about|of) ", re.I
)
_CLAIMS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|says?|said|applied|applies|costs?|grew|fell|rose|dropped|belongs?|requires?|made|makes|hit|lets?|allows?|gives?|"
    r"pays|paid|offers|needs|covers|counts|runs|bans|banned|took|takes?|came|comes?|went|became|becomes?|started|starts?|ended|ends?|"
    r"bought|owns?|owned|publish(?:es|ed)?|launched|closed|opened|replaced|withdrew|scrapped|passed|expired|expires?|treats?|means?|earns?|"
    r"proves?|lists|listed|grows?|rises?|falls?)\b",
    re.I,
)


def claim_of(background: str, asked: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """(the claim that a question is built on, the question): "The act applies since June, so what must we file?".

    A claim speaks of something that the vocabulary names and not of the person; empty where there is none.
    """
    match = _SO.match(asked.strip()) or _SINCE.match(asked.strip())
    told, question = (match[1], match[2]) if match and not background else (background, asked)
    sentences = [x.strip() for x in SENTENCE.split(told) if x.strip()]
    if not sentences or ASKING.match(told):
        return "", asked
    claim = sentences[-1]
    if len(sentences) > 1 and all(m.kind == "subject" for m in vocabulary.find(claim)):
        claim = " ".join(sentences[-2:])  # "X is said to be so. The official page says otherwise."
    named = any(m.kind != "subject" for m in vocabulary.find(claim)) or bool(
        re.search(r"\d|(?<!^)(?<![.!?] )\b[A-Z]{2,}", claim)
    )
    if (
        not named
        or _PERSONAL.search(fold(claim).replace("’", "'"))
        or not _CLAIMS.search(claim)
        or len(words(claim)) < 4
    ):
        return "", asked
    return claim, question
