import gzip
import http.client
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPResponse

import hostile_pages
import pytest
import server_faults as faults
from hostile_pages import PAGE
from hostile_server import Act, Exchange, HostileServer


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def get(server: HostileServer, act: Act | None = None, path: str = "/", **headers: str) -> tuple[HTTPResponse, bytes]:
    """Ask once, on a connection of its own; with `act` at the path if one is given."""
    if act is not None:
        server.routes[path] = act
    connection = HTTPConnection(server.host, server.port, timeout=2)
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def raw(server: HostileServer, act: Act, timeout: float = 0.3) -> tuple[bytes, str]:
    """All bytes that come, and how it ended: closed, reset, or silent for `timeout` seconds."""
    server.routes["/"] = act
    received = b""
    with socket.create_connection((server.host, server.port), timeout=timeout) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        try:
            while data := connection.recv(65536):
                received += data
        except TimeoutError:
            return received, "silent"
        except ConnectionResetError:
            return received, "reset"
    return received, "closed"


def body_of(received: bytes) -> bytes:
    return received.partition(b"\r\n\r\n")[2]


def test_an_orderly_answer_and_404_for_the_rest(server: HostileServer) -> None:
    response, body = get(server, faults.answer())
    assert (response.status, body) == (200, PAGE)
    assert get(server, path="/robots.txt")[0].status == 404


def test_one_connection_serves_many_requests(server: HostileServer) -> None:
    server.routes["/"] = faults.answer()
    connection = HTTPConnection(server.host, server.port, timeout=2)
    for _ in range(3):
        connection.request("GET", "/")
        assert connection.getresponse().read() == PAGE
    connection.close()


def test_the_log_keeps_time_path_headers_and_status(server: HostileServer) -> None:
    get(server, faults.answer(status=410), "/gone?x=1", User_Agent="tester")
    raw(server, faults.stall, timeout=0.05)
    gone, stalled = server.log
    assert (gone.path, gone.status, gone.headers["user-agent"]) == ("/gone?x=1", 410, "tester")
    assert (stalled.path, stalled.status) == ("/", None)
    assert gone.at < stalled.at < time.monotonic()
    assert server.counts == {"/gone?x=1": 1, "/": 1}


def test_stalls(server: HostileServer) -> None:
    assert raw(server, faults.stall) == (b"", "silent")
    received, end = raw(server, faults.stall_midway(after=7))
    assert (body_of(received), end) == (PAGE[:7], "silent")


def test_resets_and_hang_ups(server: HostileServer) -> None:
    assert raw(server, faults.reset) == (b"", "reset")
    received, end = raw(server, faults.reset_midway(after=7, pause=0.2))
    assert (body_of(received), end) == (PAGE[:7], "reset")
    assert raw(server, faults.hang_up) == (b"", "closed")


def test_what_is_no_http(server: HostileServer) -> None:
    with pytest.raises(http.client.BadStatusLine):
        get(server, faults.babble())


def test_a_slow_drip_arrives_whole(server: HostileServer) -> None:
    start = time.monotonic()
    assert get(server, faults.drip(b"slow", pause=0.05))[1] == b"slow"
    assert time.monotonic() - start >= 0.2


def test_wrong_lengths(server: HostileServer) -> None:
    with pytest.raises(http.client.IncompleteRead):
        get(server, faults.wrong_length(by=100))
    assert get(server, faults.wrong_length(by=-10))[1] == PAGE[:-10]


def test_chunks_whole_and_cut(server: HostileServer) -> None:
    assert get(server, faults.chunked([b"one", b"two"]))[1] == b"onetwo"
    with pytest.raises(http.client.IncompleteRead):
        get(server, faults.chunked([b"one", b"two"], cut=True))


def test_a_huge_page_is_streamed(server: HostileServer) -> None:
    size = len(get(server, faults.huge(50))[1])
    assert 49 * 2**20 < size < 51 * 2**20


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (faults.truncated_gzip(), EOFError),
        (faults.corrupt_gzip(), zlib.error),
        (faults.not_gzip(), OSError),
    ],
)
def test_broken_gzip(server: HostileServer, act: Act, error: type[Exception]) -> None:
    response, body = get(server, act)
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(body) == int(response.headers["Content-Length"])
    with pytest.raises(error):
        gzip.decompress(body)


def test_a_gzip_bomb_is_small_until_it_is_unpacked(server: HostileServer) -> None:
    body = get(server, faults.gzip_bomb(200))[1]
    assert len(body) < 2**18
    unpacker, size = zlib.decompressobj(wbits=31), 0
    while not unpacker.eof:
        size += len(unpacker.decompress(body, 2**20))
        body = unpacker.unconsumed_tail
    assert size == 200 * 2**20


