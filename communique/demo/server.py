"""A small HTTP server in background threads, which logs every request."""

import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

POLL = 0.05  # seconds after which a server that is asked to stop notices


class Request(NamedTuple):
    """What was requested: method, path with its query, headers with lower-case names."""

    method: str
    path: str
    headers: Mapping[str, str]


class Response(NamedTuple):
    """What is answered; `Content-Length` and `Date` are added on the way out."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class LogEntry(NamedTuple):
    """One request that was answered: monotonic time in seconds, path and headers as requested, status."""

    at: float
    path: str
    status: int
    headers: Mapping[str, str]


Respond = Callable[[Request], Response]


class Server:
    """Serves `respond` on `host` and `port` (0: any free one) between `start` and `stop`.

    Binding happens in `start`, so OSError for a taken port is raised there, and `url` is right from then on.
    """

    def __init__(self, respond: Respond, host: str, port: int) -> None:
        self.log: list[LogEntry] = []
        self._respond = respond
        self._address = (host, port)

    @property
    def url(self) -> str:
        """The server's address, without a trailing slash."""
        return "http://{}:{}".format(*self._address)

    def start(self) -> None:
        """Bind and serve."""
        self._http = _HTTPServer(self._address, self.answer)
        self._address = (self._address[0], self._http.server_port)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(POLL,), name="demo-server", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection, and wait for the threads to end."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def answer(self, request: Request) -> Response:
        """The whole response to one request, which is logged."""
        response = self._respond(request)
        self.log.append(LogEntry(time.monotonic(), request.path, response.status, request.headers))
        headers = {"Date": formatdate(usegmt=True), **response.headers}
        if response.status != HTTPStatus.NOT_MODIFIED:
            headers["Content-Length"] = str(len(response.body))
        return Response(response.status, headers, b"" if request.method == "HEAD" else response.body)


class _HTTPServer(ThreadingHTTPServer):
    """A thread for each connection. Closing it ends those too that a client keeps open, and waits for their threads."""

    daemon_threads = False  # only these are waited for

    def __init__(self, address: tuple[str, int], answer: Respond) -> None:
        super().__init__(address, _Handler)
        self.answer = answer
        self._open: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection."""
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Close the port and every connection."""
        for connection in tuple(self._open):
            with suppress(OSError):  # its thread was quicker
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print the traceback of a bug; a client that goes away is none."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"  # keeps connections open
    disable_nagle_algorithm = True  # a body that follows its head should not wait for an acknowledgement
    server: _HTTPServer

    def do_GET(self) -> None:
        """Answer one request."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        response = self.server.answer(Request(self.command, self.path, headers))
        self.send_response_only(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(response.body)

    do_HEAD = do_POST = do_GET  # noqa: N815 - the same

    def log_message(self, *_: Any) -> None:
        """Print nothing: the server has a log of its own."""
