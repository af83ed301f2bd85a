"""What one small crawl into an empty archive came to: the questions of a source's check-up."""

from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from storage.models import EntryRow, ReleaseRow, SourceRow
from storage.read import history
from storage.read.snapshots import load_release
from storage.records import Entry, Release


@dataclass(frozen=True, slots=True)
class Sampled:
    """A release that was visited: the verdict on its last capture, and what was read, if anything was.

    `listed` is the date of the listing that announced it, as it states it.
    """

    url: str
    verdict: str
    message: str | None
    listed: str | None
    release: Release | None = field(repr=False)


def entries(db: Connection, source: str) -> list[Entry]:
    """The lines of a source's listings in the order they stood, without their dates' times."""
    query = (
        select(EntryRow.url, EntryRow.title, ReleaseRow.listed_on)
        .join(ReleaseRow, ReleaseRow.id == EntryRow.release_id)
        .join(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(SourceRow.name == source)
        .order_by(EntryRow.first_capture_id, EntryRow.place)
    )
    return [Entry(row.url, row.title, row.listed_on) for row in db.execute(query)]


def sampled(db: Connection, source: str, limit: int) -> list[Sampled]:
    """The first releases of a source that were visited, in the order they were found."""
    query = (
        select(ReleaseRow.id, ReleaseRow.url, ReleaseRow.listed_published)
        .join(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(SourceRow.name == source)
        .order_by(ReleaseRow.id)
    )
    found: list[Sampled] = []
    for row in db.execute(query):
        if len(found) == limit:
            break
        if visits := history.captures(db, row.id):
            snapshot = history.snapshot_row(db, row.id)
            release = load_release(db, snapshot) if snapshot else None
            verdict = visits[-1].verdict or "failed"
            found.append(Sampled(row.url, verdict, visits[-1].message, row.listed_published, release))
    return found
