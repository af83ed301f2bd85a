"""The reader of an archive, answering on this machine as `communique serve` does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from reader.app import reader
from reader.serving import Server


@contextmanager
def served(archive_url: str) -> Iterator[str]:
    """Where it answers, with a slash at the end."""
    server = Server(reader(archive_url), "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_until_stopped)
    thread.start()
    try:
        yield server.url
    finally:
        server.stop()
        thread.join()
