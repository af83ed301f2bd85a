"""Databases of a PostgreSQL server, made for one test and dropped behind it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from sqlalchemy import Connection, make_url, text

from storage.database import connect

SERVER = "COMMUNIQUE_TEST_POSTGRESQL"  # the variable with the server's URL
numbers = count(1)


@contextmanager
def database(server: str, template: str = "template0") -> Iterator[str]:
    """A new database on the server, copied from another, and dropped afterwards."""
    name = f"communique_{os.getpid()}_{next(numbers)}"
    with administration(server) as db:
        db.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with administration(server) as db:
            db.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def administration(server: str) -> Iterator[Connection]:
    """A connection outside any transaction, since databases are not made inside one."""
    engine = connect(server)
    try:
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as db:
            yield db
    finally:
        engine.dispose()
