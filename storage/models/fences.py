"""Keeps what is damaged of a list from taking the rest away: a row in a fence of its own is left out, and noted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, TypeVarTuple

from sqlalchemy import Connection, Row, Select

from storage.errors import DamagedRowError

LOOKED_AT = 100  # rows
K = TypeVar("K")
R = TypeVar("R", bound=Iterable[object])
T = TypeVar("T")
Ts = TypeVarTuple("Ts")
V = TypeVar("V")

_met: ContextVar[list[DamagedRowError] | None] = ContextVar("met", default=None)
_fetching: ContextVar[bool] = ContextVar("fetching", default=False)


@contextmanager
def fenced() -> Iterator[list[DamagedRowError]]:
    """A context in which lists go on behind what is damaged, and what they left out. Without one they raise it."""
    found: list[DamagedRowError] = []
    token = _met.set(found)
    try:
        yield found
    finally:
        _met.reset(token)


@contextmanager
def strictly() -> Iterator[None]:
    """A context within that one, for what is no list: what is damaged is raised."""
    token = _met.set(None)
    try:
        yield
    finally:
        _met.reset(token)


def leave_out(error: DamagedRowError) -> None:
    """Note that something is left out of a list. Raises the error where nobody asked for the rest."""
    found = _met.get()
    if found is None:
        raise error
    if not any(str(error) == str(known) for known in found):
        found.append(error)


def unsound(error: DamagedRowError) -> DamagedRowError:
    """What stands for a value that its column cannot have, as it is fetched: `sound` finds it. Raises it elsewhere."""
    if not _fetching.get():
        raise error
    return error


def sound(rows: Iterable[R]) -> Iterator[R]:
    """The rows, each as it is fetched, but those that are damaged."""
    rest = iter(rows)
    try:
        while (row := _fetched(rest)) is not None:
            if damage := [value for value in row if isinstance(value, DamagedRowError)]:
                leave_out(damage[0])
            else:
                yield row
    finally:
        if close := getattr(rows, "close", None):  # a cursor that is left open locks the file
            close()


def _fetched(rest: Iterator[T]) -> T | None:
    token = _fetching.set(_met.get() is not None)
    try:
        return next(rest, None)
    finally:
        _fetching.reset(token)


def first(db: Connection, query: Select[*Ts]) -> Row[*Ts] | None:
    """The first row of a query that is sound, of so many; None where there is none."""
    with db.execute(query.limit(LOOKED_AT)) as rows:
        return next(sound(rows), None)


def each(items: Sequence[T], load: Callable[[Sequence[T]], dict[K, V]]) -> dict[K, V]:
    """What `load` makes of all items together or, where something of one is damaged, of each that is not."""
    try:
        return load(items)
    except DamagedRowError as error:
        if len(items) == 1:
            leave_out(error)
            return {}
    return {key: value for item in items for key, value in each([item], load).items()}
