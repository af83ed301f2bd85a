"""What the tables are made of: conventional names, keys, references, and the digests that long texts are found by."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, MetaData
from sqlalchemy import text as sql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.models.columns import Bytes, Day, Flag, StorableText, UTCDateTime, Whole
from storage.storable import storable


def text_digest(text: str) -> bytes:
    """The first 16 bytes of the SHA-256 of a text as it is stored: what long texts are found and told apart by.

    PostgreSQL refuses index rows over 2,704 bytes (manual, 11.2), and an address may be as long as a site likes.
    """
    return hashlib.sha256(storable(text).encode()).digest()[:16]


def digest_of(column: str) -> Callable[[Any], bytes]:
    """The digest of another column of the row that is being inserted."""
    return lambda context: text_digest(context.get_current_parameters()[column])


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
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy's own form)
        bool: Flag,
        bytes: Bytes,
        date: Day,
        datetime: UTCDateTime,
        int: Whole,
        str: StorableText,
    }


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
