"""A reply takes along what comes nearest by itself, and keeps out what only looks near."""

from __future__ import annotations

from dataclasses import replace

from advisor import Advisor
from advisor.answering.citations import verify
from advisor.answering.composer import Part
from advisor.answering.evidence import gather, score
from advisor.answering.extractive import part_statements
from advisor.answering.judging import judge_part, with_told
from advisor.answering.question import understand
from advisor.answering.rendering import statement, under_captions
from advisor.answering.selection import Chosen
from advisor.library import MemoryLibrary
from advisor.types import Document, Query

EXAMS = (
    "# Exams\n\nTable: Exams of the guild, Norway, 2026 (EUR)\n\n"
    "| Certification | Price | Exam |\n| --- | --- | --- |\n"
    "| Rope Diploma | 640 | 40 questions |\n| Knot Diploma | 320 | 25 questions |\n| Sail Diploma | 210 | 20 questions |\n"
)


def library_of(advisor: Advisor, *texts: str, kind: str = "other") -> MemoryLibrary:
    documents = [Document(f"d{n}", f"Note {n}", t, f"sha256:{n}", kind=kind) for n, t in enumerate(texts)]
    return MemoryLibrary(documents, advisor.library.index.embedder, 220)


def papers(advisor: Advisor) -> MemoryLibrary:
    document = Document("exams", "Exams", EXAMS, "sha256:e", kind="certification")
    return MemoryLibrary([document], advisor.library.index.embedder, 220)


def documents_of(library: MemoryLibrary) -> list[Document]:
    found = [library.document(f"d{n}") for n in range(9)]
    return [d for d in found if d is not None]


def exams_of(library: MemoryLibrary) -> Document:
    document = library.document("exams")
    assert document is not None
    return document


def nearest(library: MemoryLibrary, text: str) -> list[str]:
    question = understand(text, library.vocabulary)[0]
    verdict = judge_part(question, library.search(Query(text), 8), library)
    return [s.passage.words for s in verdict.nearest]


def test_a_name_may_stand_elsewhere_in_the_document(built_advisor: Advisor) -> None:
    library = library_of(
        built_advisor,
        "The Forum of Ropemakers asked 900 firms about their plans. It is the largest survey of the trade.\n\n"
        "Splicing is the skill whose use grows fastest to 2030, followed by rigging.",
    )
    told = nearest(library, "Which skill grows fastest to 2030 for the Forum of Ropemakers?")
    assert any(t.startswith("Splicing is the skill") for t in told)


def test_what_stands_over_a_passage_may_be_about_a_larger_place(built_advisor: Advisor) -> None:
    library = library_of(
        built_advisor,
        "# Laws of the United States on rope\n\nFirms get 60 days to mend a breach of the Rope Act before a fine.\n",
    )
    told = nearest(library, "Texas fines you under the Rope Act at once, without any days to mend it, doesn't it?")
    assert told[:1] == ["Firms get 60 days to mend a breach of the Rope Act before a fine."]


def test_what_a_person_tells_is_weighed_with_the_question(built_advisor: Advisor) -> None:
    library = library_of(
        built_advisor,
        "A baker who turns to brewing already knows yeast and patience. A tailor who turns to brewing knows neither.",
        "Ask the brewer for a tour. Many people like what they see there.",
    )
    question = understand("I have been a baker for ten years. What will I already know there?", library.vocabulary)[-1]
    assert question.told
    hits = library.search(Query(question.own_words), 8)
    verdict = with_told(judge_part(question, hits, library), question, library, 8)
    assert verdict.nearest[0].passage.words == "A baker who turns to brewing already knows yeast and patience."


def test_one_figure_asked_for_is_told_once(built_advisor: Advisor) -> None:
    texts = (
        "The Rope Diploma costs 640 euros in 2026.",
        "Fees alone decide little: the Knot Diploma costs 320 euros, the Rope Diploma 640.",
        "Upkeep of the Rope Diploma is 50 euros a year.",
    )
    library = library_of(built_advisor, *texts)
    first, again, other = (library.passages.of(d)[0] for d in documents_of(library))
    chosen = Chosen([])
    chosen.begin(frozenset(), "money")
    assert [chosen.take(p) for p in (first, again, other)] == [True, False, True]
    anything = Chosen([])
    assert [anything.take(p) for p in (first, again, other)] == [True, True, True]


