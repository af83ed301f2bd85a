"""`communique changes`."""

from datetime import datetime
from itertools import islice
from typing import Annotated

import typer

from communique import altered
from communique.arguments import SourceOption, options, start
from communique.edit_view import show_edit
from communique.output import json_line, messages, minute, results, say
from storage.edits.classify import CLASSES, EditClass
from storage.read import answers
from storage.read import sources as stored_sources
from storage.read.changes import Change, changes


def command(
    *,
    since: Annotated[
        datetime | None, typer.Option(parser=start, metavar="TIME", help="Only what was first seen since then (UTC).")
    ] = None,
    source: SourceOption = None,
    min_class: Annotated[
        EditClass,
        typer.Option(metavar="CLASS", help=f"Only edits of this class or a graver one: {', '.join(CLASSES)}."),
    ] = CLASSES[0],
    limit: Annotated[int | None, typer.Option(min=1, max=1_000_000, metavar="N", help="At most this many.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each change.")] = False,
) -> None:
    """List what ministries changed in silence, newest first.

    Edited releases, and those that are gone, moved or no longer listed. Each change is dated between two visits: the
    last that found the old state, and the first that found the new. What was removed stands in [-brackets-], what was
    added in {+braces+}; `diff` shows the whole text.
    """
    count, unlike = 0, dict[tuple[str, int, int], None]()
    with options.reading() as db:
        if source:
            stored_sources.demand_source(db, name=source)
        for change in islice(changes(db, since=since, source=source, least=min_class), limit):
            count += 1
            unlike |= {(change.source, change.release, version): None for version in change.altered}
            if as_json:
                json_line(answers.change(change))
            else:
                _show(change)
    if not count:
        messages.note("no change was seen")
    altered.report(unlike)


def _show(change: Change) -> None:
    say((change.title, "bold"))
    say(f"{change.source}, release {change.release}, version {change.version}", hang="  ")
    say((f"between {minute(change.last_without)} and {minute(change.first_with)} UTC", "dim"), hang="  ")
    for edit in change.edits:
        show_edit(edit, indents=("  ", "    "), short=True)
    results.print()
