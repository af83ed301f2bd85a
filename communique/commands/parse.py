"""`communique parse`."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from communique.output import json_line, messages
from communique.times import start
from crawler.families import generic
from crawler.sources.interpret import read, read_listing
from crawler.sources.registry import source as named
from crawler.sources.source import Source
from storage.errors import CommuniqueError, SourceError


def command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A saved page, feed or API answer; - for standard input.")
    ],
    url: Annotated[str, typer.Option(metavar="ADDRESS", help="The address it was saved from.")],
    source: Annotated[str | None, typer.Option(metavar="SOURCE", help="The source whose layout reads it.")] = None,
    guess: Annotated[
        bool, typer.Option("--generic", help="Read it with no source's layout but a guess, which is unreviewed.")
    ] = False,
    at: Annotated[
        datetime | None,
        typer.Option(
            parser=start, metavar="TIME", help="When it was saved (UTC); chooses the layout of that day. Default: now."
        ),
    ] = None,
    listing: Annotated[bool, typer.Option("--listing", help="Read it as a listing and print its entries.")] = False,
) -> None:
    """Read one saved page and print the release, or a listing's entries, as JSON.

    Needs no archive and no network. Exit code 1: the page is not as the source's layout says.
    """
    try:
        body = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise CommuniqueError(f"cannot read {file}: {error.strerror}") from None
    found = _chosen(source, url, guess=guess)
    time = at or datetime.now(UTC)
    if not listing:
        reading = read(found, url=url, at=time, status=200, headers={}, body=body)
        if reading.release is None:
            raise CommuniqueError(f"{file}: {reading.verdict.replace('_', ' ')}: {reading.message}")
        json_line(reading.release.as_json(source=found.name, url=url, language=found.language))
        return
    said = []
    for one in (*found.listings, *found.former_listings):
        announced, reading = read_listing(found, one, url=url, at=time, status=200, headers={}, body=body)
        if announced is not None:
            json_line({"entries": [entry.as_json() for entry in announced.entries], "older": list(announced.older)})
            return
        said.append(f"{reading.verdict.replace('_', ' ')}: {reading.message}")
    raise SourceError(f"{file}: no listing of {found.name} reads it; {said[0]}")


def _chosen(name: str | None, url: str, *, guess: bool) -> Source:
    if guess == bool(name):
        raise typer.BadParameter("name the source that reads it, or say --generic", param_hint="--source")
    if name:
        return named(name)
    found = generic.source(url)
    messages.warn(f"{found.name}: {generic.UNREVIEWED}: nobody has checked how this site is read")
    return found
