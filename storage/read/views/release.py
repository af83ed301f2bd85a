"""All that the page of one release shows, in few queries. Nothing here writes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, Text, func, select

from storage.database import chunks
from storage.errors import NothingHeldError
from storage.models import AddressRow, CaptureRow, ReadingRow, SnapshotRow, SourceRow, text_digest
from storage.models.fences import sound, strictly
from storage.read import answers
from storage.read.absences import AbsenceLine, Absent, absences_of, absent_at
from storage.read.assets.files import File, Sight, files_of, told
from storage.read.assets.files import as_of as held_at
from storage.read.events.moves import MoveLine, moves_of
from storage.read.history import FoundRelease, Version, find_release, version, versions_as_kept
from storage.read.snapshots import is_latest, shown
from storage.records import Release, spellings

MOST = 500  # links that are looked up: no release has more, a hostile page might
SPELT = 2  # ways of reading an address: as it stands, and with what differs between links to one page


@dataclass(frozen=True, slots=True)
class Edition:
    """A release that another one links to as its translation: `url` is the address of that link."""

    url: str
    release: int
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release in one of its versions, `chosen` of all `versions`, with its text.

    `next_seen` is when the version after that was first seen, if there is one. Of the versions, `chosen` alone was
    looked at and is said to be altered.
    `absent` says from where it was missed at the time that was asked for, or is now; `captures` is how many visits
    there were to it. `editions` are those of its translations that are held, in the order of its links; `moves`
    where it moved until that time; `files` its documents and pictures that are held, as this version had them at last.
    """

    row: FoundRelease
    versions: Sequence[Version]
    chosen: Version
    next_seen: datetime | None
    release: Release
    absences: Sequence[AbsenceLine]
    absent: Absent
    captures: int
    editions: Sequence[Edition]
    moves: Sequence[MoveLine]
    files: Sequence[tuple[File, Sight]]

    def as_json(self) -> dict[str, object]:
        """The JSON of a release, with its moves and the files that are held of it."""
        line = answers.release(self.row, self.chosen, self.release, self.absent, len(self.versions), self.next_seen)
        return line | {"moves": [move.as_json() for move in self.moves]} | told(self.files)


def release_view(db: Connection, wanted: str, number: int | None = None, as_of: datetime | None = None) -> ReleaseView:
    """A release by its number or an address, in its newest version, in the one of a number, or as it was at a time.

    That is the version which a reader saw then. Raises NothingNamedError where there is no such release or version,
    NothingHeldError where it has none yet or had none then, DamagedRowError where a row is damaged.
    """
    row = find_release(db, wanted)
    held, absences = versions_held(db, row), absences_of(db, row.id)
    chosen = _chosen(row, held, number, as_of)
    with strictly():
        text = shown(db, [chosen.snapshot_id])
    release = text.releases[chosen.snapshot_id]
    chosen = replace(chosen, altered=chosen.snapshot_id in text.altered)
    later = next((one.first_seen for one in held[chosen.number :]), None)
    translations = [link.url for link in release.links if link.rel == "translation"]
    return ReleaseView(
        row=row,
        versions=held,
        chosen=chosen,
        next_seen=later,
        release=release,
        absences=absences,
        absent=absent_at(absences, as_of),
        captures=_captures(db, row.id),
        editions=_editions(db, row.id, translations[:MOST]),
        moves=moves_of(db, row.id, as_of),
        files=held_at(files_of(db, row.id, release), later),
    )


def versions_held(db: Connection, row: FoundRelease) -> list[Version]:
    """The versions of a release as they are kept, in order. Raises NothingHeldError where it has none."""
    held = versions_as_kept(db, row.id)
    if not held:
        raise NothingHeldError(
            f"release {row.id} is {row.state}: it was announced, but no page of it has been read yet; "
            f"`communique history {row.id} --captures` shows what was tried"
        )
    return held


def _chosen(row: FoundRelease, held: Sequence[Version], number: int | None, as_of: datetime | None) -> Version:
    if as_of is None:
        return version(held, len(held) if number is None else number, row.id)
    seen = [one for one in held if one.first_seen <= as_of]
    if not seen:
        since = f"{held[0].first_seen:%Y-%m-%d %H:%M}"
        raise NothingHeldError(f"release {row.id} is held since {since} UTC only; what it said before is not known")
    return seen[-1]


def _captures(db: Connection, release_id: int) -> int:
    """How many captures a release has: those that were read as its, and those of its addresses that were not read."""
    read = select(func.count()).select_from(ReadingRow).where(ReadingRow.release_id == release_id)
    unread = select(func.count()).select_from(CaptureRow).join(AddressRow, AddressRow.id == CaptureRow.address_id)
    of_capture = select(ReadingRow.id).where(ReadingRow.capture_id == CaptureRow.id)
    unread = unread.where(AddressRow.release_id == release_id, ~of_capture.exists())
    return sum(int(db.execute(query).scalar_one()) for query in (read, unread))


def _editions(db: Connection, release_id: int, urls: Collection[str]) -> list[Edition]:
    """The other releases that are held at addresses, one for each, where one is."""
    spelt = {url: [text_digest(one) for likely in islice(spellings(url), SPELT) for one in likely] for url in urls}
    language = func.coalesce(SnapshotRow.language, SourceRow.language, type_=Text).label("language")
    query = (
        select(AddressRow.url_digest, SnapshotRow.release_id, SnapshotRow.title, language)
        .join(SnapshotRow, SnapshotRow.release_id == AddressRow.release_id)
        .join(SourceRow, SourceRow.id == AddressRow.source_id)
        .where(SnapshotRow.release_id != release_id, is_latest())
        .order_by(SnapshotRow.release_id)
    )
    there = {
        row.url_digest: row
        for digests in chunks({digest for some in spelt.values() for digest in some})
        for row in sound(db.execute(query.where(AddressRow.url_digest.in_(digests))))
    }
    found = ((url, next((there[one] for one in some if one in there), None)) for url, some in spelt.items())
    return [Edition(url, row.release_id, row.title, row.language) for url, row in found if row]
