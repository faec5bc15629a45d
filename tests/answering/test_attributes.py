"""What can be asked of a subject, and the words by which it is asked."""

from __future__ import annotations

import pytest

from advisor.answering.attributes import ATTRIBUTES, BY_NAME, attributes_asked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("what is the salary", "pay", id="salary"),
        pytest.param("how much do they earn", "pay", id="earn"),
        pytest.param("how much is the exam", "price", id="price before exam"),
        pytest.param("what does the guild charge for its exam", "price", id="what is charged"),
        pytest.param("by how much did adverts go up", "demand", id="up is a change"),
        pytest.param("when would I pick the one and when the other", "choice", id="what to pick"),
        pytest.param("how long is it valid", "validity", id="valid"),
        pytest.param("how many people work there", "jobs", id="people"),
        pytest.param("day to day work", "tasks", id="day to day"),
        pytest.param("what do I need to know", "skills", id="need to know"),
        pytest.param("where can I go next", "next", id="next"),
        pytest.param("typical mistakes", "pitfalls", id="mistakes"),
        pytest.param("a portfolio of proof", "projects", id="portfolio"),
    ],
)
def test_the_strongest_sign_comes_first(text: str, expected: str) -> None:
    assert attributes_asked(text)[0] == expected


def test_nothing_asked() -> None:
    assert attributes_asked("tell me a story") == ()


def test_how_many_asks_for_no_list() -> None:
    assert "certifications" not in attributes_asked("how many certificates were sold")


def test_headings_name_their_attribute() -> None:
    assert BY_NAME["pay"].in_heading(("Pay and demand",))
    assert not BY_NAME["pay"].in_heading(("Tools",))


def test_names_are_unique() -> None:
    assert len(BY_NAME) == len(ATTRIBUTES)
