"""How people type: chat spellings, slips of the finger, vowels left out. English in general, and no corpus.

What a word is read as in the end is the vocabulary's to decide.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_CHAT = {
    "u": "you", "ur": "your", "r": "are", "wot": "what", "wat": "what", "wut": "what", "wen": "when", "n": "and", "thx": "thanks", "ty": "thanks",
    "pls": "please", "plz": "please", "ppl": "people", "yrs": "years", "yr": "year", "xp": "experience", "exp": "experience", "gr8": "great",
    "b4": "before", "cuz": "because", "coz": "because", "bc": "because", "hw": "how", "abt": "about", "w/o": "without", "gd": "good", "dat": "that",
    "da": "the", "teh": "the", "nd": "and", "hrs": "hours", "mins": "minutes", "wks": "weeks", "mths": "months", "lol": "", "lmao": "", "haha": "",
    "btw": "", "tbh": "", "imo": "", "idk": "", "smth": "something",
    "jr": "junior", "sr": "senior", "mgr": "manager", "govt": "government", "diff": "difference", "reqs": "requirements", "shud": "should", "cud": "could",
    "wud": "would", "bruh": "", "bro": "", "tht": "that", "in2": "into", "w": "with", "cos": "because", "tho": "though",
    "wich": "which", "wht": "what", "wats": "what's", "hv": "have", "im": "i'm", "ive": "i've", "dont": "don't", "cant": "can't", "4": "for",
    "2": "to",
}  # fmt: skip
_DIGITS = {"2", "4"}
_UNITS = {"yr": "years", "hr": "hours", "mth": "months", "wk": "weeks", "min": "minutes"}
_ATTACHED = re.compile(r"\b(\d{1,3}) ?((?:yr|hr|mth|wk|min)s?)\b", re.I)
"""A number that a short unit hangs on ("2yrs")."""
_FIRST = {"one": "first", "1": "first", "two": "second", "2": "second", "three": "third", "3": "third"}
_MONTH_ONE = re.compile(r"\b(month|week|day) (one|two|three|[123])\b", re.I)
_NUMBERED = re.compile(
    r"\b(?:le?ve?l|version|v|part|tier|step|stage|class|grade|top|article|annex|chapter|for|the|only|after) ?$", re.I
)
"""Words after which a digit is a number."""


def spoken(text: str, names: Collection[str] = ()) -> str:
    """Chat spellings ("u", "wen", "yrs") as words, other than `names` of two letters or more. Digits are read so only beside another chat spelling."""
    text = _ATTACHED.sub(lambda m: f"{m[1]} {_UNITS[m[2].lower().rstrip('s')]}", text)
    text = _MONTH_ONE.sub(lambda m: f"{_FIRST[m[2].lower()]} {m[1]}", text)
    text = re.sub(r"\b(an|nd) (?=(?:who|what|when|where|how|why|which)\b)", "and ", text)
    text = re.sub(r"\b(wh?at|wot|wut|how|who|where|when|why) dos\b(?=\s+\w)", r"\1 does", text, flags=re.I)
    tokens = re.findall(r"\S+", text)
    chatty = any(
        t.lower().strip("?.,!") in _CHAT and t.lower().strip("?.,!") not in _DIGITS | {"im", "ive", "dont", "cant"}
        for t in tokens
    )

    def read(match: re.Match[str]) -> str:
        word = match[0]
        if word in _DIGITS and (not chatty or _NUMBERED.search(text[: match.start()])):
            return word
        if (len(word) == 1 and word.isupper()) or (len(word) > 1 and word.lower() in names):
            return word
        return _CHAT.get(word.lower(), word) if not word.isupper() else word

    return re.sub(r"(?<![\w.$€£/+-])[A-Za-z0-9/]{1,4}(?![\w/+-]|\.\d|%)", read, text)


def typo(word: str, candidate: str, by_ear: bool) -> bool:
    """Whether a slip of the finger explains the difference. A short name allows a swap of neighbours or a doubled
    letter alone, since another letter makes another name; a short word of speech also a letter left out."""
    if len(candidate) >= 6 and len(word) >= 5:
        return True
    if sorted(word) == sorted(candidate):
        return True
    if by_ear and len(word) == len(candidate) > 3 and without_vowels(word) == without_vowels(candidate):
        return True  # another vowel ("exem")
    difference = len(word) - len(candidate)
    return abs(difference) == 1 if by_ear else difference == 1 and len(candidate) >= 4


_BESIDE = {
    "q": "wa", "w": "qesa", "e": "wrds", "r": "etfd", "t": "rygf", "y": "tuhg", "u": "yijh", "i": "uokj", "o": "iplk", "p": "ol",
    "a": "qwsz", "s": "awedxz", "d": "serfcx", "f": "drtgvc", "g": "ftyhbv", "h": "gyujnb", "j": "huiknm", "k": "jiolm", "l": "kop",
    "z": "asx", "x": "zsdc", "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
}  # fmt: skip
"""Keys that lie beside each other on a QWERTY keyboard."""


def missed_key(word: str, candidate: str) -> bool:
    """Whether one letter of a word lies beside the right one on the keyboard, and no other differs ("prixe")."""
    apart = [(a, b) for a, b in zip(word, candidate, strict=False) if a != b]
    return len(word) == len(candidate) > 4 and len(apart) == 1 and apart[0][1] in _BESIDE.get(apart[0][0], "")


def twice(word: str, candidate: str) -> bool:
    """Whether a word is a longer candidate with a letter struck twice, or with two neighbours swapped ("GAIIPS")."""
    if len(candidate) < 5:
        return False
    doubled = {word[:i] + word[i + 1 :] for i in range(len(word) - 1) if word[i] == word[i + 1]}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    return candidate in doubled | swapped


_VOWELS = re.compile(r"(?<=.)[aeiou]")


def without_vowels(word: str) -> str:
    """A word without its vowels; the letter that it opens with stays."""
    return _VOWELS.sub("", word)


def roots(word: str) -> set[str]:
    """Words that a word may be made of by an English ending or beginning ("swapping", "dearer", "retrain")."""
    found = {word.removeprefix(p) for p in ("re", "un", "pre", "non", "dis", "over", "out") if word.startswith(p)}
    for ending in ("s", "es", "d", "ed", "r", "er", "st", "est", "ing", "ly", "ise", "ize", "ish", "ness", "able"):
        if word.endswith(ending):
            bare = word.removesuffix(ending)
            found |= {bare, bare + "e", bare[:-1] if bare[-1:] == bare[-2:-1] else bare}
    return {w for w in found if len(w) > 2}


def one_slip(word: str) -> set[str]:
    """Words that one letter less, more or other, or two neighbours swapped, make of a word; the first letter stays."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:i], word[i:]) for i in range(1, len(word) + 1)]
    return {
        *(a + b[1:] for a, b in cuts if b),
        *(a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1),
        *(a + c + b[1:] for a, b in cuts if b for c in letters),
        *(a + c + b for a, b in cuts for c in letters),
    }


def left_out(word: str, short: str) -> bool:
    """Whether a short spelling leaves out vowels of a word and nothing else, and at least two thirds of its bones
    are there to read."""
    letters = iter(word)
    return len(short) < len(word) and len(without_vowels(short)) > 2 and all(c in letters for c in short)
