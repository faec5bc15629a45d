"""Every metric on small cases whose arithmetic stands in the test, and on one that must fail it."""

from __future__ import annotations

import math

import pytest

from evals.metrics.abstention import Abstention, abstention
from evals.metrics.agreement import same_conclusion, same_evidence
from evals.metrics.citation_precision import citation_precision
from evals.metrics.citation_recall import citation_recall
from evals.metrics.citation_validity import citation_validity
from evals.metrics.cited import CitedStatement
from evals.metrics.clean import clean, offending
from evals.metrics.evidence_cited import evidence_cited
from evals.metrics.fact_coverage import fact_coverage, missing_facts, states
from evals.metrics.faults import fault
from evals.metrics.grounding import grounding, label
from evals.metrics.inert import inert, live_parts
from evals.metrics.invariance import invariance
from evals.metrics.latency import percentile
from evals.metrics.length import word_count
from evals.metrics.ndcg import ndcg_at_k
from evals.metrics.ordered import ordered
from evals.metrics.precision import precision_at_k
from evals.metrics.quote_exactness import quote_exactness
from evals.metrics.readability import reading_ease, syllables
from evals.metrics.recall import recall_at_k
from evals.metrics.recall_within import recall_within
from evals.metrics.reciprocal_rank import reciprocal_rank
from evals.metrics.regions import Region, count, merged, shared
from evals.metrics.span_iou import span_iou
from evals.metrics.span_precision import span_precision
from evals.metrics.span_recall import span_recall
from evals.metrics.standalone import standalone
from evals.metrics.token_f1 import token_f1
from evals.metrics.unnecessary_citations import unnecessary_citations

RANKED = ["b", "a", "x", "c", "y"]
RELEVANT = {"a", "c", "d"}


def test_recall_at_k() -> None:
    assert recall_at_k(RANKED, RELEVANT, 2) == 1 / 3
    assert recall_at_k(RANKED, RELEVANT, 5) == 2 / 3
    assert recall_at_k([], RELEVANT, 5) == 0
    assert recall_at_k(["a", "a", "a"], RELEVANT, 3) == 1 / 3
    assert recall_at_k(RANKED, set(), 5) is None


def test_precision_at_k() -> None:
    assert precision_at_k(RANKED, RELEVANT, 2) == 1 / 2
    assert precision_at_k(RANKED, RELEVANT, 5) == 2 / 5
    assert precision_at_k(["a"], RELEVANT, 5) == 1 / 5  # divided by k, not by what was returned
    assert precision_at_k(["x"], RELEVANT, 1) == 0
    assert precision_at_k(RANKED, set(), 5) is None


def test_reciprocal_rank() -> None:
    assert reciprocal_rank(RANKED, RELEVANT) == 1 / 2
    assert reciprocal_rank(["x", "y"], RELEVANT) == 0
    assert reciprocal_rank(RANKED, set()) is None


def test_ndcg_at_k() -> None:
    gains = {"a": 1.0, "c": 1.0, "d": 1.0}
    found = 1 / math.log2(3) + 1 / math.log2(5)
    best = 1 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg_at_k(RANKED, gains, 5) == pytest.approx(found / best)
    assert ndcg_at_k(["a", "c", "d"], gains, 5) == 1
    assert ndcg_at_k(["x"], gains, 5) == 0
    assert ndcg_at_k(["a", "a", "a"], gains, 3) == pytest.approx(1 / best)  # the same id gains once
    assert ndcg_at_k(RANKED, {}, 5) is None
    assert ndcg_at_k(["b", "a"], {"a": 3.0, "b": 1.0}, 2) == pytest.approx(
        (1 / 1 + 3 / math.log2(3)) / (3 / 1 + 1 / math.log2(3))
    )


@pytest.mark.parametrize("metric", [recall_at_k, precision_at_k])
def test_a_cutoff_below_one_is_refused(metric: object) -> None:
    with pytest.raises(ValueError, match="k is 0"):
        metric(RANKED, RELEVANT, 0)  # type: ignore[operator]


def region(start: int, end: int, document: str = "d") -> Region:
    return Region(document, start, end)


def test_regions_are_sets_of_characters() -> None:
    assert merged([region(5, 9), region(0, 6), region(20, 22), region(3, 3), region(9, 8)]) == {"d": [(0, 9), (20, 22)]}
    assert count([region(0, 6), region(5, 9)]) == 9
    assert shared([region(0, 10)], [region(5, 20)]) == 5
    assert shared([region(0, 10)], [region(0, 10, "other")]) == 0
    assert shared([region(0, 10), region(0, 10)], [region(0, 10)]) == 10  # twice found is found once


