"""The command line: `advisor ask`, `chat`, `search`, `ingest`, `sources`, `serve`, `doctor` and more.

One small module a command, fetched when the command is used; `app` holds the list, the exit statuses and the one
place where errors become messages. Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

from advisor.cli.app import main

__all__ = ["main"]
