"""Sentences, words, numbers: the pure ground of everything else."""

from __future__ import annotations

import pytest

from advisor.text import fold, number_values, plain, sentence_spans, spelled_values, stem, terms, words


def sentences(text: str) -> list[str]:
    return [s.of(text) for s in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One. Two! Three?", ["One.", "Two!", "Three?"], id="three marks"),
        pytest.param("It costs approx. 3.5 dollars. Fine.", ["It costs approx. 3.5 dollars.", "Fine."], id="decimal"),
        pytest.param("By J. Smith et al. in 2020. Next.", ["By J. Smith et al. in 2020.", "Next."], id="initial"),
        pytest.param("Use tools, e.g. hammers. Then rest.", ["Use tools, e.g. hammers.", "Then rest."], id="e.g."),
        pytest.param("He said “go.” She went.", ["He said “go.”", "She went."], id="closing quote"),
        pytest.param("One line\n\nanother line", ["One line", "another line"], id="blank line"),
        pytest.param("彼は行った。私は残った。", ["彼は行った。", "私は残った。"], id="full width"),
        pytest.param("   ", [], id="blank"),
        pytest.param("", [], id="empty"),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_sentence_spans_of_a_part_are_offsets_of_the_whole() -> None:
    text = "Zero. One. Two."
    spans = sentence_spans(text, 6, 15)
    assert [(s.start, s.end) for s in spans] == [(6, 10), (11, 15)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The pay rose [5].", "The pay rose.", id="source mark"),
        pytest.param("The pay rose [5, 7–9] again.", "The pay rose again.", id="several source marks"),
        pytest.param("**Rope access** — _reaches_ `far`", "Rope access — reaches far", id="emphasis"),
        pytest.param("- see [the list](http://a.example) now", "see the list now", id="link in an item"),
        pytest.param("seen<!-- ignore --> <b>bold</b>", "seen bold", id="comment and tag"),
        pytest.param("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name", id="no emphasis"),
        pytest.param("a\u200bb\u202ec", "abc", id="invisible characters"),
        pytest.param("a\x07b", "a b", id="control character"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_words_fold_case_accents_and_possessives() -> None:
    assert words("Zürich’s C++ and C# café") == ["zurich", "c++", "and", "c#", "cafe"]
    assert fold("Ångström") == "angstrom"


def test_terms_are_stems_without_stop_words() -> None:
    assert (
        terms("What are the inspectors inspecting?")
        == [stem("inspectors"), stem("inspecting")]
        == ["inspector", "inspect"]
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A$29.9 million", [29_900_000.0], id="scale"),
        pytest.param("$129,180 a year", [129_180.0], id="thousands"),
        pytest.param("12.5% and 4k", [12.5, 4000.0], id="percent and k"),
        pytest.param("from 2024 to 2034", [2024.0, 2034.0], id="years"),
        pytest.param("no digits", [], id="none"),
    ],
)
def test_number_values(text: str, expected: list[float]) -> None:
    assert number_values(text) == expected


def test_spelled_values() -> None:
    assert spelled_values("Three years and twelve months") == [3.0, 12.0]
