"""The arithmetic of the benchmarks, and that the processes they measure run."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from advisor.settings import Settings
from evals.bench import compare_baseline, ours, precision_loss, processes
from evals.bench.processes import Run


def run(seconds: float, megabytes: float, **result: float) -> Run:
    return Run(seconds, seconds, megabytes, result)


def test_ratios_and_targets() -> None:
    rounds = [
        compare_baseline.Round(
            baseline=run(0, 1000, characters=900, index_s=index, cold_to_first_answer_s=40, query_p50_ms=20),
            index=run(0, 0, index_s=3),
            ask=run(ask, 0),
            serve=run(0, 700, query_p50_ms=10),
        )
        for index, ask in ((9, 2), (12, 9), (30, 4))
    ]
    ask, indexing, retrieval, memory = compare_baseline.figures(rounds)
    assert (ask.baseline, ask.ours, ask.ratio, ask.met) == (40, 4, 0.1, True)
    assert (indexing.baseline, indexing.ours, indexing.ratio, indexing.met) == (900 / 12, 300, 4, True)
    assert (retrieval.ratio, retrieval.met) == (0.5, True)
    assert (memory.ratio, memory.met) == (0.7, False)
    assert "| peak memory while serving (MB) | 1,000 | 700 | 0.70 | ≤ 0.6 | no |" in compare_baseline.table([memory])


def test_a_rate_is_met_from_its_target_up() -> None:
    slow = compare_baseline.Figure("indexing", 100, 299, "characters/s", 3, at_least=True)
    assert (slow.ratio, slow.met) == (2.99, False)


def test_loss_of_precision() -> None:
    passages = np.eye(20, dtype=np.float32)
    turned = passages.copy()
    turned[[0, 1]] = turned[[1, 0]]
    same = precision_loss.loss((passages, passages[:4]), (passages, passages[:4]), 2.0)
    assert (same.cosine_mean, same.cosine_least, same.overlap, same.first) == (1, 1, 1, 1)
    other = precision_loss.loss((passages, passages[:4]), (turned, passages[:4]), 2.0)
    assert other.cosine_least == 0
    assert other.cosine_mean == pytest.approx(22 / 24)
    assert other.first == 0.5


def test_a_process_is_measured_and_its_failure_shown() -> None:
    code = "import json; x = bytearray(80_000_000); print('first'); print(json.dumps({'n': 1}))"
    found = processes.measure([sys.executable, "-c", code])
    assert found.result == {"n": 1}
    assert 80 < found.megabytes < 400
    assert 0 < found.processor_seconds <= found.seconds * 64
    with pytest.raises(RuntimeError, match=r"ended with 1:(.|\n)*ZeroDivisionError"):
        processes.measure([sys.executable, "-c", "1 / 0"])


def test_our_stages_run(settings: Settings) -> None:
    place = (str(settings.home), str(settings.corpus), "fp32")
    indexed = ours.index(*place)
    assert indexed["documents"] == 4
    assert indexed["chunks"] > 4
    served = ours.serve(*place, "Who inspects bridges?")
    assert served["query_p50_ms"] > 0


def test_the_baseline_imports_nothing_of_this_package() -> None:
    source = Path(compare_baseline.OWN_BASELINE).read_text("utf-8")
    assert "advisor" not in source
