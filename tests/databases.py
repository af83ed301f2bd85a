"""Databases of a PostgreSQL server, made for one test and dropped behind it; and a server that can be stopped."""

import atexit
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from storage.database import connect

SERVER = "COMMUNIQUE_TEST_POSTGRESQL"  # the variable with the server's URL
# Sorts as people do, which most servers are set up for.
SORTING = "template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
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


class Server:
    """A PostgreSQL server of one's own: it can go away and come back."""

    def __init__(self) -> None:
        self._command = subprocess.Popen(
            [Path(__file__).parents[1] / ".ci" / "postgresql"], stdout=subprocess.PIPE, text=True
        )
        assert self._command.stdout is not None
        self.url = self._command.stdout.readline().strip()
        with administration(self.url) as db:
            self._folder = Path(db.execute(text("SHOW data_directory")).scalar_one())
        self._started: subprocess.Popen[bytes] | None = None

    def database(self, template: str = "template0") -> str:
        """The URL of a new database, copied from another; it goes with the server."""
        name = f"archive_{next(numbers)}"
        with administration(self.url) as db:
            db.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
            db.execute(text("CHECKPOINT"))  # the sequences' log is the template's: a crash would set them back
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def go(self) -> None:
        """Stop it at once, as `pg_ctl stop --mode=immediate` does."""
        number = int((self._folder / "postmaster.pid").read_text().split()[0])
        os.kill(number, signal.SIGQUIT)
        self._reap()
        while (self._folder / "postmaster.pid").exists():
            time.sleep(0.02)

    def come_back(self) -> None:
        """Start it again, and wait until it answers."""
        owner = self._folder.stat()
        words = shlex.split((self._folder / "postmaster.opts").read_text())
        ids = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.getuid() == 0 else {}
        quiet = subprocess.DEVNULL
        self._started = subprocess.Popen(words, cwd=self._folder, stdout=quiet, stderr=quiet, **ids)
        deadline = time.monotonic() + 30
        while True:
            try:
                with administration(self.url):
                    return
            except DBAPIError:
                assert time.monotonic() < deadline
                time.sleep(0.05)

    def close(self) -> None:
        """Stop it for good, and leave nothing."""
        self._command.terminate()
        self._command.communicate()
        self._reap()

    def _reap(self) -> None:
        if self._started is not None:
            self._started.wait()
            self._started = None
