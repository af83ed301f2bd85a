"""`communique search`."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated

import typer

from communique import altered
from communique.arguments import Country, Language, Since, SourceOption, Until, demand_span, options
from communique.output import Part, json_line, messages, results, say
from storage.read import answers
from storage.read import sources as stored_sources
from storage.records import counted
from storage.search.find import Among, Hit, count, find, undated
from storage.search.marks import marks
from storage.search.query import Query, parse


def command(
    words: Annotated[
        list[str],
        typer.Argument(metavar="QUERY", help="Words that must all stand in one block, or as said above."),
    ],
    *,
    source: SourceOption = None,
    country: Country = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, metavar="N", help="At most this many hits.")] = 20,
    every_version: Annotated[bool, typer.Option("--all-versions", help="Search earlier versions too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each hit.")] = False,
) -> None:
    """Search what releases say, in any language, and cite the exact point.

    "A phrase" stands as it is, a OR b finds either, -word leaves out the points with a word, begin* finds what begins
    so. Put a query with quotation marks into apostrophes, and -- before one that begins with -. Newest first, and last
    those that a listing alone dates. Upper and lower case, accents, vowel signs and forms of one letter make no
    difference.
    """
    query = parse(_joined(words))
    if not query.wanted:
        raise typer.BadParameter("there is no word in it to look for", param_hint="QUERY")
    for note in query.misunderstood:
        messages.warn(note)
    demand_span(since, until)
    among = Among(source, country, language, since, until, every_version)
    with options.reading() as db:
        if source or country or language:
            stored_sources.demand_source(db, name=source, country=country, language=language)
        hits = find(db, query, among, limit)
        total = count(db, query, among) if len(hits) == limit and not as_json else len(hits)
        without = undated(db, query, among) if since or until else 0
    for _, of_version in groupby(hits, lambda hit: (hit.release, hit.version)):
        if as_json:
            for hit in of_version:
                json_line(answers.hit(hit))
        else:
            _show(list(of_version), query)
    if not hits:
        messages.note("nothing found")
    elif total is None or total > limit:
        messages.note(f"the first {limit:,}{f' of {total:,}' if total else ''} hits; --limit shows more")
    elif not as_json:
        messages.note(counted(total, "hit"))
    if without:
        messages.note(f"{counted(without, 'hit')} left out: in releases without a date")
    altered.report((hit.source, hit.release, hit.version) for hit in hits if hit.altered)


def _joined(words: Sequence[str]) -> str:
    """One query; where it is several arguments, one with a space is a phrase, whose quotation marks the shell took."""
    if len(words) == 1:
        return words[0]
    return " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)


def _show(hits: Sequence[Hit], query: Query) -> None:
    """The hits in one version of a release."""
    first = hits[0]
    say(*_marked(first.title, query, "bold"), "  ", ((first.published or "undated")[:10], "cyan"))
    say(f"{first.source}, release {first.release}, version {first.version}", hang="  ")
    for hit in hits:
        if hit.position:
            hang = f"  [{hit.position}] {hit.marker} " if hit.marker else f"  [{hit.position}] "
            say(*_marked(hit.text, query), hang=hang)
    say((first.url, "dim"), hang="  ")
    results.print()


def _marked(text: str, query: Query, style: str = "") -> list[Part]:
    """A text in parts of a style, with what matches in another."""
    parts: list[Part] = []
    end = 0
    for start, stop in marks(text, query):
        parts += [(text[end:start], style), (text[start:stop], "bold yellow")]
        end = stop
    return [*parts, (text[end:], style)]
