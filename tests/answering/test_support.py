"""The verifier on single statements: what it must accept, what it must refuse, and the reason that it gives.

No embeddings: what is told here follows from the words alone. The examples come from many fields.
"""

from __future__ import annotations

import time

import numpy as np
import pytest

from advisor.answering.checking.figures import derived, misplaced, number_problems
from advisor.answering.checking.polarity import turned
from advisor.answering.checking.thesaurus import KIN, SAME, thesaurus
from advisor.answering.checking.tokens import tokens
from advisor.answering.support import Source, check_support

SWIFT = (
    "The common swift sleeps on the wing. Swifts breed in Europe and winter in southern Africa. "
    "Numbers in Britain fell by 58% between 1995 and 2018, from 150,000 pairs."
)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("Swifts breed in Europe and winter in southern Africa.", id="verbatim"),
        pytest.param("swifts breed in europe and winter in southern africa", id="case and full stop"),
        pytest.param("**Swifts** breed in `Europe` and winter in southern Africa. [3]", id="markup and marks"),
        pytest.param("Numbers in Britain fell by 58% between 1995 and 2018.", id="without the rest of the sentence"),
        pytest.param("In Britain numbers dropped by 58 percent from 1995 to 2018.", id="other words"),
        pytest.param(
            "The common swift sleeps on the wing. Swifts breed in Europe and winter in southern Africa.", id="two"
        ),
        pytest.param("Yes. The common swift sleeps on the wing.", id="yes in front"),
        pytest.param("According to the provided context, the common swift sleeps on the wing.", id="attributed"),
        pytest.param(
            "The passage states that swifts breed in Europe and winter in southern Africa.", id="attributed to it"
        ),
    ],
)
def test_what_the_quote_says_is_supported(statement: str) -> None:
    told = check_support(statement, [Source(SWIFT)])
    assert told.score >= 0.5, told
    assert not told.contradicted


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        pytest.param("Numbers in Britain fell by 85% between 1995 and 2018.", "85% is not in the quote", id="digits"),
        pytest.param("Numbers in Britain fell by 58 pounds between 1995 and 2018.", "another unit", id="unit"),
        pytest.param("Numbers in Britain fell by 58% between 1985 and 2018.", "1985 is not in the quote", id="year"),
        pytest.param("Numbers in Britain rose by 58% between 1995 and 2018.", "“rose”", id="direction"),
        pytest.param("The common swift does not sleep on the wing.", "denies what the quote says", id="denied"),
        pytest.param("The common swift never sleeps on the wing.", "denies what the quote says", id="never"),
        pytest.param("Numbers in Britain fell by 58 million between 1995 and 2018.", "is not in the quote", id="scale"),
    ],
)
def test_what_contradicts_the_quote_is_refused_with_its_reason(statement: str, reason: str) -> None:
    told = check_support(statement, [Source(SWIFT)])
    assert told.score <= 0.3
    assert told.contradicted
    assert any(reason in r for r in told.reasons), told.reasons


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        pytest.param("Swifts breed in Norway and winter in southern Africa.", "Norway is not in the quote", id="name"),
        pytest.param(
            "Whales migrate along the coast each spring.", "of its meaning is in the quote", id="something else"
        ),
    ],
)
def test_what_the_quote_does_not_say_is_refused(statement: str, reason: str) -> None:
    told = check_support(statement, [Source(SWIFT)])
    assert told.score < 0.5
    assert any(reason in r for r in told.reasons), told.reasons


def test_no_source_and_no_words_score_zero() -> None:
    assert check_support("Anything at all.", []).score == 0
    assert check_support("Anything at all.", [Source("")]).score == 0
    assert check_support(" — ", [Source(SWIFT)]).score == 0
    assert check_support("Anything at all.", []).reasons == ("nothing is cited",)


def test_one_wrong_sentence_spoils_a_long_statement() -> None:
    right = "The common swift sleeps on the wing. Swifts breed in Europe and winter in southern Africa."
    wrong = right + " A pair lives for forty years in one nest."
    assert check_support(right, [Source(SWIFT)]).score == 1
    told = check_support(wrong, [Source(SWIFT)])
    assert told.score < 0.5
    assert told.reasons


