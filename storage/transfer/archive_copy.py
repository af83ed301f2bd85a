"""Copies an archive into another, on either database: row by row, by the tables' own definitions.

Each batch is a transaction, so a copy that was stopped goes on where it stopped. The words of the full-text index are
made anew, in the transaction of their texts. What was there already, and in the end everything, is compared.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, insert, text

from storage.archive import Archive
from storage.database import shown
from storage.errors import ArchiveError, ArchiveUrlError
from storage.models import Base, BlockRow, PassageRow, SnapshotRow
from storage.models.rows import Selected
from storage.search import index
from storage.transfer.table_rows import count, digest, last_row, rows_after

Tell = Callable[[str], None]


def copy_archive(source_url: str, target_url: str, tell: Tell = lambda _: None) -> dict[str, int]:
    """Copy the archive at one URL into that at another, made where there is none; gives the rows of each table.

    The source is read as it stands when this begins, whoever writes to it meanwhile, and never changed. Raises
    ArchiveError where the target holds anything but the beginning of this very archive, or is not equal in the end.
    """
    source = Archive.open_read_only(source_url)
    try:
        with source.reading() as there:
            tables = Base.metadata.sorted_tables
            sizes = {table.name: count(there, table) for table in tables}  # from here on it is one state
            target = _opened(source.engine, target_url)
            try:
                for table in tables:
                    tell(f"{table.name}: comparing what is there")
                    _demand_beginning(there, target, table)
                for table in tables:
                    _copy(there, target, table, sizes[table.name], tell)
                if target.engine.dialect.name == "postgresql":
                    target.write(_set_sequences, tables)
                for table in tables:
                    tell(f"{table.name}: comparing")
                    _demand_equal(there, target, table, sizes[table.name])
                return sizes
            finally:
                target.close()
    finally:
        source.close()


def _opened(source: Engine, url: str) -> Archive:
    """The archive to copy into. Raises ArchiveUrlError for the source itself."""
    target = Archive.open(url)
    files = [Path(engine.url.database or "") for engine in (source, target.engine)]
    in_files = source.dialect.name == target.engine.dialect.name == "sqlite"
    if files[0].samefile(files[1]) if in_files else source.url == target.engine.url:
        target.close()
        raise ArchiveUrlError(f"{shown(source.url)} cannot be copied into itself")
    return target


def _demand_beginning(there: Connection, target: Archive, table: Table) -> None:
    """Raise ArchiveError unless the target's rows of a table are the first ones of the source's."""
    with target.reading() as here:
        held = count(here, table)
        if held and digest(here, table) != digest(there, table, held):
            raise ArchiveError(
                f"{shown(target.engine.url)} holds something else than the beginning of this archive, or the archive "
                f"has changed since the copy was begun (table {table.name}); copy into a new one"
            )


def _copy(there: Connection, target: Archive, table: Table, whole: int, tell: Tell) -> None:
    last, done = target.read(last_row, table), target.read(count, table)
    for rows in rows_after(there, table, last):
        target.write(_insert, table, rows)
        done += len(rows)
        tell(f"{table.name}: {done:,} of {whole:,} rows")


def _insert(db: Connection, table: Table, rows: Sequence[Selected]) -> None:
    db.execute(insert(table), [dict(row._mapping) for row in rows])
    if table is BlockRow.__table__:
        index.index(db, [(row.id, row.text) for row in rows])
    elif table is SnapshotRow.__table__:
        index.index(db, [(-row.id, row.title) for row in rows])
    elif table is PassageRow.__table__:
        index.index(db, [(row.id, row.text) for row in rows], "search_passages")


def _set_sequences(db: Connection, tables: Sequence[Table]) -> None:
    """Let PostgreSQL give the numbers behind those that were copied."""
    for table in tables:
        if "id" in table.primary_key.columns:
            last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"  # noqa: S608
            db.execute(text(f"{last} HAVING max(id) > 0"))


def _demand_equal(there: Connection, target: Archive, table: Table, rows: int) -> None:
    """Raise ArchiveError where a table has not the same rows on both sides, which are so many."""
    with target.reading() as here:
        if rows != count(here, table) or digest(here, table) != digest(there, table):
            raise ArchiveError(
                f"the copy in {shown(target.engine.url)} is not equal to the archive (table {table.name}): somebody "
                "else writes to it; copy into a new one"
            )
