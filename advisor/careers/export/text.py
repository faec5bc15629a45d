"""A plan as Markdown, and as plain text for a terminal."""

from __future__ import annotations

import textwrap

from advisor.careers.export.outline import marks, outline, place_of, source_line
from advisor.careers.plan.values import Plan
from advisor.types import Citation

_WIDTH = 100


def to_markdown(plan: Plan) -> str:
    """The whole plan. Quotes of the sources are code blocks, so that they stand exactly as in the documents."""
    out = [f"# {plan.title}", ""]
    out += [f"> {note}\n" for note in plan.notes]
    for part in outline(plan):
        out += [f"{'#' * part.level} {part.heading}", ""]
        if part.remark:
            out += [part.remark, ""]
        out += [f"- {_escaped(line.text)}{' ' + marks(line) if line.citations else ''}" for line in part.lines]
        out += [""] if part.lines else []
    out += ["## Sources", ""]
    for citation in plan.citations:
        out += _quoted(citation)
    if plan.references:
        out += ["## Bibliography", ""]
        out += [f"- {_escaped(source_line(r))}" for r in plan.references]
        out += [""]
    return "\n".join(out).rstrip() + "\n"


def _quoted(citation: Citation) -> list[str]:
    fence = "```" if "```" not in citation.quote else "~~~~"
    keys = ", ".join(r.id for r in citation.references)
    head = f"[{citation.number}] {place_of(citation)}{'; ' + keys if keys else ''}"
    return [head, "", f"{fence}text", citation.quote, fence, ""]


def _escaped(text: str) -> str:
    """Text whose angle brackets and stars are no markup."""
    return text.replace("<", "&lt;").replace("*", "\\*")


def to_text(plan: Plan) -> str:
    """The whole plan without markup, folded at 100 columns."""
    out = [plan.title, "=" * len(plan.title), ""]
    for note in plan.notes:
        out += [*_folded(note, "Note: "), ""]
    for part in outline(plan):
        if part.level == 2:
            out += [part.heading, "-" * len(part.heading)]
        else:
            out += [part.heading + (":" if part.level == 4 else "")]
        if part.remark:
            out += _folded(part.remark, "")
        for line in part.lines:
            out += _folded(f"{line.text} {marks(line)}".rstrip(), "  - ")
        out.append("")
    out += ["Sources", "-------"]
    for citation in plan.citations:
        keys = ", ".join(r.id for r in citation.references)
        out += _folded(f"{place_of(citation)}{'; ' + keys if keys else ''}", f"[{citation.number}] ")
        out += [f"    {line}" for line in citation.quote.split("\n")]
    if plan.references:
        out += ["", "Bibliography", "------------"]
        for reference in plan.references:
            out += _folded(source_line(reference), "  - ")
    return "\n".join(out).rstrip() + "\n"


def _folded(text: str, lead: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
