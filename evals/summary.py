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
    "answers": (
        "answered",
        "feedback.up",
        "facts.complete",
        "abstention.right",
        "grounding.supported",
        "grounding.contradicted",
        "citations.validity",
        "citations.exact",
        "citations.recall",
        "citations.precision",
        "citations.unnecessary",
        "reference.f1",
        "reference.in_contexts",
    ),
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


def account(head: Mapping[str, Any]) -> str:
    """What became of the lines of each file that was read; empty lines where all of them could be used are left out."""
    lines = []
    for name, told in head.get("files", {}).items():
        if told["skipped"]:
            lines.append(f"{name}: {told['read']} rows used, {told['skipped']} passed over")
            lines += [f"  {problem}" for problem in told["problems"][:20]]
            if told["skipped"] > 20:
                lines.append(f"  … and {told['skipped'] - 20} more")
        else:
            lines.append(f"{name}: {told['read']} rows")
    return "\n".join(lines)


def separation_text(told: Mapping[str, Any]) -> str:
    whole = told["all"]
    cells = whole["confusion"]
    area = "not applicable" if whole["auroc"] is None else f"{whole['auroc']:.3f}"
    return (
        f"{whole['pairs']} labelled pairs: AUROC {area}; at {told['threshold']}: "
        f"{cells['true_positive']} supported kept, {cells['false_negative']} supported refused, "
        f"{cells['true_negative']} unsupported refused, {cells['false_positive']} unsupported kept"
    )


def judge_text(told: Mapping[str, Any]) -> str:
    agreement = (
        "no usable answer" if told["agreement"] is None else f"agrees with the verifier on {told['agreement']:.1%}"
    )
    spread = "" if told["mean_spread"] is None else f", mean spread {told['mean_spread']:.3f} over {told['runs']} runs"
    area = ((told["grounding"] or {}).get("all") or {}).get("auroc")
    auroc = "" if area is None else f", AUROC {area:.3f}"
    return (
        f"{told['name']}: {told['pairs']} pairs, {told['failed_answers']} answers unusable, {agreement}{spread}{auroc}"
    )


def text_summary(head: Mapping[str, Any]) -> str:
    lines = []
    for suite, cases, name, found in rows(head):
        told = f"{found['mean']:.3f} [{found['low']:.3f}, {found['high']:.3f}]"
        lines.append(f"{suite:<14}{name:<24}{told:<24}{found['n']} of {cases}")
    for suite, parts in head["summary"].items():
        cells = parts["all"].get("abstention")
        if suite in {"golden", "answers"} and cells:
            lines.append(
                f"over-refusal {_percent(cells['over_refusal'])}, under-refusal {_percent(cells['under_refusal'])}, F1 {cells['f1']}"
            )
    return "\n".join(lines)


def _percent(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.1%}"
