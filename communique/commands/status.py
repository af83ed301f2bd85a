"""`communique status`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from communique.arguments import SourceArguments, options
from communique.output import json_line, messages, minute, say
from crawler.ingest.runtime import now
from crawler.sources.registry import sources
from storage.read import answers
from storage.read import sources as stored_sources
from storage.read.sources import UNDER_WAY, SourceState
from storage.records import Finding

CRAWLS = ("update", "backfill")
TOO_OLD = "too_old"
LONGEST = timedelta(days=3)  # a crawl takes 48 hours at most; one that has not ended for longer has died


def command(
    names: SourceArguments = None,
    *,
    most: Annotated[
        float | None,
        typer.Option("--max-age", min=0, metavar="DAYS", help="Also where the listings were last read longer ago."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each source.")] = False,
) -> None:
    """Say which sources need a person, and why.

    A source of the archive needs one where its last crawl failed, or died, or left something undone: pages that cannot
    be read, releases that were announced and are not held, too few or too many releases for its own rhythm, pages that
    lack what they used to have. With --max-age also one whose listings were last read too long ago, unless it is
    retired. --json tells of the others too.

    Exit code 0: all is well; 1: some source needs a person.
    """
    with options.reading() as db:
        held = stored_sources.source_states(db)
        at = now()
        read, complete = (
            stored_sources.last_updates(db, at, CRAWLS, outcomes)
            for outcomes in (stored_sources.BEST, stored_sources.BEST[:1])
        )
        chosen = [held[name] for _, name in stored_sources.chosen(db, names)]
    limit = timedelta(days=most) if most is not None else None
    lines = [_line(state, read.get(state.facts.name), complete.get(state.facts.name), limit) for state in chosen]
    ill = [line for line in lines if not line.is_well]
    for line in lines if as_json else ill:
        if as_json:
            json_line(line.as_json())
        else:
            _show(line)
    if not ill:
        messages.note("all is well")
    raise typer.Exit(int(bool(ill)))


@dataclass(frozen=True, slots=True)
class Line:
    """A source: what the archive says of it, and when crawls last `read` its listings, and last left nothing undone."""

    state: SourceState
    read: datetime | None
    complete: datetime | None
    findings: Sequence[Finding]

    @property
    def is_well(self) -> bool:
        """Whether nothing about the source needs a person."""
        began = self.state.last_crawl
        under_way = self.state.verdict == UNDER_WAY and began is not None and now() - began < LONGEST
        too_old = any(finding.kind == TOO_OLD for finding in self.findings)
        return not too_old and (self.state.verdict == "complete" or under_way)

    def as_json(self) -> dict[str, Any]:
        """The line that `--json` prints."""
        began = self.state.last_crawl
        return {
            "source": self.state.facts.name,
            "well": self.is_well,
            "verdict": self.state.verdict,
            "last_crawl": began.isoformat() if began else None,
            "last_listing": self.read.isoformat() if self.read else None,
            "last_complete": self.complete.isoformat() if self.complete else None,
            "missing": self.state.missing,
            "findings": [answers.finding(finding) for finding in self.findings],
        }


def _line(state: SourceState, read: datetime | None, complete: datetime | None, limit: timedelta | None) -> Line:
    findings = list(state.findings)
    if limit is not None and (read is None or now() - read > limit) and not _is_retired(state.facts.name):
        told = f"{minute(read)} UTC" if read else "never"
        findings.append(Finding(TOO_OLD, example=f"{told}: more than {limit / timedelta(days=1):g} days ago"))
    return Line(state, read, complete, findings)


def _is_retired(name: str) -> bool:
    declared = sources().get(name)
    return declared is not None and declared.retired is not None


def _show(line: Line) -> None:
    state = line.state
    read = f"listings last read {minute(line.read)} UTC" if line.read else "listings never read to their end"
    say((state.facts.name, "bold"), f"  {state.verdict}, last crawl {minute(state.last_crawl)} UTC, {read}")
    for finding in line.findings:
        say(finding.message, hang="  ")
