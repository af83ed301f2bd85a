"""Exports releases as JSON lines, CSV or Parquet: one pass over the archive, a few releases in memory at a time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal, TypeVar, cast

from sqlalchemy import Connection

from storage.export.changes import changes_of
from storage.export.csv_file import write_csv
from storage.export.json_lines import line_of
from storage.export.noted import Noted
from storage.export.parquet_file import write_parquet
from storage.export.releases import versions_of
from storage.export.tables import ROWS, TABLES, Row, rows_of_change
from storage.read import answers
from storage.read.lists.releases import Listed
from storage.warc.write.sink import Sink

T = TypeVar("T")
Format = Literal["jsonl", "csv", "parquet"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is exported: which releases, their newest or `every_version`, as which table."""

    releases: Listed
    every_version: bool = False
    table: str = "releases"


def write_table(
    db: Connection, stream: BinaryIO, form: Format, wanted: Wanted, noted: Noted, tell: Callable[[int], None]
) -> tuple[Sink, int]:
    """Write what is wanted; gives the digest and size of what was written, and the rows. `tell` hears of each row.

    What is damaged or altered in the archive is noted: the former is left out, the latter marked.
    """
    sink, count = Sink(stream), _Count(tell)
    if form == "jsonl":
        for line in count(_lines(db, wanted, noted)):
            sink.write(line)
    else:
        write = write_csv if form == "csv" else write_parquet
        write(cast(BinaryIO, sink), TABLES[wanted.table], count(_rows(db, wanted, noted)))
    return sink, count.rows


class _Count:
    """Counts what passes through."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell = tell
        self.rows = 0

    def __call__(self, rows: Iterable[T]) -> Iterator[T]:
        for row in rows:
            yield row
            self.rows += 1
            self._tell(self.rows)


def _lines(db: Connection, wanted: Wanted, noted: Noted) -> Iterator[bytes]:
    for one in versions_of(db, wanted.releases, noted, every=wanted.every_version):
        shown = answers.release(one.release, one.version, one.text, one.absent, one.versions, one.next_seen)
        digests = {"payload": one.version.payload, "content": one.version.content}
        yield line_of(shown | digests).encode()


def _rows(db: Connection, wanted: Wanted, noted: Noted) -> Iterator[Row]:
    if wanted.table == "changes":
        for change in changes_of(db, wanted.releases, noted):
            yield from rows_of_change(change)
        return
    for one in versions_of(db, wanted.releases, noted, every=wanted.every_version):
        yield from ROWS[wanted.table](one)
