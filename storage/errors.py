"""The errors a user may meet, each saying who raises it and when.

A message is one line: what is wrong, where, and what to do next. The command line prints it and exits 1, or 2 for a
UsageError; `--debug` shows the traceback.
"""

import errno
import re

# What Python says of a library in C that gave up without a word, as they do where they get no memory.
_IN_C = re.compile(r"without (an )?exception set|without setting an exception")
LONGEST_MESSAGE = 1_000  # characters
LONGEST_VALUE = 60  # characters of a damaged value that are shown
# What `reparse` makes anew: tables, and of the releases these columns.
DERIVED = ("reading", "snapshot", "block", "image", "link", "asset", "file", "passage")
DERIVED_OF_RELEASES = ("url", "state", "held_at", "changed_at", "visited_at", "due_at")


class CommuniqueError(Exception):
    """Root of every error that Communique raises on purpose; the command line catches this one class."""

    def __init__(self, message: str = "") -> None:
        super().__init__(one_line(message))


def one_line(message: str) -> str:
    """A message on one line, and no longer than anyone reads: it may hold whatever a site sent."""
    line = " ".join(message.splitlines())
    return line if len(line) <= LONGEST_MESSAGE else f"{line[:LONGEST_MESSAGE]}…"


def told(error: Exception) -> str | None:
    """What a person is told of an error that is no bug: one of ours, or of the machine's. None for any other."""
    if isinstance(error, CommuniqueError):
        return str(error)
    if lacking := shortage(error):
        return lacking
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror.lower()}: {error.filename}" if error.filename else error.strerror.lower()
    return None


class ArchiveError(CommuniqueError):
    """Raised by `storage` when an archive cannot be opened, is newer than the program, or fails verification."""


class UsageError(CommuniqueError):
    """Raised where what a person named is not there, or is not what it should be: the command line exits 2."""


class NothingNamedError(ArchiveError, UsageError):
    """Raised by `storage.read` where the archive holds no source, release or version that a person named."""


class NothingHeldError(ArchiveError):
    """Raised by `storage.read` where an archive knows what a person named, and holds no version, or none so old."""


class CursorError(ArchiveError, UsageError):
    """Raised by `storage.read` and `storage.search` where the next page is asked for by what no page gave."""

    def __init__(self, cursor: str) -> None:
        super().__init__(f"{cursor[:LONGEST_VALUE]!r} leads to no page; take what the page before gave as `next`")


class UnstorableError(ArchiveError):
    """Raised by `storage.archive` when a database refuses what is to be kept: a number or a text beyond its bounds."""


class NoArchiveError(ArchiveError, UsageError):
    """Raised by `storage.opening` when a question is asked of an archive that does not exist."""


class ArchiveUrlError(ArchiveError, UsageError):
    """Raised by `storage.database` when what a person named as an archive can be none."""


class DamageError(ArchiveError):
    """Raised by `storage` where something that an archive keeps is not what was kept; the rest of it is as it was."""


class DamagedRowError(DamageError):
    """Raised by `storage` where a row holds what its column cannot have, or refers to a row that is not there.

    `row` is its key. Where that is not known yet, `storage.archive` looks for it and raises another that names it.
    `is_derived` says whether `reparse` can make it anew from what is kept, as it can where `derived` is given.
    """

    def __init__(self, table: str, column: str, value: object, row: str = "", *, derived: bool = False) -> None:
        self.table, self.column, self.value, self.row = table, column, value, row
        of_release = table == "release" and column in DERIVED_OF_RELEASES
        self.is_derived = derived or table in DERIVED or of_release
        shown = ascii(value) if len(ascii(value)) <= LONGEST_VALUE else f"{ascii(value)[:LONGEST_VALUE]}..."
        remedy = "`communique reparse` makes it anew" if self.is_derived else "only a backup of the archive has it"
        super().__init__(f"row {row or '?'} of table {table} is damaged: its {column} cannot be {shown}; {remedy}")


class NewFileError(UsageError):
    """Raised by `storage.export` where a file that a person named cannot be written, or is there already."""


class ProofError(CommuniqueError):
    """Raised by `storage.proof` where a proof or a receipt does not hold, or is none."""


class NoProofError(ProofError, UsageError):
    """Raised by `storage.proof.documents` where the file of a proof or a receipt cannot be read, or not be made."""


class WarcError(CommuniqueError):
    """Raised by `storage.warc.recording` when a file is no WARC, ARC or WACZ, or a record of one cannot be read."""


class SourceError(CommuniqueError):
    """Raised by `crawler.sources.source` and `.registry` when a ministry file is wrong or no source has a name."""


class NoRecordingError(WarcError, UsageError):
    """Raised by `storage.warc.files` where a file that a person named cannot be opened."""


class NoSourceError(SourceError, UsageError):
    """Raised by `crawler.sources.registry` where no source, or no folder of them, has the name that a person gave."""


class LayoutError(CommuniqueError):
    """Raised by a layout, or a selection in it, when a page is not as the layout says: the selector is named.

    The page's capture is then marked *unreadable* and read again once the layout has been repaired.
    """


class DateError(LayoutError):
    """Raised by `crawler.extract.dates` when a printed date is ambiguous, relative or in no declared format."""


def shortage(error: BaseException) -> str:
    """What this machine lacks, where an error comes of that, in one line; empty for any other error.

    Such an error says nothing of a page or a site: it ends the run, and the next one goes on with what is left.
    """
    linked: list[BaseException | None] = [error]
    seen: set[int] = set()  # a cause is a context too, and chains may be long, or run in a circle
    for one in linked:
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        number, text = (one.errno if isinstance(one, OSError) else None), str(one)
        if isinstance(one, MemoryError) or number == errno.ENOMEM:
            return "out of memory"
        if isinstance(one, ImportError) and "map segment" in text:  # of a library, by the dynamic linker of glibc
            return "out of memory"
        if isinstance(one, SystemError) and _IN_C.search(text):
            return "out of memory"
        if isinstance(one, RuntimeError) and "can't start new thread" in text:
            return "no thread can be started, for want of memory or by a limit (ulimit -u)"
        if isinstance(one, ImportError) and "too many open files" in text.lower():
            number = errno.EMFILE
        if number in (errno.EMFILE, errno.ENFILE):
            return "too many files are open at once (ulimit -n)"
        reasons = getattr(one, "reasons", None) or ()  # of Twisted: failures, each with its error
        linked += [one.__cause__, one.__context__, *(getattr(reason, "value", None) for reason in reasons)]
    return ""
