"""The labelled pairs of skill matching: enough of them, well formed, and matched as well as was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.careers.matching import NOTHING, Evidence
from evals.skill_matching import Outcome, Pair, catalog_of, read_pairs, run, score


def test_the_suite_is_large_and_has_hard_negatives() -> None:
    pairs = read_pairs()
    assert len(pairs) >= 300
    assert len({p.id for p in pairs}) == len(pairs)
    assert len({(p.skill, p.profile) for p in pairs}) == len(pairs)
    assert {p.expected for p in pairs} == {"have", "partial", "missing"}
    assert sum(p.expected == "missing" for p in pairs) >= 120
    hard = {(p.skill, p.profile) for p in pairs if p.expected == "missing"}
    assert {
        ("Java", "8 years of JavaScript"),
        ("Security+", "I work in security"),
        ("R", "React and Redux"),
        ("infrastructure as code", "no experience with Terraform"),
    } <= hard
    halves = [p.half for p in pairs]
    assert 0.35 < halves.count("tuning") / len(halves) < 0.65


def test_every_skill_of_the_suite_is_known_to_its_catalogue() -> None:
    pairs = read_pairs()
    assert {p.skill.casefold() for p in pairs} == set(catalog_of(pairs).skills)


def test_scores_are_counted_as_written() -> None:
    def outcome(expected: str, state: str) -> Outcome:
        return Outcome(Pair("x", "s", (), "p", expected), Evidence(state, "label"))  # type: ignore[arg-type]

    outcomes = [
        outcome("have", "have"),
        outcome("partial", "have"),
        outcome("have", "missing"),
        outcome("missing", "partial"),
        outcome("missing", "missing"),
    ]
    got = score(outcomes)
    assert got.precision == pytest.approx(2 / 3)
    assert got.recall == pytest.approx(2 / 3)
    assert got.agreement == pytest.approx(2 / 5)
    with pytest.raises(ValueError, match="no meaning"):
        score([Outcome(outcomes[0].pair, NOTHING)])


def test_names_alone_match_as_measured_on_the_test_half() -> None:
    outcomes = [o for o in run(read_pairs(), None) if o.pair.half == "test"]
    got = score(outcomes)
    assert got.precision >= 0.94
    assert got.recall >= 0.82


@pytest.mark.slow
def test_with_meaning_more_is_found_on_the_test_half(session_home: Path) -> None:
    from advisor.index.embedder import build_embedder
    from advisor.settings import Settings

    embedder = build_embedder(Settings(home=session_home))
    got = score([o for o in run(read_pairs(), embedder) if o.pair.half == "test"])
    assert got.precision >= 0.91
    assert got.recall >= 0.88
