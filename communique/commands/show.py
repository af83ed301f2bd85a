"""`communique show`."""

import html
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.text import Text

from communique.output import minute, options, results
from storage import history
from storage.errors import ArchiveError
from storage.records import Block, Release


class Format(StrEnum):
    """How a release is printed."""

    text = "text"
    json = "json"
    markdown = "markdown"
    html = "html"


def command(
    release: Annotated[str, typer.Argument(metavar="RELEASE", help="A release's number, or an address it stood at.")],
    *,
    version: Annotated[int | None, typer.Option(min=1, help="This version; default the latest.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"],
            help="What a reader saw then (UTC; a day means its end).",
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it.")] = Format.text,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Show one release, as it is or as it was."""
    archive = options.open_archive()
    try:
        with archive.engine.connect() as db:
            row = history.find_release(db, release)
            snapshot = history.snapshot_row(db, row.id, version, _moment(as_of))
            if snapshot is None:
                raise ArchiveError(_nothing(row, version, as_of))
            found = history.release_of(db, snapshot)
            count = len(history.versions(db, row.id))
    finally:
        archive.close()
    about = {
        "release": row.id,
        "version": snapshot.version,
        "versions": count,
        "first_seen": snapshot.first_seen,
        "last_seen": snapshot.last_seen,
        "listed": row.listed_published,
    }
    if as_json or form is Format.json:
        dates = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in about.items()}
        line = found.as_json(source=row.source, url=row.url, language=row.source_language) | dates
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    elif form is Format.text:
        _print_text(found, row, about)
    else:
        write: Callable[[Release, str], str] = markdown if form is Format.markdown else page
        sys.stdout.write(write(found, row.url))


def markdown(release: Release, url: str) -> str:
    """A release as Markdown."""
    lines = [f"# {release.title}", "", f"{release.published or 'undated'} · <{url}>", ""]
    for block in release.blocks:
        lines += [_markdown_block(block), ""]
    lines += [f"![{image.caption or image.alt or ''}]({image.url})\n" for image in release.images]
    lines += [f"- {link.rel}: [{link.text or link.url}]({link.url})" for link in release.links]
    return "\n".join(lines).rstrip() + "\n"


def page(release: Release, url: str) -> str:
    """A release as a small HTML page; every text is escaped, and nothing is loaded."""
    body = "\n".join(
        f"<{tag}>{html.escape(f'{block.marker} ' if block.marker else '')}{html.escape(block.text)}</{tag}>"
        for block in release.blocks
        for tag in ["h2" if block.kind == "heading" else "blockquote" if block.kind == "quote" else "p"]
    )
    captions = "\n".join(f"<p>[{html.escape(i.caption)}]</p>" for i in release.images if i.caption)
    title, address = html.escape(release.title), html.escape(url, quote=True)
    return (
        f'<!doctype html>\n<html lang="{html.escape(release.language or "", quote=True)}">\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n<h1>{title}</h1>\n<p>{release.published or 'undated'}, {address}</p>\n"
        f"{captions}\n{body}\n</html>\n"
    )


def _markdown_block(block: Block) -> str:
    indent = "   " * block.depth
    if block.kind == "heading":
        return f"## {block.marker + ' ' if block.marker else ''}{block.text}"
    if block.kind == "quote":
        return f"> {block.text}"
    if block.kind == "point":
        return f"{indent}**{block.marker}** {block.text}" if block.marker else f"{indent}- {block.text}"
    return f"{indent}{block.text}"


def _print_text(release: Release, row: Any, about: dict[str, Any]) -> None:
    results.print(Text(release.title, style="bold"))
    published = str(release.published) if release.published else "undated"
    if release.published is None and about["listed"]:
        published = f"{about['listed']} (by the listing; the page states no date)"
    head = [published, *(part for part in (release.author, release.type) if part)]
    results.print(Text(" · ".join(head), style="cyan"))
    for stated in release.dates:
        if stated.value != release.published:
            results.print(Text(f"{stated.kind} {stated.value}", style="cyan"))
    results.print(Text(row.url, style="dim"))
    seen = f"version {about['version']} of {about['versions']}, seen from {minute(about['first_seen'])}"
    results.print(Text(f"{seen} to {minute(about['last_seen'])} UTC", style="dim"))
    for image in release.images:
        if image.caption:
            results.print(Text(f"[photo: {image.caption}]", style="italic"))
    for block in release.blocks:
        results.print()
        marker = f"{block.marker} " if block.marker else ""
        style = "bold" if block.kind == "heading" else ""
        results.print(Text(f"{'  ' * block.depth}{marker}{block.text}", style=style))
    if release.links:
        results.print()
    for link in release.links:
        results.print(Text(f"{link.rel}: {link.text} {link.url}", style="dim"))


def _moment(as_of: datetime | None) -> datetime | None:
    if as_of is None:
        return None
    if as_of.tzinfo is not None:
        return as_of
    return datetime.combine(as_of, time.max if as_of.time() == time.min else as_of.time(), UTC)


def _nothing(row: Any, version: int | None, as_of: datetime | None) -> str:
    if version is not None:
        return f"release {row.id} has no version {version}; `communique history {row.id}` lists its versions"
    if as_of is not None:
        return f"release {row.id} was not yet held at {as_of}; `communique history {row.id}` says since when it is"
    return f"release {row.id} is {row.state}: it was announced, but no page of it has been read yet"
