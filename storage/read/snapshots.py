"""Gives back the releases that snapshots hold, and says which of them are not what was read. Nothing here writes."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date, datetime
from functools import cache, partial
from typing import NamedTuple, TypeVar

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from storage.database import chunks
from storage.edits.compare import compare
from storage.edits.digests import seal
from storage.edits.edit import Comparison
from storage.errors import DamagedRowError
from storage.models import (
    AddressRow,
    BlockRow,
    CaptureRow,
    EntryRow,
    ImageRow,
    LinkRow,
    ReadingRow,
    ReleaseRow,
    SnapshotRow,
)
from storage.models.fences import each, sound
from storage.models.rows import HeldSnapshot, Statement
from storage.records import Block, BlockKind, DatedAs, Image, InlineLink, Link, Release, day

T = TypeVar("T")
Part = BlockRow | ImageRow | LinkRow
AT_ONCE = 50  # snapshots of which the texts are looked at together


def load_release(db: Connection, snapshot: HeldSnapshot) -> Release:
    """The Release that a row of `snapshot` holds. Raises DamagedRowError."""
    return load_releases(db, [snapshot])[snapshot.id]


def load_releases(db: Connection, snapshots: Sequence[HeldSnapshot]) -> dict[int, Release]:
    """The releases that rows of `snapshot` hold, by the rows' ids. Raises DamagedRowError."""
    ids = [row.id for row in snapshots]
    blocks = _rows(db, ids, BlockRow, _block, "kind", "text", "marker", "depth", "links")
    images = _rows(db, ids, ImageRow, Image, "url", "caption", "alt")
    links = _rows(db, ids, LinkRow, Link, "rel", "url", "text")
    return {
        row.id: Release(
            title=row.title,
            published=_parsed(row, "published", parse_published),
            blocks=tuple(blocks.get(row.id, ())),
            images=tuple(images.get(row.id, ())),
            links=tuple(links.get(row.id, ())),
            language=row.language,
            author=row.author,
            type=row.type,
            tags=_parsed(row, "tags", _tags),
            dates=_parsed(row, "dates", _dates),
        )
        for row in snapshots
    }


def between(db: Connection, before: HeldSnapshot, after: HeldSnapshot, language: str | None) -> Comparison:
    """The edits between two rows of `snapshot`."""
    releases = load_releases(db, [before, after])
    return compare(releases[before.id], releases[after.id], language)


@cache
def is_latest() -> ColumnElement[bool]:
    """Whether a row of `snapshot` is the newest version of its release: made once."""
    newer = SnapshotRow.__table__.alias("newer")
    later = select(newer.c.id).where(
        newer.c.release_id == SnapshotRow.release_id, newer.c.version > SnapshotRow.version
    )
    return ~later.exists()


class Shown(NamedTuple):
    """Some snapshots by id: their rows, the releases that they hold, and which of them are altered."""

    rows: Mapping[int, HeldSnapshot]
    releases: Mapping[int, Release]
    altered: Set[int]


def shown(db: Connection, snapshot_ids: Iterable[int]) -> Shown:
    """These snapshots, as far as there are any, all in memory at once: a list, of which each is fenced."""
    held = [*sound(db.execute(_with_ids(), {"snapshot_ids": [*snapshot_ids]}))]
    releases = each(held, partial(load_releases, db))
    rows = {row.id: row for row in held if row.id in releases}
    return Shown(rows, releases, altered_among(db, [*rows.values()], releases))


@cache
def _with_ids() -> Select[SnapshotRow]:
    asked: BindParameter[int] = bindparam("snapshot_ids", expanding=True)
    return select(SnapshotRow).where(SnapshotRow.id.in_(asked))


def altered(db: Connection, snapshot_ids: Iterable[int]) -> set[int]:
    """Those of these snapshots that are altered: a list, of which each is fenced."""
    return set[int]().union(*(shown(db, ids).altered for ids in chunks(snapshot_ids, AT_ONCE)))


def altered_among(db: Connection, snapshots: Sequence[HeldSnapshot], releases: Mapping[int, Release]) -> set[int]:
    """Those of these rows of `snapshot`, by id, that do not hold what was read from the page, or not as of its visits.

    Their seal does not hold, or their times are not those of their captures, or their release has an address at which
    it never stood, or a day that neither page nor listing states.
    """
    found = {row.id for row in snapshots if _is_altered(row, releases[row.id])}
    return found | set(db.execute(_displaced(), {"snapshot_ids": [row.id for row in snapshots]}).scalars())


