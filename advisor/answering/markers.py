"""Reads a chat model's answer while it streams: sentences with the passage ids that they name.

A sentence is handed on once the next one has begun, so that every mark behind it has been read; a mark that is not
closed yet is held back. Code fences, thinking out loud, headings and raw HTML are left out and counted. Everything is
one pass over the text with bounded look-ahead: nothing that a model writes can make it slow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field

from advisor.text import plain, sentence_spans, words

_LONGEST_MARK = 80
_LONGEST_LINE = 4000
_BULLET = re.compile(r"^[ \t]*(?:[-*•+–]|\d{1,2}[.)])[ \t]+")
_MISSING = "MISSING:"
_FENCES = ("```", "~~~")
_SCRIPT = re.compile(r"<(script|style|iframe|object|svg)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_THOUGHTS = {"<think>": "</think>", "<thinking>": "</thinking>", "<reasoning>": "</reasoning>"}
_ID = re.compile(r"[a-z]{0,6}-?\d{1,5}")
_LOOSE = re.compile(r"\s+(?=[.,;:!?])")
_BRACKETS = str.maketrans({"【": "[", "】": "]", "［": "[", "］": "]"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the model: plain text without marks, the known ids in order, and how many ids are unknown."""

    text: str
    ids: tuple[str, ...] = ()
    unknown: int = 0
    bullet: bool = False


