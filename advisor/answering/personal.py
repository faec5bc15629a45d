"""What a person says of who they are, taken out before anything is matched: name, age, gender, family, nationality.

The same question gets the same reply whoever asks it. Work, skills and experience are kept; so is what a question
itself is about ("am I too old at 45?").
"""

from __future__ import annotations

import re

from advisor.answering.places import places

_WHO = (
    r"(?:father|mother|dad|mum|mom|parent|single (?:father|mother|parent)|woman|man|guy|girl|boy|lady|female|male|husband|wife|widow|widower|"
    r"christian|muslim|jew|hindu|buddhist|catholic|immigrant|refugee|trans (?:man|woman)|gay (?:man|woman)|lesbian|pensioner)"
)
_NATION = r"(?-i:[A-Z][a-z]+(?:an|ish|ese|ian|i|ch|ss|ic)|French|Dutch|Greek|Swiss|Thai)"
_AGE = r"\d{1,2}(?:[- ]years?[- ]old| years of age|[- ]yo\b)?"
_SAID = re.compile(
    r"(?:^|(?<=[.!?;:,] )|(?<=\band ))"
    r"(?:(?:hi|hello|hey)[,!. ]+)?"
    r"(?:my name is|my name's|i am called|call me) (?-i:[A-Z])[\w’'-]+(?: (?-i:[A-Z])[\w’'-]+)?"
    rf"|(?:i am|i'm|im) (?:an? )?(?:\d{{1,2}}(?:[- ]years?[- ]old|(?= ?[.,;:!])| years of age|[- ]yo\b)(?: {_WHO})?|{_AGE} {_WHO}|(?:{_NATION} )?{_WHO}(?: of (?:\w+))?)"
    rf"|as an? (?:{_AGE} )?(?:{_NATION} )?{_WHO}(?: of (?:\w+))?(?: i (?:ask|wonder|want to know))?"
    rf"|(?:i am|i'm|im) (?:{_NATION})(?= ?[.;:,!]| and\b)"
    r"|i am (?:married|single|divorced|widowed|pregnant)(?: with \w+ (?:kids|children))?|i have (?:\w+) (?:kids|children)",
    re.I,
)


_FROM = re.compile(
    r"\b(?:i am|i'm|im) from (?P<place>(?-i:[A-Z][a-z]+)(?: (?-i:[A-Z][a-z]+))?)(?= ?[.;:,!]| and\b)", re.I
)


def without_person(text: str) -> str:
    """The text without what it says of the person who asks; unchanged where it says nothing of the kind, or where
    nothing else would be left."""
    shorter = _FROM.sub(lambda m: "" if places(f"in {m['place']}") else m[0], _SAID.sub("", text))
    if shorter == text:
        return text
    shorter = re.sub(r"^[\s.,;:!?-]+|(?<=[.!?]) *[.,;:]+", "", re.sub(r"\s+([.,;:!?])", r"\1", shorter))
    for _ in range(2):
        shorter = re.sub(r"^(?:and|so)?[\s,.;:]+", "", " ".join(shorter.split()).removeprefix("and "), flags=re.I)
    return shorter if len(shorter.split()) >= 3 else text
