"""Thresholds that a result must keep. They stand in a file, so that a change of them is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from advisor.errors import UsageError

DEFAULT = Path(__file__).resolve().parent / "gate.yaml"


@dataclass(frozen=True, slots=True)
class Threshold:
    """`where` is a path into a result's summary: suite, part and metric; one of the bounds is set."""

    suite: str
    part: str
    metric: str
    least: float | None = None
    most: float | None = None

    @property
    def where(self) -> str:
        return f"{self.suite} / {self.part} / {self.metric}"


@dataclass(frozen=True, slots=True)
class Held:
    """A threshold with the figure that was measured; `value` is None where the result has no such figure."""

    threshold: Threshold
    value: float | None

    @property
    def kept(self) -> bool:
        if self.value is None:
            return False
        t = self.threshold
        return (t.least is None or self.value >= t.least) and (t.most is None or self.value <= t.most)

    def __str__(self) -> str:
        t = self.threshold
        bound = f"at least {t.least}" if t.least is not None else f"at most {t.most}"
        told = "not measured" if self.value is None else f"{self.value:.4f}"
        return f"{'kept  ' if self.kept else 'BROKEN'}  {t.where:<52} {told:>12}   {bound}"


def read(path: Path, profile: str) -> list[Threshold]:
    """The thresholds of a profile. Raises UsageError where the file or the profile cannot be used."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}). Check --thresholds.") from error
    except yaml.YAMLError as error:
        raise UsageError(f"{path} is not valid YAML ({' '.join(str(error).split())[:120]}). Mend it.") from error
    if not isinstance(data, dict) or not isinstance(data.get(profile), dict):
        named = ", ".join(data) if isinstance(data, dict) else "none"
        raise UsageError(f"{path} has no profile {profile!r}. It has: {named}.")
    return [_threshold(path, name, bounds) for name, bounds in data[profile].items()]


def _threshold(path: Path, name: str, bounds: Any) -> Threshold:
    parts = [p.strip() for p in str(name).split("/")]
    if len(parts) != 3 or not isinstance(bounds, dict) or set(bounds) not in ({"least"}, {"most"}):
        raise UsageError(f"{path}: {name!r}: write `suite / part / metric: {{least: 0.9}}` or `{{most: 0.1}}`.")
    (kind, value), *_ = bounds.items()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UsageError(f"{path}: {name!r}: {value!r} is no number.")
    least, most = (float(value), None) if kind == "least" else (None, float(value))
    return Threshold(parts[0], parts[1], parts[2], least, most)


def hold(result: Mapping[str, Any], thresholds: list[Threshold]) -> list[Held]:
    """Each threshold against a result. A figure that was not measured is not kept: a gate that finds nothing to
    measure must not open."""
    return [Held(t, measured(result, t)) for t in thresholds]


def measured(result: Mapping[str, Any], threshold: Threshold) -> float | None:
    if threshold.suite == "network":
        value = result.get("network", {}).get(threshold.metric)
    elif threshold.suite == "grounding" and threshold.metric in {"auroc", "balanced_accuracy"}:
        value = (result.get("grounding") or {}).get(threshold.part, {}).get(threshold.metric)
    else:
        summary = result.get("summary", {}).get(threshold.suite, {}).get(threshold.part, {})
        head, _, rest = threshold.metric.partition(".")
        if head == "abstention" and rest in summary.get("abstention", {}):
            value = summary["abstention"][rest]
        elif threshold.metric == "cases":
            value = summary.get("cases")
        else:
            value = summary.get("metrics", {}).get(threshold.metric, {}).get("mean")
    return None if value is None else float(value)
