"""The short form of the evaluation: the suites over small corpora and all grounding pairs, held to thresholds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from advisor import Settings
from advisor.types import Document
from evals import cases as cases_module
from evals.cases import SUITES, Lookup, Wanted
from evals.gate import DEFAULT, hold
from evals.gate import read as read_gate
from evals.looking_up import locate, retrieval_metrics
from evals.metrics.regions import Region
from evals.results import ResultFile, read
from evals.runner import Plan, run

SHORT = ("injection", "freshness", "conflict", "grounding")
CORPUS = Path(__file__).parents[2] / "corpus"
# A part of the shipped library that is indexed in seconds, and the golden suites that are asked of it.
DOCUMENTS = (
    "market/ai-security-jobs-2024",
    "market/pay",
    "roles/mlsecops-engineer",
    "roles/devsecops-engineer",
    "roles/security-analyst",
    "roles/ai-governance-specialist",
    "transitions/devsecops-to-mlsecops",
    "transitions/grc-to-ai-governance",
    "certifications/isaca",
    "frameworks/eu-ai-act",
)
ASKED = ("facts", "transitions", "comparisons", "premises", "unanswerable")


@pytest.fixture(scope="module")
def short(session_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("evaluation") / "run.json"
    corpus = shutil.copytree(Path(__file__).parents[1] / "data" / "tiny", out.parent / "tiny")
    with ResultFile(out) as result:
        run(Settings(home=session_home, corpus=Path(corpus)), Plan(SHORT), result)
    return read(out)


def test_the_short_form_keeps_its_thresholds(short: dict[str, Any]) -> None:
    held = hold(short, read_gate(DEFAULT, "short"))
    broken = [str(h) for h in held if not h.kept]
    assert not broken, "\n".join(broken)


@pytest.fixture(scope="module")
def golden(session_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The golden cases that DOCUMENTS can answer, and all that must be refused, asked of those documents."""
    folder = tmp_path_factory.mktemp("golden")
    for name in ("references.yaml", "glossary.yaml", *(f"{d}.md" for d in DOCUMENTS)):
        (folder / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CORPUS / name, folder / "corpus" / name)
    with ResultFile(folder / "run.json") as result:
        settings = Settings(home=session_home, corpus=folder / "corpus")
        run(settings, Plan(ASKED, ids=frozenset(_resting_on(DOCUMENTS))), result)
    return read(folder / "run.json")


def _resting_on(documents: tuple[str, ...]) -> list[str]:
    found = []
    for suite in ASKED:
        for case in cases_module.load_cases(SUITES / f"{suite}.jsonl")[0]:
            if case.expect == "refuse" or any(w.document_id in documents for w in case.evidence):
                found.append(case.id)
    return found


def test_golden_answers_over_a_part_of_the_library_keep_their_thresholds(golden: dict[str, Any]) -> None:
    held = hold(golden, read_gate(DEFAULT, "golden-short"))
    broken = [str(h) for h in held if not h.kept]
    assert not broken, "\n".join(broken)


def test_every_case_was_asked_and_nothing_left(short: dict[str, Any]) -> None:
    for suite in SHORT:
        wanted = len((SUITES / f"{suite}.jsonl").read_text("utf-8").splitlines())
        assert short["summary"][suite]["all"]["cases"] == wanted
        assert short["files"][suite]["skipped"] == 0
    assert short["network"] == {"attempts": 0, "hosts": []}


def test_the_result_says_what_it_was_made_with(short: dict[str, Any]) -> None:
    assert set(short["corpora"]) == {"injection_corpus", "freshness_corpus", "conflict_corpus", "corpus"}
    assert all(h.startswith("sha256:") for h in short["corpora"].values())
    assert short["seed"]
    assert short["versions"]["career-path-advisor"]
    assert short["settings"]["embedding"]


def test_a_second_run_gives_equal_bytes(session_home: Path, tmp_path: Path) -> None:
    told = []
    for name in ("a.json", "b.json"):
        with ResultFile(tmp_path / name) as result:
            run(Settings(home=session_home, corpus=tmp_path), Plan(("freshness", "conflict"), limit=4), result)
        told.append((tmp_path / name).read_text("utf-8").split('"timings"')[0])
    assert told[0] == told[1]
    assert json.loads(told[0].rstrip().rstrip(",") + "}")["cases"]


def test_shipped_cases_are_well_formed() -> None:
    for suite in cases_module.present():
        if suite in {"retrieval", "grounding"}:
            continue
        _, rows = cases_module.load_cases(SUITES / f"{suite}.jsonl")
        assert rows.skipped == 0, [str(p) for p in rows.problems]


TEXT = "Lock keepers open gates. They earn $31,200."


def document(id_: str) -> Document | None:
    return Document("d", "D", TEXT, "sha256:0") if id_ == "d" else None


def test_wanted_words_are_found_in_the_document() -> None:
    regions, stale = locate(Lookup("x", "q", (Wanted("d", "They earn $31,200."),)), document)
    assert regions == [Region("d", 25, 43)]
    assert stale == []


@pytest.mark.parametrize("wanted", [Wanted("d", "They earn $99."), Wanted("gone", "They earn $31,200.")])
def test_a_case_whose_words_are_gone_is_stale(wanted: Wanted) -> None:
    regions, stale = locate(Lookup("x", "q", (wanted,)), document)
    assert regions == []
    assert "stale case" in stale[0]


def test_retrieval_metrics_of_ranked_regions() -> None:
    wanted = [Region("d", 0, 100), Region("d", 500, 600)]
    found = [Region("x", 0, 50), Region("d", 40, 160), Region("d", 40, 160), Region("d", 590, 700)]
    told = retrieval_metrics(found, wanted)
    # The second region holds 60 of 100 wanted characters; the last one only 10 of 100, which is less than half.
    assert told["recall@1"] == 0
    assert told["recall@3"] == 1 / 2
    assert told["recall@10"] == 1 / 2
    assert told["mrr@10"] == 1 / 2
    assert told["precision@5"] == 2 / 5
    assert told["span_recall@5"] == (60 + 10) / 200
    assert told["span_precision@5"] == round(70 / (50 + 120 + 110), 6)
    assert told["span_iou@5"] == round(70 / (200 + 280 - 70), 6)
    assert told["recall_within_1000"] == 70 / 200


def test_finding_nothing_scores_zero() -> None:
    told = retrieval_metrics([], [Region("d", 0, 100)])
    assert set(told.values()) == {0.0}
