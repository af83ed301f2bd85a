"""What is derived and was altered past Communique is named by `verify`, row by row."""
# ruff: noqa: S608 - the names in these statements are the archive's own

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from storage.archive import Archive
from storage.models import Base
from storage.models.columns import OneOf
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
