"""`communique search`."""

from datetime import datetime
from typing import Annotated

import typer
from rich.text import Text

from communique.output import json_line, messages, options, results
from storage.search import Hit, find
from storage.tokens import query_terms

Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="By date of publication.")]


def command(
    query: Annotated[str, typer.Argument(help='Words that must all stand in a block; "several words" as they stand.')],
    *,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    country: Annotated[str | None, typer.Option(help="Only this country, by its ISO 3166 code: JP, CN ...")] = None,
    language: Annotated[str | None, typer.Option(help="Only this language: en, ja, zh ...")] = None,
    since: Day = None,
    until: Day = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many hits.")] = 20,
    every_version: Annotated[bool, typer.Option("--all-versions", help="Search earlier versions too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a hit.")] = False,
) -> None:
    """Search what releases say, in any language, and cite the very point. Newest first."""
    if not query_terms(query):
        raise typer.BadParameter("there is no word in it", param_hint="QUERY")
    archive = options.open_archive()
    try:
        with archive.engine.connect() as db:
            hits = find(
                db,
                query,
                source=source,
                country=country,
                language=language,
                since=since.date() if since else None,
                until=until.date() if until else None,
                limit=limit,
                every_version=every_version,
            )
    finally:
        archive.close()
    for hit in hits:
        if as_json:
            json_line(as_line(hit))
        else:
            _show(hit)
    if not hits:
        messages.note("nothing found")


def as_line(hit: Hit) -> dict[str, object]:
    """A hit as `--json` prints it."""
    return {
        "release": hit.release,
        "version": hit.version,
        "source": hit.source,
        "url": hit.url,
        "title": hit.title,
        "published": hit.published,
        "block": {"position": hit.position, "kind": hit.kind, "marker": hit.marker, "text": hit.text},
    }


def _show(hit: Hit) -> None:
    head = Text.assemble((hit.title, "bold"), "  ", ((hit.published or "undated")[:10], "cyan"))
    results.print(head, f"  {hit.source}, release {hit.release}", sep="", highlight=False, markup=False)
    if hit.position:
        marker = f"{hit.marker} " if hit.marker else ""
        results.print(Text(f"  [{hit.position}] {marker}{hit.text}"), highlight=False)
    results.print(Text(f"  {hit.url}", style="dim"), highlight=False)
    results.print()
