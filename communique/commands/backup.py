"""`communique backup`."""

from pathlib import Path
from typing import Annotated

import typer

from communique.arguments import Force, Quiet, options
from communique.output import messages
from communique.progress import Progress
from storage.transfer.backup import back_up


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to make; it appears when it is whole.")],
    *,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Copy the archive into a file, while others write to it: one state of it, whole, and checked.

    The copy is an archive like any other (`--archive FILE`). Only an archive in a file is backed up so; one on
    PostgreSQL by pg_dump.
    """
    messages.terse = quiet
    with Progress() as progress, progress.line("backup") as tell:
        size = back_up(
            options.archive, file, force=force, tell=lambda done, pages: tell(f"{done:,} of {pages:,} pages")
        )
    messages.note(f"{file}: {size:,} bytes, checked")
