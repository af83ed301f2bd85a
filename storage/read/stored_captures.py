"""Gives captures back as the archive holds them: for resumed crawls, for conditional requests, for reading again.

Nothing here writes.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from sqlalchemy import BindParameter, Connection, SQLColumnExpression, and_, bindparam, literal, select

from storage.errors import ArchiveError
from storage.models import AddressRow, CaptureRow, EncodedPayloadRow, ReadingRow, text_digest
from storage.models.rows import HeldCapture, Number, RepeatedCapture, Statement
from storage.payloads.capture_head import known_of
from storage.payloads.store import Payloads
from storage.records import Crawl, Reading, StoredCapture, Target, Transferred, http_date, joined

BELIEVED = 4  # answers in a row that nothing has changed: some servers say so for ever

_WHOLE = literal("").label("fragment")  # no item of a feed

Captured = list[tuple[StoredCapture, Reading | None]]


def of_crawl(db: Connection, payloads: Payloads, crawl: Crawl, url: str) -> StoredCapture | None:
    """What this crawl has already captured at `url`, so that a resumed crawl asks for no listing twice."""
    query = at_address(crawl.source_id, url).where(CaptureRow.crawl_id == crawl.id, CaptureRow.payload_id.is_not(None))
    row = db.execute(query.order_by(CaptureRow.at.desc(), CaptureRow.id.desc()).limit(1)).first()
    return stored(db, payloads, row) if row else None


def last_whole(db: Connection, payloads: Payloads, source_id: int, url: str) -> StoredCapture | None:
    """The newest whole answer held from `url`: what a 304 says is still there."""
    query = at_address(source_id, url).where(
        CaptureRow.payload_id.is_not(None), CaptureRow.status == 200, CaptureRow.reason.is_(None)
    )
    row = db.execute(query.order_by(CaptureRow.at.desc()).limit(1)).first()
    return stored(db, payloads, row) if row else None


def conditional(db: Connection, payloads: Payloads, source_id: int, targets: Sequence[Target]) -> list[Target]:
    """Targets with the validators of the last whole answers from their addresses."""
    return [Target(one.url, one.release_id, *validators(db, payloads, source_id, one.url)) for one in targets]


def validators(db: Connection, payloads: Payloads, source_id: int, url: str) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of the last whole answer from `url` that was read, for a conditional request.

    None where they are not to be believed: a Last-Modified later than its answer (RFC 9110, 8.8.2.1), either of them
    that stayed while the body changed, and both where a server has said "not modified" `BELIEVED` times in a row: then
    it is asked for the whole.
    """
    if _only_unchanged(db, source_id, url):
        return None, None
    readable = select(ReadingRow.id).where(
        ReadingRow.capture_id == CaptureRow.id, ReadingRow.verdict.in_(("read", "listing", "asset", "replaced"))
    )
    whole = CaptureRow.status == 200, CaptureRow.payload_id.is_not(None), CaptureRow.reason.is_(None)
    query = at_address(source_id, url).where(*whole, readable.exists()).order_by(CaptureRow.at.desc())
    rows = db.execute(query.limit(2)).all()
    try:
        heads = [joined(payloads.unpack_head(db, r.head, r.head_dictionary_id).get("fields", ())) for r in rows]
    except ArchiveError:
        return None, None  # damaged ones are replaced by asking for the whole page
    if not rows:
        return None, None
    last, before = heads[0], heads[1] if len(rows) == 2 and rows[1].payload_id != rows[0].payload_id else {}
    etag, modified = last.get("etag"), last.get("last-modified")
    answered = http_date(last.get("date", "")) or rows[0].at
    when = http_date(modified or "")
    lies = when is not None and when > answered
    return (
        None if etag == before.get("etag") else etag,
        None if lies or modified == before.get("last-modified") else modified,
    )


def _only_unchanged(db: Connection, source_id: int, url: str) -> bool:
    """Whether the last visits to an address brought "not modified" alone, so many that it is time to look."""
    query = select(CaptureRow.status).join(AddressRow, AddressRow.id == CaptureRow.address_id)
    query = query.where(AddressRow.source_id == source_id, AddressRow.url_digest == text_digest(url))
    statuses = db.scalars(query.order_by(CaptureRow.at.desc(), CaptureRow.id.desc()).limit(BELIEVED)).all()
    return len(statuses) == BELIEVED and set(statuses) == {304}


def of_release(db: Connection, payloads: Payloads, release_id: int) -> Captured:
    """All captures of a release in order of time, each with what was made of it (without the text), if anything was."""
    read, unread = _of_release()
    rows = db.execute(read, {"release_id": release_id}).all()
    held: list[tuple[StoredCapture, Reading | None]] = [
        (
            capture,
            Reading(row.verdict, message=row.message, layout=row.layout, fragment=row.fragment or None),
        )
        for row, capture in zip(rows, stored_all(db, payloads, rows), strict=True)
    ]
    left = db.execute(unread, {"release_id": release_id}).all()
    held += [(capture, None) for capture in stored_all(db, payloads, left)]
    held += _shown_again(db, held, release_id)
    return sorted(held, key=lambda pair: (pair[0].at, pair[0].id))


