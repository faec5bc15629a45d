"""Suites put to the advisor, one after the other and in order, so that two runs give equal figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from advisor.assembly import Advisor, build_advisor
from advisor.errors import UsageError
from advisor.settings import Settings
from evals import results
from evals.asking import Asker
from evals.cases import CORPORA, GOLDEN, SUITES, Case, Lookup, Part, chosen, load_cases, load_lookups, suite_path
from evals.grounding import Pair, PairScorer, load_pairs, separation
from evals.looking_up import Searcher
from evals.metrics.latency import percentile
from evals.quiet import watched
from evals.results import ResultFile, Tally
from evals.scorecard import CaseScore
from evals.verifying import KeptVectors, Verifier

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Plan:
    """What is to be run: suites in order, of which part, at most how many cases of each, and which ids (None: all)."""

    suites: tuple[str, ...]
    part: Part | None = None
    limit: int | None = None
    ids: frozenset[str] | None = None


@dataclass
class Run:
    """The figures of a run as they gather."""

    tallies: dict[str, dict[str, Tally]] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    corpora: dict[str, str] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    separations: dict[str, Any] = field(default_factory=dict)
    embedding: str = ""
    composer: str = ""

    def add(self, score: CaseScore, case: Any) -> None:
        answerable = None if not isinstance(case, Case) else case.expect == "answer"
        refused = score.detail.get("kind") == "abstention" or (
            answerable is False and score.detail.get("kind") == "partial"
        )
        groups = [score.suite] + (["golden"] if score.suite in GOLDEN else [])
        for group in groups:
            for part in ("all", score.part):
                self.tallies.setdefault(group, {}).setdefault(part, Tally()).add(score, answerable, refused)


def run(settings: Settings, plan: Plan, out: ResultFile, progress: Progress = lambda *_: None) -> dict[str, Any]:
    """Run the suites, write the result, and return its head: all but the cases and the timings."""
    gathered = Run()
    loaded = [(name, _load(name, plan, gathered)) for name in plan.suites]
    total = sum(len(cases) for _, cases in loaded)
    done = 0
    with watched() as attempts:
        for corpus, group in _by_corpus(loaded):
            with _advisor(settings, corpus, gathered) as advisor:
                verifier = _verifier(advisor)
                for name, cases in group:
                    began = time.perf_counter()
                    for case, score in _scores(name, cases, advisor, verifier, gathered):
                        gathered.add(score, case)
                        out.add(score.to_json())
                        done += 1
                        progress(done, total, name)
                    gathered.seconds[name] = round(time.perf_counter() - began, 2)
    head = _head(settings, plan, gathered, attempts)
    out.finish(head, _timings(gathered))
    return head


def _load(name: str, plan: Plan, gathered: Run) -> list[Any]:
    path = suite_path(name)
    loader: Any = {"retrieval": load_lookups, "grounding": load_pairs}.get(name, load_cases)
    cases, rows = loader(path)
    gathered.files[name] = rows.account()
    kept = chosen(cases, plan.part, lambda c: plan.ids is None or c.id in plan.ids)
    return kept[: plan.limit]


def _by_corpus(loaded: Sequence[tuple[str, list[Any]]]) -> Iterator[tuple[str, list[tuple[str, list[Any]]]]]:
    """Suites grouped by the corpus they ask, in order of first use."""
    groups: dict[str, list[tuple[str, list[Any]]]] = {}
    for name, cases in loaded:
        groups.setdefault(CORPORA.get(name, ""), []).append((name, cases))
    yield from groups.items()


@contextmanager
def _advisor(settings: Settings, corpus: str, gathered: Run) -> Iterator[Advisor]:
    chosen_settings = settings.model_copy(update={"corpus": SUITES / corpus}) if corpus else settings
    with build_advisor(chosen_settings, chat_model=made_up(settings.chat_model)) as advisor:
        index = advisor.library.index
        gathered.corpora[corpus or "corpus"] = index.store.corpus_hash()
        gathered.embedding = index.embedder.fingerprint
        yield advisor


def made_up(composer: str | None) -> Any:
    """The chat model behind a name such as `fake:alterer` (see `evals.models`); None for any other name."""
    if composer is None or not composer.startswith("fake:"):
        return None
    from evals.models import NATURES, fake_model

    nature = composer.removeprefix("fake:")
    if nature not in NATURES:
        raise UsageError(f"There is no made-up chat model {nature!r}. Choose one of: {', '.join(NATURES)}.")
    return fake_model(nature)


def _verifier(advisor: Advisor) -> Verifier:
    return Verifier(KeptVectors(advisor.library.index.embedder.embed), advisor.settings.min_support)


def _scores(
    name: str, cases: list[Any], advisor: Advisor, verifier: Verifier, gathered: Run
) -> Iterator[tuple[Any, CaseScore]]:
    if name == "retrieval":
        searcher = Searcher(advisor, gathered.milliseconds)
        lookups: list[Lookup] = cases
        yield from ((c, searcher.score(c)) for c in lookups)
    elif name == "grounding":
        pairs: list[Pair] = cases
        scorer = PairScorer(verifier)
        scored = list(scorer.score_all(pairs))
        gathered.separations = separation(pairs, [s.metrics["support"] or 0.0 for s in scored], verifier.threshold)
        yield from zip(pairs, scored, strict=True)
    else:
        asker = Asker(advisor, verifier, gathered.milliseconds)
        for case in cases:
            score = asker.score(case)
            gathered.composer = str(score.detail.get("composer", gathered.composer))
            yield case, score


def _head(settings: Settings, plan: Plan, gathered: Run, attempts: list[str]) -> dict[str, Any]:
    summary = {
        suite: {part: parts[part].summary() for part in ("all", "tuning", "test") if part in parts}
        for suite, parts in gathered.tallies.items()
    }
    return results.head(
        "run",
        settings={
            "embedding": gathered.embedding,
            "min_support": settings.min_support,
            "context_hits": settings.context_hits,
            "candidates": settings.candidates,
            "chunk_tokens": settings.chunk_tokens,
        },
        composer=gathered.composer or "extractive",
        corpora=gathered.corpora,
        plan={
            "suites": list(plan.suites),
            "part": plan.part or "all",
            "limit": plan.limit,
            "ids": None if plan.ids is None else len(plan.ids),
        },
        files=gathered.files,
        network={"attempts": len(attempts), "hosts": sorted(set(attempts))},
        grounding=gathered.separations or None,
        summary=summary,
    )


def _timings(gathered: Run) -> dict[str, Any]:
    asked = [v for k, v in gathered.milliseconds.items() if not k.startswith("retrieval/")]
    searched = [v for k, v in gathered.milliseconds.items() if k.startswith("retrieval/")]
    return {
        "seconds": gathered.seconds,
        "reply_ms": {"p50": percentile(asked, 0.5), "p95": percentile(asked, 0.95), "n": len(asked)},
        "search_ms": {"p50": percentile(searched, 0.5), "p95": percentile(searched, 0.95), "n": len(searched)},
        "cases_ms": gathered.milliseconds,
    }
