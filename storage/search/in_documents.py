"""Answers queries from the documents of releases: a hit is a page that matches."""

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import Connection, select
from sqlalchemy.orm import aliased

from storage.damage import referring
from storage.errors import DamagedRowError
from storage.models import AssetRow, CaptureRow, PassageRow, ReadingRow, ReleaseRow, SnapshotRow, SourceRow
from storage.models.fences import leave_out, sound
from storage.read.assets.files import File, files_of
from storage.read.snapshots import altered_among, is_latest, load_release
from storage.search.find import EVERYTHING, MANY, NEWEST_FIRST, Among, Hit
from storage.search.matching import matching
from storage.search.query import Query

BROUGHT = ("asset", "replaced")  # verdicts on captures that brought other bytes than before


def find_in_documents(db: Connection, query: Query, among: Among = EVERYTHING, limit: int = 20) -> list[Hit]:
    """The pages of documents that a query finds, newest release first; of each document as it was last seen.

    In every version of releases, every version of documents. A document is one that the newest version links to.
    """
    return list(islice(_hits(db, query, among), limit)) if query.wanted else []


def _hits(db: Connection, query: Query, among: Among) -> Iterator[Hit]:
    ids = matching(db, query, words="search_passages")
    rows = (
        select(
            SnapshotRow,
            ReleaseRow.url,
            ReleaseRow.listed_published,
            SourceRow.name.label("source"),
            PassageRow.position,
            PassageRow.text,
        )
        .add_columns(CaptureRow.id.label("capture_id"))
        .select_from(ids)
        .join(PassageRow, PassageRow.id == ids.c.id)
        .join(CaptureRow, CaptureRow.payload_id == PassageRow.payload_id)
        .join(ReadingRow, ReadingRow.capture_id == CaptureRow.id)
        .join(AssetRow, AssetRow.address_id == CaptureRow.address_id)
        .join(ReleaseRow, ReleaseRow.id == AssetRow.release_id)
        .outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .join(SnapshotRow, SnapshotRow.release_id == ReleaseRow.id)
        .where(ReadingRow.verdict.in_(BROUGHT), *among.of_source(), *among.of_snapshot(), is_latest())
    )
    if not among.every_version:
        later, told = aliased(CaptureRow), aliased(ReadingRow)
        replaced = select(later.id).join(told, told.capture_id == later.id)
        replaced = replaced.where(later.address_id == CaptureRow.address_id, later.at > CaptureRow.at)
        rows = rows.where(~replaced.where(told.verdict == "replaced").exists())
    place = PassageRow.payload_id, PassageRow.position
    files: dict[int, list[File]] = {}
    unlike: dict[int, bool] = {}
    for row in referring(db, sound(db.execute(rows.order_by(*NEWEST_FIRST, *place).limit(MANY)))):
        if row.id not in files:
            files[row.id], unlike[row.id] = [], False
            try:
                text = load_release(db, row)
                files[row.id] = files_of(db, row.release_id, text)
                unlike[row.id] = bool(altered_among(db, [row], {row.id: text}))
            except DamagedRowError as error:
                leave_out(error)
        for file in files[row.id]:
            if any(sight.capture == row.capture_id for sight in file.sights):
                at = row.title, row.published or row.listed_published, row.position, "attachment", file.of, row.text
                yield Hit(row.release_id, row.version, row.source, row.url, *at, unlike[row.id], file.url)
                break
