"""The reply contract as JSON and back, and each of its rules on a reply that breaks it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from advisor.ingest.loader import text_hash
from advisor.reply import check, from_json, to_json
from advisor.types import Citation, Document, Reference, Reply, Span, Statement, Timings

TEXT = "Bees fly far for food. A hive needs water."
DOCUMENT = Document("bees", "Bees", TEXT, text_hash(TEXT))
FIRST = Citation(
    1, "bees", "Bees", ("Flight",), Span(0, 22), TEXT[0:22], DOCUMENT.content_hash,
    as_of="2024", references=(Reference("S1", "On bees", "Hive press", "https://example.org", 2023),),
)  # fmt: skip
SECOND = replace(FIRST, number=2, span=Span(23, 42), quote=TEXT[23:42], references=())
GOOD = Reply(
    question="How far?",
    standalone_question="How far do bees fly?",
    kind="answer",
    text="Bees fly far for food. [1] A hive needs water. [2]",
    statements=(Statement("Bees fly far for food.", (1,), 1.0), Statement("A hive needs water.", (2,), 0.91239, True)),
    citations=(FIRST, SECOND),
    follow_ups=("What next?",),
    timings=Timings(3.14159, 1.0, 1.0, 0.5),
)


def broken(**changes: Any) -> list[str]:
    return check(replace(GOOD, **changes), {"bees": DOCUMENT}.get)


def test_a_good_reply_breaks_no_rule() -> None:
    assert broken() == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"citations": (replace(FIRST, quote="Bees fly Far for food."), SECOND)}, "not the text at 0:22", id="changed letter"),
        pytest.param({"citations": (replace(FIRST, span=Span(1, 23)), SECOND)}, "not the text at 1:23", id="moved span"),
        pytest.param({"citations": (replace(FIRST, document_id="wasps"), SECOND)}, "no such document", id="no document"),
        pytest.param({"citations": (replace(FIRST, content_hash="sha256:0"), SECOND)}, "has changed", id="changed document"),
        pytest.param({"citations": (FIRST, replace(SECOND, number=3))}, "not 1, 2, 3", id="gap in the numbers"),
        pytest.param({"text": "Bees fly far for food. [2] A hive needs water. [1]"}, "order of first use", id="order of markers"),
        pytest.param({"text": "Bees fly far for food. [1]"}, "order of first use", id="citation that no marker uses"),
        pytest.param({"text": GOOD.text + " [3]"}, "order of first use", id="marker without a citation"),
        pytest.param({"statements": GOOD.statements[:1]}, "statements cite", id="citation that no statement uses"),
        pytest.param({"statements": (*GOOD.statements, Statement("More.", (), 1.0))}, "without a citation", id="bare statement"),
        pytest.param({"kind": "abstention", "reason": "no_evidence"}, "an abstention has statements", id="abstention that states"),
        pytest.param({"related": (replace(FIRST, quote="x"),)}, "not the text", id="related passage"),
        pytest.param({"statements": (), "citations": (), "text": "Nothing."}, "has no statements", id="answer without statements"),
        pytest.param({"kind": "abstention", "statements": (), "citations": (), "text": "Nothing."}, "no reason", id="no reason"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named(changes: dict[str, Any], message: str) -> None:
    problems = broken(**changes)
    assert any(message in p for p in problems), problems


def test_the_keys_of_the_contract() -> None:
    data = to_json(GOOD, id="q1")
    assert list(data)[:8] == [
        "id",
        "question",
        "standalone_question",
        "kind",
        "text",
        "statements",
        "citations",
        "related",
    ]
    assert {"missing", "reason", "composer", "timings_ms"} <= data.keys()
    assert data["statements"][1] == {
        "text": "A hive needs water.",
        "citations": [2],
        "support": 0.9124,
        "computed": True,
    }
    assert data["citations"][0] == {
        "number": 1,
        "document_id": "bees",
        "title": "Bees",
        "section": ["Flight"],
        "page": None,
        "start": 0,
        "end": 22,
        "quote": "Bees fly far for food.",
        "context": None,
        "content_hash": DOCUMENT.content_hash,
        "url": None,
        "as_of": "2024",
        "references": [
            {"id": "S1", "title": "On bees", "publisher": "Hive press", "url": "https://example.org", "year": 2023}
        ],
    }
    assert data["timings_ms"] == {"total": 3.14, "retrieve": 1.0, "compose": 1.0, "verify": 0.5}
    assert "id" not in to_json(GOOD)


def test_a_reply_survives_the_way_through_json() -> None:
    rounded = replace(GOOD, statements=(GOOD.statements[0], replace(GOOD.statements[1], support=0.9124)),
                      timings=Timings(3.14, 1.0, 1.0, 0.5))  # fmt: skip
    assert from_json(json.loads(json.dumps(to_json(rounded)))) == rounded


@pytest.mark.parametrize(
    ("data", "error"),
    [
        pytest.param({"question": "x"}, KeyError, id="keys missing"),
        pytest.param({**to_json(GOOD), "statements": [{"text": "x"}]}, KeyError, id="statement without citations"),
        pytest.param(
            {**to_json(GOOD), "citations": [{**to_json(GOOD)["citations"][0], "start": "x"}]},
            ValueError,
            id="no number",
        ),
    ],
)
def test_malformed_json_is_refused(data: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        from_json(data)
