"""Answers of any system, scored row by row: the file is never held in memory, and no model but the embedder is used."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evals import results
from evals.answers import Answer, DocumentOf, parse_answer
from evals.cases import Case, load_cases, parse_case, suite_path
from evals.grounding import Pair, PairScorer, Separation, parse_pair
from evals.judges import Judge, opinion
from evals.metrics.latency import percentile
from evals.results import ResultFile, Tally
from evals.rows import RowError, Rows
from evals.scorecard import CaseScore, score_answer
from evals.verifying import Verifier

Progress = Callable[[int, int, str], None]
_EXPECTATIONS = ("expect", "facts", "forbidden", "evidence", "standalone", "order")


@dataclass(frozen=True)
class Scorer:
    """What answers are held against: a verifier, the documents they may cite, and cases by id."""

    verifier: Verifier
    document: DocumentOf | None = None
    cases: Mapping[str, Case] | None = None

    def parse(self, row: Mapping[str, Any]) -> tuple[Answer, Case | None]:
        """The answer of a row with what is expected of it: the case of its id, or what the row itself says.

        Raises RowError where the row cannot be used.
        """
        answer = parse_answer(row, self.document)
        if self.cases is not None:
            case = self.cases.get(answer.id)
            if case is None:
                raise RowError(f"no case has the id {answer.id!r}")
            return answer, case
        if "answerable" in row and "expect" not in row:
            row = {**row, "expect": "answer" if row["answerable"] else "refuse"}
        if any(row.get(name) is not None for name in _EXPECTATIONS):
            stated = {name: row[name] for name in _EXPECTATIONS if row.get(name) is not None}
            return answer, parse_case({**stated, "id": answer.id or "-", "question": answer.question or "-"}, "answers")
        return answer, None


def cases_of(names: tuple[str, ...]) -> dict[str, Case]:
    """Cases by id, of suites by name or of files by path."""
    found: dict[str, Case] = {}
    for name in names:
        path = Path(name) if name.endswith(".jsonl") else suite_path(name)
        found.update((c.id, c) for c in load_cases(path)[0])
    return found


def score(
    path: Path | str, scorer: Scorer, out: ResultFile, corpus: str = "", progress: Progress = lambda *_: None
) -> dict[str, Any]:
    """Score a file of answers, write the result and return its head. Raises UsageError where no row can be used."""
    rows, tally, milliseconds = Rows(path), {"all": Tally()}, []
    total = _size(path)
    began = time.perf_counter()
    for number, (answer, case) in enumerate(rows.parse(scorer.parse, lambda pair: pair[0].id or None), 1):
        answer = answer if answer.id else replace(answer, id=f"row-{number}")
        scored = score_answer(answer, case, scorer.verifier, suite="answers")
        scored = CaseScore(scored.id, "answers", scored.part, scored.metrics, scored.failures, scored.detail)
        _count(tally, scored, case)
        if answer.milliseconds is not None:
            milliseconds.append(answer.milliseconds)
        out.add(scored.to_json())
        progress(rows.consumed, total, "")
    head = results.head(
        "score",
        source=Path(path).name,
        corpora={"corpus": corpus} if corpus else {},
        settings={"min_support": scorer.verifier.threshold, "embeddings": scorer.verifier.embed is not None},
        files={"answers": rows.account()},
        summary={"answers": {part: t.summary() for part, t in tally.items()}},
    )
    out.finish(head, _timings(time.perf_counter() - began, milliseconds))
    return head


def _count(tally: dict[str, Tally], scored: CaseScore, case: Case | None) -> None:
    answerable = None if case is None else case.expect == "answer"
    kind = scored.detail["kind"]
    refused = kind == "abstention" or (answerable is False and kind == "partial")
    for part in ("all", *([scored.part] if scored.part else [])):
        tally.setdefault(part, Tally()).add(scored, answerable, refused)


def _timings(seconds: float, milliseconds: list[float]) -> dict[str, Any]:
    told: dict[str, Any] = {"seconds": {"answers": round(seconds, 2)}}
    if milliseconds:
        told["reply_ms"] = {
            "p50": percentile(milliseconds, 0.5),
            "p95": percentile(milliseconds, 0.95),
            "n": len(milliseconds),
        }
    return told


def _size(path: Path | str) -> int:
    return Path(path).stat().st_size if Path(path).is_file() else 0


def ground(
    path: Path | str,
    verifier: Verifier,
    write: Callable[[Mapping[str, Any]], None],
    progress: Progress = lambda *_: None,
    judge: Judge | None = None,
    runs: int = 1,
) -> dict[str, Any]:
    """Score pairs of context and claim row by row: `write` is given id, score, label and reasons of each, in order.

    Returns the account of the file, and AUROC and confusion where rows are labelled. With a second `judge`, each row
    also holds its opinion, and the head its own AUROC and how often it agrees with the verifier. Raises UsageError
    where no row can be used.
    """
    rows, told = Rows(path), Separation(verifier.threshold)
    second = None if judge is None else SecondTier(judge, runs, verifier.threshold)
    scorer, total = PairScorer(verifier), _size(path)
    numbered = enumerate(rows.parse(parse_pair, lambda p: p.id or None), 1)
    for number, pair in numbered:
        pair = pair if pair.id else replace(pair, id=f"row-{number}")
        scored = scorer.score(pair)
        detail = scored.detail
        told.add(pair, detail["score"])
        write(
            {
                "id": pair.id,
                "score": detail["score"],
                "label": detail["label"],
                "supported": detail["label"] == "supported",
            }
            | {"reasons": detail["reasons"]}
            | ({"expected": detail["expected"]} if detail["expected"] else {})
            | ({} if second is None else {"judge": second.ask(pair, detail["label"] == "supported")})
        )
        progress(rows.consumed, total, "")
    return results.head(
        "ground",
        source=Path(path).name,
        files={"pairs": rows.account()},
        grounding=told.summary() or None,
        judge=None if second is None else second.summary(),
    )


class SecondTier:
    """Opinions of a second judge beside the verifier's, gathered pair by pair."""

    def __init__(self, judge: Judge, runs: int, threshold: float) -> None:
        self._judge, self._runs = judge, runs
        self._told = Separation(threshold)
        self._agreed = self._asked = self._failed = 0
        self._spread = 0.0

    def ask(self, pair: Pair, supported: bool) -> dict[str, Any]:
        """The opinion on a pair, as JSON. `supported` is what the verifier says of it."""
        given = opinion(self._judge, pair.claim, pair.contexts, self._runs)
        self._failed += given.failed
        if given.mean is not None:
            self._told.add(pair, given.mean)
            self._asked += 1
            self._agreed += (given.mean >= self._told.threshold) == supported
            self._spread += given.spread
        return given.to_json()

    def summary(self) -> dict[str, Any]:
        """AUROC and confusion where pairs are labelled, agreement with the verifier, mean spread, failed answers."""
        return {
            "name": self._judge.name,
            "runs": self._runs,
            "pairs": self._asked,
            "failed_answers": self._failed,
            "agreement": round(self._agreed / self._asked, 6) if self._asked else None,
            "mean_spread": round(self._spread / self._asked, 6) if self._asked else None,
            "grounding": self._told.summary() or None,
        }
