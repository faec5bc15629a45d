"""Yes and no, premises set right, lists kept whole, definitions."""

from __future__ import annotations

import pytest

from advisor import Advisor
from advisor.answering.evidence import Scored
from advisor.answering.extractive import _with_nearest
from advisor.answering.passages import Passage, PassageCache
from advisor.answering.question import understand
from advisor.answering.rendering import statement
from advisor.answering.selection import Chosen
from advisor.answering.sufficiency import Verdict
from advisor.ingest.loader import text_hash
from advisor.types import Document


@pytest.mark.parametrize(
    ("fixture", "question", "opening"),
    [
        pytest.param("garden_advisor", "Is the Garden Diploma valid for 5 years?", "Yes. Garden Diploma: valid for 5 years", id="the same number"),
        pytest.param("garden_advisor", "Is the Garden Diploma valid for 3 years?", "No. Garden Diploma: valid for 5 years", id="another number"),
        pytest.param("garden_advisor", "Did florist jobs grow?", "No. Florist: growth", id="a fall"),
        pytest.param("garden_advisor", "Will gardeners grow between 2025 and 2035?", "Yes. Gardener: growth", id="a rise"),
        pytest.param("garden_advisor", "Why are florist jobs growing so fast?", "The documents say otherwise. Florist: growth", id="false premise"),
        pytest.param("built_advisor", "Should I buy a drone first?", "No. Do not buy a drone first", id="a denial"),
        pytest.param("built_advisor", "Does the Level 2 Rope Certificate cost 640 Krone?", "Yes. ", id="price in another currency"),
        pytest.param("built_advisor", "Did Norland open lighthouses between 2015 and 2023?", "Norland closed 9", id="the opposite is no yes"),
        pytest.param("built_advisor", "Is rope access an essential skill of a bridge inspector?", "Rope access — reaches", id="a denial of something else is no no"),
    ],
)  # fmt: skip
def test_the_first_word(request: pytest.FixtureRequest, fixture: str, question: str, opening: str) -> None:
    advisor: Advisor = request.getfixturevalue(fixture)
    assert advisor.ask(question).text.removeprefix("- ").startswith(opening)


def test_a_verdict_is_part_of_the_statement(garden_advisor: Advisor) -> None:
    statement = garden_advisor.ask("Is the Garden Diploma valid for 3 years?").statements[0]
    assert statement.text.startswith("No. ")
    assert statement.citations == (1,)


