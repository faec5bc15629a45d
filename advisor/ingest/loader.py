"""One file to one Document: decoding, front matter, source marks.

The text of a document is the file as decoded, without its front matter and without the marks that its
bibliography resolves; a file that has neither is kept character for character (line ends become `\\n`).
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import yaml

from advisor.errors import DocumentError
from advisor.ingest.blocks import block_at, parse_blocks
from advisor.ingest.decoding import decode
from advisor.ingest.references import Bibliography, strip_marks
from advisor.text import plain, sentence_spans
from advisor.types import Annotation, Block, Document, Span

SUFFIXES = frozenset({".md", ".markdown", ".txt", ".text"})
_KNOWN_KEYS = {"title", "kind", "aliases", "as_of", "url", "language"}
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.M)
_YAML_LINE = re.compile(r"[A-Za-z_][\w -]*:(\s|$)")


def text_hash(text: str) -> str:
    """`sha256:…` of a document's text in UTF-8, the `content_hash` of the reply contract."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def load(path: Path, document_id: str, bibliography: Bibliography | None = None, data: bytes | None = None) -> Document:
    """Read one file.

    Raises DocumentError, naming file, line and remedy, where the file cannot be read, holds no text or has
    broken front matter.
    """
    if data is None:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise DocumentError(f"{path} cannot be read ({error.strerror}). Check its path and permissions.") from error
    decoded = decode(data, str(path))
    front, body = split_front_matter(decoded, str(path))
    if not body.strip():
        raise DocumentError(f"{path} is empty. Add text or remove the file.")
    marked = strip_marks(body, (bibliography or Bibliography()).entries)
    blocks = parse_blocks(marked.text)
    annotations = _annotate(marked.text, marked.marks, blocks) if marked.marks else ()
    used = {a.key for a in annotations}
    references = tuple(r for k, r in (bibliography or Bibliography()).entries.items() if k in used)
    return Document(
        id=document_id,
        title=_title(front, marked.text, path),
        text=marked.text,
        content_hash=text_hash(marked.text),
        kind=str(front.get("kind") or "document"),
        aliases=tuple(str(a) for a in _listed(front.get("aliases"))),
        as_of=_optional(front.get("as_of") or front.get("date")),
        url=_web_address(front.get("url")),
        language=_optional(front.get("language") or front.get("lang")),
        source_path=str(path),
        meta=tuple((str(k), _flat(v)) for k, v in front.items() if k not in _KNOWN_KEYS),
        annotations=annotations,
        references=references,
    )


def split_front_matter(text: str, name: str) -> tuple[dict[str, Any], str]:
    """(front matter, body). Text that opens with a rule and no `key:` line has no front matter."""
    if not text.startswith("---\n"):
        return {}, text
    lines = text.split("\n")
    opens_yaml = len(lines) > 1 and bool(_YAML_LINE.match(lines[1]))
    closing = next((i for i, line in enumerate(lines[1:400], 1) if line.rstrip() in {"---", "..."}), None)
    if closing is None:
        if opens_yaml:
            raise DocumentError(
                f"{name}, line 1: the front matter is never closed. Add a line `---` after its last key."
            )
        return {}, text
    if not opens_yaml and any(line.strip() for line in lines[1:closing]):
        return {}, text
    try:
        front = yaml.safe_load("\n".join(lines[1:closing])) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        problem = getattr(error, "problem", None) or "cannot be parsed"
        raise DocumentError(
            f"{name}, line {line}: broken front matter ({problem}). Mend the YAML; quote values that contain a colon."
        ) from error
    except ValueError as error:  # e.g. an impossible date
        raise DocumentError(f"{name}: broken front matter ({error}). Mend or quote that value.") from error
    if not isinstance(front, dict):
        raise DocumentError(f"{name}, line 1: front matter must be `key: value` lines, not a {type(front).__name__}.")
    return {str(k): v for k, v in front.items()}, "\n".join(lines[closing + 1 :]).lstrip("\n")


def _annotate(text: str, marks: tuple[tuple[int, tuple[str, ...]], ...], blocks: list[Block]) -> tuple[Annotation, ...]:
    annotations: list[Annotation] = []
    for offset, keys in marks:
        span = _marked_span(text, offset, blocks)
        annotations.extend(Annotation(span, key) for key in keys)
    return tuple(annotations)


def _marked_span(text: str, offset: int, blocks: list[Block]) -> Span:
    """What a mark at `offset` speaks of: the row, or the sentence that it closes."""
    block = block_at(blocks, max(offset - 1, 0))
    if block is None:
        return Span(max(offset - 1, 0), offset)
    if block.kind == "row":
        return block.span
    sentences = sentence_spans(text, block.span.start, block.span.end)
    before = [s for s in sentences if s.start < offset]
    return before[-1] if before else block.span


def _title(front: dict[str, Any], text: str, path: Path) -> str:
    if front.get("title"):
        return plain(str(front["title"]))
    heading = _HEADING.search(text)
    if heading and plain(heading[1]):
        return plain(heading[1])
    return path.stem.replace("-", " ").replace("_", " ").strip().capitalize() or path.name


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _optional(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


def _web_address(value: Any) -> str | None:
    text = _optional(value)
    return text if text and re.match(r"https?://", text, re.I) else None


def _flat(value: Any) -> str:
    if isinstance(value, dict | list):
        import json

        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
