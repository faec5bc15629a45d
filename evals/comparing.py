"""Two results side by side: the same cases, paired, with what changed for better and for worse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from advisor.errors import UsageError
from evals import results
from evals.results import cases_by_id
from evals.stats import Difference, paired_difference

_LOWER_IS_BETTER = ("grounding.contradicted", "citations.unnecessary", "length.words")


@dataclass(frozen=True, slots=True)
class Change:
    """A case whose failures differ. `worse` where B has failures that A has not."""

    id: str
    suite: str
    question: str
    mended: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def worse(self) -> bool:
        return bool(self.broken)


def compare(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Any]:
    """The comparison as JSON: metrics by suite with their paired differences, and each case that changed.

    Raises UsageError where the two results share no case.
    """
    left, right = dict(cases_by_id(a)), dict(cases_by_id(b))
    shared = [k for k in left if k in right]
    if not shared:
        raise UsageError("The two results share no case. Compare results of the same suites or answers.")
    suites = list(dict.fromkeys(left[k]["suite"] for k in shared))
    told = {s: _metrics([(left[k], right[k]) for k in shared if left[k]["suite"] == s]) for s in suites}
    changes = [c for k in shared if (c := _change(left[k], right[k])) is not None]
    return results.head(
        "compare",
        shared=len(shared),
        only_in_a=sorted(set(left) - set(right)),
        only_in_b=sorted(set(right) - set(left)),
        same_corpus=a.get("corpora") == b.get("corpora"),
        suites=told,
        worse=[asdict(c) for c in changes if c.worse],
        better=[asdict(c) for c in changes if not c.worse],
    )


def _metrics(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, Any]:
    names = sorted({n for x, y in pairs for n in x["metrics"].keys() & y["metrics"].keys()})
    told = {}
    for name in names:
        both = [(x["metrics"].get(name), y["metrics"].get(name)) for x, y in pairs]
        held = [(float(x), float(y)) for x, y in both if x is not None and y is not None]
        if held:
            difference = paired_difference([x for x, _ in held], [y for _, y in held])
            told[name] = {k: round(v, 6) for k, v in asdict(difference).items()} | {
                "verdict": verdict(name, difference)
            }
    return told


def verdict(name: str, difference: Difference) -> str:
    """better or worse where the interval excludes 0, else no difference."""
    if not difference.sure:
        return "no difference"
    up = difference.difference > 0
    if name == "length.words":
        return "longer" if up else "shorter"
    return "better" if up != (name in _LOWER_IS_BETTER) else "worse"


def _change(a: Mapping[str, Any], b: Mapping[str, Any]) -> Change | None:
    before, after = set(a["failures"]), set(b["failures"])
    if before == after:
        return None
    question = str(b.get("question") or b.get("claim") or "")
    mended, broken = tuple(sorted(before - after)), tuple(sorted(after - before))
    return Change(str(b["id"]), str(b["suite"]), question, mended, broken)


def text(told: Mapping[str, Any], most: int = 20) -> str:
    """The comparison for a terminal: what is surely different, then the cases."""
    lines = [f"{told['shared']} cases in both, {len(told['only_in_a'])} only in A, {len(told['only_in_b'])} only in B"]
    if not told["same_corpus"]:
        lines.append("The two were made over different corpora.")
    lines.append(f"{'suite':<14}{'metric':<26}{'A':>8}{'B':>8}{'B - A':>9}  95 % interval        verdict")
    for suite, metrics in told["suites"].items():
        for name, d in metrics.items():
            interval = f"[{d['low']:+.3f}, {d['high']:+.3f}]"
            lines.append(
                f"{suite:<14}{name:<26}{d['a']:>8.3f}{d['b']:>8.3f}{d['difference']:>+9.3f}  {interval:<20} {d['verdict']}"
            )
    for heading, key in (("Worse", "worse"), ("Better", "better")):
        cases = told[key]
        lines.append(f"\n{heading}: {len(cases)} cases")
        for c in cases[:most]:
            lines.append(f"  {c['suite']}/{c['id']}  {c['question'][:90]}")
            lines += [f"    - {x[:150]}" for x in (c["broken"] if key == "worse" else c["mended"])]
        if len(cases) > most:
            lines.append(f"  … and {len(cases) - most} more (--out writes all)")
    return "\n".join(lines)
