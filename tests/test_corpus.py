"""The shipped corpus: clean by its own linter, as large as promised, and counted in its README."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.ingest.check import CheckReport, check_corpus, corpus_stats
from advisor.ingest.check.stats import count_corpus

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
AT_LEAST = {
    "role": 26,
    "transition": 18,
    "market": 8,
    "framework": 14,
    "certification": 10,
    "tool": 6,
    "guide": 8,
}


@pytest.fixture(scope="module")
def report() -> CheckReport:
    return check_corpus(CORPUS)


def test_the_corpus_has_no_error(report: CheckReport) -> None:
    assert [str(f) for f in report.errors] == []


def test_every_source_is_cited_and_every_sentence_names_its_subject(report: CheckReport) -> None:
    assert [str(f) for f in report.warnings] == []


def test_each_kind_is_covered() -> None:
    counts = {c.kind: c.documents for c in count_corpus(CORPUS)}
    assert {k: n for k, n in AT_LEAST.items() if counts.get(k, 0) < n} == {}


def test_the_corpus_is_neither_thin_nor_bloated(report: CheckReport) -> None:
    assert 55_000 <= report.words <= 90_000


def test_the_counts_in_the_readme_are_current() -> None:
    assert corpus_stats(CORPUS) in (CORPUS / "README.md").read_text(encoding="utf-8")
