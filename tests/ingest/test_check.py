"""The linter on a made-up corpus: clean as written, and each rule fires once on the change that breaks it."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from advisor.errors import DocumentError, UsageError
from advisor.ingest.check import check_corpus, corpus_stats
from advisor.ingest.check.__main__ import main
from advisor.ingest.check.numerals import figures, label_pattern
from advisor.ingest.check.reading import reading_ease, syllables
from advisor.ingest.check.stats import BEGIN, END, count_corpus, write_readme

PLANTS = "oak ash elm yew fern moss ivy reed thyme sage mint dill kale leek plum pear fig lime".split()


def filler(topic: str, sentences: int = 45) -> str:
    """Distinct sentences of eight words without figures."""
    pairs = itertools.islice(itertools.combinations(PLANTS, 2), sentences)
    return "\n".join(f"A {topic} keeps {a} near {b} all year." for a, b in pairs)


def role(title: str, skill: str, other: str, following: str, extra: str = "") -> str:
    return f"""---
kind: role
title: {title}
aliases: [{title.split()[0]} worker]
codes: {{dcwf: [], nice: [OG-WRL-014], onet: ["37-3011.00"]}}
level: mid
as_of: 2026-05
{extra}---
A {title} looks after plants in a town. [@A1]

## Tasks
- A {title} waters beds before the sun is high.

## Essential skills
- **{skill}** — A {title} uses this every day.

## Optional skills
- **{other}** — A {title} gains from it in winter.

## Tools
- **Secateurs** — A {title} cuts stems with them.

## Certifications
- **Level 2 Horticulture** — A {title} needs Level 2 Horticulture for public parks.

## Entry routes
{filler(title)}

## Pay and demand
The median pay of a {title} in Norway was 41,000 euros in 2025. [@A1; @B2]

## Next roles
- **{following}** — A {title} often goes on to that work.
"""


def clean() -> dict[str, str]:
    """A corpus of two roles, a transition and a market document, without a fault."""
    return {
        "roles/gardener.md": role("gardener", "Pruning", "Soil testing", "Florist", "no_transition: a common start\n"),
        "roles/florist.md": role("florist", "Flower arranging", "Pruning", "Gardener"),
        "transitions/gardener-to-florist.md": f"""---
kind: transition
title: From gardener to florist
from: roles/gardener
to: roles/florist
as_of: 2026
---
Gardeners who become florists know plants already. [@A1]

## What carries over
- **Pruning** — Gardeners prune with a steady hand.

## What to add
- **Flower arranging** — Florists build a bouquet around one line.

## First 90 days
{filler("newcomer")}

## Proof of work
Three bouquets in a folder of photographs say enough.

## Certifications worth it
- **Level 2 Horticulture** — Shops rarely ask for it.

## What the market says
Norwegian shops hired 300 florists in 2025. [@B2]

## Pitfalls
Cold rooms are hard on the hands.
""",
        "market/demand.md": f"""---
