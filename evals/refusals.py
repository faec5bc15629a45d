"""Whether a text declines to answer, for systems that do not say so in a field of their own."""

from __future__ import annotations

import re

from advisor.text import fold, sentence_spans

_REFUSAL = re.compile(
    r"\b(?:i|we) (?:do not|don't|cannot|can't|could not|couldn't|am unable to|are unable to|am not able to) "
    r"(?:know|answer|find|have|provide|determine|say|tell|help|assist|give|locate|see)\b"
    r"|\b(?:i'm|i am|we are|we're) (?:sorry|unable|not able|not sure)\b"
    r"|\b(?:the |this )?(?:provided |given |retrieved |available )?"
    r"(?:context|contexts|documents?|sources?|passages?|text|library|information|knowledge base|materials?)"
    r"(?: provided| given| available)? (?:does|do|did) not (?:contain|mention|provide|include|say|specify|state|cover|hold|give|have|answer)\b"
    r"|\b(?:doesn't|don't) (?:contain|mention|provide|include|specify|cover) (?:any |enough |the |this )"
    r"|\b(?:there is|there's|there are) (?:no|not enough|insufficient) (?:information|evidence|data|mention|answer|context)\b"
    r"|\b(?:no|insufficient|not enough) (?:information|evidence|data|answer)\b.{0,40}\b(?:found|available|provided|given|answer)\b"
    r"|\b(?:cannot|can't|can not) be (?:answered|determined|found|inferred)\b"
    r"|\bholds? nothing (?:that|on|about)\b|\bunanswerable\b|\bnot (?:mentioned|specified|stated|provided|covered|available) in\b"
)


def refuses(text: str) -> bool:
    """Whether an answer is a refusal: empty, or one whose first sentences decline and that says little else.

    A long answer with one honest gap in it is an answer.
    """
    folded = fold(text.replace("’", "'")).strip()
    if not folded:
        return True
    if folded in {"unknown", "n/a", "none", "no answer", "unanswerable", "i don't know", "idk"}:
        return True
    spans = sentence_spans(text)
    declining = [bool(_REFUSAL.search(fold(s.of(text).replace("’", "'")))) for s in spans]
    return any(declining[:2]) and (len(spans) <= 3 or sum(declining) * 2 >= len(spans))
