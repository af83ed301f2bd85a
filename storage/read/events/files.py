"""Documents and pictures of releases that were replaced under their addresses, newest first. Nothing here writes."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Protocol

from sqlalchemy import Connection, select

from storage.edits.edit import by_weight
from storage.errors import DamagedRowError
from storage.models import AssetRow, CaptureRow, ReadingRow, ReleaseRow, SourceRow
from storage.models.fences import leave_out
from storage.models.rows import Statement
from storage.read.assets.files import files_of, replaced, replacements
from storage.read.events.change import Change, Wanted
from storage.read.events.turns import Changes, rows_of, within
from storage.read.history import snapshot_row
from storage.read.snapshots import altered_among, load_release


class _Replaced(Protocol):
    """A row of `replacing`."""

    capture_id: int
    replaced_at: datetime
    release_id: int
    url: str
    source: str
    language: str


def files_replaced(db: Connection, wanted: Wanted) -> Changes:
    """Each file that a visit found to be another than before, once for each release whose version then linked to it."""
    for row in chain.from_iterable(rows_of(db, within(replacing(), ReadingRow.replaced_at, wanted))):
        try:
            found = list(_of_visit(db, row))
        except DamagedRowError as error:
            leave_out(error)
        else:
            yield from found


def _of_visit(db: Connection, row: _Replaced) -> Iterator[Change]:
    """The files of a release that a visit found to be others."""
    head = snapshot_row(db, row.release_id, as_of=row.replaced_at)
    if head is None:
        return
    text = load_release(db, head)
    for file, before, after in replacements(files_of(db, row.release_id, text)):
        if after.capture != row.capture_id:
            continue
        edits, is_altered = replaced(db, file, before, after, text.language or row.language)
        found = by_weight(edits)
        if not found.edits and not is_altered:
            continue
        yield Change(
            release=row.release_id,
            source=row.source,
            url=row.url,
            title=head.title,
            version=head.version,
            last_without=before.at,
            first_with=row.replaced_at,
            edits=found.edits,
            cls=found.cls or "typography",
            flags=found.flags,
            altered=(head.version,) if is_altered or altered_among(db, [head], {head.id: text}) else (),
            file=file.url,
        )


@cache
def replacing() -> Statement:
    """The visits that found another file than before, newest first, once for each release that has it: made once."""
    columns = ReadingRow.capture_id, ReadingRow.replaced_at, AssetRow.release_id, ReleaseRow.url
    return (
        select(*columns, SourceRow.name.label("source"), SourceRow.language)
        .join(CaptureRow, CaptureRow.id == ReadingRow.capture_id)
        .join(AssetRow, AssetRow.address_id == CaptureRow.address_id)
        .outerjoin(ReleaseRow, ReleaseRow.id == AssetRow.release_id)
        .outerjoin(SourceRow, SourceRow.id == ReleaseRow.source_id)
        .where(ReadingRow.replaced_at.is_not(None))
        .order_by(ReadingRow.replaced_at.desc(), ReadingRow.id.desc())
    )
