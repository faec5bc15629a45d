"""The shipped suites: as many cases as promised, and every fact and quote stands in the document it is named with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from advisor.ingest.loader import Bibliography, load
from advisor.types import Document
from evals.cases import GOLDEN, SUITES, part_of

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
COUNTS = {
    "facts": 120,
    "transitions": 40,
    "comparisons": 25,
    "multiturn": 35,
    "premises": 20,
    "unanswerable": 60,
    "typos": 15,
    "languages": 10,
    "retrieval": 150,
}
NEAR_MISSES = 45


def rows(suite: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SUITES / f"{suite}.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    bibliography = Bibliography.read(CORPUS)
    paths = [p for p in CORPUS.rglob("*.md") if p.name != "README.md"]
    ids = {p.relative_to(CORPUS).with_suffix("").as_posix(): p for p in paths}
    return {id_: load(path, id_, bibliography) for id_, path in ids.items()}


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


@pytest.mark.parametrize("suite", COUNTS)
def test_a_suite_has_its_cases_each_with_its_own_id_and_question(suite: str) -> None:
    cases = rows(suite)
    assert len(cases) == COUNTS[suite]
    assert len({c["id"] for c in cases}) == len(cases)
    asked = {(c["question"], json.dumps(c.get("history"))) for c in cases}
    assert len(asked) == len(cases)


def test_most_of_what_cannot_be_answered_is_a_near_miss() -> None:
    cases = rows("unanswerable")
    assert {c["expect"] for c in cases} == {"refuse"}
    assert sum(c["near_miss"] for c in cases) == NEAR_MISSES


@pytest.mark.parametrize("suite", GOLDEN)
def test_evidence_stands_in_its_document(suite: str, documents: dict[str, Document]) -> None:
    astray = [
        (case["id"], e)
        for case in rows(suite)
        for e in case["evidence"]
        if e["document_id"] not in documents or e["contains"] not in documents[e["document_id"]].text
    ]
    assert astray == []


@pytest.mark.parametrize("suite", GOLDEN)
def test_an_answerable_case_has_facts_that_its_evidence_holds(suite: str, documents: dict[str, Document]) -> None:
    unfounded = []
    for case in rows(suite):
        if case["expect"] == "refuse":
            continue
        assert case["facts"], case["id"]
        assert case["evidence"], case["id"]
        held = folded(" ".join(documents[e["document_id"]].text for e in case["evidence"]))
        computed = case.get("note", "").startswith("computed")
        unfounded += [
            (case["id"], fact) for fact in case["facts"] if not computed and not any(folded(a) in held for a in fact)
        ]
    assert unfounded == []


def test_what_retrieval_should_find_stands_once_in_its_document(documents: dict[str, Document]) -> None:
    astray = [
        (case["id"], span)
        for case in rows("retrieval")
        for span in case["spans"]
        if span["document_id"] not in documents or documents[span["document_id"]].text.count(span["quote"]) != 1
    ]
    assert astray == []


def test_retrieval_asks_for_every_kind_of_document(documents: dict[str, Document]) -> None:
    asked = {documents[s["document_id"]].kind for case in rows("retrieval") for s in case["spans"]}
    assert asked == {d.kind for d in documents.values()}


def test_a_question_of_several_turns_has_a_history_and_words_its_standalone_form_must_hold() -> None:
    assert [c["id"] for c in rows("multiturn") if not c.get("history") or not c.get("standalone")] == []


def test_both_parts_hold_enough_cases() -> None:
    parts = [part_of(c["id"]) for suite in COUNTS for c in rows(suite)]
    assert 0.4 < parts.count("test") / len(parts) < 0.6
