from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from advisor.errors import IndexCorrupt, UsageError


def write(path: Path, *lines: dict[str, Any] | str) -> Path:
    text = "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def replies(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write(tmp_path / "in.jsonl", *({"id": f"q{n}", "question": f"Question {n}?"} for n in range(1, 6)))


def test_one_reply_a_line_in_the_same_order(run, fake, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    result = run("ask", "--batch", str(questions), "--out", str(out))
    assert result.status == 0
    assert [(r["id"], r["question"]) for r in replies(out)] == [(f"q{n}", f"Question {n}?") for n in range(1, 6)]
    assert "5 answered, 0 already answered, 0 unusable" in result.err
    assert result.out == ""


def test_history_reaches_the_advisor(run, fake, tmp_path: Path) -> None:
    history = [{"role": "user", "content": "How far do bees fly?"}]
    source = write(tmp_path / "in.jsonl", {"id": "q1", "question": "And wasps?", "history": history})
    assert run("ask", "--batch", str(source), "--out", str(tmp_path / "out.jsonl")).status == 0
    assert fake.asked == [("And wasps?", tuple(history))]


def test_a_second_run_asks_nothing(run, fake, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    run("ask", "--batch", str(questions), "--out", str(out))
    before = out.read_bytes()
    fake.asked.clear()
    assert run("ask", "--batch", str(questions), "--out", str(out)).status == 0
    assert fake.asked == []
    assert out.read_bytes() == before


def test_a_stopped_run_goes_on_where_it_was(run, fake, questions: Path, tmp_path: Path) -> None:
    out, whole = tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    run("ask", "--batch", str(questions), "--out", str(whole))
    data = whole.read_bytes()
    lines = data.splitlines(keepends=True)
    for cut in (0, 1, len(lines[0]) - 1, len(lines[0]), len(lines[0]) + 7, len(data) - 1):
        out.write_bytes(data[:cut])
        fake.asked.clear()
        assert run("ask", "--batch", str(questions), "--out", str(out)).status == 0, cut
        assert out.read_bytes() == data, cut
        assert len(fake.asked) == 5 - data[:cut].count(b"\n"), cut


def test_an_error_that_ends_the_run_keeps_what_was_answered(run, fake, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    fake.error, fake.fail_on = IndexCorrupt("the index cannot be read"), "Question 3"
    assert run("ask", "--batch", str(questions), "--out", str(out)).status == 3
    assert [r["id"] for r in replies(out)] == ["q1", "q2"]


def test_bad_lines_are_numbered_and_the_rest_goes_on(run, fake, tmp_path: Path) -> None:
    source = write(
        tmp_path / "in.jsonl",
        {"id": "q1", "question": "One?"},
        "{not json",
        "",
        '["a list"]',
        {"id": "q5"},
        {"id": "q6", "question": "Six?", "history": "before"},
        {"id": "q1", "question": "Again?"},
        {"id": True, "question": "Eight?"},
        {"id": "q9", "question": "  "},
        {"id": "q10", "question": "x" * 100_000},
        "[" * 100_000,
        {"id": "q12", "question": "Twelve?"},
    )
    out = tmp_path / "out.jsonl"
    result = run("ask", "--batch", str(source), "--out", str(out))
    assert result.status == 2
    assert [r["id"] for r in replies(out)] == ["q1", "q12"]
    for line, what in {
        2: "not JSON",
        4: "a JSON list",
        5: 'no "question"',
        6: '"history"',
        7: "already used on line 1",
        8: '"id"',
        9: "is empty",
        10: "100,000 characters",
        11: "not JSON",
    }.items():
        assert any(f"line {line}: " in told and what in told for told in result.err.splitlines()), line
    assert "2 answered, 0 already answered, 9 unusable" in result.err


def test_a_mended_line_takes_its_place(run, fake, tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", {"id": "a", "question": "A?"}, "{broken", {"id": "c", "question": "C?"})
    out = tmp_path / "out.jsonl"
    assert run("ask", "--batch", str(source), "--out", str(out)).status == 2
    write(source, {"id": "a", "question": "A?"}, {"id": "b", "question": "B?"}, {"id": "c", "question": "C?"})
    fake.asked.clear()
    assert run("ask", "--batch", str(source), "--out", str(out)).status == 0
    assert [r["id"] for r in replies(out)] == ["a", "b", "c"]
    assert [q for q, _ in fake.asked] == ["B?"]
    assert list(tmp_path.glob("*.part")) == []


def test_a_question_that_the_advisor_refuses_is_reported(run, fake, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    fake.error, fake.fail_on = UsageError("cannot be read"), "Question 2"
    result = run("ask", "--batch", str(questions), "--out", str(out))
    assert result.status == 2
    assert "line 2: cannot be read" in result.err
    assert [r["id"] for r in replies(out)] == ["q1", "q3", "q4", "q5"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("Dear diary\nnothing happened\n", id="text"),
        pytest.param("Dear diary", id="text without a line end"),
        pytest.param('{"some": "json"}\n', id="other JSON"),
        pytest.param('{"id": "z", "question": "Another?"}\n', id="replies to other questions"),
    ],
)
def test_another_file_is_never_written_over(run, fake, questions: Path, tmp_path: Path, content: str) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text(content, encoding="utf-8")
    result = run("ask", "--batch", str(questions), "--out", str(out))
    assert result.status == 2
    assert "Give another --out" in result.err
    assert out.read_text(encoding="utf-8") == content
    assert fake.asked == []


def test_lines_without_an_id_get_their_number(run, fake, tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", {"question": "One?"}, {"question": "Two?"}, {"id": 7, "question": "Three?"})
    out = tmp_path / "out.jsonl"
    assert run("ask", "--batch", str(source), "--out", str(out)).status == 0
    assert [r["id"] for r in replies(out)] == [1, 2, 7]


def test_half_a_surrogate_pair_and_a_byte_order_mark(run, fake, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b'\xef\xbb\xbf{"id": "a", "question": "Half \\ud83d?"}\r\n')
    out = tmp_path / "out.jsonl"
    for _ in range(2):
        assert run("ask", "--batch", str(source), "--out", str(out)).status == 0
    assert [r["question"] for r in replies(out)] == ["Half ??"]
    assert len(fake.asked) == 1


def test_a_file_that_is_not_utf_8(run, fake, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes('{"question": "Où?"}\n'.encode("latin-1"))
    result = run("ask", "--batch", str(source), "--out", str(tmp_path / "out.jsonl"))
    assert result.status == 2
    assert "not UTF-8" in result.err


def test_an_empty_file(run, fake, tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl")
    result = run("ask", "--batch", str(source), "--out", str(tmp_path / "out.jsonl"))
    assert result.status == 2
    assert "holds no question" in result.err
    assert not (tmp_path / "out.jsonl").exists()
