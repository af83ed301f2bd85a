"""Changes an archive at random places, past everything that keeps it right."""
# ruff: noqa: S608 - the names in these statements are the archive's own

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import Connection, text

from storage.archive import Archive
from storage.errors import ArchiveError
from storage.models import Base
from storage.payloads.store import Payloads

# What a row states besides is derived: `reparse` makes it anew, and no leaf says it.
DERIVED = {"entry": {"release_id", "last_capture_id", "place"}}
LOG = ("log", "tree_head")
TABLES = ("recording", "payload", "encoded_payload", "entry", "related_record", "capture", *LOG)
REFERRED = {"address": {"url", "kind"}, "dictionary": {"data", "sha256"}, "source": {"name"}}
FREE = 900_000  # an id that no row has


@dataclass(frozen=True)
class Done:
    """What was changed, for whoever reads of a failure, and the rows of which one must be named."""

    what: str
    rows: frozenset[tuple[str, str]]


def tamper(db: Connection, random: Random) -> Done:
    """Change one thing at random: a byte, a value, a row."""
    if random.random() < 0.1:
        return _referred(db, random)
    table = random.choice(TABLES)
    how: Callable[[Connection, Random, str], Done] = random.choice((_edit, _edit, _edit, _remove, _insert, _swap))
    return how(db, random, table)


def _referred(db: Connection, random: Random) -> Done:
    """A column that is not evidence by itself, but of which evidence speaks."""
    table = random.choice(sorted(REFERRED))
    column = random.choice(sorted(REFERRED[table]))
    if table == "dictionary":
        return _changed(db, random, table, column, _row(db, random, table))
    used = "SELECT address_id FROM capture" if table == "address" else "SELECT id FROM source"
    row = random.choice(_rows(db, f"SELECT * FROM {table} WHERE id IN ({used}) ORDER BY id"))
    done = _changed(db, random, table, column, row)
    of_source = "SELECT id FROM address WHERE source_id" if table == "source" else "SELECT id FROM address WHERE id"
    named = _rows(db, f"SELECT id FROM capture WHERE address_id IN ({of_source} = {row['id']})")
    return Done(done.what, frozenset(("capture", str(one["id"])) for one in named))


def _edit(db: Connection, random: Random, table: str) -> Done:
    columns = [c.name for c in Base.metadata.tables[table].columns if c.name not in DERIVED.get(table, ())]
    return _changed(db, random, table, random.choice(columns), _row(db, random, table))


def _changed(db: Connection, random: Random, table: str, column: str, row: dict[str, Any]) -> Done:
    key, before = key_of(table), row[column]
    after = _other(db, random, table, column, row)
    db.execute(text(f"UPDATE {table} SET {column} = :after WHERE {key} = :key"), {"after": after, "key": row[key]})
    return Done(f"{table} {row[key]}: {column} from {before!r} to {after!r}", frozenset({(table, str(row[key]))}))


def _other(db: Connection, random: Random, table: str, column: str, row: dict[str, Any]) -> Any:
    """Another value of the same type: a byte or a letter changed, a number more, another row's, or none at all."""
    value, kind = row[column], Base.metadata.tables[table].columns[column]
    if kind.foreign_keys or (kind.nullable and random.random() < 0.3):
        others = {one[column] for one in _rows(db, f"SELECT {column} FROM {table}")} - {value}
        if value is not None and kind.nullable:
            others.add(None)
        if kind.foreign_keys:
            others.add(FREE)
        if others:
            return random.choice(sorted(others, key=repr))
    if column == "kind":
        return "listing" if value == "release" else "release"
    if value is None:
        return {"BLOB": b"x", "INTEGER": 7, "BIGINT": 7}.get(str(kind.type), "x")
    if isinstance(value, bytes):
        at = random.randrange(len(value))
        return value[:at] + bytes([value[at] ^ random.randrange(1, 256)]) + value[at + 1 :]
    if isinstance(value, int):
        return value + (1000 if column == key_of(table) else random.choice((1, 1000)))
    if isinstance(value, str) and column == "at":  # SQLite has times as texts
        return value[:-1] + str((int(value[-1]) + 1) % 10)
    if isinstance(value, str):
        at = random.randrange(len(value) + 1)
        return value[:at] + "~" + value[at + 1 :]
    return value.replace(microsecond=(value.microsecond + 1) % 1_000_000)


def _remove(db: Connection, random: Random, table: str) -> Done:
    key, row = key_of(table), _row(db, random, table)
    db.execute(text(f"DELETE FROM {table} WHERE {key} = :key"), {"key": row[key]})
    return Done(f"{table} {row[key]}: removed", frozenset({(table, str(row[key]))}))


def _insert(db: Connection, random: Random, table: str) -> Done:
    key, row = key_of(table), _row(db, random, table)
    row[key] = random.choice((FREE, -1))
    if "first_row" in row:
        row["first_row"] = FREE
    elif "sha256" in row:  # which no two rows may have
        row["sha256"] = _other(db, random, table, "sha256", row)
    names = ", ".join(row)
    db.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})"), row)
    return Done(f"{table} {row[key]}: inserted", frozenset({(table, str(row[key]))}))


def _swap(db: Connection, random: Random, table: str) -> Done:
    """Two rows with each other's number."""
    key = key_of(table)
    one, other = random.sample([row[key] for row in _rows(db, f"SELECT {key} FROM {table} ORDER BY {key}")], 2)
    for before, after in ((one, FREE), (other, one), (FREE, other)):
        db.execute(text(f"UPDATE {table} SET {key} = :after WHERE {key} = :before"), {"before": before, "after": after})
    return Done(f"{table} {one} and {other}: swapped", frozenset({(table, str(one)), (table, str(other))}))


def key_of(table: str) -> str:
    return "position" if table == "log" else "id"


def _row(db: Connection, random: Random, table: str) -> dict[str, Any]:
    return random.choice(_rows(db, f"SELECT * FROM {table} ORDER BY {key_of(table)}"))


def _rows(db: Connection, query: str) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(text(query)).mappings()]


def bytes_of(db: Connection) -> dict[str, Any]:
    """What comes back of everything that is packed: a frame that unpacks to the same bytes holds the same evidence."""
    payloads, held = Payloads(), dict[str, Any]()
    for row in _rows(db, "SELECT * FROM capture ORDER BY id"):
        held[f"head {row['id']}"] = _got(payloads.unpack_head, db, row["head"], row["head_dictionary_id"])
    for row in _rows(db, "SELECT id FROM payload ORDER BY id"):
        held[f"payload {row['id']}"] = _got(payloads.get, db, row["id"])
    return held


def _got(unpack: Callable[..., Any], *packed: Any) -> Any:
    try:
        return unpack(*packed)
    except (ArchiveError, KeyError):
        return None


@contextmanager
def unguarded(archive: Archive):
    """A connection whose changes are taken back, and on which rows may refer to what is not there."""
    with archive.engine.connect() as db:
        driver: Any = db.connection.driver_connection
        is_sqlite = archive.engine.dialect.name == "sqlite"
        if is_sqlite:
            driver.execute("PRAGMA foreign_keys = OFF")
        else:
            db.execute(text("SET session_replication_role = replica"))
            db.commit()
        try:
            yield db
        finally:
            db.rollback()
            if is_sqlite:
                driver.execute("PRAGMA foreign_keys = ON")
            else:
                db.execute(text("SET session_replication_role = origin"))
                db.commit()
