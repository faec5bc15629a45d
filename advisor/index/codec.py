"""Documents and chunks to text and back, field for field, and the key that says whether a chunk must be embedded anew.

JSON with every non-ASCII character escaped: what came out of a file, NUL and lone surrogates included, comes back.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

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


@lru_cache(maxsize=4096)
def decode_chunk(data: str) -> Chunk:
    fields: dict[str, Any] = json.loads(data)
    fields["span"] = Span(**fields["span"])
    fields["section"] = tuple(fields["section"])
    return Chunk(**fields)


@dataclass(frozen=True, slots=True)
class Placed:
    """What the vector index holds of a chunk: its vector, what it is filtered by, and the key of its content."""

    id: str
    document_id: str
    kind: str
    key: str
    vector: NDArray[np.float32]


def without_surrogates(text: str) -> str:
    """Neither tokenizers nor SQLite nor Chroma take lone surrogates: each becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def content_key(kind: str, text: str) -> str:
    """Hash of what is filtered by and what is embedded: chunks that share it share their vector."""
    content = f"{kind}\0{text}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]
