"""`communique diff`."""

from typing import Annotated

import typer

from communique import altered
from communique.arguments import ReleaseArgument, options
from communique.edit_view import show_edit, show_heading, show_side_by_side
from communique.output import json_line, messages, minute, results, say
from storage.edits.edit import Edit, by_weight
from storage.errors import ArchiveError
from storage.read import answers, history
from storage.read.assets.files import edits_between
from storage.read.history import Version
from storage.read.snapshots import between
from storage.records import counted
from storage.review.decisions import at_once


def command(
    release: ReleaseArgument,
    first: Annotated[
        int | None, typer.Argument(metavar="FROM", min=1, help="A version; by default the one before TO.")
    ] = None,
    second: Annotated[int | None, typer.Argument(metavar="TO", min=1, help="A version; by default the latest.")] = None,
    *,
    side_by_side: Annotated[bool, typer.Option("--side-by-side", "-y", help="Show two columns.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each edit.")] = False,
) -> None:
    """Show the edits between two versions of a release, word by word.

    What was removed stands in [-brackets-], what was added in {+braces+}. Documents and pictures that are kept (crawl
    --assets) are compared as the first version had them at first and the second had them at last: those of one version
    too, by its number twice.
    """
    with options.reading() as db:
        row = history.find_release(db, release)
        versions = history.versions(db, row.id)
        if not versions:
            raise ArchiveError(
                f"release {row.id} is {row.state}: no page of it has been read yet, so there is nothing to compare"
            )
        new = history.version(versions, second or len(versions), row.id)
        old = history.version(versions, first or max(1, new.number - 1), row.id)
        before, after = (history.snapshot_row(db, row.id, one.number) for one in (old, new))
        edits = between(db, before, after, row.source_language).edits
        later = versions[new.number : new.number + 1]
        texts = history.release_of(db, before), history.release_of(db, after)
        span = old.first_seen, later[0].first_seen if later else None
        edits = by_weight([*edits, *edits_between(db, row.id, texts, span, row.source_language)]).edits
        shared = at_once(db, row.source_id, edits, old.last_seen, new.first_seen)[1]
    unlike = [one.number for one in (old, new) if one.altered]
    if as_json:
        for edit in edits:
            ends = {"release": row.id, "from": old.number, "to": new.number}
            json_line(ends | answers.edit(edit, operations=True) | answers.altered(unlike))
    else:
        _show(old, new, edits, side_by_side)
        if not edits:
            only = len(versions) == 1 or old is new
            messages.note("it has one version: no edit was seen" if only else "the two versions say the same")
    if shared:
        number = counted(len(shared), "edit")
        messages.note(f"of this, many releases had at once: {number}; see `communique review`")
    altered.report((row.source, row.id, version) for version in unlike)


def _show(old: Version, new: Version, edits: tuple[Edit, ...], side_by_side: bool) -> None:
    names = f"version {old.number}", f"version {new.number}"
    say((new.title, "bold"))
    say((f"{names[0]}, last seen {minute(old.last_seen)} UTC", "dim"))
    say((f"{names[1]}, first seen {minute(new.first_seen)} UTC", "dim"))
    for edit in edits:
        results.print()
        if side_by_side:
            show_heading(edit)
            show_side_by_side(edit, *names)
        else:
            show_edit(edit)
