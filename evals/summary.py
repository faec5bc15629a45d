"""A result in a few lines of plain text or Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# What is told first of each suite; the rest stands in the report.
TOLD = {
    "retrieval": ("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10", "span_iou@5", "recall_within_3000"),
    "grounding": ("right",),
    "robustness": ("same.conclusion", "same.evidence", "facts.complete"),
    "invariance": ("invariant",),
    "injection": ("clean", "inert", "abstention.right", "facts.complete"),
    "freshness": ("facts.complete", "ordered"),
    "conflict": ("facts.complete",),
    "multiturn": ("facts.complete", "standalone", "abstention.right"),
    "unanswerable": ("abstention.right",),
}
DEFAULT = ("facts.complete", "evidence.cited", "abstention.right", "grounding.supported", "citations.precision")


def rows(head: Mapping[str, Any], part: str = "all") -> Iterator[tuple[str, int, str, Mapping[str, Any]]]:
    """(suite, cases, metric, its mean with interval) for what is told of each suite."""
    for suite, parts in head["summary"].items():
        if part not in parts:
            continue
        summary = parts[part]
        for name in TOLD.get(suite, DEFAULT):
            found = summary["metrics"].get(name)
            if found and found["mean"] is not None:
                yield suite, summary["cases"], name, found


def text_summary(head: Mapping[str, Any]) -> str:
    lines = []
    for suite, cases, name, found in rows(head):
        told = f"{found['mean']:.3f} [{found['low']:.3f}, {found['high']:.3f}]"
        lines.append(f"{suite:<14}{name:<24}{told:<24}{found['n']} of {cases}")
    for suite, parts in head["summary"].items():
        cells = parts["all"].get("abstention")
        if suite == "golden" and cells:
            lines.append(
                f"over-refusal {_percent(cells['over_refusal'])}, under-refusal {_percent(cells['under_refusal'])}, F1 {cells['f1']}"
            )
    return "\n".join(lines)


def _percent(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.1%}"
