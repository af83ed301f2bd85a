"""Keeps what was read of the bytes of documents and pictures, once for each payload, in the caller's transaction."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from storage.edits.files.documents import FileVersion
from storage.errors import DamagedRowError
from storage.models import FileRow, PassageRow, PayloadRow
from storage.read.assets.contents import Contents, contents
from storage.records import Reading
from storage.search import index


def keep_contents(db: Connection, payload_id: int, reading: Reading, *, dry_run: bool = False) -> set[str]:
    """Keep what was read of a file, in place of what there is; gives in what that differs: its document, its picture.

    A document that could not be read takes nothing away from what was read of it before. Writes, but for a `dry_run`.
    """
    held = _held(db, payload_id)
    is_read = reading.reader is not None or any(reading.pages)
    if held is not None and held.seal is not None and not is_read:
        return set()
    sha256 = db.execute(select(PayloadRow.sha256).where(PayloadRow.id == payload_id)).scalar_one()
    made = FileVersion.of(sha256, reading.pages, reading.look, reading.reader)
    if held is not None and held.version.passages and reading.message and not reading.pages:
        return set()
    if held is not None and held.seal == made.seal == held.version.seal:
        if held.version.reader != made.reader and not dry_run:
            db.execute(update(FileRow).where(FileRow.payload_id == payload_id).values(reader=made.reader))
        return set()
    if not dry_run:
        _forget(db, payload_id, held)
        _insert(db, payload_id, made)
    return _unlike(held, made)


def sweep(db: Connection) -> None:
    """Take away what is left of files whose bytes are not there: rows of which their own number was lost. Writes."""
    for table in (FileRow, PassageRow):
        payload = select(PayloadRow.id).where(PayloadRow.id == table.payload_id)
        db.execute(delete(table).where(~payload.correlate(table).exists()))


def _forget(db: Connection, payload_id: int, held: Contents | None) -> None:
    """Take away what was read of a file.

    Words that may be others than the index has stay in there, and lead nowhere: it would be damaged by taking them out.
    """
    if held is not None and not held.is_altered:
        index.forget_passages(db, payload_id)
    for table in (PassageRow, FileRow):
        db.execute(delete(table).where(table.payload_id == payload_id))


def _held(db: Connection, payload_id: int) -> Contents | None:
    """What there is of a file; None where it is damaged."""
    try:
        return contents(db, [payload_id])[payload_id]
    except DamagedRowError:
        return None


def _unlike(held: Contents | None, made: FileVersion) -> set[str]:
    """Empty where a file is read for the first time, and nothing is in it."""
    before = FileVersion(made.sha256) if held is None else held.version
    found = {"document"} if before.passages != made.passages else set[str]()
    if before.look != made.look:
        found.add("picture")
    return found or ({"seal"} if held is None or held.seal is not None else found)


def _insert(db: Connection, payload_id: int, made: FileVersion) -> None:
    row = {"payload_id": payload_id, "reader": made.reader, "look": made.look, "seal": made.seal}
    db.execute(insert(FileRow), [row])
    rows: Sequence[dict[str, object]] = [
        {"payload_id": payload_id, "position": number, "text": text} for number, text in made.passages
    ]
    if rows:
        db.execute(insert(PassageRow), rows)
        kept = db.execute(select(PassageRow.id, PassageRow.text).where(PassageRow.payload_id == payload_id))
        index.index(db, [(row.id, row.text) for row in kept], "search_passages")
