"""Results: equal bytes for equal inputs, the tally, comparisons and reports."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.errors import StorageError, UsageError
from evals.comparing import compare, text
from evals.markdown import markdown
from evals.page import page
from evals.readme import BEGIN, END, rewritten
from evals.results import ResultFile, Tally, head, read
from evals.scorecard import CaseScore


def score(id_: str, failures: tuple[str, ...] = (), **metrics: float | None) -> CaseScore:
    detail: dict[str, Any] = {
        "question": f"Question {id_}?",
        "kind": "answer",
        "text": "<script>alert(1)</script> A reply.",
        "fault": "composing" if failures else "none",
        "citations": [
            {
                "number": 1,
                "document_id": "d",
                "start": 0,
                "end": 4,
                "quote": "<b>bold</b>",
                "exists": True,
                "exact": True,
            }
        ],
    }
    return CaseScore(id_, "facts", "test", dict(metrics), failures, detail)


def write(path: Path, scores: list[CaseScore], seconds: float = 1.0) -> dict[str, Any]:
    tally = Tally()
    with ResultFile(path) as out:
        for one in scores:
            tally.add(one, True, False)
            out.add(one.to_json())
        summary = {"facts": {"all": tally.summary()}}
        out.finish(head("run", summary=summary, corpora={"corpus": "sha256:0"}), {"seconds": seconds})
    return read(path)


GOOD = [
    score("a", **{"facts.complete": 1.0, "standalone": None}),
    score("b", **{"facts.complete": 1.0, "standalone": 0.5}),
]
BAD = [score("a", ("lacks 47.49",), **{"facts.complete": 0.0, "standalone": None}), GOOD[1]]


def test_two_runs_give_equal_bytes_apart_from_timings(tmp_path: Path) -> None:
    write(tmp_path / "a.json", GOOD, seconds=1.0)
    write(tmp_path / "b.json", GOOD, seconds=2.0)
    a, b = ((tmp_path / n).read_text().split('"timings"') for n in ("a.json", "b.json"))
    assert a[0] == b[0]
    assert a[1] != b[1]


def test_a_tally_keeps_what_applies(tmp_path: Path) -> None:
    told = write(tmp_path / "a.json", BAD)["summary"]["facts"]["all"]
    assert told["cases"] == 2
    assert told["with_failures"] == 1
    assert told["metrics"]["facts.complete"]["mean"] == 1 / 2
    standalone = told["metrics"]["standalone"]
    assert (standalone["mean"], standalone["n"], standalone["of"], standalone["coverage"]) == (0.5, 1, 2, 0.5)
    assert told["faults"] == {"composing": 1, "none": 1}
    assert told["abstention"]["answerable_answered"] == 2


def test_a_metric_that_begins_late_is_none_before() -> None:
    tally = Tally()
    tally.add(score("a", x=1.0), None, False)
    tally.add(score("b", y=0.5), None, False)
    told = tally.summary()["metrics"]
    assert (told["x"]["n"], told["x"]["of"]) == (1, 2)
    assert (told["y"]["n"], told["y"]["mean"]) == (1, 0.5)


def test_a_run_that_ends_early_leaves_no_file(tmp_path: Path) -> None:
    def stopped() -> None:
        with ResultFile(tmp_path / "a.json") as out:
            out.add({"id": "a"})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        ResultFile(tmp_path / "file" / "a.json")


@pytest.mark.parametrize("text_", ["", "{", "[]", '{"schema": 99, "cases": []}', '{"schema": 1}'])
def test_what_is_no_result_is_refused(tmp_path: Path, text_: str) -> None:
    (tmp_path / "a.json").write_text(text_)
    with pytest.raises(UsageError, match="no result file"):
        read(tmp_path / "a.json")


def test_surrogates_can_be_written(tmp_path: Path) -> None:
    told = write(tmp_path / "a.json", [score("a\ud800", **{"facts.complete": 1.0})])
    assert told["cases"][0]["id"] == "a\ud800"


def test_a_comparison_tells_what_got_worse(tmp_path: Path) -> None:
    good, bad = write(tmp_path / "a.json", GOOD), write(tmp_path / "b.json", BAD)
    told = compare(good, bad)
    assert told["shared"] == 2
    assert told["suites"]["facts"]["facts.complete"]["difference"] == -0.5
    assert [c["id"] for c in told["worse"]] == ["a"]
    assert told["worse"][0]["broken"] == ("lacks 47.49",)
    assert told["better"] == []
    assert "lacks 47.49" in text(told)
    assert compare(bad, good)["better"][0]["mended"] == ("lacks 47.49",)


def test_a_sure_loss_is_called_worse(tmp_path: Path) -> None:
    good = [score(str(n), **{"facts.complete": 1.0, "citations.unnecessary": 0.0}) for n in range(40)]
    bad = [score(str(n), **{"facts.complete": float(n % 4 > 0), "citations.unnecessary": 1.0}) for n in range(40)]
    told = compare(write(tmp_path / "a.json", good), write(tmp_path / "b.json", bad))["suites"]["facts"]
    assert told["facts.complete"]["verdict"] == "worse"
    assert told["citations.unnecessary"]["verdict"] == "worse"  # less is better there
    assert told["facts.complete"]["high"] < 0


def test_results_without_a_common_case_are_refused(tmp_path: Path) -> None:
    a, b = write(tmp_path / "a.json", GOOD), write(tmp_path / "b.json", [score("z", **{"facts.complete": 1.0})])
    with pytest.raises(UsageError, match="share no case"):
        compare(a, b)


def test_a_report_shows_failures_and_runs_nothing(tmp_path: Path) -> None:
    result = write(tmp_path / "a.json", BAD)
    shown = page(result)
    assert "lacks 47.49" in shown
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)" in shown
    assert "&lt;b&gt;bold" in shown
    assert "<svg" in shown
    assert "default-src 'none'" in shown
    assert "http://" not in shown
    assert "https://" not in shown
    assert "Question b?" not in shown  # what passed is not listed
    assert json.dumps(result["summary"]["facts"]["all"]["cases"]) == "2"


def test_the_markdown_has_the_table_and_the_failing_cases(tmp_path: Path) -> None:
    shown = markdown(write(tmp_path / "a.json", BAD))
    assert "| facts | facts.complete | 0.500 |" in shown
    assert "### a: Question a?" in shown
    assert "- lacks 47.49" in shown


def test_the_table_of_the_readme_is_written_between_its_markers() -> None:
    metrics = {"facts.complete": {"mean": 0.9, "n": 120}}
    cells = {"over_refusal": 0.05, "answerable_answered": 95, "answerable_refused": 5}
    result = {"summary": {"golden": {"test": {"metrics": metrics, "abstention": cells}}}}
    before = f"# Title\n{BEGIN}\nstale\n{END}\nafter\n"
    after = rewritten(before, result, date(2026, 11, 24))
    assert after.startswith("# Title\n")
    assert after.endswith("after\n")
    assert "stale" not in after
    assert "states every expected fact | 0.900 | 120 |" in after
    assert "that were refused | 0.050 | 100 |" in after
    assert "Measured on 24 November 2026 with `make eval`" in after
    assert rewritten(after, result, date(2026, 11, 24)) == after
    with pytest.raises(UsageError, match="no place for the table"):
        rewritten("# Title\n", result, date(2026, 11, 24))
