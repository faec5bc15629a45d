"""A question and passages compared word by word: which words count, and what is kept of what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from advisor import Advisor
from advisor.index.contextual import content_words, packed
from advisor.index.memory import MemoryIndex
from advisor.ingest.loader import text_hash
from advisor.ingest.splitter import embedding_text
from advisor.library import MemoryLibrary
from advisor.retrieval.interaction import Likeness, WordIndex, asked
from advisor.types import Chunk, Document, Span
from tests.index.fakes import HashEmbedder

FAR = 0.2
EMBEDDER = HashEmbedder(dimension=256)


@dataclass(frozen=True)
class Stretch:
    place: tuple[str, str]
    span: Span
    content: tuple[str, ...]


class Shelf:
    """The chunks of documents and their words, and a record of what was asked for."""

    def __init__(self, *chunks: Chunk) -> None:
        self.held = list(chunks)
        self.gone: set[str] = set()
        self.layouts: list[str] = []
        self.read: list[str] = []

    def chunks(self, document_id: str) -> list[Chunk]:
        self.layouts.append(document_id)
        return [c for c in self.held if c.document_id == document_id]

    def words(self, ids: Sequence[str]) -> Mapping[str, bytes]:
        self.read.extend(ids)
        found = [c for c in self.held if c.id in ids and c.id not in self.gone]
        return {c.id: packed(EMBEDDER.read([embedding_text(c)])[1][0]) for c in found}

    def index(self, most: int = 2048) -> WordIndex:
        return WordIndex(self.chunks, self.words, EMBEDDER.dimension, most)

    def compare(self, question: str, *passages: Stretch) -> list[Likeness]:
        return compare(self.index(), question, *passages)


def compare(index: WordIndex, question: str, *passages: Stretch) -> list[Likeness]:
    return index.compare(asked(question, EMBEDDER.read([question])[1][0]), passages)


def chunk(text: str, start: int = 0, document: str = "keeper", **fields: object) -> Chunk:
    values: dict[str, object] = {"title": "Harbours", "section": ("Pay",), **fields}
    return Chunk(f"{document}-{start}", document, Span(start, start + len(text)), text, **values)  # type: ignore[arg-type]


def stretch(text: str, start: int = 0, document: str = "keeper") -> Stretch:
    return Stretch((document, "h"), Span(start, start + len(text)), tuple(content_words(text)))


def near(values: Sequence[float]) -> list[bool]:
    """Which cosines are those of a word and itself; the others, of random directions, stay below a half."""
    assert all(v > 0.99 or v < 0.5 for v in values)
    return [v > 0.99 for v in values]


TEXT = "Keepers light the lamp. Wardens polish brass."
FIRST, SECOND = stretch("Keepers light the lamp."), stretch("Wardens polish brass.", 24)


def test_each_word_of_the_question_finds_its_nearest_in_the_passage() -> None:
    first, second = Shelf(chunk(TEXT)).compare("Do wardens light brass?", FIRST, SECOND)
    assert near(first.words.tolist()) == near(first.own.tolist()) == [False, True, False]
    assert near(second.words.tolist()) == near(second.own.tolist()) == [True, False, True]
    assert second.mean == pytest.approx(float(second.words.mean()))
    assert second.mean > first.mean


def test_meaning_is_the_cosine_of_the_means() -> None:
    (found,) = Shelf(chunk(TEXT)).compare("Which lamp do wardens polish?", SECOND)
    question, passage = (EMBEDDER.read([t])[1][0].mean(axis=0) for t in ("lamp wardens polish", "wardens polish brass"))
    expected = question @ passage / np.linalg.norm(question) / np.linalg.norm(passage)
    assert found.meaning == pytest.approx(float(expected), abs=0.005)


def test_headings_count_in_words_and_not_in_own() -> None:
    (found,) = Shelf(chunk(TEXT, section=("Pay", "Harbour dues"))).compare("pay dues harbours lamp", FIRST)
    assert near(found.words.tolist()) == [True, True, True, True]
    assert near(found.own.tolist()) == [False, False, False, True]


def test_the_caption_of_a_table_counts_as_a_heading() -> None:
    row = chunk("| 2024 | 20 |", block="row", context="Wages of wardens\n| Year | Crowns |")
    (found,) = Shelf(row).compare("wages crowns 20", stretch("Year: 2024; Crowns: 20"))
    assert near(found.words.tolist()) == [True, True, True]
    assert near(found.own.tolist()) == [False, True, True]


def test_a_passage_that_was_cut_has_the_words_of_all_its_chunks() -> None:
    whole = "Keepers light the lamp before wardens polish brass."
    shelf = Shelf(chunk(whole[:23]), chunk(whole[23:], 23), chunk("Bees make honey.", 60))
    (found,) = shelf.compare("keepers brass honey pay", stretch(whole))
    assert near(found.own.tolist()) == [True, True, False, False]
    assert near(found.words.tolist()) == [True, True, False, True]


def test_a_sentence_that_the_splitter_cuts_is_read_as_a_whole() -> None:
    text = "Keepers " + " ".join(f"carry load{i}" for i in range(30)) + " and wardens."
    document = Document("keeper", "Harbours", text, text_hash(text))
    library = MemoryLibrary([document], EMBEDDER, 32)
    assert library.size > 2
    (passage,) = library.passages.of(document)
    (found,) = library.compare("keepers load1 load29 wardens bees", [passage])
    assert near(found.own.tolist()) == [True, True, True, True, False]


def test_a_passage_of_stop_words_has_only_what_it_stands_under() -> None:
    (found,) = Shelf(chunk("It is what it is. " + TEXT)).compare("pay lamp", stretch("It is what it is."))
    assert found.own.tolist() == pytest.approx([FAR, FAR])
    assert near(found.words.tolist()) == [True, False]
    assert found.words[1] >= np.float32(FAR)
    assert found.meaning == FAR


@pytest.mark.parametrize("question", ["", "   ", "what is it?", "🙂"])
def test_a_question_without_content_is_near_to_nothing(question: str) -> None:
    shelf = Shelf(chunk(TEXT))
    found = shelf.compare(question, FIRST, SECOND)
    assert [(len(f.words), len(f.own), f.meaning, f.mean) for f in found] == [(0, 0, FAR, FAR)] * 2
    assert shelf.read == []


def test_no_passages_are_no_work() -> None:
    assert Shelf().compare("lamp") == []


def test_a_document_that_is_gone_answers_to_nothing() -> None:
    shelf = Shelf(chunk("Bees make honey.", document="bees"))
    gone, there = shelf.compare("honey lamp", FIRST, stretch("Bees make honey.", document="bees"))
    assert gone.words.tolist() == gone.own.tolist() == pytest.approx([FAR, FAR])
    assert gone.meaning == FAR
    assert near(there.words.tolist()) == [True, False]
    (alone,) = shelf.compare("honey lamp", FIRST)
    assert (alone.words.tolist(), alone.meaning) == (pytest.approx([FAR, FAR]), FAR)


def test_a_chunk_that_went_meanwhile_is_left_out() -> None:
    whole = "Keepers light the lamp before wardens polish brass."
    shelf = Shelf(chunk(whole[:23]), chunk(whole[23:], 23))
    shelf.gone.add("keeper-23")
    (found,) = shelf.compare("keepers brass", stretch(whole))
    assert near(found.own.tolist()) == [True, False]
    shelf.gone.add("keeper-0")
    (found,) = shelf.compare("keepers brass", stretch(whole))
    assert found.own.tolist() == pytest.approx([FAR, FAR])


def test_words_that_were_cut_off_when_a_chunk_was_read_are_not_mistaken_for_others() -> None:
    long = chunk("lamp rope honey bridge tower")
    rows = EMBEDDER.read([embedding_text(long)])[1][0]
    index = WordIndex(lambda _: [long], lambda _: {long.id: packed(rows[:4])}, EMBEDDER.dimension)
    (found,) = compare(index, "pay lamp rope honey tower", stretch(long.text))
    assert near(found.words.tolist()) == [True, True, True, False, False]


def test_words_of_the_question_that_the_model_did_not_read_have_no_likeness() -> None:
    rows = EMBEDDER.read(["lamp brass"])[1][0]
    (found,) = Shelf(chunk(TEXT)).index().compare(asked("lamp brass and honey", rows), [FIRST])
    assert near(found.words.tolist()) == [True, False]


# -- what is kept


def test_what_was_read_is_kept() -> None:
    shelf = Shelf(chunk(TEXT))
    index = shelf.index()
    first = compare(index, "lamp", FIRST)
    again = compare(index, "lamp", FIRST)
    assert (shelf.read, shelf.layouts) == (["keeper-0"], ["keeper"])
    assert first[0].words.tolist() == again[0].words.tolist()


def test_no_more_is_kept_than_was_agreed_and_the_most_recently_used_stays() -> None:
    names = [f"d{i}" for i in range(6)]
    shelf = Shelf(*(chunk(TEXT, document=name) for name in names))
    index = shelf.index(most=3)
    for name in names:
        compare(index, "lamp", stretch(TEXT, document="d0"), stretch(TEXT, document=name))
        assert len(index._kept) <= 3
        assert len(index._layouts) <= 3
    assert set(index._kept) == {"d0-0", "d4-0", "d5-0"}
    assert shelf.read.count("d0-0") == shelf.layouts.count("d0") == 1
    compare(index, "lamp", stretch(TEXT, document="d1"))
    assert shelf.read.count("d1-0") == shelf.layouts.count("d1") == 2


def test_more_passages_than_are_kept_are_all_compared() -> None:
    names = [f"d{i}" for i in range(6)]
    shelf = Shelf(*(chunk(f"lamp {name}", document=name) for name in names))
    index = shelf.index(most=2)
    found = compare(index, "lamp d3", *(stretch(f"lamp {name}", document=name) for name in names))
    assert [near(f.words.tolist())[1] for f in found] == [n == "d3" for n in names]
    assert len(index._kept) == 2


def test_what_is_forgotten_is_read_anew() -> None:
    """A new title changes what a chunk stands under, and neither its id nor the hash of its document's text."""
    shelf = Shelf(chunk(TEXT))
    index = shelf.index()
    compare(index, "lamp", FIRST)
    shelf.held = [chunk(TEXT, title="Lighthouses of the coast")]
    index.forget()
    (found,) = compare(index, "coast lamp", FIRST)
    assert near(found.words.tolist()) == [True, True]
    assert near(found.own.tolist()) == [False, True]


