"""Names of a corpus in a question, whatever their case, number, word order or spelling."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from advisor import Advisor
from advisor.answering.question import typed_words
from advisor.types import Document
from advisor.vocabulary import Vocabulary
from tests.reading import vocabulary


def found(corpus: str, text: str) -> list[tuple[str, str, str]]:
    return [(m.kind, m.label, m.surface) for m in vocabulary(corpus).find(text)]


@pytest.mark.parametrize(
    ("corpus", "text", "expected"),
    [
        pytest.param(
            "tiny", "What does a bridge inspector do?", ("role", "Bridge Inspector", "bridge inspector"), id="title"
        ),
        pytest.param("tiny", "lampkeeper pay", ("role", "Lighthouse Keeper", "lampkeeper"), id="alias"),
        pytest.param("tiny", "ask bridge inspectors", ("role", "Bridge Inspector", "bridge inspectors"), id="plural"),
        pytest.param(
            "tiny", "an inspector of bridges", ("role", "Bridge Inspector", "inspector of bridges"), id="order"
        ),
        pytest.param(
            "tiny", "BRIDGE-INSPECTOR?", ("role", "Bridge Inspector", "BRIDGE-INSPECTOR"), id="hyphen and case"
        ),
        pytest.param(
            "tiny",
            "a structural inspector's day",
            ("role", "Bridge Inspector", "structural inspector's"),
            id="possessive",
        ),
        pytest.param("tiny", "is crack mapping hard", ("skill", "Crack mapping", "crack mapping"), id="bold label"),
        pytest.param("tiny", "a crack gauge", ("tool", "Crack gauge", "crack gauge"), id="kind by the heading"),
        pytest.param(
            "tiny",
            "Level 2 Rope Certificate",
            ("certification", "Level 2 Rope Certificate", "Level 2 Rope Certificate"),
            id="with a number",
        ),
        pytest.param("gardens", "the GD", ("certification", "Garden Diploma", "GD"), id="abbreviation"),
        pytest.param("gardens", "botany", ("skill", "plant knowledge", "botany"), id="glossary"),
        pytest.param("gardens", "head gardeners", ("role", "head gardener", "head gardeners"), id="the longer name"),
        pytest.param("gardens", "she writes R", ("skill", "R", "R"), id="one letter as written"),
    ],
)
def test_a_name_is_found(corpus: str, text: str, expected: tuple[str, str, str]) -> None:
    assert found(corpus, text) == [expected]


@pytest.mark.parametrize(
    ("corpus", "text"),
    [
        pytest.param("tiny", "a bridge too far", id="half a name"),
        pytest.param("tiny", "a keeper of bees", id="the other half"),
        pytest.param("gardens", "r is what follows q", id="one letter in small"),
        pytest.param("gardens", "the GD-2 exam", id="another name that goes on"),
        pytest.param("gardens", "", id="nothing"),
    ],
)
def test_no_name_is_found(corpus: str, text: str) -> None:
    assert found(corpus, text) == []


def test_names_come_in_order_with_their_spans() -> None:
    text = "A florist, then a tree surgeon."
    mentions = vocabulary("gardens").find(text)
    assert [(m.label, m.span.of(text), m.documents) for m in mentions] == [
        ("florist", "florist", ("roles/florist",)),
        ("arborist", "tree surgeon", ("roles/arborist",)),
    ]


@pytest.mark.parametrize(
    ("corpus", "written", "read"),
    [
        pytest.param("tiny", "brigde inspector", "bridge inspector", id="neighbours swapped"),
        pytest.param("tiny", "inspecter", "inspector", id="one letter wrong"),
        pytest.param("gardens", "gardner", "gardener", id="one letter left out"),
        pytest.param("gardens", "flroist", "florist", id="a short name"),
    ],
)
def test_a_typo_is_read_as_the_name(corpus: str, written: str, read: str) -> None:
    text, corrections = vocabulary(corpus).corrected(written)
    assert text == read
    assert [(c.written, c.read) for c in corrections] == [(written.split()[0], read.split()[0])]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("GB", id="short and in capitals"),
        pytest.param("ABC or RST", id="capitals"),
        pytest.param("pruning and soil", id="known"),
        pytest.param("in 20235", id="digits"),
    ],
)
def test_what_is_no_typo_stays(text: str) -> None:
    assert vocabulary("gardens").corrected(text) == (text, ())


def test_chat_spelling_is_read_out() -> None:
    text, _ = vocabulary("gardens").corrected("wot does a florist earn pls")
    assert text == "what does a florist earn please"


def test_a_name_knows_the_longer_names_that_hold_it() -> None:
    head, gardener = vocabulary("gardens").find("a head gardener beside a gardener")
    assert gardener.longer == ("head gardener",)
    assert head.longer == ()


def test_two_words_that_are_one_name() -> None:
    document = Document("a", "MLSecOps Engineer", "An MLSecOps engineer signs models.", "h", kind="role")
    text, _ = Vocabulary.read([document]).corrected("MLSec Ops engineer")
    assert text == "mlsecops engineer"


def test_a_corpus_without_structure_knows_its_words_alone() -> None:
    known = Vocabulary.read([Document("a", "", "Bees fly far. Bees drink.", "h")])
    assert known.find("How far do bees fly?") == []
    assert known.knows("bees")
    assert known.knows("drinking")
    assert not known.knows("wasp")


def test_titles_of_topics_are_no_names() -> None:
    assert found("gardens", "Demand for plant work") == []
    assert found("gardens", "Projects that show what you can do") == []


def test_a_glossary_decides_what_its_labels_are() -> None:
    known = Vocabulary.read(
        [], {"skills": {"soil testing": ["soil analysis"]}, "certifications": {"Garden Diploma": []}}
    )
    assert [(m.kind, m.label) for m in known.find("soil analysis and a garden diploma")] == [
        ("skill", "soil testing"),
        ("certification", "Garden Diploma"),
    ]


def test_a_rare_word_of_the_language_is_no_slip() -> None:
    usual = replace(vocabulary("gardens"), everyday=lambda word: 0.08 if word in {"warden", "gardner"} else 0.0)
    assert usual.corrected("What does a belt warden do?")[0] == "What does a belt warden do?"
    assert usual.corrected("What does a gardner do?")[0] == "What does a gardener do?"


def test_a_proper_name_has_no_inflection_but_its_plural() -> None:
    document = Document("a", "Evidently", "Evidently watches models.", "h", kind="tool")
    known = Vocabulary.read([document])
    assert known.find("what evidence is there") == []
    assert [m.label for m in known.find("use evidently")] == ["Evidently"]


def test_a_name_does_not_run_from_one_role_into_the_next() -> None:
    documents = [
        Document("a", "AI security engineer", "Tests models.", "h", kind="role", aliases=("AI/ML security engineer",)),
        Document("b", "Machine learning engineer", "Trains models.", "h", kind="role", aliases=("ML engineer",)),
    ]
    known = Vocabulary.read(documents)
    labels = [m.label for m in known.find("from ML engineer to AI security engineer")]
    assert labels == ["Machine learning engineer", "AI security engineer"]


def test_initials_of_labels_the_corpus_does_not_use_itself() -> None:
    documents = [
        Document("a", "Data scientist", "Fits models.", "h", kind="role"),
        Document("b", "Bridge surveyor", "Walks bridges.", "h", kind="role"),
        Document("c", "Boat steward", "Serves tea. A computer and information systems manager.", "h", kind="role"),
        Document(
            "d", "Codes", "| occupation | code |\n|---|---|\n| data protection officer | 7 |\n", "h", kind="guide"
        ),
    ]
    known = Vocabulary.read(documents)
    assert known.corrected("Life as a DS?")[0] == "Life as a Data scientist?"
    assert known.corrected("the code of a DPO")[0] == "the code of a data protection officer"
    assert known.corrected("Life as a BS?")[0] == "Life as a BS?"  # of two roles
    assert known.corrected("Is the CAISM hard?")[0] == "Is the CAISM hard?"


def test_the_first_letters_of_a_name_with_a_sign() -> None:
    documents = [
        Document("a", "Security+", "Security+ is about security.", "h", kind="certification"),
        Document("b", "SecAI+", "SecAI+ is about models.", "h", kind="certification"),
    ]
    known = Vocabulary.read(documents)
    assert known.corrected("is Sec+ hard")[0].lower() == "is security+ hard"
    assert known.corrected("is SecML+ hard")[0] == "is SecML+ hard"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("wht does a grdener do", "what does a gardener do", id="vowels left out"),
        pytest.param("gardenr pay in 2yrs", "gardener pay in 2 years", id="a number with its unit"),
        pytest.param("month two as a florist", "second month as a florist", id="a month by its number"),
        pytest.param("lol what does a florist do", " what does a florist do", id="laughter"),
        pytest.param("what is it for an who needs it", "what is it for and who needs it", id="an for and"),
        pytest.param("lvl 2 wat is that", "lvl 2 what is that", id="a level is no to"),
        pytest.param("too late 4 me lol", "too late for me ", id="a digit in chat"),
    ],
)
def test_typing_on_a_phone(written: str, read: str) -> None:
    assert vocabulary("gardens").corrected(written)[0] == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("howmany bees", "how many bees", id="run together"),
        pytest.param("studdying for the exam", "studying for the exam", id="a slip in a word of every day"),
        pytest.param("is kubeflow better", "is kubeflow better", id="a name stays"),
        pytest.param("Studdying", "Studdying", id="with a capital it may be a name"),
    ],
)
def test_words_of_every_day_are_read_too(built_advisor: Advisor, written: str, read: str) -> None:
    known = built_advisor.library.vocabulary
    assert known.corrected(written, frozenset({"how", "many"}))[0] == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("what do beekeepers earn in Ameria", "what do beekeepers earn in america", id="a country"),
        pytest.param("in Beitain's hives", "in britain's hives", id="possessive"),
        pytest.param("the prixe of honey", "the price of honey", id="the key beside"),
        pytest.param("is that nowadasy so", "is that nowadays so", id="letters swapped"),
        pytest.param("which is dearer", "which is dearer", id="a form of a word"),
        pytest.param("can I retrain", "can I retrain", id="a word with a prefix"),
        pytest.param("an outage", "an outage", id="two words that are one"),
    ],
)
def test_slips_of_a_phone_are_read(built_advisor: Advisor, written: str, read: str) -> None:
    assert built_advisor.library.vocabulary.corrected(written, typed_words())[0] == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("GAARDS", "GARDS", id="a letter struck twice"),
        pytest.param("GADRS", "GARDS", id="two letters swapped"),
        pytest.param("GARES", "GARES", id="with another letter another name"),
        pytest.param("GADS", "GADS", id="with a letter less another name"),
    ],
)
def test_an_abbreviation_is_read_with_care(written: str, read: str) -> None:
    known = Vocabulary.read([Document("a", "GARDS", "GARDS is for gardens.", "h", kind="certification")])
    assert known.corrected(f"is {written} hard")[0] == f"is {read} hard"
    assert known.like("GADS") == ["GARDS"]


def test_capitals_without_the_sign_are_the_name() -> None:
    known = Vocabulary.read([Document("a", "GarAI+", "GarAI+ is for gardens.", "h", kind="certification")])
    assert known.corrected("GARAI exam price")[0] == "GARAI+ exam price"


def test_a_slip_that_is_not_mended_is_known_for_one(built_advisor: Advisor) -> None:
    known = built_advisor.library.vocabulary
    assert known.misspelt("deaks")
    assert not any(map(known.misspelt, ("tase", "Deaks", "price", "dearer")))


def test_a_beginning_is_read_as_the_word_that_the_corpus_uses_most() -> None:
    known = Vocabulary.read([Document("a", "", "Beekeeping is old. Beekeeping pays. A beekeeper rests.", "h")])
    assert known.corrected("is beekee hard")[0] == "is beekeeping hard"


def test_a_name_is_not_read_across_an_and() -> None:
    known = Vocabulary.read([Document("a", "Secure Developer", "They write code.", "h", kind="role")])
    assert known.find("developer and secure software") == []


def test_a_name_of_the_corpus_is_no_chat_spelling() -> None:
    known = Vocabulary.read([Document("a", "SR", "A shift runner, or SR, keeps the plan.", "h", kind="role")])
    assert known.corrected("what does an sr do")[0] == "what does an sr do"
    assert vocabulary("gardens").corrected("what does a sr do")[0] == "what does a senior do"


def test_an_endless_word_costs_little(built_advisor: Advisor) -> None:
    began = time.perf_counter()
    built_advisor.library.vocabulary.corrected("is " + "abcdefgh" * 480 + " hard")
    assert time.perf_counter() - began < 1.0


def test_the_last_words_of_a_role_are_its_name_whatever_a_row_is_called() -> None:
    role = Document("a", "AI rope tester", "An AI rope tester pulls ropes.", "a", kind="role")
    table = "Table: Moves\n\n| Move | Months |\n| --- | --- |\n| Rigger to AI rope tester | 6 |\n"
    names = Vocabulary.read([role, Document("b", "Moves", table, "b")])
    assert [(m.kind, m.label) for m in names.find("what does a rope tester do?")] == [("role", "AI rope tester")]


def test_a_word_with_an_ordinary_inflection_is_no_name() -> None:
    names = Vocabulary.read([Document("a", "Backgrounds", "Their background is Fickling and rope.", "a")])
    assert names.knows("backgrounds")
    assert not names.only_as_name("backgrounds")
    assert names.only_as_name("fickling")
    assert not names.only_as_name("cordage")


ASKED = frozenset({"pass", "pays", "pads", "pans", "part", "path"})


def test_of_two_words_as_likely_the_one_of_the_same_letters_is_read() -> None:
    assert vocabulary("gardens").corrected("how many points to pas", ASKED)[0] == "how many points to pass"


def test_a_slip_is_read_alike_in_every_process() -> None:
    reading = (
        "from tests.reading import vocabulary\n"
        f"asked = frozenset({sorted(ASKED)!r})\n"
        "print([vocabulary('gardens').corrected(w, asked)[0] for w in ('pas', 'pat', 'pan', 'pay')])"
    )
    read = {
        subprocess.run(
            [sys.executable, "-c", reading],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(read) == 1, read


def test_a_long_talk_in_no_language_costs_little(built_advisor: Advisor) -> None:
    known = built_advisor.library.vocabulary
    text = " ".join(f"q{a}x{b}zk{a}v" for a in "bcdfg" for b in "hjklm").translate(
        str.maketrans("0123456789", "abcdefghij")
    )
    known.corrected(text, typed_words())
    began = time.perf_counter()
    for _ in range(20):
        known.corrected(text, typed_words())
    assert time.perf_counter() - began < 0.5


def test_a_rare_word_of_its_own_is_no_slip_of_a_name_two_letters_away() -> None:
    usual = replace(vocabulary("gardens"), everyday=lambda word: 0.08 if word == "diplomats" else 0.0)
    assert usual.corrected("diplomats")[0] == "diplomats"


def test_a_plural_that_the_corpus_never_writes_is_no_name() -> None:
    text = "# Halls\n\nIn Norland the Storting sits in a hall."
    names = Vocabulary.read([Document("d", "Halls", text, "sha256:h")])
    assert names.only_as_name("storting")
    assert not names.only_as_name("stortings")
