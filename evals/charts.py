"""Small charts as inline SVG: shares with their intervals, and a histogram. Colours are the page's own variables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_ROW, _LEFT, _WIDTH, _RIGHT = 26, 250, 360, 90


@dataclass(frozen=True, slots=True)
class Bar:
    """A share 0..1 with its 95 % interval and what it was computed on."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    note: str = ""


def bars(rows: Sequence[Bar], title: str) -> str:
    """Horizontal bars from 0 to 1, the interval as a whisker, the figure beside it."""
    height = _ROW * len(rows) + 26
    width = _LEFT + _WIDTH + _RIGHT
    parts = [
        f'<svg role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}"><title>{escape(title)}</title>'
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = _x(share)
        parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="0" y2="{height - 20}"/>')
        parts.append(f'<text class="tick" x="{x}" y="{height - 6}">{share:g}</text>')
    for number, bar in enumerate(rows):
        parts += _bar(bar, number * _ROW + 4)
    return "".join([*parts, "</svg>"])


def _bar(bar: Bar, y: int) -> list[str]:
    middle = y + 8
    value = min(max(bar.value, 0.0), 1.0)
    parts = [
        f'<text class="label" x="{_LEFT - 8}" y="{y + 12}">{escape(bar.label)}</text>',
        f'<rect class="bar" x="{_LEFT}" y="{y}" width="{_WIDTH * value:.1f}" height="16"><title>{escape(bar.note)}</title></rect>',
    ]
    if bar.low is not None and bar.high is not None and bar.high > bar.low:
        low, high = _x(max(bar.low, 0.0)), _x(min(bar.high, 1.0))
        parts.append(f'<path class="whisker" d="M{low} {middle - 4}v8M{low} {middle}H{high}M{high} {middle - 4}v8"/>')
    parts.append(f'<text class="value" x="{_LEFT + _WIDTH + 10}" y="{y + 12}">{bar.value:.3f}</text>')
    return parts


def _x(share: float) -> str:
    return f"{_LEFT + _WIDTH * share:.1f}"


def histogram(values: Sequence[float], title: str, unit: str, bins: int = 30) -> str:
    """How often values fall into equal bins up to the 99th percentile; what lies above is in the last bin."""
    if not values:
        return ""
    ordered = sorted(values)
    top = ordered[min(int(0.99 * len(ordered)), len(ordered) - 1)] or 1.0
    counts = [0] * bins
    for value in values:
        counts[min(int(value / top * bins), bins - 1)] += 1
    width, height = 640, 120
    step = width / bins
    parts = [f'<svg role="img" viewBox="0 0 {width} {height + 20}" width="{width}" height="{height + 20}">']
    parts.append(f"<title>{escape(title)}</title>")
    for i, count in enumerate(counts):
        h = height * count / max(counts)
        told = f"{i * top / bins:.0f} to {(i + 1) * top / bins:.0f} {unit}: {count}"
        parts.append(
            f'<rect class="bar" x="{i * step + 1:.1f}" y="{height - h:.1f}" width="{step - 2:.1f}" height="{h:.1f}"><title>{told}</title></rect>'
        )
    for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        parts.append(
            f'<text class="tick" style="text-anchor:{anchor}" x="{width * share}" y="{height + 15}">{top * share:.0f} {escape(unit)}</text>'
        )
    return "".join([*parts, "</svg>"])
