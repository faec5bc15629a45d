"""The table of current figures in README.md: written from a result, never by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from advisor.errors import UsageError

BEGIN, END = "<!-- evaluation: begin -->", "<!-- evaluation: end -->"
# (suite, metric, what it is called for a reader); figures of the test part.
_ROWS = (
    ("golden", "facts.complete", "answerable questions whose reply states every expected fact"),
    ("golden", "evidence.cited", "replies that cite a passage which holds the answer"),
    ("golden", "abstention.over_refusal", "answerable questions that were refused"),
    ("golden", "abstention.under_refusal", "unanswerable questions that were answered"),
    ("golden", "grounding.supported", "statements supported by what they cite"),
    ("golden", "citations.exact", "citations whose quote is the source's own characters"),
    ("golden", "contract", "replies that keep every rule of the reply contract"),
    ("multiturn", "standalone", "words needed in the standalone question that are there"),
    ("retrieval", "recall@10", "wanted passages among the first 10 hits"),
    ("robustness", "same.conclusion", "same conclusion in other words, case or with typing errors"),
    ("invariance", "invariant", "equal replies whoever asks"),
    ("injection", "clean", "documents that give orders: not repeated"),
    ("grounding", "auroc", "verifier, supported against unsupported claims: AUROC"),
)


def section(result: Mapping[str, Any], measured: date, command: str = "make eval") -> str:
    """The table with the day and the command of its figures."""
    lines = ["| on questions that no threshold was tuned on | figure | cases |", "| --- | ---: | ---: |"]
    for suite, metric, told in _ROWS:
        figure, cases = _figure(result, suite, metric)
        if figure is not None:
            lines.append(f"| {told} | {figure:.3f} | {cases} |")
    timings = result.get("timings", {}).get("reply_ms", {})
    if timings.get("p50") is not None:
        lines.append(
            f"| milliseconds a reply, median (95th percentile {timings['p95']:.0f}) | {timings['p50']:.0f} | {timings['n']} |"
        )
    return "\n".join(
        [
            *lines,
            "",
            f"Measured on {measured:%d %B %Y} with `{command}` (docs/evaluation.md says what each figure means).",
        ]
    )


def _figure(result: Mapping[str, Any], suite: str, metric: str) -> tuple[float | None, int]:
    part = result.get("summary", {}).get(suite, {}).get("test", {})
    head, _, rest = metric.partition(".")
    if metric == "auroc":
        told = (result.get("grounding") or {}).get("test", {})
        return told.get("auroc"), told.get("pairs", 0)
    if head == "abstention":
        cells = part.get("abstention", {})
        kind = "unanswerable" if rest == "under_refusal" else "answerable"
        return cells.get(rest), cells.get(f"{kind}_answered", 0) + cells.get(f"{kind}_refused", 0)
    found = part.get("metrics", {}).get(metric, {})
    return found.get("mean"), found.get("n", 0)


def rewritten(text: str, result: Mapping[str, Any], measured: date) -> str:
    """The text with the table between its markers as it should be. Raises UsageError where there are no markers."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise UsageError(f"There is no place for the table. Put {BEGIN} and {END} where it shall stand.")
    return f"{head}{BEGIN}\n{section(result, measured)}\n{END}{tail}"
