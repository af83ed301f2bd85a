"""`communique search`."""

from typing import Annotated

import typer

from communique import altered
from communique.arguments import Since, SourceOption, Until, demand_span, options
from communique.output import json_line, messages, results, say
from storage.read import answers
from storage.read import sources as stored_sources
from storage.search.index import Hit, find
from storage.search.tokens import query_terms


def command(
    query: Annotated[
        str,
        typer.Argument(metavar="QUERY", help='Words that must all stand in one block; "a phrase" must stand as it is.'),
    ],
    *,
    source: SourceOption = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Only this country: JP, CN (ISO 3166).")] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Only this language: en, ja, zh.")] = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, metavar="N", help="At most this many hits.")] = 20,
    every_version: Annotated[bool, typer.Option("--all-versions", help="Search earlier versions too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each hit.")] = False,
) -> None:
    """Search what releases say, in any language, and cite the exact point.

    Newest first. Upper and lower case, accents and vowel signs make no difference.
    """
    if not query_terms(query):
        raise typer.BadParameter("there is no word in it", param_hint="QUERY")
    demand_span(since, until)
    place = {"source": source, "country": country, "language": language}
    with options.reading() as db:
        if any(place.values()):
            stored_sources.demand_source(db, name=source, country=country, language=language)
        hits = find(db, query, **place, since=since, until=until, limit=limit, every_version=every_version)
    for hit in hits:
        if as_json:
            json_line(answers.hit(hit))
        else:
            _show(hit)
    if not hits:
        messages.note("nothing found")
    elif len(hits) == limit:
        messages.note(f"the first {limit} hits; --limit shows more")
    altered.report((hit.source, hit.release, hit.version) for hit in hits if hit.altered)


def _show(hit: Hit) -> None:
    say((hit.title, "bold"), "  ", ((hit.published or "undated")[:10], "cyan"))
    say(f"{hit.source}, release {hit.release}, version {hit.version}", hang="  ")
    if hit.position:
        say(hit.text, hang=f"  [{hit.position}] {hit.marker} " if hit.marker else f"  [{hit.position}] ")
    say((hit.url, "dim"), hang="  ")
    results.print()
