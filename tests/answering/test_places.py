"""Places in a text, and what lies in what."""

from __future__ import annotations

import pytest

from advisor.answering.places import Place, answers, places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("jobs in Norway", ["Norway"], id="country"),
        pytest.param("Norwegian shops", ["Norway"], id="demonym"),
        pytest.param("in the US and the U.K.", ["United States", "United Kingdom"], id="abbreviations"),
        pytest.param("tell us more", [], id="us is a word"),
        pytest.param("in Oslo", ["Oslo"], id="city"),
        pytest.param("Texas pay", ["Texas"], id="state"),
        pytest.param("speak German", [], id="a language"),
        pytest.param("worldwide", ["the world"], id="world"),
        pytest.param("in Norway or Sweden", ["Norway", "Sweden"], id="two"),
        pytest.param("norways law", ["Norway"], id="possessive without its apostrophe"),
        pytest.param("a turkey and a nice reading", [], id="ordinary words"),
        pytest.param("Nice work, Reading is fun", [], id="cities that are words"),
    ],
)
def test_places(text: str, expected: list[str]) -> None:
    assert [str(p) for p in places(text)] == expected


def test_a_city_knows_what_it_lies_in() -> None:
    assert places("in Oslo") == (Place("Oslo", ("Norway", "Europe"), city=True),)
    assert places("in Oslo", cities=False) == ()


def test_a_larger_place_does_not_answer_for_a_smaller_one() -> None:
    oslo, norway = places("in Oslo")[0], places("in Norway")[0]
    assert answers(norway, (oslo, norway))
    assert not answers(oslo, (norway,))
    assert not answers(norway, ())


def test_europe_is_said_for_the_union() -> None:
    (europe,), (union,) = places("in Europe"), places("in the EU")
    assert answers(europe, (union,))
    assert not answers(union, (europe,))


def test_a_place_in_the_possessive() -> None:
    assert [p.name for p in places("How big is Britain's workforce, and Norway’s?")] == ["United Kingdom", "Norway"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("the World Economic Forum", [], id="a name with World"),
        pytest.param("pay in OSLO", ["Oslo"], id="a city in capitals"),
        pytest.param("roles in Nice", ["Nice"], id="the city"),
        pytest.param("the aussie plan", ["Australia"], id="as people say"),
    ],
)
def test_names_that_look_like_places(text: str, expected: list[str]) -> None:
    assert [str(p) for p in places(text)] == expected