def test_a_list_is_given_whole_and_in_order(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("Which skills does a florist need?")
    assert [s.text.split(" — ")[0] for s in reply.statements] == [
        "Flower arranging",
        "Customer advice",
        "Plant knowledge",
        "Budget planning",
    ]


def test_optional_skills_are_another_list(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("What are the optional skills of a florist?")
    assert [s.text.split(" — ")[0] for s in reply.statements] == ["Pruning", "Team leadership"]


def test_a_definition_is_the_opening_of_the_document(built_advisor: Advisor) -> None:
    reply = built_advisor.ask("What is a bridge inspector?")
    assert [s.text for s in reply.statements] == [
        "A bridge inspector looks for cracks, rust and loose bolts and says whether a bridge may stay open."
    ]


def test_a_comparison_has_both_sides(built_advisor: Advisor) -> None:
    reply = built_advisor.ask("Compare bridge inspector and lighthouse keeper")
    assert [line for line in reply.text.splitlines() if line.startswith("**")] == [
        "**Bridge Inspector**",
        "**Lighthouse Keeper**",
    ]
    assert {c.document_id for c in reply.citations} == {"trades/bridge-inspector", "trades/lighthouse-keeper"}


def test_a_plain_text_without_structure_is_answered_from(built_advisor: Advisor) -> None:
    reply = built_advisor.ask("How far do bees fly?")
    assert reply.text == "Bees fly up to three kilometres for food. [1]"


def test_two_lists_that_are_asked_for_stand_under_their_headings(built_advisor: Advisor) -> None:
    reply = built_advisor.ask("What tools and certifications does a bridge inspector need?")
    tools, papers = reply.text.split("**Certifications: Bridge Inspector**")
    assert "Crack gauge — measures widths" in tools
    assert "Level 2 Rope Certificate — costs 640 Krone" in papers


def test_a_name_a_slip_away_from_a_known_one_is_offered(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("How much does a FLORIS earn?")
    assert reply.kind == "abstention"
    assert reply.follow_ups[0] == "How much does a florist earn?"


def test_follow_ups_are_questions_that_are_answered(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("What does a florist do?")
    assert reply.follow_ups
    assert all(garden_advisor.ask(question).kind == "answer" for question in reply.follow_ups)


def test_a_sentence_on_what_is_not_known_denies_nothing(built_advisor: Advisor) -> None:
    reply = built_advisor.answer_from(
        "Is a ropewalk the same as a cordage mill?",
        ["No source here counts how many ropewalks and cordage mills there are. A ropewalk twists by hand."],
    )
    assert not reply.text.startswith("No. ")


def test_a_list_takes_along_what_comes_nearest_by_itself(garden_advisor: Advisor) -> None:
    library = garden_advisor.library
    question = understand("Which duties of a florist remain at night?", library.vocabulary)[0]
    document = Document(
        "a", "Florist", "## Duties\n\n- Bind bouquets.\n\n## Hours\n\nAt night the vases are emptied.", "h", kind="role"
    )
    duty, night = library.passages.of(document)
    nearest = (_scored(night, 0.6), _scored(duty, 0.5))
    listed = [statement(duty, question, "bullet")]
    verdict = Verdict("answer", (_scored(duty, 0.5),), nearest=nearest)
    told = _with_nearest(listed, question, verdict, library, Chosen([duty]))
    assert [s.text for s in told] == ["At night the vases are emptied.", "Bind bouquets."]
    far = Verdict("answer", (_scored(duty, 0.6),), nearest=(_scored(night, 0.61),))
    alone = understand("Which duties does a florist have?", library.vocabulary)[0]
    assert _with_nearest(listed, alone, far, library, Chosen([duty])) == listed


def test_a_claim_is_set_right_by_what_denies_it(built_advisor: Advisor) -> None:
    reply = built_advisor.answer_from(
        "Since the BSB seal is mandatory for bakers, when should a baker get it?",
        [
            "Bakers like the BSB seal. A baker gets the BSB seal in spring, at the guild.",
            "The BSB seal is not mandatory for bakers.",
        ],
    )
    assert reply.statements[0].text == "The documents say otherwise. The BSB seal is not mandatory for bakers."


def test_a_denial_of_something_else_about_the_same_names_sets_nothing_right(built_advisor: Advisor) -> None:
    reply = built_advisor.answer_from(
        "Since the BSB is run by the GUK, how often is it renewed?",
        ["No table links the BSB to the numbers of the GUK. The BSB is renewed each spring."],
    )
    assert "The documents say otherwise" not in reply.text


def test_a_claim_is_told_of_by_what_holds_its_figure(built_advisor: Advisor) -> None:
    reply = built_advisor.answer_from(
        "As the 1,257% surge in honey orders proves, trade is booming. Should I put that in my leaflet?",
        [
            "A rise of 1,257% in orders for honey comes from a leaflet without a source. Honey trade is a local affair.",
            "Leaflets are printed at the mill and folded by hand.",
        ],
    )
    assert "without a source" in reply.statements[0].text


def _scored(passage: Passage, score: float) -> Scored:
    return Scored(passage, score, 0.5, (), True, True, "unasked", "unasked", 0.5, 0.5)


def test_sides_compared_by_their_duties_quote_their_own_lists(built_advisor: Advisor) -> None:
    reply = built_advisor.ask("Compare the tasks of a bridge inspector and a lighthouse keeper")
    assert {c.document_id for c in reply.citations} == {"trades/bridge-inspector", "trades/lighthouse-keeper"}
    assert {c.section[-1] for c in reply.citations} == {"Tasks"}


CHANGES = """## Changes

Table: Change in adverts by trade, Norland (percent)

| Trade | Change 2022-2024 (%) | Note |
| --- | --- | --- |
| painter | -4 | slow |
| climber | +12 | brisk |
| inspector | -9.5 | steep |
| keeper | no figure | unknown |
"""


def test_what_rose_or_fell_is_picked_by_its_sign(built_advisor: Advisor) -> None:
    first = built_advisor.answer_from("Which trades fell between 2022 and 2024?", [CHANGES]).statements[0]
    assert first.text.startswith("Inspector -9.5% and Painter -4%")
    assert "from the 3 figures of that table, 1 did not, 1 row without a figure" in first.text
    assert len(first.citations) == 2
    rose = built_advisor.answer_from("Which trades grew between 2022 and 2024?", [CHANGES]).statements[0]
    assert rose.text.startswith("Climber +12%")


def test_a_place_in_an_order_is_told_first(built_advisor: Advisor) -> None:
    table = "Table: Rope list, Norland\n\n| Fault | Position |\n| --- | --- |\n| rust | R01 |\n| wear | R02 |\n| knots | R03 |\n"
    reply = built_advisor.answer_from("What is number 2 on the rope list?", [table])
    assert reply.statements[0].text.startswith("Wear has R02")
    assert "Rust has" not in reply.text


def test_what_is_only_claimed_is_not_affirmed(built_advisor: Advisor) -> None:
    told = ["The claim that the honey harvest was 53 tons comes from a seller without a primary source."]
    assert not built_advisor.answer_from("Is it true that the honey harvest was 53 tons?", told).text.startswith("Yes")
    plain = ["The honey harvest was 53 tons in spring."]
    assert built_advisor.answer_from("Is it true that the honey harvest was 53 tons?", plain).text.startswith("Yes. ")


def test_who_is_behind_a_thing_is_told_though_the_question_names_another(garden_advisor: Advisor) -> None:
    document = Document("t", "Rope Licence", "The Rope Licence is issued by the Tree Guild.", "h", kind="certification")
    others = [
        "Botany Board papers and the Rope Licence hang side by side in many offices.",
        "A Rope Licence from any board is checked at the Botany Board each spring.",
    ]
    reply = garden_advisor.answer_from("Which Botany Board team issues the Rope Licence?", [document, *others])
    assert "issued by the Tree Guild" in reply.text


def test_rows_of_one_thing_that_differ_repeat_nothing() -> None:
    table = (
        "Table: Share of smiths over 50, by place\n\n| Subject | Share | Place |\n| --- | --- | --- |\n"
        "| Share of smiths over 50 | a fifth | Norland |\n| Share of smiths over 50 | few | Suland |\n"
    )
    north, south = PassageCache().of(Document("t", "Smiths", table, "h"))
    chosen = Chosen([])
    assert chosen.take(north)
    assert chosen.take(south)
    assert not chosen.take(south)


def test_prerequisites_of_two_are_told_side_by_side_in_words(garden_advisor: Advisor) -> None:
    reply = garden_advisor.ask("Prerequisites of the Garden Diploma and of the Rope Licence?")
    assert "two seasons of work" in reply.text
    assert "first aid course" in reply.text
    assert "difference" not in reply.text


def test_a_side_without_evidence_is_not_told_by_another_ones(garden_advisor: Advisor) -> None:
    def paper(name: str, text: str) -> Document:
        return Document(name, name, text, text_hash(text), kind="certification")

    documents = [
        paper("Oak Paper", "The Oak Paper is valid for two years. The Oak Paper suits foresters."),
        paper("Elm Paper", "The Elm Paper suits gardeners who like elms."),
        paper("Ash Paper", "The Ash Paper is valid for nine years, as towns report."),
    ]
    reply = garden_advisor.answer_from("How long are the Oak Paper and the Elm Paper valid?", documents)
    assert "two years" in reply.text
    assert "nine years" not in reply.text.partition("**Elm Paper**")[2]
    assert reply.kind == "partial", reply.text
    assert reply.missing == ("validity: Elm Paper",)


def test_what_is_set_aside_is_not_affirmed(garden_advisor: Advisor) -> None:
    text = "A course is common rather than required to become an arborist in the town of Ardal."
    given = [Document("a", "Trees", text, text_hash(text))]
    reply = garden_advisor.answer_from("Is a course required to become an arborist?", given)
    assert "rather than required" in reply.text
    assert not reply.text.startswith(("Yes", "No"))


def test_of_several_measures_of_pay_the_median_stands_first(built_advisor: Advisor) -> None:
    text = (
        "# Pay of joiners\n\nTable: Pay of joiners, Norland, 2024 (Krone)\n\n| Trade | Measure | Pay (Krone) |\n| --- | --- | --- |\n"
        "| joiner | lowest tenth | 20 |\n| joiner | highest tenth | 90 |\n| joiner | mean | 55 |\n| joiner | median | 50 |\n"
    )
    reply = built_advisor.answer_from("What do joiners earn?", [Document("d", "Pay", text, "sha256:p", kind="market")])
    assert "median" in reply.statements[0].text
    assert (
        "highest"
        in built_advisor.answer_from(
            "What does the highest tenth of joiners earn?", [Document("d", "Pay", text, "sha256:p", kind="market")]
        )
        .statements[0]
        .text
    )
