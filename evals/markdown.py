"""A result as Markdown: the table of figures, and every failing case with its quotes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evals.summary import rows


def markdown(result: Mapping[str, Any], part: str | None = None, most: int | None = None) -> str:
    """The whole report. With `part`, only failing cases of that part are shown; with `most`, so many of a suite."""
    head = [f"# Evaluation: {result['kind']}", "", *facts(result), "", *table(result), ""]
    return "\n".join([*head, *_abstention(result), *_faults(result), *_grounding(result), *failing(result, part, most)])


def facts(result: Mapping[str, Any]) -> list[str]:
    """What the figures were measured with."""
    versions = ", ".join(f"{k} {v}" for k, v in result["versions"].items())
    lines = [f"- Versions: {versions}"]
    for name, hash_ in result.get("corpora", {}).items():
        lines.append(f"- {'Corpus' if name == 'corpus' else name}: `{hash_[:20]}`")
    if "settings" in result:
        lines.append("- Settings: " + ", ".join(f"{k} {v}" for k, v in result["settings"].items()))
    lines.append(f"- Seed {result['seed']}, {result['resamples']} resamples; intervals are 95 %")
    skipped = {k: v for k, v in result.get("files", {}).items() if v["skipped"]}
    lines += [f"- {k}: {v['skipped']} lines passed over ({'; '.join(v['problems'][:3])})" for k, v in skipped.items()]
    return lines


def table(result: Mapping[str, Any], parts: tuple[str, ...] = ("all", "tuning", "test")) -> list[str]:
    """One row a suite and metric, one column a part."""
    held = [p for p in parts if any(p in s for s in result["summary"].values())]
    found: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = {}
    for part in held:
        for suite, _, name, mean in rows(result, part):
            found.setdefault((suite, name), {})[part] = mean
    lines = [
        f"| suite | metric | {' | '.join(held)} | 95 % interval, all | applies to |",
        "| --- | --- |" + " ---: |" * (len(held) + 2),
    ]
    for (suite, name), by_part in found.items():
        cells = " | ".join(_number(by_part[p]["mean"]) if p in by_part else "" for p in held)
        whole = by_part.get("all") or next(iter(by_part.values()))
        reach = f"{_number(whole['low'])} – {_number(whole['high'])}"
        lines.append(f"| {suite} | {name} | {cells} | {reach} | {whole['n']} of {whole['of']} |")
    return lines


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _abstention(result: Mapping[str, Any]) -> list[str]:
    lines = []
    for suite, parts in result["summary"].items():
        for part, summary in parts.items():
            cells = summary.get("abstention")
            if cells and (suite == "golden" or len(result["summary"]) == 1):
                lines.append(
                    f"| {suite} | {part} | {cells['answerable_answered']} | {cells['answerable_refused']} | "
                    f"{cells['unanswerable_answered']} | {cells['unanswerable_refused']} | {_number(cells['over_refusal'])} | "
                    f"{_number(cells['under_refusal'])} | {_number(cells['f1'])} |"
                )
    if not lines:
        return []
    top = "| suite | part | answerable, answered | answerable, refused | unanswerable, answered | unanswerable, refused | over-refusal | under-refusal | F1 |"
    return ["## Abstention", "", top, "| --- | --- |" + " ---: |" * 7, *lines, ""]


def _faults(result: Mapping[str, Any]) -> list[str]:
    lines = [
        f"- {suite}: " + ", ".join(f"{v} {k}" for k, v in parts["all"]["faults"].items())
        for suite, parts in result["summary"].items()
        if parts.get("all", {}).get("faults")
    ]
    return ["## Whose fault", "", *lines, ""] if lines else []


def _grounding(result: Mapping[str, Any]) -> list[str]:
    told = result.get("grounding")
    if not told:
        return []
    lines = ["## Grounding pairs", "", f"Threshold {told['threshold']}.", ""]
    lines += [
        "| part | pairs | AUROC | balanced accuracy | supported, kept | unsupported, kept | unsupported, refused | supported, refused |",
        "| --- |" + " ---: |" * 7,
    ]
    for part in ("all", "tuning", "test"):
        if part in told:
            cells = told[part]["confusion"]
            lines.append(
                f"| {part} | {told[part]['pairs']} | {_number(told[part]['auroc'])} | {_number(told[part]['balanced_accuracy'])} | "
                f"{cells['true_positive']} | {cells['false_positive']} | {cells['true_negative']} | {cells['false_negative']} |"
            )
    part = "test" if "test" in told else "all"
    lines += ["", f"| kind ({part}) | pairs | right |", "| --- | ---: | ---: |"]
    lines += [
        f"| {kind} | {v['pairs']} | {_number(v['right'])} |"
        for kind, v in told.get(part, {}).get("by_kind", {}).items()
    ]
    return [*lines, ""]


def failing(result: Mapping[str, Any], part: str | None = None, most: int | None = None) -> Iterator[str]:
    """Each failing case: the question, the reply, what is wrong, and the quotes it rests on."""
    shown: dict[str, int] = {}
    for case in result["cases"]:
        if not case["failures"] or (part and case.get("part") != part):
            continue
        suite = case.get("suite") or "cases"
        shown[suite] = shown.get(suite, 0) + 1
        if most and shown[suite] > most:
            continue
        if shown[suite] == 1:
            yield f"## Failing: {suite}\n"
        yield from case_lines(case)


def case_lines(case: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {case['id']}: {one_line(case.get('question') or case.get('claim', ''))}"
    yield ""
    if case.get("standalone_question"):
        yield f"Read as: {one_line(case['standalone_question'])}"
        yield ""
    yield from (f"- {one_line(f)}" for f in case["failures"])
    yield ""
    if case.get("text"):
        yield f"> **{case['kind']}** {one_line(case['text'])[:900]}"
        yield ""
    for c in case.get("citations", ()):
        yield f"- [{c['number']}] {c['document_id']} {c['start']}:{c['end']} “{one_line(c['quote'])[:240]}”"
    yield ""


def one_line(text: str) -> str:
    return " ".join(text.split())