def _is_altered(snapshot: HeldSnapshot, release: Release) -> bool:
    return seal(release, snapshot.content) != snapshot.seal or day(release.published) != snapshot.published_on


@cache
def _displaced() -> Select[int]:
    """Snapshots whose times, addresses or days are not those of their captures: made once."""
    asked: BindParameter[int] = bindparam("snapshot_ids", expanding=True)
    first, last = aliased(CaptureRow), aliased(CaptureRow)
    return (
        select(SnapshotRow.id)
        .join(first, first.id == SnapshotRow.first_capture_id)
        .join(last, last.id == SnapshotRow.last_capture_id)
        .join(ReleaseRow, ReleaseRow.id == SnapshotRow.release_id)
        .where(SnapshotRow.id.in_(asked))
        .where(or_(first.at != SnapshotRow.first_seen, last.at != SnapshotRow.last_seen, ~stood_there(), is_misdated()))
    )


def day_of() -> ColumnElement[date | None]:
    """What `dated_on` of a row of `snapshot` is to be: the day of its page, or else that of its release's listing."""
    listed = select(ReleaseRow.listed_on).where(ReleaseRow.id == SnapshotRow.release_id).correlate(SnapshotRow)
    return func.coalesce(SnapshotRow.published_on, listed.scalar_subquery())


def is_misdated() -> ColumnElement[bool]:
    """Whether a row of `snapshot` has another day."""
    return SnapshotRow.dated_on.is_distinct_from(day_of())


def stood_there() -> ColumnElement[bool]:
    """Whether a release stood at the address that its row has: as a listing, or a visit, or an address's row says."""
    announced = select(EntryRow.id).where(EntryRow.release_id == ReleaseRow.id, EntryRow.url == ReleaseRow.url)
    known = select(AddressRow.id).where(AddressRow.release_id == ReleaseRow.id, AddressRow.url == ReleaseRow.url)
    visited = (
        select(ReadingRow.id)
        .join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .where(ReadingRow.release_id == ReleaseRow.id, AddressRow.url == ReleaseRow.url)
    )
    return or_(*(one.correlate(ReleaseRow).exists() for one in (announced, known, visited)))


def demand_numbers(snapshots: Sequence[HeldSnapshot]) -> None:
    """Raise DamagedRowError where the versions of a release, first to last, are not numbered 1, 2, 3 ..."""
    for number, row in enumerate(snapshots, 1):
        if row.version != number:
            raise DamagedRowError("snapshot", "version", row.version, str(row.id))


def parse_published(text: str | None) -> date | datetime | None:
    """A published date or time from its ISO text, as kept."""
    return None if text is None else _moment(text)


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _tags(text: str) -> tuple[str, ...]:
    tags = json.loads(text)
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise ValueError(text)
    return tuple(tags)


def _dates(text: str) -> tuple[DatedAs, ...]:
    return tuple(DatedAs(kind, _moment(value)) for kind, value in json.loads(text))


def _block(kind: BlockKind, text: str, marker: str | None, depth: int, links: str | None) -> Block:
    try:
        found = [InlineLink(str(url), str(words)) for url, words in json.loads(links)] if links else ()
    except (TypeError, ValueError, RecursionError):
        raise DamagedRowError("block", "links", links) from None
    return Block(kind, text, marker, depth, tuple(found))


def _parsed(snapshot: HeldSnapshot, column: str, parse: Callable[[str], T]) -> T:
    value = getattr(snapshot, column)
    try:
        return parse(value)
    except (TypeError, ValueError, RecursionError):
        raise DamagedRowError("snapshot", column, value, str(snapshot.id)) from None


def _rows(
    db: Connection, snapshot_ids: Sequence[int], table: type[Part], part: Callable[..., T], *names: str
) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for snapshot_id, _, *values in db.execute(_parts(table, *names), {"snapshot_ids": snapshot_ids}).all():
        found.setdefault(snapshot_id, []).append(part(*values))
    return found


@cache
def _parts(table: type[Part], *names: str) -> Statement:
    """The parts of snapshots in a table: asked of each that is shown, and made once."""
    asked: BindParameter[int] = bindparam("snapshot_ids", expanding=True)
    query = select(table.snapshot_id, table.position, *(getattr(table, name) for name in names))
    return query.where(table.snapshot_id.in_(asked)).order_by(table.snapshot_id, table.position)
