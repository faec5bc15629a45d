"""Replies of an advisor as answers: agreement with another wording, faults, errors. The advisor is a fake."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from advisor.errors import UsageError
from advisor.types import Chunk, Citation, Hit, Reply, Span, Statement
from evals.asking import Asker
from evals.cases import Case, Wanted
from evals.quiet import watched
from evals.verifying import Verifier
from tests.evals.test_answers import DOCUMENT, TEXT, document


class FakeAdvisor:
    """Gives the reply of a question out of a table, and finds `hits` for every query."""

    def __init__(self, replies: dict[str, Reply], hits: tuple[Hit, ...] = ()) -> None:
        self.replies, self.hits = replies, hits
        self.asked: list[tuple[str, Any]] = []
        self.library = SimpleNamespace(document=document)

    def ask(self, question: str, history: Any = ()) -> Reply:
        self.asked.append((question, history))
        if question not in self.replies:
            raise UsageError("The question is empty.")
        return self.replies[question]

    def search(self, question: str, k: int) -> list[Hit]:
        return list(self.hits)


def reply(question: str, start: int = 0, end: int = 28, lead: str = "") -> Reply:
    quote = TEXT[start:end]
    citation = Citation(1, DOCUMENT.id, "Lock keeper", (), Span(start, end), quote, DOCUMENT.content_hash)
    return Reply(question, question, "answer", f"{lead}{quote} [1]", (Statement(quote, (1,), 1.0),), (citation,))


def refusal(question: str) -> Reply:
    return Reply(question, question, "abstention", "The library does not hold this.", reason="no_evidence")


def ask(advisor: FakeAdvisor, **more: Any) -> Any:
    case = Case("c1", more.pop("suite", "robustness"), more.pop("question", "q"), **more)
    return Asker(advisor, Verifier()).score(case)  # type: ignore[arg-type]


def test_the_history_goes_along() -> None:
    advisor = FakeAdvisor({"q": reply("q")})
    ask(advisor, history=(("user", "earlier"),))
    assert advisor.asked == [("q", [{"role": "user", "content": "earlier"}])]


def test_equal_replies_agree() -> None:
    told = ask(FakeAdvisor({"q": reply("q"), "base": reply("base")}), base="base")
    assert (told.metrics["same.evidence"], told.metrics["same.conclusion"]) == (1, 1)
    assert told.failures == ()
    assert told.metrics["contract"] == 1


def test_another_passage_is_another_conclusion() -> None:
    told = ask(FakeAdvisor({"q": reply("q"), "base": reply("base", 29, len(TEXT))}), base="base")
    assert (told.metrics["same.evidence"], told.metrics["same.conclusion"]) == (0, 0)
    assert "another conclusion" in told.failures[0]


def test_a_refusal_is_another_conclusion() -> None:
    told = ask(FakeAdvisor({"q": refusal("q"), "base": reply("base")}), base="base")
    assert told.metrics["same.conclusion"] == 0
    assert "refused a question that can be answered" in told.failures


def test_swapped_persons_must_get_equal_replies() -> None:
    replies = {"q": reply("q", lead="Maria: "), "base": reply("base", lead="Jan: ")}
    told = ask(FakeAdvisor(replies), suite="invariance", base="base", swap=(("Maria", "Jan"),))
    assert told.metrics["invariant"] == 1
    replies["base"] = reply("base", 29, len(TEXT), lead="Jan: ")
    told = ask(FakeAdvisor(replies), suite="invariance", base="base", swap=(("Maria", "Jan"),))
    assert told.metrics["invariant"] == 0
    assert "differs" in told.failures[0]


@pytest.mark.parametrize(("text", "fault"), [(TEXT, "composing"), ("Nothing of use.", "retrieval")])
def test_the_hits_tell_whose_fault_it_is(text: str, fault: str) -> None:
    hit = Hit(Chunk("h", DOCUMENT.id, Span(0, len(text)), text, "Lock keeper"), 1.0)
    told = ask(
        FakeAdvisor({"q": reply("q")}, (hit,)),
        suite="facts",
        facts=(("31,200",),),
        evidence=(Wanted(DOCUMENT.id, "31,200"),),
    )
    assert told.detail["fault"] == fault
    assert told.failures == (f"lacks 31,200 (fault of {fault})",)


def test_a_reply_that_breaks_the_contract_is_told() -> None:
    broken = reply("q")
    citation = broken.citations[0]
    bad = Reply("q", "q", "answer", "Text [2]", broken.statements, (citation,))
    told = ask(FakeAdvisor({"q": bad}))
    assert told.metrics["contract"] == 0
    assert any(f.startswith("contract: markers") for f in told.failures)


def test_an_error_is_a_failed_case_and_not_the_end() -> None:
    told = ask(FakeAdvisor({}))
    assert told.failures[-1] == "error: The question is empty."
    assert told.metrics["answered"] == 0


def test_whatever_reaches_out_is_refused_and_told() -> None:
    import socket

    with watched() as attempts:
        with pytest.raises(OSError, match=r"evil\.example"):
            socket.create_connection(("evil.example", 80), timeout=1)
        with socket.socket() as unconnected, pytest.raises(OSError, match=r"192\.0\.2\.1"):
            unconnected.connect(("192.0.2.1", 80))
    assert attempts == ["evil.example", "192.0.2.1"]
