"""Between the archive's words and Scrapy's: a visit becomes a request, an answer becomes a capture."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.middlewares import CUT_OFF
from crawler.sources.listing import PageRequest
from storage.records import Capture, CaptureKind, Visit, Visited


def request_for(
    visit: Visit,
    callback: Callable[..., Any],
    errback: Callable[..., Any],
    hops: tuple[Visited, ...] = (),
    question: PageRequest | None = None,
) -> Request:
    """A request for a visit, conditional where it has validators. `hops` are the redirects that led to it."""
    question = question or PageRequest()
    headers = dict(question.headers)
    if visit.etag:
        headers["If-None-Match"] = visit.etag
    if visit.last_modified:
        headers["If-Modified-Since"] = visit.last_modified
    return Request(
        visit.url,
        method=question.method,
        body=question.body,
        callback=callback,
        errback=errback,
        headers=headers,
        meta={"visit": visit, "hops": hops, "handle_httpstatus_all": True},
        dont_filter=True,
    )


def capture_of(response: Response, kind: CaptureKind, now: datetime) -> Capture:
    """What an answer brought: under the address that was wanted, at the time it was recorded, or else `now`."""
    request = response.request
    assert request is not None
    flags = sorted(CUT_OFF.intersection(response.flags))
    return Capture(
        url=request.meta.get("wanted") or request.url,
        at=request.meta.get("captured_at") or now,
        kind=kind,
        status=response.status,
        headers={
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        },
        body=None if response.status == 304 or not response.body else response.body,
        reason=f"the answer is not whole ({', '.join(flags)})" if flags else None,
    )
