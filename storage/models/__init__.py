"""The archive's tables. Alembic alone creates them; `alembic check` holds this file and the migrations together.

Rows of `recording`, `payload`, `encoded_payload`, `capture`, `related_record` and `entry` are evidence: inserted, never
changed, but for where an unchanged line was last seen and how bytes are packed. `log` and `tree_head` prove it, and are
only ever added to (`storage.proof`). `reading`, `snapshot`, `block`, `image`, `link`, `absence`, `asset`, `file` and
`passage` are derived from evidence, and so are the columns that say so; `reparse` may rebuild them.
"""

from storage.models.base import NAMES, Base, Id, text_digest
from storage.models.columns import ADayAfter, StorableText, UTCDateTime, name_places
from storage.models.crawls import CrawlRow, SourceRow
from storage.models.derived import (
    UNSURE,
    AbsenceRow,
    AssetRow,
    BlockRow,
    FileRow,
    ImageRow,
    LinkRow,
    PassageRow,
    ReadingRow,
    SnapshotRow,
)
from storage.models.evidence import (
    CaptureRow,
    DictionaryRow,
    EncodedPayloadRow,
    PayloadRow,
    RecordingRow,
    RelatedRecordRow,
)
from storage.models.log import LogRow, TreeHeadRow
from storage.models.releases import STATES, AddressRow, EntryRow, ReleaseRow
from storage.models.review import EditAtOnceRow, EditSignRow

__all__ = [
    "NAMES",
    "STATES",
    "UNSURE",
    "ADayAfter",
    "AbsenceRow",
    "AddressRow",
    "AssetRow",
    "Base",
    "BlockRow",
    "CaptureRow",
    "CrawlRow",
    "DictionaryRow",
    "EditAtOnceRow",
    "EditSignRow",
    "EncodedPayloadRow",
    "EntryRow",
    "FileRow",
    "Id",
    "ImageRow",
    "LinkRow",
    "LogRow",
    "PassageRow",
    "PayloadRow",
    "ReadingRow",
    "RecordingRow",
    "RelatedRecordRow",
    "ReleaseRow",
    "SnapshotRow",
    "SourceRow",
    "StorableText",
    "TreeHeadRow",
    "UTCDateTime",
    "text_digest",
]

name_places(Base.metadata)
