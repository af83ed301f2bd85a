"""Recognizes what was edited in many releases of a source at once: a change of dress, until a person says otherwise.

A content system puts hints, buttons and boxes into texts, and takes them out again; a by-line or a footer is worded
anew. What tells that from a ministry's edits is that the same is done to most releases at one moment. The comparison of
two versions cannot see it; all edits of a source together show it. Everything runs in the caller's transaction.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from storage.database import chunks
from storage.edits.summaries.summary import summary
from storage.errors import DamageError
from storage.models import EditAtOnceRow, EditSignRow, ReleaseRow, SnapshotRow, SourceRow
from storage.models.rows import HeldEditAtOnce, HeldEditSign, HeldSnapshot
from storage.read.history import snapshot_row
from storage.read.snapshots import between
from storage.records import Finding
from storage.review.signs import sign

# An edit that a ministry makes by hand is made in few releases: never are three hidden, nor five. A site's feed has ten
# items, of which some leave between two visits, so that no more can be asked for.
LEAST = 6  # releases
SHARE = 2  # of so many releases that were visited before and after, one has it: what dresses a site dresses most pages
AT_ONCE = 100  # versions looked at in one transaction
EDITS = 100  # of a version; what was written anew has more, and is no dress


class _Version(HeldSnapshot, Protocol):
    """A row of `_versions`."""

    spoken: str


@dataclass(slots=True)
class _Group:
    """Edits with one sign, all between visits on either side of one `moment`; the first is of this version."""

    moment: datetime
    snapshot_id: int
    releases: int = 0
    row: HeldEditAtOnce | None = None  # as it is held, if it is

    def add(self, edit: HeldEditSign, rows: Sequence[HeldEditAtOnce]) -> None:
        self.releases += 1
        self.row = self.row or next((row for row in rows if edit.began < row.moment <= edit.seen), None)


@dataclass(frozen=True, slots=True)
class Examined:
    """Some versions were looked at, and this was recognized."""

    found: Sequence[Finding]


def examine(db: Connection, source_id: int) -> Examined | None:
    """Look at some versions of a source that were not looked at yet; None where none is left. Writes."""
    fresh = _note_signs(db, source_id)
    if fresh is None:
        return None
    return Examined([found for one in sorted(fresh) for found in _recognize(db, source_id, one)])


def forget(db: Connection, source_id: int) -> None:
    """Take away the signs of all edits of a source, to be noted anew. Writes."""
    db.execute(delete(EditSignRow).where(EditSignRow.source_id == source_id))
    db.execute(update(SourceRow).where(SourceRow.id == source_id).values(examined=0))


def note_signs(db: Connection, source_id: int) -> bool:
    """Note the signs of some versions of a source, not what they tell; false where none is left. Writes."""
    return _note_signs(db, source_id) is not None


def examine_all(db: Connection, source_id: int) -> Examined:
    """Make what is known of a source what all its edits show; what a person decided is kept. Writes."""
    often = select(EditSignRow.sign).where(EditSignRow.source_id == source_id)
    often = often.group_by(EditSignRow.sign).having(func.count() >= LEAST).order_by(EditSignRow.sign)
    found = [fresh for one in db.execute(often).scalars().all() for fresh in _recognize(db, source_id, one)]
    undecided = EditAtOnceRow.source_id == source_id, EditAtOnceRow.decision.is_(None)
    db.execute(delete(EditAtOnceRow).where(*undecided, EditAtOnceRow.sign.not_in(often.order_by(None))))
    return Examined(found)


def _note_signs(db: Connection, source_id: int) -> set[bytes] | None:
    """Note the signs of some versions, and give them; None where no version is left. Writes."""
    done = db.execute(select(SourceRow.examined).where(SourceRow.id == source_id)).scalar_one()
    newest = db.execute(select(func.max(SnapshotRow.id))).scalar() or 0
    versions = db.execute(_next(source_id, done)).all()
    last = versions[-1].id if len(versions) == AT_ONCE else max(newest, done)
    if last == done:
        return None
    fresh: set[bytes] = set()
    for row in versions:
        with suppress(DamageError):  # which whoever reads the version is told
            fresh |= _signs(db, source_id, row)
    db.execute(update(SourceRow).where(SourceRow.id == source_id).values(examined=last))
    return fresh


def told(found: Sequence[Finding]) -> list[Finding]:
    """The finding that says what most releases had at once, and how much else there is to review; none for none."""
    if not found:
        return []
    most = max(found, key=lambda one: (one.count, one.example or ""))
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return [replace(most, example=f"{most.example}{more}")]


def _next(source_id: int, after: int) -> Select[SnapshotRow, str]:
    """The next edited versions, by their ids alone: no index holds those of a source, and few are new."""
    of_source = select(ReleaseRow.source_id).where(ReleaseRow.id == SnapshotRow.release_id).scalar_subquery()
    query = _versions(source_id).where(SnapshotRow.id > after, SnapshotRow.version > 1, of_source == source_id)
    return query.order_by(SnapshotRow.id).limit(AT_ONCE)


def _versions(source_id: int) -> Select[SnapshotRow, str]:
    """Versions, each with the language of the source."""
    return select(SnapshotRow, SourceRow.language.label("spoken")).join(SourceRow, SourceRow.id == source_id)


def _signs(db: Connection, source_id: int, row: _Version) -> set[bytes]:
    """Keep the signs of a version's edits. Writes."""
    before = snapshot_row(db, row.release_id, row.version - 1)
    if before is None:
        return set()
    edits = between(db, before, row, row.spoken).edits
    signs = {sign(edit) for edit in edits} if len(edits) <= EDITS else set[bytes]()
    span = {"snapshot_id": row.id, "source_id": source_id, "began": before.last_seen, "seen": row.first_seen}
    if signs:
        db.execute(delete(EditSignRow).where(EditSignRow.snapshot_id == row.id))
        db.execute(insert(EditSignRow), [{**span, "sign": one} for one in sorted(signs)])
    return signs


