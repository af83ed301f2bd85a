"""A quick HTTP/1.1 server: a crawl under measurement should not wait for the one in the standard library.

It parses requests by hand, since `http.server` spends most of its time in a parser of e-mail.
"""

import asyncio
import socket
import threading
from collections.abc import Callable
from http import HTTPStatus

from communique.demo.server import Request, Server

LONGEST_HEAD = 64 * 1024


class QuickServer(Server):
    """Serves as `Server` does, all connections in one thread."""

    def start(self) -> None:
        """Bind and serve."""
        self._socket = socket.create_server(self._address, backlog=512)
        self._address = self._socket.getsockname()[:2]
        self._connections: set[asyncio.Transport] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="quick-server", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection, and wait for the thread to end."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def answer_bytes(self, request: Request) -> bytes:
        """The whole response to one request, which is logged."""
        status, headers, body = self.answer(request)
        lines = (f"{name}: {value}" for name, value in headers.items())
        return "\r\n".join((f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *lines, "", "")).encode("latin-1") + body

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = self._loop.run_until_complete(
            self._loop.create_server(lambda: _Connection(self.answer_bytes, self._connections), sock=self._socket)
        )
        self._loop.run_forever()
        listening.close()
        for transport in tuple(self._connections):
            transport.abort()
        # An aborted transport closes its socket in the loop's next turn.
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()


class _Connection(asyncio.Protocol):
    """One connection: bytes in, whole responses out, in the order of the requests."""

    def __init__(self, answer: Callable[[Request], bytes], connections: set[asyncio.Transport]) -> None:
        self._answer = answer
        self._connections = connections
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._connections.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0 and not self._transport.is_closing():
            head, self._received = self._received[:end], self._received[end + 4 :]
            self._reply(head.decode("latin-1"))
        if len(self._received) > LONGEST_HEAD:
            self._transport.abort()

    def _reply(self, head: str) -> None:
        first, *lines = head.split("\r\n")
        try:
            method, path, version = first.split(" ")
        except ValueError:
            self._transport.abort()
            return
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self._transport.write(self._answer(Request(method, path, headers)))
        # A method with a body is refused and its body not read, so the next request could not be told from it.
        if method not in ("GET", "HEAD") or version == "HTTP/1.0" or headers.get("connection", "").lower() == "close":
            self._transport.close()
