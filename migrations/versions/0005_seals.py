"""Seals: a digest of all that is held of a version, which no better rule of content changes.

Versions that are held are sealed as they stand: by the rules of today, their digests of content tell nothing.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.edits.digests import seal
from storage.errors import DamagedRowError
from storage.models import SnapshotRow
from storage.read.snapshots import load_releases

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROWS = 100  # sealed at once
HELD = ("id", "content", "title", "published", "language", "author", "type", "tags", "dates")
SNAPSHOT = sa.table("snapshot", sa.column("id"), sa.column("seal"))


def upgrade() -> None:
    op.add_column("snapshot", sa.Column("seal", sa.LargeBinary(length=32), nullable=True))
    db, after = op.get_bind(), 0
    held = sa.select(*(getattr(SnapshotRow, name) for name in HELD)).order_by(SnapshotRow.id).limit(ROWS)
    ids = sa.select(SnapshotRow.id).order_by(SnapshotRow.id).limit(ROWS)
    while numbers := db.execute(ids.where(SnapshotRow.id > after)).scalars().all():
        try:
            rows = db.execute(held.where(SnapshotRow.id.in_(numbers))).all()
            _seal(db, rows)
        except DamagedRowError:
            for number in numbers:
                _seal_if_sound(db, held.where(SnapshotRow.id == number))
        after = numbers[-1]


def downgrade() -> None:
    op.drop_column("snapshot", "seal")


def _seal(db: sa.Connection, rows: Sequence[Any]) -> None:
    releases = load_releases(db, rows)
    sealed = [{"row_id": row.id, "sealed": seal(releases[row.id], row.content)} for row in rows]
    of_row = sa.update(SNAPSHOT).where(SNAPSHOT.c.id == sa.bindparam("row_id"))
    db.execute(of_row.values(seal=sa.bindparam("sealed")), sealed)


def _seal_if_sound(db: sa.Connection, query: Any) -> None:
    """What is damaged has no seal until `reparse` makes it anew."""
    try:
        _seal(db, db.execute(query).all())
    except DamagedRowError:
        return
