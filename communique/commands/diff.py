"""`communique diff`."""

from typing import Annotated

import typer

from communique.edit_view import beside, heading, wording
from communique.output import json_line, messages, minute, options, results, say
from storage.edits.edit import Edit
from storage.errors import ArchiveError
from storage.read import history
from storage.read.changes import between
from storage.read.history import Version


def command(
    release: Annotated[str, typer.Argument(metavar="RELEASE", help="A release's number, or an address it stood at.")],
    first: Annotated[
        int | None, typer.Argument(metavar="FROM", min=1, help="A version; default the one before TO.")
    ] = None,
    second: Annotated[int | None, typer.Argument(metavar="TO", min=1, help="A version; default the latest.")] = None,
    *,
    side_by_side: Annotated[bool, typer.Option("--side-by-side", "-y", help="Both wordings in two columns.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object an edit.")] = False,
) -> None:
    """Show the edits between two versions of a release, word by word.

    What went stands in [-brackets-], what came in {+braces+}.
    """
    with options.reading() as db:
        row = history.find_release(db, release)
        versions = history.versions(db, row.id)
        if not versions:
            raise ArchiveError(
                f"release {row.id} is {row.state}: no page of it has been read yet, so nothing to compare"
            )
        new = history.version(versions, second or len(versions), row.id)
        old = history.version(versions, first or max(1, new.number - 1), row.id)
        before, after = (history.snapshot_row(db, row.id, one.number) for one in (old, new))
        edits = between(db, before, after, row.source_language).edits
    if as_json:
        for edit in edits:
            json_line({"release": row.id, "from": old.number, "to": new.number} | as_line(edit))
        return
    _show(old, new, edits, side_by_side)
    if not edits:
        only = len(versions) == 1
        messages.note("it has one version: no edit was seen" if only else "the two versions say the same")


def as_line(edit: Edit) -> dict[str, object]:
    """An edit as `--json` prints it, with the steps from one wording to the other."""
    operations = [{"op": op, "before": before, "after": after} for op, before, after in edit.operations]
    return edit.as_json() | {"operations": operations}


def _show(old: Version, new: Version, edits: tuple[Edit, ...], side_by_side: bool) -> None:
    names = f"version {old.number}", f"version {new.number}"
    say((new.title, "bold"))
    say((f"{names[0]}, last seen {minute(old.last_seen)} UTC", "dim"))
    say((f"{names[1]}, first seen {minute(new.first_seen)} UTC", "dim"))
    for edit in edits:
        results.print()
        say(*heading(edit.field, edit.kind, edit.cls, edit.flags))
        if side_by_side:
            results.print(beside(edit, *names, results.width))
        else:
            for parts in wording(edit):
                say(*parts, hang="  ")
