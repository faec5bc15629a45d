"""The tuning sets: every line can be used and every quote stands in its document. And the fit finds what is there."""

from __future__ import annotations

import random

import pytest

from advisor.answering.sufficiency import WEIGHTS
from advisor.settings import shipped
from evals.cases import ALL, load_cases, suite_path
from evals.documents import Folder
from evals.tuning.strength import FOLDER, LIBRARIES, NAMES, Weighed, fit, questions, report

COUNTS = {"shipped": 2413, "prose": 140, "plain": 50, "harbour": 50, "garden": 90}


@pytest.mark.parametrize("library", COUNTS)
def test_every_line_is_a_question_and_every_quote_stands_in_its_document(library: str) -> None:
    cases, rows = load_cases(FOLDER / f"{library}.jsonl")
    assert rows.problems == []
    assert len(cases) == COUNTS[library]
    folder = Folder(LIBRARIES[library] or shipped("corpus"))
    astray = []
    for case in cases:
        for wanted in case.evidence:
            document = folder.document(wanted.document_id)
            if document is None or wanted.contains not in document.text:
                astray.append((case.id, wanted))
    assert astray == []
    assert [c.id for c in cases if (c.expect == "answer") != bool(c.facts and c.evidence)] == []


def test_ids_and_questions_are_told_apart_and_none_is_counted_in_a_figure() -> None:
    tuning = [c for library in COUNTS for c in load_cases(FOLDER / f"{library}.jsonl")[0]]
    asked = {(c.question.casefold(), c.history) for c in tuning}
    assert len({c.id for c in tuning}) == len(asked) == len(tuning)
    counted = [c for suite in ALL if suite not in {"retrieval", "grounding"} for c in load_cases(suite_path(suite))[0]]
    assert not {c.id for c in tuning} & {c.id for c in counted}
    assert not asked & {(c.question.casefold(), c.history) for c in counted}


def test_of_the_golden_suites_only_the_tuning_part_is_asked() -> None:
    asked = questions("shipped")
    golden = asked[COUNTS["shipped"] :]
    assert golden
    assert {c.part for c in golden} == {"tuning"}
    assert len(questions("plain")) == COUNTS["plain"]


def made_up(count: int, seed: int = 7) -> list[Weighed]:
    """Rows in which a high `weakest` makes a question answerable and nothing else matters."""
    draw = random.Random(seed)
    rows = []
    for number in range(count):
        values = {name: draw.random() for name in NAMES}
        answerable = values["weakest"] + draw.gauss(0, 0.1) > 0.5
        rows.append(
            Weighed(
                "plain",
                f"q{number}",
                answerable,
                tuple(values.values()),
                values["weakest"],
                answerable and number % 2 == 0,
            )
        )
    return rows


def test_the_fit_finds_the_feature_that_decides() -> None:
    fitted = fit(made_up(400))
    assert set(fitted.weights) == set(WEIGHTS)
    assert fitted.weights["weakest"] > 5
    assert all(abs(fitted.weights[n]) < 2 for n in NAMES if n != "weakest")
    assert fitted.weights["none"] < -2
    assert 0.9 < fitted.auc < 1


def test_the_fit_tells_no_luck_from_features_that_say_nothing() -> None:
    draw = random.Random(3)
    rows = [Weighed("plain", f"q{n}", n % 3 > 0, tuple(draw.random() for _ in NAMES), 0.5, False) for n in range(600)]
    assert 0.4 < fit(rows).auc < 0.6


def test_the_report_counts_each_question_once() -> None:
    rows = made_up(120)
    lines = report(200, rows).splitlines()
    bins = [line.split("|")[2:5] for line in lines if " to " in line]
    able, held, unable = (sum(int(b[i]) for b in bins) for i in range(3))
    assert (able, held) == (sum(r.answerable for r in rows), sum(r.held for r in rows))
    assert able + unable == 120
    assert f"| plain | {able} | {unable} | " in "\n".join(lines)
    assert "| prose | 0 | 0 | – |" in lines
    assert lines[0].startswith(f"200 questions asked; 120 decided by strength: {able} answerable")
