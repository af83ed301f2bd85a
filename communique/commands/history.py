"""`communique history`."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any, TypeVar

import typer

from communique import altered
from communique.arguments import ReleaseArgument, options
from communique.output import json_line, messages, minute, say, show_table, table
from storage.read import answers, history
from storage.read.absences import AbsenceLine, absences_of
from storage.read.assets.files import files_of, replacements
from storage.read.events.moves import MoveLine, moves_of
from storage.read.history import CaptureLine, FoundRelease, Version
from storage.read.snapshots import load_release

RULE = "gone is what answers 410, or 404 on two visits at least a day apart"
COPY = "what listed it then may be an older copy, from a cache"
T = TypeVar("T")
_KINDS = {"image": "picture", "attachment": "document"}
COLUMNS = ("captured (UTC)", "status", "verdict", "version", "address")


def command(
    release: ReleaseArgument,
    captures: Annotated[bool, typer.Option("--captures", help="List every capture instead of the versions.")] = False,
    absences: Annotated[
        bool, typer.Option("--absences", help="List when it was absent, from its address and from listings.")
    ] = False,
    moves: Annotated[bool, typer.Option("--moves", help="List the addresses that it moved from and to.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON object for each version, capture, absence or move.")
    ] = False,
) -> None:
    """Show a release's versions, between which visits each edit was made, and when it was absent or moved.

    Each version was seen from the first capture that showed it to the last that did. An edit was made after the last
    capture of one version and before the first capture of the next.
    """
    if captures + absences + moves > 1:
        hint = "--absences" if absences else "--moves"
        raise typer.BadParameter("list the captures, the absences or the moves: one of them", param_hint=hint)
    with options.listing() as (db, damaged):
        row = history.find_release(db, release)
        versions = history.versions(db, row.id)
        lines = history.captures(db, row.id)
        missed = absences_of(db, row.id)
        moved_from = moves_of(db, row.id)
        head = history.snapshot_row(db, row.id)
        files = files_of(db, row.id, load_release(db, head)) if head is not None else []
    if as_json:
        if captures:
            _json_lines(answers.capture, lines)
        elif absences:
            _json_lines(answers.absence, missed)
        elif moves:
            _json_lines(MoveLine.as_json, moved_from)
        else:
            _json_lines(answers.version, versions)
    else:
        say((f"{row.source}, release {row.id}, {row.state}", "bold"))
        say((row.url, "dim"))
        if absences:
            _show_lines(map(absent, missed), "no visit found it absent")
        elif moves:
            _show_lines(map(moved, moved_from), "it stands where it was found")
        elif captures:
            _show_captures(row, lines)
        else:
            _show(row, versions, lines, [*map(absent, missed), *map(moved, moved_from)])
            for file, old, new in replacements(files):
                say(f"{_KINDS[file.field]} replaced between {minute(old.at)} and {minute(new.at)} UTC: {file.of}")
    altered.report(((row.source, row.id, one.number) for one in versions if one.altered), damaged)


def _show_captures(row: FoundRelease, lines: list[CaptureLine]) -> None:
    """A line a visit; with its address where that is not the one above."""
    shown = (
        [minute(c.at), str(c.status or ""), c.verdict or "", str(c.version or ""), c.url if c.url != row.url else ""]
        for c in lines
    )
    if lines:
        show_table(table(COLUMNS, shown, right=["version"]))
    else:
        messages.note(f"it was announced, and not visited yet; `communique crawl {row.source}` visits it")


def _json_lines(answer: Callable[[T], Mapping[str, Any]], lines: Iterable[T]) -> None:
    for line in lines:
        json_line(dict(answer(line)))


def _show_lines(lines: Iterable[str], none: str) -> None:
    shown = list(lines)
    for line in shown:
        say(line)
    if not shown:
        messages.note(none)


def _show(row: FoundRelease, versions: list[Version], lines: list[CaptureLine], events: list[str]) -> None:
    before = {after.number: before for before, after in pairwise(versions)}
    for version in versions:
        if earlier := before.get(version.number):
            times = f"between {minute(earlier.last_seen)} and {minute(version.first_seen)} UTC"
            diff = f"see diff {row.id} {earlier.number} {version.number}"
            say((f"edited {times}", "yellow"), f", {diff}", hang="  ")
        say(_seen(version), "  ", (version.title, "bold"), hang=f"version {version.number}  ")
    last = lines[-1] if lines else None
    if last and versions and last.at > versions[-1].last_seen:
        found = f"{last.status or 'no answer'}, {(last.verdict or 'not read yet').replace('_', ' ')}"
        say(f"since then: last asked {minute(last.at)} UTC ({found})")
    for event in events:
        say(event)
    if not versions:
        tried = f"; `communique history {row.id} --captures` shows what was tried" if lines else ", nor visited"
        messages.note(f"no page of it has been read yet{tried}")


def absent(absence: AbsenceLine) -> str:
    """One stretch of visits that missed the release, with the visits between which it went and came back."""
    where = "not on its listing" if absence.kind == "listing" else "not found at its address"
    last = f"there last at {minute(absence.last_seen)} UTC"
    if absence.ended_at is not None:
        back = f"there again at {minute(absence.ended_at)} UTC"
        return f"{where} {span(absence.began_at, absence.last_missed)}, {last}, {back}"
    unsure = COPY if absence.kind == "listing" else RULE
    return f"{where} since {minute(absence.began_at)} UTC, {last}" + ("" if absence.confirmed else f"; {unsure}")


def moved(move: MoveLine) -> str:
    """One move of the release to another address, with the visits between which it moved."""
    last = f", there last at {minute(move.last_seen)} UTC" if move.last_seen else ""
    return f"moved for good from {move.before} to {move.after}, seen at {minute(move.at)} UTC{last}"


def _seen(version: Version) -> str:
    if version.captures == 1:
        return f"seen once, {span(version.first_seen, version.last_seen)}"
    return f"seen {version.captures} times, {span(version.first_seen, version.last_seen)}"


def span(first: datetime, last: datetime) -> str:
    """From when to when, to the minute; a moment where that is the same."""
    if minute(first) == minute(last):
        return f"at {minute(first)} UTC"
    return f"from {minute(first)} to {minute(last)} UTC"
