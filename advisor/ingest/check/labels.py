"""Labels of one document against the glossary: titles of roles, and the bold label of each bullet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import process

from advisor.ingest.check.report import Finding
from advisor.ingest.check.source import Source
from advisor.ingest.glossary import FILE_NAME, Glossary
from advisor.types import Block

_LABEL = re.compile(r"\*\*(.+?)\*\*")

# Sections whose bullets open with a bold label, and the glossary categories it may come from. A tool may be
# a skill and the other way round ("Kubernetes", "PyTorch").
LABELLED: dict[str, tuple[str, ...]] = {
    "Essential skills": ("skills", "tools"),
    "Optional skills": ("skills", "tools"),
    "Tools": ("tools", "skills"),
    "Certifications": ("certifications",),
    "Next roles": ("roles",),
    "What carries over": ("skills", "tools"),
    "What to add": ("skills", "tools"),
    "Certifications worth it": ("certifications",),
}
MUST_BE_LABELLED = frozenset({"Essential skills", "Optional skills", "Next roles", "What carries over", "What to add"})


def bullet_label(text: str) -> str | None:
    """The bold label that opens a bullet: `**Python** — …` gives "Python"."""
    match = _LABEL.match(text)
    return match[1].strip().rstrip(":").strip() if match else None


def section_labels(source: Source, section: str) -> list[tuple[Block, str]]:
    """Bullets of a section that open with a bold label, with that label as written."""
    found = []
    for block in source.section_items(section):
        label = bullet_label(source.text(block))
        if label:
            found.append((block, label))
    return found


def check_labels(source: Source, glossary: Glossary) -> Iterator[Finding]:
    if source.kind not in {"role", "transition"}:
        return
    for section, categories in LABELLED.items():
        for block in source.section_items(section):
            line = source.line(block.span.start)
            label = bullet_label(source.text(block))
            if label is None:
                if section in MUST_BE_LABELLED:
                    message = f"bullet under “{section}” has no bold label. Start it with `**label** — `."
                    yield Finding(source.path, line, "label", message)
            elif glossary and not glossary.is_label(label, categories):
                yield Finding(source.path, line, "label", _stray(label, glossary, categories))
    if source.kind == "role" and "roles" in glossary.categories:
        title = source.document.title
        if not glossary.is_label(title, ["roles"]):
            message = f"title: {_stray(title, glossary, ('roles',))}"
            yield Finding(source.path, source.front_line("title"), "label", message)


def check_glossary(glossary: Glossary) -> Iterator[Finding]:
    """A name that means two labels of one category cannot be looked up."""
    for category, labels in glossary.categories.items():
        owner: dict[str, str] = {}
        for label, aliases in labels.items():
            for name in (label, *aliases):
                first = owner.setdefault(name.casefold(), label)
                if first != label:
                    message = f"{category}: “{name}” means both “{first}” and “{label}”. Keep it in one of them."
                    yield Finding(FILE_NAME, 1, "glossary", message)


def _stray(label: str, glossary: Glossary, categories: tuple[str, ...]) -> str:
    known = glossary.label(label, categories)
    if known:
        return f"“{label}” is an alias. Write the label “{known}”."
    where = " or ".join(categories)
    near = process.extractOne(label, glossary.names(categories), processor=str.casefold, score_cutoff=70)
    hint = f" Did you mean “{glossary.label(near[0], categories)}”?" if near else ""
    return f"“{label}” is no label of {where} in the glossary.{hint} Use a known label, or add this one there."
