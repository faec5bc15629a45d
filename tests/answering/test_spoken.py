"""What is asked next is looked for in the documents that the talk has been about."""

from __future__ import annotations

from dataclasses import replace

from advisor import Advisor
from advisor.answering.evidence import gather, score
from advisor.answering.question import Question, understand
from advisor.answering.spoken import WORTH, spoken_of
from advisor.conversation import condense
from advisor.library import MemoryLibrary
from advisor.types import Query, Turn
from tests.answering.test_nearest import library_of

MILL = "The mill of Orn grinds rye. The wheel turns at dawn. Repairs are made in winter by two joiners."
QUARRY = "The quarry of Lund sells slate. The saw runs at noon. Repairs are made in summer by four smiths."
TALK = (Turn("user", "What does the quarry of Lund sell?"), Turn("assistant", "The quarry of Lund sells slate. [1]"))


def first(question: Question, library: MemoryLibrary) -> str:
    pool = gather(question, library.search(Query(question.text), 8), library)
    return score(question, pool, library)[0].passage.words


def test_the_document_of_the_reply_comes_nearer(built_advisor: Advisor) -> None:
    library = library_of(built_advisor, MILL, QUARRY)
    question = understand("When are repairs made?", library.vocabulary)[0]
    about = spoken_of(("The quarry of Lund sells slate.", "What does it sell? Slate."), library)
    assert about == (("d1", 2 * WORTH),)
    assert "summer" in first(replace(question, spoken_of=about), library)
    assert "winter" in first(replace(question, spoken_of=(("d0", 2 * WORTH),)), library)


def test_passages_that_no_hit_holds_are_weighed_too(built_advisor: Advisor) -> None:
    library = library_of(built_advisor, MILL, QUARRY)
    question = understand("When are repairs made?", library.vocabulary)[0]
    assert not gather(question, (), library).passages
    pool = gather(replace(question, spoken_of=(("d1", WORTH),)), (), library)
    assert {p.document.id for p in pool.passages} == {"d1"}


def test_what_was_said_before_is_kept_without_its_marks(built_advisor: Advisor) -> None:
    vocabulary = library_of(built_advisor, MILL, QUARRY).vocabulary
    reply, both = condense("When are repairs made?", TALK, vocabulary).before
    assert reply == "The quarry of Lund sells slate."
    assert both.endswith(reply)
    assert both.startswith("What does the quarry")
    assert condense("Another topic: who grinds rye?", TALK, vocabulary).before == ()
    assert condense("When are repairs made?", (), vocabulary).before == ()


def test_a_question_that_goes_back_reads_earlier_turns(built_advisor: Advisor) -> None:
    vocabulary = library_of(built_advisor, MILL, QUARRY).vocabulary
    later = (*TALK, Turn("user", "What does the mill of Orn grind?"), Turn("assistant", "It grinds rye. [1]"))
    assert not any("slate" in t for t in condense("When are repairs made?", later, vocabulary).before)
    assert any("slate" in t for t in condense("Going back to the quarry, who repairs it?", later, vocabulary).before)
