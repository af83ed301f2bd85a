"""Serves the web reader over HTTP."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from storage.errors import UsageError


class Server(uvicorn.Server):
    """A server of an application at one address, which `stop` ends in order. Signals are for whoever runs it."""

    def __init__(self, app: ASGIApp, host: str, port: int, *, log_requests: bool = False) -> None:
        """Listen already. Raises UsageError where that cannot be."""
        # Whoever forwards requests may tell the scheme and host that the reader is asked for, if on this machine.
        super().__init__(uvicorn.Config(app, log_level="warning", access_log=log_requests))
        try:
            family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
            self.listening = socket.create_server((host, port), family=family)  # who comes before it serves will wait
        except OSError as error:
            told = f"cannot listen at {host}:{port}: {error.strerror or error}; --port takes another, or 0 for any"
            raise UsageError(told) from None
        name = f"[{host}]" if ":" in host else host
        self.url = f"http://{name}:{self.listening.getsockname()[1]}/"

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals as they are."""
        yield

    def stop(self) -> None:
        """End when the requests under way are answered."""
        self.should_exit = True

    def serve_until_stopped(self) -> None:
        """Answer requests."""
        self.run(sockets=[self.listening])
