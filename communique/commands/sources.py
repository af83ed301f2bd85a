"""`communique sources`."""

from typing import Annotated

import typer

from communique.output import json_line, minute, options, show_table, table
from crawler.registry import sources
from storage import history

COLUMNS = ("name", "ministry", "country", "language", "releases", "snapshots", "last crawl", "verdict")


def command(as_json: Annotated[bool, typer.Option("--json", help="One JSON object a source.")] = False) -> None:
    """List the sources: what each is, what the archive holds of it, and how its last crawl ended."""
    archive = options.open_archive()
    try:
        with archive.engine.connect() as db:
            states = history.source_states(db)
    finally:
        archive.close()
    rows = []
    for source in sources().values():
        state = states.get(source.name) or history.SourceState(source.name, 0, 0, None, "unknown")
        if as_json:
            json_line(
                {
                    "name": source.name,
                    "ministry": source.ministry,
                    "country": source.country,
                    "language": source.language,
                    "family": source.family,
                    "checked_against": source.checked_against,
                    "releases": state.releases,
                    "snapshots": state.snapshots,
                    "last_crawl": state.last_crawl.isoformat() if state.last_crawl else None,
                    "verdict": state.verdict,
                }
            )
        facts = [source.name, source.ministry, source.country, source.language]
        rows.append([*facts, str(state.releases), str(state.snapshots), minute(state.last_crawl), state.verdict])
    if not as_json:
        show_table(table(COLUMNS, rows, right=["releases", "snapshots"]))
