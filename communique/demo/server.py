"""A small HTTP/1.1 server in a background thread: quick, keep-alive, and it remembers every request.

It answers GET and HEAD through one function and knows nothing of sites. Requests are parsed by hand because
`http.server` spends most of its time in a mail parser; a crawl under measurement should not wait for its server.
"""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Mapping
from email.utils import formatdate
from http import HTTPStatus
from typing import NamedTuple

LONGEST_HEAD = 64 * 1024


class Request(NamedTuple):
    """What was asked: method, path with its query, headers with lower-case names."""

    method: str
    path: str
    headers: Mapping[str, str]


class Answer(NamedTuple):
    """What is answered; `Content-Length` and `Date` are added on the way out."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class Visit(NamedTuple):
    """One request that was answered: monotonic time in seconds, path as asked, status, headers as asked."""

    at: float
    path: str
    status: int
    headers: Mapping[str, str]


class Server:
    """Serves `respond` on `host` and `port` (0: any free one) between `start` and `stop`; `log` keeps the visits.

    Binding happens in `start`, so OSError for a taken port is raised there and `url` is right from then on.
    """

    def __init__(self, respond: Callable[[Request], Answer], host: str, port: int) -> None:
        self.respond = respond
        self.log: list[Visit] = []
        self._address = (host, port)
        self._connections: set[asyncio.Transport] = set()

    @property
    def url(self) -> str:
        """Where the server answers, without a trailing slash."""
        return "http://{}:{}".format(*self._address)

    def start(self) -> None:
        """Bind and serve. The thread is a daemon: a program that forgets to stop still ends."""
        self._socket = socket.create_server(self._address, backlog=512)
        self._address = self._socket.getsockname()[:2]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="demo-server", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection, and wait for the thread to end."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def answer(self, request: Request) -> bytes:
        """The whole answer to one request as bytes; the visit is logged."""
        status, headers, body = self.respond(request)
        self.log.append(Visit(time.monotonic(), request.path, status, request.headers))
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"Date: {formatdate(usegmt=True)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if status != HTTPStatus.NOT_MODIFIED:
            lines.append(f"Content-Length: {len(body)}")
        head = "\r\n".join((*lines, "", "")).encode("latin-1")
        return head if request.method == "HEAD" else head + body

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        listening = self._loop.run_until_complete(
            self._loop.create_server(lambda: _Connection(self.answer, self._connections), sock=self._socket)
        )
        self._loop.run_forever()
        listening.close()
        for transport in tuple(self._connections):
            transport.abort()
        # An aborted transport closes its socket in the loop's next turn.
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()


class _Connection(asyncio.Protocol):
    """One connection: bytes in, whole answers out, in the order of the requests."""

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
        # A method with a body is refused, and the body is not read: what follows it cannot be told apart.
        if method not in ("GET", "HEAD") or version == "HTTP/1.0" or headers.get("connection", "").lower() == "close":
            self._transport.close()
