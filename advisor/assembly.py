"""Settings to a working Advisor: the only place where the parts are put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any

from advisor.answering.extractive import ExtractiveComposer
from advisor.chain import Limits, Line, as_runnable, turns
from advisor.errors import UsageError
from advisor.index.library import open_index
from advisor.ingest.loader import text_hash
from advisor.library import IndexedLibrary, MemoryLibrary
from advisor.settings import Settings
from advisor.tracing import build_tracer
from advisor.types import Delta, Document, DocumentInfo, Filters, Hit, Reply, Stage, Turn

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

    from advisor.answering.composer import Composer
    from advisor.answering.rewriting import Rewriter
    from advisor.ingest.sync import SyncReport

History = Sequence[Turn | Mapping[str, Any]]


class Advisor:
    """Answers questions from one corpus. A context manager; safe to use from several threads."""

    def __init__(
        self,
        settings: Settings,
        library: IndexedLibrary,
        composer: Composer,
        synced: SyncReport | None,
        rewriter: Rewriter | None = None,
    ) -> None:
        self.settings = settings
        self.library = library
        self.synced = synced
        """What the sync at the start did; None where none was asked for."""
        self._line = Line(library, composer, limits_of(settings), rewriter, build_tracer(settings))

    def ask(self, question: str, history: History = ()) -> Reply:
        """The reply to a question; `history` holds earlier turns, oldest first.

        Raises UsageError for an empty or overlong question or a malformed history.
        """
        return self._line.ask(question, turns(history))

    def stream(self, question: str, history: History = ()) -> Iterator[Stage | Delta | Reply]:
        """The reply as it is made; the last item is the Reply, which alone is authoritative."""
        return self._line.stream(question, turns(history))

    def search(self, question: str, k: int = 5, filters: Filters | None = None) -> list[Hit]:
        """The `k` best chunks for a query, best first."""
        return self._line.search(question, k, filters)

    def answer_from(self, question: str, documents: Sequence[Any], history: History = ()) -> Reply:
        """The reply that these documents allow: Documents, texts, or LangChain documents, in any mix.

        The same judging, composing and checking as `ask`, over passages from a retriever of one's own.
        """
        given = [as_document(d, n) for n, d in enumerate(documents, 1)]
        library = MemoryLibrary(given, self.library.index.embedder, self.settings.chunk_tokens)
        line = Line(library, self._line.composer, self._line.limits, self._line.rewriter, self._line.tracer)
        return line.ask(question, turns(history))

    def document(self, document_id: str) -> Document:
        """A document by its id. Raises UsageError, naming the nearest ids, where there is none."""
        found = self.library.document(document_id)
        if found is None:
            raise UsageError(f"There is no document {document_id!r}.{_nearest(document_id, self.library)}")
        return found

    def documents(self) -> list[DocumentInfo]:
        """What the library holds, in order of id."""
        return self.library.infos()

    @cached_property
    def chain(self) -> Runnable[Any, Any]:
        """The line as a LangChain Runnable: a question, or {"question", "history"}, in; the reply's JSON out."""
        return as_runnable(self._line)

    def close(self) -> None:
        self.library.index.close()

    def __enter__(self) -> Advisor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def build_advisor(
    settings: Settings | None = None,
    *,
    sync: bool = True,
    progress: Callable[[int, int, str], None] | None = None,
    chat_model: BaseChatModel | None = None,
) -> Advisor:
    """An Advisor over `settings.corpus`, its index made or brought up to date first unless `sync` is False.

    `chat_model` is a LangChain model of the caller's own, in place of the one that the settings name.

    Raises IndexMissing, IndexMismatch or IndexCorrupt, each with the command that mends it.
    """
    settings = settings or Settings()  # type: ignore[call-arg]
    if sync:
        from advisor.ingest.sync import sync as bring_up_to_date

        index = open_index(settings, create=True)
        try:
            report = bring_up_to_date(settings.corpus, index, progress=progress)
        except BaseException:
            with suppress(Exception):
                index.close()
            raise
    else:
        index, report = open_index(settings), None
    library = IndexedLibrary(index, settings.candidates)
    if settings.chat_model is None and chat_model is None:
        return Advisor(settings, library, ExtractiveComposer(library.catalog), report)
    return _fluent(settings, library, report, chat_model)


def _fluent(
    settings: Settings, library: IndexedLibrary, report: SyncReport | None, chat_model: BaseChatModel | None
) -> Advisor:
    """An Advisor with a chat model. One that cannot be built fails when it is first asked: the answers are then put
    together from quotes, and say so."""
    from advisor.answering.generative import build_generative
    from advisor.answering.rewriting import build_rewriter
    from advisor.chat_model import build_chat_model

    chat = build_chat_model(settings, chat_model, strict=False)
    composer = build_generative(settings, ExtractiveComposer(library.catalog), chat, library.catalog)
    return Advisor(settings, library, composer, report, build_rewriter(settings, chat))


def limits_of(settings: Settings) -> Limits:
    return Limits(settings.context_hits, settings.min_support, settings.max_question_characters)


def as_document(given: Any, number: int) -> Document:
    """A Document from a text or a LangChain document. Raises UsageError where it is none of these."""
    if isinstance(given, Document):
        return given
    text, meta = given, {}
    if not isinstance(given, str):
        text, meta = getattr(given, "page_content", None), dict(getattr(given, "metadata", None) or {})
    if not isinstance(text, str):
        raise UsageError(
            f"Document {number} is a {type(given).__name__}. Give texts, Documents or LangChain documents."
        )
    identity = str(meta.get("id") or meta.get("source") or getattr(given, "id", None) or f"passage-{number}")
    title = str(meta.get("title") or "")
    return Document(identity, title, text, text_hash(text), as_of=_text(meta.get("as_of")), url=_text(meta.get("url")))


def _text(value: Any) -> str | None:
    return None if value in (None, "") else str(value)


def _nearest(document_id: str, library: IndexedLibrary) -> str:
    from rapidfuzz import process

    near = [m[0] for m in process.extract(document_id, library.index.store.document_ids(), limit=3, score_cutoff=50)]
    return f" Nearest: {', '.join(near)}." if near else " `advisor sources` lists all."
