"""A plan as a PDF (A4), set in DejaVu Sans, whose Latin, Greek, Cyrillic and signs cover what a library or a résumé
is likely to hold. The file names its title and language, and its headings are bookmarks."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from advisor.careers.export.outline import Part, marks, outline, place_of, source_line
from advisor.careers.plan.values import Plan

_FONTS = Path(__file__).parent / "fonts"
_INK = "#1b1f24"
_ACCENT = "#0b5cad"


def to_pdf(plan: Plan) -> bytes:
    """The file's bytes. Two exports of one plan are equal."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    _register()
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=plan.title,
        author="Career path advisor",
        lang="en",
        invariant=1,
    )
    document.build(_story(plan), onFirstPage=_footer, onLaterPages=_footer)
    return buffer.getvalue()


def _story(plan: Plan) -> list[Any]:
    from reportlab.platypus import Paragraph, Spacer

    styles = _styles()
    story: list[Any] = [Paragraph(_safe(plan.title), styles["title"]), Spacer(1, 6)]
    story += [Paragraph(_safe(n), styles["note"]) for n in plan.notes]
    for part in outline(plan):
        story += _part(part, styles)
    story += [_Heading("Sources", styles["h2"], 0)]
    for citation in plan.citations:
        keys = ", ".join(r.id for r in citation.references)
        anchor = f'<a name="c{citation.number}"/>'
        head = f"{anchor}[{citation.number}] {_safe(place_of(citation))}{_safe('; ' + keys) if keys else ''}"
        story += [Paragraph(head, styles["source"]), Paragraph(_safe(citation.quote), styles["quote"])]
    if plan.references:
        story += [_Heading("Bibliography", styles["h2"], 0)]
        story += [Paragraph(_safe(source_line(r)), styles["source"]) for r in plan.references]
    return story


def _part(part: Part, styles: dict[str, Any]) -> list[Any]:
    from reportlab.platypus import Paragraph

    story: list[Any] = [_Heading(part.heading, styles[f"h{part.level}"], part.level - 2)]
    if part.remark:
        story.append(Paragraph(_safe(part.remark), styles["body"]))
    for line in part.lines:
        links = "".join(f'<a href="#c{n}" color="{_ACCENT}">[{n}]</a>' for n in line.citations)
        assert marks(line) == "".join(f"[{n}]" for n in line.citations)
        story.append(Paragraph(f"{_safe(line.text)} {links}", styles["bullet"], bulletText="•"))
    return story


def _Heading(text: str, style: Any, level: int) -> Any:
    """A heading that is a bookmark as well, kept on the page of what follows."""
    from reportlab.platypus import Paragraph

    class Heading(Paragraph):  # type: ignore[misc]
        def draw(self) -> None:
            key = f"{text}-{id(self)}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(text, key, min(level, 2), closed=False)
            super().draw()

    return Heading(_safe(text), style)


def _footer(canvas: Any, document: Any) -> None:
    canvas.saveState()
    canvas.setFont("DejaVuSans", 8)
    canvas.setFillColor("#57606a")
    canvas.drawRightString(document.pagesize[0] - document.rightMargin, 30, f"{document.page}")
    canvas.restoreState()


def _safe(text: str) -> str:
    """Text for reportlab's little markup; characters below the space are blanks."""
    return escape("".join(c if c >= " " or c == "\n" else " " for c in text)).replace("\n", "<br/>")


@lru_cache(maxsize=1)
def _register() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont("DejaVuSans", str(_FONTS / "DejaVuSans.ttf")))
    pdfmetrics.registerFont(TTFont("DejaVuSans-Bold", str(_FONTS / "DejaVuSans-Bold.ttf")))


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    body = ParagraphStyle("body", fontName="DejaVuSans", fontSize=9.5, leading=13.5, textColor=_INK, spaceAfter=4)

    def style(name: str, **changes: Any) -> Any:
        return ParagraphStyle(name, parent=body, **changes)

    bold = "DejaVuSans-Bold"
    return {
        "body": body,
        "title": style("title", fontName=bold, fontSize=18, leading=23),
        "h2": style("h2", fontName=bold, fontSize=13, leading=17, spaceBefore=12, keepWithNext=1),
        "h3": style("h3", fontName=bold, fontSize=10.5, leading=14, spaceBefore=8, keepWithNext=1),
        "h4": style("h4", fontName=bold, fontSize=9.5, spaceBefore=4, keepWithNext=1),
        "bullet": style("bullet", leftIndent=12, bulletIndent=2, bulletFontName="DejaVuSans"),
        "note": style("note", borderWidth=0.5, borderColor=_ACCENT, borderPadding=5, spaceAfter=10),
        "source": style("source", fontSize=8.5, leading=12, spaceAfter=1, keepWithNext=0),
        "quote": style("quote", fontSize=8.5, leading=12, leftIndent=14, textColor="#424a53", spaceAfter=6),
    }
