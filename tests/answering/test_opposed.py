"""Rows of one table that a question sets against each other, by their words and not by a list of names."""

from __future__ import annotations

import time

import pytest

from advisor import Advisor, Reply

KILNS = """# Kilns

Kilns are made in Port Allan.

Table: Parts of the kiln by release (count)

| Release | Unit | Count |
|---|---|---|
| Kiln 2.0, 2023 | valves | 41 |
| Kiln 2.1, 2024 | valves | 47 |
| Kiln 2.1, 2024 | doors | 3 |
| Kiln 2.0, 2023 | doors | 2 |
"""
GLAZES = """# Glazes

Table: What becomes of a glaze

| Glaze | After firing | Maker |
|---|---|---|
| ash glaze | runs and pools | Orrel |
| tin glaze | stays white | Pike |
| salt glaze | pits like peel | Heron |
"""


def ask(advisor: Advisor, question: str) -> Reply:
    return advisor.answer_from(question, [KILNS, GLAZES])


@pytest.mark.parametrize(
    ("question", "figures", "difference"),
    [
        pytest.param("How many more valves has Kiln 2.1 than Kiln 2.0?", ("47", "41"), "6", id="versions"),
        pytest.param("By how many doors do Kiln 2.0 and 2.1 differ?", ("3", "2"), "1", id="another unit"),
    ],
)
def test_the_difference_of_the_rows_that_are_named(
    built_advisor: Advisor, question: str, figures: tuple[str, str], difference: str
) -> None:
    reply = ask(built_advisor, question)
    computed = next(s for s in reply.statements if s.computed)
    assert f"the difference, computed from the two rows, is {difference}" in computed.text
    quotes = [reply.citations[n - 1].quote for n in computed.citations]
    assert len(quotes) == 2
    assert all(any(f"| {f} |" in q for q in quotes) for f in figures)


def test_rows_without_figures_are_quoted_side_by_side(built_advisor: Advisor) -> None:
    reply = ask(built_advisor, "ash glaze versus tin glaze: what becomes of them after firing?")
    assert "runs and pools" in reply.text
    assert "stays white" in reply.text


def test_who_is_behind_a_thing_stands_in_its_row(built_advisor: Advisor) -> None:
    reply = ask(built_advisor, "Tin glaze or salt glaze, who makes them?")
    assert "Pike" in reply.text
    assert "Heron" in reply.text


def test_a_question_that_compares_nothing_opposes_nothing(built_advisor: Advisor) -> None:
    reply = ask(built_advisor, "How many valves has Kiln 2.1?")
    assert not any(s.computed for s in reply.statements)


def test_a_long_table_costs_little(built_advisor: Advisor) -> None:
    rows = "\n".join(f"| Kiln {n}.{n % 7}, oven {n} | doors | {n} |" for n in range(1, 500))
    table = f"# Ovens\n\nTable: Doors of ovens (count)\n\n| Release | Unit | Count |\n|---|---|---|\n{rows}\n"
    question = "How many more doors has Kiln 300.6 than Kiln 20.6? " + " ".join(f"oven {n} or" for n in range(1, 120))
    ask(built_advisor, question)  # loads what is loaded once
    began = time.perf_counter()
    built_advisor.answer_from(question, [table])
    assert time.perf_counter() - began < 10.0
