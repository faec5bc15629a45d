"""A catalogue straight from a folder of documents, for commands that need no index."""

from __future__ import annotations

from pathlib import Path

from advisor.careers.catalog import Catalog
from advisor.errors import DocumentError
from advisor.ingest.glossary import Glossary
from advisor.ingest.loader import load
from advisor.ingest.references import Bibliography
from advisor.ingest.scan import scan
from advisor.types import Document


def read_catalog(folder: Path) -> Catalog:
    """The catalogue of a corpus folder. Documents that cannot be read are passed over, as the index does.

    Raises UsageError where the folder is missing.
    """
    bibliography = Bibliography.read(folder)
    documents: list[Document] = []
    for source in scan(folder).sources:
        try:
            documents.append(load(source.path, source.id, bibliography))
        except DocumentError:
            continue
    return Catalog.from_documents(documents, Glossary.read(folder))
