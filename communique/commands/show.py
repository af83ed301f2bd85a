"""`communique show`."""

import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Literal

import typer

from communique import altered
from communique.arguments import ReleaseArgument, end, options
from communique.commands.history import absent, moved, span
from communique.output import json_line, minute, results, say
from communique.rendering import DEEPEST_SHOWN, html_page, markdown
from storage.errors import ArchiveError
from storage.read import answers, history
from storage.read.absences import absence_at, absences_of, absent_at
from storage.read.assets.files import as_of as held_at
from storage.read.assets.files import files_of, told
from storage.read.events.moves import moves_of
from storage.read.history import CaptureLine, FoundRelease, Version
from storage.read.snapshots import load_release
from storage.records import Release

Format = Literal["text", "json", "markdown", "html"]


def command(
    release: ReleaseArgument,
    *,
    version: Annotated[int | None, typer.Option(min=1, metavar="N", help="A version; by default the latest.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(parser=end, metavar="TIME", help="What the page said at this time (UTC; a day means its end)."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Show one release, as it is or as it was.

    For a time between two visits that found different texts, `--as-of` gives the earlier text, and says when the
    page was next seen changed.
    """
    if version is not None and as_of is not None:
        raise typer.BadParameter("give a version or a time, not both", param_hint="--as-of")
    with options.reading() as db:
        row = history.find_release(db, release)
        versions = history.versions(db, row.id)
        chosen = _chosen(row, versions, version, as_of)
        found = load_release(db, history.snapshot_row(db, row.id, chosen.number))
        captures = history.captures(db, row.id)
        absences = absences_of(db, row.id)
        moves = moves_of(db, row.id, as_of)
        later = next((one.first_seen for one in versions[chosen.number :]), None)
        files = held_at(files_of(db, row.id, found), later)
    if as_json or form == "json":
        line = answers.release(row, chosen, found, absent_at(absences, as_of), len(versions), later)
        json_line(line | {"moves": [move.as_json() for move in moves]} | told(files))
    elif form == "text":
        _print_head(found, row)
        for seen in _seen(versions, chosen, captures, as_of):
            say((seen, "dim"))
        for kind in ("page", "listing"):
            if (absence := absence_at(absences, as_of, kind=kind, confirmed=False)) is not None:
                say((absent(absence), "yellow"))
        for move in moves:
            say((moved(move), "yellow"))
        _print_body(found, {(file.field, file.url): sight.capture for file, sight in files})
    elif form == "markdown":
        sys.stdout.write(markdown(found, row.url, _published(found, row)))
    else:
        sys.stdout.write(html_page(found, row.url, _published(found, row), row.source_language))
    altered.report((row.source, row.id, one.number) for one in [chosen] if one.altered)


def _chosen(row: FoundRelease, versions: list[Version], number: int | None, as_of: datetime | None) -> Version:
    if not versions:
        raise ArchiveError(
            f"release {row.id} is {row.state}: it was announced, but no page of it has been read yet; "
            f"`communique history {row.id} --captures` shows what was tried"
        )
    if as_of is not None:
        before = [version for version in versions if version.first_seen <= as_of]
        if not before:
            since = minute(versions[0].first_seen)
            raise ArchiveError(f"release {row.id} is held since {since} UTC only; what it said before is not known")
        return before[-1]
    return history.version(versions, number or len(versions), row.id)


def _seen(
    versions: list[Version], chosen: Version, captures: list[CaptureLine], as_of: datetime | None
) -> Iterator[str]:
    """Between which visits the page had this text, and what was found afterwards."""
    yield f"version {chosen.number} of {len(versions)}, seen {span(chosen.first_seen, chosen.last_seen)}"
    if as_of and chosen.last_seen < as_of:
        yield f"on {minute(as_of)} UTC this was what had last been seen"
    for later in versions[chosen.number : chosen.number + 1]:
        yield f"next seen changed at {minute(later.first_seen)} UTC (version {later.number})"
        return
    asked = [capture for capture in captures if capture.at > chosen.last_seen and (not as_of or capture.at <= as_of)]
    for last in asked[-1:]:
        found = (last.verdict or "not read yet").replace("_", " ")
        yield f"asked again at {minute(last.at)} UTC: {last.status or 'no answer'}, {found}"


def _published(release: Release, row: FoundRelease) -> str:
    if release.published is not None:
        return str(release.published)
    return f"{row.listed_published} by the listing; the page states no date" if row.listed_published else "undated"


def _print_head(release: Release, row: FoundRelease) -> None:
    say((release.title, "bold"))
    head = [_published(release, row), *(part for part in (release.author, release.type) if part)]
    say((" · ".join(head), "cyan"))
    say((row.url, "dim"))


def _print_body(release: Release, held: Mapping[tuple[str, str], int]) -> None:
    """The text, with its pictures and links; of those that are held, the captures that `raw` gives."""
    kept = {place: f", held: raw capture:{number}" for place, number in held.items()}
    for image in release.images:
        if image.caption:
            say((f"[photo: {image.caption}]", "italic"), (kept.get(("image", image.url), ""), "dim"))
    for block in release.blocks:
        results.print()
        hang = "  " * min(block.depth, DEEPEST_SHOWN) + (f"{block.marker} " if block.marker else "")
        say((block.text, "bold" if block.kind == "heading" else ""), hang=hang)
    if release.links:
        results.print()
    for link in release.links:
        say((f"{link.rel}: {link.text} {link.url}{kept.get((link.rel, link.url), '')}", "dim"))
