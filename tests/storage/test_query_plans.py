"""Every query runs by an index, whatever the archive's size: the plan of each statement of a working day, looked at."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event

from storage.archive import Archive
from tests.storage.working_day import a_working_day

GROWING = {"release", "address", "capture", "entry", "snapshot", "block", "image", "link", "reading", "payload"}
GROWING |= {"encoded_payload", "related_record", "absence", "edit_sign", "log", "tree_head", "asset", "passage", "file"}
# Walks along an index in the order that is asked for, and stops at the first rows that it needs.
WALKS = {"ix_snapshot_edited", "ix_absence_began_at", "ix_absence_ended_at", "ix_address_moved_at"}
WALKS |= {"ix_snapshot_dated_on_id", "pk_snapshot", "ix_reading_replaced_at"}

Asked = tuple[str, Any]


@contextmanager
def asked(archive: Archive) -> Iterator[list[Asked]]:
    """The statements that are executed meanwhile, with their values."""
    found: list[Asked] = []

    def note(_db: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        if re.match(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", statement):
            found.append((statement, values[0] if many else values))

    event.listen(archive.engine, "before_cursor_execute", note)
    yield found
    event.remove(archive.engine, "before_cursor_execute", note)


def scans_of_sqlite(db: Connection, statement: str, values: Any) -> list[str]:
    plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    lines = [str(row[3]) for row in plan]
    found = (re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?", one) for one in lines)
    aliases = {alias: table for table, alias in re.findall(r"\b(\w+) AS (\w+)", statement)}
    scans = [(aliases.get(one[1], one[1]), one[2]) for one in found if one]
    return [f"{table} {how or ''}" for table, how in scans if table in GROWING and how not in WALKS]


def scans_of_postgresql(db: Connection, statement: str, values: Any) -> list[str]:
    """What PostgreSQL scans although it is told that every scan costs more than any index."""
    db.exec_driver_sql("SET LOCAL enable_seqscan = off")
    plan = [str(row[0]) for row in db.exec_driver_sql(f"EXPLAIN {statement}", values)]
    found = (re.search(r"Seq Scan on (\w+)", one) for one in plan)
    return [one[1] for one in found if one and one[1] in GROWING]


@pytest.fixture
def statements(archive: Archive) -> dict[str, Any]:
    with asked(archive) as found:
        a_working_day(archive)
    assert len(found) > 100
    return dict(found)


def test_no_statement_scans_a_table_that_grows(archive: Archive, statements: dict[str, Any]) -> None:
    look = scans_of_sqlite if archive.engine.dialect.name == "sqlite" else scans_of_postgresql
    with archive.reading() as db:
        scanned = {
            statement: scans
            for statement, values in statements.items()
            if "search_" not in statement and (scans := look(db, statement, values))
        }
    assert not scanned, "\n\n".join(f"{', '.join(scans)}\n{statement}" for statement, scans in scanned.items())


def test_a_scan_is_noticed(archive: Archive) -> None:
    look = scans_of_sqlite if archive.engine.dialect.name == "sqlite" else scans_of_postgresql
    with archive.reading() as db:
        assert look(db, "SELECT id FROM capture WHERE reason = 'x'", ()) != []
        assert look(db, "SELECT id FROM capture WHERE id = 1", ()) == []
