"""Between Scrapy's words and the archive's: a target becomes a request, a response becomes a capture."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response

from crawler.middlewares import CUT_OFF, UNDATED
from crawler.sources.source import PageRequest
from storage.records import TOO_LARGE, Capture, CaptureKind, Fields, HttpRequest, Target

STATUSES = range(100, 1000)  # RFC 9110, 15
ELSEWHERE = "it is not a page of this source (http or https, its hosts, ports 80 and 443 or as listings or --url have)"


class Refused(IgnoreRequest):
    """An address that was not asked, and why: robots.txt, another site, a host that wants to be left alone."""


class PutOff(Refused):
    """An address that is not asked this time: its host wants to be left alone, or its robots.txt cannot be read."""


class Stopped(IgnoreRequest):
    """The crawl is being stopped: what was not asked yet is left to the next one."""


def request_for(
    target: Target,
    callback: Callable[..., Any],
    errback: Callable[..., Any],
    hops: tuple[Capture, ...] = (),
    how: PageRequest | None = None,
) -> Request:
    """A request for a target, conditional where it has validators. `hops` are the redirects that led to it."""
    how = how or PageRequest()
    headers = dict(how.headers)
    if target.etag:
        headers["If-None-Match"] = target.etag
    if target.last_modified:
        headers["If-Modified-Since"] = target.last_modified
    return Request(
        target.url,
        method=how.method,
        body=how.body,
        callback=callback,
        errback=errback,
        headers=headers,
        meta={"target": target, "hops": hops, "handle_httpstatus_all": True},
        dont_filter=True,
    )


def capture_of(response: Response, kind: CaptureKind, now: datetime) -> Capture:
    """What a response brought: under the address that was wanted, at the time it was recorded, or else `now`.

    A response from a recording is the capture that the recording holds.
    """
    request = response.request
    assert request is not None
    target: Target = request.meta.get("target") or Target(request.url)
    recorded: Capture | None = request.meta.get("capture")
    if recorded is not None:
        return replace(recorded, url=request.url, kind=kind, release_id=target.release_id)
    return Capture(
        url=request.meta.get("wanted") or request.url,
        at=request.meta.get("captured_at") or now,
        kind=kind,
        status=response.status if response.status in STATUSES else None,
        status_line=status_line(response),
        fields=fields_of(response.headers),
        body=None if response.status == 304 or not response.body else response.body,
        reason=_flaw(response, request),
        transferred=request.meta.get("transferred"),
        request=request_of(request),
        peer=str(response.ip_address) if response.ip_address else None,
        release_id=target.release_id,
    )


def _flaw(response: Response, request: Request) -> str | None:
    """Why an answer is not to be read, if it is not."""
    if "too large" in response.flags:
        return TOO_LARGE
    if flags := sorted(CUT_OFF.intersection(response.flags)):
        return f"the answer is not whole ({', '.join(flags)})"
    if response.status not in STATUSES:
        return f"its status has not three digits: {response.status}"
    undated: str | None = request.meta.get(UNDATED)
    return undated


def status_line(response: Response) -> str:
    """The status line as far as Scrapy tells it: the reason phrase is not kept by HTTP clients (RFC 9112, 4)."""
    return f"{response.protocol or 'HTTP/1.1'} {response.status}"


def fields_of(headers: Headers) -> Fields:
    """Header fields in their order, repeats kept; Scrapy gives their names in title case."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values
    )


def request_of(request: Request) -> HttpRequest:
    """What was asked, without what may be secret: cookies and authorization."""
    fields = fields_of(request.headers)
    public = tuple((name, value) for name, value in fields if name.lower() not in SECRET)
    body = hashlib.sha256(request.body).digest() if request.body else None
    return HttpRequest(request.method, public, body)


SECRET = frozenset({"authorization", "cookie", "proxy-authorization"})
