"""Files of rows: what cannot be used is numbered, passed over and counted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.errors import UsageError
from evals.cases import load_cases, load_lookups, parse_case, part_of, suite_path
from evals.rows import RowError

ROOT = Path(__file__).resolve().parents[2]


def write(path: Path, *lines: str | bytes) -> Path:
    path.write_bytes(b"\n".join(x if isinstance(x, bytes) else x.encode() for x in lines))
    return path


def case(id_: str, **more: object) -> str:
    return json.dumps({"id": id_, "question": "What does a lock keeper do?"} | more)


def test_malformed_lines_are_numbered_and_counted(tmp_path: Path) -> None:
    path = write(
        tmp_path / "c.jsonl",
        b"\xef\xbb\xbf" + case("a").encode(),
        "",
        "{not json",
        "[1, 2]",
        b'{"id": "b", "question": "\xff\xfe"}',
        case("a"),
        json.dumps({"id": "c"}),
        case("d", expect="maybe"),
        case("e", facts="47.49"),
        case("f", history=[{"role": "system", "content": "x"}]),
        case("g"),
    )
    cases, rows = load_cases(path)
    assert [c.id for c in cases] == ["a", "g"]
    assert rows.read == 2
    assert rows.skipped == 8
    told = {p.line: p.message for p in rows.problems}
    assert sorted(told) == [3, 4, 5, 6, 7, 8, 9, 10]
    assert "not JSON" in told[3]
    assert "a list, not an object" in told[4]
    assert "'a' was used before" in told[6]
    assert "there is no question" in told[7]
    assert "'maybe'" in told[8]
    assert "facts is a str" in told[9]
    assert "role" in told[10]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param([], "is empty", id="empty"),
        pytest.param(["", "  "], "is empty", id="blank lines"),
        pytest.param(["nonsense"], r"no usable row \(1 passed over: line 1: not JSON", id="nothing usable"),
    ],
)
def test_a_file_without_rows_is_refused(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_cases(write(tmp_path / "c.jsonl", *lines))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.jsonl cannot be read"):
        load_cases(tmp_path / "none.jsonl")


def test_only_the_first_problems_are_kept_but_all_are_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", *["x"] * 300, case("a"))
    _, rows = load_cases(path)
    assert rows.skipped == 300
    assert len(rows.problems) == 50
    assert rows.account()["skipped"] == 300


def test_deep_nesting_is_a_bad_line_and_no_crash(tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", "[" * 100_000, case("a"))
    cases, rows = load_cases(path)
    assert [c.id for c in cases] == ["a"]
    assert rows.problems[0].line == 1


_READ_ALL = """
import resource, sys
from evals.cases import parse_case
from evals.rows import Rows
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read = sum(1 for _ in Rows(sys.argv[1]).parse(lambda row: parse_case(row, "x"), lambda c: c.id))
print(read, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in kilobytes on Linux only")
def test_a_hundred_thousand_rows_need_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    with path.open("w") as stream:
        for number in range(100_000):
            stream.write(f'{{"id": "{number}", "question": "{"long " * 100}"}}\n')
    assert path.stat().st_size > 50_000_000
    done = subprocess.run(
        [sys.executable, "-c", _READ_ALL, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    read, kilobytes = (int(n) for n in done.stdout.split())
    assert read == 100_000
    assert kilobytes < 30_000


def test_a_case_keeps_what_is_expected() -> None:
    made = parse_case(
        {
            "id": "x",
            "question": "q",
            "expect": "refuse",
            "near_miss": True,
            "facts": [["a", "b"], "c"],
            "evidence": [{"document_id": "d", "contains": "words"}],
            "history": [{"role": "user", "content": "earlier"}],
            "swap": [["Maria", "Jan"]],
        },
        "facts",
    )
    assert made.facts == (("a", "b"), ("c",))
    assert made.evidence[0].contains == "words"
    assert made.history == (("user", "earlier"),)
    assert made.swap == (("Maria", "Jan"),)
    assert made.near_miss
    with pytest.raises(RowError, match="question is empty"):
        parse_case({"id": "x", "question": " "}, "facts")


def test_a_lookup_without_spans_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", case("a"), case("b", spans=[{"document_id": "d", "quote": "words"}]))
    lookups, rows = load_lookups(path)
    assert [x.id for x in lookups] == ["b"]
    assert "spans is empty" in rows.problems[0].message


def test_the_part_is_a_hash_of_the_id() -> None:
    # sha256("a") begins with 0xca, which is even; sha256("c") with 0x2e; sha256("e") with 0x3f, which is odd
    assert part_of("a") == "tuning"
    assert part_of("c") == "tuning"
    assert part_of("e") == "test"


def test_an_unknown_suite_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean facts"):
        suite_path("fact")
