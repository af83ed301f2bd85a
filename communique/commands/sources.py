"""`communique sources`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from communique import altered
from communique.arguments import SourceArguments, options
from communique.output import json_line, messages, minute, say, show_table, table
from crawler.families import generic
from crawler.sources.registry import source as declared
from crawler.sources.registry import sources as all_declared
from crawler.sources.source import Source
from storage.errors import NoArchiveError
from storage.read import answers
from storage.read import sources as stored_sources
from storage.read.sources import SourceState


def command(
    names: SourceArguments = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each source.")] = False,
) -> None:
    """List the sources: what each is, and what the archive holds of it.

    The verdict is how the last crawl of a source ended; a narrower crawl, an import or a replay makes no failed source
    well. "no file" stands beside it where no ministry file describes the source, such as the demo's. Sources that are
    named are shown in full, with what was wrong.
    """
    damaged: list[str] = []
    found = {known.state.facts.name: known for known in _known(damaged)}
    for name in names or ():
        if name not in found:
            declared(name)  # raises, and suggests similar names
    chosen = [found[name] for name in names] if names else list(found.values())
    if as_json:
        for known in chosen:
            json_line(known.as_json())
    elif names:
        for known in chosen:
            _show(known)
    else:
        rows = [[COLUMNS[name](known) for name in NARROW] for known in chosen]
        heads = [{"last_crawl": "last crawl (UTC)"}.get(name, name) for name in NARROW]
        show_table(table(heads, rows, right=NUMBERS))
        messages.note("`communique sources SOURCE` shows everything about a source")
    altered.report((), damaged)


@dataclass(frozen=True, slots=True)
class Known:
    """A source: what the archive holds of it, and its ministry's file, if there is one."""

    state: SourceState
    file: Source | None

    @property
    def checked_against(self) -> str | None:
        """What its layout was tested with."""
        return self.file.checked_against if self.file else generic.CHECKED_AGAINST if self._guessed else None

    @property
    def detail(self) -> str | None:
        """What there is to add to the verdict."""
        if self.file:
            return f"retired {self.file.retired}" if self.file.retired else None
        return generic.UNREVIEWED if self._guessed else "no file"

    @property
    def _guessed(self) -> bool:
        return generic.is_unreviewed(self.state.facts.ministry)

    def as_json(self) -> dict[str, Any]:
        """The line that `--json` prints."""
        return answers.source(
            self.state,
            family=self.file.family if self.file else None,
            listings=[(type(one).__name__, one.start) for one in self.file.listings] if self.file else [],
            checked_against=self.checked_against,
            detail=self.detail,
        )


COLUMNS: Mapping[str, Callable[[Known], str]] = {
    "name": lambda known: known.state.facts.name,
    "ministry": lambda known: known.state.facts.ministry,
    "country": lambda known: known.state.facts.country,
    "language": lambda known: known.state.facts.language,
    "family": lambda known: (known.file and known.file.family) or "",
    "listings": lambda known: ", ".join({type(one).__name__: "" for one in known.file.listings} if known.file else ()),
    "releases": lambda known: str(known.state.releases),
    "snapshots": lambda known: str(known.state.snapshots),
    "missing": lambda known: str(known.state.missing or ""),
    "unreadable": lambda known: str(known.state.unreadable or ""),
    "last_crawl": lambda known: minute(known.state.last_crawl),
    "verdict": lambda known: ", ".join(filter(None, (known.state.verdict, known.detail))),
    "checked_against": lambda known: known.checked_against or "",
}
NARROW = ("name", "country", "language", "releases", "missing", "unreadable", "last_crawl", "verdict")
NUMBERS = ("releases", "snapshots", "missing", "unreadable")


def _known(damaged: list[str]) -> Iterator[Known]:
    """The sources with a file, and then those that only the archive has; notes what is damaged and left out."""
    sources, states = all_declared(), _states(damaged)
    for name in [*sources, *sorted(states.keys() - sources.keys())]:
        yield Known(states.get(name) or _not_held(sources[name]), sources.get(name))


def _not_held(source: Source) -> SourceState:
    facts = source.info
    return SourceState(facts, 0, 0)


def _states(damaged: list[str]) -> dict[str, SourceState]:
    """What the archive holds; nothing where there is none yet, since sources are worth listing all the same."""
    try:
        with options.listing() as (db, left_out):
            states = stored_sources.source_states(db)
        damaged += left_out
    except NoArchiveError as error:
        messages.note(str(error))
        return {}
    return states


def _show(known: Known) -> None:
    """One source, a fact a line."""
    say((known.state.facts.name, "bold"))
    for name, cell in COLUMNS.items():
        if name != "name" and (text := cell(known)):
            say(text, hang=f"  {name.replace('_', ' '):<16}")
    for finding in known.state.findings:
        say((finding.message, "yellow"), hang=f"  {'says':<16}")
    for listing in known.file.listings if known.file else ():
        say(listing.start, hang="  ")
