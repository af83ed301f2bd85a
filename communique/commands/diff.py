"""`communique diff`."""

import sys
from typing import Annotated, Literal

import typer

from communique import altered
from communique.arguments import ReleaseArgument, options
from communique.commands.history import span
from communique.edit_view import show_edit, show_heading, show_side_by_side
from communique.output import json_line, messages, minute, results, say
from storage.edits.edit import Edit
from storage.read import answers
from storage.read.history import Version
from storage.read.views.difference import difference_view
from storage.records import counted

Format = Literal["text", "json", "html"]


def command(
    release: ReleaseArgument,
    first: Annotated[
        int | None, typer.Argument(metavar="FROM", min=1, help="A version; by default the one before TO.")
    ] = None,
    second: Annotated[int | None, typer.Argument(metavar="TO", min=1, help="A version; by default the latest.")] = None,
    *,
    side_by_side: Annotated[bool, typer.Option("--side-by-side", "-y", help="Show two columns.")] = False,
    form: Annotated[Format, typer.Option("--format", help="How to print it; html is a whole page.")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json: an object an edit.")] = False,
) -> None:
    """Show the edits between two versions of a release, word by word.

    What was removed stands in [-brackets-], what was added in {+braces+}. Documents and pictures that are kept (crawl
    --assets) are compared as the first version had them at first and the second had them at last: those of one version
    too, by its number twice.
    """
    with options.reading() as db:
        found = difference_view(db, release, first, second)
    row, old, new = found.row, found.old, found.new
    if as_json or form == "json":
        for edit in found.edits:
            ends = {"release": row.id, "from": old.number, "to": new.number}
            json_line(ends | answers.edit(edit, operations=True) | answers.altered(found.altered))
    elif form == "html":
        from reader.standalone import differences_page  # noqa: PLC0415 - takes a while, which the others do without

        sys.stdout.write(differences_page(found))
    else:
        _show(old, new, found.edits, side_by_side)
        if not found.edits:
            only = len(found.versions) == 1
            messages.note("it has one version: no edit was seen" if only else "the two versions say the same")
    if found.at_once:
        number = counted(len(found.at_once), "edit")
        messages.note(f"of this, many releases had at once: {number}; see `communique review`")
    altered.report((row.source, row.id, version) for version in found.altered)


def _show(old: Version, new: Version, edits: tuple[Edit, ...], side_by_side: bool) -> None:
    names = f"version {old.number}", f"version {new.number}"
    say((new.title, "bold"))
    if old.number == new.number:
        say((f"{names[0]}, seen {span(old.first_seen, old.last_seen)}", "dim"))
    else:
        say((f"{names[0]}, last seen {minute(old.last_seen)} UTC", "dim"))
        say((f"{names[1]}, first seen {minute(new.first_seen)} UTC", "dim"))
    for edit in edits:
        results.print()
        if side_by_side:
            show_heading(edit)
            show_side_by_side(edit, *names)
        else:
            show_edit(edit)
