"""`advisor chat`: a conversation in the terminal. Nothing of it is written to disk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.setup import corpus_option, make_settings, open_advisor

if TYPE_CHECKING:
    from advisor import Advisor
    from advisor.types import Turn

_HELP = """\
Ask anything; later questions may lean on earlier ones ("and in Europe?").
  /new      start a new conversation
  /sources  list the documents of the library
  /help     show this
  /quit     leave (so does Ctrl-D)"""


@click.command(short_help="Talk with the advisor in the terminal.")
@corpus_option
def chat(corpus: Path | None) -> None:
    """Talk with the advisor in the terminal; it remembers the conversation until you leave.

    \b
    Examples:
      advisor chat
      advisor chat --corpus ~/notes
    """
    settings = make_settings(corpus)
    with open_advisor(settings) as advisor:
        if sys.stdin.isatty():
            import readline  # noqa: F401 - line editing and recall for input(), in memory only

            click.echo("Ask a question. /help shows the commands, Ctrl-D leaves.")
        _converse(advisor)


def _converse(advisor: Advisor) -> None:
    from advisor.cli.questions import check_question
    from advisor.cli.replies import show
    from advisor.errors import UsageError
    from advisor.types import Turn

    history: list[Turn] = []
    while (line := _next_line()) is not None:
        if not line:
            continue
        if line.startswith("/"):
            if not _command(line, advisor, history):
                return
            continue
        try:
            question = check_question(line, advisor.settings.max_question_characters)
            reply = show(advisor, question, tuple(history))
        except UsageError as error:
            click.echo(str(error), err=True)
            continue
        history += [Turn("user", question), Turn("assistant", reply.text)]
        click.echo()


def _next_line() -> str | None:
    """The next line, stripped; None at the end of input. The prompt is shown in a terminal only."""
    if sys.stdin.isatty():
        try:
            return input("\n› ").strip()
        except EOFError:
            click.echo()
            return None
    line = sys.stdin.readline()
    return line.strip() if line else None


def _command(line: str, advisor: Advisor, history: list[Turn]) -> bool:
    """Carry out a `/command`; False where it ends the chat."""
    name = line.split()[0].lower()
    if name in {"/quit", "/exit", "/q"}:
        return False
    if name == "/new":
        history.clear()
        click.echo("A new conversation.")
    elif name == "/sources":
        from advisor.cli.library import print_sources

        print_sources(advisor.documents())
    else:
        if name != "/help":
            click.echo(f"There is no command {name}.")
        click.echo(_HELP)
    return True
