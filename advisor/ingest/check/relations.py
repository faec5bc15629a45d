"""What holds between documents: transitions join roles, names are unique, and nothing is said twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.ingest.check.labels import section_labels
from advisor.ingest.check.report import Finding
from advisor.ingest.check.source import Source
from advisor.ingest.glossary import Glossary
from advisor.text import fold, plain

_SHARED_WORDS = 8


def check_relations(sources: Sequence[Source], glossary: Glossary) -> Iterator[Finding]:
    roles = {s.id: s for s in sources if s.kind == "role"}
    transitions = [s for s in sources if s.kind == "transition"]
    for source in transitions:
        yield from _ends(source, roles)
        yield from _skills(source, roles, glossary)
    reached = {str(s.front.get("to")) for s in transitions}
    for role in roles.values() if transitions else ():
        if role.id not in reached and not str(role.front.get("no_transition") or "").strip():
            message = "no transition leads to this role. Write one, or say why with `no_transition: reason`."
            yield Finding(role.path, 1, "no-transition", message)
    yield from _names(sources)
    yield from _shared(sources)


def _ends(source: Source, roles: dict[str, Source]) -> Iterator[Finding]:
    for key in ("from", "to"):
        role = source.front.get(key)
        if role not in roles:
            known = ", ".join(sorted(roles)) or "none"
            message = f"`{key}: {role}` is no role of this corpus. Write the id of a role document ({known})."
            yield Finding(source.path, source.front_line(key), "transition-role", message)
    if source.front.get("from") == source.front.get("to"):
        message = "a transition must join two different roles. Mend `from` or `to`."
        yield Finding(source.path, source.front_line("to"), "transition-role", message)


def _skills(source: Source, roles: dict[str, Source], glossary: Glossary) -> Iterator[Finding]:
    target = roles.get(str(source.front.get("to")))
    if target is None:
        return
    wanted = {
        _canonical(label, glossary)
        for section in ("Essential skills", "Optional skills")
        for _, label in section_labels(target, section)
    }
    for section in ("What carries over", "What to add"):
        for block, label in section_labels(source, section):
            if _canonical(label, glossary) not in wanted:
                message = (
                    f"“{label}” is no essential or optional skill of {target.id}. "
                    "Add it to that role, or name one of its skills."
                )
                yield Finding(source.path, source.line(block.span.start), "transition-skill", message)


def _canonical(label: str, glossary: Glossary) -> str:
    return (glossary.label(label, ("skills", "tools")) or label).casefold()


def _names(sources: Sequence[Source]) -> Iterator[Finding]:
    """A title or alias that two documents of one kind share makes both hard to find."""
    owner: dict[tuple[str, str], Source] = {}
    for source in sources:
        for name in dict.fromkeys((source.document.title, *source.document.aliases)):
            first = owner.setdefault((source.kind, name.casefold()), source)
            if first is not source:
                message = f"the name “{name}” is used by {first.path} too. Keep it in one of them."
                yield Finding(source.path, source.front_line("aliases"), "shared-name", message)


def _shared(sources: Sequence[Source]) -> Iterator[Finding]:
    paragraphs: dict[str, Source] = {}
    sentences: dict[str, Source] = {}
    for source in sources:
        repeated: set[tuple[int, int]] = set()
        for block in source.blocks:
            if block.kind in {"paragraph", "item"}:
                first = _first(paragraphs, source, source.text(block))
                if first:
                    repeated.add((block.span.start, block.span.end))
                    message = f"paragraph stands in {first.path} too: “{plain(source.text(block))[:70]} …”. Keep one."
                    yield Finding(source.path, source.line(block.span.start), "shared-paragraph", message)
        for unit in source.units:
            inside = any(start <= unit.span.start < end for start, end in repeated)
            first = None if unit.block == "row" else _first(sentences, source, source.text(unit))
            if first and not inside:
                message = f"sentence stands in {first.path} too: “{plain(source.text(unit))[:70]} …”. Reword one."
                yield Finding(source.path, source.line(unit.span.start), "shared-sentence", message, "warning")


def _first(seen: dict[str, Source], source: Source, text: str) -> Source | None:
    """The other document that holds the same words, if any; short texts do not count."""
    words = fold(plain(text)).split()
    if len(words) < _SHARED_WORDS:
        return None
    first = seen.setdefault(" ".join(words), source)
    return first if first is not source else None
