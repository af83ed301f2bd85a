"""Clients that ask for nothing, for too much, or read nothing of it: others are answered, and the server ends."""

import gc
import socket
from contextlib import ExitStack, closing, suppress

import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from reader import serving
from reader.serving import Server
from tests.reader.served import answering

ASKED = b"GET / HTTP/1.1\r\nHost: reader.example\r\n"
LARGE = Response(b"text " * 2_000_000)


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    await (LARGE if scope["path"] == "/large" else Response(b"Water"))(scope, receive, send)


def asks(server: Server, data: bytes = b"") -> socket.socket:
    client = socket.create_connection(server.listening.getsockname()[:2], timeout=10)
    client.sendall(data)
    return client


def answer(client: socket.socket) -> bytes:
    """All that comes until the server closes."""
    with closing(client):
        return b"".join(iter(lambda: client.recv(65_536), b""))


def test_who_asks_for_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "PATIENCE", 2.0)
    with answering(app) as server:
        waiting = [asks(server, data) for data in [b"", b"GET / HT", ASKED] * 25]
        assert answer(asks(server, ASKED + b"Connection: close\r\n\r\n")).endswith(b"Water")
        assert {answer(client) for client in waiting} == {b""}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (b"GET /" + b"x" * 60_000 + b" HTTP/1.1\r\nHost: reader.example\r\nConnection: close\r\n\r\n", b"200"),
        (ASKED + b"X: " + b"x" * 200_000, b"400"),
        (b"\x16\x03\x01\x02\x00\r\n\r\n", b"400"),
        (b"GET /\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (ASKED + b"Content-Length: -1\r\n\r\n", b"400"),
        (ASKED + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\nConnection: close\r\n\r\n0\r\n\r\n", b"200"),
    ],
)
def test_what_is_no_request_is_told_so(asked: bytes, status: bytes) -> None:
    with answering(app) as server:
        client = asks(server)
        with closing(client):
            with suppress(ConnectionError):  # who has heard enough hangs up
                client.sendall(asked)
            assert client.recv(12) == b"HTTP/1.1 " + status


def test_pipelined_requests_are_answered_in_turn() -> None:
    with answering(app) as server:
        pipelined = (ASKED + b"\r\n") * 20 + ASKED + b"Connection: close\r\n\r\n"
        assert answer(asks(server, pipelined)).count(b"Water") == 21


def test_it_ends_while_clients_read_nothing(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(serving, "GRACE", 0.3)
    with ExitStack() as left:
        with answering(app) as server:
            for asked in [b"", b"GET / HT", ASKED.replace(b"/ ", b"/large ") + b"\r\n"] * 5:
                left.enter_context(asks(server, asked))
            assert answer(asks(server, ASKED + b"Connection: close\r\n\r\n")).endswith(b"Water")
        assert capfd.readouterr().err == ""


def test_no_garbage_is_looked_for_in_what_is_loaded_once() -> None:
    gc.unfreeze()
    try:
        with answering(app) as server:
            assert answer(asks(server, ASKED + b"Connection: close\r\n\r\n")).endswith(b"Water")
            assert gc.get_freeze_count() > 10 * len(gc.get_objects())
    finally:
        gc.unfreeze()
