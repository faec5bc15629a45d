"""`advisor doctor`: prints the checks of `advisor.doctor`."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

import click

from advisor.cli.console import safe
from advisor.cli.setup import corpus_option, json_option, make_settings

_USERINFO = re.compile(r"//[^/@\s]+@")  # a password in an address is nobody's business
_SIGNS = {"ok": ("✓", "green"), "note": ("!", "yellow"), "fail": ("✗", "red")}


@click.command(short_help="Check the installation and say what to do.")
@click.option("--no-call", is_flag=True, help="Do not test the chat model with a call.")
@click.option("--settings", "show_settings", is_flag=True, help="Also print every setting in force.")
@json_option
@corpus_option
@click.pass_context
def doctor(ctx: click.Context, no_call: bool, show_settings: bool, as_json: bool, corpus: Path | None) -> None:
    """Check the installation: model, index, store, versions, disk and settings, and say what to do.

    Exit status 0 where everything works, 3 where the index cannot be used, 1 for anything else that is broken.

    \b
    Examples:
      advisor doctor
      advisor doctor --corpus ~/notes --json
    """
    from advisor.doctor import examine

    settings = make_settings(corpus)
    checks = []
    for check in examine(settings, call_model=not no_call):
        checks.append(check)
        if not as_json:
            sign, colour = _SIGNS[check.status]
            click.echo(click.style(sign, fg=colour) + f" {check.name}: {safe(check.found)}")
            if check.remedy:
                click.echo(f"  → {safe(check.remedy)}")
    values = {name: _USERINFO.sub("//…@", str(value)) for name, value in settings.model_dump(mode="json").items()}
    if as_json:
        found = {"checks": [asdict(c) for c in checks], "settings": values}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif show_settings:
        click.echo()
        for name, value in values.items():
            click.echo(f"ADVISOR_{name.upper()}={safe(value)}")
    failed = [c.exit_status for c in checks if c.status == "fail"]
    ctx.exit(max(failed, default=0))
