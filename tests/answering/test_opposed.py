"""Rows of one table that a question sets against each other, by their words and not by a list of names."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from advisor import Advisor, Reply
from advisor.answering.opposed import _opposed

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


def test_of_a_long_table_the_best_rows_alone_are_paired() -> None:
    asked: list[int] = []

    class Row:
        def __init__(self, number: int) -> None:
            self.number = number

        def holds(self, term: str) -> bool:
            asked.append(self.number)
            return int(term) == self.number

        def is_under(self, term: str) -> bool:
            return False

    rows = [SimpleNamespace(passage=Row(n), score=1.0 - n / 1000) for n in range(600)]
    _, found = _opposed(rows, {str(n): 1.0 for n in range(600)}, 0.0)  # type: ignore[arg-type]
    assert [s.passage.number for s in found] == [0, 1]
    assert len(set(asked)) < 100


def test_rows_that_share_little_with_the_question_are_not_subtracted(built_advisor: Advisor) -> None:
    jobs = """# Jobs

Table: Change in job adverts (percent)

| Subject | Change (%) |
|---|---|
| all baking job adverts | -28 |
| roasting job adverts | -69 |

Core milling adverts in Norland fell by 32% between 2022 and 2023.
"""
    reply = built_advisor.answer_from("By how much did core milling job adverts drop between 2022 and 2023?", [jobs])
    assert not any(s.computed for s in reply.statements)
    assert "32%" in reply.text


def test_the_noun_that_is_counted_chooses_the_rows(built_advisor: Advisor) -> None:
    table = """# Frames

Table: Contents of the frame by release (count)

| Release | Unit | Count |
|---|---|---|
| Frame 2.1 | tasks | 940 |
| Frame 2.2 | tasks | 960 |
| Frame 2.1 | work roles | 41 |
| Frame 2.2 | work roles | 42 |
"""
    reply = built_advisor.answer_from("How many more work roles has Frame 2.2 than Frame 2.1?", [table])
    assert "the difference, computed from the two rows, is 1." in reply.statements[0].text
