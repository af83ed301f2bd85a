"""`communique show`."""

import sys
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from communique.output import json_line, minute, options, results, say
from communique.rendering import markdown, page
from communique.times import end
from storage.errors import ArchiveError
from storage.read import history
from storage.read.history import CaptureLine, FoundRelease, Version
from storage.records import Release


class Format(StrEnum):
    """How a release is printed."""

    text = "text"
    json = "json"
    markdown = "markdown"
    html = "html"


def command(
    release: Annotated[str, typer.Argument(metavar="RELEASE", help="A release's number, or an address it stood at.")],
    *,
    version: Annotated[int | None, typer.Option(min=1, metavar="N", help="This version; default the latest.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(parser=end, metavar="TIME", help="What the page said then (UTC; a day means its end)."),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.text,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Show one release, as it is or as it was.

    Between two visits that found different texts, `--as-of` gives the earlier one and says when the page was next seen
    changed.
    """
    if version is not None and as_of is not None:
        raise typer.BadParameter("say a version or a time, not both", param_hint="--as-of")
    with options.reading() as db:
        row = history.find_release(db, release)
        versions = history.versions(db, row.id)
        chosen = _chosen(row, versions, version, as_of)
        found = history.release_of(db, history.snapshot_row(db, row.id, chosen.number))
        captures = history.captures(db, row.id)
    if as_json or form is Format.json:
        line = found.as_json(source=row.source, url=row.url, language=row.source_language)
        json_line(line | _about(row, versions, chosen))
    elif form is Format.text:
        _print_text(found, row)
        for seen in _seen(versions, chosen, captures, as_of):
            say((seen, "dim"))
        _print_body(found)
    elif form is Format.markdown:
        sys.stdout.write(markdown(found, row.url, _published(found, row)))
    else:
        sys.stdout.write(page(found, row.url, _published(found, row), row.source_language))


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


def _about(row: FoundRelease, versions: list[Version], chosen: Version) -> dict[str, Any]:
    """What JSON says besides the release: which version it is, when it was seen, what a listing says."""
    later = versions[chosen.number : chosen.number + 1]
    return {
        "release": row.id,
        "state": row.state,
        "version": chosen.number,
        "versions": len(versions),
        "first_seen": chosen.first_seen.isoformat(),
        "last_seen": chosen.last_seen.isoformat(),
        "next_seen": later[0].first_seen.isoformat() if later else None,
        "listed": row.listed_published,
    }


def _seen(
    versions: list[Version], chosen: Version, captures: list[CaptureLine], as_of: datetime | None
) -> Iterator[str]:
    """Between which visits the text stood there, and what was found afterwards."""
    seen = f"seen from {minute(chosen.first_seen)} to {minute(chosen.last_seen)} UTC"
    yield f"version {chosen.number} of {len(versions)}, {seen}"
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


def _print_text(release: Release, row: FoundRelease) -> None:
    say((release.title, "bold"))
    head = [_published(release, row), *(part for part in (release.author, release.type) if part)]
    say((" · ".join(head), "cyan"))
    say((row.url, "dim"))


def _print_body(release: Release) -> None:
    for image in release.images:
        if image.caption:
            say((f"[photo: {image.caption}]", "italic"))
    for block in release.blocks:
        results.print()
        hang = "  " * block.depth + (f"{block.marker} " if block.marker else "")
        say((block.text, "bold" if block.kind == "heading" else ""), hang=hang)
    if release.links:
        results.print()
    for link in release.links:
        say((f"{link.rel}: {link.text} {link.url}", "dim"))
