"""The command line: `python -m evals run | score | ground | compare | report | gate`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from advisor.cli.console import progress as bar
from advisor.errors import AdvisorError

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
    "--composer",
    metavar="NAME",
    default="extractive",
    show_default=True,
    help="extractive, provider:model, or a made-up model such as fake:echo.",
)
@corpus_option
@click.option("--out", type=FILE, default=DEFAULT_OUT / "run.json", show_default=True, help="Where the result goes.")
def run(suites: tuple[str, ...], part: Any, limit: int | None, composer: str, corpus: Path | None, out: Path) -> None:
    """Put the suites to the advisor and write what they came to."""
    from evals.cases import present
    from evals.results import ResultFile
    from evals.runner import Plan
    from evals.runner import run as run_suites
    from evals.summary import account, text_summary

    settings = _settings(corpus, composer)
    plan = Plan(tuple(dict.fromkeys(suites)) or present(), part, limit)
    with ResultFile(out) as result, bar("Evaluating") as advance:
        head = run_suites(settings, plan, result, advance)
    click.echo(text_summary(head))
    click.echo(account(head), err=True)
    click.echo(f"Written to {out}.")


@cli.command()
@click.argument("answers", type=FILE)
@corpus_option
@click.option(
    "--cases", multiple=True, metavar="SUITE|FILE", help="Suites, or files of cases, that say by id what is expected."
)
@click.option("--threshold", type=click.FloatRange(0, 1), help="Support at which a statement counts as supported.")
@click.option("--no-embeddings", is_flag=True, help="Judge by words alone: about ten times faster.")
@click.option("--out", type=FILE, default=DEFAULT_OUT / "scores.json", show_default=True, help="Where the result goes.")
def score(
    answers: Path, corpus: Path | None, cases: tuple[str, ...], threshold: float | None, no_embeddings: bool, out: Path
) -> None:
    """Score the answers of any system: one JSON object a line, in the reply contract, or with question, answer,
    contexts and (optionally) citations, reference, expect, facts."""
    from evals.documents import Folder
    from evals.results import ResultFile
    from evals.scoring import Scorer, cases_of
    from evals.scoring import score as score_answers
    from evals.summary import account, text_summary

    settings = _settings(corpus)
    folder = Folder(settings.corpus)
    scorer = Scorer(_verifier(settings, threshold, no_embeddings), folder.document, cases_of(cases) if cases else None)
    with ResultFile(out) as result, bar("Scoring") as advance:
        head = score_answers(answers, scorer, result, folder.hash(), advance)
    click.echo(text_summary(head))
    click.echo(account(head), err=True)
    click.echo(f"Written to {out}.")


@cli.command()
@click.argument("pairs", type=FILE)
@click.option("--threshold", type=click.FloatRange(0, 1), help="Score at which a claim counts as supported.")
@click.option("--no-embeddings", is_flag=True, help="Judge by words alone: about ten times faster.")
@click.option("--judge", metavar="NAME", help="Also ask a second judge: nli:FOLDER or chat:PROVIDER:MODEL.")
@click.option(
    "--runs", type=click.IntRange(min=1), default=1, show_default=True, help="How often the second judge is asked."
)
@click.option(
    "--out", type=FILE, default=Path("-"), help="Where the scored rows go, as JSON lines.  [default: standard output]"
)
def ground(pairs: Path, threshold: float | None, no_embeddings: bool, judge: str | None, runs: int, out: Path) -> None:
    """Tell for each row of context (or contexts) and claim how well the one supports the other, and why.

    Each row gives id, score (0..1), label (supported, unsupported, contradicted) and reasons. Where rows say what is
    right (supported or label), AUROC and the confusion at the threshold are told at the end.
    """
    import json

    from evals.judges import build_judge
    from evals.results import line
    from evals.scoring import ground as ground_pairs
    from evals.summary import account, judge_text, separation_text
    from evals.writing import lines_to

    settings = _settings(None)
    verifier = _verifier(settings, threshold, no_embeddings)
    second = None if judge is None else build_judge(judge, settings, verifier)
    with lines_to(out) as write, bar("Grounding") as advance:
        head = ground_pairs(pairs, verifier, lambda row: write(line(row)), advance, second, runs)
    click.echo(account(head), err=True)
    if head["grounding"]:
        click.echo(separation_text(head["grounding"]), err=True)
    if head["judge"]:
        click.echo(judge_text(head["judge"]), err=True)
    if str(out) != "-" and (head["grounding"] or head["judge"]):
        summary = out.with_name(out.name + ".summary.json")
        summary.write_text(json.dumps(head, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@cli.command()
@click.option("--questions", type=click.IntRange(min=1), default=8, show_default=True, help="Questions of each suite.")
@corpus_option
@click.option("--out", type=FILE, default=DEFAULT_OUT / "composers.json", show_default=True, help="Where figures go.")
@click.pass_context
def composers(ctx: click.Context, questions: int, corpus: Path | None, out: Path) -> None:
    """What reaches a reply of a chat model that invents marks, cites the wrong passage, alters digits, denies, adds,
    obeys documents, writes scripts or never stops. Exit status 1 where anything does."""
    import json

    from evals.composers import measure, sample, table

    with bar("Composers") as advance:
        natures = measure(_settings(corpus), sample(questions), progress=lambda name, n, of: advance(n, of, name))
    click.echo(table(natures))
    _write(out, json.dumps([n.to_json() for n in natures], ensure_ascii=False, indent=1) + "\n")
    ctx.exit(int(any(n.through for n in natures)))


@cli.command()
@click.argument("a", type=FILE)
@click.argument("b", type=FILE)
@click.option("--out", type=FILE, help="Also write the whole comparison as JSON.")
def compare(a: Path, b: Path, out: Path | None) -> None:
    """Compare two results case by case: paired differences with 95 % intervals, and what got worse and better."""
    import json

    from evals.comparing import compare as compare_results
    from evals.comparing import text
    from evals.results import read

    told = compare_results(read(a), read(b))
    click.echo(text(told))
    if out is not None:
        _write(out, json.dumps(told, ensure_ascii=False, indent=1) + "\n")


@cli.command()
@click.argument("result", type=FILE, default=DEFAULT_OUT / "run.json")
@click.option("--html", type=FILE, help="Where the page goes.  [default: beside the result]")
@click.option("--markdown", "markdown_path", type=FILE, help="Where the Markdown goes.  [default: beside the result]")
@click.option("--readme", type=FILE, help="Also write the table of figures into this file, between its markers.")
def report(result: Path, html: Path | None, markdown_path: Path | None, readme: Path | None) -> None:
    """Write a result as one self-contained HTML page with charts and every failing case, and as Markdown."""
    for path in _report(result, html, markdown_path):
        click.echo(f"Written to {path}.")
    if readme is not None:
        _write_table(result, readme)


def _write_table(result: Path, readme: Path) -> None:
    from datetime import date

    from advisor.errors import UsageError
    from evals.readme import rewritten
    from evals.results import read

    try:
        text = readme.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{readme} cannot be read ({error.strerror}). Check --readme.") from error
    measured = date.fromtimestamp(result.stat().st_mtime)
    _write(readme, rewritten(text, read(result), measured))
    click.echo(f"Written to {readme}.")


@cli.command()
@click.argument("result", type=FILE, default=DEFAULT_OUT / "run.json")
@click.option("--thresholds", type=FILE, help="File of thresholds.  [default: evals/gate.yaml]")
@click.option("--profile", default="full", show_default=True, help="Which thresholds of the file.")
@click.pass_context
def gate(ctx: click.Context, result: Path, thresholds: Path | None, profile: str) -> None:
    """Hold a result to its thresholds: exit status 1 where one is broken or was not measured."""
    ctx.exit(_gate(result, thresholds, profile))


def _gate(result: Path, thresholds: Path | None = None, profile: str = "full") -> int:
    from evals.gate import DEFAULT, hold, read
    from evals.results import read as read_result

    held = hold(read_result(result), read(thresholds or DEFAULT, profile))
    for one in held:
        click.echo(str(one))
    return 0 if all(one.kept for one in held) else 1


def _report(result: Path, html: Path | None = None, markdown_path: Path | None = None) -> tuple[Path, Path]:
    from evals.markdown import markdown
    from evals.page import page
    from evals.results import read

    data = read(result)
    html = html or result.with_suffix(".html")
    markdown_path = markdown_path or result.with_suffix(".md")
    _write(html, page(data))
    _write(markdown_path, markdown(data) + "\n")
    return html, markdown_path


def _write(path: Path, text: str) -> None:
    from advisor.errors import StorageError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error.strerror}). Choose another place.") from error


def _settings(corpus: Path | None, composer: str = "extractive") -> Any:
    from advisor.cli.setup import make_settings

    # Without a composer named here, a chat model in the environment plays no part: figures must not depend on it.
    return make_settings(corpus).model_copy(update={"chat_model": None if composer == "extractive" else composer})


def _verifier(settings: Any, threshold: float | None, no_embeddings: bool) -> Any:
    from evals.verifying import KeptVectors, Verifier

    least = settings.min_support if threshold is None else threshold
    if no_embeddings:
        return Verifier(None, least)
    from advisor.index.embedder import build_embedder

    return Verifier(KeptVectors(build_embedder(settings).embed), least)


def everything() -> int:
    """Run all suites, write the report, hold the gate."""
    from evals.cases import present
    from evals.results import ResultFile
    from evals.runner import Plan
    from evals.runner import run as run_suites
    from evals.summary import text_summary

    out = DEFAULT_OUT / "run.json"
    with ResultFile(out) as result, bar("Evaluating") as advance:
        head = run_suites(_settings(None), Plan(present()), result, advance)
    click.echo(text_summary(head))
    for path in (out, *_report(out)):
        click.echo(f"Written to {path}.")
    return _gate(out)


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
