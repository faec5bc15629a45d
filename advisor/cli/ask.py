"""`advisor ask`: one question, or a file of them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from advisor.cli.setup import corpus_option, json_option, make_settings, open_advisor


@click.command(short_help="Answer a question, or a file of them.")
@click.argument("question", nargs=-1)
@json_option
@corpus_option
@click.option(
    "--batch",
    type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True),
    metavar="IN",
    help="Answer a JSONL file: one {id, question, history} a line.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT",
    help="Where the replies go, one a line in the same order. What it already holds is not asked again.",
)
@click.pass_context
def ask(
    ctx: click.Context,
    question: tuple[str, ...],
    as_json: bool,
    corpus: Path | None,
    batch: Path | None,
    out: Path | None,
) -> None:
    """Answer QUESTION from the library, each sentence with the words it rests on. `-` reads it from standard input.

    An honest "the library does not say" is a reply too, with exit status 0.

    \b
    Examples:
      advisor ask "How do I move from DevSecOps to MLSecOps?"
      advisor ask "Which certifications does a security engineer need?" --json
      advisor ask --corpus ~/notes "What did we decide about backups?"
      advisor ask --batch questions.jsonl --out replies.jsonl
    """
    if batch is not None:
        if question:
            raise click.UsageError("Give a QUESTION or --batch IN, not both.")
        if out is None:
            raise click.UsageError("--batch needs --out OUT, the file that the replies are written to.")
        from advisor.cli.batch import run

        ctx.exit(run(make_settings(corpus), batch, out))
    if out is not None:
        raise click.UsageError("--out goes with --batch. To keep one reply: advisor ask … --json > reply.json")
    _ask_one(question, as_json, corpus)


def _ask_one(words: tuple[str, ...], as_json: bool, corpus: Path | None) -> None:
    from advisor.cli.questions import check_question, read_question
    from advisor.cli.replies import show
    from advisor.reply import to_json

    settings = make_settings(corpus)
    question = check_question(read_question(words), settings.max_question_characters)
    with open_advisor(settings) as advisor:
        if as_json:
            click.echo(json.dumps(to_json(advisor.ask(question)), ensure_ascii=False, indent=2))
        else:
            show(advisor, question)
