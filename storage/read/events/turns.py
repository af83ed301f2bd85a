"""Releases that went, came back or moved, newest first. Nothing here writes."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Protocol, TypeVarTuple

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, bindparam, func, select

from storage.damage import referring
from storage.database import chunks
from storage.models import (
    AbsenceRow,
    AddressRow,
    CaptureRow,
    ReadingRow,
    ReleaseRow,
    SnapshotRow,
    SourceRow,
)
from storage.models.fences import sound
from storage.models.rows import HeldSnapshot, Number, Statement, Time
from storage.read.absences import absence_line
from storage.read.events.change import TURNS, Change, Event, Wanted
from storage.read.events.moves import last_before, last_seen
from storage.read.snapshots import shown

Changes = Generator[Change, None, None]
AT_ONCE = 10  # rows: as many as a person asks for

Ts = TypeVarTuple("Ts")


class _Happened(Protocol):
    """A row of a release to which something happened."""

    release_id: int
    source: str
    url: str


def turned(db: Connection, wanted: Wanted, kind: str, *, ended: bool) -> Changes:
    """Releases that went, from their page or a listing, or that came back.

    A listing shows one whose address redirects as another, and one that is gone nowhere: what `moved` and the page's
    absence tell is not told again.
    """
    query, turn = turns(kind, ended=ended)
    for row, head, is_altered in _with_heads(db, within(query, turn, wanted)):
        before, after = (None, row.url) if ended else (row.url, None)
        event = Event("release", TURNS[kind][ended], before, after, "substance")
        times = (row.last_missed, row.ended_at) if ended else (row.last_seen or head.last_seen, row.began_at)
        yield replace(_of_event(row, head, times, event, is_altered=is_altered), absence=absence_line(row))


@cache
def turns(kind: str, *, ended: bool) -> tuple[Statement, Time]:
    """The absences of a kind, by when they began or ended: made once, and that column."""
    turn = AbsenceRow.ended_at if ended else AbsenceRow.began_at
    query = (
        select(
            AbsenceRow,
            ReleaseRow.url,
            SourceRow.name.label("source"),
            _head(AbsenceRow.release_id, SnapshotRow.first_seen <= AbsenceRow.began_at),
        )
        .outerjoin(ReleaseRow, ReleaseRow.id == AbsenceRow.release_id)
        .outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(AbsenceRow.kind == kind, AbsenceRow.confirmed, turn.is_not(None))
        .order_by(turn.desc(), AbsenceRow.id.desc())
    )
    if kind == "listing":
        redirected = select(ReadingRow.id).join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
        redirected = redirected.where(CaptureRow.address_id == AddressRow.id, ReadingRow.verdict == "redirected")
        sent_on = select(AddressRow.id).where(AddressRow.release_id == ReleaseRow.id, AddressRow.moved_at.is_not(None))
        # A comparison of the state itself lets SQLite begin with all releases of a source, most of which never went.
        there = func.coalesce(ReleaseRow.state, "gone") != "gone"
        query = query.where(there, ~sent_on.where(redirected.exists()).exists())
    return query, turn


def moved(db: Connection, wanted: Wanted) -> Changes:
    """Releases whose address redirects for good to another, or that a listing links to another since."""
    for row, head, is_altered in _with_heads(db, within(moves(), AddressRow.moved_at, wanted)):
        event = Event("address", "moved", row.former, row.moved_to, "typography")
        yield _of_event(row, head, (last_seen(row) or row.moved_at, row.moved_at), event, is_altered=is_altered)


@cache
def moves() -> Statement:
    """The addresses that moved, newest first: made once."""
    return (
        select(
            AddressRow.url.label("former"),
            AddressRow.moved_to,
            AddressRow.moved_at,
            AddressRow.release_id,
            ReleaseRow.url,
            SourceRow.name.label("source"),
            _head(AddressRow.release_id),
            *last_before(),
        )
        .outerjoin(ReleaseRow, ReleaseRow.id == AddressRow.release_id)
        .outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(AddressRow.moved_at.is_not(None), AddressRow.release_id.is_not(None))
        .order_by(AddressRow.moved_at.desc(), AddressRow.id.desc())
    )


def _of_event(
    row: _Happened, head: HeldSnapshot, times: tuple[datetime, datetime], event: Event, *, is_altered: bool
) -> Change:
    release = row.release_id, row.source, row.url, head.title, head.version
    return Change(*release, *times, (event,), event.cls, altered=(head.version,) if is_altered else ())


def _with_heads(db: Connection, query: Select[*Ts]) -> Iterator[tuple[Row[*Ts], HeldSnapshot, bool]]:
    """The rows of a query, each with the snapshot that it names as its head, and whether that is altered."""
    for some in rows_of(db, query):
        heads = shown(db, {row.head for row in some if row.head is not None})
        yield from ((row, heads.rows[row.head], row.head in heads.altered) for row in some if row.head in heads.rows)


def rows_of(db: Connection, query: Select[*Ts]) -> Iterator[Sequence[Row[*Ts]]]:
    """The rows of a query, a few at a time: whoever wants the ten newest changes pays for no more.

    The release and its source are joined from outside, so that one that is not there hides no change.
    """
    with db.execute(query, execution_options={"yield_per": AT_ONCE}) as rows:
        yield from chunks(referring(db, sound(rows)), AT_ONCE)


def within(query: Select[*Ts], at: Time, wanted: Wanted) -> Select[*Ts]:
    """A query of what happened `at` a time, narrowed to what is wanted."""
    if wanted.since is not None:
        query = query.where(at >= wanted.since)
    if wanted.until is not None:
        query = query.where(at < wanted.until)
    if wanted.release is not None:
        query = query.where(ReleaseRow.id == wanted.release)
    if wanted.without:  # in the statement's text: there may be more of them than a statement has parameters
        without: BindParameter[int] = bindparam(None, [*wanted.without], expanding=True, literal_execute=True)
        query = query.where(ReleaseRow.id.not_in(without))
    return query if wanted.source is None else query.where(SourceRow.name == wanted.source)


def _head(release_id: Number, *conditions: ColumnElement[bool]) -> ColumnElement[int]:
    """The newest snapshot of a release of those that meet the conditions, as a part of a query."""
    newest = select(SnapshotRow.id).where(SnapshotRow.release_id == release_id, *conditions)
    return newest.order_by(SnapshotRow.version.desc()).limit(1).scalar_subquery().label("head")
