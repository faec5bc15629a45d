"""The geometry of a bar chart, as a small tree of SVG elements; pure.

The page builds the elements itself and colours them with its variables, so a chart follows light and dark; the same
tree is written out with the light palette for a download. Drawn 360 units wide, which is read as it is on a phone.
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ui.market import Bar, Chart, Panel
from ui.theme import LIGHT

WIDTH = 360
ROW = 46
_BAR = 14
_ROOM = 92  # kept right of the longest bar for its value

Node = dict[str, Any]


def panel_tree(panel: Panel) -> Node:
    """The SVG of one panel: a bar a row below its subject, all from one zero line."""
    values = [v for b in panel.bars if b.value is not None for v in (b.value, b.high or b.value)]
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    room = _ROOM if low >= 0 else 64
    left = room if low < 0 else 0
    scale = (WIDTH - room - left) / ((high - low) or 1.0)
    zero = left - low * scale
    height = ROW * len(panel.bars) + 6
    children = [_bar(b, panel.unit, i, zero, scale) for i, b in enumerate(panel.bars)]
    return _node("svg", {"viewBox": f"0 0 {WIDTH} {height}", "class": "chart"}, children)


def _bar(bar: Bar, unit: str, index: int, zero: float, scale: float) -> Node:
    top = index * ROW + 4
    name = f"{bar.subject} ({bar.note})" if bar.note else bar.subject
    label = _node("text", {"x": 0, "y": top + 12, "class": "subject"}, text=_cut(name, 52))
    target = _node("rect", {"x": 0, "y": top - 3, "width": WIDTH, "height": ROW - 4, "class": "target", "rx": 6})
    title = _node("title", {}, text=f"{name}: {value_text(bar, unit)}")
    at = top + 18
    axis = _node("line", {"x1": zero, "x2": zero, "y1": at - 3, "y2": at + _BAR + 3, "class": "axis"})
    if bar.value is None:
        side = -1 if zero > WIDTH / 2 else 1  # the words go where there is room
        dash = {"x1": zero, "x2": zero + side * 24, "y1": at + 7, "y2": at + 7, "class": "none"}
        place: dict[str, Any] = {"x": zero + side * 30, "y": at + 11, "class": "value missing"}
        if side < 0:
            place["text-anchor"] = "end"
        shapes = [_node("line", dash), _node("text", place, text=_cut(bar.written, 40))]
    else:
        end = zero + bar.value * scale
        x, width = min(zero, end), max(abs(end - zero), 1.0)
        kind = "bar down" if bar.value < 0 else "bar"
        shapes = [_node("rect", {"x": x, "y": at, "width": width, "height": _BAR, "class": kind, "rx": 2})]
        if bar.high is not None:  # from the low to the high end, joined to the zero line
            tip = zero + bar.high * scale
            lead = {"x1": zero, "x2": end, "y1": at + _BAR / 2, "y2": at + _BAR / 2, "class": "lead"}
            span = {"x": end, "y": at, "width": max(tip - end, 2.0), "height": _BAR, "class": "bar", "rx": 2}
            shapes, end = [_node("line", lead), _node("rect", span)], tip
        place = {"x": end + 6, "y": at + 11, "class": "value"}
        if bar.value < 0:
            place = {"x": end - 6, "y": at + 11, "class": "value", "text-anchor": "end"}
        shapes.append(_node("text", place, text=value_text(bar, unit)))
    return _node("a", {"class": "row", "row": index}, [title, target, label, axis, *shapes])


def value_text(bar: Bar, unit: str) -> str:
    """A bar's value for a person: sign, thousands, unit; what is written where there is no number."""
    if bar.value is None:
        return bar.written
    if bar.high is not None:
        return f"{_number(bar.value, unit)} to {_number(bar.high, unit)}"
    sign = "+" if unit.startswith("%") and bar.value > 0 and bar.written.lstrip().startswith("+") else ""
    return sign + _number(bar.value, unit)