@dataclass
class MarkerReader:
    """Feed it the pieces, then close it. `ids` are the passage ids that were given to the model, in lower case."""

    ids: Container[str]
    missing: list[str] = field(default_factory=list)
    """What the model says the passages lack, as it wrote it."""
    skipped: Counter[str] = field(default_factory=Counter)
    """Lines left out, by reason: `code`, `heading`, `thoughts`, `runaway`."""
    _pending: str = ""
    _fence: str = ""
    _thought: str = ""
    _bullet: bool = False
    _begun: bool = False
    """Whether a part of the pending line has been handed on."""

    def feed(self, piece: str) -> list[Sentence]:
        self._pending += piece.translate(_BRACKETS).replace("\r", "\n")
        found: list[Sentence] = []
        while True:
            if self._thought:
                if not self._leave_thought():
                    return found
            elif self._enter_thought():
                continue
            line, newline, rest = self._pending.partition("\n")
            if not newline:
                return found + self._early()
            self._pending = rest
            found += self._line(line)
            self._begun = self._bullet = False

    @property
    def mid_sentence(self) -> bool:
        """Whether what has come ends in the middle of a sentence, of a thought or of code."""
        end = self._pending.rstrip()
        return bool(self._fence or self._thought or (end and end[-1] not in ".!?…)]\"'”’|*"))

    def close(self, complete: bool) -> list[Sentence]:
        """What is left. Where the answer was cut off, the sentence that was being written is left out."""
        line, self._pending = self._pending, ""
        if self._thought:
            self.skipped["thoughts"] += 1
            return []
        return self._line(line) if complete else []

    def _enter_thought(self) -> bool:
        start = self._pending.lstrip()[:12].lower()
        opening = next((o for o in _THOUGHTS if start.startswith(o)), None)
        if opening is None or self._begun:
            return False
        self._thought = _THOUGHTS[opening]
        self.skipped["thoughts"] += 1
        return True

    def _leave_thought(self) -> bool:
        at = self._pending.lower().find(self._thought)
        if at < 0:
            self._pending = self._pending[-len(self._thought) :]
            return False
        self._pending = self._pending[at + len(self._thought) :]
        self._thought = ""
        return True

    def _early(self) -> list[Sentence]:
        """The sentences of an unfinished line that are certainly complete."""
        line = self._pending
        if len(line) > _LONGEST_LINE:
            self._pending = ""
            self.skipped["runaway"] += 1
            return []
        if self._fence or "<" in line or (not self._begun and self._may_be_special(line)):
            return []  # a tag may still swallow what stands before its end
        marked = self._marked(line)
        if len(marked.sentences) < 2:
            return []
        self._bullet = self._bullet or bool(_BULLET.match(line))
        found = [s for s in (self._sentence(p) for p in marked.sentences[:-1]) if s]
        self._pending = line[marked.sentences[-1].begins :]
        self._begun = True
        return found

    def _may_be_special(self, line: str) -> bool:
        start = line.lstrip()[: len(_MISSING)]
        return (
            not start
            or start[0] in "`~#|<"
            or _MISSING.startswith(start.upper())
            or (start.startswith("**") and "**" not in line.lstrip()[2:])
        )

    def _line(self, line: str) -> list[Sentence]:
        stripped = line.strip()
        if self._fence:
            ends = stripped.startswith(self._fence) if self._fence in _FENCES else self._fence in stripped.lower()
            self._fence = "" if ends else self._fence
            self.skipped["code"] += 1
            return []
        line = self._without_scripts(line)
        stripped = line.strip()
        if not self._begun:
            if stripped.startswith(_FENCES):
                self._fence = stripped[:3]
                return []
            if stripped.upper().startswith(_MISSING):
                self.missing.append(stripped[len(_MISSING) :].strip())
                return []
            if stripped.startswith("#") or (
                stripped.startswith("**") and stripped.rstrip(":").endswith("**") and stripped.count("**") == 2
            ):
                self.skipped["heading"] += 1
                return []
            if stripped.startswith("|"):
                line = _cells(stripped)
            self._bullet = bool(_BULLET.match(line))
        return [s for s in (self._sentence(p) for p in self._marked(line).sentences) if s]

    def _without_scripts(self, line: str) -> str:
        """The line without scripts and the like, with what is inside them; one that is left open goes on below."""
        opened = [m for m in _SCRIPT.finditer(line) if not m[0].rstrip().endswith(">") or "</" not in m[0]]
        if opened:
            self._fence = f"</{opened[-1][1].lower()}"
        cut, count = _SCRIPT.subn(" ", line)
        self.skipped["code"] += count
        return cut

    def _sentence(self, part: _Part) -> Sentence | None:
        text = _LOOSE.sub("", plain(part.text))
        if not words(text):
            return None
        return Sentence(text, tuple(dict.fromkeys(part.ids)), part.unknown, self._bullet)

    def _marked(self, line: str) -> _Marked:
        """A line cut into sentences, its marks taken out and given to the sentence that they stand behind."""
        text: list[str] = []
        origin: list[int] = []
        marks: list[tuple[int, list[str], int]] = []
        at = 0
        bullet = _BULLET.match(line)
        if bullet and not self._begun:
            at = bullet.end()
        while at < len(line):
            char = line[at]
            if char == "\\" and line[at + 1 : at + 2] in {"", "[", "]", "(", ")"}:
                at += 1
                continue
            if char in "[(":
                end = line.find("]" if char == "[" else ")", at + 1, at + _LONGEST_MARK)
                if end < 0 and len(line) - at < _LONGEST_MARK:
                    break  # perhaps a mark that is not closed yet
                ids, unknown, rest = self._read_mark(line[at + 1 : end], char == "[") if end >= 0 else ([], 0, "")
                if ids or unknown:
                    marks.append((len(text), ids, unknown))
                    at = _after_link(line, end + 1)
                    continue
                if end >= 0 and char == "[" and line[end + 1 : end + 2] != "(":
                    for offset, inner in enumerate(f"({rest})"):
                        text.append(inner)
                        origin.append(min(at + offset, end))
                    at = end + 1
                    continue
            text.append(char)
            origin.append(at)
            at += 1
        return _Marked.of("".join(text), origin, marks)

    def _read_mark(self, inner: str, square: bool) -> tuple[list[str], int, str]:
        """(known ids, number of unknown ids, the text) of what stands in brackets."""
        tokens = [t.strip("^#.\\ ").lower() for t in re.split(r"[,;\s]+", inner) if t.strip("^#.\\ ")]
        known = [t for t in tokens if t in self.ids]
        if not square and len(known) < len(tokens):
            return [], 0, inner
        unknown = sum(1 for t in tokens if t not in self.ids and _ID.fullmatch(t))
        if not known and unknown < len(tokens):
            return [], 0, inner
        return known, unknown, inner


@dataclass(slots=True)
class _Part:
    text: str
    begins: int
    """Where the sentence begins in the line as it came."""
    ids: list[str] = field(default_factory=list)
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class _Marked:
    sentences: list[_Part]

    @staticmethod
    def of(text: str, origin: list[int], marks: list[tuple[int, list[str], int]]) -> _Marked:
        spans = sentence_spans(text)
        parts = [_Part(span.of(text), origin[span.start]) for span in spans]
        for at, ids, unknown in marks:
            before = [n for n, span in enumerate(spans) if span.start < at]
            if parts:
                part = parts[before[-1] if before else 0]
                part.ids += ids
                part.unknown += unknown
        return _Marked(parts)


def _after_link(line: str, at: int) -> int:
    """Past the "(address)" of a mark that was written as a link."""
    if line[at : at + 1] == "(":
        end = line.find(")", at, at + 400)
        if end > 0 and "/" in line[at:end]:
            return end + 1
    return at


def _cells(row: str) -> str:
    cells = [c.strip() for c in row.strip("|").split("|")]
    if all(set(c) <= set("-: ") for c in cells):
        return ""
    return f"{cells[0]}: {'; '.join(c for c in cells[1:] if c)}" if len(cells) > 1 else cells[0]
