"""`communique changes`."""

from contextlib import closing
from datetime import datetime
from typing import Annotated, get_args

import typer

from communique import altered
from communique.arguments import SourceOption, end, options, start
from communique.commands.history import RULE, absent
from communique.edit_view import show_edit, show_event
from communique.output import json_line, messages, minute, results, say
from storage.edits.classify import CLASSES, EditClass
from storage.read import answers
from storage.read import sources as stored_sources
from storage.read.absences import once_missed
from storage.read.changes import Change, ChangeKind, Event, changes
from storage.records import counted

NAMED = 5  # releases in one line


def command(
    *,
    since: Annotated[
        datetime | None, typer.Option(parser=start, metavar="TIME", help="Only what was first seen since then (UTC).")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(parser=end, metavar="TIME", help="Only what was first seen until then (UTC).")
    ] = None,
    source: SourceOption = None,
    kind: Annotated[
        ChangeKind | None, typer.Option(metavar="KIND", help=f"Only this kind: {', '.join(get_args(ChangeKind))}.")
    ] = None,
    min_class: Annotated[
        EditClass,
        typer.Option(
            metavar="CLASS",
            help=f"Only edits of this class or a graver one: {', '.join(CLASSES)}. A changed name counts as substance.",
        ),
    ] = CLASSES[0],
    limit: Annotated[int | None, typer.Option(min=1, max=1_000_000, metavar="N", help="At most this many.")] = None,
    all_edits: Annotated[
        bool, typer.Option("--all", help="Also what many releases had at once, which is left out otherwise.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each change.")] = False,
) -> None:
    """List what ministries changed in silence, newest first.

    Edited releases, and those that went, moved or came back. Each change is dated between two visits: the last that
    found the old state, and the first that found the new. What was removed stands in [-brackets-], what was
    added in {+braces+}; `diff` shows the whole text. What many releases had at once is the site's doing: `review`.
    """
    count, left_out, more, unlike = 0, 0, False, dict[tuple[str, int, int], None]()
    with options.listing() as (db, damaged):
        if source:
            stored_sources.demand_source(db, name=source)
        kinds = (kind,) if kind else ()
        found = changes(db, since=since, until=until, source=source, kinds=kinds, least=min_class, all_edits=all_edits)
        with closing(found):
            for change in found:
                if change.at_once and not change.edits:
                    left_out += 1
                    continue
                if more := count == limit:
                    break
                count += 1
                unlike |= {(change.source, change.release, version): None for version in change.altered}
                if as_json:
                    json_line(answers.change(change))
                else:
                    _show(change)
        missed = once_missed(db, source, NAMED + 1)
    if not as_json or not count:
        _report(count, missed, more=more)
    if left_out:
        said = counted(left_out, "change")
        messages.note(f"left out: {said} of what many releases had at once; --all and `communique review` show them")
    altered.report(unlike, damaged)


def _report(count: int, missed: list[int], *, more: bool) -> None:
    """Say how many changes there were, and which releases may yet turn out to be gone."""
    if more:
        messages.note(f"the newest {counted(count, 'change')}; --limit shows more")
    else:
        messages.note(counted(count, "change") if count else "no change was seen")
    if missed:
        named = ", ".join(str(number) for number in missed[:NAMED]) + (" ..." if len(missed) > NAMED else "")
        noun = "releases" if len(missed) > 1 else "release"
        messages.note(f"not found by the last visit: {noun} {named}; {RULE}")


def _show(change: Change) -> None:
    say((change.title, "bold"))
    say(f"{change.source}, release {change.release}, version {change.version}", hang="  ")
    say((f"between {minute(change.last_without)} and {minute(change.first_with)} UTC", "dim"), hang="  ")
    for edit in change.edits:
        if isinstance(edit, Event):
            show_event(edit, "  ")
        else:
            show_edit(edit, indents=("  ", "    "), short=True)
    if change.at_once:
        number = counted(len(change.at_once), "edit")
        say((f"{number} that many releases had at once; see `communique review`", "dim"), hang="  ")
    if change.absence:
        say((absent(change.absence), "dim"), hang="  ")
    results.print()
