"""What ministries changed: edited releases, and those gone, moved or taken off a listing, newest first.

Nothing here writes. Edits are found by comparing neighbouring snapshots when they are asked for, so a better
comparison needs no rebuilding.
"""

import contextlib
import heapq
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, func, select

from storage.damage import demand_references
from storage.edits.classify import EditClass, at_least, highest
from storage.edits.compare import compare
from storage.edits.edit import Edit
from storage.errors import DamagedRowError
from storage.models import AbsenceRow, AddressRow, CaptureRow, EntryRow, ReadingRow, ReleaseRow, SnapshotRow, SourceRow
from storage.read.absences import AbsenceLine, absence_line
from storage.read.history import snapshot_row
from storage.read.snapshots import altered, altered_among, load_releases

AT_ONCE = 50  # rows
# What an absence is called when it begins and when it ends.
EventKind = Literal["gone", "returned", "unlisted", "listed_again", "moved"]
TURNS: Mapping[str, tuple[EventKind, EventKind]] = {
    "page": ("gone", "returned"),
    "listing": ("unlisted", "listed_again"),
}

_TOLD: Mapping[EventKind, str] = {
    "gone": "no longer found at {before}",
    "returned": "found again at {after}",
    "unlisted": "no longer on its listing, {before}",
    "listed_again": "on its listing again, {after}",
    "moved": "from {before} for good to {after}",
}


class Wanted(NamedTuple):
    """Which changes are asked for: first seen in a span of time, of one source."""

    since: datetime | None = None
    until: datetime | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What became of a release as a whole, or of its address: `before` and `after` are addresses."""

    field: Literal["release", "address"]
    kind: EventKind
    before: str | None
    after: str | None
    cls: EditClass

    @property
    def counts_as(self) -> EditClass:
        """The class by which it is filtered."""
        return self.cls

    @property
    def summary(self) -> str:
        """What it was, in one sentence."""
        return _TOLD[self.kind].format(before=self.before, after=self.after)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one release, dated as between the last capture without it and the first with it.

    It has edits, or one event; where that is a turn of an absence, `absence` tells of both its ends. `altered` are the
    versions it shows whose text is not what was read from the page.
    """

    release: int
    source: str
    url: str
    title: str
    version: int
    last_without: datetime
    first_with: datetime
    edits: tuple[Edit | Event, ...]
    cls: EditClass
    flags: tuple[str, ...] = ()
    altered: tuple[int, ...] = ()
    absence: AbsenceLine | None = None

    @property
    def counts_as(self) -> EditClass:
        """The class by which it is filtered: that of the edit that counts most."""
        return highest(edit.counts_as for edit in self.edits) or self.cls


Changes = Generator[Change, None, None]


def changes(
    db: Connection,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    source: str | None = None,
    least: EditClass = "typography",
) -> Changes:
    """All changes first seen at or after `since` and before `until`, counted as `least` at least, newest first.

    One that an altered version is part of is given whatever its class, which may have been a graver one. Raises
    DamagedRowError.
    """
    wanted = Wanted(since, until, source)
    turns = (turned(db, wanted, kind, ended=ended) for kind in TURNS for ended in (False, True))
    with ExitStack() as closing:
        streams = edited(db, wanted), moved(db, wanted), *turns
        for stream in streams:  # with its cursor, although nobody may read it to its end
            closing.enter_context(contextlib.closing(stream))
        for change in heapq.merge(*streams, key=lambda change: change.first_with, reverse=True):
            if change.altered or at_least(change.counts_as, least):
                yield change


