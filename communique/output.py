"""Where results and messages go: results to standard output, progress and messages to standard error.

Texts of the archive go through `say` and `table`, which make them harmless; a pipe gets every line whole.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from communique.terminal import visible, wrapped

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.archive import Archive

Part = str | tuple[str, str]
NARROWEST = 20  # cells that a wrapped text is given at least, however far it is indented
# Legal in JSON as they are, but a terminal acts on them, and some readers of JSON lines take them for line ends.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(slots=True)
class Options:
    """What was said before the command's name."""

    archive: str = "sqlite:///communique.db"
    debug: bool = False

    def open_archive(self, *, create: bool = True) -> "Archive":
        """The archive, brought up to date first; created where it does not exist, unless `create` is false."""
        from storage.archive import Archive  # noqa: PLC0415 - takes half a second, which `--help` does without

        return Archive.open(self.archive, create=create)

    @contextmanager
    def reading(self) -> Iterator["Connection"]:
        """A connection to ask an archive that exists; its file is not changed. Raises ArchiveError."""
        from storage.archive import Archive  # noqa: PLC0415 - as above

        archive = Archive.open_read_only(self.archive)
        try:
            with archive.reading() as db:
                yield db
        finally:
            archive.close()


class Messages(Console):
    """Standard error: progress, warnings, errors."""

    escape = staticmethod(escape)

    def error(self, text: str) -> None:
        """One line that says why a command ended, and what to do next."""
        self._line("error: ", "bold red", text)

    def warn(self, text: str) -> None:
        """One line that something was wrong."""
        self._line("warning: ", "yellow", text)

    def note(self, text: str) -> None:
        """One line that nothing depends on."""
        self._line("", "", text, "dim")

    def _line(self, label: str, colour: str, text: str, style: str = "") -> None:
        self.print(Text.assemble((label, colour), (visible(text), style)), soft_wrap=True, highlight=False)


options = Options()
results = Console(highlight=False)
messages = Messages(stderr=True)


def json_line(value: Mapping[str, Any]) -> None:
    """One JSON object on one line of standard output, in UTF-8 or, where the terminal has another code, in ASCII."""
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    line = json.dumps(value, ensure_ascii=ascii_only)
    sys.stdout.write(_UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n")


def say(*parts: Part, hang: str = "") -> None:
    """Print a text made of parts, each plain or with its style.

    On a terminal it is wrapped at words and hangs from `hang`, which begins its first line; in a pipe it is one line.
    """
    styled = [(part, "") if isinstance(part, str) else part for part in parts]
    text = Text.assemble(*((visible(words), style) for words, style in styled))
    first, lines = visible(hang), [text]
    if sys.stdout.isatty():
        lines = wrapped(text, max(results.width - cell_len(first), NARROWEST))
    for number, line in enumerate(lines):
        results.print(Text(first if number == 0 else " " * cell_len(first)) + line, soft_wrap=True)


def table(columns: Iterable[str], rows: Iterable[Iterable[str]], *, right: Iterable[str] = ()) -> Table:
    """A plain table; columns named in `right` hold numbers."""
    shown = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for name in columns:
        shown.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(visible(cell)) for cell in row))
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
