"""Whoever changes an archive past Communique, at any place, is found out; COMMUNIQUE_PLACES=2000 tries so many."""

import os
import sqlite3
from contextlib import closing
from random import Random

import pytest
from sqlalchemy import text

from storage.payloads import store
from storage.proof.evidence import EVIDENCE
from tests.storage.proof.archives import faults, filled, found
from tests.storage.proof.tampering import bytes_of, tamper, unguarded

PLACES = int(os.environ.get("COMMUNIQUE_PLACES", "60"))
PACKING = ("data", "head", "dictionary_id", "head_dictionary_id", "base_id")


@pytest.fixture
def whole(archive, monkeypatch):
    """An archive with rows in every table of evidence, and a dictionary for its payloads."""
    monkeypatch.setattr(store, "SAMPLES", 8)
    monkeypatch.setattr(store, "DICTIONARY_BYTES", 2048)
    filled(archive)
    with archive.reading() as db:
        for table in (*(evidence.name for evidence in EVIDENCE), "dictionary", "log"):
            assert db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 1  # noqa: S608
        assert db.execute(text("SELECT count(*) FROM dictionary WHERE purpose = 'payload'")).scalar_one()
        assert db.execute(text("SELECT max(depth) FROM payload")).scalar_one() > 1
    return archive


def test_an_archive_that_nobody_touched_holds(whole):
    assert faults(whole) == []
    assert faults(whole, full=False) == []


def test_every_change_is_found_and_named(whole, dialect):
    harmless, places = 0, PLACES if dialect == "sqlite" else PLACES // 3  # the same code, and a slower database
    with unguarded(whole) as db:
        held = bytes_of(db)
        db.rollback()
        for place in range(places):
            done = tamper(db, Random(place))
            named = {(fault.table, fault.row) for fault in found(db)}
            if done.what.startswith("log "):
                assert named, f"place {place}: {done}"  # what of the log was changed shows in the rows it speaks of
            elif not named & done.rows:
                assert any(f": {column} " in done.what for column in PACKING), f"place {place}: {done}, {named}"
                assert bytes_of(db) == held, f"place {place}: {done}, {named}"
                harmless += 1  # packed otherwise, and the same evidence
            db.rollback()
        assert harmless <= places * 0.05
    assert faults(whole) == []


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_an_index_that_is_not_that_of_its_table_is_found(whole, tmp_path):
    whole.close()
    without = "DELETE FROM sqlite_schema WHERE name = 'ix_payload_base_id'"
    with closing(sqlite3.connect(tmp_path / "archive.db", isolation_level=None)) as db:
        kept = db.execute("SELECT * FROM sqlite_schema WHERE name = 'ix_payload_base_id'").fetchone()
        db.execute("PRAGMA writable_schema = ON")
        db.execute(without)
    with closing(sqlite3.connect(tmp_path / "archive.db", isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("UPDATE payload SET base_id = 1 WHERE base_id IS NOT NULL")
        db.execute("PRAGMA writable_schema = ON")
        db.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", kept)
    assert ("payload", "in the file") in {(fault.table, fault.row) for fault in faults(whole)}