def test_what_the_quote_is_read_with_counts() -> None:
    row = "| DevOps engineer | -47.49 | -7.76 |"
    around = "Change in postings by role (percent)\n| Role | Change 2022-2024 (%) | Change 2023-2024 (%) |"
    said = "Postings for the DevOps engineer fell by 47.49% over 2022-2024."
    assert check_support(said, [Source(row, around)]).score >= 0.5
    assert check_support(said, [Source(row)]).score < 0.5
    assert check_support(said.replace("fell", "rose"), [Source(row, around)]).contradicted


def test_computed_numbers_are_not_looked_for() -> None:
    said = "The difference between both numbers is 92,000 pairs in Britain."
    quote = "Numbers in Britain: 150,000 pairs in 1995. Numbers in Britain: 58,000 pairs in 2018."
    assert check_support(said, [Source(quote)]).contradicted
    assert not check_support(said, [Source(quote)], computed=True).contradicted


def test_a_part_of_a_sentence_that_is_limited_by_the_rest_is_no_quote() -> None:
    quote = "CKS is an exam that can be booked by everybody only with an active CKA."
    told = check_support("CKS is an exam that can be booked by everybody.", [Source(quote)])
    assert told.score < 1


def test_likeness_in_meaning_helps_and_is_reported() -> None:
    vectors = {"same": np.array([1.0, 0.0], np.float32), "other": np.array([0.0, 1.0], np.float32)}

    def alike(texts: object) -> np.ndarray:
        return np.stack([vectors["same"]] * len(list(texts)))  # type: ignore[call-overload]

    def unlike(texts: object) -> np.ndarray:
        return np.stack([vectors["other"], *[vectors["same"]] * (len(list(texts)) - 1)])  # type: ignore[call-overload]

    said = "Common swifts can doze while flying."
    high, low = check_support(said, [Source(SWIFT)], alike), check_support(said, [Source(SWIFT)], unlike)
    assert high.similarity == 1
    assert low.similarity == 0
    assert high.score > low.score


@pytest.mark.parametrize(
    ("statement", "evidence", "problems"),
    [
        ("It cost $1,200 in 2020.", "In 2020 it cost $1200.", 0),
        ("It cost €1,200.", "It cost $1,200.", 1),
        ("It took three years.", "It took 3 years.", 0),
        ("It took 3 years.", "It took three years.", 0),
        ("It took four years.", "It took three years.", 1),
        ("Sales were 2.4 billion.", "Sales were 2,400 million.", 0),
        ("Sales were 2.4 million.", "Sales were 2.4 billion.", 1),
        ("It weighs 168 grams.", "It weighs 168 kilograms.", 1),
        ("It takes 200 mg.", "It takes 200 milligrams.", 0),
        ("It grew 12%.", "It grew 12 percent.", 0),
        ("No numbers here.", "It cost $5.", 0),
    ],
)
def test_numbers_with_their_units(statement: str, evidence: str, problems: int) -> None:
    assert len(number_problems(statement, evidence)) == problems


def test_rounded_numbers_and_bounds_are_told_from_wrong_ones() -> None:
    assert derived("It fell by about 48%.", "It fell by 47.49%.")
    assert derived("More than 40 million came.", "41.2 million came.")
    assert not derived("More than 50 million came.", "41.2 million came.")
    assert not derived("It fell by 48%.", "It fell by 47.49%.")


@pytest.mark.parametrize(
    ("statement", "evidence", "wrong"),
    [
        ("Adults need eight to ten hours, teenagers seven to nine.", "Adults need seven to nine hours, teenagers eight to ten hours.", True),
        ("Adults need seven to nine hours.", "Adults need seven to nine hours, teenagers eight to ten hours.", False),
        ("Entry is 4 pounds for adults and 9 pounds for students.", "Entry is 9 pounds for adults and 4 pounds for students.", True),
        ("Entry is 4 pounds for students.", "Entry is 9 pounds for adults and 4 pounds for students.", False),
    ],
)  # fmt: skip
def test_numbers_that_belong_to_something_else(statement: str, evidence: str, wrong: bool) -> None:
    assert bool(misplaced(tokens(statement), tokens(evidence))) is wrong


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("The swift never lands.", "The swift lands twice a year."),
        ("Revenue rose by 12%.", "Revenue fell by 12%."),
        ("Updates are switched on by default.", "Updates are switched off by default."),
        ("The third language is compulsory.", "The third language is optional."),
        ("Nitrogen is more expensive than helium.", "Nitrogen is cheaper than helium."),
        ("The lake is salty.", "The lake is not salty."),
        ("The museum is open on Mondays.", "The museum is open from 10 to 6 and closed on Mondays."),
        ("The premiere was successful.", "The premiere was unsuccessful."),
        ("Postings fell by 12.08%.", "product security | +12.08"),
    ],
)
def test_what_is_turned_round_is_noticed(statement: str, sentence: str) -> None:
    assert turned(tokens(statement), tokens(sentence))


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("Patients ought not to take ibuprofen.", "Patients should avoid ibuprofen."),
        ("The bus will not stop at Fish Market.", "The bus will stop at all stations except Fish Market."),
        ("Quill no longer runs on old systems.", "Quill drops support for old systems."),
        ("The tower cannot be reached by lift.", "The lift reaches all floors but the tower."),
        ("Costs fell and profits rose by 12%.", "Profits rose by 12% while costs fell."),
        ("The lake is not salty.", "The lake is not salty."),
        ("Not only adults but children came.", "Adults and children came."),
        ("It supports up to 93 devices.", "It supports 93 devices at most."),
    ],
)
def test_what_says_the_same_in_other_words_is_not_turned(statement: str, sentence: str) -> None:
    assert not turned(tokens(statement), tokens(sentence))


