"""`advisor search`: the passages that would be read for a question, with their ranks in both branches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from advisor.cli.setup import corpus_option, json_option, make_settings, open_advisor
from advisor.types import Filters, Hit


@click.command(short_help="Find the passages nearest to a question.")
@click.argument("question", nargs=-1)
@click.option("--k", type=click.IntRange(1, 1000), default=5, show_default=True, help="How many passages.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only documents of this kind; may be repeated.")
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only this document; may be repeated.")
@json_option
@corpus_option
def search(
    question: tuple[str, ...],
    k: int,
    kinds: tuple[str, ...],
    documents: tuple[str, ...],
    as_json: bool,
    corpus: Path | None,
) -> None:
    """Find the passages nearest to QUESTION, best first, without composing an answer.

    A passage is a span of a document: `start` and `end` are offsets into its text. `dense_rank` and `lexical_rank`
    are its places in the two branches of the search, null where a branch did not find it.

    \b
    Examples:
      advisor search "threat modelling" --k 3
      advisor search "median pay" --kind market --json
    """
    from advisor.cli.questions import check_question, read_question
    from advisor.cli.replies import print_hits

    settings = make_settings(corpus)
    text = check_question(read_question(question), settings.max_question_characters)
    with open_advisor(settings) as advisor:
        hits = advisor.search(text, k, Filters(kinds=kinds, documents=documents))
    if as_json:
        click.echo(json.dumps([hit_json(h, n) for n, h in enumerate(hits, 1)], ensure_ascii=False, indent=2))
    elif hits:
        print_hits(hits)
    else:
        click.echo("Nothing was found.")


def hit_json(hit: Hit, rank: int) -> dict[str, Any]:
    chunk = hit.chunk
    return {
        "rank": rank,
        "document_id": chunk.document_id,
        "title": chunk.title,
        "kind": chunk.kind,
        "section": list(chunk.section),
        "start": chunk.span.start,
        "end": chunk.span.end,
        "text": chunk.text,
        "context": chunk.context,
        "dense_rank": hit.dense_rank,
        "lexical_rank": hit.lexical_rank,
    }
