"""What was read of the bytes of documents and pictures. Nothing here writes."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, select

from storage.database import chunks
from storage.edits.files.documents import FileVersion
from storage.errors import DamagedRowError
from storage.models import FileRow, PassageRow, PayloadRow


class Contents(NamedTuple):
    """What an archive has of a file, and the seal that it bears; None where nobody has read its bytes."""

    version: FileVersion
    seal: bytes | None

    @property
    def is_altered(self) -> bool:
        """Whether it is not what was read."""
        return self.version.seal != self.seal if self.seal is not None else bool(self.version.passages)


def contents(db: Connection, payload_ids: Collection[int]) -> dict[int, Contents]:
    """What was read of these payloads, by their ids. Raises DamagedRowError, also where one is not there."""
    found: dict[int, Contents] = {}
    for ids in chunks(payload_ids):
        passages: dict[int, list[tuple[int, str]]] = {}
        said = select(PassageRow.payload_id, PassageRow.position, PassageRow.text)
        said = said.where(PassageRow.payload_id.in_(ids))
        for payload_id, position, text in db.execute(said.order_by(PassageRow.payload_id, PassageRow.position)):
            passages.setdefault(payload_id, []).append((position, text))
        query = select(PayloadRow.id, PayloadRow.sha256, FileRow.look, FileRow.reader, FileRow.seal)
        query = query.outerjoin(FileRow, FileRow.payload_id == PayloadRow.id).where(PayloadRow.id.in_(ids))
        for row in db.execute(query):
            version = FileVersion(row.sha256, tuple(passages.get(row.id, ())), row.look, row.reader)
            found[row.id] = Contents(version, row.seal)
        for lost in set(ids) - found.keys():
            raise DamagedRowError("capture", "payload_id", lost)
    return found
