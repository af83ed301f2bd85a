"""The rows that a crawl writes of a release, of its captures and versions, and of listings."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import sha256
from itertools import count
from typing import Any, NamedTuple

import zstandard
from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.edits.digests import content_digest, seal
from storage.models import (
    AbsenceRow,
    AddressRow,
    BlockRow,
    CaptureRow,
    EntryRow,
    ImageRow,
    PayloadRow,
    ReadingRow,
    ReleaseRow,
    SnapshotRow,
)
from storage.payloads.store import sha1_of
from storage.records import Reading, Release, StoredCapture, Verdict
from storage.search import index
from storage.write.absences import absences_of
from storage.write.schedule import due_at

STATUS: Mapping[Verdict, int] = {"read": 200, "unchanged": 304, "not_found": 404, "redirected": 301, "listing": 200}
LAYOUT = "0" * 16
ZSTD = zstandard.ZstdCompressor()
TABLES = ReleaseRow, AddressRow, PayloadRow, CaptureRow, SnapshotRow, BlockRow, ReadingRow, EntryRow, AbsenceRow


class Visit(NamedTuple):
    """A visit to a release: so many crawls after the one that found it, the verdict, and the version it shows.

    `moved` where its second address was visited.
    """

    after: int
    verdict: Verdict
    version: int = 1
    moved: bool = False


class Place(NamedTuple):
    """An address: its row, and where it is."""

    id: int
    url: str


@dataclass(slots=True)
class Found:
    """A release on its way through the crawls that visit it, with its first text.

    `seen` are its captures, `shown` what is to be changed of its snapshots.
    """

    number: int
    release: Release = field(repr=False)
    turn: int  # the number of the crawl that found it
    at: datetime
    places: list[Place]
    visits: list[Visit]  # to come, the next one last
    seen: list[tuple[StoredCapture, Reading]] = field(default_factory=list)
    payloads: list[int] = field(default_factory=list)  # of its versions
    shown: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Rows:
    """What one crawl writes, gathered: rows by table, texts to be indexed, and changes by table."""

    ids: Mapping[Any, Iterator[int]]
    source_id: int
    crawl_id: int
    head: tuple[bytes | None, int | None]
    new: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    words: list[tuple[int, str]] = field(default_factory=list)
    changed: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def write(self, db: Connection) -> None:
        """Insert all of it, and make the changes. Writes."""
        for table in (*TABLES, ImageRow):
            if self.new[table]:
                db.execute(insert(table), self.new[table])
        index.index(db, self.words)
        for table, rows in self.changed.items():
            db.execute(update(table).where(table.id == bindparam("row_id")), rows)

    def add(self, table: Any, **values: Any) -> int:
        """Add a row, and give its id."""
        number = next(self.ids[table])
        self.new[table].append({"id": number, **values})
        return number

    def address(self, url: str, at: datetime, release_id: int | None = None) -> Place:
        """Add an address: of a release, or of a listing."""
        seen = {"first_seen": at, "last_seen": at}
        kind = "listing" if release_id is None else "release"
        row = self.add(AddressRow, source_id=self.source_id, release_id=release_id, kind=kind, url=url, **seen)
        return Place(row, url)

    def payload(self, body: bytes) -> int:
        """Add a payload, packed on its own."""
        digests = {"sha256": sha256(body).digest(), "sha1": sha1_of(body)}
        return self.add(PayloadRow, **digests, size=len(body), data=ZSTD.compress(body))

    def capture(self, place: Place, at: datetime, verdict: Verdict, payload_id: int | None) -> int:
        """Add a capture of this crawl."""
        head, dictionary = self.head
        return self.add(
            CaptureRow,
            crawl_id=self.crawl_id,
            address_id=place.id,
            at=at,
            status=STATUS[verdict],
            head=head,
            head_dictionary_id=dictionary,
            payload_id=payload_id,
        )

    def snapshot(self, number: int, version: int, release: Release, capture_id: int, at: datetime) -> int:
        """Add a version of a release, with its blocks and words."""
        day = release.published if isinstance(release.published, date) else None
        digest = content_digest(release)
        snapshot_id = self.add(
            SnapshotRow,
            release_id=number,
            version=version,
            content=digest,
            seal=seal(release, digest),
            title=release.title,
            type=release.type,
            published=day and day.isoformat(),
            published_on=day,
            dated_on=day,
            first_capture_id=capture_id,
            last_capture_id=capture_id,
            first_seen=at,
            last_seen=at,
        )
        for position, image in enumerate(release.images, 1):
            self.new[ImageRow].append({"snapshot_id": snapshot_id, "position": position, **asdict(image)})
        self.words.append((-snapshot_id, release.title))
        for position, block in enumerate(release.blocks, 1):
            row = self.add(BlockRow, snapshot_id=snapshot_id, position=position, **asdict(block) | {"links": None})
            self.words.append((row, block.text))
        return snapshot_id

    def reading(self, capture_id: int, verdict: Verdict, **more: Any) -> None:
        """Add what was made of a capture."""
        row = {"release_id": None, "snapshot_id": None, "message": None, "layout": None} | more
        self.add(ReadingRow, capture_id=capture_id, verdict=verdict, **row)

    def release(self, number: int, url: str, release: Release, at: datetime) -> None:
        """Add a release that a listing announces, under this number."""
        day = release.published if isinstance(release.published, date) else None
        self.new[ReleaseRow].append(
            {
                "id": number,
                "source_id": self.source_id,
                "key": url,
                "url": url,
                "state": "pending",
                "listed_title": release.title,
                "listed_published": day and day.isoformat(),
                "listed_on": day,
                "listed_crawl_id": self.crawl_id,
                "found_at": at,
            }
        )

    def settle(self, found: Found) -> None:
        """Note what all visits made of a release, of its versions and its addresses."""
        last = found.seen[-1][0].at
        held = found.shown[0]["first_seen"] if found.shown else None
        changed = found.shown[-1]["first_seen"] if found.shown else None
        state = {"state": "held" if held else "absent", "held_at": held, "changed_at": changed, "visited_at": last}
        due = due_at(held or found.at, changed or found.at, last)
        crawl = {"visited_crawl_id": self.crawl_id, "due_at": due}
        self.changed[ReleaseRow].append({"row_id": found.number, **state, **crawl})
        names = "row_id", "last_capture_id", "last_seen", "captures"
        self.changed[SnapshotRow] += [{name: row[name] for name in names} for row in found.shown]
        moved = next((one for one, reading in found.seen if reading.verdict == "redirected"), None)
        for place in found.places:
            there = found.places[-1].url if moved and place is found.places[0] else None
            at = moved.at if moved and there else None
            self.changed[AddressRow].append({"row_id": place.id, "last_seen": last, "moved_to": there, "moved_at": at})
        for absence in absences_of(found.seen):
            self.add(AbsenceRow, release_id=found.number, kind="page", **asdict(absence))


def ids_of(db: Connection) -> dict[Any, Iterator[int]]:
    """The ids that new rows of each table get."""
    return {table: count(1 + (db.execute(select(func.max(table.id))).scalar() or 0)) for table in TABLES}


def body_of(release: Release) -> bytes:
    """A page of a release."""
    paragraphs = "".join(f"<p>{block.text}</p>\n" for block in release.blocks)
    return f"<title>{release.title}</title>\n<h1>{release.title}</h1>\n{paragraphs}".encode()


def listing_of(title: str, lines: Sequence[tuple[str, Release]]) -> bytes:
    """A page of a listing."""
    items = "".join(f'<li><a href="{url}">{release.title}</a>\n' for url, release in lines)
    return f"<p>{title}</p>\n<ul>\n{items}</ul>".encode()