# -- with the model

PASSAGES = {
    "How far do bees fly to find food?": (
        "A worker covers up to five kilometres in search of nectar.",
        "The bridge is painted every seven years.",
    ),
    "What does a lighthouse keeper earn?": (
        "The yearly salary of the person who tends the lamp is 21,000 crowns.",
        "Honey keeps for many years when it is sealed well.",
    ),
    "Which tools are used to inspect a bridge?": (
        "Surveyors carry a hammer, a torch and a gauge for cracks.",
        "Drones leave the hive in autumn.",
    ),
}


@pytest.mark.parametrize("question", PASSAGES)
def test_a_paraphrase_comes_before_what_has_nothing_to_do_with_it(question: str, built_advisor: Advisor) -> None:
    texts = PASSAGES[question]
    documents = [Document(f"d{i}", "Notes", t, text_hash(t)) for i, t in enumerate(texts)]
    library = MemoryLibrary(documents, built_advisor.library.index.embedder, 220)
    paraphrase, unrelated = library.compare(question, [p for d in documents for p in library.passages.of(d)])
    assert paraphrase.mean > unrelated.mean + 0.1
    assert paraphrase.meaning > unrelated.meaning + 0.1


def test_disk_and_memory_compare_alike(built_advisor: Advisor) -> None:
    on_disk = built_advisor.library
    documents = on_disk.documents()
    in_memory = MemoryLibrary(documents, on_disk.index.embedder, on_disk.index.settings.chunk_tokens)
    passages = [p for d in documents for p in on_disk.passages.of(d)]
    question = "What does a keeper of a lighthouse earn?"
    pairs = zip(on_disk.compare(question, passages), in_memory.compare(question, passages), strict=True)
    for ours, theirs in pairs:
        np.testing.assert_allclose(ours.words, theirs.words, atol=1e-2)
        np.testing.assert_allclose(ours.own, theirs.own, atol=1e-2)
        assert ours.meaning == pytest.approx(theirs.meaning, abs=1e-2)


def test_every_passage_of_a_document_is_found_among_the_words_of_its_chunk(built_advisor: Advisor) -> None:
    library = built_advisor.library
    index = MemoryIndex(library.documents(), library.index.embedder, library.index.settings.chunk_tokens)
    read = WordIndex(index.document_chunks, index.words, index.embedder.dimension)
    for document in library.documents():
        chunks = index.document_chunks(document.id)
        words = read.of(chunks)
        for passage in library.passages.of(document):
            (around,) = [c for c in chunks if c.span.overlaps(passage.span)]
            start, end = words[around.id].find(passage.content)
            assert words[around.id].words[start:end] == list(passage.content), passage.words
