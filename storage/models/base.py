"""What the tables are made of: the archive's own types, conventional names, keys and references."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class StorableText(TypeDecorator[str]):
    """Text without what PostgreSQL or UTF-8 cannot hold: NUL and halves of surrogate pairs become U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Hostile JSON may spell both; they must not stop a crawl."""
        return None if value is None else UNSTORABLE.sub("\ufffd", value)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC on every database and given back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a naive time is a bug of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive time {value!r}: the archive keeps aware times only")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def text_digest(text: str) -> bytes:
    """The first 16 bytes of the SHA-256 of a text as it is stored: what long texts are found and told apart by.

    PostgreSQL refuses index rows over 2,704 bytes (manual, 11.2), and an address may be as long as a site likes.
    """
    return hashlib.sha256(UNSTORABLE.sub("\ufffd", text).encode()).digest()[:16]


def digest_of(column: str) -> Callable[[Any], bytes]:
    """The digest of another column of the row that is being inserted."""
    return lambda context: text_digest(context.get_current_parameters()[column])


UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
Id = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER is SQLite's row id

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Declares the tables, with conventional names for every constraint."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UTCDateTime, date: Date, bytes: LargeBinary, str: StorableText}  # noqa: RUF012 (SQLAlchemy's own form)


def where(condition: str) -> dict[str, Any]:
    """The condition of a partial index, the same on both databases."""
    return {"sqlite_where": sql(condition), "postgresql_where": sql(condition)}


# SQLite keeps the rows in the order of their key, with no index beside them (https://www.sqlite.org/withoutrowid.html).
KEYED = {"sqlite_with_rowid": False}


def primary_key() -> Mapped[int]:
    """A row id that the database gives."""
    return mapped_column(Id, primary_key=True)


def reference(column: str, **options: Any) -> Mapped[Any]:
    """A foreign key to `column` ("table.id")."""
    return mapped_column(Id, ForeignKey(column), **options)
