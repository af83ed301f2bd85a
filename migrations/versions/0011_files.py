"""What is read of files, once for their bytes: the look of a picture, the code that read it, and a seal.

What documents say that were read is sealed as it stands. Who read it is not known, so `reparse` reads all files again.
"""

import sqlalchemy as sa
from alembic import op

from storage.database import chunks
from storage.edits.files.documents import FileVersion
from storage.errors import DamagedRowError
from storage.models import Id
from storage.models.derived import PassageRow

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

FILES = 100  # sealed at once
FILE = sa.table("file", *(sa.column(name) for name in ("payload_id", "seal")))
# The payloads that visits to assets brought.
BROUGHT = """
SELECT DISTINCT payload.id, payload.sha256 FROM capture
JOIN reading ON reading.capture_id = capture.id
JOIN address ON address.id = capture.address_id
JOIN payload ON payload.id = capture.payload_id
WHERE address.kind = 'asset' AND reading.release_id IS NULL AND reading.fragment = ''
AND reading.verdict IN ('asset', 'replaced', 'unchanged') ORDER BY payload.id
"""


def upgrade() -> None:
    op.create_table(
        "file",
        sa.Column("payload_id", Id, sa.ForeignKey("payload.id", name="fk_file_payload_id_payload"), nullable=False),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.Column("look", sa.LargeBinary(), nullable=True),
        sa.Column("seal", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("payload_id", name="pk_file"),
    )
    db = op.get_bind()
    for rows in chunks(db.execute(sa.text(BROUGHT)).all(), FILES):
        sealed = [{"payload_id": row.id, "seal": _seal(db, row.id, bytes(row.sha256))} for row in rows]
        db.execute(sa.insert(FILE), sealed)


def downgrade() -> None:
    op.drop_table("file")


def _seal(db: sa.Connection, payload_id: int, sha256: bytes) -> bytes:
    """The seal of a file; one that holds for nothing where a passage is damaged, until `reparse` makes it anew."""
    query = sa.select(PassageRow.position, PassageRow.text).where(PassageRow.payload_id == payload_id)
    try:
        said = [(row.position, row.text) for row in db.execute(query.order_by(PassageRow.position))]
    except DamagedRowError:
        return bytes(32)
    return FileVersion(sha256, said).seal
