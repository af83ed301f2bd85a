"""Gives back the releases that snapshots hold. Nothing here writes."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from storage.models import BlockRow, ImageRow, LinkRow
from storage.records import Block, DatedAs, Image, Link, Release


def load_release(db: Connection, snapshot: Any) -> Release:
    """The Release that a row of `snapshot` holds."""
    return Release(
        title=snapshot.title,
        published=parse_published(snapshot.published),
        blocks=tuple(Block(*row) for row in _rows(db, snapshot.id, BlockRow, "kind", "text", "marker", "depth")),
        images=tuple(Image(*row) for row in _rows(db, snapshot.id, ImageRow, "url", "caption", "alt")),
        links=tuple(Link(*row) for row in _rows(db, snapshot.id, LinkRow, "rel", "url", "text")),
        language=snapshot.language,
        author=snapshot.author,
        type=snapshot.type,
        tags=tuple(json.loads(snapshot.tags)),
        dates=tuple(DatedAs(kind, _moment(value)) for kind, value in json.loads(snapshot.dates)),
    )


def parse_published(text: str | None) -> date | datetime | None:
    """A published date or time from its ISO text, as kept."""
    return None if text is None else _moment(text)


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _rows(db: Connection, snapshot_id: int, table: Any, *names: str) -> Any:
    columns = [getattr(table, name) for name in names]
    return db.execute(select(*columns).where(table.snapshot_id == snapshot_id).order_by(table.position))
