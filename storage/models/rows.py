"""What a module may ask of a row that another one has selected: the columns, with their types.

A row of SQLAlchemy has any attribute, as far as a type checker knows. So whoever takes a row from elsewhere says of
which table it must hold the columns; it may hold more. Of a statement and its parts, what they ask for.
"""

from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Row, Select, SQLColumnExpression

from storage.records import CaptureKind

Statement = Select[*tuple[Any, ...]]  # that asks for rows, whatever their columns
Selected = Row[*tuple[Any, ...]]  # one of those rows
# A column, or what stands for one in a statement.
Number = SQLColumnExpression[int | None]
Day = SQLColumnExpression[date | None]
Time = SQLColumnExpression[datetime | None]


class HeldSnapshot(Protocol):
    """A row with the columns of `snapshot`."""

    id: int
    release_id: int
    version: int
    content: bytes
    seal: bytes | None
    title: str
    published: str | None
    published_on: date | None
    language: str | None
    author: str | None
    type: str | None
    tags: str
    dates: str
    first_capture_id: int
    last_capture_id: int
    first_seen: datetime
    last_seen: datetime
    captures: int


class SnapshotAndPayload(HeldSnapshot, Protocol):
    """The same with the digest of the payload that first showed it."""

    sha256: bytes | None


class HeldRelease(Protocol):
    """A row with the columns of `release`."""

    id: int
    source_id: int
    key: str
    url: str
    state: str
    found_at: datetime
    held_at: datetime | None
    changed_at: datetime | None
    visited_at: datetime | None
    listed_title: str | None
    listed_published: str | None
    listed_on: date | None
    listed_crawl_id: int | None
    due_at: datetime | None
    assets_due_at: datetime | None


class HeldAbsence(Protocol):
    """A row with the columns of `absence`."""

    id: int
    kind: str
    last_seen: datetime | None
    began_at: datetime
    last_missed: datetime
    ended_at: datetime | None
    confirmed: bool


class HeldEntry(Protocol):
    """A row with the columns of `entry`."""

    id: int
    address_id: int
    release_id: int
    first_capture_id: int
    last_capture_id: int
    place: int
    url: str
    title: str
    published: str | None


class HeldCrawl(Protocol):
    """A row with the columns of `crawl` that tell what it did."""

    id: int
    source_id: int
    mode: str
    options: str
    started_at: datetime
    finished_at: datetime | None
    findings: str


class HeldReading(Protocol):
    """A row with the columns of `reading` that tell what was made of a capture."""

    id: int
    capture_id: int
    fragment: str
    release_id: int | None
    snapshot_id: int | None
    verdict: str
    message: str | None
    layout: str | None
    replaced_at: datetime | None


class HeldEditAtOnce(Protocol):
    """A row with the columns of `edit_at_once`."""

    id: int
    source_id: int
    sign: bytes
    moment: datetime
    releases: int
    example: str
    decision: str | None


class HeldEditSign(Protocol):
    """A row with the columns of `edit_sign`."""

    snapshot_id: int
    sign: bytes
    source_id: int
    began: datetime
    seen: datetime


class HeldRun(Protocol):
    """A row with the columns of `log`."""

    position: int
    table_name: str
    first_row: int
    leaves: bytes


class HeldTreeHead(Protocol):
    """A row with the columns of `tree_head`."""

    id: int
    size: int
    root: bytes
    subtrees: bytes


class LastSeen(Protocol):
    """A row with the times of `storage.read.events.moves.last_before`."""

    last_read: datetime | None
    last_stated: datetime | None


class HeldPayload(Protocol):
    """A row with the columns of `payload`."""

    id: int
    sha256: bytes
    sha1: bytes
    size: int
    dictionary_id: int | None
    base_id: int | None
    depth: int
    data: bytes


class RepeatedCapture(Protocol):
    """A row with what is asked of a capture that showed again what the one before did."""

    id: int
    url: str
    at: datetime
    status: int | None
    payload_id: int | None


class HeldCapture(RepeatedCapture, Protocol):
    """A row of `storage.read.stored_captures.capture_query`: the columns of `capture`, its address and its coding."""

    kind: CaptureKind
    reason: str | None
    head: bytes | None
    head_dictionary_id: int | None
    release_id: int | None
    fragment: str
    coding: str | None
    encoded_sha1: bytes
    encoded_sha256: bytes
    encoded_size: int
