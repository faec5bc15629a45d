"""A corpus as the answering stages see it: on disk, where a sync shows at the next question, and in memory."""

from __future__ import annotations

import pytest

from advisor import Advisor, Settings, build_advisor
from advisor.index.contextual import content_words
from advisor.index.library import open_index
from advisor.ingest.loader import text_hash
from advisor.ingest.sync import sync
from advisor.library import IndexedLibrary, MemoryLibrary, moves_of
from advisor.text import stem
from advisor.types import Document, Query
from tests.index.fakes import HashEmbedder
from tests.reading import documents


class Counting(HashEmbedder):
    """Every word of more than eight letters is rare."""

    def rank(self, word: str) -> int | None:
        return None if len(word) > 8 else 500


def test_moves_are_read_from_the_front_matter() -> None:
    assert moves_of(documents("gardens")) == {
        ("roles/gardener", "roles/florist"): "transitions/gardener-to-florist",
        ("roles/gardener", "roles/head-gardener"): "transitions/gardener-to-head-gardener",
    }


def test_a_library_on_disk_knows_its_documents(built_advisor: Advisor) -> None:
    library = built_advisor.library
    assert library.kinds() == {"document": 1, "role": 2, "transition": 1}
    assert [d.id for d in library.documents()] == [
        "bees",
        "routes/lighthouse-keeper-to-bridge-inspector",
        "trades/bridge-inspector",
        "trades/lighthouse-keeper",
    ]
    assert library.document("nowhere") is None
    assert library.size >= 4
    assert library.document_frequency(stem("rope")) > library.document_frequency(stem("honey")) == 1


def test_everyday_words_are_told_from_rare_ones(built_advisor: Advisor) -> None:
    assert built_advisor.library.everyday("time") > 0.9
    assert built_advisor.library.everyday("zephyranthes") < 0.1


def test_a_sync_shows_at_the_next_question(settings: Settings) -> None:
    with build_advisor(settings) as advisor:
        assert advisor.ask("What does a ropewalker do?").kind == "abstention"
        (settings.corpus / "trades" / "ropewalker.md").write_text(
            "---\nkind: role\ntitle: Ropewalker\n---\nA ropewalker twists hemp into rope.\n\n"
            "## Tasks\n\n- Comb the hemp.\n- Twist the strands.\n",
            "utf-8",
        )
        assert sync(settings.corpus, advisor.library.index).added == 1
        reply = advisor.ask("What does a ropewalker do?")
        assert [s.text for s in reply.statements][-2:] == ["Comb the hemp.", "Twist the strands."]
        (settings.corpus / "trades" / "ropewalker.md").unlink()
        assert sync(settings.corpus, advisor.library.index).removed == 1
        assert advisor.ask("What does a ropewalker do?").kind == "abstention"


def test_a_new_title_is_compared_at_the_next_question(settings: Settings) -> None:
    """The text stays, and with it the ids of the chunks and the hash of the document."""
    path = settings.corpus / "drums.md"
    path.write_text("---\ntitle: Drums\n---\nThe skin is of goat.\n", "utf-8")
    with open_index(settings, create=True, embedder=Counting()) as index:
        sync(settings.corpus, index)
        library = IndexedLibrary(index, 20)

        def words() -> list[float]:
            document = library.document("drums")
            assert document is not None
            return [float(w) for w in library.compare("kettles goat", library.passages.of(document))[0].words]

        assert [w > 0.99 for w in words()] == [False, True]
        path.write_text("---\ntitle: Kettles\n---\nThe skin is of goat.\n", "utf-8")
        assert sync(settings.corpus, index).changed == 1
        assert [w > 0.99 for w in words()] == [True, True]


def test_a_question_longer_than_the_model_reads_is_answered(garden_advisor: Advisor) -> None:
    question = "What does a florist earn " + " ".join(f"or a number{i} quixotic{i} zebra{i}" for i in range(100)) + "?"
    assert len(question) < garden_advisor.settings.max_question_characters
    library = garden_advisor.library
    assert len(content_words(question)) > library.index.embedder.max_tokens
    passages = [p for d in library.documents() for p in library.passages.of(d)]
    assert len(library.compare(question, passages)[0].words) < library.index.embedder.max_tokens
    assert garden_advisor.ask(question).kind in {"answer", "partial", "abstention"}


def test_a_library_in_memory() -> None:
    texts = {"bees": "Bees fly far.", "hive": "A hive needs water."}
    library = MemoryLibrary([Document(i, i.title(), t, text_hash(t)) for i, t in texts.items()], Counting(), 64)
    assert [h.chunk.document_id for h in library.search(Query("water"), 1)] == ["hive"]
    assert library.kinds() == {"document": 2}
    assert (library.moves(), library.size) == ({}, 2)
    assert library.document("hive") is not None
    assert library.document("nest") is None
    assert library.embed(["x"]).shape == (1, 48)
    hive = library.document("hive")
    assert hive is not None
    (likeness,) = library.compare("water for bees", library.passages.of(hive))
    assert [w > 0.99 for w in likeness.words] == [True, False]


@pytest.mark.parametrize(
    ("word", "expected"),
    [pytest.param("honey", 1.0, id="every day"), pytest.param("propolisation", 0.0, id="rare")],
)
def test_everydayness_in_memory(word: str, expected: float) -> None:
    assert MemoryLibrary([], Counting(), 64).everyday(word) == expected
