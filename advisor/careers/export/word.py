"""A plan as a Word document (DOCX), with the styles of python-docx's default template."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time

from advisor.careers.export.outline import marks, outline, place_of, source_line
from advisor.careers.plan.values import Plan


def to_docx(plan: Plan) -> bytes:
    """The document's bytes. Characters that XML cannot hold are left out."""
    from docx import Document

    document = Document()
    made = datetime.combine(plan.start, time(), UTC)
    document.core_properties.title = _clean(plan.title)
    document.core_properties.author = "Career path advisor"
    document.core_properties.created = document.core_properties.modified = made
    document.add_heading(_clean(plan.title), 0)
    for note in plan.notes:
        document.add_paragraph(_clean(note), style="Intense Quote")
    for part in outline(plan):
        document.add_heading(_clean(part.heading), part.level - 1)
        if part.remark:
            document.add_paragraph(_clean(part.remark))
        for line in part.lines:
            paragraph = document.add_paragraph(_clean(line.text), style="List Bullet")
            if line.citations:
                paragraph.add_run(f" {marks(line)}").font.superscript = True
    document.add_heading("Sources", 1)
    for citation in plan.citations:
        keys = ", ".join(r.id for r in citation.references)
        document.add_paragraph(_clean(f"[{citation.number}] {place_of(citation)}{'; ' + keys if keys else ''}"))
        document.add_paragraph(_clean(citation.quote), style="Quote")
    if plan.references:
        document.add_heading("Bibliography", 1)
        for reference in plan.references:
            document.add_paragraph(_clean(source_line(reference)), style="List Bullet")
    buffer = io.BytesIO()
    document.save(buffer)
    return _dated(buffer.getvalue())


def _dated(data: bytes) -> bytes:
    """The same package with the earliest date that ZIP knows on each member, so that equal plans give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _clean(text: str) -> str:
    return "".join(
        c for c in text if c in "\n\t" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and c not in "\ufffe\uffff")
    )
