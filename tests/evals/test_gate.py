"""Thresholds: kept, broken, and not measured, which is broken too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.errors import UsageError
from evals.gate import DEFAULT, Threshold, hold, read

RESULT: dict[str, Any] = {
    "summary": {
        "golden": {
            "test": {
                "cases": 10,
                "metrics": {"facts.complete": {"mean": 0.8}, "standalone": {"mean": None}},
                "abstention": {"over_refusal": 0.05, "f1": None},
            }
        }
    },
    "grounding": {"test": {"auroc": 0.9, "balanced_accuracy": 0.8}},
    "network": {"attempts": 1},
}


@pytest.mark.parametrize(
    ("threshold", "value", "kept"),
    [
        pytest.param(Threshold("golden", "test", "facts.complete", least=0.8), 0.8, True, id="just kept"),
        pytest.param(Threshold("golden", "test", "facts.complete", least=0.81), 0.8, False, id="broken"),
        pytest.param(Threshold("golden", "test", "abstention.over_refusal", most=0.05), 0.05, True, id="at most"),
        pytest.param(Threshold("golden", "test", "abstention.over_refusal", most=0.04), 0.05, False, id="too much"),
        pytest.param(Threshold("golden", "test", "cases", least=11), 10, False, id="too few cases"),
        pytest.param(Threshold("grounding", "test", "auroc", least=0.85), 0.9, True, id="auroc"),
        pytest.param(Threshold("network", "all", "attempts", most=0), 1, False, id="something left"),
        pytest.param(Threshold("golden", "test", "standalone", least=0), None, False, id="not applicable"),
        pytest.param(Threshold("golden", "test", "abstention.f1", least=0), None, False, id="no cell"),
        pytest.param(Threshold("golden", "tuning", "facts.complete", least=0), None, False, id="part not run"),
        pytest.param(Threshold("other", "all", "facts.complete", least=0), None, False, id="suite not run"),
    ],
)
def test_a_threshold(threshold: Threshold, value: float | None, kept: bool) -> None:
    (held,) = hold(RESULT, [threshold])
    assert held.value == value
    assert held.kept is kept
    assert ("BROKEN" in str(held)) is not kept


def test_the_shipped_thresholds_can_be_read() -> None:
    assert len(read(DEFAULT, "full")) >= 15
    assert len(read(DEFAULT, "short")) >= 8


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("full: {}\nshort: [1]", "no profile 'short'", id="profile of another kind"),
        pytest.param("short:\n  a / b: {least: 1}", "write `suite / part / metric", id="two parts"),
        pytest.param("short:\n  a / b / c: {least: 1, most: 2}", "write `suite / part / metric", id="two bounds"),
        pytest.param("short:\n  a / b / c: {least: high}", "'high' is no number", id="no number"),
        pytest.param("short: {", "not valid YAML", id="broken"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "gate.yaml"
    path.write_text(text)
    with pytest.raises(UsageError, match=message):
        read(path, "short")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read(tmp_path / "none.yaml", "short")