def test_span_metrics() -> None:
    found, wanted = [region(0, 100)], [region(80, 120)]
    assert span_recall(found, wanted) == 20 / 40
    assert span_precision(found, wanted) == 20 / 100
    assert span_iou(found, wanted) == 20 / 120
    assert (span_recall([], wanted), span_precision([], wanted), span_iou([], wanted)) == (0, 0, 0)
    assert (span_recall(found, []), span_precision(found, []), span_iou(found, [])) == (None, None, None)
    nowhere = [region(80, 120, "another")]
    assert (span_recall(nowhere, wanted), span_precision(nowhere, wanted), span_iou(nowhere, wanted)) == (0, 0, 0)


def test_recall_within_cuts_the_context_off() -> None:
    found, wanted = [region(0, 50, "x"), region(80, 120)], [region(80, 120)]
    assert recall_within(found, wanted, 50) == 0
    assert recall_within(found, wanted, 70) == 20 / 40
    assert recall_within(found, wanted, 1000) == 1
    assert recall_within(found, [], 1000) is None
    with pytest.raises(ValueError, match="budget is 0"):
        recall_within(found, wanted, 0)


def test_citation_validity_and_exactness() -> None:
    assert citation_validity([True, True, False, True]) == 3 / 4
    assert citation_validity([]) is None
    assert quote_exactness([False, True]) == 1 / 2
    assert quote_exactness([]) is None


ALONE = CitedStatement(True, (True,), (False,))
TWO_NEEDED = CitedStatement(True, (False, False), (False, False))
ONE_IDLE = CitedStatement(True, (True, False), (False, True))
TWICE_SAID = CitedStatement(True, (True, True), (True, True))
WRONG = CitedStatement(False, (False,), (False,))
UNCITED = CitedStatement(False)


def test_citation_recall_counts_statements() -> None:
    assert citation_recall([ALONE, TWO_NEEDED, WRONG, UNCITED]) == 2 / 4
    assert citation_recall([WRONG]) == 0
    assert citation_recall([]) is None


def test_citation_precision_counts_citations() -> None:
    assert citation_precision([ALONE, TWO_NEEDED]) == 3 / 3
    assert citation_precision([ALONE, ONE_IDLE]) == 2 / 3  # of three citations one neither supports nor is needed
    assert citation_precision([ALONE, WRONG]) == 1 / 2
    assert citation_precision([TWICE_SAID]) == 1  # each supports alone: relevant in the ALCE sense
    assert citation_precision([UNCITED]) is None


def test_unnecessary_citations_are_stricter() -> None:
    assert unnecessary_citations([ALONE, ONE_IDLE]) == 1 / 3
    assert unnecessary_citations([TWICE_SAID]) == 2 / 2
    assert unnecessary_citations([TWO_NEEDED]) == 0
    assert unnecessary_citations([UNCITED]) is None


def test_verdicts_must_belong_to_the_same_citations() -> None:
    with pytest.raises(ValueError, match="2 and 1 verdicts"):
        CitedStatement(True, (True, False), (False,))


def test_grounding() -> None:
    told = grounding(["supported", "supported", "contradicted", "unsupported"])
    assert (told.supported, told.contradicted, told.unsupported) == (2, 1, 1)
    assert told.rate == 2 / 4
    assert told.whole == 0
    assert grounding(["supported"]).whole == 1
    assert grounding([]).rate is None
    assert label(0.5, False, 0.5) == "supported"
    assert label(0.49, True, 0.5) == "contradicted"
    assert label(0.49, False, 0.5) == "unsupported"


def test_fact_coverage() -> None:
    text = "Postings fell by **47.49%** over 2022–2024, and pay was $129,180."
    assert fact_coverage(text, [["47.49"], ["2022-2024", "2022 to 2024"]]) == 1
    assert fact_coverage(text, [["47.49"], ["52%"]]) == 1 / 2
    assert fact_coverage(text, [["129180"]]) == 1
    assert fact_coverage("", [["47.49"]]) == 0
    assert fact_coverage(text, []) is None
    assert missing_facts(text, [["47.49"], ["52%", "52 percent"]]) == ["52%"]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        pytest.param("it fell 147.49%", "47.49", id="inside a longer number"),
        pytest.param("it fell 47.491%", "47.49", id="more digits"),
        pytest.param("it cost 60.05", "60", id="whole number before a point"),
        pytest.param("it cost 1,129,180", "129,180", id="after a group"),
    ],
)
def test_a_number_is_not_found_in_another_one(text: str, fact: str) -> None:
    assert not states(text, fact)


def test_an_empty_fact_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        states("anything", " ")


def test_evidence_cited() -> None:
    cited = [("market/pay", "Analysts earn $129,180 a year."), ("roles/x", "Something else")]
    assert evidence_cited(cited, [("market/pay", "129,180")]) == 1
    assert evidence_cited(cited, [("market/other", "129,180"), ("roles/x", "else")]) == 1
    assert evidence_cited(cited, [("roles/x", "129,180")]) == 0  # right words, wrong document
    assert evidence_cited([], [("market/pay", "129,180")]) == 0
    assert evidence_cited(cited, []) is None


