"""`advisor completion`: the script that makes a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that completes `advisor` in your shell.

    \b
    Examples:
      eval "$(advisor completion bash)"                                      # in ~/.bashrc
      eval "$(advisor completion zsh)"                                       # in ~/.zshrc
      advisor completion fish > ~/.config/fish/completions/advisor.fish
    """
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(ctx.find_root().command, {}, "advisor", "_ADVISOR_COMPLETE").source())