def test_the_row_of_another_thing_answers_no_plain_question(built_advisor: Advisor) -> None:
    library = papers(built_advisor)
    assert {m.label for m in library.vocabulary.find("Rope Diploma")} == {"Rope Diploma"}
    told = nearest(library, "What is asked in the exam of the Rope Diploma?")
    assert told
    assert all("Rope Diploma" in t for t in told)


def test_a_figure_behind_another_name_is_not_that_of_the_thing_asked_about(built_advisor: Advisor) -> None:
    documents = [
        Document("sail", "Sail Diploma", "The Sail Diploma asks for an active Rope Diploma; it has 20 questions.", "s", kind="certification"),
        Document("rope", "Rope Diploma", "The Rope Diploma is kept for 3 years.", "r", kind="certification"),
    ]  # fmt: skip
    library = MemoryLibrary(documents, built_advisor.library.index.embedder, 220)
    question = understand("How many questions does the Rope Diploma have?", library.vocabulary)[0]
    ranked = score(question, gather(question, library.search(Query(question.text), 8), library), library)
    subjects = {s.passage.document.id: s.subjects for s in ranked}
    assert subjects == {"sail": (), "rope": ("Rope Diploma",)}


def test_a_definition_opens_with_the_name(built_advisor: Advisor) -> None:
    reply = built_advisor.answer_from(
        "What is Knotter?",
        [
            "Publish a Knotter run against a test rope and explain the false alarms. Knotter checks ropes for weak knots."
        ],
    )
    assert reply.statements[0].text == "Knotter checks ropes for weak knots."


def test_the_caption_of_rows_is_said_once(built_advisor: Advisor) -> None:
    library = papers(built_advisor)
    rows = [p for p in library.passages.of(exams_of(library)) if p.unit.block == "row"]
    drafts = under_captions([statement(p, None, "bullet") for p in rows])
    assert [d.heading for d in drafts] == ["Exams of the guild, Norway, 2026 (EUR)", "", ""]
    assert drafts[1].text == "Knot Diploma: price 320; exam 25 questions."
    assert drafts[1].claim == statement(rows[1], None, "bullet").text
    assert verify(drafts[1], 0.5) is not None
    assert verify(replace(drafts[1], caption="Exams of the guild, Sweden, 2025 (EUR)"), 0.9) is None
    assert under_captions(drafts[:1]) == drafts[:1]
    alone = statement(rows[0], None, "bullet")
    assert under_captions([alone]) == [alone]


def test_a_question_that_claims_nothing_gets_no_yes(garden_advisor: Advisor) -> None:
    assert not garden_advisor.ask("Is the Garden Diploma worth it?").text.startswith("Yes")


def test_what_tells_of_the_thing_itself_answers_whether_it_grows(built_advisor: Advisor) -> None:
    text = (
        "A rigger works aloft. Rigger's Weekly prints market figures without a method, so its growth claims about riggers "
        "are advertising. Official figures count riggers among sailors, and the trade grew by 3%. "
        "Rigger postings fell by 12% in 2025."
    )
    library = MemoryLibrary(
        [Document("rigger", "Rigger", text, "r", kind="role")], built_advisor.library.index.embedder, 220
    )
    question = understand("Is the market for riggers growing?", library.vocabulary)[0]
    verdict = judge_part(question, library.search(Query(question.text), 8), library)
    told = part_statements(Part(question, verdict), library, Chosen([]))
    assert told[0].lead + told[0].text == "No. Rigger postings fell by 12% in 2025."


def test_a_label_with_a_number_is_not_the_thing(garden_advisor: Advisor) -> None:
    reply = garden_advisor.answer_from(
        "Can I be a rope officer without coding?",
        ["Registers list the rope officer under group 15, code 15-1299, among others. A rope officer works at sea."],
    )
    assert not reply.text.startswith("No. ")
