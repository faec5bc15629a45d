"""A chat model's text, cut anywhere while it streams, as sentences with ids."""

from __future__ import annotations

import time

import pytest

from advisor.answering.markers import MarkerReader, Sentence

IDS = {"qx1", "qx2", "qx3"}


def read(text: str, size: int = 1000, complete: bool = True) -> list[Sentence]:
    reader = MarkerReader(IDS)
    found: list[Sentence] = []
    for at in range(0, len(text), size):
        found += reader.feed(text[at : at + size])
    return found + reader.close(complete)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("One. [qx1] Two. [qx2]", [("One.", ("qx1",), 0), ("Two.", ("qx2",), 0)], id="behind the stop"),
        pytest.param("One [qx1]. Two [qx2].", [("One.", ("qx1",), 0), ("Two.", ("qx2",), 0)], id="before the stop"),
        pytest.param("One.[qx1] Two.[qx2]", [("One.", ("qx1",), 0), ("Two.", ("qx2",), 0)], id="without a space"),
        pytest.param("One. [qx1][qx2]", [("One.", ("qx1", "qx2"), 0)], id="several marks"),
        pytest.param("One. [qx1, qx2; qx1]", [("One.", ("qx1", "qx2"), 0)], id="several ids in one mark"),
        pytest.param("One. [QX1]", [("One.", ("qx1",), 0)], id="upper case"),
        pytest.param("One. 【qx1】", [("One.", ("qx1",), 0)], id="other brackets"),
        pytest.param(r"One. \[qx1\]", [("One.", ("qx1",), 0)], id="escaped brackets"),
        pytest.param("One. (qx1)", [("One.", ("qx1",), 0)], id="round brackets"),
        pytest.param("One. [qx1](https://a.example/b)", [("One.", ("qx1",), 0)], id="a mark as a link"),
        pytest.param("One. [^qx1]", [("One.", ("qx1",), 0)], id="a footnote"),
        pytest.param("One. [qx9][5][zz1]", [("One.", (), 3)], id="unknown ids"),
        pytest.param("One [sic] two.", [("One (sic) two.", (), 0)], id="brackets that are no mark"),
        pytest.param("Pays (gross) well. [qx1]", [("Pays (gross) well.", ("qx1",), 0)], id="round brackets that are no mark"),
        pytest.param("See [the guide](https://a.example). [qx1]", [("See the guide.", ("qx1",), 0)], id="a link"),
        pytest.param("It costs 3.5 million, e.g. in May. [qx1]", [("It costs 3.5 million, e.g. in May.", ("qx1",), 0)], id="stops that end nothing"),
        pytest.param("**Bold** and `code`. [qx1]", [("Bold and code.", ("qx1",), 0)], id="emphasis"),
        pytest.param("One. [qx1]\n\nTwo.", [("One.", ("qx1",), 0), ("Two.", (), 0)], id="paragraphs"),
        pytest.param("| Role | Pay |\n|---|---|\n| Cook | 12 [qx1] |", [("Role: Pay", (), 0), ("Cook: 12", ("qx1",), 0)], id="a table"),
        pytest.param("[qx1]", [], id="nothing but a mark"),
        pytest.param("", [], id="nothing"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_sentences_and_their_ids(text: str, sentences: list[tuple[str, tuple[str, ...], int]], size: int) -> None:
    assert [(s.text, s.ids, s.unknown) for s in read(text, size)] == sentences


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_list_items_are_marked_as_such(size: int) -> None:
    found = read("Intro. [qx1]\n- First: a. [qx1] And b. [qx2]\n2. Second [qx3]\nPlain. [qx1]", size)
    assert [(s.text, s.bullet) for s in found] == [
        ("Intro.", False), ("First: a.", True), ("And b.", True), ("Second", True), ("Plain.", False)
    ]  # fmt: skip


@pytest.mark.parametrize("size", [1, 4, 1000])
@pytest.mark.parametrize(
    "hidden",
    [
        "```python\nsecret. [qx1]\n```\n",
        "~~~\nsecret. [qx1]\n~~~\n",
        "<think>secret. [qx1]\nsecret again.</think>",
        "<script>secret(). [qx1]</script>\n",
        "<script>\nsecret(). [qx1]\n</script>\n",
        "<style>secret. [qx1]</style>",
        "# secret heading\n",
        "**Secret heading**\n",
    ],
)
def test_what_is_no_sentence_is_left_out_and_counted(hidden: str, size: int) -> None:
    reader = MarkerReader(IDS)
    text = f"{hidden}Shown. [qx2]\n"
    found = [s for at in range(0, len(text), size) for s in reader.feed(text[at : at + size])] + reader.close(True)
    assert [(s.text, s.ids) for s in found] == [("Shown.", ("qx2",))]
    assert sum(reader.skipped.values()) >= 1


def test_a_sentence_comes_as_soon_as_the_next_has_begun() -> None:
    reader = MarkerReader(IDS)
    assert reader.feed("One is here.") == []
    assert reader.feed(" [qx") == [], "a mark that is not closed is held back"
    assert reader.feed("1]") == [], "another mark may follow"
    assert [s.ids for s in reader.feed(" Two")] == [("qx1",)]


def test_a_half_sentence_is_never_handed_on() -> None:
    assert [s.text for s in read("One. [qx1] Two is ha", complete=False)] == ["One."]
    assert [s.text for s in read("One. [qx1]\nTwo is ha", complete=False)] == ["One."]
    assert read("<think>One. [qx1]") == []


@pytest.mark.parametrize(
    ("text", "mid"),
    [("One. [qx1]", False), ("One", True), ("One.\n", False), ("```\nx", True), ("<think>x.", True), ("", False)],
)
def test_the_end_of_a_broken_answer(text: str, mid: bool) -> None:
    reader = MarkerReader(IDS)
    reader.feed(text)
    assert reader.mid_sentence is mid


def test_what_is_missing_is_read_apart() -> None:
    reader = MarkerReader(IDS)
    reader.feed("One. [qx1]\nMISSING: pay in Oslo\n")
    assert reader.missing == ["pay in Oslo"]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "(" * 20_000,
        "a" * 20_000,
        "a. " * 7_000,
        "[qx1" * 5_000,
        "<" * 20_000,
        "**" * 10_000,
        "| " * 10_000,
        "\\[" * 10_000,
        "`" * 20_000,
        "<script>" * 2_500,
    ],
)
def test_nothing_makes_it_slow(text: str) -> None:
    began = time.process_time()
    read(text, 50)
    assert time.process_time() - began < 8
