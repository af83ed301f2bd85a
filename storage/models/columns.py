"""The archive's own types of columns. Each looks at what comes back: SQLite keeps any value in any column."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from storage.errors import DamagedRowError
from storage.models import fences
from storage.storable import storable


class Checked(TypeDecorator[Any]):
    """A column whose values are `holds`. Raises DamagedRowError, naming table and column, where another comes back."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Text
    cache_ok = True
    holds: type = str
    plain: type | tuple[()] = ()  # a type of which every value is sound as the driver gives it: the quick way for most
    odd = "typeof({0}) <> 'text'"  # in SQLite, of what is not null: whether it is no value of the column
    place = ("", "")  # table and column, once they are known

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """The value if it is one of the column's, whatever the database's driver makes of others."""
        process, is_sound, plain = super().result_processor(dialect, coltype), self.is_sound, self.plain

        def checked(value: object) -> object:
            if value is None or isinstance(value, plain):
                return value
            try:
                found = process(value) if process else value
            except (TypeError, ValueError):
                found = None
            if not is_sound(found):
                return fences.unsound(DamagedRowError(*self.place, value))
            return found

        return checked

    def is_sound(self, value: object) -> bool:
        """Whether a value that is not null may stand in the column."""
        return isinstance(value, self.holds)


def name_places(metadata: MetaData) -> None:
    """Tell each checked column of these tables where it stands, for its errors."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Checked):
                column.type.place = table.name, column.name


class StorableText(Checked):
    """Text as `storage.storable` has it."""

    cache_ok = True
    plain = str

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Without what no database can hold."""
        return None if value is None else storable(value)


class OneOf(Checked):
    """One of a few words."""

    impl = String
    cache_ok = True

    def __init__(self, length: int | None, *words: str) -> None:
        super().__init__(length)
        self.words = words

    def is_sound(self, value: object) -> bool:
        """Whether it is one of them."""
        return value in self.words


class OneOfTexts(OneOf):
    """One of a few words, in a column that was made for any text."""

    impl = Text
    cache_ok = True

    def __init__(self, *words: str) -> None:
        super().__init__(None, *words)


class Word(Checked):
    """A short text."""

    impl = String
    cache_ok = True
    plain = str


class Whole(Checked):
    """A whole number."""

    impl = Integer
    cache_ok = True
    holds = plain = int
    odd = "typeof({0}) <> 'integer'"


class Large(Whole):
    """A whole number of up to 64 bits."""

    impl = BigInteger
    cache_ok = True


class Bytes(Checked):
    """Bytes."""

    impl = LargeBinary
    cache_ok = True
    holds = plain = bytes
    odd = "typeof({0}) <> 'blob'"


class Day(Checked):
    """A day."""

    impl = Date
    cache_ok = True
    holds = date
    odd = "(date({0}, '+0 days') IS NOT {0} OR substr({0}, 1, 4) = '0000')"


class Flag(Checked):
    """Yes or no."""

    impl = Boolean
    cache_ok = True
    holds = bool
    odd = "{0} NOT IN (0, 1)"

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """The same, though SQLAlchemy takes whatever SQLite gives for a yes or a no."""
        checked = super().result_processor(dialect, coltype)

        def flag(value: object) -> object:
            if value not in (None, False, True):
                return fences.unsound(DamagedRowError(*self.place, value))
            return checked(value)

        return flag


class UTCDateTime(Checked):
    """An aware time, kept in UTC on every database and given back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True
    holds = datetime
    odd = (
        "(datetime(substr({0}, 1, 19), '+0 days') IS NOT substr({0}, 1, 19) OR substr({0}, 1, 4) = '0000'"
        " OR substr({0}, 20) <> '' AND substr({0}, 20) NOT GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]')"
    )

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


class ADayAfter(FunctionElement[datetime]):
    """The time 24 hours after that in a column, to the microsecond, reckoned by the database."""

    type = UTCDateTime()
    inherit_cache = True


@compiles(ADayAfter)
def _by_interval(element: ADayAfter, compiler: SQLCompiler, **how: Any) -> str:
    return f"({compiler.process(element.clauses, **how)} + INTERVAL '24 hours')"


@compiles(ADayAfter, "sqlite")
def _of_text(element: ADayAfter, compiler: SQLCompiler, **how: Any) -> str:
    # SQLite keeps a time as text, and reckons in milliseconds: only the day is reckoned, and what follows it stays.
    time = compiler.process(element.clauses, **how)
    return f"(date(substr({time}, 1, 10), '+1 day') || substr({time}, 11))"
