"""Databases of a PostgreSQL server, made for one test and dropped behind it."""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count

from sqlalchemy import Connection, Engine, make_url, text

from storage.database import connect

SERVER = "COMMUNIQUE_TEST_POSTGRESQL"  # the variable with the server's URL
numbers = count(1)


@contextmanager
def database(server: str, template: str = "template0") -> Iterator[str]:
    """A new database on the server, copied from another, and dropped afterwards."""
    name = f"communique_{os.getpid()}_{next(numbers)}"
    with administration(server) as db:
        # Copied file by file, an archive's 9 MB take half the time that they take by way of the write-ahead log.
        db.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with administration(server) as db:
            db.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def administration(server: str) -> Iterator[Connection]:
    """A connection outside any transaction, since databases are not made inside one."""
    with _engine(server).connect() as db:
        yield db


@cache
def _engine(server: str) -> Engine:
    """Keeps its connections: each test needs one twice."""
    engine = connect(server).execution_options(isolation_level="AUTOCOMMIT")
    atexit.register(engine.dispose)
    return engine
