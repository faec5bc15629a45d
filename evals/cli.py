"""The command line: `python -m evals run | score | ground | compare | report | gate`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from advisor.cli.console import progress as bar
from advisor.errors import AdvisorError, UsageError

_QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
DEFAULT_OUT = Path("eval-results")
FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
corpus_option = click.option(
    "--corpus",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder of documents, instead of the shipped library.",
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
    epilog="Exit status: 0 done, 1 below a threshold (gate) or an error, 2 unusable arguments or files, 3 no usable index.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Measure answers: ours, or those of any other system, offline and repeatable.

    \b
    Examples:
      python -m evals run --suite facts --suite unanswerable
      python -m evals score answers.jsonl --out scores.json
      python -m evals ground pairs.jsonl --out grounded.jsonl
      python -m evals compare before.json after.json

    Without a command, all suites are run, the report is written and the gate is held.
    """
    if ctx.invoked_subcommand is None:
        ctx.exit(everything())


@cli.command()
@click.option(
    "--suite",
    "suites",
    multiple=True,
    metavar="NAME",
    help="A suite to run; may be given more than once. All without it.",
)
@click.option("--part", type=click.Choice(["tuning", "test"]), help="Only the cases of this part.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most N cases of each suite.")
@click.option(
    "--composer", metavar="NAME", default="extractive", show_default=True, help="extractive, or provider:model."
)
@corpus_option
@click.option("--out", type=FILE, default=DEFAULT_OUT / "run.json", show_default=True, help="Where the result goes.")
def run(suites: tuple[str, ...], part: Any, limit: int | None, composer: str, corpus: Path | None, out: Path) -> None:
    """Put the suites to the advisor and write what they came to."""
    from evals.cases import present
    from evals.results import ResultFile
    from evals.runner import Plan
    from evals.runner import run as run_suites
    from evals.summary import text_summary

    settings = _settings(corpus, composer)
    plan = Plan(tuple(dict.fromkeys(suites)) or present(), part, limit)
    with ResultFile(out) as result, bar("Evaluating") as advance:
        head = run_suites(settings, plan, result, advance)
    click.echo(text_summary(head))
    click.echo(f"Written to {out}.")


def _settings(corpus: Path | None, composer: str = "extractive") -> Any:
    from advisor.cli.setup import make_settings
    from advisor.settings import Settings

    values: dict[str, Any] = {}
    if composer != "extractive":
        if "chat_model" not in Settings.model_fields:
            raise UsageError(f"The composer {composer!r} is not known. Use extractive.")
        values["chat_model"] = composer
    return make_settings(corpus, **values)


def everything() -> int:
    raise UsageError("not yet")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = cli.main(
            list(sys.argv[1:] if arguments is None else arguments), "python -m evals", standalone_mode=False
        )
    except click.Abort:
        click.echo("Stopped.", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except AdvisorError as error:
        click.echo(click.style("Error: ", fg="red", bold=True) + str(error), err=True)
        return error.exit_status
    return status if isinstance(status, int) else 0
