"""`communique history`."""

from typing import Annotated

import typer
from rich.text import Text

from communique.output import json_line, messages, minute, options, results, show_table, table
from storage import history


def command(
    release: Annotated[str, typer.Argument(metavar="RELEASE", help="A release's number, or an address it stood at.")],
    captures: Annotated[bool, typer.Option("--captures", help="List every capture too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a version.")] = False,
) -> None:
    """Show a release's versions: which text stood there, from the capture that first showed it to the last."""
    archive = options.open_archive()
    try:
        with archive.engine.connect() as db:
            row = history.find_release(db, release)
            versions = history.versions(db, row.id)
            lines = history.captures(db, row.id)
    finally:
        archive.close()
    if as_json:
        for v in versions:
            json_line(
                {
                    "version": v.number,
                    "title": v.title,
                    "first_seen": v.first_seen.isoformat(),
                    "last_seen": v.last_seen.isoformat(),
                    "captures": v.captures,
                    "payload": v.payload,
                    "content": v.content,
                }
            )
        return
    results.print(Text(f"{row.source}, release {row.id}, {row.state}: {row.url}"))
    show_table(
        table(
            ["version", "first seen (UTC)", "last seen", "captures", "title"],
            [[str(v.number), minute(v.first_seen), minute(v.last_seen), str(v.captures), v.title] for v in versions],
            right=["version", "captures"],
        )
    )
    if captures:
        results.print()
        show_table(
            table(
                ["captured (UTC)", "status", "verdict", "version", "address"],
                [[minute(c.at), str(c.status or ""), c.verdict or "", str(c.version or ""), c.url] for c in lines],
            )
        )
    elif not versions:
        messages.note("no page of it has been read yet; --captures shows what was tried")
