"""Which documents and pictures of releases to ask for, and what came of it. Nothing here writes."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, func, or_, select

from storage.database import chunks
from storage.models import (
    AddressRow,
    CaptureRow,
    FileRow,
    ImageRow,
    LinkRow,
    ReadingRow,
    ReleaseRow,
    SnapshotRow,
    text_digest,
)
from storage.payloads.store import Payloads
from storage.read.assets.files import BROUGHT
from storage.read.lists.missing import within
from storage.read.snapshots import is_latest
from storage.read.stored_captures import at_address, stored_all
from storage.records import TOO_LARGE, Crawl, StoredCapture, without_fragment

PASSING = ("failed", "blocked")  # verdicts on visits of which another may bring more
PASSING_STATUSES = (408, 429)


def due(
    db: Connection,
    crawl: Crawl,
    *,
    after: int,
    limit: int,
    now: datetime,
    mode: str,
    since: date | None = None,
    until: date | None = None,
) -> list[int]:
    """The next held releases, beyond the number `after`, whose assets are to be asked for.

    Those of which nobody has asked for since their newest version was seen; when releases are rechecked, also those
    that are due again; when an address was asked for, those of its release alone.
    """
    query = select(ReleaseRow.id).where(
        ReleaseRow.source_id == crawl.source_id, ReleaseRow.state == "held", ReleaseRow.id > after
    )
    query = query.where(*within(since, until, now)).order_by(ReleaseRow.id).limit(limit)
    if mode == "address":
        query = query.where(ReleaseRow.visited_crawl_id == crawl.id)
    times = [ReleaseRow.assets_due_at.is_(None)] + [ReleaseRow.assets_due_at <= now] * (mode == "recheck")
    return sorted(number for time in times for number in db.execute(query.where(time)).scalars())[:limit]


def due_since(db: Connection, release_id: int) -> datetime:
    """Since when the assets of a release are to be asked for: the time that was set, or its newest version's."""
    row = db.execute(select(ReleaseRow).where(ReleaseRow.id == release_id)).one()
    found: datetime = row.assets_due_at or row.changed_at or row.held_at or row.found_at
    return found


def answered(db: Connection, address_ids: Collection[int], since: datetime) -> set[int]:
    """Those assets of which a visit since then brought an answer that another visit would not better."""
    passing = ReadingRow.verdict.in_(PASSING), CaptureRow.status.in_(PASSING_STATUSES)
    too_large = func.coalesce(CaptureRow.reason, "").startswith(TOO_LARGE, autoescape=True)
    query = select(CaptureRow.address_id).join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
    query = query.where(CaptureRow.at >= since, or_(too_large, ~func.coalesce(or_(*passing), False)))
    return {number for ids in chunks(address_ids) for number in db.scalars(query.where(CaptureRow.address_id.in_(ids)))}


def visited(db: Connection, crawl: Crawl, after: int, limit: int) -> list[int]:
    """The next held releases, beyond the number `after`, that a crawl or an import has captures of."""
    query = select(ReleaseRow.id).where(ReleaseRow.source_id == crawl.source_id, ReleaseRow.state == "held")
    query = query.where(ReleaseRow.id > after, ReleaseRow.visited_crawl_id == crawl.id)
    return list(db.execute(query.order_by(ReleaseRow.id).limit(limit)).scalars())


def linked(db: Connection, release_id: int) -> list[str]:
    """The addresses of the documents and captioned pictures of a release's newest version, each once."""
    newest = select(SnapshotRow.id).where(SnapshotRow.release_id == release_id, is_latest()).scalar_subquery()
    of_links = select(LinkRow.url).where(LinkRow.snapshot_id == newest, LinkRow.rel == "attachment")
    of_images = select(ImageRow.url).where(ImageRow.snapshot_id == newest, func.coalesce(ImageRow.caption, "") != "")
    found = [
        *db.execute(of_links.order_by(LinkRow.position)).scalars(),
        *db.execute(of_images.order_by(ImageRow.position)).scalars(),
    ]
    return [url for url in dict.fromkeys(map(without_fragment, found)) if url]


def unread(db: Connection, payloads: Payloads, source_id: int, url: str) -> list[StoredCapture]:
    """The captures of an asset of which nobody has said yet what they brought, in order of time."""
    reading = select(ReadingRow.id).where(ReadingRow.capture_id == CaptureRow.id)
    query = at_address(source_id, url).where(AddressRow.kind == "asset", ~reading.exists())
    return stored_all(db, payloads, db.execute(query.order_by(CaptureRow.at, CaptureRow.id)).all())


def outdated(
    db: Connection, payloads: Payloads, source_id: int, url: str, readers: Collection[str]
) -> list[StoredCapture]:
    """One capture of each file of an asset that others than these `readers` read, in order of time."""
    known = select(FileRow.payload_id).where(FileRow.payload_id == CaptureRow.payload_id, FileRow.reader.in_(readers))
    query = at_address(source_id, url).join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
    query = query.where(AddressRow.kind == "asset", ReadingRow.verdict.in_(BROUGHT), CaptureRow.payload_id.is_not(None))
    query = query.where(~known.exists()).order_by(CaptureRow.at, CaptureRow.id)
    newest = {row.payload_id: row for row in db.execute(query).all()}
    return stored_all(db, payloads, list(newest.values()))


def leads_to(db: Connection, source_id: int, url: str) -> str:
    """Where the newest visit to an asset was sent on to; empty where it was not."""
    query = select(ReadingRow.verdict, ReadingRow.message).join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
    query = query.join(AddressRow, AddressRow.id == CaptureRow.address_id)
    query = query.where(AddressRow.source_id == source_id, AddressRow.url_digest == text_digest(url))
    row = db.execute(query.order_by(CaptureRow.at.desc(), CaptureRow.id.desc()).limit(1)).first()
    return row.message or "" if row is not None and row.verdict == "redirected" else ""


def counts(db: Connection, crawl: Crawl) -> Counter[str]:
    """How many captures of assets a crawl has, by their verdicts."""
    query = select(ReadingRow.verdict, func.count()).join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
    query = query.join(AddressRow, AddressRow.id == CaptureRow.address_id)
    of_crawl = CaptureRow.crawl_id == crawl.id, AddressRow.kind == "asset", AddressRow.release_id.is_(None)
    found: Sequence[tuple[str, int]] = db.execute(query.where(*of_crawl).group_by(ReadingRow.verdict)).all()
    return Counter(dict(found))


def example(db: Connection, crawl: Crawl, verdicts: tuple[str, ...]) -> str | None:
    """The first of a crawl's captures of assets with one of these verdicts, and what was found there."""
    query = select(AddressRow.url, ReadingRow.message).join(CaptureRow, CaptureRow.address_id == AddressRow.id)
    query = query.join(ReadingRow, ReadingRow.capture_id == CaptureRow.id).where(CaptureRow.crawl_id == crawl.id)
    query = query.where(AddressRow.kind == "asset", AddressRow.release_id.is_(None), ReadingRow.verdict.in_(verdicts))
    row = db.execute(query.order_by(CaptureRow.id).limit(1)).first()
    return None if row is None else f"{row.url}: {row.message}"
