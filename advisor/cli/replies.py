"""A reply or a hit as a person reads it in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from advisor.cli.console import painted, safe, wrapped
from advisor.types import Citation, Delta, Hit, Reply, Stage, Turn

if TYPE_CHECKING:
    from advisor import Advisor

_QUOTE = 300  # characters of a quote that are shown; --json gives the whole


def show(advisor: Advisor, question: str, history: tuple[Turn, ...] = ()) -> Reply:
    """Answer a question on the terminal: as it is written where a chat model writes it, else whole, at once."""
    if advisor.settings.chat_model and sys.stdout.isatty():
        return print_stream(advisor.stream(question, history))
    reply = advisor.ask(question, history)
    print_reply(reply)
    return reply


def print_reply(reply: Reply) -> None:
    click.echo(painted(wrapped(reply.text)))
    print_after(reply)


def print_after(reply: Reply) -> None:
    """What stands below a reply's text: its sources, what was found near the question, what to ask next."""
    if reply.citations:
        _heading("Sources")
        for citation in reply.citations:
            _print_citation(f"[{citation.number}]", citation)
    if reply.related and reply.kind != "answer":
        _heading("Found near the question")
        for citation in reply.related:
            _print_citation("-", citation)
    if reply.follow_ups:
        _heading("You could ask next")
        for question in reply.follow_ups:
            click.echo(wrapped(f"- {question}"))


def print_stream(events: Iterable[Stage | Delta | Reply]) -> Reply:
    """Print the text as it comes, then its sources; returns the reply.

    The last event is the reply that counts: where its text is not what was streamed, it is printed whole.
    """
    streamed: list[str] = []
    reply: Reply | None = None
    for event in events:
        if isinstance(event, Delta):
            streamed.append(event.text)
            click.echo(safe(event.text), nl=False)
        elif isinstance(event, Reply):
            reply = event
    if reply is None:
        raise RuntimeError("the stream ended without a reply")
    if streamed:
        click.echo()
    if "".join(streamed).split() == reply.text.split():
        print_after(reply)
    else:
        if streamed:
            _heading("After checking")
        print_reply(reply)
    return reply


def print_hits(hits: Iterable[Hit]) -> None:
    for number, hit in enumerate(hits, 1):
        chunk = hit.chunk
        place = " › ".join([chunk.title, *chunk.section])
        ranks = ", ".join(
            f"{name} rank {rank if rank is not None else '–'}"
            for name, rank in (("dense", hit.dense_rank), ("lexical", hit.lexical_rank))
        )
        click.echo(f"{number}. " + click.style(safe(place), bold=True))
        click.echo(click.style(f"   {chunk.document_id} {chunk.span.start}–{chunk.span.end} · {ranks}", dim=True))
        click.echo(wrapped(_short(chunk.text), "   "))
        click.echo()


def _heading(title: str) -> None:
    click.echo()
    click.echo(click.style(title, bold=True))


def _print_citation(mark: str, citation: Citation) -> None:
    place = " › ".join([citation.title, *citation.section])
    dated = f" (as of {citation.as_of})" if citation.as_of else ""
    where = f" {citation.document_id} {citation.span.start}–{citation.span.end}"
    click.echo(click.style(mark, fg="cyan") + f" {safe(place)}{dated}" + click.style(where, dim=True))
    click.echo(wrapped(f"“{_short(citation.quote)}”", "    "))
    for line in _references(citation):
        click.echo(click.style(wrapped(line, "    "), dim=True))


def _references(citation: Citation) -> Iterator[str]:
    for r in citation.references:
        publisher = ", ".join(str(x) for x in (r.publisher, r.year) if x)
        yield " — ".join(x for x in (f"{r.id} {r.title}", publisher, r.url or "") if x)


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= _QUOTE else folded[: _QUOTE - 1] + "…"