kind: market
title: Demand for plant work
as_of: 2026
---
Plant work is counted by the town halls. [@B2] See [the counts](https://example.org/counts).

## Openings
Table: Openings by role, Norway, 2025 (posts)

| Role | Openings |
| --- | --- |
| Gardener | 1,200 [@A1] |
| Florist | 300 [@B2] |

{filler("recruiter")}

## Limits
Private gardens are not counted.
""",
        "glossary.yaml": """roles:
  gardener: [groundskeeper]
  florist: []
skills:
  pruning: [cutting back]
  soil testing: []
  flower arranging: []
tools:
  secateurs: []
certifications:
  Level 2 Horticulture: [H2]
""",
        "references.yaml": """references:
- id: A1
  type: webpage
  title: Town plants
  publisher: Town hall
  URL: https://example.org/plants
  issued: {date-parts: [[2025, 3]]}
- id: B2
  type: report
  title: Shop census
  publisher: Trade union
  URL: https://example.org/census
  issued: {literal: spring 2026}
""",
    }


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def changed(name: str, old: str, new: str) -> dict[str, str]:
    files = clean()
    assert files[name].count(old) >= 1, f"{old!r} is not in {name}"
    files[name] = files[name].replace(old, new, 1)
    return files


def test_a_clean_corpus_has_no_finding(tmp_path: Path) -> None:
    report = check_corpus(written(tmp_path, clean()))
    assert [str(f) for f in report.findings] == []
    assert report.ok
    assert report.documents == 4
    assert len(report.ease) == 4


GARDENER, MOVE, MARKET = "roles/gardener.md", "transitions/gardener-to-florist.md", "market/demand.md"
LONG = "A gardener " + "plants another small bed of " * 9 + "flowers."
FAULTS = [
    pytest.param(GARDENER, "kind: role", "kind: rolle", "kind", id="unknown kind"),
    pytest.param(MARKET, "as_of: 2026\n", "", "front-matter", id="no date"),
    pytest.param(MARKET, "as_of: 2026", "as_of: spring", "front-matter", id="malformed date"),
    pytest.param(GARDENER, "level: mid", "level: middling", "front-matter", id="unknown level"),
    pytest.param(GARDENER, "[OG-WRL-014]", "[OG-14]", "codes", id="malformed code"),
    pytest.param(GARDENER, "dcwf: []", "rome: []", "codes", id="unknown code scheme"),
    pytest.param(MARKET, "## Limits", "## Bounds", "sections", id="section missing"),
    pytest.param(MARKET, "## Limits\n", "## Limits\nTown halls differ.\n\n## More\n", "sections", id="not last"),
    pytest.param(GARDENER, "- A gardener waters beds before the sun is high.", "", "sections", id="empty section"),
    pytest.param(MARKET, "Table: Openings by role, Norway, 2025 (posts)", "", "tables", id="no caption"),
    pytest.param(MOVE, filler("newcomer"), "Start slowly.", "length", id="too short"),
    pytest.param(GARDENER, "in 2025. [@A1; @B2]", "in 2025.", "unmarked-figure", id="sentence without mark"),
    pytest.param(MARKET, "1,200 [@A1]", "1,200", "unmarked-figure", id="row without mark"),
    pytest.param(GARDENER, "[@A1; @B2]", "[@A1; @B9]", "unresolved-mark", id="unknown key"),
    pytest.param(GARDENER, "Tasks\n", "Tasks\n- A gardener weeds. [A1]\n", "malformed-mark", id="mark without @"),
    pytest.param(GARDENER, "Tasks\n", "Tasks\n- A gardener weeds. [@A1, @B2]\n", "malformed-mark", id="comma"),
    pytest.param(GARDENER, "Tasks\n", f"Tasks\n- {LONG}\n", "long-sentence", id="long sentence"),
    pytest.param(GARDENER, "Tasks\n", "Tasks\n- They rake leaves.\n", "bare-pronoun", id="bare pronoun"),
    pytest.param(GARDENER, "— A gardener uses", "— It is", "bare-pronoun", id="bare pronoun after a label"),
    pytest.param(MARKET, "https://example.org/counts", "https//example", "link", id="broken address"),
    pytest.param(MARKET, "/counts).", "/counts.", "link", id="unclosed link"),
    pytest.param(MARKET, "[the counts]", "[ ]", "link", id="link without words"),
    pytest.param(MARKET, "https://example.org/counts", "../missing.md", "link", id="missing file"),
    pytest.param(GARDENER, "**Secateurs**", "**Shears**", "label", id="unknown tool"),
    pytest.param(GARDENER, "**Florist**", "**Flower seller**", "label", id="unknown role"),
    pytest.param(GARDENER, "**Soil testing** —", "Soil testing:", "label", id="bullet without label"),
    pytest.param(GARDENER, "title: gardener", "title: lawn keeper", "label", id="title not in the glossary"),
    pytest.param(GARDENER, "**Level 2 Horticulture** —", "**H2** —", "label", id="alias instead of label"),
    pytest.param(MOVE, "to: roles/florist", "to: roles/baker", "transition-role", id="unknown target"),
    pytest.param(MOVE, "- **Pruning**", "- **Soil testing**", "transition-skill", id="not a skill of the target"),
    pytest.param(GARDENER, "no_transition: a common start\n", "", "no-transition", id="unreached role"),
    pytest.param(GARDENER, "[gardener worker]", "[florist]", "shared-name", id="one name, two documents"),
    pytest.param(
        MOVE,
        "Cold rooms are hard on the hands.",
        "A gardener waters beds before the sun is high.",
        "shared-paragraph",
        id="shared paragraph",
    ),
    pytest.param(
        MOVE,
        "Cold rooms are hard on the hands.",
        "Cold rooms hurt. A gardener waters beds before the sun is high.",
        "shared-sentence",
        id="shared sentence",
    ),
    pytest.param("references.yaml", "  title: Town plants\n", "", "reference", id="no title"),
    pytest.param("references.yaml", "  publisher: Town hall\n", "", "reference", id="no publisher"),
    pytest.param("references.yaml", "https://example.org/plants", "example", "reference", id="no address"),
    pytest.param("references.yaml", "spring 2026", "last spring", "reference", id="no date of source"),
    pytest.param("references.yaml", "type: report", "type: leaflet", "reference", id="unknown CSL type"),
    pytest.param("glossary.yaml", "florist: []", "florist: [groundskeeper]", "glossary", id="ambiguous alias"),
]
FOLLOWING = {"unknown kind": {"transition-role"}, "unknown target": {"no-transition"}, "not last": set()}


@pytest.mark.parametrize(("name", "old", "new", "rule"), FAULTS)
def test_each_rule_fires_once(
    tmp_path: Path, name: str, old: str, new: str, rule: str, request: pytest.FixtureRequest
) -> None:
    report = check_corpus(written(tmp_path, changed(name, old, new)))
    fired = [f for f in report.findings if f.rule == rule]
    assert len(fired) == 1, [str(f) for f in report.findings]
    follows = FOLLOWING.get(request.node.callspec.id, set())
    assert report.rules() - {rule} == follows
    assert fired[0].line >= 1


def test_a_source_that_nobody_cites_is_a_warning(tmp_path: Path) -> None:
    files = clean()
    files["references.yaml"] += (
        files["references.yaml"].split("references:\n")[1].replace("id: A1", "id: C3").split("- id: B2")[0]
    )
    report = check_corpus(written(tmp_path, files))
    assert [(f.rule, f.severity) for f in report.findings] == [("orphan-reference", "warning")]
    assert report.ok


def test_a_finding_names_file_line_and_remedy(tmp_path: Path) -> None:
    files = changed(MARKET, "1,200 [@A1]", "1,200")
    finding = check_corpus(written(tmp_path, files)).findings[0]
    line = files[MARKET].split("\n").index("| Gardener | 1,200 |") + 1
    assert str(finding).startswith(f"market/demand.md:{line}: error: row with a figure (1,200) has no mark")
    assert "Add [@key]" in finding.message


def test_a_plain_corpus_is_not_held_to_the_form(tmp_path: Path) -> None:
    text = "# Notes\n\nThe school had 300 pupils in 2025.\n\n" + filler("pupil")
    report = check_corpus(written(tmp_path, {"notes.md": text}))
    assert report.ok
    assert report.rules() == {"front-matter"}


def test_marks_without_a_bibliography_are_found(tmp_path: Path) -> None:
    report = check_corpus(written(tmp_path, {"notes.txt": "It rained. [@A1]\n\n" + filler("pupil")}))
    assert "unresolved-mark" in report.rules()


def test_an_unreadable_document_is_one_finding(tmp_path: Path) -> None:
    files = clean()
    files["market/broken.md"] = "---\nkind: [market\n---\nText."
    report = check_corpus(written(tmp_path, files))
    assert [f.rule for f in report.errors] == ["unreadable"]
    assert "front matter" in report.errors[0].message


def test_a_missing_or_empty_folder_and_a_broken_glossary_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        check_corpus(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="holds no document"):
        check_corpus(tmp_path)
    with pytest.raises(DocumentError, match="glossary"):
        check_corpus(written(tmp_path, {"glossary.yaml": "- roles\n", "a.md": "Text."}))


def test_exit_status_and_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path, clean())
    assert main([str(folder)]) == 0
    written(tmp_path, changed(GARDENER, "level: mid", "level: middling"))
    assert main([str(folder)]) == 1
    assert "roles/gardener.md:6: error: level is 'middling'" in capsys.readouterr().out
    assert main([str(tmp_path / "nowhere")]) == 2


LABELS = label_pattern(("O*NET", "ISO/IEC 42001", "OWASP Top 10 for LLM Applications", "Security+", "k8s"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The median was $129,180 in May 2025.", ["$129,180", "2025"]),
        ("Demand fell 7.76% in 2023-2024.", ["7.76%", "2023-2024"]),
        ("| Gardener | 152,000-210,000 |", ["152,000-210,000"]),
        ("ISO/IEC 42001 and NIST SP 800-53 are standards.", []),
        ("O*NET 29.2 lists it.", []),
        ("The OWASP Top 10 for LLM Applications has a 2026 edition.", ["2026"]),
        ("The Top 10 list names risks.", []),
        ("Regulation (EU) 2024/1689 applies.", []),
        ("GPT-4, k8s, AML.T0051 and SC-500 are names.", []),
        ("A tier 2 analyst meets SLSA level 3.", []),
        ("Since mid-2025 the fee is EUR 300.", ["2025", "300"]),
        ("Version 5.6.0 has 101 techniques.", ["5.6.0", "101"]),
        ("Q3 2025 brought 40k posts.", ["3", "2025", "40k"]),
        ("US 2025 figures and AI 2030 plans.", ["2025", "2030"]),
        ("See [page 12](https://example.org/2024).", ["12"]),
        ("Two weeks of `python3 -m venv` practice.", []),
        ("A 90-day trial costs 5 million.", ["90-day", "5"]),
    ],
)
def test_which_digits_are_figures(text: str, expected: list[str]) -> None:
    assert figures(text, LABELS) == expected


def test_reading_ease_is_flesch_s_formula() -> None:
    assert [syllables(w) for w in ("cat", "table", "planted", "make", "governance")] == [1, 2, 2, 1, 3]
    # 6 words, 1 sentence, 6 syllables
    assert reading_ease(["The cat sat on the mat."]) == pytest.approx(206.835 - 1.015 * 6 - 84.6 * 1)
    assert reading_ease(["1 2 3"]) is None


def test_counts_by_kind(tmp_path: Path) -> None:
    folder = written(tmp_path, clean())
    counts = {c.kind: c for c in count_corpus(folder)}
    assert counts["role"].documents == 2
    assert counts["role"].figures == 4  # 41,000 and 2025 in each
    assert counts["market"].figures == 2  # the rows; a caption is no sentence
    assert counts["all"].sources == 2
    assert corpus_stats(folder).startswith("| kind | documents | words | figures | sources |")


def test_the_readme_table_is_written_between_its_markers(tmp_path: Path) -> None:
    folder = written(tmp_path, clean())
    with pytest.raises(UsageError, match="Add these two lines"):
        write_readme(folder)
    (folder / "README.md").write_text(f"# Words\n\n{BEGIN}\nold\n{END}\n\nMore.\n", encoding="utf-8")
    text = write_readme(folder).read_text(encoding="utf-8")
    assert text == f"# Words\n\n{BEGIN}\n\n{corpus_stats(folder)}\n\n{END}\n\nMore.\n"
    assert check_corpus(folder).documents == 4
