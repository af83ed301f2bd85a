"""Notes the files that captures were imported from. Runs in the caller's transaction."""

from sqlalchemy import Connection, insert, select

from storage.models import RecordingRow
from storage.records import Origin


def recording_of(db: Connection, origin: Origin) -> int:
    """The row of the recording that a capture comes from, inserted where it is new. Writes."""
    file = origin.file
    query = select(RecordingRow.id).where(RecordingRow.sha256 == file.sha256, RecordingRow.member == origin.member)
    known = db.execute(query).scalar()
    if known is None:
        values = {"name": file.name, "sha256": file.sha256, "size": file.size, "format": file.format}
        row = insert(RecordingRow).values(**values, member=origin.member)
        known = db.execute(row.returning(RecordingRow.id)).scalar_one()
    return int(known)