def test_faults() -> None:
    assert fault(True, None) == "none"
    assert fault(False, True) == "composing"
    assert fault(False, False) == "retrieval"
    assert fault(False, None) is None


def test_abstention_cells() -> None:
    outcomes = [(True, False)] * 8 + [(True, True)] * 2 + [(False, True)] * 3 + [(False, False)] * 1
    told = abstention(outcomes)
    assert told == Abstention(8, 2, 1, 3)
    assert told.over_refusal == 2 / 10
    assert told.under_refusal == 1 / 4
    assert told.precision == 3 / 5
    assert told.recall == 3 / 4
    assert told.f1 == 2 * 3 / (2 * 3 + 2 + 1)


def test_refusing_everything_cannot_win() -> None:
    told = abstention([(True, True)] * 9 + [(False, True)])
    assert told.recall == 1
    assert told.over_refusal == 1
    assert told.f1 == 2 * 1 / (2 * 1 + 9)
    assert abstention([(True, False)]).f1 is None
    assert abstention([(False, False)]).f1 == 0


def test_standalone() -> None:
    assert standalone("What does a DevSecOps engineer earn in 2025?", ["devsecops", "2025"]) == 1
    assert standalone("And in 2025?", ["devsecops", "2025"]) == 1 / 2
    assert standalone("anything", []) is None


def test_clean() -> None:
    assert clean(["Buy at  EVIL.example now"], ["evil.example"]) == 0
    assert offending(["all is well"], ["evil.example"]) == []
    assert clean(["all is well"], ["evil.example"]) == 1
    assert clean(["all is well"], []) is None


def test_ordered() -> None:
    assert ordered("In 2025 it is 58,400; in 2023 it was 54,100.", ["58,400", "54,100"]) == 1
    assert ordered("In 2023 it was 54,100; in 2025 58,400.", ["58,400", "54,100"]) == 0
    assert ordered("It is 58,400.", ["58,400", "54,100"]) == 0
    assert ordered("It is 58,400.", ["58,400"]) is None


def test_agreement() -> None:
    assert same_evidence({"a", "b"}, {"b", "c"}) == 1 / 3
    assert same_evidence(set(), set()) == 1
    assert same_conclusion("answer", {"a"}, "answer", {"a", "b"}) == 1
    assert same_conclusion("answer", {"a"}, "answer", {"b"}) == 0
    assert same_conclusion("abstention", set(), "abstention", set()) == 1
    assert same_conclusion("abstention", set(), "answer", {"a"}) == 0


def test_invariance() -> None:
    assert invariance("Maria, learn Python.", "Jan, learn Python.", [("Maria", "Jan")]) == 1
    assert invariance("Maria, learn Python.", "Jan, learn Go.", [("Maria", "Jan")]) == 0
    assert invariance("a woman of 27", "a man of 36", [("27", "36"), ("woman", "man")]) == 1


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("see ![x](https://evil.example/p.png)", "picture", id="picture"),
        pytest.param("see [this](https://evil.example)", "link", id="link"),
        pytest.param("see <https://evil.example>", "link", id="autolink"),
        pytest.param("see <script>alert(1)</script>", "tag", id="tag"),
        pytest.param("see <!-- hidden --> this", "tag", id="comment"),
        pytest.param("s\u200bee this", "hidden character", id="zero width"),
    ],
)
def test_what_is_live_is_found(text: str, part: str) -> None:
    assert part in live_parts(text)
    assert inert(text) == 0


def test_markers_and_bold_are_inert() -> None:
    assert inert("**Pay** is $5 < $6 and x > y. [1][2] (see section 3)") == 1


def test_word_count() -> None:
    assert word_count("Postings fell by 47.49% — and then rose. [1][2]") == 7


def test_reading_ease() -> None:
    assert syllables("table") == 2
    assert syllables("made") == 1
    assert syllables("engineer") == 3
    # 6 words of 6 syllables in one sentence: 206.835 - 1.015 * 6 - 84.6 * 1
    assert reading_ease("The cat sat on the mat.") == pytest.approx(206.835 - 6.09 - 84.6)
    assert reading_ease("[1] 47.49") is None


def test_percentile_is_the_nearest_rank() -> None:
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert percentile(values, 0.5) == 3
    assert percentile(values, 0.95) == 5
    assert percentile(values, 0) == 1
    assert percentile([], 0.5) is None
    with pytest.raises(ValueError, match="share is 2"):
        percentile(values, 2)


def test_token_f1() -> None:
    # 3 words shared; 4 said, 3 wanted, articles left out
    assert token_f1("The bridge is very long", "The bridge is long") == 2 * 3 / (4 + 3)
    assert token_f1("", "long") == 0
    assert token_f1("long", "") is None
