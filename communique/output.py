"""Where results and messages go: results to standard output, progress and messages to standard error."""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from storage.archive import Archive


@dataclass(slots=True)
class Options:
    """What was said before the command's name."""

    archive: str = "sqlite:///communique.db"
    debug: bool = False

    def open_archive(self) -> Archive:
        """The archive, created or brought up to date first."""
        return Archive.open(self.archive)


class Messages(Console):
    """Standard error: progress, warnings, errors."""

    escape = staticmethod(escape)

    def warn(self, text: str) -> None:
        """One line that something was wrong."""
        self.print(f"[yellow]warning:[/] {escape(text)}", soft_wrap=True)

    def note(self, text: str) -> None:
        """One line that nothing depends on."""
        self.print(escape(text), style="dim", soft_wrap=True)


options = Options()
results = Console(soft_wrap=False)
messages = Messages(stderr=True)


def json_line(value: Mapping[str, Any]) -> None:
    """One JSON object on one line of standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def table(columns: Iterable[str], rows: Iterable[Iterable[str]], *, right: Iterable[str] = ()) -> Table:
    """A plain table; columns named in `right` hold numbers."""
    shown = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for name in columns:
        shown.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(escape(cell) for cell in row))
    return shown


def show_table(shown: Table) -> None:
    """Print a table; in a pipe its lines are as long as they need to be, so that `grep` and `cut` see whole ones."""
    if results.is_terminal:
        results.print(shown)
    else:
        Console(width=100_000, soft_wrap=True).print(shown)


def minute(at: datetime | None) -> str:
    """A time for a person: UTC, to the minute."""
    return at.strftime("%Y-%m-%d %H:%M") if at else ""
