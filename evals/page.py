"""A result as one HTML page that needs no other file: figures, charts, and every failing case with its quotes.

Everything that comes from a case is escaped: a reply or a document that holds markup is shown, never run. The page has
no script, and its policy forbids any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from evals.charts import Bar, bars, histogram
from evals.markdown import facts
from evals.summary import rows

_STYLE = """
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#dfe4ea;--page:#fff;--box:#f6f8fa;--bar:#3b6fb6;--bad:#b3261e;--good:#1e7d4f}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b5;--line:#333d4a;--page:#12171e;--box:#1a212a;--bar:#6ea3e8;--bad:#ff8a80;--good:#6fd3a0}}
*{box-sizing:border-box}body{margin:0 auto;max-width:1000px;padding:24px 20px 80px;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page)}
h1{font-size:28px;margin:0 0 4px}h2{font-size:20px;margin:40px 0 12px;border-top:1px solid var(--line);padding-top:20px}h3{font-size:16px;margin:20px 0 6px}
p.soft,ul.soft{color:var(--soft);margin:2px 0}ul.soft{padding-left:18px}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:5px 10px 5px 0;border-bottom:1px solid var(--line);vertical-align:top}td.n,th.n{text-align:right}
.wide{overflow-x:auto}svg{max-width:100%;height:auto}svg text{font:12px system-ui,sans-serif;fill:var(--ink)}svg .label{text-anchor:end}
svg .tick{text-anchor:middle;fill:var(--soft)}svg .bar{fill:var(--bar)}svg .grid{stroke:var(--line)}svg .whisker{stroke:var(--ink);stroke-width:1.5;fill:none}
details{border:1px solid var(--line);border-radius:8px;margin:8px 0;padding:0 14px;background:var(--box)}summary{cursor:pointer;padding:9px 0}
summary code{color:var(--soft)}li.bad{color:var(--bad)}blockquote{margin:8px 0;padding:4px 14px;border-left:3px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere}
code{font-size:13px}.kept{color:var(--good)}.broken{color:var(--bad)}nav{display:flex;flex-wrap:wrap;gap:4px 14px}nav a{color:var(--bar)}
"""


def page(result: Mapping[str, Any], title: str = "Evaluation") -> str:
    """The whole page as text."""
    body = [
        f"<h1>{escape(title)}</h1>",
        *_facts(result),
        *_navigation(result),
        *_figures(result),
        *_abstention(result),
        *_grounding(result),
        *_latency(result),
        *_failing(result["cases"]),
    ]
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _facts(result: Mapping[str, Any]) -> Iterator[str]:
    failed = sum(bool(c["failures"]) for c in result["cases"])
    yield f'<p class="soft">{len(result["cases"])} cases, {failed} with something amiss.</p>'
    items = "".join(f"<li>{escape(line.removeprefix('- ').replace('`', ''))}</li>" for line in facts(result))
    yield f'<ul class="soft">{items}</ul>'


def _navigation(result: Mapping[str, Any]) -> Iterator[str]:
    suites = dict.fromkeys(c.get("suite") or "cases" for c in result["cases"] if c["failures"])
    links = "".join(f'<a href="#{escape(s)}">{escape(s)}</a>' for s in suites)
    yield f"<nav>Failing cases: {links or 'none'}</nav>"


def _figures(result: Mapping[str, Any]) -> Iterator[str]:
    shares = [
        Bar(f"{suite}: {name}", m["mean"], m["low"], m["high"], f"{m['n']} of {cases} cases")
        for suite, cases, name, m in rows(result)
        if 0 <= m["mean"] <= 1
    ]
    if shares:
        yield "<h2>Figures</h2>"
        yield f'<div class="wide">{bars(shares, "Means with 95 % intervals")}</div>'
    for suite, parts in result.get("summary", {}).items():
        yield f"<details><summary>All figures of {escape(suite)}</summary>{_table(parts)}</details>"


def _table(parts: Mapping[str, Any]) -> str:
    held = [p for p in ("all", "tuning", "test") if p in parts]
    names = sorted({n for p in held for n in parts[p]["metrics"]})
    head = "".join(f'<th class="n">{p}</th>' for p in held)
    body = []
    for name in names:
        cells = "".join(f'<td class="n">{_figure(parts[p]["metrics"].get(name))}</td>' for p in held)
        body.append(f"<tr><td>{escape(name)}</td>{cells}</tr>")
    return f'<div class="wide"><table><tr><th>metric (mean, applies to)</th>{head}</tr>{"".join(body)}</table></div>'


def _figure(found: Mapping[str, Any] | None) -> str:
    if not found or found["mean"] is None:
        return "not applicable"
    return f"{found['mean']:.3f} ({found['n']} of {found['of']})"


def _abstention(result: Mapping[str, Any]) -> Iterator[str]:
    for suite, parts in result.get("summary", {}).items():
        cells = parts.get("all", {}).get("abstention")
        if not cells or suite not in {"golden", "answers"}:
            continue
        yield f"<h2>Abstention: {escape(suite)}</h2><table><tr><th></th><th class='n'>answered</th><th class='n'>refused</th></tr>"
        yield f"<tr><td>answerable</td><td class='n'>{cells['answerable_answered']}</td><td class='n'>{cells['answerable_refused']}</td></tr>"
        yield f"<tr><td>unanswerable</td><td class='n'>{cells['unanswerable_answered']}</td><td class='n'>{cells['unanswerable_refused']}</td></tr></table>"
        told = ", ".join(
            f"{name.replace('_', '-')} {cells[name]:.3f}"
            for name in ("over_refusal", "under_refusal", "precision", "recall", "f1")
            if cells[name] is not None
        )
        yield f'<p class="soft">{told}</p>'


def _grounding(result: Mapping[str, Any]) -> Iterator[str]:
    told = result.get("grounding")
    if not told:
        return
    part = "test" if "test" in told else "all"
    held = told[part]
    yield f"<h2>Grounding pairs ({part} part)</h2>"
    area = "not applicable" if held["auroc"] is None else f"{held['auroc']:.3f}"
    yield f'<p class="soft">{held["pairs"]} pairs, AUROC {area}, threshold {told["threshold"]}</p>'
    cells = held["confusion"]
    yield "<table><tr><th></th><th class='n'>called supported</th><th class='n'>called unsupported</th></tr>"
    yield f"<tr><td>supported</td><td class='n'>{cells['true_positive']}</td><td class='n'>{cells['false_negative']}</td></tr>"
    yield f"<tr><td>unsupported</td><td class='n'>{cells['false_positive']}</td><td class='n'>{cells['true_negative']}</td></tr></table>"
    kinds = [Bar(kind, v["right"], note=f"{v['pairs']} pairs") for kind, v in held["by_kind"].items()]
    yield f'<h3>Judged rightly, by kind</h3><div class="wide">{bars(kinds, "Share judged rightly by kind")}</div>'


def _latency(result: Mapping[str, Any]) -> Iterator[str]:
    timings = result.get("timings", {})
    told = timings.get("reply_ms", {})
    if told.get("p50") is None:
        return
    yield "<h2>Latency</h2>"
    yield f'<p class="soft">{told["n"]} replies: median {told["p50"]:.0f} ms, 95th percentile {told["p95"]:.0f} ms</p>'
    values = [v for k, v in timings.get("cases_ms", {}).items() if not k.startswith("retrieval/")]
    yield histogram(values, "Milliseconds a reply", "ms")


def _failing(cases: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    suite = None
    for case in cases:
        if not case["failures"]:
            continue
        here = case.get("suite") or "cases"
        if here != suite:
            suite = here
            yield f'<h2 id="{escape(here)}">Failing: {escape(here)}</h2>'
        yield _case(case)


def _case(case: Mapping[str, Any]) -> str:
    asked = escape(str(case.get("question") or case.get("claim") or ""))
    parts = [
        f"<details><summary>{asked} <code>{escape(str(case['id']))} {escape(case.get('part') or '')}</code></summary>"
    ]
    if case.get("standalone_question"):
        parts.append(f'<p class="soft">Read as: {escape(case["standalone_question"])}</p>')
    parts.append("<ul>" + "".join(f'<li class="bad">{escape(f)}</li>' for f in case["failures"]) + "</ul>")
    if case.get("text"):
        parts.append(f"<blockquote><b>{escape(case['kind'])}</b>\n{escape(case['text'])}</blockquote>")
    quotes = "".join(
        f"<li>[{c['number']}] <code>{escape(str(c['document_id']))} {c['start']}:{c['end']}</code> {escape(c['quote'])}</li>"
        for c in case.get("citations", ())
    )
    parts.append(f"<ul>{quotes}</ul>" if quotes else "")
    return "".join([*parts, "</details>"])
