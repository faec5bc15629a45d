"""From options to an open advisor: settings, the sync on use, and what it skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from advisor.errors import UsageError

if TYPE_CHECKING:
    from advisor import Advisor, Settings

F = TypeVar("F", bound=Callable[..., Any])


def corpus_option(function: F) -> F:
    """`--corpus DIR`, for every command that reads a library."""
    return click.option(
        "--corpus",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="Folder of documents to use instead of the shipped library. It gets an index of its own, "
        "brought up to date on each use.",
    )(function)


def json_option(function: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)


def make_settings(corpus: Path | None = None, **values: Any) -> Settings:
    """Settings from the environment, with what the options say on top.

    Raises UsageError, naming each variable, its value and what is wrong with it.
    """
    from pydantic import ValidationError

    from advisor import Settings

    given = {k: v for k, v in values.items() if v is not None}
    if corpus is not None:
        given["corpus"] = corpus.resolve()
    try:
        return Settings(**given)
    except ValidationError as error:
        wrong = "; ".join(f"{_shown(e['loc'], e['input'])}: {e['msg']}" for e in error.errors())
        raise UsageError(f"{wrong}. Mend or unset the variable.") from error


def _shown(where: tuple[str | int, ...], value: object) -> str:
    """`NAME=value`; without the value of an address, which may hold a password."""
    name = "ADVISOR_" + "_".join(str(p) for p in where).upper()
    return name if "URL" in name else f"{name}={value!r}"


@contextmanager
def open_advisor(settings: Settings) -> Iterator[Advisor]:
    """An advisor whose index was brought up to date, with a progress bar where there was work to do.

    Files that the sync passed over are named on standard error.
    """
    from advisor import build_advisor
    from advisor.cli.console import progress, warn

    with progress("Indexing") as advance:
        advisor = build_advisor(settings, progress=advance)
    for skipped in advisor.synced.skipped if advisor.synced else ():
        warn(f"skipped: {skipped.message}")
    with advisor:
        if not advisor.documents():
            raise UsageError(
                f"{settings.corpus} holds no document that can be used. Put Markdown or text files into it."
            )
        yield advisor
