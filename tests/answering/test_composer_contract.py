"""What every composer owes, whoever writes: the extractive one, an honest chat model, and those that lie."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from advisor.answering.composer import Restart, Waiting
from advisor.answering.extractive import ExtractiveComposer
from advisor.assembly import Advisor, limits_of
from advisor.chain import Line
from advisor.reply import check, from_json, to_json
from advisor.text import number_values, spelled_values
from advisor.types import Citation, Delta, Draft, DraftStatement, Reply, Stage
from evals.models import NATURES
from tests.answering.fluent import CERTIFICATE, DUTY, MOVE, SKILLS, natured

QUESTIONS = (
    DUTY,
    MOVE,
    SKILLS,
    "Compare bridge inspector and lighthouse keeper",
    CERTIFICATE,
    "What does a bridge inspector earn in Southbay?",
    "What did a bridge inspector earn in Oslo in 1990?",
    "Who won the football world cup?",
    "hello",
)


@dataclass
class Runs:
    """What one composer made of every question, and what it proposed for it."""

    line: Line
    streams: dict[str, list[Stage | Delta | Reply]]
    proposed: dict[str, list[object]]

    def replies(self) -> Iterator[tuple[str, Reply]]:
        for question, items in self.streams.items():
            assert isinstance(items[-1], Reply)
            yield question, items[-1]


class Recorder:
    """A composer that keeps what the one inside it proposes."""

    def __init__(self, inside: object) -> None:
        self.inside = inside
        self.kept: list[object] = []

    @property
    def name(self) -> str:
        return self.inside.name  # type: ignore[attr-defined]

    def compose(self, brief: object) -> Iterator[object]:
        self.kept = []
        for item in self.inside.compose(brief):  # type: ignore[attr-defined]
            self.kept.append(item)
            yield item


@pytest.fixture(scope="module", params=("extractive", *NATURES))
def runs(request: pytest.FixtureRequest, built_advisor: Advisor) -> Runs:
    if request.param == "extractive":
        line = Line(built_advisor.library, ExtractiveComposer(), limits_of(built_advisor.settings))
    else:
        line = natured(built_advisor, request.param)
    recorder = Recorder(line.composer)
    line.composer = recorder  # type: ignore[assignment]
    made = Runs(line, {}, {})
    for question in QUESTIONS:
        made.streams[question] = list(line.stream(question))
        made.proposed[question] = recorder.kept
    return made


def source_text(citation: Citation) -> str:
    return " ".join([citation.quote, citation.context or "", *citation.section, citation.title])


def test_replies_keep_the_contract(runs: Runs) -> None:
    for _, reply in runs.replies():
        assert check(reply, runs.line.library.document) == []
        assert reply.composer in {"extractive", runs.line.composer.name}
        assert reply.text.strip()
        again = from_json(json.loads(json.dumps(to_json(reply))))
        assert (again.text, again.statements, again.citations) == (reply.text, reply.statements, reply.citations)


def test_every_number_stands_in_what_is_cited(runs: Runs) -> None:
    for _, reply in runs.replies():
        for statement in reply.statements:
            cited = " ".join(source_text(reply.citations[n - 1]) for n in statement.citations)
            held = [*number_values(cited), *spelled_values(cited)]
            if not statement.computed:
                assert [v for v in number_values(statement.text) if v not in held] == []
            assert statement.support >= runs.line.limits.min_support


def test_an_abstention_does_not_depend_on_the_composer(runs: Runs, built_advisor: Advisor) -> None:
    kinds = []
    for question, reply in runs.replies():
        offline = built_advisor.ask(question)
        assert (reply.kind == "abstention") == (offline.kind == "abstention")
        if reply.kind == "abstention":
            assert reply.text == offline.text
            assert reply.composer == "extractive"
        kinds.append(reply.kind)
    assert kinds.count("abstention") >= 2
    assert len(kinds) - kinds.count("abstention") >= 4


def test_what_is_streamed_is_checked_already(runs: Runs) -> None:
    for items in runs.streams.values():
        reply = items[-1]
        assert isinstance(reply, Reply)
        assert all(isinstance(i, Stage | Delta) for i in items[:-1])
        deltas = [i for i in items if isinstance(i, Delta)]
        for citation in (c for d in deltas for c in d.citations):
            document = runs.line.library.document(citation.document_id)
            assert document is not None
            assert citation.span.of(document.text) == citation.quote
        streamed = "".join(d.text for d in deltas)
        withdrawn = "fallback" in dict(reply.debug)
        assert streamed == reply.text or withdrawn, "only a withdrawn draft may differ from the reply"


def test_the_last_thing_proposed_is_a_draft(runs: Runs) -> None:
    for items in runs.proposed.values():
        assert isinstance(items[-1], Draft)
        assert all(isinstance(i, DraftStatement | Draft | Waiting | Restart) for i in items)


@pytest.mark.parametrize("nature", ["inventor", "obedient", "refuser", "mute", "endless"])
def test_a_model_of_no_use_is_replaced_by_quotes_and_one_line(nature: str, built_advisor: Advisor) -> None:
    reply, offline = natured(built_advisor, nature).ask(DUTY), built_advisor.ask(DUTY)
    assert reply.statements == offline.statements
    first, _, rest = reply.text.partition("\n\n")
    assert first.startswith(f"The chat model fake:{nature} ")
    assert first.endswith("so this answer is put together from quotes.")
    assert rest == offline.text
    assert reply.composer == "extractive"


def test_an_honest_model_is_not_replaced(built_advisor: Advisor) -> None:
    reply = natured(built_advisor, "echo").ask(CERTIFICATE)
    assert reply.composer == "fake:echo"
    assert reply.dropped == 0
    assert "640" in reply.text


@pytest.mark.parametrize("nature", ["scripter", "obedient", "inventor"])
def test_neither_markup_nor_a_foreign_address_gets_through(nature: str, built_advisor: Advisor) -> None:
    for question in QUESTIONS[:3]:
        text = natured(built_advisor, nature).ask(question).text
        for forbidden in ("<", "javascript", "example", "alert(", "fetch(", "://", "@"):
            assert forbidden not in text


def test_an_altered_digit_is_put_right_and_counted(built_advisor: Advisor) -> None:
    reply = natured(built_advisor, "alterer").ask(CERTIFICATE)
    debug = dict(reply.debug)
    assert int(debug["sentences_replaced"]) + int(debug.get("sentences_unsupported", "0")) >= 1
    assert "sentences_kept" not in debug
    assert "640" in reply.text
    assert "751" not in reply.text


def test_a_wrong_mark_is_put_right_and_counted(built_advisor: Advisor) -> None:
    reply = natured(built_advisor, "misattributor").ask(SKILLS)
    assert int(dict(reply.debug)["sentences_recited"]) >= 1
    for statement in reply.statements:
        quotes = " ".join(reply.citations[n - 1].quote for n in statement.citations)
        assert any(word in quotes for word in statement.text.split() if len(word) > 5)
