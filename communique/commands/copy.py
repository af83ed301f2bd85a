"""`communique copy`."""

from typing import Annotated

import typer

from communique.arguments import Quiet
from communique.output import messages
from communique.progress import Progress
from storage.records import counted
from storage.transfer.archive_copy import copy_archive


def command(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The archive to copy: a file or a URL.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The archive to make: a file or a URL.")],
    *,
    quiet: Quiet = False,
) -> None:
    """Copy an archive into another one, from SQLite to PostgreSQL or back, and compare the two.

    TO is made where it does not exist. A copy that was stopped goes on when it is started again; an archive that holds
    anything else is left as it is. Nobody should write to TO meanwhile; FROM is copied as it stands at the beginning.
    """
    messages.terse = quiet
    with Progress() as progress, progress.line("copy") as tell:
        rows = copy_archive(source, target, tell)
    captures, releases = (counted(rows[name], name) for name in ("capture", "release"))
    messages.note(f"both hold {captures} and {releases}: {counted(sum(rows.values()), 'row')} compared")
