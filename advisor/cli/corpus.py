"""`advisor corpus`: for people who write documents. Checks a folder and counts what it holds."""

from __future__ import annotations

import json
from pathlib import Path

import click

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def corpus() -> None:
    """Check and count a folder of documents.

    \b
    Examples:
      advisor corpus check ~/notes
      advisor corpus stats ~/notes
    """


@corpus.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--errors", "errors_only", is_flag=True, help="Leave warnings out.")
@click.option("--only", default="", metavar="TEXT", help="Findings of paths that contain TEXT.")
@click.option("--ease", is_flag=True, help="Also print the reading ease of each document, hardest first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def check(ctx: click.Context, folder: Path, errors_only: bool, only: str, ease: bool, as_json: bool) -> None:
    """Check the documents of DIR: front matter, sections, marks, figures, links, labels, length of sentences.

    Exit status 1 where a finding is an error.

    \b
    Examples:
      advisor corpus check ~/notes --errors
      advisor corpus check corpus --only roles/ --json
    """
    from advisor.ingest.check import check_corpus

    report = check_corpus(folder)
    shown = [f for f in (report.errors if errors_only else report.findings) if only in f.path]
    if as_json:
        rows = [
            {"path": f.path, "line": f.line, "rule": f.rule, "severity": f.severity, "message": f.message}
            for f in shown
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for finding in shown:
            click.echo(str(finding))
        if ease:
            for score in sorted(report.ease, key=lambda e: e.score):
                click.echo(f"{score.score:6.1f}  {score.path}")
        click.echo(report.summary(), err=True)
    ctx.exit(1 if any(f.severity == "error" for f in shown) else 0)


@corpus.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
def stats(folder: Path) -> None:
    """Count the documents, words, figures and sources of DIR by kind, as a Markdown table.

    \b
    Examples:
      advisor corpus stats corpus
    """
    from advisor.ingest.check import corpus_stats

    click.echo(corpus_stats(folder))
