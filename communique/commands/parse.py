"""`communique parse`."""

import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from communique.arguments import source_names, start, unreviewed_source, web_address
from communique.output import json_line, messages
from crawler.ingest.assets.files import FileReader
from crawler.sources.assets import is_pdf
from crawler.sources.interpret import items_of, read, read_item, read_listing
from crawler.sources.registry import source as named
from crawler.sources.source import Source
from storage.errors import CommuniqueError, SourceError, UsageError
from storage.records import Capture, Reading


def command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A saved page, feed or API answer; - for standard input.")
    ],
    url: Annotated[str, typer.Option(parser=web_address, metavar="ADDRESS", help="The address it was saved from.")],
    source: Annotated[
        str | None,
        typer.Option(metavar="SOURCE", help="The source whose layout reads it.", autocompletion=source_names),
    ] = None,
    guess: Annotated[
        bool, typer.Option("--generic", help="Guess how to read it, without a source; the result is unreviewed.")
    ] = False,
    at: Annotated[
        datetime | None,
        typer.Option(
            parser=start, metavar="TIME", help="When it was saved (UTC); chooses the layout of that day. Default: now."
        ),
    ] = None,
    listing: Annotated[bool, typer.Option("--listing", help="Read it as a listing and print its entries.")] = False,
    _as_json: Annotated[bool, typer.Option("--json", help="As it is printed anyhow.")] = False,
) -> None:
    """Read one saved page and print the release, or a listing's entries, as JSON.

    Of a feed that holds whole texts it reads the item of the address. Of a PDF it prints what each page says, whatever
    the source.

    Needs no archive and no network. Exit code 1: the source's layout does not fit the page.
    """
    try:
        body = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from None
    if is_pdf(body):
        _print_pages(file, body, url)
        return
    found = _chosen(source, url, guess=guess)
    if not (found.owns(url) or found.listing_of(url) or (found.identity is None and found.visits(url))):
        messages.warn(
            f"{url} is no address of {found.name}'s, by its host ({', '.join(sorted(found.hosts))}) or its form"
        )
    time = at or datetime.now(UTC)
    capture = Capture(url=url, at=time, kind="listing" if listing else "release", status=200, body=body)
    if not listing:
        reading = read(found, capture) if found.split is None else _item(found, capture)
        if reading.release is None:
            hint = "; --listing reads it as a listing" if found.listing_of(url) else ""
            raise CommuniqueError(f"{file}: {reading.verdict.replace('_', ' ')}: {reading.message}{hint}")
        json_line(reading.release.as_json(source=found.name, url=url, language=found.language))
        return
    reasons = []
    for one in (*found.listings, *found.former_listings):
        reading = read_listing(found, one, capture)
        if reading.listing is not None:
            json_line(reading.listing.as_json())
            if reading.message:
                raise CommuniqueError(f"{file}: {reading.message}")
            return
        reasons.append(f"{reading.verdict.replace('_', ' ')}: {reading.message}")
    raise SourceError(f"{file}: no listing of {found.name} reads it; {reasons[0]}")


def _print_pages(file: Path, body: bytes, url: str) -> None:
    """Print the text of a PDF's pages; read as in a crawl, in a process that is ended where it takes too much."""
    with closing(FileReader()) as reader:
        pages, _, problem = reader.read(body)
    if problem:
        raise CommuniqueError(f"{file}: {problem}")
    json_line({"url": url, "pages": list(pages)})


def _item(source: Source, capture: Capture) -> Reading:
    """What the feed that is the source's listing and content at once holds of the release at the capture's address."""
    items, feed = items_of(source, replace(capture, url=source.listings[0].start, kind="listing"))
    if feed.verdict != "listing":
        return feed
    wanted = source.key_of(capture.url).rstrip("/")
    for key, item in items.items():
        if wanted in (key, source.canonical(item.url).rstrip("/")):
            return read_item(source, key, item)
    first = next(iter(items.values())).url if items else "none"
    return Reading("not_found", message=f"none of its {len(items)} items is {capture.url}; the first is {first}")


def _chosen(name: str | None, url: str, *, guess: bool) -> Source:
    if guess == bool(name):
        raise typer.BadParameter("give the source that reads it, or --generic", param_hint="--source")
    if name:
        return named(name)
    return unreviewed_source(url)
