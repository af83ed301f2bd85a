"""Keeps which documents and pictures releases have, and when they are due, in the caller's transaction."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, or_, select, tuple_, update

from storage.database import chunks
from storage.models import (
    AddressRow,
    AssetRow,
    CaptureRow,
    ImageRow,
    LinkRow,
    ReadingRow,
    ReleaseRow,
    SnapshotRow,
    text_digest,
)
from storage.payloads.store import Payloads
from storage.read.assets.frontier import answered, due_since
from storage.read.assets.stale import IS_ASSET
from storage.read.stored_captures import conditional
from storage.records import Crawl, Target, without_fragment
from storage.write.addresses import addresses_of
from storage.write.schedule import due_at

PATIENCE = timedelta(
    days=7
)  # for which crawls ask again for what could not be had of a new version, and may be another time


def link(
    db: Connection, payloads: Payloads, crawl: Crawl, release_id: int, urls: Sequence[str], now: datetime
) -> tuple[list[str], list[Target]]:
    """Note that a release has assets at these addresses; gives those at which one stands, and what to ask for. Writes.

    An address is asked once a crawl, whoever links to it, and once while the release is due; conditionally where it is
    held. What stands at a page's address or a listing's is visited as such, and is no asset.
    """
    ids = addresses_of(db, crawl.source_id, [(url, "asset", None, now) for url in urls])
    found: dict[int, str] = {}
    asked = answered(db, set(ids.values()), due_since(db, release_id))
    for some in chunks(set(ids.values())):
        rows = db.execute(select(AddressRow.id, AddressRow.url).where(AddressRow.id.in_(some), *IS_ASSET))
        found.update({row.id: row.url for row in rows})
        visits = select(CaptureRow.address_id).where(CaptureRow.address_id.in_(some), CaptureRow.crawl_id == crawl.id)
        asked.update(db.execute(visits).scalars())
    known = db.execute(select(AssetRow.address_id).where(AssetRow.release_id == release_id)).scalars()
    new = found.keys() - set(known)
    if new:
        db.execute(insert(AssetRow), [{"release_id": release_id, "address_id": number} for number in sorted(new)])
    targets = [Target(url) for number, url in found.items() if number not in asked]
    return list(found.values()), conditional(db, payloads, crawl.source_id, targets)


def looked_at(db: Connection, release_id: int, now: datetime, *, put_off: bool = False) -> None:
    """Note that the assets of a release were asked for: they are due again when the release would be. Writes.

    They stay due for a week (`PATIENCE`) while some were put off, or failed in a way that may pass.
    """
    began = due_since(db, release_id)
    wanted = select(func.min(AddressRow.first_seen)).join(AssetRow, AssetRow.address_id == AddressRow.id)
    first = db.execute(wanted.where(AssetRow.release_id == release_id)).scalar() or began
    if now - max(began, first) < PATIENCE and (put_off or _failed(db, release_id, began)):
        return
    row = db.execute(select(ReleaseRow).where(ReleaseRow.id == release_id)).one()
    since = row.held_at or row.found_at
    due = due_at(since, row.changed_at or since, now)
    db.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(assets_due_at=due))


def settle(db: Connection, source_id: int, release_ids: Sequence[int], *, dry_run: bool = False) -> set[int]:
    """Make the assets of releases those that their versions link to; gives the releases that had others.

    Asked for were those at known addresses, and where redirects lead from there. Writes, but for a `dry_run`.
    """
    wanted = _linked(db, source_id, release_ids)
    query = select(AssetRow.release_id, AssetRow.address_id).where(AssetRow.release_id.in_(release_ids))
    held = {(row.release_id, row.address_id) for row in db.execute(query)}
    new, gone = sorted(wanted - held), sorted(held - wanted)
    if not dry_run:
        for some in chunks(gone):
            db.execute(delete(AssetRow).where(tuple_(AssetRow.release_id, AssetRow.address_id).in_(some)))
        if new:
            db.execute(insert(AssetRow), [{"release_id": one, "address_id": other} for one, other in new])
    return {release_id for release_id, _ in [*new, *gone]}


def sweep(db: Connection) -> None:
    """Take away rows that say nothing any more: their release or their address is not there. Writes."""
    release = select(ReleaseRow.id).where(ReleaseRow.id == AssetRow.release_id).exists()
    address = select(AddressRow.id).where(AddressRow.id == AssetRow.address_id).exists()
    db.execute(delete(AssetRow).where(or_(~release, ~address)))


def _linked(db: Connection, source_id: int, release_ids: Sequence[int]) -> set[tuple[int, int]]:
    """Each of these releases with each address of an asset that a version of it links to, or a redirect from there."""
    of_links = select(SnapshotRow.release_id, LinkRow.url).join(LinkRow, LinkRow.snapshot_id == SnapshotRow.id)
    of_links = of_links.where(LinkRow.rel == "attachment")
    of_images = select(SnapshotRow.release_id, ImageRow.url).join(ImageRow, ImageRow.snapshot_id == SnapshotRow.id)
    of_images = of_images.where(func.coalesce(ImageRow.caption, "") != "")
    leading: dict[str, set[int]] = {}
    for query in (of_links, of_images):
        for row in db.execute(query.where(SnapshotRow.release_id.in_(release_ids)).distinct()):
            for url in {row.url, without_fragment(row.url)}:  # once, assets were kept with their fragments
                leading.setdefault(url, set()).add(row.release_id)
    found: set[tuple[int, int]] = set()
    while leading:
        ids = _standing_at(db, source_id, leading)
        new = {(release_id, ids[url]) for url, releases in leading.items() if url in ids for release_id in releases}
        new -= found
        found |= new
        leading = {}
        for address_id, url in _redirects(db, {address_id for _, address_id in new}):
            leading.setdefault(url, set()).update(one for one, other in new if other == address_id)
    return found


def _standing_at(db: Connection, source_id: int, urls: Iterable[str]) -> dict[str, int]:
    """The addresses of assets among these, by their URLs."""
    found: dict[str, int] = {}
    for some in chunks(urls):
        query = select(AddressRow.url, AddressRow.id).where(AddressRow.source_id == source_id, *IS_ASSET)
        rows = db.execute(query.where(AddressRow.url_digest.in_([text_digest(url) for url in some])))
        found |= {row.url: row.id for row in rows}
    return found


def _redirects(db: Connection, address_ids: Collection[int]) -> Iterable[tuple[int, str]]:
    """Where visits to addresses were ever sent on to."""
    for ids in chunks(address_ids):
        query = select(CaptureRow.address_id, ReadingRow.message).distinct()
        query = query.join(ReadingRow, ReadingRow.capture_id == CaptureRow.id).where(CaptureRow.address_id.in_(ids))
        told = ReadingRow.verdict == "redirected", ReadingRow.message.is_not(None)
        yield from ((row.address_id, row.message or "") for row in db.execute(query.where(*told)).all())


def _failed(db: Connection, release_id: int, since: datetime) -> bool:
    """Whether an asset of a release was asked for since then, and brought nothing but what another visit may better."""
    visits = select(AssetRow.address_id).join(CaptureRow, CaptureRow.address_id == AssetRow.address_id)
    tried = set(db.scalars(visits.where(AssetRow.release_id == release_id, CaptureRow.at >= since)))
    return bool(tried - answered(db, tried, since))
