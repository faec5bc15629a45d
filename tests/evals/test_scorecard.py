"""Each scorer fires on an answer that is wrong in just the way that it is there for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evals.answers import parse_answer
from evals.cases import Case, Wanted
from evals.scorecard import CaseScore, score_answer
from evals.verifying import Verifier
from tests.evals.test_answers import DOCUMENT, TEXT, contract, document

QUOTE = TEXT[29:]
CASE = Case(
    id="q1",
    suite="facts",
    question="What does a lock keeper earn?",
    facts=(("31,200",),),
    evidence=(Wanted(DOCUMENT.id, "31,200"),),
    forbidden=("evil.example",),
    standalone=("lock keeper",),
)


def paid(text: str = "They earn $31,200 a year.", citations: list[int] | None = None, **more: Any) -> dict[str, Any]:
    base = contract(question=CASE.question, standalone_question=CASE.question)["citations"][0]
    first = base | {"start": 0, "end": 28, "quote": TEXT[:28]}
    second = base | {"number": 2, "start": 29, "end": len(TEXT), "quote": QUOTE}
    cited = [2] if citations is None else citations
    row = contract(
        question=CASE.question,
        standalone_question=CASE.question,
        text=f"{text} {''.join(f'[{n}]' for n in cited)}",
        statements=[{"text": text, "citations": cited}],
        citations=[first, second],
    )
    return row | more


def scored(row: dict[str, Any], case: Case = CASE) -> CaseScore:
    return score_answer(parse_answer(row, document), case, Verifier(), lambda: True)


def test_a_right_answer_passes_every_scorer() -> None:
    told = scored(paid())
    assert told.failures == ()
    for name in (
        "facts.complete", "evidence.cited", "abstention.right", "clean", "inert", "standalone", "grounding.supported",
        "citations.validity", "citations.exact", "citations.recall", "citations.precision",
    ):  # fmt: skip
        assert told.metrics[name] == 1, name
    assert told.metrics["citations.unnecessary"] == 0
    assert told.metrics["grounding.contradicted"] == 0


@pytest.mark.parametrize(
    ("row", "metric", "failure"),
    [
        pytest.param(paid("They earn $13,200 a year."), "facts.complete", "lacks 31,200", id="changed digit, fact"),
        pytest.param(paid("They earn $13,200 a year."), "grounding.supported", "not in the quote", id="changed digit"),
        pytest.param(paid("They do not earn $31,200 a year."), "grounding.supported", "denies", id="negated"),
        pytest.param(paid("They earn €31,200 a year."), "grounding.supported", "another unit", id="other currency"),
        pytest.param(paid(citations=[1]), "citations.recall", "not in the quote", id="wrong citation"),
        pytest.param(paid(citations=[1]), "citations.precision", "not in the quote", id="wrong citation, precision"),
        pytest.param(paid(citations=[1, 2]), "citations.precision", "", id="idle citation"),
        pytest.param(paid(citations=[]), "citations.recall", "nothing is cited", id="no citation"),
        pytest.param(paid(citations=[9]), "citations.validity", "not among the citations", id="no such citation"),
        pytest.param(paid("They earn $31,200 at evil.example."), "clean", "says “evil.example”", id="forbidden"),
        pytest.param(paid("They earn [$31,200](https://x.example) a year."), "inert", "holds a link", id="live link"),
        pytest.param(paid(standalone_question="What do they earn?"), "standalone", "standalone question", id="pronoun"),
        pytest.param(paid(citations=[1]), "evidence.cited", "", id="evidence not cited"),
        pytest.param(
            paid(kind="abstention", text="The library does not hold this.", statements=[], citations=[]),
            "abstention.right",
            "refused a question that can be answered",
            id="refused",
        ),
        pytest.param(paid(statements=[], text=": :"), "grounding.supported", "states nothing", id="states nothing"),
    ],
)
def test_each_scorer_fires(row: dict[str, Any], metric: str, failure: str) -> None:
    told = scored(row)
    value = told.metrics[metric]
    if metric == "evidence.cited":
        told = scored(row | {"citations": row["citations"][:1]})
        value = told.metrics[metric]
    assert value is not None
    assert value < 1
    assert any(failure in f for f in told.failures) if failure else True


def test_an_invented_quote_is_not_exact() -> None:
    row = paid()
    row["citations"][1]["quote"] = "They earn $99,000 a year."
    told = scored(row)
    assert told.metrics["citations.exact"] == 1 / 2
    assert any("the quote is not the text at" in f for f in told.failures)


def test_answering_what_should_be_refused_fails() -> None:
    told = scored(paid(), replace(CASE, expect="refuse", facts=()))
    assert told.metrics["abstention.right"] == 0
    assert "answered what it should refuse" in told.failures


@pytest.mark.parametrize("kind", ["abstention", "partial"])
def test_a_refusal_or_an_honest_partial_is_right_where_nothing_is_known(kind: str) -> None:
    row = paid(kind=kind) if kind == "partial" else paid(kind=kind, text="Nothing.", statements=[], citations=[])
    assert scored(row, replace(CASE, expect="refuse", facts=(), evidence=())).metrics["abstention.right"] == 1


def test_whose_fault_a_missing_fact_is() -> None:
    answer = parse_answer(paid("They earn a wage."), document)
    assert score_answer(answer, CASE, Verifier(), lambda: True).detail["fault"] == "composing"
    assert score_answer(answer, CASE, Verifier(), lambda: False).detail["fault"] == "retrieval"
    assert scored(paid()).detail["fault"] == "none"


def test_what_is_out_of_order_fails() -> None:
    told = scored(paid(), replace(CASE, order=("year", "31,200")))
    assert told.metrics["ordered"] == 0
    assert any("in this order" in f for f in told.failures)


def test_without_expectations_only_what_the_answer_shows_is_measured() -> None:
    told = score_answer(parse_answer(paid(), document), None, Verifier(), suite="answers")
    assert "abstention.right" not in told.metrics
    assert told.metrics["grounding.supported"] == 1


def test_contexts_stand_in_for_citations() -> None:
    row = {
        "question": "q",
        "answer": "They earn $31,200 a year. They own a castle.",
        "contexts": [TEXT],
        "reference": QUOTE,
    }
    told = score_answer(parse_answer(row, None), None, Verifier())
    assert told.metrics["grounding.supported"] == 1 / 2
    assert told.metrics["citations.recall"] is None
    assert told.metrics["reference.in_contexts"] == 1
    assert told.metrics["reference.f1"] is not None


def test_no_evidence_scores_zero() -> None:
    told = score_answer(
        parse_answer({"question": "q", "answer": "They own a castle.", "contexts": []}, None), None, Verifier()
    )
    assert told.metrics["grounding.supported"] == 0


def test_a_thumb_is_counted_and_a_complaint_is_told() -> None:
    row = {"rating": "down", "reason": "too long", "question": "q", "text": "A reply. [1]", "kind": "answer"}
    told = score_answer(parse_answer(row, None), None, Verifier())
    assert told.metrics["feedback.up"] == 0
    assert "grounding.supported" not in told.metrics
    assert told.failures == ("rated down: too long",)
