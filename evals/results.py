"""Results as JSON: what was measured, with what, and each case. Equal inputs give equal bytes, but for `timings`.

Cases are written as they come and never held together, so that a file of any length needs little memory.
"""

from __future__ import annotations

import json
import platform
import shutil
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any

from advisor import __version__
from advisor.errors import StorageError, UsageError
from evals.metrics.abstention import Abstention, abstention
from evals.scorecard import CaseScore
from evals.stats import RESAMPLES, SEED, mean_of

SCHEMA = 1
_LIBRARIES = ("numpy", "onnxruntime", "tokenizers", "chromadb", "langchain-core")
_NONE = float("nan")


def versions() -> dict[str, str]:
    """This package, Python and the libraries that figures could depend on."""
    found = {"career-path-advisor": __version__, "python": platform.python_version()}
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


@dataclass
class Tally:
    """The figures of one group of cases, eight bytes a figure."""

    cases: int = 0
    failed: int = 0
    values: dict[str, array[float]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[tuple[bool, bool]] = field(default_factory=Counter)

    def add(self, score: CaseScore, answerable: bool | None, refused: bool) -> None:
        for name, value in score.metrics.items():
            column = self.values.setdefault(name, array("d", [_NONE] * self.cases))
            column.append(_NONE if value is None else value)
        self.cases += 1
        self.failed += bool(score.failures)
        for column in self.values.values():
            if len(column) < self.cases:
                column.append(_NONE)
        if score.detail.get("fault"):
            self.faults[score.detail["fault"]] += 1
        if answerable is not None:
            self.outcomes[answerable, refused] += 1

    def summary(self) -> dict[str, Any]:
        told: dict[str, Any] = {"cases": self.cases, "with_failures": self.failed, "metrics": {}}
        for name in sorted(self.values):
            mean = mean_of(None if v != v else v for v in self.values[name])
            told["metrics"][name] = {k: _rounded(v) for k, v in asdict(mean).items()} | {
                "coverage": round(mean.coverage, 6)
            }
        if self.outcomes:
            told["abstention"] = abstention_json(abstention(self.outcomes.elements()))
        if self.faults:
            told["faults"] = dict(sorted(self.faults.items()))
        return told


def abstention_json(cells: Abstention) -> dict[str, Any]:
    derived = ("over_refusal", "under_refusal", "precision", "recall", "f1")
    return asdict(cells) | {name: _rounded(getattr(cells, name)) for name in derived}


def _rounded(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value


class ResultFile:
    """Writes a result: `add` cases one by one, then `finish`. Without a finish no file is left behind.

    Raises StorageError where the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._part = path.with_name(path.name + ".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._part.open("w", encoding="utf-8")
        except OSError as error:
            raise StorageError(f"{path} cannot be written ({error.strerror}). Choose another --out.") from error
        self._count = 0

    def add(self, case: Mapping[str, Any]) -> None:
        self._write(("" if self._count == 0 else ",\n") + line(case))
        self._count += 1

    def finish(self, head: Mapping[str, Any], timings: Mapping[str, Any]) -> None:
        """`head` stands before the cases, `timings` after them."""
        self._stream.close()
        whole = self.path.with_name(self.path.name + ".whole")
        try:
            with whole.open("w", encoding="utf-8") as out, self._part.open(encoding="utf-8") as cases:
                out.write(json.dumps(head, ensure_ascii=False, indent=1, default=_plain)[:-2])
                out.write(',\n "cases": [\n')
                shutil.copyfileobj(cases, out)
                out.write(f'\n ],\n "timings": {line(timings)}\n}}\n')
            whole.replace(self.path)
        except OSError as error:
            raise StorageError(f"{self.path} cannot be written ({error.strerror}). Choose another --out.") from error

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
        except OSError as error:
            raise StorageError(
                f"{self.path} cannot be written ({error.strerror}). Free space or choose another --out."
            ) from error

    def __enter__(self) -> ResultFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stream.close()
        self._part.unlink(missing_ok=True)
        self.path.with_name(self.path.name + ".whole").unlink(missing_ok=True)


def line(value: Mapping[str, Any]) -> str:
    """One line of JSON; surrogates that UTF-8 cannot hold are escaped."""
    text = json.dumps(value, ensure_ascii=False, default=_plain)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, default=_plain)
    return text


def _plain(value: Any) -> Any:
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def head(kind: str, **more: Any) -> dict[str, Any]:
    """What every result begins with."""
    return {"schema": SCHEMA, "kind": kind, "versions": versions(), "seed": SEED, "resamples": RESAMPLES} | more


def read(path: Path) -> dict[str, Any]:
    """A result file. Raises UsageError where it is none, or of another schema."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}). Check its path and permissions.") from error
    except ValueError as error:
        raise UsageError(
            f"{path} is no result file ({str(error)[:80]}). Make one with `python -m evals run`."
        ) from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA or not isinstance(data.get("cases"), list):
        raise UsageError(f"{path} is no result file of this version. Make one with `python -m evals run`.")
    return data


def cases_by_id(result: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for case in result["cases"]:
        yield f"{case.get('suite', '')}/{case['id']}", case
