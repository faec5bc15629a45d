"""This package against a LangChain tutorial pipeline, on the same folder and model, in one run.

    python -m evals.bench.compare_baseline [--corpus DIR] [--baseline SCRIPT] [--rounds N] [--out FILE]

Baseline and package take turns, so that a machine that grows slower or faster does so for both; of the rounds the
median counts. A baseline script is called with CORPUS, MODEL and QUESTION and prints one JSON line with the keys of
baseline_langchain.py. Characters are those of the files, for both.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.index.embedder import build_embedder
from advisor.index.models import locate
from advisor.settings import Settings, shipped
from evals.bench.processes import Run, measure

QUESTION = "How do I move from DevSecOps to MLSecOps?"
OWN_BASELINE = Path(__file__).with_name("baseline_langchain.py")


@dataclass(frozen=True, slots=True)
class Figure:
    """One comparison: `ours / baseline` is to be at most (or, for a rate, at least) `target`."""

    name: str
    baseline: float
    ours: float
    unit: str
    target: float
    at_least: bool = False

    @property
    def ratio(self) -> float:
        return self.ours / self.baseline

    @property
    def met(self) -> bool:
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target


@dataclass(frozen=True, slots=True)
class Round:
    """One turn of each."""

    baseline: Run
    index: Run
    ask: Run
    serve: Run


def one_round(baseline: Path, corpus: Path, home: Path, precision: str) -> Round:
    settings = Settings(home=home)
    shutil.rmtree(home / "indexes", ignore_errors=True)
    model, python = str(locate(settings).folder), sys.executable
    own = [python, "-m", "evals.bench.ours"]
    place = [str(home), str(corpus), precision]
    options = {"ADVISOR_HOME": str(home), "ADVISOR_EMBEDDING_PRECISION": precision}
    ask = [python, "-c", "from advisor.cli import main; main()", "ask", QUESTION, "--corpus", str(corpus)]
    return Round(
        baseline=measure([python, str(baseline), str(corpus), model, QUESTION]),
        index=measure([*own, "index", *place]),
        ask=measure(ask, options),
        serve=measure([*own, "serve", *place, QUESTION]),
    )


def figures(rounds: Sequence[Round]) -> list[Figure]:
    """The medians of the rounds."""

    def median(values: list[float]) -> float:
        return statistics.median(values)

    characters = rounds[0].baseline.result["characters"]
    return [
        Figure(
            "start to first answer, index built",
            median([r.baseline.result["cold_to_first_answer_s"] for r in rounds]),
            median([r.ask.seconds for r in rounds]),
            "s",
            0.25,
        ),
        Figure(
            "indexing",
            median([characters / r.baseline.result["index_s"] for r in rounds]),
            median([characters / r.index.result["index_s"] for r in rounds]),
            "characters/s",
            3.0,
            at_least=True,
        ),
        Figure(
            "retrieval, p50",
            median([r.baseline.result["query_p50_ms"] for r in rounds]),
            median([r.serve.result["query_p50_ms"] for r in rounds]),
            "ms",
            0.5,
        ),
        Figure(
            "peak memory while serving",
            median([r.baseline.megabytes for r in rounds]),
            median([r.serve.megabytes for r in rounds]),
            "MB",
            0.6,
        ),
    ]


def table(found: Sequence[Figure]) -> str:
    """Markdown."""
    lines = ["| | baseline | this package | ratio | target | met |", "| --- | ---: | ---: | ---: | ---: | --- |"]
    for f in found:
        sign = "≥" if f.at_least else "≤"
        digits = 0 if f.baseline > 100 else 2
        lines.append(
            f"| {f.name} ({f.unit}) | {f.baseline:,.{digits}f} | {f.ours:,.{digits}f} | {f.ratio:.2f} | "
            f"{sign} {f.target:g} | {'yes' if f.met else 'no'} |"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=shipped("corpus"))
    parser.add_argument("--baseline", type=Path, default=OWN_BASELINE)
    parser.add_argument("--precision", choices=["fp32", "int8"], default="fp32")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--home", type=Path, help="keeps the exported model between runs")
    parser.add_argument("--out", type=Path, help="write the measurements as JSON")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        home = options.home or Path(temporary)
        build_embedder(Settings(home=home, embedding_precision=options.precision))  # the export, once for each model
        rounds = []
        for number in range(options.rounds):
            rounds.append(one_round(options.baseline, options.corpus, home, options.precision))
            print(f"round {number + 1} of {options.rounds} done", file=sys.stderr)
    found = figures(rounds)
    print(table(found))
    if options.out:
        options.out.write_text(json.dumps([_plain(r) for r in rounds], indent=1), "utf-8")
    return 0 if all(f.met for f in found) else 1


def _plain(measured: Round) -> dict[str, object]:
    runs = {"baseline": measured.baseline, "index": measured.index, "ask": measured.ask, "serve": measured.serve}
    return {
        name: {"seconds": r.seconds, "processor_seconds": r.processor_seconds, "megabytes": r.megabytes, **r.result}
        for name, r in runs.items()
    }


if __name__ == "__main__":
    sys.exit(main())
