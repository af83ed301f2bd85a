"""`communique status`."""

from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from communique.arguments import SourceArguments, options
from communique.output import json_line, messages, minute, say
from crawler.ingest.runtime import now
from storage.read import answers
from storage.read import sources as stored_sources
from storage.read.sources import UNDER_WAY, SourceState

LONGEST = timedelta(days=3)  # a crawl takes 48 hours at most; one that has not ended for longer has died


def command(
    names: SourceArguments = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each source.")] = False,
) -> None:
    """Say which sources need a person, and why.

    A source of the archive needs one where its last crawl failed, or died, or left something undone: pages that cannot
    be read, releases that were announced and are not held. --json tells of the others too.

    Exit code 0: all is well; 1: some source needs a person.
    """
    with options.reading() as db:
        held = stored_sources.source_states(db)
        updated = stored_sources.last_updates(db, now(), ("update", "backfill"))
        chosen = [held[name] for _, name in stored_sources.chosen(db, names)]
    ill = [state for state in chosen if not is_well(state)]
    for state in chosen if as_json else ill:
        listed = updated.get(state.facts.name)
        if as_json:
            json_line(as_line(state, listed))
        else:
            _show(state, listed)
    if not ill:
        messages.note("all is well")
    raise typer.Exit(int(bool(ill)))


def is_well(state: SourceState) -> bool:
    """Whether nothing about a source needs a person."""
    under_way = state.verdict == UNDER_WAY and state.last_crawl is not None and now() - state.last_crawl < LONGEST
    return state.verdict == "complete" or under_way


def as_line(state: SourceState, listed: datetime | None) -> dict[str, Any]:
    """The line that `--json` prints; the listings of the source were last read at `listed`."""
    return {
        "source": state.facts.name,
        "well": is_well(state),
        "verdict": state.verdict,
        "last_crawl": state.last_crawl.isoformat() if state.last_crawl else None,
        "last_listing": listed.isoformat() if listed else None,
        "missing": state.missing,
        "findings": [answers.finding(finding) for finding in state.findings],
    }


def _show(state: SourceState, listed: datetime | None) -> None:
    read = f"listings last read {minute(listed)} UTC" if listed else "listings never read to their end"
    say((state.facts.name, "bold"), f"  {state.verdict}, last crawl {minute(state.last_crawl)} UTC, {read}")
    for finding in state.findings:
        say(finding.message, hang="  ")
