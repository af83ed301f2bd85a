"""Prints results to standard output, and progress and messages to standard error.

Texts of the archive go through `say` and `table`, which make them harmless; a pipe gets every line whole.
"""

import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import StringIO
from typing import Any, Literal

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from communique.terminal import wrapped
from storage.export.json_lines import line_of
from storage.records import visible

Part = str | tuple[str, str]  # a text, or a text and its style
NARROWEST = 20  # cells that a wrapped text is given at least, however far it is indented


class Results(Console):
    """Standard output. Whoever reads it may have gone (`head`): that ends the command, and is no failure."""

    def on_broken_pipe(self) -> None:
        """Raise BrokenPipeError, where rich would end the program with 1."""
        raise BrokenPipeError


class Messages(Results):
    """Standard error. Each method prints one line; where it is `terse`, plain lines and notes are left out."""

    terse = False  # rich's own `quiet` would leave out warnings and errors too

    def error(self, text: str) -> None:
        """One line that says why a command ended, and what to do next."""
        self._line("error: ", "bold red", text)

    def warn(self, text: str) -> None:
        """One line that something was wrong."""
        self._line("warning: ", "yellow", text)

    def say(self, text: str) -> None:
        """One plain line."""
        if not self.terse:
            self._line("", "", text)

    def note(self, text: str) -> None:
        """One line that nothing depends on."""
        if not self.terse:
            self._line("", "", text, "dim")

    def _line(self, label: str, colour: str, text: str, style: str = "") -> None:
        self.print(Text.assemble((label, colour), (visible(text), style)), soft_wrap=True, highlight=False)


results = Results(highlight=False)
messages = Messages(stderr=True)


def json_line(value: Mapping[str, Any]) -> None:
    """Print one JSON object on one line, in UTF-8, or in ASCII where standard output has another encoding."""
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    sys.stdout.write(line_of(value, ascii_only=ascii_only))


def say(*parts: Part, hang: str = "") -> None:
    """Print a text made of parts, each plain or with its style.

    In a pipe it is one line. On a terminal it is wrapped between words; `hang` begins the first line, and the others
    are indented by as much.
    """
    styled = [(part, "") if isinstance(part, str) else part for part in parts]
    text = Text.assemble(*((visible(words), style) for words, style in styled))
    first, lines = visible(hang), [text]
    if sys.stdout.isatty():
        lines = wrapped(text, max(results.width - cell_len(first), NARROWEST))
    for number, line in enumerate(lines):
        results.print(Text(first if number == 0 else " " * cell_len(first)) + line, soft_wrap=True)


def table(columns: Iterable[str], rows: Iterable[Iterable[str]], *, right: Iterable[str] = ()) -> Table:
    """A plain table; columns named in `right` hold numbers. One with nothing in it, or 0 in every row, is left out."""
    lines, names = [[visible(cell) for cell in row] for row in rows], list(columns)
    told = [number for number in range(len(names)) if not lines or any(line[number] not in ("", "0") for line in lines)]
    shown = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for number in told:
        justify: Literal["left", "right"] = "right" if names[number] in right else "left"
        shown.add_column(names[number], justify=justify, overflow="fold")
    for line in lines:
        shown.add_row(*(Text(line[number]) for number in told))
    return shown


def show_table(shown: Table) -> None:
    """Print a table; in a pipe its lines are as long as they need to be, so that `grep` and `cut` see whole ones."""
    if sys.stdout.isatty():
        results.print(shown)
        return
    lines = StringIO()
    Console(width=100_000, file=lines, color_system=None).print(shown)
    sys.stdout.writelines(line.rstrip() + "\n" for line in lines.getvalue().split("\n")[:-1])


def minute(at: datetime | None) -> str:
    """A time for a person: UTC, to the minute."""
    return at.strftime("%Y-%m-%d %H:%M") if at else ""
