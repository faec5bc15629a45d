"""What a résumé says of a person that must not count: name, age, gender, nationality, family status, address, contact.

Lines and words are taken out, not masked, so that two résumés that differ in these things alone give one and the same
text. A name is the first line where that looks like one, a labelled field, and its every further mention in full.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIELDS = {
    "name": r"(?:full |first |last |family |given |maiden )?names?|sur ?name|nom(?:bre)?|prénom|vorname|nachname",
    "age": r"age|date of birth|birth ?date|birthday|born|d\.?o\.?b\.?|year of birth|place of birth|geburtsdatum|"
    r"geboren|geburtsort|date de naissance|fecha de nacimiento",
    "gender": r"gender|sex|pronouns?|geschlecht|sexe|sexo|salutation|title of address",
    "nationality": r"nationality|nationalities|citizenship|citizen|ethnicity|ethnic origin|race|religion|"
    r"work (?:permit|authori[sz]ation)|visa(?: status)?|residence permit|staatsangehörigkeit|nationalité|nacionalidad",
    "family status": r"(?:marital|family|civil) status|children|dependants?|dependents?|spouse|familienstand|"
    r"kinder|situation (?:de famille|familiale)|état civil|estado civil",
    "address": r"(?:home |postal |street |current |permanent )?address|residence|adresse|anschrift|wohnort|dirección|"
    r"zip(?: code)?|postcode|city of residence",
    "contact": r"e-?mail|phone|mobile|cell|tel(?:ephone|efon)?|fax|linkedin|github|gitlab|website|web|homepage|twitter|"
    r"skype|telegram|photo(?:graph)?|picture|portrait",
}
_FIELD = {
    kind: re.compile(rf"^[ \t>*•|-]*(?:\*\*)?(?:{names})(?:\*\*)?[ \t]*[:|\t–—][^\n]*$", re.I | re.M)
    for kind, names in _FIELDS.items()
}
_PHRASES = {
    "age": re.compile(
        r"\b(?:(?:aged?|age of) \d{1,2}\b|\d{1,2}[- ]years?[- ]old\b|\d{1,2} years of age\b"
        r"|(?:born|geboren) (?:on|in|at|am) [^,;.\n]{2,40}|in my (?:early |mid |late )?(?:twenties|thirties|forties|fifties|sixties))",
        re.I,
    ),
    "gender": re.compile(
        r"\(?\b(?:she|he|they)\s?/\s?(?:her|him|them|hers|his|theirs)(?:\s?/\s?\w+)?\b\)?|\b(?:fe)?male\b"
        r"|\b(?:non-?binary|transgender|cisgender)\b|\b(?:wo)?m[ae]n\b(?!\s?(?:in|-month|page))"
        r"|\b(?:Mr|Mrs|Ms|Miss|Mx|Herr|Frau|Mme|Sr|Sra)\b\.?(?=\s[A-Z])|\b(?:she|he|her|him|his|hers|herself|himself)\b",
        re.I,
    ),
    "nationality": re.compile(
        r"\b[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?\s(?:citizen(?:ship)?|national(?:ity)?|passport(?: holder)?)\b"
        r"|\b(?:citizen|national) of (?:the )?[A-Z]\w+(?: [A-Z]\w+)?|\b[Pp]ermanent resident(?: of [A-Z]\w+)?\b"
        r"|\b(?:[Ii]mmigrant|[Rr]efugee) from [A-Z]\w+"
    ),
    "family status": re.compile(
        r"\b(?:happily )?(?:married|divorced|widowed|unmarried|engaged to be married)\b"
        r"(?: with (?:\w+ )?(?:children|kids|child))?"
        r"|\b(?:single|proud|working|stay-at-home)? ?(?:mother|father|mom|dad|mum|parent)\b"
        r"(?: (?:of|to) (?:\d|an?|one|two|three|four|five|six|twins|young|small|grown)\b"
        r"(?: (?:young |small )?(?:children|kids|child|boys?|girls?|sons?|daughters?|twins))?)?"
        r"|\b(?:\d|one|two|three|four|five|no) (?:children|kids|child|daughters?|sons?)\b|\b[mp]aternity leave\b",
        re.I,
    ),
    "contact": re.compile(
        r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}|(?:https?://|www\.)\S+|\b(?:linkedin|github|gitlab|x|twitter)\.com/\S+"
        r"|(?<![\w.])(?![\d ()/.-]{0,30}(?<!\d)(?:19|20)\d\d(?!\d))\+?\(?\d[\d ()/.-]{8,30}\d(?![\w%])",  # dates are none
        re.I,
    ),
}
_STREET = re.compile(
    r"^[^\n]{0,60}\b(?:\d{1,5}[a-z]?\s+(?:[A-Z][\w.'-]*\s){0,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|"
    r"court|ct|square|sq|way|place|pl|terrace|crescent)\b\.?|[\w.-]+(?:straße|strasse|gasse|weg|platz|allee)\s?\d{1,4}"
    r"|\d{1,4},?\s(?:rue|avenue|boulevard|place|via|calle)\s)[^\n]*$",
    re.I | re.M,
)
_POSTCODE_LINE = re.compile(
    r"^[ \t•|-]*(?:(?:[A-Z]{1,3}-)?\d{4,6}\s+[A-Z][\w .'-]{2,40}(?:,\s[A-Z][\w .]{2,30})?"
    r"|[A-Z][\w .'-]{2,30},\s?[A-Z]{2}\s\d{5}(?:-\d{4})?"
    r"|[A-Z][\w .'-]{2,30},?\s[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2})[ \t]*$",
    re.M,
)
_HEADING = re.compile(
    r"^(?:summary|profile|about(?: me)?|objective|experience|work experience|employment|skills?|education|projects?|"
    r"certifications?|curriculum vitae|cv|résumé|resume|lebenslauf|personal (?:details|data|information)|contact)\b",
    re.I,
)
_WORK_WORD = re.compile(
    r"\b(?:engineer|developer|analyst|manager|architect|scientist|specialist|consultant|administrator|technician|lead|"
    r"head|officer|director|designer|nurse|teacher|auditor|lawyer|attorney|student|graduate|assistant|clerk|trainee|"
    r"intern|tester|researcher|coach|operator|expert|professional|programmer|security|data|software)s?\b",
    re.I,
)
_PARTICLES = frozenset("de van von der den la le bin al di da dos del y e".split())
_NAME_WORD = r"[^\W\d_][\w'’.-]*"
_NAME = re.compile(rf"^{_NAME_WORD}(?:\s{_NAME_WORD}){{0,4}}(?:,\s?(?:PhD|MSc|BSc|MBA|CISSP|CISM|Jr|Sr|II|III)\.?)*$")


@dataclass(frozen=True, slots=True)
class Kept:
    """The text that is left, and the kinds of things that were dropped, in a fixed order."""

    text: str
    dropped: tuple[str, ...]


def without_private(text: str) -> Kept:
    """A résumé's text without what must not count."""
    dropped: set[str] = set()
    text, name = _without_first_line_name(text.replace("\r", ""))
    labelled = re.search(r"^[ \t>*•|-]*(?:\*\*)?(?:full )?name(?:\*\*)?[ \t]*[:|\t]\s*([^\n]+)$", text, re.I | re.M)
    for full in {n for n in (name, labelled[1].strip() if labelled else None) if n}:
        dropped.add("name")
        text = re.sub(rf"(?<!\w){re.escape(full)}(?:['’]s)?(?!\w)", "", text)
    for kind, pattern in (*_FIELD.items(), ("address", _STREET), ("address", _POSTCODE_LINE), *_PHRASES.items()):
        text, count = pattern.subn("", text)
        if count:
            dropped.add(kind)
    order = ("name", "age", "gender", "nationality", "family status", "address", "contact")
    return Kept(_tidied(text), tuple(k for k in order if k in dropped))


