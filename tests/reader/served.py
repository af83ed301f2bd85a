"""An application, answering on this machine as `communique serve` does."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from starlette.types import ASGIApp

from reader.app import reader
from reader.serving import Server


@contextmanager
def answering(app: ASGIApp) -> Iterator[Server]:
    """A server of an application, which ends in time."""
    server = Server(app, "127.0.0.1", 0)
    thread = Thread(target=server.serve_until_stopped)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(10)
        assert not thread.is_alive()


@contextmanager
def served(archive_url: str) -> Iterator[str]:
    """Where the reader of an archive answers, with a slash at the end."""
    with answering(reader(archive_url)) as server:
        yield server.url
