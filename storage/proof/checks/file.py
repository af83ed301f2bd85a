"""Has SQLite look at its own file: an index that is not that of its table hides rows from whoever asks by it."""

from collections.abc import Iterator

from sqlalchemy import Connection

from storage.proof.checks.fault import Extent, Fault
from storage.proof.leaves import EVIDENCE

TABLES = (*(evidence.name for evidence in EVIDENCE), "address", "crawl", "source", "dictionary", "log", "tree_head")


def check_file(db: Connection, extent: Extent) -> Iterator[Fault]:
    """What SQLite finds wrong with the pages and indexes of what cannot be made anew; nothing on PostgreSQL.

    See https://www.sqlite.org/pragma.html#pragma_integrity_check.
    """
    if db.dialect.name == "sqlite":
        for table in TABLES:
            extent.tell(f"the file, {table}")
            for (message,) in db.exec_driver_sql(f"PRAGMA integrity_check({table})"):
                if message != "ok":
                    yield Fault(table, "in the file", str(message))
