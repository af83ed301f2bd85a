"""`communique sources`."""

import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from communique.output import json_line, messages, options, results, say, show_table, table
from crawler.families import generic
from crawler.sources.registry import source as declared
from crawler.sources.registry import sources as all_declared
from crawler.sources.source import Source
from storage.errors import NoArchiveError
from storage.read import sources as read_sources
from storage.read.sources import SourceState
from storage.records import SourceInfo

NARROW = ("name", "country", "language", "releases", "last_crawl", "verdict")
LISTED = ("name", "ministry", "country", "language", "family", "listings", "releases", "snapshots", "last_crawl")
COLUMNS = (*LISTED, "verdict", "checked_against")
NUMBERS = ("releases", "snapshots")
WIDE = 200  # cells that a terminal needs to show all columns


def command(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Say all of these alone.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a source.")] = False,
) -> None:
    """List the sources: what each is, and what the archive holds of it.

    The verdict is how the last crawl of a source ended. A source that the archive holds and no file declares, such as
    the demo's, has "no file" beside it. A pipe or a wide terminal gets all columns; so does a source that is named.
    """
    found = dict(_lines())
    for name in names or ():
        if name not in found:
            declared(name)  # says which names are near
    chosen = [found[name] for name in names] if names else list(found.values())
    if as_json:
        for line in chosen:
            json_line(line)
    elif names:
        for line in chosen:
            _show(line)
    else:
        narrow = sys.stdout.isatty() and results.width < WIDE
        columns = NARROW if narrow else COLUMNS
        rows = [[_cell(line, name) for name in columns] for line in chosen]
        show_table(table([name.replace("_", " ") for name in columns], rows, right=NUMBERS))
        if narrow:
            messages.note("`communique sources SOURCE` says which ministry it is, and all else")


def _lines() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each source by name, as `--json` prints it: those with a file, and then those that an archive holds besides."""
    sources, states = all_declared(), _states()
    for name in [*sources, *sorted(states.keys() - sources.keys())]:
        source = sources.get(name)
        state = states.get(name) or SourceState(_facts(sources[name]), 0, 0, None, "unknown")
        yield name, _line(source, state)


def _facts(source: Source) -> SourceInfo:
    return SourceInfo(source.name, source.ministry, source.country, source.language)


def _states() -> dict[str, SourceState]:
    """What the archive holds, nothing where there is none yet: its sources are still worth listing."""
    try:
        with options.reading() as db:
            return read_sources.source_states(db)
    except NoArchiveError as error:
        messages.note(str(error))
        return {}


def _line(source: Source | None, state: SourceState) -> dict[str, Any]:
    """A source as `--json` prints it."""
    facts = state.facts
    retired = f"retired {source.retired}" if source and source.retired else None
    guessed = generic.is_unreviewed(facts.ministry)
    return {
        "name": facts.name,
        "ministry": facts.ministry,
        "country": facts.country,
        "language": facts.language,
        "family": source.family if source else None,
        "listings": [{"kind": type(one).__name__, "url": one.start} for one in source.listings] if source else [],
        "checked_against": source.checked_against if source else generic.CHECKED_AGAINST if guessed else None,
        "releases": state.releases,
        "snapshots": state.snapshots,
        "last_crawl": state.last_crawl.isoformat() if state.last_crawl else None,
        "verdict": state.verdict,
        "detail": retired if source else generic.UNREVIEWED if guessed else "no file",
    }


def _show(line: dict[str, Any]) -> None:
    """One source, a fact a line."""
    say((line["name"], "bold"))
    for name in COLUMNS[1:]:
        if text := _cell(line, name):
            say(text, hang=f"  {name.replace('_', ' '):<16}")
    for listing in line["listings"]:
        say(listing["url"], hang="  ")


def _cell(line: dict[str, Any], name: str) -> str:
    value = line[name]
    if name == "listings":
        return ", ".join(dict.fromkeys(one["kind"] for one in value))
    if name == "last_crawl":
        return str(value or "")[:16].replace("T", " ")
    if name == "verdict" and line["detail"]:
        return f"{value}, {line['detail']}"
    return "" if value is None else str(value)
