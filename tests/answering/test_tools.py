"""What a chat model may look up, by the tools themselves and in a whole answer."""

from __future__ import annotations

import re
from typing import Any

import pytest

from advisor.answering.composer import Brief
from advisor.answering.sheet import Sheet
from advisor.answering.tools import Toolbox
from advisor.assembly import Advisor
from advisor.budget import counter
from advisor.chat_model.calling import ToolCall
from tests.answering.fluent import DUTY, line_with, passages, settings_for
from tests.chat_model.server import Answer, ChatServer, split


@pytest.fixture
def sheet() -> Sheet:
    return Sheet("qx")


def toolbox(advisor: Advisor, sheet: Sheet, budget: int = 3000, records: bool = True) -> Toolbox:
    catalog = advisor.library.catalog if records else None
    return Toolbox(Brief("?", (), (), advisor.library), sheet, catalog, counter().count, budget)


def call(tool: str, **arguments: Any) -> ToolCall:
    return ToolCall("1", tool, arguments)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        pytest.param(call("search", query="how long is the rope certificate valid"), "3 years", id="search"),
        pytest.param(call("look_up_role", name="structural inspector"), "hollow spots", id="role by an alias"),
        pytest.param(call("find_figures", subject="Bridge Inspector", measure="salary"), "4,150", id="figures"),
        pytest.param(
            call("make_plan", start="lighthouse keeper", goal="bridge inspector", hours="5"), "Crack mapping", id="plan"
        ),
    ],
)
def test_a_tool_puts_passages_on_the_sheet(built_advisor: Advisor, sheet: Sheet, asked: ToolCall, words: str) -> None:
    text = toolbox(built_advisor, sheet).run(asked)
    assert text.startswith("<documents>\n")
    assert words in text
    shown = re.findall(r"^\[(\w+)\]", text, re.M)
    assert shown
    assert all(key in sheet for key in shown)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        pytest.param(call("look_up_role", name="Astronaut"), "No role is called 'Astronaut'", id="unknown role"),
        pytest.param(call("search", query="  "), "empty", id="empty query"),
        pytest.param(call("search", query="who won the football world cup"), "holds nothing", id="nothing found"),
        pytest.param(
            call("make_plan", start="bridge inspector", goal="bridge inspector"), "twice", id="senseless plan"
        ),
        pytest.param(call("make_plan"), "No role", id="no arguments"),
        pytest.param(call("delete_everything"), "There is no tool", id="unknown tool"),
    ],
)
def test_a_call_that_makes_no_sense_says_why(built_advisor: Advisor, sheet: Sheet, asked: ToolCall, says: str) -> None:
    assert says in toolbox(built_advisor, sheet).run(asked)
    assert not sheet.passages


def test_results_keep_their_budget(built_advisor: Advisor, sheet: Sheet) -> None:
    tools = toolbox(built_advisor, sheet, 120)
    text = tools.run(call("look_up_role", name="bridge inspector"))
    assert 0 < len(sheet.passages) < 8
    assert counter().count(text) < 400
    assert tools.run(call("look_up_role", name="lighthouse keeper")) == "The library holds nothing on this."
    assert tools.specs() == []


def test_without_records_only_the_search_is_offered(built_advisor: Advisor, sheet: Sheet) -> None:
    tools = toolbox(built_advisor, sheet, records=False)
    assert [t.name for t in tools.specs()] == ["search"]
    assert "There is no tool" in tools.run(call("look_up_role", name="bridge inspector"))


def test_an_answer_may_rest_on_what_was_looked_up(server: ChatServer, built_advisor: Advisor) -> None:
    def script(request: dict[str, Any]) -> Answer:
        result = next((m["content"] for m in request["messages"] if m["role"] == "tool"), None)
        if result is None:
            return Answer(tool=("find_figures", {"subject": "lighthouse keeper", "measure": "pay"}))
        key = re.search(r"\[(\w+)\] (?=.*2,940)", result)
        assert key is not None
        return Answer(split(f"In Northshore, the median pay of lighthouse keepers is 2,940 Krone in 2023. [{key[1]}]"))

    server.script = script
    reply = line_with(built_advisor, settings_for(server)).ask(DUTY)
    assert reply.composer == "openai:fake"
    assert "2,940 Krone" in reply.text
    assert "2,940" in reply.citations[0].quote
    debug = dict(reply.debug)
    assert debug["tools"] == "find_figures"
    assert debug["prompt"] == "answer.v1 tools.v1"
    assert (debug["tokens_sent"], debug["tokens_written"]) == ("200", "40"), "both calls are counted"
    assert len(server.requests) == 2


def test_a_model_that_only_calls_tools_is_stopped(server: ChatServer, built_advisor: Advisor) -> None:
    server.script = lambda _: Answer(tool=("search", {"query": "bridge inspector"}))
    reply = line_with(built_advisor, settings_for(server)).ask(DUTY)
    assert dict(reply.debug)["fallback"] == "empty"
    assert len(server.requests) == 3
    assert "tools" not in server.requests[-1]


def test_tools_can_be_switched_off(server: ChatServer, built_advisor: Advisor) -> None:
    server.script = lambda r: Answer(split(f"{passages(r)[0][1]} [{passages(r)[0][0]}]"))
    line_with(built_advisor, settings_for(server, chat_tools="off")).ask(DUTY)
    line_with(built_advisor, settings_for(server)).ask(DUTY)
    assert "tools" not in server.requests[0]
    assert [t["function"]["name"] for t in server.requests[1]["tools"]] == [
        "search",
        "look_up_role",
        "find_figures",
        "make_plan",
    ]
