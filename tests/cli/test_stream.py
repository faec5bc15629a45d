"""A streamed answer on a terminal: shown as it comes, and shown again where the check changed it."""

from __future__ import annotations

import pytest

from advisor.cli.replies import print_stream
from advisor.types import Delta, Stage


@pytest.fixture
def reply(fake):
    return fake.ask("How far do bees fly?")


def test_the_text_comes_once_where_nothing_was_changed(reply, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = reply.text[:10], reply.text[10:]
    assert print_stream([Stage("compose"), Delta(first), Delta(second), reply]) is reply
    out = capsys.readouterr().out
    assert out.startswith(reply.text + "\n")
    assert out.count("three kilometres for food. [1]") == 1
    assert "[1] Keeping bees › Flight" in out


def test_the_reply_that_counts_is_shown_where_it_differs(reply, capsys: pytest.CaptureFixture[str]) -> None:
    print_stream([Delta("Bees fly up to thirty kilometres. [1]"), reply])
    out = capsys.readouterr().out
    assert out.index("thirty kilometres") < out.index("After checking") < out.index("three kilometres")


def test_a_stream_without_deltas(reply, capsys: pytest.CaptureFixture[str]) -> None:
    print_stream([Stage("retrieve"), reply])
    out = capsys.readouterr().out
    assert out.startswith(reply.text)
    assert "After checking" not in out


def test_a_stream_that_ends_early_is_an_error(reply) -> None:
    with pytest.raises(RuntimeError, match="without a reply"):
        print_stream([Delta("Bees")])


def test_a_terminal_shows_a_chat_model_as_it_writes(run, fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_CHAT_MODEL", "openai:fake")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    streamed = []
    stream = fake.stream
    monkeypatch.setattr(fake, "stream", lambda *a: streamed.append(a) or stream(*a))
    assert run("ask", "How far?").status == 0
    assert streamed == [("How far?", ())]
