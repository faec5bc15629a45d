"""Figures on misbehaving chat models: they fire on what is bad, and are nought for the checked line."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from langchain_core.messages import HumanMessage

from advisor.assembly import Advisor
from advisor.settings import Settings
from advisor.types import Statement
from evals.composers import Nature, measure, sample, strange_numbers, table
from evals.models import NATURES, PLANTED, fake_model, passages_of

DUTY = "What does a bridge inspector do?"


def test_a_strange_number_is_found(built_advisor: Advisor) -> None:
    reply = built_advisor.ask("What does a lighthouse keeper do?")
    first = reply.statements[0]
    assert strange_numbers(first, reply) == []
    bad = replace(first, text=f"{first.text} It takes 77 years.")
    assert strange_numbers(bad, reply) == [77.0]
    assert strange_numbers(replace(bad, computed=True), reply) == []


def test_what_gets_through_is_counted(built_advisor: Advisor) -> None:
    reply = built_advisor.ask(DUTY)
    bad = Statement("Every inspector earns 99 Krone.", reply.statements[0].citations, 1.0)
    found = Nature("inventor")
    found.add(replace(reply, text="The Institute of Careers says so. [1]", statements=(bad,)), ["a broken rule"])
    assert (found.planted, found.numbers, found.contract, found.through) == (1, 1, 1, 3)
    assert "| inventor | 1 | 0 |" in table([found])


@pytest.mark.parametrize("nature", sorted(PLANTED))
def test_each_nature_plants_what_is_looked_for(nature: str) -> None:
    sheet = [HumanMessage("[qx1] Keepers wind clockwork every 4 hours.\n[qx2] Keepers log the weather.")]
    assert passages_of(sheet) == [("qx1", "Keepers wind clockwork every 4 hours."), ("qx2", "Keepers log the weather.")]
    assert PLANTED[nature].search(str(fake_model(nature).invoke(sheet).content))


def test_nothing_gets_through(settings: Settings) -> None:
    natures = measure(settings, [DUTY, "How do I move from lighthouse keeper to bridge inspector?"])
    assert [n.name for n in natures] == list(NATURES)
    assert all(n.through == 0 for n in natures)
    by_name = {n.name: n for n in natures}
    assert by_name["echo"].by_model == 2
    assert by_name["inventor"].by_model == 0
    assert by_name["inventor"].sentences["unsupported"] > 0
    assert by_name["inventor"].unknown_ids > 0
    assert by_name["endless"].fallbacks == {"endless": 2}
    told = json.loads(json.dumps(by_name["endless"].to_json()))
    assert (told["name"], told["through"], told["fallbacks"]) == ("endless", 0, {"endless": 2})


def test_the_sample_is_spread_over_the_suites() -> None:
    few = sample(2)
    assert 10 <= len(few) <= 16
    assert len(set(few)) == len(few)
