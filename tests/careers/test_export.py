"""Each format holds every line and every quote, opens in its own reader, and is the same twice."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest

from advisor.careers.catalog import Catalog
from advisor.careers.export import FORMATS, export_plan, format_of
from advisor.careers.plan import Plan, PlanRequest, make_plan
from advisor.errors import UsageError

NOTE = "some flower arranging čäé Ω → “quoted” <b>*bold*</b>"


@pytest.fixture(scope="module")
def plan(catalog: Catalog) -> Plan:
    return make_plan(PlanRequest("florist", "gardener", have=NOTE, start=date(2027, 1, 4)), catalog)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("format", FORMATS)
def test_two_exports_are_equal(plan: Plan, format: str) -> None:
    assert export_plan(plan, format) == export_plan(plan, format)


def test_markdown_and_text_hold_every_quote_exactly(plan: Plan) -> None:
    markdown = export_plan(plan, "markdown").decode()
    text = export_plan(plan, "text").decode()
    for citation in plan.citations:
        assert f"\n{citation.quote}\n" in markdown
        assert citation.quote in text
        assert f"[{citation.number}] {citation.title}" in markdown
        where = f"({citation.document_id}, characters {citation.span.start} to {citation.span.end})"
        assert squeezed(where) in squeezed(text)
    assert "<b>" not in markdown.split("## Sources")[0]
    assert max(len(line) for line in text.split("Sources\n")[0].split("\n")) <= 100


def test_json_has_the_keys_of_the_contract(plan: Plan, catalog: Catalog) -> None:
    data = json.loads(export_plan(plan, "json"))
    assert data["weeks"] == plan.weeks
    assert [c["number"] for c in data["citations"]] == [c.number for c in plan.citations]
    for citation in data["citations"]:
        document = catalog.documents[citation["document_id"]]
        assert document.text[citation["start"] : citation["end"]] == citation["quote"]
    skill = next(s for s in data["skills"] if s["skill"] == "flower arranging")
    assert (skill["state"], skill["kind"]) == ("partial", "label")
    assert NOTE[skill["your_words"]["start"] : skill["your_words"]["end"]] == skill["your_words"]["text"]
    assert data["references"][0] == {
        "id": "B2",
        "type": "webpage",
        "title": "Shop census",
        "publisher": "Trade union",
        "URL": "https://example.org/census_2026",
        "issued": {"date-parts": [[2026]]},
    }


def test_pdf_can_be_read_back(plan: Plan) -> None:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(export_plan(plan, "pdf")))
    assert reader.metadata is not None
    assert reader.metadata.title == plan.title
    text = squeezed("".join(page.extract_text() for page in reader.pages))
    text = re.sub(r"(?<=\D)\d(?=\D)", "", text)  # page numbers stand between the lines
    for citation in plan.citations:
        assert re.sub(r"(?<=\D)\d(?=\D)", "", squeezed(citation.quote)) in text
    assert squeezed("čäé Ω → “quoted”") in text
    assert next(o.title for o in reader.outline if not isinstance(o, list)) == "In short"


def test_docx_can_be_read_back(plan: Plan) -> None:
    from docx import Document

    document = Document(io.BytesIO(export_plan(plan, "docx")))
    paragraphs = [p.text for p in document.paragraphs]
    for citation in plan.citations:
        assert citation.quote in paragraphs
    for line in plan.lines():
        assert any(p.startswith(line.text) for p in paragraphs)
    assert document.core_properties.title == plan.title


def test_ics_has_an_event_for_each_stage_and_checkpoint(plan: Plan) -> None:
    from icalendar import Calendar

    calendar = Calendar.from_ical(export_plan(plan, "ics"))
    events = calendar.walk("VEVENT")
    assert len(events) == 2 * len(plan.stages)
    assert len({str(e["uid"]) for e in events}) == len(events)
    first, check = events[0], events[1]
    assert first["dtstart"].dt == date(2027, 1, 4)
    weeks = plan.stages[0].last_week
    assert (first["dtend"].dt - first["dtstart"].dt).days == 7 * weeks
    assert (check["dtend"].dt - check["dtstart"].dt).days == 1
    quotes = [c.quote for c in plan.citations if c.number in plan.stages[0].learn[0].citations]
    assert quotes[0] in str(first["description"])


def test_bibtex_escapes_what_tex_would_read(catalog: Catalog) -> None:
    plan = make_plan(PlanRequest("head gardener", "gardener", start=date(2027, 1, 4)), catalog)
    bibtex = export_plan(plan, "bibtex").decode()
    assert '@misc{A1,\n  title = {{Town plants: a census \\& its "limits"}},\n  publisher = {Town hall},\n' in bibtex
    assert "year = {2025}" in bibtex
    assert bibtex.count("@misc{") == len(plan.references)


def test_csl_json_gives_what_is_known(plan: Plan) -> None:
    items = json.loads(export_plan(plan, "csl-json"))
    assert {i["id"] for i in items} == {r.id for r in plan.references}
    assert all(i["title"] and i["type"] for i in items)


def test_unknown_formats_are_refused(plan: Plan) -> None:
    with pytest.raises(UsageError, match=r"Unknown format 'odt'\. Use one of: text, markdown"):
        export_plan(plan, "odt")
    with pytest.raises(UsageError, match=r"plan\.odt has no ending"):
        format_of(Path("plan.odt"))


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.pdf", "pdf"), ("a.MD", "markdown"), ("a.csl.json", "csl-json"), ("a.json", "json"), ("a.bib", "bibtex")],
)
def test_the_ending_names_the_format(name: str, format: str) -> None:
    assert format_of(Path(name)) == format
