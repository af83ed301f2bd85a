"""Keeps answers as long as the archive stays as it is, so that a busy day costs no more than a quiet one.

A page that many ask for is made once. A client that has it already is told so without a question to the archive but
whether that has changed.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import NamedTuple

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from storage.records import http_date

MOST, LARGEST = 8_000_000, 500_000  # bytes: of all answers that are kept, and of one
LONGEST = 2_000  # characters of an address; whoever asks at a longer one is answered, and nothing is kept
BESIDES = 2_000  # bytes that an answer takes beside its body and its address, about
CONDITIONS = b"if-none-match", b"if-modified-since"
# What of an answer is told with a 304 too (RFC 9110, 15.4.5).
TOLD = b"etag", b"last-modified", b"cache-control"


class CachedAnswer(NamedTuple):
    """An answer, the state of the archive that it was made of, and since when it has been as it is."""

    state: str
    start: Message
    body: bytes
    since: datetime


class AnswerCache:
    """Answers GET by what is kept, and otherwise keeps what has a validator and is the same for every client.

    `state` says how the archive stands: another text after each change. It is asked in a thread that waits for no page.
    """

    def __init__(self, app: ASGIApp, state: Callable[[], str]) -> None:
        self.app, self.state = app, state
        self._cached: OrderedDict[tuple[str, ...], CachedAnswer] = OrderedDict()
        self._held = 0  # bytes, about
        self._asking = CapacityLimiter(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass the request on without its conditions, which are met here."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        place = scope["scheme"], asked.get("host", ""), scope.get("root_path", ""), scope["path"]
        key = (*place, scope["query_string"].decode("latin-1"))
        is_of_archive = not scope["path"].startswith("/static/")
        state = await to_thread.run_sync(self.state, limiter=self._asking) if is_of_archive else "static"
        before = self._cached.get(key)
        if before is not None and state and before.state == state:
            self._cached.move_to_end(key)
            await _send(before, asked, send)
            return
        start: Message = {}
        body, is_cacheable = bytearray(), False

        async def gathered(message: Message) -> None:
            nonlocal is_cacheable
            if message["type"] == "http.response.start":
                start.update(message)
                is_cacheable = _may_be_stored(message)
            if not is_cacheable:
                await send(message)  # a capture, say: it may be large
            elif message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        fields = [field for field in scope["headers"] if field[0] not in CONDITIONS]
        await self.app({**scope, "headers": fields}, receive, gathered)
        if not is_cacheable:
            return
        headers = MutableHeaders(raw=[*start["headers"]])
        made = CachedAnswer(state, {**start, "headers": headers.raw}, bytes(body), now())
        if before is not None and Headers(raw=before.start["headers"])["etag"] == headers["etag"]:
            made = made._replace(since=before.since)
        self._keep(key, made)
        await _send(made, asked, send)

    def _keep(self, key: tuple[str, ...], made: CachedAnswer) -> None:
        if (old := self._cached.pop(key, None)) is not None:
            self._held -= _size(key, old)
        if len(made.body) <= LARGEST and sum(map(len, key)) <= LONGEST:
            self._cached[key] = made
            self._held += _size(key, made)
        while self._held > MOST:
            self._held -= _size(*self._cached.popitem(last=False))


def _may_be_stored(start: Message) -> bool:
    """Whether an answer has a validator, and is the same for every client."""
    headers = Headers(raw=start["headers"])
    return start["status"] == 200 and "etag" in headers and "vary" not in headers


def _size(key: tuple[str, ...], kept: CachedAnswer) -> int:
    return len(kept.body) + sum(map(len, key)) + BESIDES


async def _send(kept: CachedAnswer, asked: Headers, send: Send) -> None:
    headers = MutableHeaders(raw=[*kept.start["headers"]])
    if (modified := _modified(kept)) <= now():
        headers["last-modified"] = format_datetime(modified, usegmt=True)
    start, body = {**kept.start, "headers": headers.raw}, kept.body
    if _has_it(headers, modified, asked):
        told = [field for field in headers.raw if field[0].lower() in TOLD]
        start, body = {**start, "status": 304, "headers": told}, b""
    await send(start)
    await send({"type": "http.response.body", "body": body})


def now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def _modified(kept: CachedAnswer) -> datetime:
    """The full second from which on an answer has been as it is, which is told once it has come.

    Fields tell no parts of a second: whoever was told one in which the answer was yet to change would be taken to have
    what it has not (RFC 9110, 8.8.2.2).
    """
    return (kept.since + timedelta(seconds=1) - timedelta.resolution).replace(microsecond=0)


def _has_it(headers: Headers, modified: datetime, asked: Headers) -> bool:
    """Whether a client has what it asks for (RFC 9110, 13.2.2): by its validator or else, as it says, since a time."""
    if (known := asked.get("if-none-match")) is not None:
        tag = headers["etag"].removeprefix("W/")
        return known.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in known.split(","))
    then = http_date(asked.get("if-modified-since", ""))
    return then is not None and modified <= then
