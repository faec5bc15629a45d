"""The group `advisor`: its commands, and how errors become one line and an exit status.

To add a command, write it in a module of this package and name it in `COMMANDS`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from advisor import __version__
from advisor.errors import AdvisorError

# In the order of `advisor --help`; a module is imported when its command is used or listed.
COMMANDS = {
    "ask": "advisor.cli.ask:ask",
    "chat": "advisor.cli.chat:chat",
    "search": "advisor.cli.search:search",
    "sources": "advisor.cli.library:sources",
    "ingest": "advisor.cli.library:ingest",
    "serve": "advisor.cli.serve:serve",
    "roles": "advisor.cli.careers:roles",
    "role": "advisor.cli.careers:role",
    "gap": "advisor.cli.careers:gap",
    "next": "advisor.cli.careers:next_roles",
    "plan": "advisor.cli.careers:plan",
    "corpus": "advisor.cli.corpus:corpus",
    "doctor": "advisor.cli.doctor:doctor",
    "completion": "advisor.cli.completion:completion",
}
_QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


class LazyGroup(click.Group):
    """A group whose commands are named by `module:attribute`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 a reply was given, 2 unusable arguments or files, 3 no usable index, 1 anything else.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected error.")
def cli(debug: bool) -> None:
    """Career advice from a library of documents: every sentence cites the exact words that it rests on.

    \b
    Examples:
      advisor ask "How do I move from DevSecOps to MLSecOps?"
      advisor ask --corpus ~/notes "What did we decide about backups?"
      advisor serve
      advisor doctor
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status. Ends in a message, never in a traceback (but for --debug)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = _takes(given, "--debug") or os.environ.get("ADVISOR_DEBUG") == "1"
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    for stream in (sys.stdout, sys.stderr):  # a lone surrogate or a narrow terminal encoding must not end a run
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        result = cli.main(
            given, prog_name="advisor", standalone_mode=False, color=False if "NO_COLOR" in os.environ else None
        )
    except click.Abort:
        click.echo("Stopped.", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except AdvisorError as error:
        if debug:
            raise
        return _end(str(error), error.exit_status)
    except OSError as error:
        if debug:
            raise
        return _end(f"{error.filename}: {error.strerror}" if error.filename else str(error), 1)
    except Exception as error:
        # The one place that catches everything: whoever asks a question must not meet a traceback.
        if debug:
            raise
        told = " ".join(str(error).split())[:300]
        return _end(
            f"Unexpected {type(error).__name__}: {told}\nThis is a fault of the program. Run it again with --debug to "
            "see where, and `advisor doctor` to check the installation.",
            1,
        )
    return result if isinstance(result, int) else 0


def _takes(arguments: list[str], flag: str) -> bool:
    """Take a flag out of the arguments, wherever it stands before `--`."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    if flag not in arguments[:end]:
        return False
    arguments.remove(flag)
    return True


def _end(message: str, status: int) -> int:
    click.echo(click.style("Error: ", fg="red", bold=True) + message, err=True)
    return status
