"""Gives back the releases that snapshots hold. Nothing here writes."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.models import BlockRow, ImageRow, LinkRow
from storage.records import Block, DatedAs, Image, Link, Release


def _of_snapshot(table: Any, *names: str) -> Any:
    """What a snapshot has of a table, in order: asked of each snapshot, and made once."""
    columns = [getattr(table, name) for name in names]
    return select(*columns).where(table.snapshot_id == bindparam("snapshot_id")).order_by(table.position)


BLOCKS = _of_snapshot(BlockRow, "kind", "text", "marker", "depth")
IMAGES = _of_snapshot(ImageRow, "url", "caption", "alt")
LINKS = _of_snapshot(LinkRow, "rel", "url", "text")


def load_release(db: Connection, snapshot: Any) -> Release:
    """The Release that a row of `snapshot` holds."""
    of_it = {"snapshot_id": snapshot.id}
    return Release(
        title=snapshot.title,
        published=parse_published(snapshot.published),
        blocks=tuple(Block(*row) for row in db.execute(BLOCKS, of_it)),
        images=tuple(Image(*row) for row in db.execute(IMAGES, of_it)),
        links=tuple(Link(*row) for row in db.execute(LINKS, of_it)),
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
