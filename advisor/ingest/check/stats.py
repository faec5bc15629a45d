"""A table that counts a corpus by kind, and the place in its README that it is written to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from advisor.errors import UsageError
from advisor.ingest.check.numerals import figures, names_with_labels
from advisor.ingest.check.source import Source, document_paths, mark_keys
from advisor.ingest.glossary import Glossary
from advisor.ingest.references import Bibliography

BEGIN = "<!-- counts: written by `python -m advisor.ingest.check --write-readme corpus` -->"
END = "<!-- end of counts -->"


@dataclass(frozen=True, slots=True)
class KindCount:
    """What documents of one kind hold. `sources` are distinct."""

    kind: str
    documents: int
    words: int
    figures: int
    sources: int


def count_corpus(folder: Path) -> list[KindCount]:
    """Counts by kind, most documents first, and a last line `all`."""
    bibliography = Bibliography.read(folder)
    pattern = names_with_labels(Glossary.read(folder).names())
    by_kind: dict[str, list[Source]] = {}
    for path in document_paths(folder):
        source = Source.read(folder, path, bibliography)
        by_kind.setdefault(source.kind, []).append(source)
    groups = sorted(by_kind.items(), key=lambda item: (-len(item[1]), item[0]))
    rows: list[KindCount] = []
    for kind, sources in [*groups, ("all", [s for _, group in groups for s in group])]:
        keys = {k for s in sources for k in mark_keys(s.body) if k in bibliography.entries}
        found = sum(len(figures(s.text(u), pattern)) for s in sources for u in s.units)
        rows.append(KindCount(kind, len(sources), sum(s.words for s in sources), found, len(keys)))
    return rows


def corpus_stats(folder: Path) -> str:
    """Documents, words, figures and distinct sources by kind, as a Markdown table."""
    lines = ["| kind | documents | words | figures | sources |", "| --- | ---: | ---: | ---: | ---: |"]
    for row in count_corpus(folder):
        lines.append(f"| {row.kind} | {row.documents} | {row.words:,} | {row.figures:,} | {row.sources} |")
    return "\n".join(lines)


def write_readme(folder: Path) -> Path:
    """Put the table between the markers of the folder's README.md.

    Raises UsageError where the file or its markers are missing.
    """
    path = folder / "README.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if BEGIN not in text or END not in text:
        raise UsageError(f"{path} lacks the lines that the table goes between. Add these two lines:\n{BEGIN}\n{END}")
    head, rest = text.split(BEGIN, 1)
    tail = rest.split(END, 1)[1]
    path.write_text(f"{head}{BEGIN}\n\n{corpus_stats(folder)}\n\n{END}{tail}", encoding="utf-8")
    return path
