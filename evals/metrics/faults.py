"""Whose fault a missing fact is: of retrieval, which did not bring the evidence, or of composing, which left it out."""

from __future__ import annotations

from typing import Literal

Fault = Literal["none", "retrieval", "composing"]


def fault(complete: bool, evidence_in_hits: bool | None) -> Fault | None:
    """none for a complete reply; retrieval where the evidence was not among the hits; composing where it was. None
    where the hits are unknown and the reply is not complete."""
    if complete:
        return "none"
    if evidence_in_hits is None:
        return None
    return "composing" if evidence_in_hits else "retrieval"
