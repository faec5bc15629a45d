"""The look in numbers: one palette for light and one for dark, given to the page as CSS variables.

Kept in Python so that a test can compute the contrast of every pair that carries text.
"""

from __future__ import annotations

LIGHT = {
    "bg": "#f7f6f2",
    "surface": "#ffffff",
    "sunken": "#efede6",
    "line": "#e0ddd3",
    "edge": "#85877e",
    "ink": "#18211e",
    "ink-2": "#47524d",
    "ink-3": "#626b66",
    "accent": "#0c6a5b",
    "accent-strong": "#08493f",
    "accent-ink": "#ffffff",
    "accent-soft": "#e1efea",
    "link": "#0b6052",
    "mark": "#ffeeb0",
    "mark-edge": "#b98a12",
    "mark-ink": "#2c2405",
    "warn-soft": "#fbf1dc",
    "warn-ink": "#744700",
    "bad-soft": "#fbe9e5",
    "bad-ink": "#96301f",
    "shadow": "rgba(28, 36, 32, 0.10)",
    "veil": "rgba(24, 33, 30, 0.42)",
    "chart-1": "#0c6a5b",
    "chart-2": "#a8641a",
    "chart-3": "#48629c",
    "chart-4": "#8d3f6b",
    "chart-down": "#a2442f",
    "chart-none": "#b9b7ac",
}

DARK = {
    "bg": "#0f1413",
    "surface": "#161d1b",
    "sunken": "#1d2724",
    "line": "#2c3834",
    "edge": "#74827d",
    "ink": "#e8edeb",
    "ink-2": "#b6c1bc",
    "ink-3": "#97a49e",
    "accent": "#74d0bb",
    "accent-strong": "#a4e4d5",
    "accent-ink": "#05221c",
    "accent-soft": "#17352f",
    "link": "#82d6c3",
    "mark": "#514310",
    "mark-edge": "#dcb74e",
    "mark-ink": "#fff5d2",
    "warn-soft": "#302715",
    "warn-ink": "#f2cd8e",
    "bad-soft": "#361f1a",
    "bad-ink": "#f4ab9f",
    "shadow": "rgba(0, 0, 0, 0.45)",
    "veil": "rgba(0, 0, 0, 0.6)",
    "chart-1": "#74d0bb",
    "chart-2": "#e2a35c",
    "chart-3": "#93acec",
    "chart-4": "#dd93bd",
    "chart-down": "#ee8f7a",
    "chart-none": "#55605c",
}

# (text, ground, least contrast) as WCAG 2.2 asks: 4.5 for text, 3 for what bounds a control.
PAIRS = (
    *((ink, ground, 4.5) for ink in ("ink", "ink-2", "ink-3", "link") for ground in ("bg", "surface", "sunken")),
    ("accent-ink", "accent", 4.5),
    ("accent", "surface", 4.5),
    ("accent-strong", "accent-soft", 4.5),
    ("mark-ink", "mark", 4.5),
    ("warn-ink", "warn-soft", 4.5),
    ("bad-ink", "bad-soft", 4.5),
    ("bad-ink", "surface", 4.5),
    ("edge", "surface", 3.0),
    ("edge", "bg", 3.0),
    *((f"chart-{n}", "surface", 3.0) for n in ("1", "2", "3", "4", "down")),
)


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio of two `#rrggbb` colours, 1..21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def css() -> str:
    """The variables of both palettes: the system's choice, unless the person made one (`data-theme` on html)."""
    light, dark = _rules(LIGHT), _rules(DARK)
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media (prefers-color-scheme: dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}\n"
    )


def _rules(palette: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in palette.items())
