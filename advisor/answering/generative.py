"""The fluent composer: a chat model writes from numbered passages, and every sentence is held against them.

Retrieval, judging and the check of each statement are those of the extractive composer, whose own answer to the same
brief is made first. It decides whether there is anything to answer, tells which passages matter most, and stands in,
with one honest line, when the model fails or when too little of what it wrote survives.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from advisor.answering.citations import Checker
from advisor.answering.composer import Brief, Composer, Restart, Waiting
from advisor.answering.markers import MarkerReader, Sentence
from advisor.answering.record import Prices, Record
from advisor.answering.repair import Holder
from advisor.answering.sheet import Sheet, make_sheet
from advisor.answering.tools import Toolbox
from advisor.budget import SHIPPED, TokenCounter, counter
from advisor.chat_model import ChatModel, End, Piece, Wait
from advisor.chat_model.calling import Round, ToolSpec
from advisor.chat_model.failures import failure, line
from advisor.errors import ChatModelError
from advisor.prompting import Message, load
from advisor.settings import Settings
from advisor.types import Draft, DraftStatement

if TYPE_CHECKING:
    from advisor.careers.catalog import Catalog

Proposed = DraftStatement | Draft | Waiting | Restart
_ROUNDS = 2
"""Calls of an answer in which tools may be asked for."""
_CHARACTERS_A_TOKEN = 8
_CUT_OFF = frozenset({"length", "max_tokens", "max_output_tokens", "model_length"})
_DECLINED = frozenset({"content_filter", "refusal", "safety", "prohibited_content", "blocklist", "recitation", "spii"})
_SHORTFALL = 0.5
"""Less than this share of the model's sentences supported, and the extractive answer is given."""


@dataclass(frozen=True, slots=True)
class Options:
    """The numbers of the composer, out of the settings."""

    prompt_tokens: int = 6000
    answer_tokens: int = 1000
    show_unsupported: bool = False
    prices: Prices = field(default_factory=Prices)

    @classmethod
    def of(cls, settings: Settings) -> Options:
        return cls(
            settings.chat_prompt_tokens,
            settings.chat_max_tokens,
            settings.chat_unsupported == "show",
            Prices(settings.chat_price_input, settings.chat_price_output),
        )


@dataclass(frozen=True, slots=True)
class _Offline:
    """The extractive answer to the brief."""

    statements: tuple[DraftStatement, ...]
    draft: Draft

    @classmethod
    def of(cls, items: Iterator[Proposed]) -> _Offline:
        statements, draft = [], Draft()
        for item in items:
            if isinstance(item, DraftStatement):
                statements.append(item)
            elif isinstance(item, Draft):
                draft = item
        return cls(tuple(statements), draft)


