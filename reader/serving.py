"""Serves the web reader over HTTP."""

import asyncio
import gc
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from storage.errors import UsageError

HEAD = 65_536  # bytes of a request's head that are waited for; by uvicorn's default a quarter of that
PATIENCE = 20.0  # seconds in which a request must be there, from its connection or its first byte
GRACE = 3.0  # seconds that the requests under way are given at the end: some clients read nothing of their answer


class Connection(H11Protocol):
    """uvicorn's own, but for clients that ask for nothing, or drip their request: it waits for those for ever."""

    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn's own
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._limit()

    def data_received(self, data: bytes) -> None:
        """Wait no longer where a request is whole."""
        super().data_received(data)
        self._limit()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._forget()
        super().connection_lost(exc)

    def _limit(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._forget()
        elif self._end is None:
            self._end = self.loop.call_later(PATIENCE, self.shutdown)

    def _forget(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None


class Server(uvicorn.Server):
    """A server of an application at one address, which `stop` ends in order. Signals are for whoever runs it."""

    def __init__(self, app: ASGIApp, host: str, port: int, *, log_requests: bool = False) -> None:
        """Listen already. Raises UsageError where that cannot be."""
        # By uvicorn's default, whoever forwards requests on this machine may tell by which scheme the reader is asked.
        config = uvicorn.Config(
            app, http=Connection, log_level="warning", access_log=log_requests, h11_max_incomplete_event_size=HEAD
        )
        super().__init__(config)
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
        """End when the requests under way are answered. After `GRACE` seconds, who does not read an answer loses it."""
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wait for the requests under way, but for no client that does not read its answer."""
        given_up = asyncio.get_running_loop().call_later(GRACE, self._leave)
        try:
            await super().shutdown(sockets)
        finally:
            given_up.cancel()

    def _leave(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()

    def serve_until_stopped(self) -> None:
        """Answer requests."""
        gc.collect()
        gc.freeze()  # what is loaded stays: to look for garbage in all of it takes as long as two pages
        self.run(sockets=[self.listening])
