"""What ministries changed: edited releases and files, and releases gone, moved or taken off a listing, newest first.

Nothing here writes. Edits are found by comparing neighbouring snapshots when they are asked for, so a better
comparison needs no rebuilding.
"""

import contextlib
import heapq
from collections.abc import Collection, Iterable, Iterator, Set
from contextlib import ExitStack
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any, Protocol

from sqlalchemy import Connection, and_, select
from sqlalchemy.orm import aliased

from storage.database import chunks
from storage.edits.classify import EditClass, at_least
from storage.edits.compare import Comparison, compare
from storage.errors import DamagedRowError
from storage.models import ReleaseRow, SnapshotRow, SourceRow
from storage.models.fences import leave_out
from storage.models.rows import Statement
from storage.read.assets.moved_pictures import without_moved_pictures
from storage.read.events.change import TURNS, Change, ChangeKind, Event, EventKind, Wanted
from storage.read.events.files import files_replaced
from storage.read.events.turns import Changes, moved, rows_of, turned, within
from storage.read.snapshots import Shown, shown
from storage.review.decisions import at_once

__all__ = ["Change", "ChangeKind", "Event", "EventKind", "changes", "counts"]
COMPARED = 3  # changes whose texts are in memory at once: each of the two may be a long one


def changes(
    db: Connection,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    source: str | None = None,
    release: int | None = None,
    kinds: Collection[ChangeKind] = (),
    least: EditClass = "typography",
    all_edits: bool = False,
    without: Set[int] = frozenset(),
) -> Changes:
    """All changes first seen at or after `since` and before `until`, counted as `least` at least, newest first.

    Of one source or release where it is given, and of these `kinds`, or of all where there are none. Those
    of the releases `without` which they are asked for are left out.

    What many releases had at once is no edit, unless `all_edits` are asked for: a change that is nothing else comes
    without edits, whatever its class.

    One that an altered version is part of is given whatever its class, which may have been a graver one, and though it
    has no edits. Raises DamagedRowError.
    """
    wanted = Wanted(since, until, source, all_edits, release, without)
    streams: list[Changes] = []
    of_kind = ("edited", edited), ("edited", files_replaced), ("moved", moved)
    streams += [of(db, wanted) for kind, of in of_kind if not kinds or kind in kinds]
    turns = ((kind, ended) for kind in TURNS for ended in (False, True) if not kinds or TURNS[kind][ended] in kinds)
    streams += [turned(db, wanted, kind, ended=ended) for kind, ended in turns]
    with ExitStack() as closing:
        for stream in streams:  # with its cursor, although nobody may read it to its end
            closing.enter_context(contextlib.closing(stream))
        for change in heapq.merge(*streams, key=lambda change: change.first_with, reverse=True):
            if counts(change, least):
                yield change


def counts(change: Change, least: EditClass) -> bool:
    """Whether a change is given where those of at least a class are wanted."""
    left_out = bool(change.at_once and not change.edits)
    return bool(change.altered) or left_out or (bool(change.edits) and at_least(change.counts_as, least))


class _Following(Protocol):
    """A row of `_versions` with a version before it."""

    id: int
    release_id: int
    version: int
    before_id: int
    url: str
    source_id: int
    source: str
    spoken: str


def edited(db: Connection, wanted: Wanted) -> Changes:
    """Each snapshot after a release's first."""
    rows = chain.from_iterable(rows_of(db, within(_versions(), SnapshotRow.first_seen, wanted)))
    for some in chunks(_following(rows), COMPARED):
        versions = shown(db, {number for row in some for number in (row.before_id, row.id)})
        yield from (
            _edited(db, wanted, row, versions)
            for row in some
            if row.before_id in versions.rows and row.id in versions.rows
        )


def _following(rows: Iterable[Any]) -> Iterator[_Following]:
    """The rows of versions that follow another; those whose version before is not there are damaged."""
    for row in rows:
        if row.before_id is None:
            leave_out(DamagedRowError("snapshot", "version", row.version, str(row.id)))
        else:
            yield row


@cache
def _versions() -> Statement:
    """The snapshots after a release's first, newest first, each with the one before: made once."""
    before = aliased(SnapshotRow)
    return (
        select(
            *(SnapshotRow.id, SnapshotRow.release_id, SnapshotRow.version, before.id.label("before_id")),
            *(ReleaseRow.url, ReleaseRow.source_id, SourceRow.name.label("source"), SourceRow.language.label("spoken")),
        )
        .outerjoin(before, and_(before.release_id == SnapshotRow.release_id, before.version == SnapshotRow.version - 1))
        .outerjoin(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
        .outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(SnapshotRow.version > 1)
        .order_by(SnapshotRow.first_seen.desc(), SnapshotRow.id.desc())
    )


def _edited(db: Connection, wanted: Wanted, row: _Following, versions: Shown) -> Change:
    old, new = (versions.rows[number] for number in (row.before_id, row.id))
    texts = versions.releases[old.id], versions.releases[new.id]
    found = compare(*texts, row.spoken)
    own, shared = at_once(db, row.source_id, found.edits, old.last_seen, new.first_seen)
    edits = found.edits if wanted.at_once else own
    told = Comparison(without_moved_pictures(db, row.release_id, edits, texts, new.first_seen))
    return Change(
        release=row.release_id,
        source=row.source,
        url=row.url,
        title=new.title,
        version=row.version,
        last_without=old.last_seen,
        first_with=new.first_seen,
        edits=told.edits,
        cls=told.cls or "typography",
        flags=told.flags,
        altered=tuple(one.version for one in (old, new) if one.id in versions.altered),
        at_once=tuple(shared),
        compared=sum(len(versions.releases[one.id].blocks) for one in (old, new)),
    )