def test_huge_headers(server: HostileServer) -> None:
    received, _ = raw(server, faults.huge_headers(2**20))
    assert len(received) > 2**20
    assert body_of(received) == PAGE


def test_redirects_and_loops(server: HostileServer) -> None:
    server.routes |= {
        "/pair/a": faults.redirect("/pair/b", 301),
        "/pair/b": faults.redirect("/pair/a", 301),
    }
    for location in ("/", "http://elsewhere.example/", "http://127.0.0.2/", "http://169.254.169.254/"):
        response, _ = get(server, faults.redirect(location))
        assert (response.status, response.headers["Location"]) == (302, location)
    assert get(server, path="/pair/a")[0].headers["Location"] == "/pair/b"
    assert get(server, path="/pair/b")[0].headers["Location"] == "/pair/a"


def test_a_cookie_is_needed_first(server: HostileServer) -> None:
    response, _ = get(server, faults.cookie_first(faults.answer()))
    assert (response.status, response.headers["Location"]) == (307, "/")
    cookie = response.headers["Set-Cookie"].partition(";")[0]
    assert get(server, Cookie=cookie)[0].status == 200


def test_refusals_say_when_to_come_back(server: HostileServer) -> None:
    assert get(server, faults.busy(429, seconds=3))[0].headers["Retry-After"] == "3"
    response, _ = get(server, faults.busy(503, seconds=60, as_date=True))
    assert response.status == 503
    assert 57 < parsedate_to_datetime(response.headers["Retry-After"]).timestamp() - time.time() <= 60
    assert "Retry-After" not in get(server, faults.busy())[0].headers


def test_acts_in_turn(server: HostileServer) -> None:
    server.routes["/"] = faults.in_turn(faults.answer(status=404), faults.busy(seconds=1), faults.answer())
    assert [get(server)[0].status for _ in range(4)] == [404, 429, 200, 200]


def test_validators(server: HostileServer) -> None:
    assert get(server, faults.not_modified)[0].status == 304
    server.routes["/"] = faults.in_turn(faults.tagged(etag='"one"'), faults.tagged(etag='"two"'))
    assert get(server)[0].headers["ETag"] == '"one"'
    assert get(server, If_None_Match='"one"')[0].status == 200
    assert get(server, If_None_Match='"two"')[0].status == 304
    server.routes["/"] = faults.restless_etag()
    (first, body), (second, same) = get(server), get(server)
    assert body == same
    assert first.headers["ETag"] != second.headers["ETag"]


@pytest.mark.parametrize("body", [*hostile_pages.CHALLENGES.values(), b"", hostile_pages.WHITESPACE])
def test_robots_txt_may_be_anything(server: HostileServer, body: bytes) -> None:
    assert get(server, faults.answer(body), "/robots.txt")[1] == body
    assert get(server, faults.answer(status=500), "/robots.txt")[0].status == 500
    assert get(server, faults.redirect("/"), "/robots.txt")[0].status == 302


def test_hostile_bodies_are_what_they_say() -> None:
    assert hostile_pages.nested(3000).count(b"<div>") == 3000
    assert hostile_pages.BILLION_LAUGHS.count(b"<!ENTITY") == 10
    assert len(hostile_pages.BILLION_LAUGHS) < 2000
    assert "Привет" not in hostile_pages.misdeclared("windows-1251", "utf-8").decode("windows-1251")
    with pytest.raises(UnicodeDecodeError):
        hostile_pages.BINARY.decode()


def test_a_wrong_charset_in_the_header(server: HostileServer) -> None:
    act = faults.answer("Привет".encode("cp1251"), headers={"Content-Type": "text/html; charset=utf-8"})
    response, body = get(server, act)
    with pytest.raises(UnicodeDecodeError):
        body.decode(response.headers.get_content_charset() or "ascii")


def test_it_stops_at_once_with_clients_still_waiting() -> None:
    start = time.monotonic()
    with HostileServer({"/": faults.stall, "/huge": faults.huge(50)}) as server:
        waiting = [socket.create_connection((server.host, server.port), timeout=2) for _ in range(3)]
        for connection, path in zip(waiting, (b"/", b"/huge", b""), strict=True):
            connection.sendall(b"GET %b HTTP/1.1\r\n\r\n" % path if path else b"GET ")
        while len(server.log) < 2:
            time.sleep(0.01)
    for connection in waiting:
        connection.close()
    assert time.monotonic() - start < 2
    assert not [thread for thread in threading.enumerate() if thread.name == "hostile server"]


def test_an_error_in_an_act_does_not_pass_in_silence() -> None:
    async def broken(exchange: Exchange) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), HostileServer({"/": broken}) as server:
        assert raw(server, broken) == (b"", "closed")
