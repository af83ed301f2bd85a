"""All that an archive holds, in a form in which two archives of the same pages are equal, on either database.

Rows refer to one another by what they are instead of by number. Left out are how bytes are packed, what a crawl found
to say of itself, and, unless they are asked for, the times at which things were done.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Table, select

from storage.archive import Archive
from storage.models import Base, UTCDateTime
from storage.payloads.store import Payloads
from storage.proof.checks.fault import Extent
from storage.proof.verify import verify
from storage.search.find import Among, find
from storage.search.query import parse

Contents = dict[str, list[tuple[Any, ...]]]

PACKING = {
    "payload": {"data", "dictionary_id", "base_id", "depth"},
    "capture": {"head", "head_dictionary_id"},
    "crawl": {"findings", "unread_from", "started_at", "finished_at"},
    "dictionary": {"data", "sha256"},
    "source": {"examined"},
}
LEFT_OUT = {"dictionary"}  # samples are whatever had come when one was trained
LEFT_OUT |= {"log", "tree_head"}  # leaves have their rows' numbers: two logs are alike if either holds
# What a row is called, by columns of its own and of those that it refers to.
NAMES: dict[str, tuple[str, ...]] = {
    "source": ("name",),
    "crawl": ("source_id", "mode", "options"),
    "release": ("source_id", "key"),
    "address": ("source_id", "url"),
    "payload": ("sha256",),
    "encoded_payload": ("sha256",),
    "recording": ("sha256", "member"),
    "capture": ("address_id", "status", "payload_id", "recording_offset"),
    "snapshot": ("release_id", "version"),
}


def contents(url: str, *, times: bool = False, words: str = "") -> Contents:
    """The rows of the archive at `url` by table, under "search" where `words` are found, and "faults" of its log."""
    archive = Archive.open_read_only(url)
    try:
        with archive.reading() as db:
            found = _Reader(db, times=times).all()
            found["faults"] = [(one.table, one.row, one.what) for one in verify(db, Payloads(), Extent(), full=True)]
            if words:
                hits = find(db, parse(words), Among(every_version=True), limit=100_000)
                found["search"] = sorted((hit.source, hit.url, hit.version, hit.position) for hit in hits)
            return found
    finally:
        archive.close()


def differences(expected: Contents, found: Contents) -> list[str]:
    """Where two differ, in a few lines; empty where they do not."""
    told = []
    for name, rows in expected.items():
        missing, added = _less(rows, found[name]), _less(found[name], rows)
        if missing or added:
            told.append(f"{name}: {len(missing)} missing, such as {missing[:2]}; {len(added)} others: {added[:2]}")
    return told


def _less(some: list[tuple[Any, ...]], others: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    left = defaultdict[Any, int](int)
    for row in others:
        left[row] += 1
    found = []
    for row in some:
        if left[row]:
            left[row] -= 1
        else:
            found.append(row)
    return found


class _Reader:
    def __init__(self, db: Connection, *, times: bool) -> None:
        self._db, self._times = db, times
        self._payloads = Payloads()
        self._names: dict[str, dict[int, Any]] = {}

    def all(self) -> Contents:
        return {
            table.name: sorted(self._rows(table), key=repr)
            for table in Base.metadata.sorted_tables
            if table.name not in LEFT_OUT
        }

    def _rows(self, table: Table) -> list[tuple[Any, ...]]:
        rows = self._db.execute(select(table)).all()
        shown = [column for column in table.columns if self._is_shown(table, column)]
        known = NAMES.get(table.name)
        if known:
            self._names[table.name] = {
                row.id: tuple(self._value(table.columns[name], getattr(row, name)) for name in known) for row in rows
            }
        more: Callable[[Any], tuple[Any, ...]] = {"payload": self._body, "capture": self._head}.get(
            table.name, lambda _: ()
        )
        return [(*(self._value(column, getattr(row, column.name)) for column in shown), *more(row)) for row in rows]

    def _is_shown(self, table: Table, column: Any) -> bool:
        own = column.name == "id" or column.name in PACKING.get(table.name, ())
        return not own and (self._times or not isinstance(column.type, UTCDateTime))

    def _value(self, column: Any, value: Any) -> Any:
        for key in column.foreign_keys:
            return value if value is None else self._names[key.column.table.name][value]
        return value.hex() if isinstance(value, bytes) else value

    def _body(self, row: Any) -> tuple[Any, ...]:
        return (self._payloads.get(self._db, row.id).hex(),)

    def _head(self, row: Any) -> tuple[Any, ...]:
        return (repr(self._payloads.unpack_head(self._db, row.head, row.head_dictionary_id)),)
