"""Releases that went, came back or moved, newest first. Nothing here writes."""

from collections.abc import Generator, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from storage.damage import demand_references
from storage.models import AbsenceRow, AddressRow, CaptureRow, EntryRow, ReadingRow, ReleaseRow, SourceRow
from storage.read.absences import absence_line
from storage.read.events.change import TURNS, Change, Event, Wanted
from storage.read.history import snapshot_row
from storage.read.snapshots import altered

Changes = Generator[Change, None, None]
AT_ONCE = 50  # rows


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
    for row in rows_of(db, within(query, turn, wanted)):
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
    for row in rows_of(db, within(query, AddressRow.moved_at, wanted)):
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


def rows_of(db: Connection, query: Any) -> Iterator[Any]:
    """The rows of a query, a few at a time: whoever wants the ten newest changes pays for no more.

    The release and its source are joined from outside, so that one that is not there hides no change.
    """
    with db.execute(query, execution_options={"yield_per": AT_ONCE}) as rows:
        for row in rows:
            if row.source is None:
                demand_references(db, [row.release_id])
            yield row


def within(query: Any, at: Any, wanted: Wanted) -> Any:
    """A query of what happened `at` a time, narrowed to what is wanted."""
    if wanted.since is not None:
        query = query.where(at >= wanted.since)
    if wanted.until is not None:
        query = query.where(at < wanted.until)
    if wanted.without:  # in the statement's text: there may be more of them than a statement has parameters
        without: Any = bindparam(None, [*wanted.without], expanding=True, literal_execute=True)
        query = query.where(ReleaseRow.id.not_in(without))
    return query if wanted.source is None else query.where(SourceRow.name == wanted.source)


def _last_before(db: Connection, moved: Any) -> datetime | None:
    """When a release was last seen before it moved: its page, or a line of a listing that stated its former address."""
    newest = select(func.max(CaptureRow.at)).where(CaptureRow.at < moved.moved_at)
    read = newest.join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
    read = read.where(ReadingRow.release_id == moved.release_id, ReadingRow.verdict.in_(("read", "unchanged")))
    stated = newest.join(EntryRow, EntryRow.last_capture_id == CaptureRow.id)
    stated = stated.where(EntryRow.release_id == moved.release_id, EntryRow.url == moved.former)
    return max((at for query in (read, stated) if (at := db.execute(query).scalar()) is not None), default=None)
