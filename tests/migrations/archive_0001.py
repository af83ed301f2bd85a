"""An archive as the program before revision 0002 wrote it, to be brought up to date; see archive_0001.sql."""

import json
import re
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text

from storage.database import connect
from storage.revisions import migrating, upgrade

HERE = Path(__file__).parent
BINARY = re.compile(r"X'([0-9A-F]*)'")
KNOWN: dict[str, Any] = json.loads((HERE / "archive_0001.json").read_text("utf-8"))  # what that program said of it


def load(url: str) -> Engine:
    """That archive in an empty database."""
    engine = connect(url)
    upgrade(engine, "0001")
    rows = (HERE / "archive_0001.sql").read_text("utf-8")
    with migrating(engine) as db:
        if engine.dialect.name == "postgresql":
            db.execute(text("SET LOCAL TIME ZONE 'UTC'"))
            rows = BINARY.sub(r"'\\x\1'", rows)
        for statement in rows.split(";\n"):
            if statement:
                db.exec_driver_sql(statement)
        if engine.dialect.name == "postgresql":
            for table in tables(engine):
                if inspect(engine).has_table(table) and table not in ("image", "link"):
                    db.execute(
                        text(
                            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
                        )
                    )
    return engine


def tables(engine: Engine) -> list[str]:
    """The tables that hold rows of an archive, but for the full-text index."""
    names = inspect(engine).get_table_names()
    return sorted(n for n in names if not n.startswith(("search_", "sqlite_", "alembic_")))


def contents(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, as the driver gives them."""
    with engine.connect() as db:
        return {
            table: sorted(
                (dict(row._mapping) for row in db.execute(text(f"SELECT * FROM {table}"))),  # noqa: S608
                key=repr,
            )
            for table in tables(engine)
        }
