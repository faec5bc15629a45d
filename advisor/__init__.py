"""A career-path advisor that answers from a library of documents and cites the exact words of each sentence.

    from advisor import build_advisor
    with build_advisor() as advisor:
        reply = advisor.ask("How do I move from DevSecOps to MLSecOps?")

Importing the package loads nothing heavy: each name is fetched from its module when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.assembly import Advisor, build_advisor
    from advisor.errors import AdvisorError
    from advisor.settings import Settings
    from advisor.types import Citation, Document, Hit, Reply, Span, Statement

__version__ = "0.1.0"
__all__ = [
    "Advisor",
    "AdvisorError",
    "Citation",
    "Document",
    "Hit",
    "Reply",
    "Settings",
    "Span",
    "Statement",
    "build_advisor",
]

_HOMES = {
    "Advisor": "advisor.assembly",
    "build_advisor": "advisor.assembly",
    "AdvisorError": "advisor.errors",
    "Settings": "advisor.settings",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'advisor' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES.get(name, "advisor.types")), name)
