"""Figures of tables: read, ordered, and set against each other within one table."""

from __future__ import annotations

import pytest

from advisor import Advisor
from advisor.answering.passages import Passage, PassageCache
from advisor.answering.question import understand
from advisor.answering.tables import Cell, Column, cell_of, figure, hours, order, spans_told
from advisor.ingest.loader import text_hash
from advisor.types import Document
from tests.reading import vocabulary

TABLE = """Table: Rope tests, Norland (number)

| Trade | Tests | Change (%) |
| --- | --- | --- |
| painter | 1,200 | -4 |
| climber | 90 | +12 |
| inspector | 310 | -9.5 |
"""


def column(index: int) -> Column:
    document = Document("t", "Tests", TABLE, text_hash(TABLE))
    rows = [p for p in PassageCache().of(document) if p.unit.block == "row"]
    return Column(rows[0].cells[index][0], "Rope tests", tuple(cell(r, index) for r in rows), 0, 1.0)


def cell(row: Passage, index: int) -> Cell:
    value = figure(row.cells[index][1])
    assert value is not None
    return Cell(row.cells[0][1], value, row.cells[index][1], row)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("38,000", 38000.0, id="thousands"),
        pytest.param("-4", -4.0, id="minus"),
        pytest.param("−9.5%", -9.5, id="typographic minus"),
        pytest.param("+12", 12.0, id="plus"),
        pytest.param("$1.5 million", 1_500_000.0, id="scale"),
        pytest.param("300 to 380", 300.0, id="range"),
        pytest.param("2023", None, id="a year"),
        pytest.param("no figure for 12", None, id="no figure"),
        pytest.param("not 5", None, id="denied"),
        pytest.param("Apache-2.0", None, id="a version behind a name"),
        pytest.param("OpenSSF, version 1.2", None, id="a version"),
        pytest.param("1.0 of April 2025", None, id="a version with its date"),
        pytest.param("LLM03", 3.0, id="a number behind letters"),
        pytest.param("", None, id="empty"),
    ],
)
def test_figure(text: str, expected: float | None) -> None:
    assert figure(text) == expected


@pytest.mark.parametrize(
    ("question", "index", "expected"),
    [
        pytest.param("Which trade has the most tests?", 1, ["painter", "inspector", "climber"], id="most"),
        pytest.param("Which trade has the fewest tests?", 1, ["climber", "inspector", "painter"], id="fewest"),
        pytest.param("Which trade fell the most?", 2, ["inspector", "painter"], id="fell the most"),
        pytest.param("Which trade grew the most?", 2, ["climber"], id="grew the most"),
    ],
)
def test_order(question: str, index: int, expected: list[str]) -> None:
    asked = understand(question, vocabulary("tiny"))[0]
    assert [c.subject for c in order(asked, column(index))] == expected


def test_cell_of_a_subject_by_any_name_or_number() -> None:
    by_name = cell_of(column(1), ("examiner", "Inspector"))
    assert by_name is not None
    assert by_name.value == 310.0
    assert cell_of(column(1), ("welder",)) is None


def test_a_ranking_is_computed_and_cites_each_row(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("Which role pays the most?")
    first = reply.statements[0]
    assert first.computed
    assert first.text.startswith("Gardener comes first with 38,000 (May 2025")
    assert first.text.endswith("then florist (36,500), in an order computed from the rows of that table.")
    quotes = [reply.citations[n - 1].quote for n in first.citations]
    assert [q.split("|")[1].strip() for q in quotes] == ["gardener", "florist"]


def test_the_cheapest_comes_first(garden_advisor: Advisor) -> None:
    text = garden_advisor.ask("Which certification is cheapest?").statements[0].text
    assert text.startswith("Rope Licence comes first with 300 to 380")
    assert "then Garden Diploma (450)" in text


def test_regions_of_one_role_are_ranked(built_advisor: Advisor) -> None:
    text = built_advisor.ask("Which region pays bridge inspectors the most?").statements[0].text
    assert text.startswith("Northshore comes first with 4,150")
    assert "then Southbay (3,870)" in text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("What is the difference in pay between gardeners and florists?", id="difference"),
        pytest.param("Who earns more, a gardener or a florist?", id="who earns more"),
    ],
)
def test_a_difference_is_that_of_two_rows_of_one_table(garden_advisor: Advisor, question: str) -> None:
    reply = garden_advisor.ask(question)
    first = reply.statements[0]
    assert first.computed
    assert first.text.startswith("Gardener 38,000 and florist 36,500 (May 2025")
    assert "the difference, computed from the two rows, is 1,500." in first.text
    cited = [reply.citations[n - 1] for n in first.citations]
    assert len({(c.document_id, c.context) for c in cited}) == 1
    assert "head gardener" not in reply.text


def test_a_range_has_no_difference(garden_advisor: Advisor) -> None:
    text = garden_advisor.ask("Is the Rope Licence cheaper than the Garden Diploma?").text
    assert "300 to 380" in text
    assert "450" in text
    assert "difference" not in text


def test_figures_of_two_tables_are_not_subtracted(built_advisor: Advisor) -> None:
    reply = built_advisor.ask("Who earns more, a bridge inspector or a lighthouse keeper?")
    assert "4,150" in reply.text
    assert "2,940" in reply.text
    assert "difference" not in reply.text
    assert "1,210" not in reply.text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("100 questions, 3 hours", 3.0, id="beside a count"),
        pytest.param("90 questions in 150 minutes", 2.5, id="minutes"),
        pytest.param("practical of 23 hours 45 minutes", 23.75, id="hours and minutes"),
        pytest.param("seven papers", None, id="no time"),
    ],
)
def test_the_time_that_a_cell_tells(cell: str, expected: float | None) -> None:
    assert hours(cell) == expected


EXAMS = """# Papers

Table: Papers for bakers, exam and validity, 2026

| Paper | Exam | Valid for |
|---|---|---|
| Loaf Licence | 100 questions, 2 hours | 3 years |
| Bun Badge | 60 questions, 3 hours | 5 years |
| Crust Card | 80 questions, 90 minutes | 4 years |
"""


@pytest.mark.parametrize(
    ("question", "first"),
    [
        pytest.param("Which paper for bakers is valid the longest?", "Bun Badge comes first with 5 years", id="validity"),
        pytest.param("Which paper for bakers has the longest exam?", "Bun Badge comes first with 60 questions, 3 hours", id="time and not the count"),
    ],
)  # fmt: skip
def test_the_longest_is_measured_in_time_and_in_the_column_that_is_asked_for(
    built_advisor: Advisor, question: str, first: str
) -> None:
    assert first in built_advisor.answer_from(question, [EXAMS]).text


def test_spans_of_time_are_the_same_in_words_and_figures() -> None:
    assert spans_told("the bill over three years") == spans_told("Fees over 3 years") == {(3.0, "year")}
    assert spans_told("in 2023 and later") == frozenset()


def test_only_the_rows_of_a_source_that_is_named_are_ranked(built_advisor: Advisor) -> None:
    table = (
        "Table: Pay of smiths (Krone)\n\n| Trade | Source | Pay |\n| --- | --- | --- |\n"
        "| farrier | Anvil Guild | 900 |\n| tinsmith | Anvil Guild | 700 |\n| goldsmith | a page | 5,000 |\n"
    )
    first = built_advisor.answer_from("Which smith has the highest pay by the Anvil Guild?", [table]).statements[0]
    assert first.text.startswith("Farrier")
    assert "goldsmith" not in first.text.lower()
