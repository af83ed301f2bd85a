"""What the hostile server can do to a client.

A function of an exchange is an act itself (`{"/a": stall}`); every other one gives an act (`{"/b": drip(pause=1)}`).
"""

import asyncio
from collections.abc import Iterable, Mapping
from email.utils import formatdate
from itertools import chain, count, repeat
from time import time

from hostile_pages import PAGE, bomb, gzipped
from hostile_server import Act, Exchange

TYPED = {"Content-Type": "text/html; charset=utf-8"}
PACKED = {"Content-Encoding": "gzip"}


def answer(body: bytes = PAGE, status: int = 200, headers: Mapping[str, str] = TYPED) -> Act:
    """An orderly answer, an HTML page in UTF-8 unless `headers` say otherwise."""

    async def act(exchange: Exchange) -> None:
        await exchange.reply(status, {**TYPED, **headers}, body)

    return act


def in_turn(*acts: Act) -> Act:
    """One act after the other, one a visit; the last one for good."""
    following = chain(acts, repeat(acts[-1]))

    async def act(exchange: Exchange) -> None:
        await next(following)(exchange)

    return act


async def stall(exchange: Exchange) -> None:
    """No answer, ever, on a connection that stays open."""
    await asyncio.Event().wait()


def stall_midway(body: bytes = PAGE, after: int = 20) -> Act:
    """Headers and `after` bytes of the body, then nothing, on a connection that stays open."""

    async def act(exchange: Exchange) -> None:
        await exchange.head(200, TYPED | {"Content-Length": str(len(body))})
        await exchange.send(body[:after])
        await asyncio.Event().wait()

    return act


def drip(body: bytes = PAGE, pause: float = 0.1) -> Act:
    """The whole body in the end, a byte every `pause` seconds."""

    async def act(exchange: Exchange) -> None:
        await exchange.head(200, TYPED | {"Content-Length": str(len(body))})
        for at in range(len(body)):
            await asyncio.sleep(pause)
            await exchange.send(body[at : at + 1])

    return act


async def reset(exchange: Exchange) -> None:
    """The connection is reset (RST) instead of an answer."""
    exchange.reset()


def reset_midway(body: bytes = PAGE, after: int = 20, pause: float = 0.05) -> Act:
    """Headers and `after` bytes of the body, then a reset. The pause lets them arrive, since RST overtakes data."""

    async def act(exchange: Exchange) -> None:
        await exchange.head(200, TYPED | {"Content-Length": str(len(body))})
        await exchange.send(body[:after])
        await asyncio.sleep(pause)
        exchange.reset()

    return act


async def hang_up(exchange: Exchange) -> None:
    """The connection is closed in good order (FIN) instead of an answer."""
    exchange.hang_up()


def babble(data: bytes = b"220 mail.example ESMTP ready\r\n\r\n") -> Act:
    """Something that is no HTTP at all."""

    async def act(exchange: Exchange) -> None:
        await exchange.send(data)
        exchange.hang_up()

    return act


def wrong_length(body: bytes = PAGE, *, by: int) -> Act:
    """A `Content-Length` that is `by` bytes too large, or too small where negative, and the connection closed after."""

    async def act(exchange: Exchange) -> None:
        await exchange.head(200, TYPED | {"Content-Length": str(len(body) + by)})
        await exchange.send(body)
        exchange.hang_up()

    return act


def chunked(chunks: Iterable[bytes] = (PAGE,), *, cut: bool = False) -> Act:
    """A chunked answer. `chunks` must bear being read again. With `cut`, the end is missing."""

    async def act(exchange: Exchange) -> None:
        await exchange.head(200, TYPED | {"Transfer-Encoding": "chunked"})
        for chunk in chunks:
            await exchange.send(b"%x\r\n%b\r\n" % (len(chunk), chunk))
        if cut:
            exchange.hang_up()
        else:
            await exchange.send(b"0\r\n\r\n")

    return act


def huge(megabytes: int = 50) -> Act:
    """A page of that many megabytes of paragraphs, streamed in chunks that are made once."""
    paragraphs = b"<p>It goes on and on.</p>\n" * (2**20 // 26)
    return chunked([b"<!DOCTYPE html><title>On</title>", *[paragraphs] * megabytes])


def truncated_gzip(body: bytes = PAGE * 50, keep: float = 0.5) -> Act:
    """The first part of a gzip stream, under the right `Content-Length` of that part."""
    packed = gzipped(body)
    return answer(packed[: int(len(packed) * keep)], headers=PACKED)


def corrupt_gzip(body: bytes = PAGE * 50) -> Act:
    """A gzip stream with a good head whose middle is overwritten."""
    packed = gzipped(body)
    third = len(packed) // 3
    return answer(packed[:third] + b"\xff" * third + packed[2 * third :], headers=PACKED)


def not_gzip(body: bytes = PAGE) -> Act:
    """A plain body that is declared to be gzip."""
    return answer(body, headers=PACKED)


def gzip_bomb(megabytes: int = 200) -> Act:
    """A small gzip stream that unpacks to that many megabytes of zeros."""
    return answer(bomb(megabytes), headers=PACKED)


def huge_headers(size: int = 2**20, each: int = 1000) -> Act:
    """An orderly answer with `size` bytes of headers in lines of `each`."""
    return answer(headers={f"X-Filler-{n}": "x" * each for n in range(size // each)})


def redirect(location: str, status: int = 302) -> Act:
    """A redirect; to its own path or in a pair it makes a loop."""
    return answer(b"", status, {"Location": location})


def cookie_first(act: Act, cookie: str = "visit=1") -> Act:
    """`act` for a client that brings the cookie; for others 307 to the same address with `Set-Cookie`."""

    async def first(exchange: Exchange) -> None:
        if cookie in exchange.visit.headers.get("cookie", ""):
            await act(exchange)
        else:
            await exchange.reply(307, {"Location": exchange.visit.path, "Set-Cookie": f"{cookie}; Path=/"})

    return first


def busy(status: int = 429, *, seconds: int | None = None, as_date: bool = False) -> Act:
    """A refusal with `Retry-After` in seconds or as an HTTP date that many seconds ahead; without one if None."""

    async def act(exchange: Exchange) -> None:
        headers = dict(TYPED)
        if seconds is not None:
            headers["Retry-After"] = formatdate(time() + seconds, usegmt=True) if as_date else str(seconds)
        await exchange.reply(status, headers, b"<h1>Too many requests</h1>")

    return act


async def not_modified(exchange: Exchange) -> None:
    """304 whether or not a condition was asked."""
    await exchange.head(304, {"ETag": '"always"'})


def tagged(body: bytes = PAGE, etag: str = '"one"') -> Act:
    """An answer with an `ETag`, and 304 for a client that brings it. Several of them make a page that changes."""

    async def act(exchange: Exchange) -> None:
        if exchange.visit.headers.get("if-none-match") == etag:
            await exchange.head(304, {"ETag": etag})
        else:
            await exchange.reply(200, TYPED | {"ETag": etag}, body)

    return act


def restless_etag(body: bytes = PAGE) -> Act:
    """The same body under another `ETag` at each visit, as servers behind a balancer do."""
    numbers = count(1)

    async def act(exchange: Exchange) -> None:
        await exchange.reply(200, TYPED | {"ETag": f'"{next(numbers)}"'}, body)

    return act
