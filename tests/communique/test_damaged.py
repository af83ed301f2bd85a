"""Rows that hold what their columns cannot have: one line that names table and row, and `reparse` mends what it can."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from communique.arguments import options
from crawler.ingest.reparse import reparse
from storage.archive import Archive
from storage.errors import DERIVED
from storage.models import Base
from tests.communique.command_line import Line
from tests.communique.damaged_archives import SOURCE, columns, derived_rows, make

VALUES = ("x'ff'", "'garbage'", "999999", "1.5")
QUESTIONS = (
    ["show", "1"],
    ["show", "1", "--json"],
    ["history", "1", "--json"],
    ["history", "1", "--captures", "--json"],
    ["history", "1", "--absences", "--json"],
    ["diff", "1", "--json"],
    ["changes", "--json"],
    ["search", "noon", "--json"],
    ["sources", "jp_mofa_en", "--json"],
)


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
    return Line(f"sqlite:///{path}", capsys)


def execute(path: Path, statement: str) -> int:
    with closing(sqlite3.connect(path)) as db, db:
        return db.execute(statement).rowcount


def damage(path: Path, table: str, column: str, value: str) -> str | None:
    """Damage one row; gives the statement that undoes it, or None where the database does not let it happen."""
    keys = [key.name for key in Base.metadata.tables[table].primary_key]
    with closing(sqlite3.connect(path)) as db, db:
        names = ", ".join(f"quote({name})" for name in [*keys, column])
        row = db.execute(f"SELECT {names} FROM {table} ORDER BY 1, 2 LIMIT 1").fetchone()
        if row is None:
            return None
        condition = " AND ".join(f"{key} = {held}" for key, held in zip(keys, row, strict=False))
        try:
            db.execute(f"UPDATE {table} SET {column} = {value} WHERE {condition}")
        except sqlite3.IntegrityError:
            return None
    if column in keys:
        condition = condition.replace(f"{column} = {row[keys.index(column)]}", f"{column} = {value}")
    return f"UPDATE {table} SET {column} = {row[-1]} WHERE {condition}"


@pytest.mark.parametrize("table", [table.name for table in Base.metadata.sorted_tables])
def test_a_damaged_column_is_one_line_in_every_command(path, archives, communique, table):
    asked, before = [communique(*question) for question in QUESTIONS], derived_rows(path)
    assert all(ran.code == 0 for ran in asked)
    for column in [column for name, column in columns() if name == table]:
        for value in VALUES:
            undo = damage(path, table, column, value)
            if undo is None:
                continue
            for question, sound in zip(QUESTIONS, asked, strict=True):
                ran = communique(*question)
                place = f"{table}.{column} = {value}: {question}: {ran.err}"
                assert "should not happen" not in ran.err, place
                assert "Traceback" not in ran.err, place
                if value == "x'ff'":
                    told = f"table {table} is damaged" in ran.err or "the archive was altered" in ran.err
                    assert told if ran.code else ran.out == sound.out, place
            done = reparse(archives[1], SOURCE, workers=0, dry_run=False)
            if table in DERIVED and value == "x'ff'":
                assert derived_rows(path) == before, (column, done.findings)
            execute(path, undo)
            again = reparse(archives[1], SOURCE, workers=0, dry_run=False)
            assert not again.findings, f"{table}.{column} = {value}: {again.findings}"
            assert derived_rows(path) == before, f"{table}.{column} = {value}"
