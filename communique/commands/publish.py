"""`communique publish`."""

from pathlib import Path
from typing import Annotated

import typer

from communique.arguments import options, web_address
from communique.output import messages
from communique.progress import Progress


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    *,
    public_url: Annotated[
        str,
        typer.Option(parser=web_address, metavar="URL", help="Where it will be served: for feeds and citations."),
    ],
    with_proofs: Annotated[
        bool, typer.Option("--proofs/--without-proofs", help="With a proof of each version, which holds its page.")
    ] = True,
    with_search: Annotated[
        bool, typer.Option("--search/--without-search", help="With an index that a browser searches by itself.")
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Replace what was published there before.")] = False,
) -> None:
    """Write the reader as files, for any web space: no program runs there.

    The folder appears when all of it is written. Pages link to one another by relative addresses, so it may stand under
    any path.
    """
    from reader.publishing.publish import publish  # noqa: PLC0415 - takes a while to load, which others do without

    with Progress() as progress, progress.line("publish") as tell:
        count = publish(options.archive, folder, public_url, tell, proofs=with_proofs, search=with_search, force=force)
    messages.say(f"{folder}: {count:,} pages")
