"""Documents become records; every passage is a span of its document; names are found however they are written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from advisor.careers.catalog import Catalog
from advisor.careers.records import Passage
from advisor.errors import UsageError
from advisor.types import Document


def passages(catalog: Catalog) -> Iterator[Passage]:
    for role in catalog.occupations.values():
        yield from (*role.summary, *role.tasks, *role.entry_routes, *role.market)
        for part in (*role.needs, *role.tools, *role.certifications, *role.next_roles):
            yield from part.passages
    for move in catalog.transitions:
        yield from (*move.summary, *move.first_days, *move.proof, *move.market, *move.pitfalls)
        for item in (*move.carries_over, *move.to_add, *move.certifications):
            yield from item.passages
    for certification in catalog.certifications.values():
        yield from certification.rows


def test_every_passage_is_a_span_of_its_document(catalog: Catalog, shipped: Catalog) -> None:
    for found in (catalog, shipped):
        count = 0
        for passage in passages(found):
            assert passage.span.of(found.documents[passage.document_id].text) == passage.quote
            count += 1
        assert count > 70


def test_a_role_is_read_whole(catalog: Catalog) -> None:
    role = catalog.occupation("gardener")
    assert role.level == "entry"
    assert role.codes == (("dcwf", ()), ("nice", ()), ("onet", ("37-3011.00",)))
    assert [n.label for n in role.essential] == ["pruning", "plant knowledge", "machine care"]
    assert [n.label for n in role.optional] == ["soil testing", "customer advice"]
    assert [i.label for i in role.next_roles] == ["Head gardener", "Florist"]
    assert role.summary[0].sources == ("A1",)
    assert role.essential[0].first.text == "Pruning — A gardener cuts so that a plant heals fast."


def test_skills_know_the_roles_that_ask_for_them(catalog: Catalog) -> None:
    skill = catalog.skill("cutting back")
    assert skill is not None
    assert skill.label == "pruning"
    assert set(skill.essential_for) == {"roles/gardener", "roles/head-gardener", "roles/arborist"}
    assert skill.optional_for == ("roles/florist",)


def test_a_transition_and_a_certification(catalog: Catalog) -> None:
    move = catalog.transition("roles/gardener", "roles/florist")
    assert move is not None
    assert [i.label for i in move.to_add] == ["Budget planning", "Flower arranging"]
    assert [p.text for p in move.certification_advice] == [
        "A gardener convinces a shop owner with photographs, not with papers."
    ]
    assert catalog.transition("roles/florist", "roles/gardener") is None
    paper = catalog.certification("GD")
    assert paper is not None
    assert paper.label == "Garden Diploma"
    assert len(paper.rows) == 1


@pytest.mark.parametrize(
    "name", ["gardener", "Gardeners", "GROUNDSKEEPER", "roles/gardener", "garden worker", "garden-worker"]
)
def test_a_role_is_found_by_any_of_its_names(catalog: Catalog, name: str) -> None:
    assert catalog.occupation(name).id == "roles/gardener"


def test_an_unknown_role_is_refused_with_the_nearest_names(catalog: Catalog) -> None:
    with pytest.raises(UsageError, match=r"No role is called 'gardner'\. Did you mean gardener"):
        catalog.occupation("gardner")
    with pytest.raises(UsageError, match=r"No role is called 'zzzz'\. `advisor roles` lists all 4\."):
        catalog.occupation("zzzz")


def test_a_citation_is_one_of_the_reply_contract(catalog: Catalog) -> None:
    passage = catalog.occupation("florist").summary[0]
    citation = catalog.cite(passage, 3)
    document = catalog.documents["roles/florist"]
    assert citation.number == 3
    assert citation.quote == document.text[citation.span.start : citation.span.end]
    assert citation.content_hash == document.content_hash
    assert [r.id for r in citation.references] == ["B2"]


def test_a_corpus_in_another_form_gives_an_empty_catalogue() -> None:
    document = Document("notes", "Notes", "# Notes\n\nIt rained on 3 May 2025.\n", "sha256:x")
    catalog = Catalog.from_documents([document])
    assert catalog.occupations == {}
    assert catalog.skills == {}
    with pytest.raises(UsageError, match="no role documents"):
        catalog.occupation("gardener")


def test_without_a_glossary_labels_are_those_of_the_documents(catalog: Catalog) -> None:
    bare = Catalog.from_documents(catalog.documents.values())
    assert set(bare.occupations) == set(catalog.occupations)
    assert bare.skill("pruning") is not None
    assert bare.skill("cutting back") is None
    assert bare.transition("roles/gardener", "roles/florist") is not None
