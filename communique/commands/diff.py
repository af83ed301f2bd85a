"""`communique diff`."""

from typing import Annotated

import typer
from rich.text import Text

from communique.edits import beside, heading, inline
from communique.output import json_line, messages, minute, options, results
from storage import history
from storage.changes import between
from storage.errors import ArchiveError


def command(
    release: Annotated[str, typer.Argument(metavar="RELEASE", help="A release's number, or an address it stood at.")],
    first: Annotated[
        int | None, typer.Argument(metavar="FROM", min=1, help="A version; default the last but one.")
    ] = None,
    second: Annotated[int | None, typer.Argument(metavar="TO", min=1, help="A version; default the latest.")] = None,
    *,
    side_by_side: Annotated[bool, typer.Option("--side-by-side", "-y", help="Both wordings in two columns.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an edit.")] = False,
) -> None:
    """Show the edits between two versions of a release, word by word: [-what went-] and {+what came+}."""
    archive = options.open_archive()
    try:
        with archive.engine.connect() as db:
            row = history.find_release(db, release)
            versions = history.versions(db, row.id)
            if not versions:
                raise ArchiveError(f"release {row.id} is {row.state}: no page of it has been read yet")
            to = second or versions[-1].number
            start = first or max(1, to - 1)
            before, after = (history.snapshot_row(db, row.id, number) for number in (start, to))
            if before is None or after is None:
                raise ArchiveError(f"release {row.id} has no version {to if before else start}; it has {len(versions)}")
            found = between(db, before, after, row.source_language)
    finally:
        archive.close()
    if as_json:
        for edit in found.edits:
            operations = [{"op": op, "before": before, "after": after} for op, before, after in edit.operations]
            json_line({"release": row.id, "from": start, "to": to} | edit.as_json() | {"operations": operations})
        return
    old, new = versions[start - 1], versions[to - 1]
    results.print(Text(new.title, style="bold"))
    results.print(
        Text(
            f"version {start} (last seen {minute(old.last_seen)} UTC)"
            f" to version {to} (first seen {minute(new.first_seen)} UTC)",
            style="dim",
        )
    )
    for edit in found.edits:
        results.print()
        results.print(heading(edit.field, edit.kind, edit.cls, edit.flags))
        results.print(beside(edit) if side_by_side else inline(edit))
    if not found.edits:
        messages.note("the two versions say the same")
