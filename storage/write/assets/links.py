"""Keeps which documents and pictures releases have, and when they are due, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from storage.database import chunks
from storage.models import AddressRow, AssetRow, CaptureRow, ReleaseRow
from storage.payloads.store import Payloads
from storage.read.assets.visits import answered, due_since
from storage.read.stored_captures import conditional
from storage.records import Crawl, Target
from storage.write.addresses import addresses_of
from storage.write.schedule import due_at

PATIENCE = timedelta(days=7)  # for which every crawl asks again for what could not be had, and may be another time


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
        stands = AddressRow.kind == "asset", AddressRow.release_id.is_(None)
        rows = db.execute(select(AddressRow.id, AddressRow.url).where(AddressRow.id.in_(some), *stands))
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


def _failed(db: Connection, release_id: int, since: datetime) -> bool:
    """Whether an asset of a release was asked for since then, and brought nothing but what another visit may better."""
    visits = select(AssetRow.address_id).join(CaptureRow, CaptureRow.address_id == AssetRow.address_id)
    tried = set(db.scalars(visits.where(AssetRow.release_id == release_id, CaptureRow.at >= since)))
    return bool(tried - answered(db, tried, since))
