"""Every capture by its address and time, as web archives give them (RFC 7089), and by its number."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urljoin

from fastapi import APIRouter, HTTPException, Path
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reader.memento.in_pieces import LARGE, InPieces
from reader.memento.link_format import MEDIA_TYPE, Addresses, header, rfc1123, stamp, timemap
from reader.rendering import FRESH_SECONDS
from reader.requests import archives
from storage.export.raw import logged_capture, size_of
from storage.read.views import timemap as mementos
from storage.records import StoredCapture, http_date

router = APIRouter(include_in_schema=False)
NUMBER = r"^[0-9]{1,18}$"
# What a page that was kept may do where it is shown: nothing, in an origin of its own.
POLICY = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; frame-ancestors 'none'"
_DATED = re.compile(r"([0-9]{4,14})(?:id_)?/(.+)", re.DOTALL)
_SCHEME = re.compile(r"^(https?):/+(?=[^/])", re.IGNORECASE)
_FIELD = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a field's name (RFC 9110, 5.6.2)
_BODILESS = (204, 205, 304)


@router.get("/web/timemap/link/{original:path}")
def all_mementos(request: Request, original: str) -> Response:
    """The TimeMap of an address."""
    of = Addresses(request, _original(request, "/web/timemap/link/"))
    with archives(request).archive() as archive, archive.reading() as db:
        found = mementos.addresses_of(db, of.original)
        body = b"".join(timemap(of, mementos.timemap(db, archive.payloads, found)))
    return Response(body, media_type=MEDIA_TYPE, headers={"Cache-Control": f"public, max-age={FRESH_SECONDS}"})


@router.get("/web/{rest:path}")
async def memento_or_gate(request: Request, rest: str) -> Response:
    """The TimeGate of an address, or with a time before it the memento of then."""
    if dated := _DATED.fullmatch(rest):
        at = _moment(dated[1])
        of = Addresses(request, _original(request, f"/web/{rest[: dated.start(2)]}"))
        return await _memento(request, of, at, dated[1])
    return await run_in_threadpool(_gate, request, Addresses(request, _original(request, "/web/")))


@router.get("/captures/{number}/raw")
async def by_number(request: Request, number: Annotated[str, Path(pattern=NUMBER)]) -> Response:
    """The bytes that a capture brought."""

    def answer(found: StoredCapture) -> Response:
        if found.body is None:
            raise HTTPException(404, f"capture {number} brought no bytes: {found.reason or found.status}")
        return InPieces(found.body, headers=_kept_apart(found))

    return await _of_capture(request, int(number), answer)


def _gate(request: Request, of: Addresses) -> Response:
    """Lead to the memento closest to the time that is asked for, or the newest (RFC 7089, 4.1)."""
    wanted = request.headers.get("accept-datetime")
    at = http_date(wanted) if wanted else datetime.now(UTC)
    if at is None:
        raise HTTPException(400, f"{wanted!r} is no time as HTTP writes it: Tue, 07 Jan 2025 09:00:00 GMT")
    around = _around(request, of, at)
    headers = {"Vary": "accept-datetime", "Link": header(of, around)}
    return RedirectResponse(of.memento(around.closest.at), 302, headers=headers)


async def _memento(request: Request, of: Addresses, at: datetime, asked: str) -> Response:
    """The memento of a time, or the way to the one that is closest."""
    around = await run_in_threadpool(_around, request, of, at)
    links = {"Link": header(of, around)}
    if stamp(around.closest.at) != asked:
        return RedirectResponse(of.memento(around.closest.at), 302, headers=links)

    def answer(found: StoredCapture) -> Response:
        status = found.status or 502
        if not 200 <= status <= 599:
            raise HTTPException(502, f"the site answered {status}, which no answer can repeat")
        headers = _kept_apart(found) | links | {"Memento-Datetime": rfc1123(found.at)}
        if status in range(300, 400) and (location := _led_to(of, found)):
            headers["Location"] = location
        return InPieces(b"" if status in _BODILESS else found.body or b"", status_code=status, headers=headers)

    return await _of_capture(request, around.closest.capture, answer)


async def _of_capture(request: Request, capture: int, answer: Callable[[StoredCapture], Response]) -> Response:
    """What is answered of a capture with its bytes. Who waits for a large one keeps no other request waiting."""

    def size() -> int:
        with archives(request).reading() as db:
            return size_of(db, capture)

    def made() -> Response:
        with archives(request).archive() as archive, archive.reading() as db:
            return answer(logged_capture(db, archive.payloads, capture))

    if await run_in_threadpool(size) <= LARGE:
        return await run_in_threadpool(made)
    async with archives(request).turn:
        if await request.is_disconnected():
            return Response(status_code=503)  # to nobody
        return await asyncio.wrap_future(archives(request).large.submit(made))


def _around(request: Request, of: Addresses, at: datetime) -> mementos.Around:
    with archives(request).archive() as archive, archive.reading() as db:
        found = mementos.around(db, archive.payloads, mementos.addresses_of(db, of.original), at)
    if found is None:
        raise HTTPException(404, f"no visit to {of.original} brought an answer")
    return found


def _led_to(of: Addresses, found: StoredCapture) -> str | None:
    """Where a redirect leads, in this reader, as of the same time."""
    location = found.headers.get("location")
    if not location:
        return None
    try:
        target = urljoin(found.url, location)
    except ValueError:
        return None
    return Addresses(of.request, target).memento(found.at) if _SCHEME.match(target) else None


def _kept_apart(found: StoredCapture) -> dict[str, str]:
    """The fields that the site sent, told apart from those of this answer as Wayback and pywb do."""
    kept = {f"X-Archive-Orig-{name}": _value(value) for name, value in found.headers.items() if _FIELD.fullmatch(name)}
    return kept | {
        "Content-Type": _value(found.headers.get("content-type", "application/octet-stream")),
        "Content-Security-Policy": POLICY,
        "Cache-Control": "public, max-age=31536000, immutable",
    }


def _value(value: str) -> str:
    """A field's value in which no line ends, in the one charset that every server sends (RFC 9110, 5.5)."""
    return re.sub(r"[\x00-\x1f\x7f]", " ", value).encode("latin-1", "replace").decode("latin-1").strip()


def _original(request: Request, before: str) -> str:
    """The address behind a prefix of the path, with its escapes as they came and its query."""
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    path = raw.decode("latin-1").partition("?")[0].removeprefix(before)
    query = request.scope["query_string"].decode("latin-1")
    address = _SCHEME.sub(r"\1://", path)  # a web server in between may have made one slash of two
    return (address if "://" in address else f"http://{address}") + (f"?{query}" if query else "")


def _moment(digits: str) -> datetime:
    """The beginning of a time of four to fourteen digits. Raises HTTPException for none of the calendar."""
    whole = digits + "00000101000000"[len(digits) :]
    try:
        return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise HTTPException(404, f"{digits} is no time: YYYYMMDDhhmmss, or its beginning") from None
