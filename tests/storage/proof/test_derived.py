"""What is derived and was altered past Communique is named by `verify`, row by row."""
# ruff: noqa: S608 - the names in these statements are the archive's own

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.archive import Archive
from storage.models import Base
from storage.models.columns import Checked, OneOf
from storage.proof.checks.derived import LOGGED, check_digests, check_values
from storage.proof.checks.fault import Extent
from storage.records import Image, Link, Reading
from storage.write.assets import links, readings
from tests.storage.builders import announce, at, capture, commit, crawl_of, keep_readings, release, show, visit
from tests.storage.proof.archives import close, faults, found
from tests.storage.proof.tampering import unguarded

ANNEX, PHOTO = "https://files.example/annex.pdf", "https://water.example/p.jpg"


@pytest.fixture
def whole(archive: Archive) -> Iterator[Archive]:
    """An archive with a row in every table that is derived: a document of two pages, a picture, an absence."""
    crawl = crawl_of(archive)
    number = announce(archive, crawl, "one")["one"]
    of_files = {"links": (Link("attachment", ANNEX, "Annex"),), "images": (Image(PHOTO, "The signing"),)}
    show(archive, crawl, number, 1, Reading("read", release("text", **of_files), layout="first"))
    archive.write(links.link, archive.payloads, crawl, number, [ANNEX, PHOTO], at(1))
    for url, body, read in (
        (ANNEX, b"%PDF-1", Reading("asset", pages=("5 tons", "", "of rice"), reader="first")),
        (PHOTO, b"\xff\xd8\xff", Reading("asset", look=b"look", reader="first")),
    ):
        (kept,) = commit(archive, crawl, [(capture(url, 2, body, kind="asset"), None)])
        archive.write(readings.keep, [(kept, read)])
    (missed,) = commit(archive, crawl, [visit(number, 3, None, status=410)])
    keep_readings(archive, crawl, [(missed, Reading("gone"))])
    close(archive, crawl)
    assert faults(archive) == []
    return archive


OF_ANNEX = "payload_id = (SELECT min(payload_id) FROM file)"
OF_PHOTO = "payload_id = (SELECT max(payload_id) FROM file)"
MORE = "INSERT INTO passage (payload_id, position, text) SELECT payload_id, 9, 'all' FROM file"
# What is done to the archive, and the table that is named.
TAMPERED = {
    "a text": f"UPDATE passage SET text = '6 tons' WHERE {OF_ANNEX} AND position = 1",
    "an order": f"UPDATE passage SET position = 2 WHERE {OF_ANNEX} AND position = 3",
    "a page less": f"DELETE FROM passage WHERE {OF_ANNEX} AND position = 3",
    "a page more": f"{MORE} WHERE {OF_ANNEX}",
    "a page of a picture": f"{MORE} WHERE {OF_PHOTO}",
    "another's": f"UPDATE passage SET payload_id = (SELECT max(payload_id) FROM file) WHERE {OF_ANNEX}",
    "a look": "UPDATE file SET look = NULL WHERE look IS NOT NULL",
    "a seal": f"UPDATE file SET seal = (SELECT seal FROM file WHERE {OF_PHOTO}) WHERE {OF_ANNEX}",
    "what was read of a document": f"DELETE FROM file WHERE {OF_ANNEX}",
    "what was read of a picture": f"DELETE FROM file WHERE {OF_PHOTO}",
}


@pytest.mark.parametrize("statement", TAMPERED.values(), ids=TAMPERED)
def test_what_was_read_of_a_file_and_altered_is_named(whole, statement):
    with unguarded(whole) as db:
        assert db.execute(text(statement)).rowcount > 0
        said = {(fault.table, fault.row): fault.what for fault in found(db)}
        assert {table for table, _ in said} == {"file"}
        assert all("`communique reparse` makes it anew" in what for what in said.values())


@pytest.mark.parametrize("table", ["release", "address"])
def test_what_would_not_be_found_any_more_is_named(whole, table):
    sought = {"release": "key", "address": "url"}[table]
    for column, value in ((f"{sought}_digest", b"sixteen bytes of"), (sought, "https://water.example/other")):
        with unguarded(whole) as db:
            db.execute(text(f"UPDATE {table} SET {column} = :value WHERE id = 1"), {"value": value})
            said = {(fault.table, fault.row, fault.what) for fault in check_digests(db, Extent())}
            ((named, row, what),) = said
            assert (named, row) == (table, "1")
            assert what.startswith(f"its {sought}_digest is not that of its {sought}; ")
            assert ("reparse" in what) == (table == "release"), "the first address is that of the listing"


