"""What is logged and traced of a reply, and what is not."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from advisor.assembly import Advisor
from advisor.chain import Line
from advisor.settings import Settings
from advisor.tracing import Tracer, build_tracer

QUESTION = "What does a bridge inspector do in Zanzibarville?"


def traced(advisor: Advisor, tracer: Tracer) -> Line:
    line = advisor._line
    return Line(line.library, line.composer, line.limits, None, tracer)


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Messages of the reply log while a test runs."""
    log = logging.getLogger("advisor.replies")
    kept: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: kept.append(record.getMessage())  # type: ignore[method-assign]
    log.addHandler(handler)
    before = log.level
    log.setLevel(logging.INFO)
    yield kept
    log.removeHandler(handler)
    log.setLevel(before)


def test_a_reply_is_one_line_without_words(built_advisor: Advisor, lines: list[str]) -> None:
    reply = traced(built_advisor, Tracer(log=True)).ask(QUESTION)
    (line,) = lines
    entry = json.loads(line)
    assert entry["kind"] == reply.kind
    assert entry["statements"] == len(reply.statements)
    assert entry["timings_ms"]["total"] > 0
    assert entry["request_id"] == dict(reply.debug)["request_id"]
    assert "anzibarville" not in line
    for statement in reply.statements:
        assert statement.text not in line


def test_words_are_logged_where_a_setting_asks(built_advisor: Advisor, lines: list[str]) -> None:
    reply = traced(built_advisor, Tracer(log=True, words=True)).ask(QUESTION)
    entry = json.loads(lines[0])
    assert (entry["question"], entry["text"]) == (QUESTION, reply.text)


def test_nothing_is_logged_by_default(built_advisor: Advisor, lines: list[str]) -> None:
    reply = built_advisor.ask(QUESTION)
    assert lines == []
    assert "request_id" not in dict(reply.debug)
    assert build_tracer(Settings()) == Tracer()


def test_request_ids_differ(built_advisor: Advisor, lines: list[str]) -> None:
    line = traced(built_advisor, Tracer(log=True))
    line.ask(QUESTION)
    line.ask(QUESTION)
    assert len({json.loads(x)["request_id"] for x in lines}) == 2


def test_spans_are_made_where_a_setting_asks(built_advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = pytest.importorskip("opentelemetry.trace")
    sdk = pytest.importorskip("opentelemetry.sdk.trace")
    export = pytest.importorskip("opentelemetry.sdk.trace.export")
    memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter").InMemorySpanExporter()
    provider = sdk.TracerProvider()
    provider.add_span_processor(export.SimpleSpanProcessor(memory))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    reply = traced(built_advisor, Tracer(spans=True)).ask(QUESTION)
    spans = {s.name: s for s in memory.get_finished_spans()}
    assert set(spans) == {"advisor.reply", "advisor.retrieve", "advisor.compose", "advisor.verify"}
    root = spans["advisor.reply"]
    assert root.attributes["advisor.request_id"] == dict(reply.debug)["request_id"]
    assert all(s.parent.span_id == root.context.span_id for n, s in spans.items() if n != "advisor.reply")
    assert root.start_time <= spans["advisor.retrieve"].start_time
    assert spans["advisor.verify"].end_time <= root.end_time
    assert not any("anzibarville" in str(v) for s in spans.values() for v in s.attributes.values())
