"""Replies and documents as trees: every piece of a document's text keeps its offset, and nothing becomes markup."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.ingest.loader import text_hash
from advisor.types import Document
from tests.ui.fake import FakeAdvisor
from ui.render import WINDOW, answer_blocks, document_tree, inline, row_cells, web_address


def document(text: str) -> Document:
    return Document("d", "D", text, text_hash(text))


def segments(tree: Any) -> list[dict[str, Any]]:
    """Every segment of a tree, wherever it stands."""
    if isinstance(tree, dict):
        return [tree] if "t" in tree else [s for v in tree.values() for s in segments(v)]
    return [s for x in tree for s in segments(x)] if isinstance(tree, list) else []


@pytest.mark.parametrize("document_id", [d.id for d in FakeAdvisor().documents()])
def test_every_segment_of_a_document_stands_at_its_offset(document_id: str) -> None:
    source = FakeAdvisor().document(document_id)
    found = segments(document_tree(source)["blocks"])
    assert found
    for segment in found:
        assert source.text[segment["s"] : segment["s"] + len(segment["t"])] == segment["t"]


def test_a_document_keeps_structure_lines_and_marks() -> None:
    tree = document_tree(FakeAdvisor().document("market/port-jobs-2024"))
    kinds = [b["k"] for b in tree["blocks"]]
    assert kinds == ["p", "h", "p", "table", "h", "p"]
    table = tree["blocks"][3]
    assert [[s["t"] for s in cell] for cell in table["head"]] == [["Role"], ["Change 2022-2024 (%)"], ["Note"]]
    assert [len(r["cells"]) for r in table["rows"]] == [3, 3, 3]
    lines = FakeAdvisor().document("market/port-jobs-2024").text.split("\n")
    assert lines[table["rows"][1]["line"] - 1].startswith("| deck officer")
    assert {m[2] for m in tree["marks"]} == {"S2"}
    assert tree["references"][0]["url"] == "https://example.org/survey"


def test_answer_markdown_becomes_blocks_and_known_citations() -> None:
    blocks = answer_blocks(
        "Pay is **high** [1].\n\n- one [2]\n- two [7]\n\n| A | B |\n|---|---|\n| x | 1 [1] |", [1, 2]
    )
    assert [b["k"] for b in blocks] == ["p", "ul", "table"]
    assert [s.get("n") for s in segments(blocks) if "n" in s] == [1, 2, 1]
    assert {"t": "high", "b": 1} in blocks[0]["segs"]
    assert blocks[1]["items"][1]["segs"] == [{"t": "two [7]"}]  # not a citation of this reply: left as text


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=x onerror=alert(1)>",
        "<svg><a href='javascript:alert(1)'>x</a></svg>",
        "<style>*{display:none}</style>",
        "&lt;script&gt;",
    ],
)
def test_markup_stays_text(hostile: str) -> None:
    assert inline(hostile) == [{"t": hostile}]
    assert "".join(s["t"] for s in segments(answer_blocks(f"A {hostile} b", []))) == f"A {hostile} b"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        pytest.param("[x](javascript:alert(1))", None, id="javascript"),
        pytest.param("[x](data:text/html,1)", None, id="data"),
        pytest.param("[x](//evil.example)", None, id="scheme-relative"),
        pytest.param("[x](/local)", None, id="local"),
        pytest.param("[x](https://a.example/b)", "https://a.example/b", id="https"),
        pytest.param("<https://a.example>", "https://a.example", id="autolink"),
    ],
)
def test_only_web_addresses_become_links(text: str, address: str | None) -> None:
    assert inline(text)[0].get("u") == address


def test_images_are_reduced_to_their_words() -> None:
    assert "".join(s["t"] for s in inline("see ![a map](https://evil.example/p.png) here")) == "see a map here"


def test_web_address_refuses_what_could_leave_an_attribute() -> None:
    assert web_address('https://a.example/"onclick') is None
    assert web_address("HTTPS://A.example/x") == "HTTPS://A.example/x"
    assert web_address(None) is None


def test_row_cells_carry_offsets_and_honour_escaped_bars() -> None:
    row = r"| a \| b |  c | |"
    assert [(c, row[o : o + len(c)]) for c, o in row_cells(row)] == [(r"a \| b", r"a \| b"), ("c", "c"), ("", "")]


def test_a_long_document_is_shown_around_what_was_asked_for() -> None:
    text = "\n\n".join(f"Sentence number {i} stands here." for i in range(20_000))
    at = text.index("number 15000 ")
    tree = document_tree(document(text), at)
    assert tree["window"][0] < at < tree["window"][1]
    assert tree["window"][1] - tree["window"][0] == WINDOW
    assert any("number 15000 " in s["t"] for s in segments(tree["blocks"]))
    assert len(tree["blocks"]) < 9_000
