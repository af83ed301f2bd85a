"""The errors a user may meet, each saying who raises it and when.

A message is one line: what is wrong, where, and what to do next. The command line prints it and exits 1;
`--debug` shows the traceback.
"""

LONGEST_VALUE = 60  # characters of a damaged value that are shown
# What `reparse` makes anew from the pages that are kept.
_REPARSE = "`communique reparse` makes it anew from the pages that are kept"
REMEDIES = dict.fromkeys(("reading", "snapshot", "block", "image", "link", "absence"), _REPARSE)


class CommuniqueError(Exception):
    """Root of every error that Communique raises on purpose; the command line catches this one class."""


class ArchiveError(CommuniqueError):
    """Raised by `storage` when an archive cannot be opened, is newer than the program, or fails verification."""


class NoArchiveError(ArchiveError):
    """Raised by `storage.opening` when a question is asked of an archive that does not exist."""


class DamagedError(ArchiveError):
    """Raised by `storage` when a row holds a value that its column cannot have, or refers to a row that is not there.

    Where its numbers are not known, `storage.archive` looks for the row and raises another that names it.
    """

    def __init__(self, table: str, column: str, value: object, row: str = "") -> None:
        self.table, self.column, self.value, self.row = table, column, value, row
        shown = ascii(value) if len(ascii(value)) <= LONGEST_VALUE else f"{ascii(value)[:LONGEST_VALUE]}..."
        super().__init__(
            f"row {row or '?'} of the table {table} is damaged: its {column} cannot be {shown}; "
            f"{REMEDIES.get(table, 'take the archive from a backup')}"
        )


class WarcError(CommuniqueError):
    """Raised by `storage.warc.recording` when a file is no WARC, ARC or WACZ, or a record of one cannot be read."""


class SourceError(CommuniqueError):
    """Raised by `crawler.sources.source` and `.registry` when a ministry file is wrong or no source has a name."""


class LayoutError(CommuniqueError):
    """Raised by a layout, or a selection in it, when a page is not as the layout says: the selector is named.

    The page's capture is then marked *unreadable* and read again once the layout has been repaired.
    """


class DateError(LayoutError):
    """Raised by `crawler.extract.dates` when a printed date is ambiguous, relative or in no declared format."""
