"""The command line, run in this process: what it writes, what it says of bad input, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.cli import main

PAIRS = [
    {
        "id": "p1",
        "context": "The bridge is 40 metres long.",
        "claim": "The bridge is 40 metres long.",
        "supported": True,
    },
    {"id": "p2", "contexts": ["The bridge is 40 metres long."], "claim": "The bridge is 50 metres long.", "label": 0},
    {"context": "The bridge is 40 metres long.", "claim": "Whales sing at night."},
    {"id": "p2", "context": "x", "claim": "y"},
    {"id": "p4", "claim": "no context"},
]


def lines(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows))
    return path


def test_ground_gives_score_label_and_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    status = main(["ground", str(lines(tmp_path / "p.jsonl", *PAIRS, "{")), "--no-embeddings", "--out", str(out)])
    assert status == 0
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [r["id"] for r in rows] == ["p1", "p2", "row-3"]
    assert [r["label"] for r in rows] == ["supported", "contradicted", "unsupported"]
    assert rows[0]["score"] == 1
    assert rows[1]["score"] <= 0.15
    assert rows[1]["reasons"] == ["50 is not in the quote"]
    assert rows[2]["score"] < 0.5
    assert rows[2]["reasons"]
    told = capsys.readouterr().err
    assert "3 rows used, 3 passed over" in told
    assert "line 4: the id 'p2' was used before" in told
    assert "line 5: there is no context" in told
    assert "line 6: not JSON" in told
    assert "AUROC 1.000" in told


def test_ground_writes_to_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ground", str(lines(tmp_path / "p.jsonl", PAIRS[0])), "--no-embeddings"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "p1"


ANSWERS = [
    {
        "id": "a1",
        "question": "How long is it?",
        "answer": "It is 40 metres long. [1]",
        "contexts": ["It is 40 metres long."],
    },
    {
        "id": "a2",
        "question": "How long is it?",
        "answer": "It is 50 metres long. [1][2]",
        "contexts": ["It is 40 metres long."],
    },
    {"id": "a3", "question": "Who built it?", "answer": "I don't know.", "contexts": [], "answerable": False},
]


def test_score_measures_answers_of_any_system(
    tmp_path: Path, tiny_corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "s.json"
    arguments = ["score", str(lines(tmp_path / "a.jsonl", *ANSWERS)), "--no-embeddings", "--corpus", str(tiny_corpus)]
    assert main([*arguments, "--out", str(out)]) == 0
    result = json.loads(out.read_text())
    metrics = result["summary"]["answers"]["all"]["metrics"]
    assert metrics["citations.validity"]["mean"] == (1 + 1 / 2) / 2
    assert metrics["grounding.supported"]["mean"] == (1 + 0) / 2
    assert result["summary"]["answers"]["all"]["abstention"]["unanswerable_refused"] == 1
    assert result["cases"][1]["failures"][0] == "[2] is not among the 1 contexts"
    assert "citations.validity" in capsys.readouterr().out
    assert main([*arguments, "--out", str(tmp_path / "t.json")]) == 0
    first, second = (p.read_text().split('"timings"')[0] for p in (out, tmp_path / "t.json"))
    assert first == second


def test_score_takes_what_is_expected_from_a_file_of_cases(tmp_path: Path, tiny_corpus: Path) -> None:
    cases = lines(tmp_path / "cases.jsonl", {"id": "a1", "question": "How long is it?", "facts": [["40 metres"]]})
    answers = lines(tmp_path / "a.jsonl", *ANSWERS[:2])
    out = tmp_path / "s.json"
    arguments = ["score", str(answers), "--no-embeddings", "--corpus", str(tiny_corpus), "--cases", str(cases)]
    assert main([*arguments, "--out", str(out)]) == 0
    result = json.loads(out.read_text())
    assert result["cases"][0]["metrics"]["facts.complete"] == 1
    assert result["files"]["answers"]["problems"] == ["line 2: no case has the id 'a2'"]


def test_report_compare_and_gate(tmp_path: Path, tiny_corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "s.json"
    assert (
        main(
            [
                "score",
                str(lines(tmp_path / "a.jsonl", *ANSWERS)),
                "--no-embeddings",
                "--corpus",
                str(tiny_corpus),
                "--out",
                str(out),
            ]
        )
        == 0
    )
    assert main(["report", str(out)]) == 0
    assert "50 metres" in (tmp_path / "s.html").read_text()
    assert "50 metres" in (tmp_path / "s.md").read_text()
    assert main(["compare", str(out), str(out), "--out", str(tmp_path / "c.json")]) == 0
    assert json.loads((tmp_path / "c.json").read_text())["worse"] == []
    thresholds = tmp_path / "gate.yaml"
    thresholds.write_text("full:\n  answers / all / citations.validity: {least: 0.7}\n")
    assert main(["gate", str(out), "--thresholds", str(thresholds)]) == 0
    thresholds.write_text("full:\n  answers / all / citations.validity: {least: 0.8}\n")
    assert main(["gate", str(out), "--thresholds", str(thresholds)]) == 1
    assert "BROKEN" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["run", "--suite", "fact"], "There is no suite 'fact'", id="unknown suite"),
        pytest.param(["run", "--limit", "0"], "0 is not in the range", id="limit"),
        pytest.param(["score", "none.jsonl"], "none.jsonl", id="no such file"),
        pytest.param(["ground", "none.jsonl", "--no-embeddings"], "none.jsonl cannot be read", id="no pairs"),
        pytest.param(["gate", "none.json"], "none.json cannot be read", id="no result"),
        pytest.param(["frobnicate"], "No such command", id="unknown command"),
        pytest.param(["ground", "x", "--threshold", "2"], "2.0 is not in the range", id="threshold"),
    ],
)
def test_bad_arguments_end_with_status_2(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert message in told
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == [] or not any(p.suffix == ".json" for p in tmp_path.rglob("*"))


def test_an_empty_file_ends_with_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.jsonl").write_text("")
    assert main(["ground", str(tmp_path / "p.jsonl"), "--no-embeddings"]) == 2
    assert "is empty" in capsys.readouterr().err
