"""Answers of any system: our contract, and the forms that RAG evaluation tools write."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.ingest.loader import text_hash
from advisor.types import Document
from evals.answers import Answer, parse_answer
from evals.refusals import refuses
from evals.rows import RowError

TEXT = "Lock keepers open the gates. They earn $31,200 a year."
DOCUMENT = Document("roles/lock-keeper", "Lock keeper", TEXT, text_hash(TEXT))


def document(id_: str) -> Document | None:
    return DOCUMENT if id_ == DOCUMENT.id else None


def contract(**more: Any) -> dict[str, Any]:
    citation = {
        "number": 1,
        "document_id": DOCUMENT.id,
        "title": "Lock keeper",
        "section": ["Tasks"],
        "start": 0,
        "end": 28,
        "quote": TEXT[:28],
        "content_hash": DOCUMENT.content_hash,
    }
    reply = {
        "id": "q1",
        "question": "What does a lock keeper do?",
        "standalone_question": "What does a lock keeper do?",
        "kind": "answer",
        "text": "Lock keepers open the gates. [1]",
        "statements": [{"text": "Lock keepers open the gates.", "citations": [1], "support": 1.0, "computed": False}],
        "citations": [citation],
        "timings_ms": {"total": 12.5},
    }
    return reply | more


def altered(**more: Any) -> dict[str, Any]:
    return contract(citations=[contract()["citations"][0] | more])


def test_a_reply_of_the_contract() -> None:
    answer = parse_answer(contract(), document)
    assert answer.id == "q1"
    assert answer.statements[0].citations == (0,)
    assert answer.citations[0].exists
    assert answer.citations[0].exact
    assert answer.milliseconds == 12.5
    assert answer.sources(answer.statements[0])[0].around == "Lock keeper\nTasks"


@pytest.mark.parametrize(
    ("change", "exists", "problem"),
    [
        pytest.param({"document_id": "roles/none"}, False, "no such document", id="unknown document"),
        pytest.param({"end": 4000}, False, "not the text at 0:4000", id="beyond the end"),
        pytest.param({"start": 5, "end": 5}, False, "not the text at 5:5", id="empty span"),
        pytest.param({"quote": "Lock keepers shut the gates."}, True, "not the text at 0:28", id="invented quote"),
        pytest.param({"start": None}, False, "no offsets", id="no offsets"),
    ],
)
def test_a_citation_that_leads_nowhere_is_kept_and_marked(change: dict[str, Any], exists: bool, problem: str) -> None:
    cited = parse_answer(altered(**change), document).citations[0]
    assert cited.exists is exists
    assert cited.exact is False
    assert problem in cited.problem


def test_a_statement_may_cite_what_is_not_there() -> None:
    row = contract(statements=[{"text": "Lock keepers open the gates.", "citations": [7]}])
    answer = parse_answer(row, document)
    assert answer.citations[-1].problem == "[7] is not among the citations"
    assert answer.sources(answer.statements[0]) == []


def rag(**more: Any) -> Answer:
    row = {
        "question": "q",
        "answer": "Gates are opened. [1] Pay is good [2].",
        "contexts": ["Gates are opened.", "Pay."],
    }
    return parse_answer(row | more, None)


def test_markers_belong_to_the_sentence_they_follow() -> None:
    answer = rag()
    assert [s.citations for s in answer.statements] == [(0,), (1,)]
    assert answer.cites


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"question": "q", "answer": "A b c.", "contexts": ["x"], "ground_truth": "y"}, id="plain"),
        pytest.param(
            {"user_input": "q", "response": "A b c.", "retrieved_contexts": ["x"], "reference": "y"}, id="ragas"
        ),
        pytest.param({"input": "q", "output": "A b c.", "context": "x", "expected_output": "y"}, id="one context"),
        pytest.param(
            {
                "query": "q",
                "answer": "A b c.",
                "source_documents": [{"page_content": "x", "metadata": {}}],
                "reference": "y",
            },
            id="langchain documents",
        ),
    ],
)
def test_common_names_of_fields(row: dict[str, Any]) -> None:
    answer = parse_answer(row, None)
    assert (answer.question, answer.text, answer.contexts, answer.reference) == ("q", "A b c.", ("x",), "y")
    assert not answer.cites
    assert [s.quote for s in answer.sources(answer.statements[0])] == ["x"]


@pytest.mark.parametrize(
    ("citations", "exists", "exact"),
    [
        pytest.param([1], True, None, id="number"),
        pytest.param([3], False, None, id="number beyond"),
        pytest.param([0], False, None, id="zero"),
        pytest.param(["Gates are opened."], True, True, id="quote"),
        pytest.param(["Gates are shut."], False, False, id="invented quote"),
        pytest.param([{"context": 1, "quote": "Gates are"}], True, True, id="object with quote"),
        pytest.param([{"context": 1, "quote": "Gates were"}], True, False, id="object with a wrong quote"),
        pytest.param([{"document_id": "nowhere"}], False, None, id="unknown id"),
    ],
)
def test_citations_of_contexts(citations: list[Any], exists: bool, exact: bool | None) -> None:
    answer = rag(answer="Gates are opened.", citations=citations)
    assert [(c.exists, c.exact) for c in answer.citations] == [(exists, exact)]
    assert answer.statements[0].citations == (0,)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param({"question": "q"}, "there is no answer", id="no answer"),
        pytest.param({"answer": "a"}, "there is no question", id="no question"),
        pytest.param({"question": 3, "answer": "a"}, "question is a int", id="number for a question"),
        pytest.param(
            {"question": "q", "answer": "a", "contexts": [3]}, "context 1 is a int", id="number for a context"
        ),
        pytest.param({"question": "q", "answer": "a", "citations": {"x": 1}}, "citations is a dict", id="citations"),
        pytest.param({"question": "q", "answer": "a", "citations": [True]}, "truth value", id="citation"),
        pytest.param({"question": "q", "text": "t", "kind": "guess"}, "kind is 'guess'", id="kind"),
        pytest.param(
            {"question": "q", "text": "t", "kind": "answer", "citations": [3]}, "no list of objects", id="numbers"
        ),
        pytest.param({"id": [], "question": "q", "answer": "a"}, "neither a text nor a number", id="id"),
    ],
)
def test_rows_that_cannot_be_used_say_why(row: dict[str, Any], message: str) -> None:
    with pytest.raises(RowError, match=message):
        parse_answer(row, None)


def test_questions_headings_lead_ins_and_courtesies_state_nothing() -> None:
    answer = rag(answer="# Pay\nHere is what I found:\n- Gates are opened.\nDoes that help?\nI hope this helps!")
    assert [s.text for s in answer.statements] == ["Gates are opened."]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I don't know.",
        "The provided context does not contain any information about pay.",
        "Sorry, I cannot answer that from the documents. Please ask something else.",
        "There is no information on this in the sources.",
        "Unanswerable",
    ],
)
def test_refusals_are_recognised(text: str) -> None:
    assert refuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lock keepers open the gates.",
        "They do not need a licence.",
        "Lock keepers open the gates. They keep a log. They speak with boats. They watch the level. Pay is not specified in the text.",
    ],
)
def test_answers_are_no_refusals(text: str) -> None:
    assert not refuses(text)


def test_a_reply_without_statements_is_read_from_its_marked_text() -> None:
    answer = parse_answer(contract(statements=[], text="Lock keepers open the gates. [1] They sing. [4]"), document)
    assert [s.citations for s in answer.statements] == [(0,), (1,)]
    assert answer.citations[1].problem == "[4] is not among the citations"


def test_the_app_s_feedback_file_can_be_read() -> None:
    row = {
        "at": "2026-11-24T10:00:00+00:00",
        "rating": "down",
        "reason": "too long",
        "question": "q",
        "text": "A reply. [1]",
        "kind": "answer",
    }
    answer = parse_answer(row, document)
    assert (answer.rating, answer.complaint, answer.statements) == (0.0, "too long", ())
    with pytest.raises(RowError, match="rating is 'sideways'"):
        parse_answer(row | {"rating": "sideways"}, document)
