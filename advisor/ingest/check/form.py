"""Form of one document: front matter, kind, required sections, tables with captions, length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.ingest.check.report import Finding
from advisor.ingest.check.source import Source
from advisor.text import plain

MIN_WORDS = 350
LEVELS = ("entry", "mid", "senior", "lead")

# Sections that a kind must have, in this order. Other headings may stand between them.
SECTIONS: dict[str, tuple[str, ...]] = {
    "role": (
        "Tasks",
        "Essential skills",
        "Optional skills",
        "Tools",
        "Certifications",
        "Entry routes",
        "Pay and demand",
        "Next roles",
    ),
    "transition": (
        "What carries over",
        "What to add",
        "First 90 days",
        "Proof of work",
        "Certifications worth it",
        "What the market says",
        "Pitfalls",
    ),
    "market": ("Limits",),
    "framework": ("What it contains", "Versions and dates", "At work", "Limits"),
    "certification": ("Who it suits", "Limits"),
    "tool": ("The tools", "How to choose", "Limits"),
    "guide": ("What this rests on",),
}
WITH_TABLE = frozenset({"market", "certification"})
_AS_OF = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_CODES = {
    "dcwf": (re.compile(r"\d{3}"), "three digits, as 627"),
    "nice": (re.compile(r"[A-Z]{2}-(?:WRL|COM)-\d{3}"), "as OG-WRL-014 or NF-COM-002"),
    "onet": (re.compile(r"\d\d-\d{4}\.\d\d"), "as 15-1299.05"),
}


def check_form(source: Source) -> Iterator[Finding]:
    yield from _front_matter(source)
    if source.kind in SECTIONS:
        yield from _sections(source)
        yield from _tables(source)
    if source.words < MIN_WORDS:
        severity = "error" if source.kind in SECTIONS else "warning"
        message = f"{source.words} words; a document has {MIN_WORDS} at least. Say more, or merge it with another."
        yield Finding(source.path, 1, "length", message, severity)  # type: ignore[arg-type]


def _front_matter(source: Source) -> Iterator[Finding]:
    front = source.front
    if not front:
        message = "no front matter; add `---` lines with kind, title and as_of so that the document is found by kind."
        yield Finding(source.path, 1, "front-matter", message, "warning")
        return
    if "kind" not in front:
        message = f"front matter has no kind. Add one of: {', '.join(SECTIONS)}."
        yield Finding(source.path, 1, "front-matter", message, "warning")
    elif source.kind not in SECTIONS and source.kind != "document":
        message = f"unknown kind {source.kind!r}. Use one of: {', '.join(SECTIONS)}."
        yield Finding(source.path, source.front_line("kind"), "kind", message)
    for key in ("title", "as_of"):
        if not front.get(key):
            yield Finding(source.path, 1, "front-matter", f"front matter has no {key}. Add `{key}: …`.")
    as_of = front.get("as_of")
    if as_of and not _AS_OF.fullmatch(str(as_of)):
        message = f"as_of {as_of!s} is no date. Write it as 2026, 2026-11 or 2026-11-30."
        yield Finding(source.path, source.front_line("as_of"), "front-matter", message)
    if not isinstance(front.get("aliases", []), list):
        message = "aliases must be a list. Write `aliases: [one, two]`."
        yield Finding(source.path, source.front_line("aliases"), "front-matter", message)
    if source.kind == "role":
        yield from _role(source)


def _role(source: Source) -> Iterator[Finding]:
    level = source.front.get("level")
    if level not in LEVELS:
        message = f"level is {level!r}. Use one of: {', '.join(LEVELS)}."
        yield Finding(source.path, source.front_line("level"), "front-matter", message)
    codes = source.front.get("codes")
    line = source.front_line("codes")
    if not isinstance(codes, dict):
        message = "a role needs codes. Write `codes: {dcwf: [], nice: [], onet: []}` and fill what is known."
        yield Finding(source.path, line, "codes", message)
        return
    for scheme, values in codes.items():
        if scheme not in _CODES:
            yield Finding(source.path, line, "codes", f"unknown code scheme {scheme!r}. Use {', '.join(_CODES)}.")
            continue
        pattern, form = _CODES[scheme]
        for value in values if isinstance(values, list) else [values]:
            if not isinstance(value, str) or not pattern.fullmatch(value):
                message = f"{scheme} code {value!r} is malformed. Write it in quotes, {form}."
                yield Finding(source.path, line, "codes", message)


def _sections(source: Source) -> Iterator[Finding]:
    required = SECTIONS[source.kind]
    headings = [(plain(source.text(b)), b) for b in source.blocks if b.kind == "heading" and b.level == 2]
    place = {title: i for i, (title, _) in reversed(list(enumerate(headings)))}
    for title in required:
        if title not in place:
            message = f"section `## {title}` is missing. A {source.kind} needs: {' · '.join(required)}."
            yield Finding(source.path, 1, "sections", message)
    present = [t for t in required if t in place]
    if present != sorted(present, key=place.__getitem__):
        message = f"sections stand out of order. Put them in the order {' · '.join(required)}."
        yield Finding(source.path, source.line(headings[place[present[0]]][1].span.start), "sections", message)
    elif source.kind in {"market", "certification", "guide"} and present and place[present[-1]] != len(headings) - 1:
        message = f"`## {present[-1]}` must be the last section of a {source.kind}. Move it to the end."
        yield Finding(source.path, source.line(headings[place[present[-1]]][1].span.start), "sections", message)
    for title, block in headings:
        if not any(title in b.section for b in source.blocks):
            message = f"section `## {title}` is empty. Write it, or take the heading out."
            yield Finding(source.path, source.line(block.span.start), "sections", message)


def _tables(source: Source) -> Iterator[Finding]:
    rows = [b for b in source.blocks if b.kind == "row"]
    if source.kind in WITH_TABLE and not rows:
        yield Finding(source.path, 1, "tables", f"a {source.kind} document needs at least one table with figures.")
    seen: set[int] = set()
    for row in rows:
        start = row.context_span.start if row.context_span else row.span.start
        if start in seen:
            continue
        seen.add(start)
        caption = (row.context or "").split("\n")[0] if "\n" in (row.context or "") else ""
        if not caption.startswith("Table: "):
            message = "table without a caption. Put a line `Table: measure, place, period (unit)` directly above it."
            yield Finding(source.path, source.line(start), "tables", message)
