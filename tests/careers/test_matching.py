"""Evidence for a skill: its kind, its state, and both sides' words."""

from __future__ import annotations

import pytest

from advisor.careers.catalog import Catalog
from advisor.careers.gap import Coverage, skill_gap
from advisor.careers.matching import Evidence, assess
from advisor.careers.profile import make_profile
from tests.careers.conftest import WordEmbedder


def evidence(catalog: Catalog, text: str, skill: str, role: str | None = None, embedder: object = None) -> Evidence:
    return assess(make_profile(catalog, text, role), catalog, embedder)[skill]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "skill", "state", "kind"),
    [
        ("Pruning for ten years", "pruning", "have", "label"),
        ("cutting back roses", "pruning", "have", "alias"),
        ("prunning", "pruning", "have", "spelling"),
        ("no pruning", "pruning", "missing", "label"),
        ("some botany", "plant knowledge", "partial", "alias"),
        ("R, soil analysis", "r", "have", "label"),
        ("Repairs and R&D", "r", "missing", "none"),
        ("leading a team", "team leadership", "have", "alias"),
        ("leading ladies of the stage", "team leadership", "missing", "none"),
    ],
)
def test_names(catalog: Catalog, text: str, skill: str, state: str, kind: str) -> None:
    found = evidence(catalog, text, skill)
    assert (found.state, found.kind) == (state, kind)


def test_own_words_are_a_span_of_what_was_written(catalog: Catalog) -> None:
    text = "I sold cars, then 5 years of pruning, and wine."
    found = evidence(catalog, text, "pruning")
    assert found.words is not None
    assert found.words.text == "then 5 years of pruning"
    assert found.words.span.of(text) == found.words.text


def test_the_present_role_counts_but_what_is_said_counts_more(catalog: Catalog) -> None:
    held = evidence(catalog, "", "pruning", "gardener")
    assert (held.state, held.kind) == ("have", "role")
    assert held.guide is not None
    assert held.guide.document_id == "roles/gardener"
    assert evidence(catalog, "", "soil testing", "gardener").state == "partial"
    denied = evidence(catalog, "no experience with pruning", "pruning", "gardener")
    assert (denied.state, denied.said) == ("missing", True)


def test_words_close_in_meaning_count_as_a_part(catalog: Catalog, embedder: WordEmbedder) -> None:
    found = evidence(catalog, "I climbed tall crowns on ropes", "tree climbing", None, embedder)
    assert (found.state, found.kind) == ("partial", "meaning")
    assert 0.45 <= found.score <= 1
    assert found.words is not None
    assert evidence(catalog, "I never climbed tall crowns on ropes", "tree climbing", None, embedder).state == "missing"


def test_a_proper_name_is_never_matched_by_meaning(catalog: Catalog, embedder: WordEmbedder) -> None:
    embedder.fingerprint = "words/names"
    evidence(catalog, "counted trees with care", "r", None, embedder)
    assert "R" not in embedder.asked
    assert "tree climbing" in embedder.asked


def test_the_vectors_of_the_skills_are_computed_once(catalog: Catalog) -> None:
    embedder = WordEmbedder()
    embedder.fingerprint = "words/once"
    for text in ("I climbed tall crowns", "I counted spending costs"):
        evidence(catalog, text, "tree climbing", None, embedder)
    assert embedder.asked.count("tree climbing") == 1


def test_a_gap_is_shown_with_what_it_is_made_of(catalog: Catalog) -> None:
    profile = make_profile(catalog, "some budgeting", "gardener")
    gap = skill_gap(profile, catalog.occupation("florist"), catalog)
    assert {m.need.label: m.state for m in gap.matches} == {
        "flower arranging": "missing",
        "customer advice": "partial",
        "plant knowledge": "have",
        "budget planning": "partial",
        "pruning": "have",
        "team leadership": "missing",
    }
    assert gap.essential == Coverage(1, 2, 1)
    assert gap.essential.value == pytest.approx((1 + 2 / 2) / 4)
    assert str(gap.optional) == "1 had, 0 in part, 1 missing, of 2"
    assert Coverage(0, 0, 0).value == 0.0


def test_only_what_the_target_needs_counts(catalog: Catalog) -> None:
    florist = catalog.occupation("florist")
    little = skill_gap(make_profile(catalog, "flower arranging"), florist, catalog)
    more = skill_gap(make_profile(catalog, "flower arranging, tree climbing, soil testing, R"), florist, catalog)
    assert little.essential == more.essential
