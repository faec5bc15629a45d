"""Sentences and marks of one document: figures carry a mark, marks resolve, a sentence is short and stands alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.ingest.check.numerals import figures
from advisor.ingest.check.report import Finding
from advisor.ingest.check.source import Source
from advisor.ingest.references import FILE_NAME, MARK, Bibliography
from advisor.text import plain

MAX_WORDS = 45
_LABEL = re.compile(r"^\s*\*\*[^*]+\*\*\s*[—–:-]?\s*")
_BROKEN_MARK = re.compile(r"\[[^\]\n\[]{0,80}@[A-Za-z]?\d+[^\]\n\[]{0,80}(?:\]|$)|(?<![\w\[;@])@[A-Z]\d+\b", re.M)
_BARE_KEY = re.compile(r"\[([A-Z]\d{1,4})\](?!\()")
_AUXILIARY = (
    "is are was were isn aren wasn weren has have had hasn haven does do did doesn don didn can cannot could may might "
    "will would should must shall also then often usually rarely never always still only not"
)
_PLURAL_VERBS = (
    "come count cost cover differ depend explain follow give go grow help include lead make matter mean need pay point "
    "require say seem show stand suit take tend tell vary want work"
)
_PRONOUN = re.compile(
    rf"(?:It|They|He|She)(?:['’]\w+)?\s+\w+"
    rf"|(?:This|That|These|Those)\s+(?:{'|'.join(_AUXILIARY.split())})\b"
    rf"|(?:These|Those)\s+(?:{'|'.join(_PLURAL_VERBS.split())})\b"
    r"|(?:This|That)\s+(?!\w*(?:ss|sis|us|ics|news|series|basis)\b)[a-z]{3,}s\b"
)


def check_sentences(source: Source, bibliography: Bibliography, labels: re.Pattern[str] | None) -> Iterator[Finding]:
    yield from _marks(source, bibliography)
    for unit in source.units:
        raw = source.text(unit)
        shown = plain(raw)
        line = source.line(unit.span.start)
        if bibliography.entries and (unit.span.start, unit.span.end) not in source.marked:
            found = figures(raw, labels)
            if found:
                what = "row" if unit.block == "row" else "sentence"
                named = ", ".join(found[:3])
                message = (
                    f"{what} with a figure ({named}) has no mark: “{_short(shown)}”. "
                    "Add [@key], or say it without digits."
                )
                yield Finding(source.path, line, "unmarked-figure", message)
        if unit.block == "row":
            continue
        count = len(shown.split())
        if count > MAX_WORDS:
            message = f"sentence of {count} words: “{_short(shown)}”. Cut it in two ({MAX_WORDS} words at most)."
            yield Finding(source.path, line, "long-sentence", message)
        pronoun = _PRONOUN.match(plain(_LABEL.sub("", raw)))
        if pronoun:
            message = f"sentence starts with a bare pronoun: “{_short(shown)}”. Name the subject; it is quoted alone."
            yield Finding(source.path, line, "bare-pronoun", message, "warning")


def _marks(source: Source, bibliography: Bibliography) -> Iterator[Finding]:
    unresolved: set[str] = set()
    for match in MARK.finditer(source.body):
        if not bibliography.entries:
            message = f"mark {match[0].strip()} but the corpus has no {FILE_NAME}. Add that file, or take the mark out."
            yield Finding(source.path, source.body_line(match.start()), "unresolved-mark", message)
            return
        for key in (k.strip().removeprefix("@") for k in match[1].split(";")):
            if key not in bibliography.entries and key not in unresolved:
                unresolved.add(key)
                message = f"mark [@{key}] is not in {FILE_NAME}. Mend the key, or add the source."
                yield Finding(source.path, source.body_line(match.start()), "unresolved-mark", message)
    if not bibliography.entries:
        return
    rest = MARK.sub(lambda m: " " * len(m[0]), source.body)
    for match in _BROKEN_MARK.finditer(rest):
        message = f"malformed mark {match[0].strip()!r}. Write [@S1], several as [@S1; @S2]."
        yield Finding(source.path, source.body_line(match.start()), "malformed-mark", message)
    for match in _BARE_KEY.finditer(rest):
        if match[1] in bibliography.entries:
            message = f"mark {match[0]!r} lacks its @. Write [@{match[1]}]."
            yield Finding(source.path, source.body_line(match.start()), "malformed-mark", message)


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
