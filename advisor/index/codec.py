"""Documents and chunks to text and back, field for field, and the key that says whether a chunk must be embedded anew.

JSON with every non-ASCII character escaped: what came out of a file, NUL and lone surrogates included, comes back.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from advisor.ingest.splitter import embedding_text
from advisor.types import Annotation, Chunk, Document, Reference, Span


def encode_document(document: Document) -> str:
    return json.dumps(asdict(document), separators=(",", ":"))


def decode_document(data: str) -> Document:
    fields: dict[str, Any] = json.loads(data)
    fields["aliases"] = tuple(fields["aliases"])
    fields["meta"] = tuple((key, value) for key, value in fields["meta"])
    fields["annotations"] = tuple(Annotation(Span(**a["span"]), a["key"]) for a in fields["annotations"])
    fields["references"] = tuple(Reference(**r) for r in fields["references"])
    return Document(**fields)


def encode_chunk(chunk: Chunk) -> str:
    return json.dumps(asdict(chunk), separators=(",", ":"))


def decode_chunk(data: str) -> Chunk:
    fields: dict[str, Any] = json.loads(data)
    fields["span"] = Span(**fields["span"])
    fields["section"] = tuple(fields["section"])
    return Chunk(**fields)


def content_key(chunk: Chunk) -> str:
    """Hash of all that the vector index holds of a chunk: what is embedded, and what is filtered by."""
    content = f"{chunk.kind}\0{embedding_text(chunk)}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]
