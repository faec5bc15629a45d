"""Years and ranges of years."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.answering.periods import Period, answers, newest, periods


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("in 2023", ["2023"], id="year"),
        pytest.param("May 2025 and June 2024", ["2025", "2024"], id="months, in order"),
        pytest.param("2024-34", ["2024-2034"], id="short range"),
        pytest.param("between 2015 and 2023", ["2015-2023"], id="between"),
        pytest.param("2019–2021", ["2019-2021"], id="dash"),
        pytest.param("2025-11", ["2025"], id="a month is no range"),
        pytest.param("$2,023 and 2023%", [], id="money and percent"),
        pytest.param("ISO 27001", [], id="a standard"),
    ],
)
def test_periods(text: str, expected: list[str]) -> None:
    assert [str(p) for p in periods(text)] == expected


def test_relative_years_need_a_day() -> None:
    assert periods("last year") == ()
    assert [str(p) for p in periods("last year", date(2026, 11, 24))] == ["2025"]
    assert [str(p) for p in periods("next year", date(2026, 11, 24))] == ["2027"]


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        pytest.param((2023, 2023), [(2023, 2023)], True, id="the same year"),
        pytest.param((2024, 2024), [(2023, 2023)], False, id="another year"),
        pytest.param((2024, 2034), [(2024, 2034)], True, id="the same range"),
        pytest.param((2027, 2027), [(2024, 2034)], False, id="a year inside a range"),
        pytest.param((2034, 2034), [(2024, 2034)], True, id="the end of a range"),
        pytest.param((2020, 2025), [(2023, 2023)], True, id="a year in the range asked for"),
        pytest.param((2024, 2034), [(2025, 2035)], False, id="a shifted range"),
        pytest.param((2023, 2023), [], False, id="nothing told"),
    ],
)
def test_answers(asked: tuple[int, int], told: list[tuple[int, int]], expected: bool) -> None:
    assert answers(Period(*asked), tuple(Period(*t) for t in told)) is expected


def test_newest() -> None:
    assert newest((Period(2020, 2021), Period(2015, 2024))) == 2024
    assert newest(()) == 0


@pytest.mark.parametrize(
    ("asked", "told", "expected"),
    [
        pytest.param("June 2026", "In April 2026 a report still used the count of June 2025", False, id="other months"),
        pytest.param("June 2026", "the count of Jun 2026", True, id="the month, cut short"),
        pytest.param("June 2026", "the count of 2026", True, id="the year alone"),
        pytest.param("in 2026", "the count of April 2026", True, id="no month asked for"),
    ],
)
def test_one_month_does_not_answer_for_another(asked: str, told: str, expected: bool) -> None:
    assert answers(periods(asked)[0], periods(told)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("in the eighteenth century", "1700-1799", id="in words"),
        pytest.param("a 19th-century mill", "1800-1899", id="in figures"),
    ],
)
def test_a_century(text: str, expected: str) -> None:
    assert [str(p) for p in periods(text)] == [expected]
