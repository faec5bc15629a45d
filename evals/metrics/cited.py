"""A statement with its citations as the ALCE metrics need it: what supports it alone, and what it cannot lose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CitedStatement:
    """`supported`: by all its citations together. `alone` and `without` have one entry a citation: whether that
    citation alone supports the statement, and whether all the others still do."""

    supported: bool
    alone: tuple[bool, ...] = ()
    without: tuple[bool, ...] = ()

    def __post_init__(self) -> None:
        if len(self.alone) != len(self.without):
            raise ValueError(f"{len(self.alone)} and {len(self.without)} verdicts for the same citations")
