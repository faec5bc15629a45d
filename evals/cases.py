"""The cases of the suites: what is asked, and what a right reply must hold.

Suites are JSONL files beside this module. A case belongs to the tuning or to the test part by a hash of its id, so
that nobody chooses which: thresholds are fitted on the first, and figures are told of the second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from advisor.errors import UsageError
from evals.rows import RowError, Rows, optional_text, text_of

SUITES = Path(__file__).resolve().parent / "suites"
Part = Literal["tuning", "test"]
GOLDEN = ("facts", "transitions", "comparisons", "multiturn", "premises", "unanswerable", "typos", "languages")
ALL = ("retrieval", *GOLDEN, "robustness", "invariance", "injection", "freshness", "conflict", "grounding")
CORPORA = {
    "injection": "injection_corpus",
    "freshness": "freshness_corpus",
    "conflict": "conflict_corpus",
}
"""Suites that bring a small corpus of their own; the others ask the corpus of the settings."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A passage that a right reply cites: words of it, in a document."""

    document_id: str
    contains: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what is expected of its reply.

    `facts`: each inner tuple holds alternatives of which one must stand in the text. `forbidden` must not stand in it.
    `order`: texts of which the earlier must stand first. `base`: another wording whose reply must agree.
    `swap`: (text of the question, text of the base) pairs that may differ between both replies.
    """

    id: str
    suite: str
    question: str
    expect: Literal["answer", "refuse"] = "answer"
    history: tuple[tuple[str, str], ...] = ()
    near_miss: bool = False
    facts: tuple[tuple[str, ...], ...] = ()
    forbidden: tuple[str, ...] = ()
    evidence: tuple[Wanted, ...] = ()
    standalone: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    base: str = ""
    base_history: tuple[tuple[str, str], ...] = ()
    swap: tuple[tuple[str, str], ...] = ()
    kind: str = ""

    @property
    def part(self) -> Part:
        return part_of(self.id)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A question for retrieval alone, with the exact words that should be found."""

    id: str
    question: str
    spans: tuple[Wanted, ...]

    @property
    def part(self) -> Part:
        return part_of(self.id)


def part_of(id_: str) -> Part:
    """tuning where the first byte of the id's SHA-256 is even, test where it is odd."""
    return "test" if sha256(id_.encode("utf-8", "surrogatepass")).digest()[0] % 2 else "tuning"


def suite_path(name: str) -> Path:
    """The file of a suite. Raises UsageError, naming the nearest, where there is no such suite."""
    path = SUITES / f"{name}.jsonl"
    if name not in ALL:
        near = get_close_matches(name, ALL, 1)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(f"There is no suite {name!r}. {hint}The suites are {', '.join(ALL)}.")
    if not path.is_file():
        raise UsageError(f"The suite {name} has no file {path.name} in this installation. Use a complete checkout.")
    return path


def present() -> tuple[str, ...]:
    """The suites whose files are there, in their order."""
    return tuple(name for name in ALL if (SUITES / f"{name}.jsonl").is_file())


def load_cases(path: Path, suite: str = "") -> tuple[list[Case], Rows]:
    """The cases of a file, and the account of lines that could not be used."""
    rows = Rows(path)
    return list(rows.parse(lambda row: parse_case(row, suite or path.stem), lambda c: c.id)), rows


def load_lookups(path: Path) -> tuple[list[Lookup], Rows]:
    rows = Rows(path)
    return list(rows.parse(parse_lookup, lambda c: c.id)), rows


def parse_case(row: Mapping[str, Any], suite: str) -> Case:
    """A case from its JSON object. Raises RowError, naming the field, where it cannot be used."""
    expect = row.get("expect", "answer")
    if expect not in {"answer", "refuse"}:
        raise RowError(f"expect is {expect!r}, and must be answer or refuse")
    return Case(
        id=text_of(row, "id"),
        suite=str(row.get("suite") or suite),
        question=_filled(row, "question"),
        expect=expect,
        history=_turns(row, "history"),
        near_miss=bool(row.get("near_miss")),
        facts=tuple(_alternatives(f) for f in _listed(row, "facts")),
        forbidden=tuple(_one(f, "forbidden") for f in _listed(row, "forbidden")),
        evidence=tuple(_wanted(e, "contains") for e in _listed(row, "evidence")),
        standalone=tuple(_one(w, "standalone") for w in _listed(row, "standalone")),
        order=tuple(_one(w, "order") for w in _listed(row, "order")),
        base=optional_text(row, "base"),
        base_history=_turns(row, "base_history"),
        swap=tuple(_pair(p) for p in _listed(row, "swap")),
        kind=optional_text(row, "kind"),
    )


def parse_lookup(row: Mapping[str, Any]) -> Lookup:
    spans = tuple(_wanted(s, "quote") for s in _listed(row, "spans"))
    if not spans:
        raise RowError("spans is empty: give at least one document_id with a quote")
    return Lookup(text_of(row, "id"), _filled(row, "question"), spans)


def _filled(row: Mapping[str, Any], name: str) -> str:
    value = text_of(row, name)
    if not value.strip():
        raise RowError(f"{name} is empty")
    return value


def _listed(row: Mapping[str, Any], name: str) -> list[Any]:
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise RowError(f"{name} is a {type(value).__name__}, not a list")
    return value


def _one(value: Any, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RowError(f"{name} holds {value!r}, which is no text")
    return value


def _alternatives(value: Any) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not values:
        raise RowError(f"facts holds {value!r}: give a list of alternatives for each fact")
    return tuple(_one(v, "facts") for v in values)


def _wanted(value: Any, words: str) -> Wanted:
    if not isinstance(value, Mapping):
        raise RowError(f"{value!r} is no object with document_id and {words}")
    return Wanted(text_of(value, "document_id"), text_of(value, words))


def _pair(value: Any) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2:
        raise RowError(f"swap holds {value!r}, which is no pair")
    return str(value[0]), str(value[1])


def _turns(row: Mapping[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    found = []
    for turn in _listed(row, name):
        if not isinstance(turn, Mapping) or turn.get("role") not in {"user", "assistant"}:
            raise RowError(f"{name} holds {str(turn)[:60]!r}: give role (user or assistant) and content")
        found.append((str(turn["role"]), text_of(turn, "content")))
    return tuple(found)


def chosen(cases: list[Any], part: Part | None, keep: Callable[[Any], bool] = lambda _: True) -> list[Any]:
    """The cases of one part (all where None)."""
    return [c for c in cases if (part is None or c.part == part) and keep(c)]
