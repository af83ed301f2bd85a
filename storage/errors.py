"""The errors a user may meet, each saying who raises it and when.

A message is one line: what is wrong, where, and what to do next. The command line prints it and exits 1;
`--debug` shows the traceback.
"""


class CommuniqueError(Exception):
    """Root of every error that Communique raises on purpose; the command line catches this one class."""


class ArchiveError(CommuniqueError):
    """Raised by `storage` when an archive cannot be opened, is newer than the program, or fails verification."""


class NoArchiveError(ArchiveError):
    """Raised by `storage.database` when a question is asked of an archive that does not exist."""


class WarcError(CommuniqueError):
    """Raised by `storage.warc.recording` when a file is no WARC or WACZ, or a record of one cannot be read."""
