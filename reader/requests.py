"""What a page asks of its request: the archive, and whole addresses."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from starlette.requests import Request

from reader.archives import Archives
from storage.damage import located
from storage.models.fences import fenced

NAMED = 5  # damaged rows, on one page
log = logging.getLogger("communique.reader")


def archives(request: Request) -> Archives:
    """The archive that the application reads."""
    held: Archives = request.app.state.archives
    return held


@contextmanager
def reading(request: Request) -> Iterator[Connection]:
    """A connection to ask with, one state of the archive for the whole answer.

    What is damaged of a list is left out of it: `left_out` says so afterwards.
    """
    with archives(request).reading() as db, fenced() as found:
        yield db
        told = [str(located(db, error)) for error in found[:NAMED]]
        request.state.left_out = told + [f"{len(found) - NAMED} more"] * (len(found) > NAMED)
        request.state.left_out_number = len(found)
    for line in told:
        log.error("%s: left out: %s", request.scope["path"], line)


def left_out(request: Request) -> list[str]:
    """What is damaged in the archive, and therefore missing from the answer."""
    found: list[str] = getattr(request.state, "left_out", [])
    return found


def number_left_out(request: Request) -> int:
    """How many lines are missing from the answer for that reason."""
    number: int = getattr(request.state, "left_out_number", 0)
    return number


def absolute(request: Request, path: str) -> str:
    """The whole address of a path of the reader."""
    base: str = request.app.state.public_url or str(request.base_url)
    return f"{base.rstrip('/')}/{path}"
