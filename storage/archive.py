"""An archive that is open: asks and changes it, each in one transaction.

What is asked and changed stands in `storage.read` and `storage.write`, as functions of a connection. Not shared between
threads.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage.damage import located
from storage.database import unavailable, writing
from storage.errors import DamagedRowError
from storage.opening import open_archive, open_read_only
from storage.payloads.store import Payloads

P = ParamSpec("P")
T = TypeVar("T")


class Archive:
    """One archive. Raises ArchiveError, in one line, for whatever the database refuses (a full disk too)."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.payloads = Payloads()

    @classmethod
    def open(cls, url: str, *, create: bool = True) -> "Archive":
        """Open the archive at `url` to write to it, brought up to date first; see `open_archive`."""
        return cls(open_archive(url, create=create))

    @classmethod
    def open_read_only(cls, url: str) -> "Archive":
        """Open the archive at `url` to ask it; its file is never changed. See `storage.opening.open_read_only`."""
        return cls(open_read_only(url))

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def read(self, question: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `question` gives for a connection to the archive as it stands."""
        with self.reading() as db:
            return question(db, *args, **kwargs)

    def write(self, change: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `change` gives; all that it wrote is committed then, or nothing."""
        with self.writing() as db:
            return change(db, *args, **kwargs)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to ask with, one state of the archive as long as it is open."""
        with self._one_line(), self.engine.begin() as db:
            yield db

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection to write with, committed at its end or rolled back."""
        try:
            with self._one_line(), writing(self.engine) as db:
                yield db
        except BaseException:
            self.payloads = Payloads()  # it may know dictionaries that were rolled back
            raise

    @contextmanager
    def _one_line(self) -> Iterator[None]:
        """What the database refuses, or holds damaged, as an ArchiveError."""
        try:
            yield
        except DBAPIError as error:
            raise unavailable(self.engine.url, error) from error
        except DamagedRowError as error:
            with self.engine.connect() as db:
                raise located(db, error) from error
