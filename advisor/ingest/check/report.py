"""What a check of a corpus returns: findings, each with file, line and remedy, and the ease of reading."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One broken rule at one place. `rule` is its short name, stable across versions."""

    path: str
    line: int
    rule: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.severity}: {self.message} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Ease:
    """Flesch reading ease of one document: higher is easier; plain English is about 60."""

    path: str
    score: float


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings in order of file and line. `ok` where none is an error."""

    documents: int
    words: int
    findings: tuple[Finding, ...] = ()
    ease: tuple[Ease, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "warning")

    @property
    def ok(self) -> bool:
        return not self.errors

    def rules(self) -> set[str]:
        return {f.rule for f in self.findings}

    def summary(self) -> str:
        """Two or three lines: counts, and how easy the documents are to read."""
        lines = [
            f"{self.documents} documents, {self.words} words, {len(self.errors)} errors, {len(self.warnings)} warnings"
        ]
        if self.ease:
            hardest = sorted(self.ease, key=lambda e: e.score)[:3]
            lines.append(
                f"reading ease (Flesch): median {median(e.score for e in self.ease):.0f}; hardest: "
                + ", ".join(f"{e.path} {e.score:.0f}" for e in hardest)
            )
        return "\n".join(lines)
