"""`advisor serve`: the chat in the browser."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import click

from advisor.cli.setup import corpus_option, make_settings, open_advisor
from advisor.errors import AdvisorError, UsageError


@click.command(short_help="Serve the chat in the browser.")
@click.option("--host", metavar="ADDRESS", help="Address to listen on.  [default: ADVISOR_HOST or 127.0.0.1]")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Port; 0 takes a free one.  [default: ADVISOR_PORT or 7860]"
)
@corpus_option
def serve(host: str | None, port: int | None, corpus: Path | None) -> None:
    """Serve the chat on this machine and print its address. Ctrl-C stops it.

    \b
    Examples:
      advisor serve
      advisor serve --port 8080
      advisor serve --corpus ~/notes
    """
    settings = make_settings(corpus, host=host, port=port)
    with bound(settings.host, settings.port) as listener, open_advisor(settings) as advisor:
        from ui.app import build, server_of

        app = build(advisor, host=settings.host)
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        click.echo(f"The advisor is at http://{shown}:{listener.getsockname()[1]}/ (Ctrl-C stops it)")
        try:
            server_of(app).run(sockets=[listener])
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens, before any slow work is done: who comes early waits, and a second server is refused.

    Raises an error that says what to do where that cannot be.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as error:
        raise UsageError(f"{host!r} is no address of this machine ({error.strerror}). Try --host 127.0.0.1.") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise _refused(host, port, error) from error
    return listener


def _refused(host: str, port: int, error: OSError) -> AdvisorError:
    if error.errno == errno.EADDRINUSE:
        return AdvisorError(
            f"Port {port} on {host} is taken by another program. Stop it, or choose another port: "
            f"advisor serve --port {port + 1 if port < 65535 else 0}"
        )
    if error.errno == errno.EACCES:
        return AdvisorError(f"Port {port} needs special rights. Choose one above 1023: advisor serve --port 7860")
    if error.errno == errno.EADDRNOTAVAIL:
        return UsageError(f"{host} is no address of this machine. Try --host 127.0.0.1.")
    return AdvisorError(f"Cannot listen on {host}:{port} ({error.strerror}).")
