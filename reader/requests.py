"""What a page asks of its request: the archive, and whole addresses."""

from contextlib import AbstractContextManager

from sqlalchemy import Connection
from starlette.requests import Request

from reader.archives import Archives


def archives(request: Request) -> Archives:
    """The archive that the application reads."""
    held: Archives = request.app.state.archives
    return held


def reading(request: Request) -> AbstractContextManager[Connection]:
    """A connection to ask with, one state of the archive for the whole answer."""
    return archives(request).reading()


def absolute(request: Request, path: str) -> str:
    """The whole address of a path of the reader."""
    base: str = request.app.state.public_url or str(request.base_url)
    return f"{base.rstrip('/')}/{path}"
