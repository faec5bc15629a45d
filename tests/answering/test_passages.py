"""Quotable units and what the answering stages ask of them."""

from __future__ import annotations

import pytest

from advisor.answering.attributes import Shape
from advisor.answering.passages import Passage, PassageCache
from advisor.answering.synonyms import alike
from advisor.ingest.loader import text_hash
from advisor.text import stem
from advisor.types import Document, Span
from tests.reading import documents


def passage(text: str) -> Passage:
    return PassageCache().of(Document("d", "Title", text, text_hash(text)))[0]


@pytest.mark.parametrize("corpus", ["tiny", "gardens"])
def test_a_quote_is_the_text_of_its_span(corpus: str) -> None:
    cache = PassageCache()
    for document in documents(corpus):
        passages = cache.of(document)
        assert [p.number for p in passages] == list(range(len(passages)))
        for one in passages:
            assert one.quote == document.text[one.unit.span.start : one.unit.span.end] != ""


@pytest.mark.parametrize(
    ("text", "shape", "expected"),
    [
        pytest.param("It costs 640 Krone.", "money", True, id="krone"),
        pytest.param("It costs $640.", "money", True, id="sign"),
        pytest.param("It costs 640 hours.", "money", False, id="hours are no money"),
        pytest.param("It costs many dollars.", "money", False, id="no number"),
        pytest.param("Grew by 5%.", "percent", True, id="percent"),
        pytest.param("Grew by 5.", "percent", False, id="no percent"),
        pytest.param("Jobs fell in spring.", "change", True, id="change"),
        pytest.param("Opened in May 2021.", "date", True, id="date"),
        pytest.param("Valid for three years.", "duration", True, id="duration"),
        pytest.param("It never expires.", "duration", True, id="no expiry"),
        pytest.param("Nine bees came.", "number", True, id="a number in words"),
        pytest.param("Written by Ada Holm.", "person", True, id="author"),
        pytest.param("bees fly far", "person", False, id="nobody"),
        pytest.param("anything", "any", True, id="any"),
    ],
)
def test_shows(text: str, shape: Shape, expected: bool) -> None:
    assert passage(text).shows(shape) is expected


def test_a_number_counts_what_stands_behind_it() -> None:
    assert passage("Norland counted 212 bridge inspectors.").counts((stem("inspectors"),))
    assert not passage("Inspectors spent 212 days.").counts((stem("inspectors"),))


def test_names_are_found_in_singular_and_plural_only_as_whole_words() -> None:
    one = passage("Gardeners cut cleanly.")
    assert one.names(["gardener"])
    assert not one.names(["garden"])


def test_a_name_inside_a_longer_one_is_another_name() -> None:
    one = passage("Pay of head gardeners is not known.")
    assert one.names(["gardener"])
    assert not one.names(["gardener"], longer=["head gardener"])
    assert passage("A head gardener leads the gardeners.").names(["gardener"], longer=["head gardener"])


def test_a_row_is_read_with_its_header_and_caption() -> None:
    inspector = next(d for d in documents("tiny") if d.id == "trades/bridge-inspector")
    row = next(p for p in PassageCache().of(inspector) if "Southbay" in p.quote)
    assert row.cells == (("Region", "Southbay"), ("Median pay (Krone)", "3,870"), ("Year", "2023"))
    assert [str(p) for p in row.periods] == ["2023"]
    assert row.shows("money")
    assert "[@" not in row.quote


def test_the_cache_keeps_the_most_recent() -> None:
    cache = PassageCache(most=1)
    first, second = (Document(i, "T", f"Text {i}.", text_hash(i)) for i in "ab")
    kept = cache.of(first)
    assert cache.of(first) is kept
    cache.of(second)
    assert cache.of(first) is not kept


def test_within_a_span() -> None:
    document = Document("d", "T", "One bee. Two bees. Three bees.", text_hash("x"))
    assert [p.quote for p in PassageCache().within(document, Span(9, 12))] == ["Two bees."]


def test_synonyms_go_both_ways_and_keep_the_word_itself() -> None:
    assert stem("employer") in alike(stem("company"))
    assert stem("company") in alike(stem("employer"))
    assert alike(stem("zeppelin")) == {stem("zeppelin")}


@pytest.mark.parametrize(
    ("text", "asked", "adds"),
    [
        pytest.param("The bridge opens at noon.", "When does the bridge open?", True, id="time of day"),
        pytest.param("Helpers come on Mondays in spring.", "When do helpers come?", True, id="weekday"),
        pytest.param("Helpers come on Mondays.", "When on Mondays do helpers come?", False, id="already asked"),
        pytest.param("The bridge may open.", "When does the bridge open?", False, id="no month"),
    ],
)
def test_when_is_answered_by_more_than_years(text: str, asked: str, adds: bool) -> None:
    (passage,) = PassageCache().of(Document("a", "Bridge", text, "h"))
    assert (passage.shows("date") and passage.adds("date", asked)) is adds
