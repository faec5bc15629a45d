"""A follow-up read against what was said before: pronouns, ellipsis, ordinals, corrections.

    "and in 2025?"            the earlier question at that time
    "what about AppSec?"      the earlier question about that subject
    "and for members?"        the earlier question with another phrase behind "for"
    "tell me about the third" the third name of the reply just given
    "the other one"           a name of the same kind from an earlier turn
    "tell me more about that" the first name that the reply brought in
    "one level up?"           the earlier question with the next number
    "how do I get there?"     the role that was spoken of
    "is it hard?"             its subject, or else the whole earlier question, with the new words

Pure: one follow-up, the earlier question in its own standalone form, and the reply given to it.
"""

from __future__ import annotations

from advisor.following.reading import about_the_same, my_job, resolve
from advisor.following.topic import Before

__all__ = ["Before", "about_the_same", "my_job", "resolve"]