def _recognize(db: Connection, source_id: int, one: bytes) -> Iterator[Finding]:
    """Make the rows of a sign what all edits with it show; gives those that are new. Writes."""
    query = select(EditSignRow).where(EditSignRow.source_id == source_id, EditSignRow.sign == one)
    if db.execute(select(func.count()).select_from(query.limit(LEAST).subquery())).scalar_one() < LEAST:
        return
    of_sign = EditAtOnceRow.source_id == source_id, EditAtOnceRow.sign == one
    rows = db.execute(select(EditAtOnceRow).where(*of_sign)).all()
    kept = {row.id for row in rows if row.decision is not None}
    for group in _groups(db, query, rows):
        decided = group.row is not None and group.row.id in kept
        if not decided and (group.releases < LEAST or group.releases * SHARE < _visited(db, source_id, group.moment)):
            continue
        known = {"moment": group.moment, "releases": group.releases}
        if group.row is not None:
            db.execute(update(EditAtOnceRow).where(EditAtOnceRow.id == group.row.id).values(**known))
            kept.add(group.row.id)
            continue
        example = _example(db, source_id, group.snapshot_id, one)
        db.execute(insert(EditAtOnceRow).values(source_id=source_id, sign=one, example=example, **known))
        yield Finding("at_once", group.releases, example)
    for ids in chunks(row.id for row in rows if row.id not in kept):
        db.execute(delete(EditAtOnceRow).where(EditAtOnceRow.id.in_(ids)))


def _groups(db: Connection, query: Select[EditSignRow], rows: Sequence[HeldEditAtOnce]) -> Iterator[_Group]:
    """Edits with one sign in groups, each between visits around one moment: the first at which one of it was seen."""
    group: _Group | None = None
    with db.execute(query.order_by(EditSignRow.seen, EditSignRow.snapshot_id)) as edits:
        for edit in edits.yield_per(AT_ONCE):
            if group is None or edit.began >= group.moment:
                if group is not None:
                    yield group
                group = _Group(edit.seen, edit.snapshot_id)
            group.add(edit, rows)
    if group is not None:
        yield group


def _visited(db: Connection, source_id: int, moment: datetime) -> int:
    """How many releases of a source were seen before a moment and visited at it or since."""
    there = ReleaseRow.source_id == source_id, ReleaseRow.held_at < moment, ReleaseRow.visited_at >= moment
    return db.execute(select(func.count()).select_from(ReleaseRow).where(*there)).scalar_one()


def _example(db: Connection, source_id: int, snapshot_id: int, one: bytes) -> str:
    """One of the edits, in a sentence."""
    row = db.execute(_versions(source_id).where(SnapshotRow.id == snapshot_id)).one()
    before = snapshot_row(db, row.release_id, row.version - 1)
    edits = between(db, before, row, row.spoken).edits if before is not None else ()
    return next((summary(edit) for edit in edits if sign(edit) == one), "")
