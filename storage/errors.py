"""The errors a user may meet, each saying who raises it and when.

A message is one line: what is wrong, where, and what to do next. The command line prints it and exits 1;
`--debug` shows the traceback.
"""


class CommuniqueError(Exception):
    """Root of every error that Communique raises on purpose; the command line catches this one class."""


def told(error: Exception) -> str | None:
    """What a person is told of an error that is no bug: one of ours, or of the machine's. None for any other."""
    if isinstance(error, CommuniqueError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror.lower()}: {error.filename}" if error.filename else error.strerror.lower()
    return "out of memory" if isinstance(error, MemoryError) else None


class ArchiveError(CommuniqueError):
    """Raised by `storage` when an archive cannot be opened, is newer than the program, or fails verification."""


class NoArchiveError(ArchiveError):
    """Raised by `storage.opening` when a question is asked of an archive that does not exist."""


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