OF_PAGE = {
    "a text": "UPDATE block SET text = 'texts'",
    "a title": "UPDATE snapshot SET title = 'Other talks'",
    "a caption": "UPDATE image SET caption = 'The parting'",
    "a link": f"UPDATE link SET url = '{PHOTO}'",
    "a block less": "DELETE FROM block",
    "a day": "UPDATE snapshot SET dated_on = '2020-01-01'",
    "a time": "UPDATE snapshot SET last_seen = '2030-01-01 00:00:00'",
    "another's time": "UPDATE snapshot SET first_capture_id = (SELECT max(id) FROM capture)",
    "an address": "UPDATE release SET url = 'https://water.example/other'",
    "a content": f"UPDATE snapshot SET content = (SELECT seal FROM file WHERE {OF_PHOTO})",
    "a number": "UPDATE snapshot SET version = 2",
}


def test_what_was_read_of_a_page_and_altered_is_named_by_a_full_look(whole):
    for what, statement in OF_PAGE.items():
        with unguarded(whole) as db:
            assert db.execute(text(statement)).rowcount == 1, what
            (fault,) = found(db)
            assert fault.table == "snapshot", what
            assert "`communique reparse` makes it anew" in fault.what
            assert found(db, full=False) == [], what


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_version_that_is_damaged_takes_no_other_away(whole):
    with unguarded(whole) as db:
        copied = {"snapshot": "id, version", "block": "id, snapshot_id"}
        for table, keys in copied.items():
            rest = [
                column.name for column in Base.metadata.tables[table].columns if column.name not in keys.split(", ")
            ]
            values = f"INSERT INTO {table} ({keys}, {', '.join(rest)}) SELECT 2, 2, {', '.join(rest)} FROM {table}"
            db.execute(text(values))
        db.execute(text("UPDATE block SET text = x'ff' WHERE id = 1"))
        assert {(fault.table, fault.row) for fault in found(db)} == {("block", "1"), ("snapshot", "2")}


WORDS = [(t, c) for t in Base.metadata.sorted_tables for c in t.columns if isinstance(c.type, OneOf)]


def test_a_word_that_a_column_cannot_have_is_named_in_every_such_column(whole):
    assert {"reading.verdict", "crawl.outcome", "release.state", "block.kind", "link.rel"} <= {str(c) for _, c in WORDS}
    for table, column in WORDS:
        with unguarded(whole) as db:
            done = db.execute(text(f"UPDATE {table.name} SET {column.name} = 'odd'"))
            if table.name in ("dictionary", "edit_at_once"):  # of which there is no row
                continue
            assert done.rowcount > 0, column
            said = [
                fault for fault in found(db) if fault.table == table.name and f"{column.name} cannot be" in fault.what
            ]
            assert len(said) >= done.rowcount, column
            assert "'odd'" in said[0].what


ODD = {
    bool: (7,),
    bytes: ("x",),
    date: ("2025-02-30", "0000-01-01", 2025),
    datetime: ("2025-02-30 09:00:00.000000", "0000-01-01 09:00:00.000000", "2025-01-01 09:00:00.00000x"),
    int: ("x",),
    str: (b"\xff",),
}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_value_of_another_type_is_named_in_every_column_that_nothing_else_looks_at(whole):
    checked = (c for t in Base.metadata.sorted_tables if t.name not in LOGGED for c in t.columns)
    columns = [c for c in checked if isinstance(c.type, Checked) and not isinstance(c.type, OneOf)]
    for column, value in ((c, value) for c in columns for value in ODD[c.type.holds]):
        table = column.table.name
        with unguarded(whole) as db:
            try:
                done = db.execute(text(f"UPDATE {table} SET {column.name} = :value"), {"value": value})
            except IntegrityError:  # no two may be alike
                continue
            named = [fault for fault in check_values(db, Extent()) if fault.table == table]
            said = [fault for fault in named if column.name in fault.what]
            assert len(said) >= done.rowcount, (column, value)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_a_value_of_another_type_is_named_in_every_column_of_evidence(whole):
    columns = [c for t in Base.metadata.sorted_tables if t.name in LOGGED for c in t.columns]
    for column in (c for c in columns if isinstance(c.type, Checked)):
        value = "odd" if isinstance(column.type, OneOf) else ODD[column.type.holds][0]
        with unguarded(whole) as db:
            try:
                done = db.execute(text(f"UPDATE {column.table.name} SET {column.name} = :value"), {"value": value})
            except IntegrityError:
                continue
            assert found(db) or not done.rowcount, column


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("column", ["version", "release_id", "last_seen"])
def test_a_damaged_row_of_a_version_ends_no_look(whole, column):
    with unguarded(whole) as db:
        db.execute(text(f"UPDATE snapshot SET {column} = x'ff'"))
        assert {(fault.table, fault.row) for fault in found(db)} == {("snapshot", "1")}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_damaged_contents_are_named_with_their_row(whole):
    for table, column in (("passage", "text"), ("file", "seal"), ("file", "reader"), ("reading", "verdict")):
        with unguarded(whole) as db:
            value = "7" if column == "seal" else "x'ff'"
            db.execute(text(f"UPDATE {table} SET {column} = {value}"))
            said = [fault for fault in found(db) if fault.table == table]
            assert said, column
            assert "makes it anew" in said[0].what
            assert said[0].row.isdigit()