@cache
def _of_release() -> tuple[Statement, Statement]:
    """The captures of a release that were read, and those that were not: asked of each release, and made once."""
    asked: BindParameter[int] = bindparam("release_id")
    read = capture_query(ReadingRow.release_id, ReadingRow.fragment)
    read = read.add_columns(ReadingRow.verdict, ReadingRow.message, ReadingRow.layout)
    read = read.join(ReadingRow, ReadingRow.capture_id == CaptureRow.id).where(ReadingRow.release_id == asked)
    reading = select(ReadingRow.id).where(ReadingRow.capture_id == CaptureRow.id)
    return read, capture_query().where(AddressRow.release_id == asked, ~reading.exists())


def _shown_again(db: Connection, held: Captured, release_id: int) -> list[tuple[StoredCapture, Reading]]:
    """The feed captures that showed a release again in the bytes of the capture before: they have no reading of it."""
    ids = {capture.id for capture, _ in held if capture.fragment}
    if not ids:
        return []
    first, last = (some(capture.at for capture, _ in held) for some in (min, max))
    addresses = select(CaptureRow.address_id).where(CaptureRow.id.in_(ids))
    query = (
        select(CaptureRow, AddressRow.url, ReadingRow.verdict, ReadingRow.message)
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .join(ReadingRow, and_(ReadingRow.capture_id == CaptureRow.id, ReadingRow.fragment == ""))
        .where(CaptureRow.address_id.in_(addresses), CaptureRow.at >= first)
        .order_by(CaptureRow.at, CaptureRow.id)
    )
    payloads = {capture.payload_id for capture, _ in held if capture.fragment}
    found, showing = [], False
    for row in db.execute(query):
        if row.payload_id is not None:
            showing = row.payload_id in payloads
        if row.verdict == "listing":
            if not showing and row.at > last:
                break
        elif row.verdict == "unchanged" and showing:
            again = repeat(row, release_id)
            found.append((again, Reading("unchanged", message=row.message)))
    return found


def repeat(row: RepeatedCapture, release_id: int | None = None) -> StoredCapture:
    """A feed's capture that showed again what the one before did, without its bytes."""
    return StoredCapture(
        id=row.id,
        url=row.url,
        at=row.at,
        kind="listing",
        status=row.status,
        release_id=release_id,
        payload_id=row.payload_id,
        repeats=True,
    )


def capture_query(release_id: Number = AddressRow.release_id, fragment: SQLColumnExpression[str] = _WHOLE) -> Statement:
    """All that `stored` wants of captures, to be narrowed; of the release, and the item of a feed, that is meant."""
    return (
        select(
            CaptureRow,
            AddressRow.url,
            AddressRow.kind,
            release_id,
            fragment,
            EncodedPayloadRow.coding,
            EncodedPayloadRow.sha1.label("encoded_sha1"),
            EncodedPayloadRow.sha256.label("encoded_sha256"),
            EncodedPayloadRow.size.label("encoded_size"),
        )
        .join(AddressRow, AddressRow.id == CaptureRow.address_id)
        .outerjoin(EncodedPayloadRow, EncodedPayloadRow.id == CaptureRow.encoded_payload_id)
    )


def at_address(source_id: int, url: str) -> Statement:
    """The same of one address of a source."""
    return capture_query().where(AddressRow.source_id == source_id, AddressRow.url_digest == text_digest(url))


def stored(db: Connection, payloads: Payloads, row: HeldCapture) -> StoredCapture:
    """The capture that a row of `capture_query` stands for, its bytes checked. Its origin is not looked up."""
    return stored_all(db, payloads, [row])[0]


def stored_all(db: Connection, payloads: Payloads, rows: Sequence[HeldCapture]) -> list[StoredCapture]:
    """The captures of several rows, each payload unpacked once."""
    bodies = payloads.get_all(db, {row.payload_id for row in rows if row.payload_id is not None})
    return [_capture(row, payloads.unpack_head(db, row.head, row.head_dictionary_id), bodies) for row in rows]


def _capture(row: HeldCapture, head: Mapping[str, object], bodies: Mapping[int, bytes]) -> StoredCapture:
    encoded = row.coding and Transferred(row.coding, row.encoded_sha1, row.encoded_sha256, row.encoded_size)
    return StoredCapture(
        id=row.id,
        payload_id=row.payload_id,
        url=row.url,
        at=row.at,
        kind=row.kind,
        status=row.status,
        body=None if row.payload_id is None else bodies.get(row.payload_id),
        reason=row.reason,
        transferred=encoded or None,
        release_id=row.release_id,
        fragment=row.fragment,
        **known_of(head),
    )