def _without_first_line_name(text: str) -> tuple[str, str | None]:
    """The text without a first line that is a person's name, and that name."""
    lines = text.split("\n")
    for index, line in enumerate(lines[:6]):
        words = line.strip().strip("#*_ ").strip()
        if not words or re.match(r"(?:curriculum vitae|cv|résumé|resume|lebenslauf)(?: of| von)?:?$", words, re.I):
            continue
        if _is_name(words):
            return "\n".join((*lines[:index], *lines[index + 1 :])), words
        return text, None
    return text, None


def _is_name(words: str) -> bool:
    if _HEADING.match(words) or _WORK_WORD.search(words) or not _NAME.match(words):
        return False
    parts = words.split(",")[0].split()
    return 1 < len(parts) <= 5 and all(w[0].isupper() or w in _PARTICLES for w in parts)


def _tidied(text: str) -> str:
    """Without what taking words out leaves behind: doubled blanks, empty brackets, lone separators, empty lines."""
    text = re.sub(r"\(\s*[,;|]*\s*\)", "", text)
    lines = []
    for line in text.split("\n"):
        line = re.sub(r"[ \t]{2,}", " ", line)
        line = re.sub(r"\s+([,;.])", r"\1", re.sub(r"([,;|])(?:\s*[,;|])+", r"\1", line)).strip()
        line = re.sub(r"^[,;|·•\s-]*[,;|]\s*|\s*[,;|·]+$", "", line)
        if re.search(r"\w", line):
            lines.append(line)
    return "\n".join(lines)
