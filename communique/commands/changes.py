"""`communique changes`."""

from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Annotated

import typer
from rich.text import Text

from communique.edits import heading
from communique.output import json_line, messages, minute, options, results
from storage.changes import Change, changes

LINE = 100  # characters of a text shown for an edit; `diff` shows all of it


class Class(StrEnum):
    """How much an edit matters."""

    typography = "typography"
    wording = "wording"
    substance = "substance"


def command(
    *,
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"], help="First seen since then (UTC)."
        ),
    ] = None,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    min_class: Annotated[
        Class, typer.Option("--min-class", help="Only edits that matter this much.")
    ] = Class.typography,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a change.")] = False,
) -> None:
    """List what ministries changed in silence, newest first: edited, gone, moved and unlisted releases.

    A change is dated as between two captures: the last that showed the old text, and the first that showed the new.
    """
    archive = options.open_archive()
    moment = since.replace(tzinfo=UTC) if since and since.tzinfo is None else since
    count = 0
    try:
        with archive.engine.connect() as db:
            for change in islice(changes(db, since=moment, source=source, least=min_class.value), limit):
                count += 1
                if as_json:
                    json_line(change.as_json())
                else:
                    _show(change)
    finally:
        archive.close()
    if not count:
        messages.note("no change was seen")


def _show(change: Change) -> None:
    results.print(Text(change.title, style="bold"))
    results.print(
        Text(f"  {change.source}, release {change.release}, version {change.version}"),
        Text(f"between {minute(change.last_without)} and {minute(change.first_with)} UTC", style="dim"),
    )
    for edit in change.edits:
        cls, flags = edit.get("class", change.cls), edit.get("flags", ())
        results.print(Text("  "), heading(edit["field"], edit["kind"], cls, flags), sep="")
        for mark, text in (("-", edit["before"]), ("+", edit["after"])):
            if text:
                flat = " ".join(text.split())
                shown = flat if len(flat) <= LINE else f"{flat[:LINE]} …"
                results.print(Text(f"    {mark} {shown}", style="red" if mark == "-" else "green"))
    results.print()
