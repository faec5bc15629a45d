"""`advisor roles`, `role`, `gap`, `next` and `plan`: the career knowledge of a library, without asking in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from advisor.cli.console import note, painted, wrapped
from advisor.cli.setup import corpus_option, json_option, make_settings

if TYPE_CHECKING:
    from advisor.careers.catalog import Catalog
    from advisor.careers.profile import Profile
    from advisor.index.embedder import Embedder

F = TypeVar("F", bound=Callable[..., Any])


def person_options(function: F) -> F:
    """`--have` and `--resume`, for every command that needs to know a person."""
    for option in (
        click.option("--have", default="", metavar="TEXT", help='What you can do: "5 years of Python, some SQL".'),
        click.option(
            "--resume",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            metavar="FILE",
            help="Your résumé (PDF, DOCX, TXT, MD). It is read in memory and kept nowhere.",
        ),
    ):
        function = option(function)
    return function


@click.command()
@corpus_option
@json_option
def roles(corpus: Path | None, as_json: bool) -> None:
    """List the roles of the library.

    \b
    Examples:
      advisor roles
      advisor roles --json
    """
    from advisor.cli.career_views import role_line, role_summary

    catalog = _catalog(corpus)
    found = sorted(catalog.occupations.values(), key=lambda o: o.title.casefold())
    if as_json:
        click.echo(json.dumps([role_summary(o) for o in found], ensure_ascii=False, indent=2))
        return
    for occupation in found:
        click.echo(wrapped(role_line(occupation)))


@click.command()
@click.argument("name", nargs=-1, required=True)
@corpus_option
@json_option
def role(name: tuple[str, ...], corpus: Path | None, as_json: bool) -> None:
    """Show one role: tasks, skills, certifications, figures and moves, each with its source.

    \b
    Examples:
      advisor role mlsecops
      advisor role "AI red teamer" --json
    """
    from advisor.cli.career_views import role_json, role_text

    catalog = _catalog(corpus)
    occupation = catalog.occupation(" ".join(name))
    if as_json:
        click.echo(json.dumps(role_json(occupation, catalog), ensure_ascii=False, indent=2))
        return
    click.echo(wrapped(painted(role_text(occupation, catalog))))


@click.command()
@click.option("--to", "target", required=True, metavar="ROLE", help="The role that you want.")
@click.option("--from", "origin", metavar="ROLE", help="The role that you have.")
@person_options
@corpus_option
@json_option
def gap(target: str, origin: str | None, have: str, resume: Path | None, corpus: Path | None, as_json: bool) -> None:
    """Show which skills of a role you have, have in part, and lack, with your words and the guide's.

    \b
    Examples:
      advisor gap --to mlsecops --from devsecops
      advisor gap --to "data engineer" --have "SQL, some Spark, no Kubernetes"
    """
    from advisor.careers.gap import skill_gap
    from advisor.cli.career_views import gap_json, gap_text

    catalog = _catalog(corpus)
    occupation = catalog.occupation(target)
    person = _person(catalog, origin, have, resume)
    found = skill_gap(person, occupation, catalog, _embedder(corpus, person))
    click.echo(json.dumps(gap_json(found), ensure_ascii=False, indent=2) if as_json else wrapped(gap_text(found)))


@click.command("next")
@click.option("--from", "origin", metavar="ROLE", help="The role that you have.")
@person_options
@click.option("-k", "count", default=5, show_default=True, type=click.IntRange(1, 50), help="How many roles.")
@corpus_option
@json_option
def next_roles(
    origin: str | None, have: str, resume: Path | None, count: int, corpus: Path | None, as_json: bool
) -> None:
    """Rank next roles for you, with each part of the score, and the skill that would open most.

    \b
    Examples:
      advisor next --from devsecops
      advisor next --have "5 years of Python, threat modelling" -k 3
    """
    from advisor.careers.bridges import best_skills
    from advisor.careers.ranking import rank_next_roles
    from advisor.cli.career_views import next_json, next_text

    catalog = _catalog(corpus)
    person = _person(catalog, origin, have, resume)
    embedder = _embedder(corpus, person)
    ranked = rank_next_roles(person, catalog, embedder, count)
    gains = best_skills(person, catalog, embedder, 3)
    if as_json:
        click.echo(json.dumps(next_json(ranked, gains), ensure_ascii=False, indent=2))
        return
    click.echo(wrapped(next_text(ranked, gains, catalog)))


@click.command()
@click.option("--to", "target", required=True, metavar="ROLE", help="The role that you want.")
@click.option("--from", "origin", metavar="ROLE", help="The role that you have.")
@click.option("--hours-per-week", default=6.0, show_default=True, metavar="N", help="Hours that you can give.")
@click.option("--months", type=float, metavar="N", help="Months that you have; what does not fit is left out.")
@person_options
@click.option("--skip-certifications", is_flag=True, help="Plan without exams.")
@click.option("--hours-per-skill", default=30.0, show_default=True, metavar="N", help="Assumed for a missing skill.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="First day, as 2027-01-04.")
@click.option(
    "--out",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the plan to FILE; its ending names the format: .md .txt .json .pdf .docx .ics .bib .csl.json.",
)
@corpus_option
@json_option
def plan(
    target: str,
    origin: str | None,
    hours_per_week: float,
    months: float | None,
    have: str,
    resume: Path | None,
    skip_certifications: bool,
    hours_per_skill: float,
    start: datetime | None,
    out: tuple[Path, ...],
    corpus: Path | None,
    as_json: bool,
) -> None:
    """Make a plan from the role you have to the role you want, each factual line with its source.

    \b
    Examples:
      advisor plan --from devsecops --to mlsecops --hours-per-week 6
      advisor plan --resume cv.pdf --to "AI security engineer" --out plan.pdf --out plan.ics
    """
    from advisor.careers.export import export_plan, format_of
    from advisor.careers.plan import PlanRequest, make_plan

    formats = {path: format_of(path) for path in out}
    catalog = _catalog(corpus)
    read = _resume(catalog, resume)
    request = PlanRequest(
        target=target,
        origin=origin,
        hours_per_week=hours_per_week,
        months=months,
        have=have,
        profile=read,
        skip_certifications=skip_certifications,
        start=start.date() if start else None,
        hours_per_skill=hours_per_skill,
    )
    wordy = bool(have.strip() or read)
    made = make_plan(request, catalog, _embedder(corpus, None) if wordy else None)
    for path, format in formats.items():
        path.write_bytes(export_plan(made, format))
        note(f"Wrote {path}")
    if as_json or not out:
        click.echo(export_plan(made, "json" if as_json else "text").decode("utf-8").rstrip("\n"))


def _catalog(corpus: Path | None) -> Catalog:
    from advisor.careers.reading import read_catalog

    return read_catalog(make_settings(corpus).corpus)


def _resume(catalog: Catalog, resume: Path | None) -> Profile | None:
    if resume is None:
        return None
    from advisor.resume import profile_from_resume

    return profile_from_resume(resume.read_bytes(), resume.name, catalog)


def _person(catalog: Catalog, origin: str | None, have: str, resume: Path | None) -> Profile:
    """The person of the options. Raises UsageError where nothing is said of them."""
    from advisor.careers.profile import make_profile
    from advisor.errors import UsageError

    read = _resume(catalog, resume)
    for remark in read.notes if read else ():
        note(remark)
    text = "\n".join(t for t in (have.strip(), read.text if read else "") if t)
    if not text and not origin:
        raise UsageError("Say who you are: give --from ROLE, --have TEXT or --resume FILE.")
    known = read.role if read else None
    return make_profile(catalog, text, origin or known)


def _embedder(corpus: Path | None, person: Profile | None) -> Embedder | None:
    """The embedder of the settings; None where there are no words of the person's own to compare."""
    if person is not None and not person.text.strip():
        return None
    from advisor.index.embedder import build_embedder

    return build_embedder(make_settings(corpus))