def _number(value: float, unit: str) -> str:
    written = f"{abs(value):,.2f}".rstrip("0").rstrip(".")
    minus = "−" if value < 0 else ""
    currency = {"USD": "$", "EUR": "€", "GBP": "£"}.get(unit[:3], "")
    return f"{minus}{currency}{written}{'%' if unit.startswith('%') else ''}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _node(tag: str, attrs: dict[str, Any], children: list[Node] | None = None, text: str | None = None) -> Node:
    tidy = {k: round(v, 1) if isinstance(v, float) else v for k, v in attrs.items()}
    node: Node = {"tag": tag, "attrs": tidy}
    if children:
        node["children"] = children
    if text is not None:
        node["text"] = text
    return node


# ---- download ----------------------------------------------------------------------------------------------

_COLOURS = {
    "axis": f"stroke:{LIGHT['edge']};stroke-width:1",
    "subject": f"fill:{LIGHT['ink']};font-size:12.5px",
    "value": f"fill:{LIGHT['ink-2']};font-size:12.5px;font-weight:600",
    "value missing": f"fill:{LIGHT['ink-3']};font-size:12.5px;font-style:italic",
    "bar": f"fill:{LIGHT['chart-1']}",
    "bar down": f"fill:{LIGHT['chart-down']}",
    "lead": f"stroke:{LIGHT['chart-none']};stroke-width:1.5",
    "none": f"stroke:{LIGHT['chart-none']};stroke-width:2;stroke-dasharray:3 4",
    "target": "fill:none",
}


def chart_svg(chart: Chart, said: dict[str, str]) -> str:
    """A file that stands on its own: caption, panels with period and place, source. `said` are strings of a language."""
    parts: list[str] = []
    y = 0
    for line in _wrapped(chart.caption, 54):
        y += 20
        parts.append(f'<text x="0" y="{y}" style="font-size:14px;font-weight:650">{escape(line)}</text>')
    for panel in chart.panels:
        y += 26
        head = " · ".join(x for x in (panel.label, panel.period, panel.place, panel.unit) if x)
        for line in _wrapped(head, 62):
            parts.append(f'<text x="0" y="{y}" style="fill:{LIGHT["ink-2"]};font-size:12px">{escape(line)}</text>')
            y += 16
        tree = panel_tree(panel)
        inner = "".join(_written(c) for c in tree["children"])
        parts.append(f'<g transform="translate(0 {y})">{inner}</g>')
        y += ROW * len(panel.bars) + 10
    dated = f" ({chart.document.as_of})" if chart.document.as_of else ""
    source = f"{said['market.source']}: {chart.document.title}{dated}, {chart.document.id}"
    for line in _wrapped(source, 66):
        y += 16
        parts.append(f'<text x="0" y="{y}" style="fill:{LIGHT["ink-3"]};font-size:11px">{escape(line)}</text>')
    ground = f'<rect x="-16" y="-12" width="{WIDTH + 32}" height="{y + 32}" style="fill:{LIGHT["surface"]}"/>'
    size = f'width="{(WIDTH + 32) * 2}" height="{(y + 32) * 2}" viewBox="-16 -12 {WIDTH + 32} {y + 32}"'
    font = "font-family:Inter,system-ui,sans-serif"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} style="{font}">{ground}{"".join(parts)}</svg>'


def _written(node: Node) -> str:
    tag = "g" if node["tag"] == "a" else node["tag"]
    attrs = {k: v for k, v in node["attrs"].items() if k not in {"class", "row"}}
    style = _COLOURS.get(node["attrs"].get("class", ""))
    if style:
        attrs["style"] = style
    said = "".join(f" {k}={quoteattr(str(v))}" for k, v in attrs.items())
    inner = escape(node.get("text", "")) + "".join(_written(c) for c in node.get("children", ()))
    return f"<{tag}{said}>{inner}</{tag}>"


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
