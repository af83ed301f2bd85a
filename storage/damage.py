"""Finds the rows that are damaged: that hold what their columns cannot have, or refer to rows that are not there.

Nothing here writes. A database does not let a program damage its rows so; another program, or a bad disk, may.
"""

from sqlalchemy import Connection, LargeBinary, cast, literal, select, type_coerce

from storage.errors import DamagedError
from storage.models import Base


def row_with(db: Connection, found: DamagedError) -> str:
    """The key of the first row that holds a damaged value, as a person reads it. Reads the table to that row."""
    table = Base.metadata.tables[found.table]
    keys = [type_coerce(column, LargeBinary).label(column.name) for column in table.primary_key]
    value = cast(literal(found.value), LargeBinary)
    row = db.execute(select(*keys).where(cast(table.c[found.column], LargeBinary) == value).limit(1)).first()
    return ", ".join(str(part) for part in row) if row else ""
