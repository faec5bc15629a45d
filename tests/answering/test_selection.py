"""Which passages a reply uses: nothing twice, newest figures first, lists together."""

from __future__ import annotations

from advisor.answering.evidence import Scored
from advisor.answering.passages import Passage, PassageCache
from advisor.answering.selection import Chosen, best, newest_first, siblings
from advisor.ingest.loader import text_hash
from advisor.types import Document
from tests.reading import documents


def passages(text: str, name: str = "d") -> tuple[Passage, ...]:
    return PassageCache().of(Document(name, "T", text, text_hash(text)))


def scored(passage: Passage, score: float) -> Scored:
    return Scored(passage, score, score, (), True, True, "unasked", "unasked", 1.0, 1.0)


def test_the_same_words_are_not_taken_twice() -> None:
    one, two, other = passages("Hives need clean water. Clean water hives need. Bees fly far for food.")
    chosen = Chosen([])
    assert [chosen.take(p) for p in (one, one, two, other)] == [True, False, False, True]


def test_the_same_words_with_another_figure_add_something() -> None:
    one, two = passages("The hive at the mill gave 18 kilograms of honey. The hive at the barn gave 11 litres of mead.")
    chosen = Chosen([])
    assert chosen.take(one)
    assert chosen.take(two)


def test_best_stops_at_the_ratio_and_the_number() -> None:
    a, b, c, d = passages(
        "Bees fly far for food. Roofs need wind breaks. Honey keeps for years. Queens lay eggs daily."
    )
    ranked = [scored(a, 1.0), scored(b, 0.9), scored(c, 0.85), scored(d, 0.5)]
    assert [s.passage for s in best(ranked, 5, 0.8)] == [a, b, c]
    assert [s.passage for s in best(ranked, 2, 0.8)] == [a, b]
    assert best([], 5, 0.8) == []


def test_newest_first_among_those_that_are_nearly_as_good() -> None:
    old, new, far = passages("Pay was 10 euros in 2019. Wages were 12 euros in 2024. Bees had 99 euros in 2026.")
    ranked = [scored(old, 1.0), scored(new, 0.95), scored(far, 0.5)]
    assert [s.passage for s in newest_first(ranked)] == [new, old, far]


def test_siblings_stand_under_one_heading() -> None:
    florist = next(d for d in documents("gardens") if d.id == "roles/florist")
    found = PassageCache().of(florist)
    first = next(p for p in found if "builds a bouquet" in p.quote)
    assert [p.words.split(" — ")[0] for p in siblings(first, found)] == [
        "Flower arranging",
        "Customer advice",
        "Plant knowledge",
        "Budget planning",
    ]


def test_a_figure_told_once_more_with_another_date_is_a_repetition() -> None:
    document = Document(
        "a",
        "Postings",
        "The count of bridge postings was 514,359 in the spring report. "
        "By the middle of 2025 the count of bridge postings reached 514,359 again. "
        "The count of bridge postings was 457,000 in 2024.",
        "h",
    )
    first, again, other = PassageCache().of(document)
    chosen = Chosen([first])
    assert chosen.repeats(again)
    assert not chosen.repeats(other)


def test_what_tells_something_asked_and_untold_repeats_nothing() -> None:
    first, second = passages(
        "The market law applies since 1 May 2024 and fines are high. "
        "The market law applies since 1 May 2024, and the sheriff alone enforces it."
    )
    assert not Chosen([first]).take(second)
    assert Chosen([first], frozenset({"sheriff"})).take(second)


def test_what_comes_nearest_repeats_only_what_holds_most_of_its_own_words() -> None:
    short, longer, same = passages(
        "Queens lay eggs daily. Queens lay eggs daily while workers guard frames, clean combs and fan cool air. "
        "Daily, queens lay eggs."
    )
    chosen = Chosen([])
    assert chosen.take(short)
    assert not chosen.take(longer)
    assert not chosen.take(same, nearest=True)
    assert chosen.take(longer, nearest=True)
