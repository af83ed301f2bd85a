"""`communique serve`."""

from typing import Annotated

import typer

from communique.arguments import options, web_address
from communique.interrupts import interrupts
from communique.output import messages


def command(
    *,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; 0.0.0.0 for all who can reach you.")
    ] = ("127.0.0.1"),
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 for any that is free.")] = 8080,
    public_url: Annotated[
        str | None,
        typer.Option(
            parser=web_address,
            metavar="URL",
            help="Where readers reach it, behind another web server: for feeds and citations.",
        ),
    ] = None,
) -> None:
    """Read the archive in a browser, on this machine or behind a web server.

    Nothing can be changed through it. Pages are linked by relative addresses, so it works under any path, such as
    https://archive.example/communique/, whose web server takes the path off (nginx: a `proxy_pass` that ends with a
    slash; Caddy: `handle_path`). Ctrl-C ends it.
    """
    show_in_browser(options.archive, host, port, public_url)


def show_in_browser(archive: str, host: str = "127.0.0.1", port: int = 8080, public_url: str | None = None) -> None:
    """Serve the reader of an archive until a signal ends it. Raises ArchiveError, UsageError."""
    from reader.app import reader  # noqa: PLC0415 - takes half a second, which other commands do without
    from reader.serving import Server  # noqa: PLC0415 - as above

    app = reader(archive, public_url=public_url)
    server = Server(app, host, port, log_requests=options.debug)
    with interrupts.leading_to(server.stop, soon=True):
        messages.say(f"the archive is at {server.url} until Ctrl-C")
        server.serve_until_stopped()
