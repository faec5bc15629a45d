"""Questions in other languages: which one, their words in English, the lines of the reply."""

from __future__ import annotations

import pytest

from advisor import Advisor
from advisor.answering.language import detect, in_english, line
from tests.reading import vocabulary


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("What does a florist earn?", "en", id="english"),
        pytest.param("florist pay", "en", id="two words"),
        pytest.param("Wie viel verdient ein Gärtner in Norwegen?", "de", id="german"),
        pytest.param("¿Cuánto gana un jardinero en Noruega?", "es", id="spanish"),
        pytest.param("Combien gagne un jardinier en Norvège ?", "fr", id="french"),
        pytest.param("Сколько зарабатывает садовник?", "ru", id="russian"),
        pytest.param("園丁的工資是多少", "zh", id="chinese"),
        pytest.param("庭師の給料はいくらですか", "ja", id="japanese"),
        pytest.param("정원사의 급여는 얼마입니까", "ko", id="korean"),
        pytest.param("كم يكسب البستاني في النرويج؟", "ar", id="arabic"),
    ],
)
def test_detect(text: str, code: str) -> None:
    assert detect(text) == code


def test_career_words_are_read_as_english_and_names_kept() -> None:
    known = vocabulary("gardens")
    assert in_english("Was verdient ein florist?", known.knows, known.words_known).split()[-2:] == ["salary", "florist"]
    assert "GD" in in_english("¿Cuánto cuesta el GD?", known.knows, known.words_known).split()


def test_a_line_without_a_translation_is_english() -> None:
    assert line("related", "de") == line("related", "en")
    assert line("missing", "de").startswith("Die Bibliothek")
    assert line("missing", "xx") == line("missing", "en")


@pytest.mark.parametrize(
    ("question", "opening", "held"),
    [
        pytest.param("¿Cuánto gana un florist?", "Los documentos están en inglés", "36,500", id="spanish"),
        pytest.param("Was verdient ein florist?", "Die Dokumente sind auf Englisch", "36,500", id="german"),
        pytest.param(
            "Quelles compétences pour un florist?", "Les documents sont en anglais", "Flower arranging", id="french"
        ),
    ],
)
def test_the_reply_says_that_the_documents_are_english(
    garden_advisor: Advisor, question: str, opening: str, held: str
) -> None:
    reply = garden_advisor.ask(question)
    assert reply.kind == "answer"
    assert reply.text.startswith(opening)
    assert held in reply.text


@pytest.mark.parametrize(
    ("question", "opening", "named"),
    [
        pytest.param("Was verdient ein Tierarzt?", "Die Bibliothek (auf Englisch)", "Tierarzt", id="german"),
        pytest.param("¿Cuánto gana un astronauta?", "La biblioteca (en inglés)", "astronauta", id="spanish"),
    ],
)
def test_what_nobody_knows_is_refused_in_the_language_of_the_question(
    garden_advisor: Advisor, question: str, opening: str, named: str
) -> None:
    reply = garden_advisor.ask(question)
    assert reply.kind == "abstention"
    assert reply.text.startswith(opening)
    assert reply.missing == (f"subject: {named}",)


def test_a_reply_hedges_in_the_language_of_the_question(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("Kuinka monta kysymystä on Secateurs kokeessa?")
    assert reply.kind == "partial"
    assert "Tämä ei ehkä ole" in reply.text
    assert "This may not be" not in reply.text


def test_a_few_words_of_english_are_english() -> None:
    assert detect("secai plus exam fee?") == "en"


def test_words_that_others_borrow_from_english_make_no_question_english() -> None:
    assert detect("Welche Skills und Jobs haben Growth in Deutschland?") == "de"
