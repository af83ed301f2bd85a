"""`communique search`."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated

import typer

from communique import altered
from communique.arguments import Country, Language, Since, SourceOption, Until, demand_span, given, options, typed
from communique.output import Part, json_line, messages, results, say
from storage.read import answers
from storage.read import sources as stored_sources
from storage.records import counted
from storage.search.find import Among, Hit, count, find, undated
from storage.search.in_documents import find_in_documents
from storage.search.marks import marks
from storage.search.query import Query, parse


def command(
    words: Annotated[
        list[str],
        typer.Argument(parser=typed, metavar="QUERY", help="Words that must all stand in one block, or as said above."),
    ],
    *,
    source: SourceOption = None,
    country: Country = None,
    language: Language = None,
    since: Since = None,
    until: Until = None,
    of_type: Annotated[
        str | None,
        typer.Option(
            "--type", parser=given, metavar="WORD", help="Only this kind of document, in the ministry's word."
        ),
    ] = None,
    with_pictures: Annotated[bool, typer.Option("--with-pictures", help="Only releases that have pictures.")] = False,
    edited: Annotated[bool, typer.Option("--edited", help="Only releases that were edited.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, metavar="N", help="At most this many hits.")] = 20,
    every_version: Annotated[bool, typer.Option("--all-versions", help="Search earlier versions too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each hit.")] = False,
) -> None:
    """Search what releases say, in any language, and cite the exact point.

    "A phrase" stands as it is, a OR b finds either, -word leaves out the points with a word, begin* finds what begins
    so. Put a query with quotation marks into apostrophes, and -- before one that begins with -. Newest first. Upper and
    lower case, accents, vowel signs and forms of one letter make no difference. Documents that are kept (crawl
    --assets) are searched page by page.
    """
    query = parse(_joined(words))
    if not query.wanted:
        raise typer.BadParameter("there is no word in it to look for", param_hint="QUERY")
    for note in query.misunderstood:
        messages.warn(note)
    demand_span(since, until)
    among = Among(
        *(source, country, language, since, until, every_version),
        type=of_type,
        pictures=with_pictures or None,
        edited=edited or None,
    )
    with options.listing() as (db, damaged):
        if source or country or language:
            stored_sources.demand_source(db, name=source, country=country, language=language)
        of_text, of_files = find(db, query, among, limit), find_in_documents(db, query, among, limit)
        hits = _merged(of_text, of_files)[:limit]
        total = count(db, query, among) if len(of_text) == limit and not as_json else len(of_text)
        total = None if total is None or len(of_files) == limit else total + len(of_files)
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
    altered.report(((hit.source, hit.release, hit.version) for hit in hits if hit.altered), damaged)


def _joined(words: Sequence[str]) -> str:
    """One query; where it is several arguments, one with a space is a phrase, whose quotation marks the shell took."""
    if len(words) == 1:
        return words[0]
    return " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)


def _merged(of_text: Sequence[Hit], of_files: Sequence[Hit]) -> list[Hit]:
    """Hits in texts and in documents, newest release first; those in a release's documents behind those in its text."""
    days = {(hit.release, hit.version): (hit.published or "")[:10] for hit in [*of_text, *of_files]}
    places = {place: n for n, place in enumerate(sorted(days, key=lambda place: days[place], reverse=True))}
    return sorted([*of_text, *of_files], key=lambda hit: places[hit.release, hit.version])


def _show(hits: Sequence[Hit], query: Query) -> None:
    """The hits in one version of a release."""
    first = hits[0]
    say(*_marked(first.title, query, "bold"), "  ", ((first.published or "undated")[:10], "cyan"))
    say(f"{first.source}, release {first.release}, version {first.version}", hang="  ")
    for hit in hits:
        if hit.attachment:
            hang = f"  [{hit.marker}, page {hit.position}] "
            say(*_marked(_lines(hit.text, query), query), hang=hang)
            say((hit.attachment, "dim"), hang="    ")
        elif hit.position:
            hang = f"  [{hit.position}] {hit.marker} " if hit.marker else f"  [{hit.position}] "
            say(*_marked(hit.text, query), hang=hang)
    say((first.url, "dim"), hang="  ")
    results.print()


def _lines(text: str, query: Query) -> str:
    """Of a page, the lines in which something matches; all of it where that stands on no one line."""
    lines = [line for line in text.split("\n") if any(marks(line, query))]
    return " … ".join(lines) or text


def _marked(text: str, query: Query, style: str = "") -> list[Part]:
    """A text in parts of a style, with what matches in another."""
    parts: list[Part] = []
    end = 0
    for start, stop in marks(text, query):
        parts += [(text[end:start], style), (text[start:stop], "bold yellow")]
        end = stop
    return [*parts, (text[end:], style)]