def edited(db: Connection, wanted: Wanted) -> Changes:
    """Each snapshot after a release's first."""
    query = (
        select(SnapshotRow, ReleaseRow.url, SourceRow.name.label("source"), SourceRow.language.label("spoken"))
        .outerjoin(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
        .outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(SnapshotRow.version > 1)
        .order_by(SnapshotRow.first_seen.desc(), SnapshotRow.id.desc())
    )
    for row in _rows(db, _within(query, SnapshotRow.first_seen, wanted)):
        before = snapshot_row(db, row.release_id, row.version - 1)
        if before is None:
            raise DamagedRowError("snapshot", "version", row.version, str(row.id))
        releases = load_releases(db, [before, row])
        found = compare(releases[before.id], releases[row.id], row.spoken)
        wrong = altered_among(db, [before, row], releases)
        yield Change(
            release=row.release_id,
            source=row.source,
            url=row.url,
            title=row.title,
            version=row.version,
            last_without=before.last_seen,
            first_with=row.first_seen,
            edits=found.edits,
            cls=found.cls or "typography",
            flags=found.flags,
            altered=tuple(one.version for one in (before, row) if one.id in wrong),
        )


def turned(db: Connection, wanted: Wanted, kind: str, *, ended: bool) -> Changes:
    """Releases that went, from their page or a listing, or that came back.

    A listing shows one whose address redirects as another, and one that is gone nowhere: what `moved` and the page's
    absence tell is not told again.
    """
    turn = AbsenceRow.ended_at if ended else AbsenceRow.began_at
    query = (
        select(AbsenceRow, ReleaseRow.url, SourceRow.name.label("source"))
        .outerjoin(ReleaseRow, ReleaseRow.id == AbsenceRow.release_id)
        .outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(AbsenceRow.kind == kind, AbsenceRow.confirmed, turn.is_not(None))
        .order_by(turn.desc(), AbsenceRow.id.desc())
    )
    if kind == "listing":
        redirected = select(ReadingRow.id).join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
        redirected = redirected.where(CaptureRow.address_id == AddressRow.id, ReadingRow.verdict == "redirected")
        sent_on = select(AddressRow.id).where(AddressRow.release_id == ReleaseRow.id, AddressRow.moved_at.is_not(None))
        query = query.where(ReleaseRow.state != "gone", ~sent_on.where(redirected.exists()).exists())
    for row in _rows(db, _within(query, turn, wanted)):
        head = snapshot_row(db, row.release_id, as_of=row.began_at)
        if head is None:
            continue
        before, after = (None, row.url) if ended else (row.url, None)
        event = Event("release", TURNS[kind][ended], before, after, "substance")
        times = (row.last_missed, row.ended_at) if ended else (row.last_seen or head.last_seen, row.began_at)
        yield replace(_of_event(db, row, head, times, event), absence=absence_line(row))


def moved(db: Connection, wanted: Wanted) -> Changes:
    """Releases whose address redirects for good to another, or that a listing links to another since."""
    query = (
        select(
            AddressRow.url.label("former"),
            AddressRow.moved_to,
            AddressRow.moved_at,
            AddressRow.release_id,
            ReleaseRow.url,
            SourceRow.name.label("source"),
        )
        .outerjoin(ReleaseRow, ReleaseRow.id == AddressRow.release_id)
        .outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(AddressRow.moved_at.is_not(None), AddressRow.release_id.is_not(None))
        .order_by(AddressRow.moved_at.desc(), AddressRow.id.desc())
    )
    for row in _rows(db, _within(query, AddressRow.moved_at, wanted)):
        head = snapshot_row(db, row.release_id)
        if head is None:
            continue
        event = Event("address", "moved", row.former, row.moved_to, "typography")
        times = _last_before(db, row) or row.moved_at, row.moved_at
        yield _of_event(db, row, head, times, event)


def _of_event(db: Connection, row: Any, head: Any, times: tuple[datetime, datetime], event: Event) -> Change:
    release = row.release_id, row.source, row.url, head.title, head.version
    shown = (head.version,) if altered(db, [head.id]) else ()
    return Change(*release, *times, (event,), event.cls, altered=shown)


def _rows(db: Connection, query: Any) -> Iterator[Any]:
    """The rows of a query, a few at a time: whoever wants the ten newest changes pays for no more.

    The release and its source are joined from outside, so that one that is not there hides no change.
    """
    with db.execute(query, execution_options={"yield_per": AT_ONCE}) as rows:
        for row in rows:
            if row.source is None:
                demand_references(db, [row.release_id])
            yield row


def _within(query: Any, at: Any, wanted: Wanted) -> Any:
    if wanted.since is not None:
        query = query.where(at >= wanted.since)
    if wanted.until is not None:
        query = query.where(at < wanted.until)
    return query if wanted.source is None else query.where(SourceRow.name == wanted.source)


def _last_before(db: Connection, moved: Any) -> datetime | None:
    """When a release was last seen before it moved: its page, or a line of a listing that stated its former address."""
    newest = select(func.max(CaptureRow.at)).where(CaptureRow.at < moved.moved_at)
    read = newest.join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
    read = read.where(ReadingRow.release_id == moved.release_id, ReadingRow.verdict.in_(("read", "unchanged")))
    stated = newest.join(EntryRow, EntryRow.last_capture_id == CaptureRow.id)
    stated = stated.where(EntryRow.release_id == moved.release_id, EntryRow.url == moved.former)
    return max((at for query in (read, stated) if (at := db.execute(query).scalar()) is not None), default=None)