def test_the_thesaurus_tells_like_from_opposite() -> None:
    t = thesaurus()
    assert t.likeness(t.base("purchase"), t.base("buy")) == SAME
    assert t.likeness(t.base("permission"), t.base("consent")) == KIN
    assert t.likeness(t.base("copper"), t.base("aluminium")) == 0
    assert t.base("fell") == t.base("fall")
    assert t.base("cheap") in t.opposites(t.base("expensive"))
    assert t.likeness(t.base("cheap"), t.base("expensive")) == 0


def test_a_long_context_is_read_in_time() -> None:
    context = " ".join(
        f"Station {n} on the line has {n} platforms and serves the village of number {n}." for n in range(300)
    )
    said = "Station 200 on the line serves a village and has 200 platforms."
    check_support(said, [Source(context)])
    began = time.process_time()
    told = check_support(said, [Source(context)])
    assert time.process_time() - began < 1.0
    assert told.score >= 0.5


@pytest.mark.parametrize("statement", ["(" * 5000, "no " * 3000, "1 " * 3000, "a-" * 3000, "\u202e\u0000 x", "ﷺ" * 200])
def test_odd_text_ends_in_a_score(statement: str) -> None:
    began = time.process_time()
    assert 0 <= check_support(statement, [Source(SWIFT)]).score <= 1
    assert time.process_time() - began < 20


CAPTION = "Table: Prices of bicycles, 2026 (EUR)\nModel | Price, member | Price, other | Note"


@pytest.mark.parametrize(
    ("statement", "supported"),
    [
        pytest.param(
            "Breva: price, member 690; price, other 740 (Prices of bicycles, 2026 (EUR)).", True, id="the row in words"
        ),
        pytest.param("Members pay 690 euros for the Breva in 2026.", True, id="told"),
        pytest.param(
            "Breva: price, member 960; price, other 740 (Prices of bicycles, 2026 (EUR)).", False, id="changed digit"
        ),
        pytest.param("Members pay 690 dollars for the Breva in 2026.", False, id="other currency"),
    ],
)
def test_a_table_row_is_read_with_its_header(statement: str, supported: bool) -> None:
    told = check_support(statement, [Source("| Breva | 690 | 740 | not known |", f"Bicycles\n{CAPTION}")])
    assert (told.score >= 0.5) is supported, told


def test_a_remark_on_the_documents_is_not_looked_for() -> None:
    told = check_support("The documents say otherwise. The common swift sleeps on the wing.", [Source(SWIFT)])
    assert told.score == 1
    assert check_support("The documents say otherwise.", [Source(SWIFT)]).score < 0.5


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        pytest.param(
            "The EMA met in May.", "The European Medicines Agency met in May in Amsterdam.", id="abbreviation"
        ),
        pytest.param("The European Medicines Agency met in May.", "In May the EMA met in Amsterdam.", id="written out"),
        pytest.param(
            "About 25% of U.S. adults smoke.", "In the United States about 25% of adults smoke.", id="with dots"
        ),
        pytest.param("It earned $1,200,000 in May.", "It earned $1.2 million in May and June.", id="scaled"),
        pytest.param(
            "She won two prizes.", "She won the prize for physics in 1903 and the prize for chemistry.", id="counted"
        ),
    ],
)
def test_the_same_thing_in_another_spelling(statement: str, quote: str) -> None:
    told = check_support(statement, [Source(quote)])
    assert told.score >= 0.5, told
