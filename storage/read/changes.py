"""What ministries changed: edited releases, and those gone, moved or taken off a listing, newest first.

Nothing here writes. Edits are found by comparing neighbouring snapshots when they are asked for, so a better
comparison needs no rebuilding.
"""

import contextlib
import heapq
from collections.abc import Set
from contextlib import ExitStack
from datetime import datetime

from sqlalchemy import Connection, select

from storage.edits.classify import EditClass, at_least
from storage.edits.compare import Comparison, compare
from storage.errors import DamagedRowError
from storage.models import ReleaseRow, SnapshotRow, SourceRow
from storage.read.events.change import TURNS, Change, Event, EventKind, Wanted
from storage.read.events.turns import Changes, moved, rows_of, turned, within
from storage.read.history import snapshot_row
from storage.read.snapshots import altered_among, load_releases
from storage.review.decisions import at_once

__all__ = ["Change", "Event", "EventKind", "changes"]


def changes(
    db: Connection,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    source: str | None = None,
    least: EditClass = "typography",
    all_edits: bool = False,
    without: Set[int] = frozenset(),
) -> Changes:
    """All changes first seen at or after `since` and before `until`, counted as `least` at least, newest first.

    Those of the releases `without` which they are asked for are left out.

    What many releases had at once is no edit, unless `all_edits` are asked for: a change that is nothing else comes
    without edits, whatever its class.

    One that an altered version is part of is given whatever its class, which may have been a graver one. Raises
    DamagedRowError.
    """
    wanted = Wanted(since, until, source, all_edits, without=without)
    turns = (turned(db, wanted, kind, ended=ended) for kind in TURNS for ended in (False, True))
    with ExitStack() as closing:
        streams = edited(db, wanted), moved(db, wanted), *turns
        for stream in streams:  # with its cursor, although nobody may read it to its end
            closing.enter_context(contextlib.closing(stream))
        for change in heapq.merge(*streams, key=lambda change: change.first_with, reverse=True):
            left_out = bool(change.at_once and not change.edits)
            if change.altered or left_out or at_least(change.counts_as, least):
                yield change


def edited(db: Connection, wanted: Wanted) -> Changes:
    """Each snapshot after a release's first."""
    query = (
        select(
            SnapshotRow,
            ReleaseRow.url,
            SourceRow.name.label("source"),
            SourceRow.language.label("spoken"),
            ReleaseRow.source_id,
        )
        .outerjoin(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
        .outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(SnapshotRow.version > 1)
        .order_by(SnapshotRow.first_seen.desc(), SnapshotRow.id.desc())
    )
    for row in rows_of(db, within(query, SnapshotRow.first_seen, wanted)):
        before = snapshot_row(db, row.release_id, row.version - 1)
        if before is None:
            raise DamagedRowError("snapshot", "version", row.version, str(row.id))
        releases = load_releases(db, [before, row])
        found = compare(releases[before.id], releases[row.id], row.spoken)
        own, shared = at_once(db, row.source_id, found.edits, before.last_seen, row.first_seen)
        told = found if wanted.at_once else Comparison(tuple(own))
        wrong = altered_among(db, [before, row], releases)
        yield Change(
            release=row.release_id,
            source=row.source,
            url=row.url,
            title=row.title,
            version=row.version,
            last_without=before.last_seen,
            first_with=row.first_seen,
            edits=told.edits,
            cls=told.cls or "typography",
            flags=told.flags,
            altered=tuple(one.version for one in (before, row) if one.id in wrong),
            at_once=tuple(shared),
        )