class GenerativeComposer:
    """Composes with a chat model; `fallback` needs none. Safe to use from several threads."""

    def __init__(
        self,
        model: ChatModel,
        fallback: Composer,
        options: Options | None = None,
        encoding: str = SHIPPED,
        catalog: Callable[[], Catalog] | None = None,
    ) -> None:
        self.model = model
        self.fallback = fallback
        self.options = options or Options()
        self._encoding = encoding
        self._catalog = catalog

    @property
    def name(self) -> str:
        return self.model.name

    def compose(self, brief: Brief) -> Iterator[Proposed]:
        """The model's statements as they pass; the extractive ones where there is nothing to answer or it fails."""
        offline = _Offline.of(self.fallback.compose(brief))
        if not offline.statements:
            yield replace(offline.draft, composer=self.fallback.name)
            return
        record = Record(load("answer").version, counter(self._encoding), self.options.prices)
        try:
            yield from self._written(brief, offline, record)
        except ChatModelError as error:
            record.failed(error)
            yield from self._instead(offline, error, record)

    def _instead(self, offline: _Offline, error: ChatModelError, record: Record) -> Iterator[Proposed]:
        note = " ".join(x for x in (line(error.kind, self.name), offline.draft.note) if x)
        missing = tuple(dict.fromkeys((*offline.draft.missing, *record.missing)))
        yield Restart()
        yield Draft(note=note)
        yield from offline.statements
        yield replace(
            offline.draft,
            note=note,
            missing=missing,
            composer=self.fallback.name,
            dropped=record.outcomes["unsupported"],
            unsupported=record.unsupported if self.options.show_unsupported else (),
            debug=record.debug(),
        )

    def _written(self, brief: Brief, offline: _Offline, record: Record) -> Iterator[Proposed]:
        if offline.draft.note:
            yield Draft(note=offline.draft.note)
        budget = self.options.prompt_tokens
        try:
            yield from self._answered(brief, offline, record, budget)
        except ChatModelError as error:
            if error.kind != "overflow" or record.characters:
                raise
            record.shortened = True
            yield from self._answered(brief, offline, record, budget // 2)
        self._judge(record)
        self.model.accept()
        yield replace(
            offline.draft,
            missing=tuple(dict.fromkeys((*offline.draft.missing, *record.missing))),
            dropped=record.outcomes["unsupported"],
            unsupported=record.unsupported if self.options.show_unsupported else (),
            debug=record.debug(),
        )

    def _answered(self, brief: Brief, offline: _Offline, record: Record, budget: int) -> Iterator[Proposed]:
        """One answer of the model, tool calls included."""
        sheet = self._sheet(brief, offline, record.count, budget)
        messages = self._messages(brief, sheet)
        record.begin(messages, sheet)
        toolbox = Toolbox(brief, sheet, self._catalog, record.count.count, budget // 4)
        reader = MarkerReader(sheet)
        holder = Holder(sheet, brief.check or Checker(0.5, brief.library.embed))
        rounds: list[Round] = []
        while True:
            tools = toolbox.specs() if self.model.takes_tools and len(rounds) < _ROUNDS else ()
            end = yield from self._call(messages, tools, rounds, reader, holder, record)
            if not end.calls or len(rounds) >= _ROUNDS:
                break
            rounds.append(Round(end.message, tuple((c.id, toolbox.run(c)) for c in end.calls)))
            record.tools += [c.name for c in end.calls]
            record.prompts |= {load("tools").version}
        for sentence in reader.close(self._whole(end, reader)):
            yield from self._held(sentence, holder, record)
        record.read(reader, brief.question)

    def _call(
        self,
        messages: Sequence[Message],
        tools: Sequence[ToolSpec],
        rounds: Sequence[Round],
        reader: MarkerReader,
        holder: Holder,
        record: Record,
    ) -> Generator[Proposed, None, End]:
        end = End()
        limits = replace(self.model.limits, deadline=max(0.0, self.model.limits.deadline - record.seconds))
        with closing(self.model.stream(messages, tools, rounds, limits)) as items:
            for item in items:
                if isinstance(item, Wait):
                    yield Waiting()
                elif isinstance(item, Piece):
                    record.wrote(item.text)
                    if record.characters > _CHARACTERS_A_TOKEN * self.options.answer_tokens:
                        raise self.model.fail("endless", f"after {record.characters:,} characters")
                    for sentence in reader.feed(item.text):
                        yield from self._held(sentence, holder, record)
                else:
                    end = item
        record.ended(end)
        if end.refusal or end.reason.lower() in _DECLINED:
            raise self.model.fail("refused")
        return end

    def _held(self, sentence: Sentence, holder: Holder, record: Record) -> Iterator[DraftStatement]:
        held = holder.hold(sentence)
        record.hold(sentence, held.outcome)
        if held.statement is not None:
            yield held.statement

    def _whole(self, end: End, reader: MarkerReader) -> bool:
        """Whether the last sentence is complete. Raises ChatModelError where the answer ended in the middle of one
        without a reason: the connection was lost, and nobody said so."""
        if end.reason.lower() in _CUT_OFF:
            return False
        if not end.reason and reader.mid_sentence:
            raise self.model.fail("dropped", "no end was marked")
        return True

    def _judge(self, record: Record) -> None:
        """Raises ChatModelError where too little of the answer survived."""
        survived = record.survived
        if survived and survived >= _SHORTFALL * (survived + record.outcomes["unsupported"]):
            return
        if record.blank:
            raise self.model.fail("empty")
        if not survived and record.missing and not record.outcomes["unsupported"]:
            raise self.model.fail("nothing_found")
        raise self.model.fail("refused" if record.declines else "unsupported")

    def _sheet(self, brief: Brief, offline: _Offline, count: TokenCounter, budget: int) -> Sheet:
        empty = self._messages(brief, Sheet(passages={}))
        left = budget - count.messages([m.content for m in empty])
        sheet = make_sheet(brief, offline.statements, count.count, left)
        if not sheet.passages:
            raise failure("overflow", self.name, f"{budget} tokens do not hold one passage")
        return sheet

    def _messages(self, brief: Brief, sheet: Sheet) -> tuple[Message, ...]:
        missing = "; ".join(dict.fromkeys(m for p in brief.parts for m in p.verdict.missing))
        return load("answer").render(
            question=brief.question,
            documents=sheet.text(),
            example=sheet.example,
            missing=missing or "nothing that is known",
        )


def build_generative(
    settings: Settings, fallback: Composer, model: ChatModel, catalog: Callable[[], Catalog] | None = None
) -> GenerativeComposer:
    """The composer of the settings. `catalog` gives the career records that its tools look into."""
    return GenerativeComposer(model, fallback, Options.of(settings), settings.chat_encoding, catalog)
