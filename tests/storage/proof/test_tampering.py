"""Whoever changes an archive past Communique, at any place, is found out; COMMUNIQUE_PLACES=2000 tries so many."""

import os
import sqlite3
from contextlib import closing
from random import Random

import pytest
import zstandard
from sqlalchemy import text

from storage.payloads import store
from storage.proof.leaves import EVIDENCE
from tests.storage.proof.archives import faults, filled, found
from tests.storage.proof.tampering import bytes_of, key_of, tamper, unguarded

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


def packed(text: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(text)


# The header of a zstd frame (RFC 8878, 3.1.1.1) that says it holds so many bytes, and an empty block.
HOLDS = b"\x28\xb5\x2f\xfd\xe0%b\x01\x00\x00"
OF = {
    "capture": ("id = -9223372036854775808", "id = 9223372036854775807", "at = '2025-01-07 09:00:00.000000+01:00'"),
    "payload": ("id = -9223372036854775808", "size = NULL", "sha256 = NULL", "data = NULL", "sha1 = 'x'"),
    "entry": ("id = -9223372036854775808", "first_capture_id = NULL", "title = x'ff'"),
    "log": ("first_row = 'x'", "first_row = NULL", "leaves = NULL", "leaves = 'x'", "table_name = NULL"),
    "tree_head": ("size = 'x'", "size = NULL", "subtrees = NULL", "root = NULL", "root = 7"),
    "dictionary": ("data = NULL", "data = 'x'"),
}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_whatever_stands_in_a_column_is_named_and_the_rest_goes_on(whole, tmp_path):
    whole.close()
    with closing(sqlite3.connect(tmp_path / "archive.db", isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_schema SET sql = replace(sql, ' NOT NULL', '') WHERE type = 'table'")
    with unguarded(whole) as db:
        for table, values in OF.items():
            first, last = db.execute(text(f"SELECT min({key_of(table)}), max({key_of(table)}) FROM {table}")).one()  # noqa: S608
            for value in values:
                place = last if table == "tree_head" else first
                db.execute(text(f"UPDATE {table} SET {value} WHERE {key_of(table)} = {place}"))  # noqa: S608
                assert table in {fault.table for fault in found(db)}, f"{table}: {value}"
                db.rollback()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_what_would_fill_the_memory_or_the_stack_is_named(whole):
    deep, frame = packed(b"[" * 1_000_000), HOLDS.replace(b"%b", (2**50).to_bytes(8, "little"))
    for table, statement, value in (
        ("capture", "UPDATE capture SET head = :value WHERE id = 1", deep),
        ("capture", "UPDATE capture SET head = :value WHERE id = 1", packed(b'{"fields":[]}' * 9)),
        ("payload", "UPDATE payload SET data = :value, size = 1125899906842624 WHERE id = 1", frame),
        ("payload", "UPDATE payload SET data = :value, size = 9223372036854775807 WHERE id = 1", packed(b"x" * 10**6)),
    ):
        with unguarded(whole) as db:
            db.execute(text(statement), {"value": value})
            assert (table, "1") in {(fault.table, fault.row) for fault in found(db)}, statement


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
