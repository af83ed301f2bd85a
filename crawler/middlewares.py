"""What stands between the spider and the web: reading through another archive or from a file, and whole bodies only."""

from hashlib import sha256

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Headers, Response

from crawler.extract.html import absolute
from crawler.sources.addresses import origin
from crawler.spiders.web_archive import is_archive, rewritten, same, told_apart, unwrapped
from storage.content_encoding import decoded
from storage.payloads.store import sha1_of
from storage.records import TOO_LARGE, Transferred, http_date
from storage.warc.record import EARLIEST, LATEST
from storage.warc.recording import Recording

CUT_OFF = frozenset({"dataloss", "truncated", "undecodable", "too large"})  # flags of an answer that is not whole
NOT_TO_DECODE = frozenset({"dataloss", "recorded"})  # flags: cut off, or decoded by whoever read the recording
UNDATED = "undated"  # meta: why a memento's time cannot be
CONDITIONS = ("If-None-Match", "If-Modified-Since")
MEMENTOS = 5  # redirects followed from one time of an archive to another


class NotRecorded(IgnoreRequest):
    """A replayed file, or a web archive, holds no answer from this address."""


class ViaMiddleware:
    """Asks for every address behind a prefix (COMMUNIQUE_VIA): a web archive, a local pywb, a test server.

    The answer bears the address that was wanted. `Memento-Datetime` (RFC 7089) dates it. An archive's answer without it
    is the archive's own, and says nothing of the site.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._prefix: str = crawler.settings.get("COMMUNIQUE_VIA") or ""
        self._archive = is_archive(self._prefix)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ViaMiddleware":
        """The way Scrapy makes a middleware."""
        return cls(crawler)

    async def process_request(self, request: Request) -> Request | None:
        """Put the prefix before the address, once. What the site said of a page's age is no question to an archive."""
        if not self._prefix or "wanted" in request.meta:
            return None
        headers = request.headers.copy()
        for name in CONDITIONS if self._archive else ():
            headers.pop(name, None)
        meta = {**request.meta, "wanted": request.url}
        return request.replace(url=self._prefix + request.url, headers=headers, meta=meta, dont_filter=True)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Take the prefix off again, and follow the archive's redirects to the time nearest, on its own site.

        Raises NotRecorded for an answer of the archive's own, IgnoreRequest for a page that it has rewritten.
        """
        wanted = request.meta.get("wanted")
        if wanted is None:
            return response
        memento, location = header(response, "Memento-Datetime"), header(response, "Location")
        if memento:
            self._archive = True
            self._date(request, memento)
        inner = unwrapped(location)
        there_too = inner == wanted if memento else same(inner, wanted)
        if location and there_too and request.meta.get("mementos", 0) < MEMENTOS:
            there = absolute(request.url, location)
            if origin(there) != origin(self._prefix):
                raise IgnoreRequest(f"the archive leads to another site: {there}")
            meta = {**request.meta, "mementos": request.meta.get("mementos", 0) + 1}
            return request.replace(url=there, meta=meta, dont_filter=True)
        if self._archive and not memento:
            raise NotRecorded(f"{wanted}: the archive holds nothing of it (status {response.status}, and no memento)")
        if memento and (why := rewritten(response.body, self._prefix)):
            raise IgnoreRequest(why)
        if inner:
            response.headers["Location"] = inner
        return response.replace(url=wanted, headers=told_apart(response.headers))

    def _date(self, request: Request, memento: str) -> None:
        when = http_date(memento)
        if when is not None and EARLIEST <= when < LATEST:
            request.meta["captured_at"] = when
            request.meta.pop(UNDATED, None)  # of the redirect that led here
        else:
            request.meta[UNDATED] = f"its Memento-Datetime cannot be: {memento[:80]}"


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
        if body is response.body:
            return response
        digests = sha1_of(response.body), sha256(response.body).digest()
        request.meta["transferred"] = Transferred(coding, *digests, len(response.body))
        return response.replace(body=body)


def header(response: Response, name: str) -> str:
    """A header field of an answer; empty where it has none."""
    return (response.headers.get(name) or b"").decode("latin-1")


def reason_of(error: BaseException) -> str:
    """One short line for what the network did."""
    text = str(error).strip().splitlines()[0] if str(error).strip() else ""
    name = TOO_LARGE if isinstance(error, DownloadCancelledError) else type(error).__name__
    return f"{name}: {text}" if text else name
