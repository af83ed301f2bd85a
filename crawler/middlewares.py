"""What stands between the spider and the web: reading through another archive or from a file, and whole bodies only."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response

from crawler.extract.html import absolute
from crawler.sources.addresses import origin
from storage.content_encoding import decoded
from storage.payloads.store import sha1_of
from storage.records import Transferred
from storage.warc.record import EARLIEST, LATEST
from storage.warc.recording import Recording

CUT_OFF = frozenset({"dataloss", "truncated", "undecodable", "too large"})  # flags of an answer that is not whole
NOT_TO_DECODE = frozenset({"dataloss", "recorded"})  # flags: cut off, or decoded by whoever read the recording
UNDATED = "undated"  # meta: why a memento's time cannot be
MEMENTOS = 5  # redirects followed from one time of an archive to another


class NotRecorded(IgnoreRequest):
    """A replayed file holds no answer from this address."""


class ViaMiddleware:
    """Asks for every address behind a prefix (COMMUNIQUE_VIA): a web archive, a local pywb, a test server.

    The answer bears the address that was wanted. `Memento-Datetime` (RFC 7089) dates it; where one answer bears it, an
    error without it is the archive's own and says nothing of the site.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._prefix: str = crawler.settings.get("COMMUNIQUE_VIA") or ""
        self._mementos = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ViaMiddleware":
        """The way Scrapy makes a middleware."""
        return cls(crawler)

    async def process_request(self, request: Request) -> Request | None:
        """Put the prefix before the address, once."""
        if not self._prefix or "wanted" in request.meta:
            return None
        meta = {**request.meta, "wanted": request.url}
        return request.replace(url=self._prefix + request.url, meta=meta, dont_filter=True)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Take the prefix off again, and follow the archive's redirects to the time nearest, on its own site."""
        memento = header(response, "Memento-Datetime")
        wanted = request.meta.get("wanted")
        if wanted is None:
            return response
        if memento:
            self._mementos = True
            when = http_date(memento)
            if when is not None and EARLIEST <= when < LATEST:
                request.meta["captured_at"] = when
                request.meta.pop(UNDATED, None)  # of the redirect that led here
            else:
                request.meta[UNDATED] = f"its Memento-Datetime cannot be: {memento[:80]}"
        elif self._mementos and response.status >= 400:
            raise NotRecorded(f"{wanted} is not in the archive")
        location = header(response, "Location")
        inner = unwrapped(location)
        if location and inner == wanted and request.meta.get("mementos", 0) < MEMENTOS:
            there = absolute(request.url, location)
            if origin(there) != origin(self._prefix):
                raise IgnoreRequest(f"the archive leads to another site: {there}")
            meta = {**request.meta, "mementos": request.meta.get("mementos", 0) + 1}
            return request.replace(url=there, meta=meta, dont_filter=True)
        if inner:
            response.headers["Location"] = inner
        return response.replace(url=wanted)


class ReplayMiddleware:
    """Answers every request from the recording that the spider was given, with the record's own date."""

    def __init__(self, crawler: Crawler) -> None:
        self._recording: Recording | None = getattr(crawler.spider, "recording", None)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ReplayMiddleware":
        """The way Scrapy makes a middleware."""
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:
        """The recorded answer. Raises NotRecorded where the file has none."""
        if self._recording is None:
            return None
        found = self._recording.find(request.url)
        if found is None or found.status is None:
            raise NotRecorded(f"{request.url} is not in the file")
        request.meta["capture"] = found
        headers = Headers()
        for name, value in found.fields:
            headers.appendlist(name, value)
        return Response(request.url, status=found.status, headers=headers, body=found.body or b"", flags=["recorded"])


class ContentDecoding:
    """Undoes gzip and deflate, and flags an answer whose body is not whole instead of passing off a part of it."""

    def __init__(self, crawler: Crawler) -> None:
        self._largest = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ContentDecoding":
        """The way Scrapy makes a middleware."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Say what can be decoded."""
        request.headers.setdefault("Accept-Encoding", "gzip, deflate")

    async def process_response(self, request: Request, response: Response) -> Response:
        """The answer with its body decoded; a body that will not decode stays as it came, with a flag."""
        coding = header(response, "Content-Encoding").strip().lower()
        if coding in ("", "identity") or not response.body or NOT_TO_DECODE.intersection(response.flags):
            return response
        body, flag = decoded(response.body, coding, self._largest)
        if flag:
            return response.replace(flags=[*response.flags, flag])
        digests = sha1_of(response.body), sha256(response.body).digest()
        request.meta["transferred"] = Transferred(coding, *digests, len(response.body))
        return response.replace(body=body)


def header(response: Response, name: str) -> str:
    """A header field of an answer; empty where it has none."""
    return (response.headers.get(name) or b"").decode("latin-1")


def http_date(value: str) -> datetime | None:
    """An HTTP date (RFC 9110, 5.6.7) as an aware time, or None."""
    try:
        when = parsedate_to_datetime(value)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, OverflowError):  # the last day of the year 9999, west of Greenwich
        return None


def unwrapped(location: str) -> str:
    """The address inside a web archive's address of it, or the address itself; empty for none."""
    inner = location.rfind("http://", 1), location.rfind("https://", 1)
    return location[max(inner) :] if max(inner) > 0 else location


def reason_of(error: BaseException) -> str:
    """One short line for what the network did."""
    text = str(error).strip().splitlines()[0] if str(error).strip() else ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
