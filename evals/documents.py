"""The documents of a folder by id, read when they are asked for: citations can be checked without any index."""

from __future__ import annotations

import hashlib
from functools import cached_property, lru_cache
from pathlib import Path

from advisor.errors import DocumentError
from advisor.ingest.loader import load
from advisor.ingest.references import Bibliography
from advisor.ingest.scan import Source, scan
from advisor.types import Document


class Folder:
    """A corpus folder. Raises UsageError where there is no such folder."""

    def __init__(self, corpus: Path) -> None:
        self._sources: dict[str, Source] = {s.id: s for s in scan(corpus).sources}
        self._corpus = corpus
        self.document = lru_cache(maxsize=256)(self._load)

    @cached_property
    def _bibliography(self) -> Bibliography:
        return Bibliography.read(self._corpus)

    def _load(self, document_id: str) -> Document | None:
        """The document of an id; None where there is none, or none that can be read."""
        source = self._sources.get(document_id)
        if source is None:
            return None
        try:
            return load(source.path, source.id, self._bibliography)
        except DocumentError:
            return None

    def hash(self) -> str:
        """`sha256:…` over ids and bytes of all documents."""
        whole = hashlib.sha256()
        for id_, source in sorted(self._sources.items()):
            whole.update(
                f"{id_}\0{hashlib.sha256(source.path.read_bytes()).hexdigest()}\n".encode("utf-8", "surrogatepass")
            )
        return f"sha256:{whole.hexdigest()}"
