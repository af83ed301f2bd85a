"""`communique review`."""

from typing import Annotated

import typer

from communique.arguments import SourceOption, options
from communique.output import json_line, messages, minute, say
from storage.read import sources as stored_sources
from storage.records import counted
from storage.review import decisions
from storage.review.decisions import AtOnce, Decision


def command(
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", min=1, help="What to decide on, by its number in the list.")
    ] = None,
    decision: Annotated[
        Decision | None,
        typer.Option("--as", metavar="DECISION", help="What it was: an `edit` by the ministry, or `dress`, no edit."),
    ] = None,
    *,
    source: SourceOption = None,
    everything: Annotated[bool, typer.Option("--all", help="List what was decided on already, too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each.")] = False,
) -> None:
    """List what many releases had at once, and say whether it was an edit.

    The same words, added, removed or replaced between two visits in six releases of a source or more, and in at least
    half of those visited, are taken for a change of the site and left out of `changes`, unless a person decides that
    the ministry edited its releases. A decision is kept, whatever is read again.
    """
    if (number is None) != (decision is None):
        raise typer.BadParameter("give a number and what it was, or neither", param_hint="--as")
    if number is not None:
        archive = options.open_archive(create=False)
        try:
            found = [archive.write(decisions.decide, number, decision)]
        finally:
            archive.close()
    else:
        with options.reading() as db:
            if source:
                stored_sources.demand_source(db, name=source)
            found = decisions.listed(db, source, undecided=not everything)
    for one in found:
        if as_json:
            json_line(one.as_json())
        else:
            _show(one)
    if not found:
        messages.note("nothing is to be reviewed")


def _show(one: AtOnce) -> None:
    decided = {None: "not decided", "edit": "an edit", "dress": "no edit"}[one.decision]
    say((f"{one.id}  {one.source}", "bold"), f"  {decided}")
    say(f"{one.example}", hang="  ")
    say((f"so in {counted(one.releases, 'release')}, at {minute(one.moment)} UTC or before", "dim"), hang="  ")
