"""A loopback HTTP/1.1 server that does wrong on demand, for tests of the crawl.

    with HostileServer({"/a": stall, "/b": in_turn(answer(status=404), answer())}) as server:
        ... server.url + "/a" ...
        assert [visit.path for visit in server.log] == ["/a"]

A route is a path and an `Act`: an async function that gets the `Exchange` and writes what it likes to the socket. A
path without a route is 404, `/robots.txt` among them. Acts stand in `server_faults`, bodies in `hostile_pages`.
"""

import asyncio
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass
class Visit:
    """One request: monotonic time in seconds at which it came in, and the status sent, if any yet."""

    at: float
    path: str
    headers: Mapping[str, str]
    status: int | None = None
    method: str = "GET"
    body: bytes = b""


@dataclass
class Exchange:
    """One request with the connection it came by."""

    visit: Visit
    writer: asyncio.StreamWriter
    keep_alive: bool = True

    async def send(self, data: bytes) -> None:
        """Send raw bytes."""
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, status: int, headers: Mapping[str, str]) -> None:
        """Send a status line and headers, exactly these."""
        self.visit.status = status
        lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in headers.items())]
        await self.send("\r\n".join((*lines, "", "")).encode("latin-1"))

    async def reply(self, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
        """Send a whole, orderly answer."""
        await self.head(status, {**headers, "Content-Length": str(len(body))})
        await self.send(body)

    def hang_up(self) -> None:
        """Close the connection once the act is over, in good order (FIN)."""
        self.keep_alive = False

    def reset(self) -> None:
        """Break the connection at once (RST): lingering for no time makes the kernel drop what it holds."""
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        self.hang_up()


Act = Callable[[Exchange], Awaitable[None]]


@dataclass
class HostileServer:
    """Serves `routes` (path with query -> act) on a free port of `host`, as a context manager; routes may change.

    An error in an act is raised when the context is left, unless a test has failed already.
    """

    routes: dict[str, Act] = field(default_factory=dict)
    host: str = "127.0.0.1"
    log: list[Visit] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def __enter__(self) -> Self:
        listening = socket.create_server((self.host, 0), backlog=256)
        self.port: int = listening.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._stopped = asyncio.Event()
        self._serving: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, args=(listening,), name="hostile server")
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join()
        if self.errors and error is None:
            raise self.errors[0]

    @property
    def url(self) -> str:
        """Where the server answers, without a trailing slash."""
        return f"http://{self.host}:{self.port}"

    @property
    def counts(self) -> Counter[str]:
        """How often each path was asked."""
        return Counter(visit.path for visit in self.log)

    def wait_for(self, path: str) -> None:
        """Wait until a path is asked."""
        deadline = time.monotonic() + 30
        while self.counts[path] == 0:
            assert time.monotonic() < deadline, f"{path} was never asked: {self.counts}"
            time.sleep(0.01)

    def _run(self, listening: socket.socket) -> None:
        # Leaving the runner cancels whoever still stalls, and closes the loop.
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve(listening))

    async def _serve(self, listening: socket.socket) -> None:
        server = await asyncio.start_server(self._connection, sock=listening)
        await self._stopped.wait()
        server.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        keep_alive, serving = True, asyncio.current_task()
        assert serving is not None
        self._serving.add(serving)  # or one that stalls would be garbage once its client has gone
        try:
            while keep_alive:
                exchange = Exchange(_visit(await reader.readuntil(b"\r\n\r\n")), writer)
                exchange.visit.body = await reader.readexactly(int(exchange.visit.headers.get("content-length", 0)))
                self.log.append(exchange.visit)
                await self.routes.get(exchange.visit.path, _not_found)(exchange)
                keep_alive = exchange.keep_alive
            writer.close()
            await writer.wait_closed()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # The client has gone, which is its right, or the server stops; Python 3.11 logs a cancelled handler.
        except Exception as error:
            self.errors.append(error)
        finally:
            self._serving.discard(serving)
            writer.transport.abort()


def _visit(head: bytes) -> Visit:
    request, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    method, path, _ = request.split(" ")
    return Visit(time.monotonic(), path, {name.lower(): value.strip() for name, _, value in pairs}, method=method)


async def _not_found(exchange: Exchange) -> None:
    await exchange.reply(404, {"Content-Type": "text/plain"}, b"not found")
