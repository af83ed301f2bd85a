"""Rows that hold what their columns cannot have: one line that names table and row, and `reparse` mends what it can."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import Column

from communique.arguments import options
from crawler.ingest.reparse.run import reparse
from storage.archive import Archive
from storage.errors import DERIVED
from storage.models import Base
from tests.communique.command_line import Line
from tests.communique.damaged_archives import OF_A_SNAPSHOT, SOURCE, derived_rows, make
from tests.files_read_here import ReaderHere

QUESTIONS = (
    ["show", "1", "--json"],
    ["history", "1", "--json"],
    ["history", "1", "--captures", "--json"],
    ["diff", "1", "--json"],
    ["changes", "--json"],
    ["search", "noon", "--json"],
    ["search", "piers", "--json"],
    ["sources", "jp_mofa_en", "--json"],
)
# These columns are what rows are asked for by: one that has lost its value is not among what is asked for.
LOST = {("absence", "release_id"), ("absence", "kind"), ("crawl", "source_id"), ("crawl", "outcome")}
LOST |= {("reading", "release_id"), ("release", "state"), ("snapshot", "release_id")}
LOST |= {("asset", "release_id"), ("asset", "address_id"), ("file", "payload_id"), ("passage", "payload_id")}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "archive.db"
    make(path)
    return path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    return shutil.copy(whole, tmp_path / "archive.db")


@pytest.fixture
def archives(path: Path) -> Iterator[tuple[Archive, Archive]]:
    """The archive, open to be asked and to be written to, since to open it takes longer than to ask it."""
    asked, written = Archive.open_read_only(f"sqlite:///{path}"), Archive.open(f"sqlite:///{path}")
    yield asked, written
    asked.close()
    written.close()


@pytest.fixture
def communique(path, archives, capsys, monkeypatch) -> Line:
    monkeypatch.setattr(archives[0], "close", lambda: None)
    monkeypatch.setattr(type(options), "open_to_ask", lambda _: archives[0])
    monkeypatch.setattr("crawler.ingest.reparse.assets.FileReader", ReaderHere)
    return Line(f"sqlite:///{path}", capsys)


def damage(path: Path, table: str, column: Column, value: str) -> str | None:
    """Damage one row; gives the statement that undoes it, or None where the database does not let it happen."""
    keys = [key.name for key in Base.metadata.tables[table].primary_key]
    names = ", ".join(f"quote({name})" for name in [*keys, column.name])
    abouts = {"reading": "release_id = 1", **dict.fromkeys(("block", "image", "link"), OF_A_SNAPSHOT)}
    about = abouts.get(table, "1")
    with closing(sqlite3.connect(path)) as db, db:
        row = db.execute(f"SELECT {names} FROM {table} WHERE {about} ORDER BY 1, 2 LIMIT 1").fetchone()  # noqa: S608
        if row is None:
            return None
        condition = " AND ".join(f"{key} = {held}" for key, held in zip(keys, row, strict=False))
        try:
            db.execute(f"UPDATE {table} SET {column.name} = {value} WHERE {condition}")  # noqa: S608
        except sqlite3.IntegrityError:
            return None
    if column.primary_key:
        condition = condition.replace(f"{column.name} = {row[keys.index(column.name)]}", f"{column.name} = {value}")
    return f"UPDATE {table} SET {column.name} = {row[-1]} WHERE {condition}"  # noqa: S608


@pytest.mark.parametrize("table", [table.name for table in Base.metadata.sorted_tables])
def test_a_damaged_column_is_one_line_in_every_command(path, archives, communique, table):
    asked, before = [communique(*question) for question in QUESTIONS], derived_rows(path)
    assert all(ran.code == 0 for ran in asked)
    for column in Base.metadata.tables[table].columns:
        for value in ("x'ff'", "999999" if column.foreign_keys else "'garbage'"):
            undo = None if column.name == "id" else damage(path, table, column, value)
            if undo is None:
                continue
            for question, sound in zip(QUESTIONS, asked, strict=True):
                ran = communique(*question)
                place = f"{column} = {value}: {question}: {ran.err}"
                assert "should not happen" not in ran.err, place
                assert "Traceback" not in ran.err, place
                if value != "'garbage'" and (table, column.name) not in LOST:
                    told = "is damaged" in ran.err or "the archive was altered" in ran.err
                    assert told if ran.code else sorted(ran.lines, key=repr) == sorted(sound.lines, key=repr), place
            done = reparse(archives[1], SOURCE, workers=0, dry_run=False)
            if table in DERIVED and value == "x'ff'" and (table, column.name) not in LOST:
                assert derived_rows(path) == before, (column, done.findings)
            # What was mended has the row again, and there is no room for the one that was lost.
            with closing(sqlite3.connect(path)) as db, suppress(sqlite3.IntegrityError), db:
                db.execute(undo)
            assert derived_rows(path) == before, f"{column} = {value}: {done.findings}"


def test_a_damaged_absence_of_a_page_is_made_anew_and_one_of_a_listing_only_a_backup_has(path, archives, communique):
    before = derived_rows(path)
    for kind, remedy in (("page", "`communique reparse` makes it anew"), ("listing", "only a backup")):
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE absence SET last_missed = 'garbage' WHERE kind = ?", [kind])
        ran = communique("history", "1", "--absences")
        assert ran.code == 1
        assert remedy in ran.err
        done = reparse(archives[1], SOURCE, workers=0, dry_run=False)
        assert remedy in done.findings["damaged"].message
        assert (derived_rows(path) == before) is (kind == "page")
