"""Inert: a reply holds nothing that acts by itself when it is shown: no picture, link, tag or hidden character."""

from __future__ import annotations

import re

_LIVE = (
    ("picture", re.compile(r"!\[[^\]]*\]\(")),
    ("link", re.compile(r"(?<!!)\[[^\]]+\]\((?!#)|<https?://")),
    ("tag", re.compile(r"</?[a-zA-Z][^<>]*>|<!--")),
    ("hidden character", re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")),
)


def live_parts(text: str) -> list[str]:
    """What is live in the text, each kind once, as words."""
    return [name for name, pattern in _LIVE if pattern.search(text)]


def inert(text: str) -> float:
    """1 where nothing is live, else 0."""
    return float(not live_parts(text))
