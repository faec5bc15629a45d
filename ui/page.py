"""The one HTML page: shell, strings and first facts filled in on the server, so that it paints without waiting."""

from __future__ import annotations

import html
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from ui.strings import LANGUAGES, strings, text
from ui.theme import DARK, LIGHT

VIEWS = ("ask", "pathways", "market", "library", "history")

_SLOT = re.compile(r"\{\{(?:(t|hidden):)?([\w.-]+)\}\}")


@cache
def _file(name: str) -> str:
    return files("ui").joinpath(name).read_text(encoding="utf-8")


def language_of(cookie: str | None, accept: str | None) -> str:
    """The person's choice, else the browser's first language that we have, else English."""
    if cookie in LANGUAGES:
        return str(cookie)
    wanted = []
    for part in (accept or "")[:500].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        wanted.append((weight, tag.split("-")[0].lower()))
    ranked = sorted((w for w in wanted if w[0] > 0), key=lambda w: -w[0])
    return next((tag for _, tag in ranked if tag in LANGUAGES), "en")


def page(view: str, lang: str, static: str, meta: dict[str, Any], examples: list[str], footer: str) -> str:
    """The page of one view. Everything that is filled in is escaped here."""
    said = strings(lang)
    values = {
        "lang": lang,
        "view": view,
        "static": static,
        "title": html.escape(f"{said['nav.' + view]} · {said['app.name']}"),
        "theme-light": LIGHT["bg"],
        "theme-dark": DARK["bg"],
        "icons": _file("static/icons.svg"),
        "nav": "".join(_nav_item(name, name == view, said) for name in VIEWS),
        "languages": "".join(
            f'<option value="{code}"{" selected" if code == lang else ""}>{html.escape(name)}</option>'
            for code, name in LANGUAGES.items()
        ),
        "examples": "".join(
            f'<li><button type="button" class="example" lang="en">{html.escape(e)}</button></li>' for e in examples
        ),
        "footer": html.escape(footer),
        "strings": _data(said),
        "meta": _data(meta),
    }

    def fill(match: re.Match[str]) -> str:
        kind, name = match[1], match[2]
        if kind == "t":
            return html.escape(text(lang, name))
        if kind == "hidden":
            shown = view == "ask" if name == "source" else name == view
            return "" if shown else "hidden"
        return values[name]

    return _SLOT.sub(fill, _file("page.html"))


def footer_of(lang: str, newest: str | None, months: int | None, count: int) -> str:
    """How old the newest figures are, in words."""
    if newest is None or months is None:
        return text(lang, "footer.undated", count=count)
    if months < 1:
        age = text(lang, "age.now")
    elif months < 24:
        age = text(lang, f"age.months.{'one' if months == 1 else 'other'}", n=months)
    else:
        age = text(lang, "age.years.other", n=months // 12)
    year, _, month = newest.partition("-")
    names = text(lang, "months").split()
    date = f"{names[int(month[:2]) - 1]} {year}" if month[:2].isdigit() and 1 <= int(month[:2]) <= 12 else newest
    return text(lang, "footer.figures", date=date, age=age, count=count)


def _nav_item(name: str, current: bool, said: dict[str, str]) -> str:
    path = "/" if name == "ask" else f"/{name}"
    mark = ' aria-current="page"' if current else ""
    return (
        f'<a class="nav-item" href="{path}" data-nav="{name}"{mark}><svg class="icon" aria-hidden="true">'
        f'<use href="#i-{name}"/></svg><span>{html.escape(said["nav." + name])}</span></a>'
    )


def _data(value: object) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
