"""`advisor ingest` and `advisor sources`: what the library holds, and bringing its index up to date."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.console import note, progress, safe, warn
from advisor.cli.setup import corpus_option, json_option, make_settings, open_advisor

if TYPE_CHECKING:
    from advisor.types import DocumentInfo


@click.command(short_help="Bring the index up to date with the documents.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Throw the index away and make it anew.")
@corpus_option
@click.pass_context
def ingest(ctx: click.Context, paths: tuple[Path, ...], rebuild: bool, corpus: Path | None) -> None:
    """Bring the index up to date with the documents: new ones in, changed ones replaced, removed ones out.

    Without PATH it is the library in use. Each PATH is a folder of documents, a library of its own that
    `--corpus PATH` then asks; nothing is copied. A file that cannot be read is named and skipped, the rest goes on,
    and the exit status is 2.

    \b
    Examples:
      advisor ingest
      advisor ingest ~/notes ~/papers
      advisor ingest --rebuild
    """
    given: list[Path | None] = [*paths, *([corpus] if corpus else [])]
    skipped = 0
    for path in given or [None]:
        skipped += _ingest_one(path, rebuild)
    ctx.exit(2 if skipped else 0)


def _ingest_one(path: Path | None, rebuild: bool) -> int:
    """Sync one folder and say what changed; returns how many files were skipped."""
    from advisor.errors import UsageError

    if path is not None and not path.is_dir():
        what = "is a file; name the folder that holds it" if path.exists() else "does not exist"
        raise UsageError(f"{path} {what}. A library is a folder of documents.")
    settings = make_settings(path)
    from advisor.index.library import open_index
    from advisor.ingest.sync import sync

    with progress("Indexing") as advance, open_index(settings, create=True, rebuild=rebuild) as index:
        report = sync(settings.corpus, index, progress=advance)
    for skipped in report.skipped:
        warn(f"skipped: {skipped.message}")
    click.echo(
        f"{safe(str(settings.corpus))}: {report.added} added, {report.changed} changed, {report.removed} removed, "
        f"{report.unchanged} unchanged, {len(report.skipped)} skipped ({report.seconds:.1f} s)"
    )
    return len(report.skipped)


@click.command(short_help="List the documents of the library.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only documents of this kind; may be repeated.")
@json_option
@corpus_option
def sources(kinds: tuple[str, ...], as_json: bool, corpus: Path | None) -> None:
    """List the documents of the library by kind, with the date that their facts speak of.

    \b
    Examples:
      advisor sources
      advisor sources --kind role --json
    """
    with open_advisor(make_settings(corpus)) as advisor:
        documents = [d for d in advisor.documents() if not kinds or d.kind in kinds]
    if as_json:
        click.echo(json.dumps([asdict(d) for d in documents], ensure_ascii=False, indent=2))
    else:
        print_sources(documents)
        newest = max((d.as_of for d in documents if d.as_of), default=None)
        note(f"{len(documents)} documents" + (f"; the newest facts are of {newest}" if newest else ""))


def print_sources(documents: Sequence[DocumentInfo]) -> None:
    by_kind: dict[str, list[DocumentInfo]] = defaultdict(list)
    for document in documents:
        by_kind[document.kind].append(document)
    for kind, group in sorted(by_kind.items()):
        click.echo(click.style(f"{safe(kind)} ({len(group)})", bold=True))
        for d in sorted(group, key=lambda d: d.id):
            dated = f" · {d.as_of}" if d.as_of else ""
            click.echo(f"  {safe(d.title)}{dated}" + click.style(f"  {safe(d.id)}", dim=True))
