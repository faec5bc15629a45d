"""The made-up corpora as documents and vocabularies, read without an index or a model."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from advisor.ingest.glossary import Glossary
from advisor.ingest.loader import load
from advisor.ingest.references import Bibliography
from advisor.ingest.scan import scan
from advisor.types import Document
from advisor.vocabulary import Vocabulary

DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=4)
def documents(name: str) -> tuple[Document, ...]:
    """The documents of tests/data/<name>."""
    bibliography = Bibliography.read(DATA / name)
    return tuple(load(s.path, s.id, bibliography) for s in scan(DATA / name).sources)


@lru_cache(maxsize=4)
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary of tests/data/<name>, as the library reads it."""
    return Vocabulary.read(documents(name), Glossary.read(DATA / name).categories)
