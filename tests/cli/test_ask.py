from __future__ import annotations

import io
import json

import pytest

from advisor.errors import IndexMismatch, IndexMissing, ModelError, UsageError


def test_a_reply_is_printed_with_its_sources(run, fake) -> None:
    result = run("ask", "How far do bees fly?")
    assert result.status == 0
    assert result.out.startswith("Bees fly up to three kilometres for food. [1]")
    assert "[1] Keeping bees › Flight (as of 2023) bees 0–41" in result.out
    assert "“Bees fly up to three kilometres for food.”" in result.out
    assert fake.asked == [("How far do bees fly?", ())]


def test_words_without_quotes_are_one_question(run, fake) -> None:
    assert run("ask", "how", "far", "do", "bees", "fly").status == 0
    assert fake.asked[0][0] == "how far do bees fly"


def test_json_is_the_contract(run, fake) -> None:
    reply = json.loads(run("ask", "How far?", "--json").out)
    assert reply["question"] == "How far?"
    assert reply["kind"] == "answer"
    assert reply["citations"][0]["document_id"] == "bees"
    assert (reply["citations"][0]["start"], reply["citations"][0]["end"]) == (0, 41)
    assert "id" not in reply


def test_a_dash_reads_standard_input(run, fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("How far?\n"))
    assert run("ask", "-").status == 0
    assert fake.asked[0][0] == "How far?"


@pytest.mark.parametrize(
    ("question", "message"),
    [
        pytest.param("", "is empty", id="empty"),
        pytest.param("  \n\t", "is empty", id="white space"),
        pytest.param("x" * 100_000, "100,000 characters; at most 4,000", id="100,000 characters"),
        pytest.param("?!…", "no letter or digit", id="punctuation"),
        pytest.param("\x00\x07\x1b", "no letter or digit", id="control characters"),
        pytest.param("\u202e\u2066\u200f", "no letter or digit", id="direction marks"),
    ],
)
def test_an_unusable_question_is_refused_before_anything_is_loaded(run, fake, question: str, message: str) -> None:
    result = run("ask", question)
    assert result.status == 2
    assert message in result.err
    assert "Traceback" not in result.err
    assert fake.built == 0


def test_no_question_at_all(run, fake) -> None:
    result = run("ask")
    assert result.status == 2
    assert "The question is empty" in result.err


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("كم تطير النحلة؟", id="right to left"),
        pytest.param("How far\x07 do bees\x1b[31m fly?", id="control characters among words"),
        pytest.param("How far 🐝?", id="emoji"),
        pytest.param("-- how far", id="dashes"),
    ],
)
def test_unusual_questions_are_asked_as_they_are(run, fake, question: str) -> None:
    assert run("ask", "--json", "--", question).status == 0
    assert fake.asked[0][0] == question


def test_what_a_document_says_cannot_drive_the_terminal(run, fake) -> None:
    fake.text = "Bees\x1b[2J\x07 fly\u202e far"
    out = run("ask", "How far?").out
    assert "Bees[2J fly far [1]" in out
    assert not set(out) & set("\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        pytest.param(UsageError("no such kind"), 2, id="usage"),
        pytest.param(IndexMissing("nothing indexed"), 3, id="index missing"),
        pytest.param(IndexMismatch("made with another model. Run: advisor ingest --rebuild"), 3, id="index mismatch"),
        pytest.param(ModelError("weights are missing"), 1, id="model"),
        pytest.param(PermissionError(13, "Permission denied", "/somewhere"), 1, id="system"),
        pytest.param(ZeroDivisionError("division by zero"), 1, id="a fault of ours"),
    ],
)
def test_every_error_is_a_message_and_an_exit_status(run, fake, error: Exception, status: int) -> None:
    fake.error = error
    result = run("ask", "How far?")
    assert result.status == status
    assert result.err.startswith("Error: ")
    assert "Traceback" not in result.err
    assert result.out == ""


def test_an_unexpected_error_says_how_to_see_more(run, fake) -> None:
    fake.error = ZeroDivisionError("division by zero")
    result = run("ask", "How far?")
    assert "Unexpected ZeroDivisionError: division by zero" in result.err
    assert "--debug" in result.err
    with pytest.raises(ZeroDivisionError):
        run("ask", "How far?", "--debug")


def test_interrupting_ends_quietly(run, fake) -> None:
    fake.error = KeyboardInterrupt()  # type: ignore[assignment]
    result = run("ask", "How far?")
    assert result.status == 130
    assert result.err.strip() == "Stopped."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["ask", "q", "--batch", __file__, "--out", "x"], "not both", id="question and batch"),
        pytest.param(["ask", "--batch", __file__], "--out", id="batch without out"),
        pytest.param(["ask", "q", "--out", "x"], "--batch", id="out without batch"),
        pytest.param(["ask", "q", "--corpus", "/nowhere"], "/nowhere", id="corpus missing"),
        pytest.param(["ask", "q", "--corpus", __file__], "is a file", id="corpus a file"),
        pytest.param(["ask", "q", "--colour"], "--colour", id="unknown option"),
        pytest.param(["aks", "q"], "aks", id="unknown command"),
    ],
)
def test_unusable_arguments(run, fake, arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.status == 2
    assert message in result.err
    assert fake.built == 0


def test_the_corpus_option_reaches_the_settings(run, fake, tmp_path) -> None:
    assert run("ask", "q?", "--corpus", str(tmp_path)).status == 0
    assert fake.settings.corpus == tmp_path


def test_a_setting_that_cannot_be_used_is_named(run, fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_CHUNK_TOKENS", "many")
    result = run("ask", "q?")
    assert result.status == 2
    assert "ADVISOR_CHUNK_TOKENS='many'" in result.err
