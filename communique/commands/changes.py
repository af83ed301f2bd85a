"""`communique changes`."""

from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Annotated

import typer

from communique.edit_view import ADDED, REMOVED, heading, wording
from communique.output import json_line, messages, minute, options, results, say
from communique.times import start
from storage.read import sources as read_sources
from storage.read.changes import Change, changes


class Class(StrEnum):
    """How much an edit matters."""

    typography = "typography"
    wording = "wording"
    substance = "substance"


def command(
    *,
    since: Annotated[
        datetime | None, typer.Option(parser=start, metavar="TIME", help="Only what was first seen since then (UTC).")
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="SOURCE", help="Only this source.")] = None,
    min_class: Annotated[
        Class, typer.Option("--min-class", help="Only edits that matter this much.")
    ] = Class.typography,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a change.")] = False,
) -> None:
    """List what ministries changed in silence, newest first.

    Edited releases, and those gone, moved or taken off a listing. Each is dated as between two visits: the last that
    found the old state, and the first that found the new. What went stands in [-brackets-], what came in {+braces+};
    `diff` shows the whole text.
    """
    count = 0
    with options.reading() as db:
        if source:
            read_sources.demand_source(db, name=source)
        for change in islice(changes(db, since=since, source=source, least=min_class.value), limit):
            count += 1
            if as_json:
                json_line(change.as_json())
            else:
                _show(change)
    if not count:
        messages.note("no change was seen")


def _show(change: Change) -> None:
    say((change.title, "bold"))
    say(f"{change.source}, release {change.release}, version {change.version}", hang="  ")
    say((f"between {minute(change.last_without)} and {minute(change.first_with)} UTC", "dim"), hang="  ")
    for edit in change.found:
        say(*heading(edit.field, edit.kind, edit.cls, edit.flags), hang="  ")
        for parts in wording(edit, short=True):
            say(*parts, hang="    ")
    for event in change.edits if not change.found else ():
        say(*heading(event["field"], event["kind"], change.cls, ()), hang="  ")
        for text, marks, colour in ((event["before"], "[-{}-]", REMOVED), (event["after"], "{{+{}+}}", ADDED)):
            if text:
                say((marks.format(text), colour), hang="    ")
    results.print()
