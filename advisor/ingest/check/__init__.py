"""The linter of a corpus: form, marks, labels, links, references and what holds between documents.

    python -m advisor.ingest.check DIR

It works on any folder of documents. Without `references.yaml` figures need no mark; without `glossary.yaml` labels
are not looked up; documents without a kind are only read for their sentences and links.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from advisor.errors import DocumentError, UsageError
from advisor.ingest.check.bibliography import check_references
from advisor.ingest.check.form import check_form
from advisor.ingest.check.labels import check_glossary, check_labels
from advisor.ingest.check.links import check_links
from advisor.ingest.check.numerals import names_with_labels
from advisor.ingest.check.reading import reading_ease
from advisor.ingest.check.relations import check_relations
from advisor.ingest.check.report import CheckReport, Ease, Finding
from advisor.ingest.check.sentences import check_sentences
from advisor.ingest.check.source import Source, document_paths, mark_keys
from advisor.ingest.check.stats import corpus_stats
from advisor.ingest.glossary import Glossary
from advisor.ingest.references import FILE_NAME, Bibliography
from advisor.text import plain

__all__ = ["CheckReport", "Ease", "Finding", "check_corpus", "corpus_stats"]


def check_corpus(folder: Path) -> CheckReport:
    """Check every document of a folder.

    Raises UsageError where the folder is missing or holds no document, DocumentError where its glossary cannot
    be read. Everything else is a finding.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder. Name the folder that holds the documents.")
    findings: list[Finding] = []
    glossary = Glossary.read(folder)
    try:
        bibliography = Bibliography.read(folder)
    except DocumentError as error:
        findings.append(Finding(FILE_NAME, 1, "reference", str(error)))
        bibliography = Bibliography()
    sources = list(_sources(folder, bibliography, findings))
    if not sources and not findings:
        raise UsageError(f"{folder} holds no document. Put Markdown (.md) or text (.txt) files into it.")
    pattern = names_with_labels(glossary.names())
    findings.extend(check_glossary(glossary))
    for source in sources:
        findings.extend(check_form(source))
        findings.extend(check_sentences(source, bibliography, pattern))
        findings.extend(check_links(source))
        findings.extend(check_labels(source, glossary))
    findings.extend(check_relations(sources, glossary))
    if bibliography.entries:
        findings.extend(check_references(folder, {k for s in sources for k in mark_keys(s.body)}))
    return CheckReport(
        documents=len(sources),
        words=sum(s.words for s in sources),
        findings=tuple(sorted(findings, key=lambda f: (f.path == FILE_NAME, f))),
        ease=tuple(_ease(sources)),
    )


def _sources(folder: Path, bibliography: Bibliography, findings: list[Finding]) -> Iterator[Source]:
    for path in document_paths(folder):
        try:
            yield Source.read(folder, path, bibliography)
        except DocumentError as error:
            findings.append(Finding(path.relative_to(folder).as_posix(), 1, "unreadable", str(error)))


def _ease(sources: list[Source]) -> Iterator[Ease]:
    for source in sources:
        score = reading_ease([plain(source.text(u)) for u in source.units if u.block != "row"])
        if score is not None:
            yield Ease(source.path, round(score, 1))
