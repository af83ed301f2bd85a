"""What stands between the spider and the web: politeness, reading through another archive, and whole bodies only."""

import asyncio
import logging
import re
import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from storage.warc import Recording

logger = logging.getLogger(__name__)

RETRIES = 2  # visits after the first to an address that fails in a way that may pass
RETRY_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
LONGEST_WAIT = 120.0  # seconds; a site that asks for more is left alone until the next crawl
ROBOTS_REDIRECTS = 5  # RFC 9309, 2.3.1.2
CUT_OFF = frozenset({"dataloss", "truncated", "undecodable", "too large"})  # flags of an answer that is not whole


class Refused(IgnoreRequest):
    """An address that was not asked, and why: robots.txt, another site, a host that wants to be left alone."""


class NotRecorded(IgnoreRequest):
    """A replayed file holds no answer from this address."""


class PolitenessMiddleware:
    """robots.txt (RFC 9309) with Crawl-delay, Retry-After, and at most two retries of what may pass."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["USER_AGENT"]
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._rules: dict[str, asyncio.Task[Protego | str]] = {}
        self._not_before: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PolitenessMiddleware":
        """As Scrapy asks."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Hold a request until its host may be asked. Raises Refused where it may not."""
        host = urlsplit(request.url).hostname or ""
        source = getattr(self._crawler.spider, "source", None)
        if source is not None and host not in source.hosts:
            raise Refused(f"{request.url} is not a page of this source")
        if not request.meta.get("robots"):
            rules = await self._rules_of(request)
            if isinstance(rules, str):
                raise Refused(rules)
            if not rules.can_fetch(request.url, self._agent):
                raise Refused("robots.txt asks not to visit it")
        while (wait := self._not_before.get(host, 0.0) - monotonic()) > 0:
            if wait > LONGEST_WAIT:
                raise Refused(f"{host} asks to be left alone for {wait:.0f} s")
            await asyncio.sleep(wait)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Ask again where the answer is one that may pass, after as long as the site wishes."""
        cut_off = CUT_OFF.intersection(response.flags)
        if response.status not in RETRY_STATUSES and not cut_off:
            return response
        host = urlsplit(request.url).hostname or ""
        wait = retry_after(response.headers.get("Retry-After", b"").decode("latin-1"), datetime.now(UTC))
        if wait is not None:
            self._not_before[host] = max(self._not_before.get(host, 0.0), monotonic() + wait)
        return response if wait is not None and wait > LONGEST_WAIT else (self._again(request) or response)

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Ask again after a failure of the network."""
        return None if isinstance(exception, IgnoreRequest) else self._again(request)

    def _again(self, request: Request) -> Request | None:
        tries = request.meta.get("tries", 0) + 1
        if tries > RETRIES:
            return None
        host = urlsplit(request.url).hostname or ""
        self._not_before[host] = max(self._not_before.get(host, 0.0), monotonic() + tries * self._delay)
        return request.replace(dont_filter=True, meta={**request.meta, "tries": tries})

    async def _rules_of(self, request: Request) -> Protego | str:
        parts = urlsplit(request.url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._rules:
            self._rules[place] = asyncio.ensure_future(self._fetch_rules(place))
        rules = await asyncio.shield(self._rules[place])
        delay = None if isinstance(rules, str) else rules.crawl_delay(self._agent)
        if delay:
            request.meta["autothrottle_dont_adjust_delay"] = True
            self._slow_down(request.meta.get("download_slot") or parts.hostname or "", float(delay))
        return rules

    async def _fetch_rules(self, place: str) -> Protego | str:
        """The rules of a site: none where it has none, and a reason to stay away where it can't say (RFC 9309, 2.3.1)."""
        url = f"{place}/robots.txt"
        engine = self._crawler.engine
        assert engine is not None
        for _ in range(ROBOTS_REDIRECTS + 1):
            try:
                request = Request(url, meta={"robots": True}, callback=NO_CALLBACK, dont_filter=True, priority=1000)
                response = await engine.download_async(request)
            except NotRecorded:
                break
            except Refused as error:
                return f"robots.txt cannot be read: {error}"
            except Exception as error:  # whatever the network does, the answer is to stay away
                return f"robots.txt cannot be read: {reason_of(error)}"
            if response.status >= 500:
                return f"robots.txt cannot be read: status {response.status}"
            if 300 <= response.status < 400 and response.headers.get("Location"):
                url = urljoin(url, response.headers["Location"].decode("latin-1"))
                continue
            if response.status == 200 and _is_rules(response):
                return Protego.parse(response.body.decode("utf-8", "replace"))
            break
        return Protego.parse("")

    def _slow_down(self, slot: str, delay: float) -> None:
        engine = self._crawler.engine
        assert engine is not None
        delay = min(max(delay, self._delay), LONGEST_WAIT)
        engine.downloader.per_slot_settings[slot] = {"delay": delay, "jitter": 0, "concurrency": 1}
        if slot in engine.downloader.slots:
            engine.downloader.slots[slot].delay = delay


class ViaMiddleware:
    """Asks for every address behind a prefix (COMMUNIQUE_VIA): a web archive, a local pywb, a test server.

    The answer bears the address that was wanted. `Memento-Datetime` (RFC 7089) dates it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._prefix: str = crawler.settings.get("COMMUNIQUE_VIA") or ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ViaMiddleware":
        """As Scrapy asks."""
        return cls(crawler)

    async def process_request(self, request: Request) -> Request | None:
        """Put the prefix before the address, once."""
        if not self._prefix or "wanted" in request.meta:
            return None
        meta = {**request.meta, "wanted": request.url, "download_slot": urlsplit(request.url).hostname}
        return request.replace(url=self._prefix + request.url, meta=meta, dont_filter=True)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Take the prefix off again, and follow the archive's own redirects to the time nearest."""
        memento = response.headers.get("Memento-Datetime")
        if memento:
            request.meta["captured_at"] = http_date(memento.decode("latin-1"))
        wanted = request.meta.get("wanted")
        if wanted is None:
            return response
        location = response.headers.get("Location", b"").decode("latin-1")
        inner = unwrapped(location)
        if location and inner == wanted and request.meta.get("mementos", 0) < ROBOTS_REDIRECTS:
            meta = {**request.meta, "mementos": request.meta.get("mementos", 0) + 1}
            return request.replace(url=urljoin(request.url, location), meta=meta, dont_filter=True)
        if inner:
            response.headers["Location"] = inner
        return response.replace(url=wanted)


class ReplayMiddleware:
    """Answers every request from the WARC or WACZ that the spider was given, with the record's own date."""

    def __init__(self, crawler: Crawler) -> None:
        self._recording: Recording | None = getattr(crawler.spider, "recording", None)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ReplayMiddleware":
        """As Scrapy asks."""
        return cls(crawler)

    async def process_request(self, request: Request) -> Response | None:
        """The recorded answer. Raises NotRecorded where the file has none."""
        if self._recording is None:
            return None
        found = self._recording.find(request.url)
        if found is None:
            raise NotRecorded(f"{request.url} is not in the file")
        request.meta["captured_at"] = found.at
        return Response(request.url, status=found.status, headers=found.headers, body=found.body)


class ContentDecoding:
    """Undoes gzip and deflate, and flags an answer whose body is not whole instead of passing off a part of it."""

    def __init__(self, crawler: Crawler) -> None:
        self._largest = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "ContentDecoding":
        """As Scrapy asks."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Say what can be decoded."""
        request.headers.setdefault("Accept-Encoding", "gzip, deflate")

    async def process_response(self, request: Request, response: Response) -> Response:
        """The answer with its body decoded; a body that will not decode stays as it came, with a flag."""
        coding = response.headers.get("Content-Encoding", b"").decode("latin-1").strip().lower()
        if coding in ("", "identity") or not response.body or "dataloss" in response.flags:
            return response
        body, flag = decoded(response.body, coding, self._largest)
        if flag:
            return response.replace(flags=[*response.flags, flag])
        headers = response.headers.copy()
        del headers["Content-Encoding"]
        return response.replace(body=body, headers=headers)


def decoded(body: bytes, coding: str, largest: int) -> tuple[bytes, str | None]:
    """Undo a content coding (RFC 9110, 8.4.1). Gives the body, or a flag that says why it is not whole."""
    if coding not in ("gzip", "x-gzip", "deflate"):
        return body, "undecodable"
    raw_deflate = coding == "deflate" and (body[0] & 0x0F) != 8  # some servers send deflate without its zlib wrapper
    decompress = zlib.decompressobj(-15 if raw_deflate else 47)
    try:
        whole = decompress.decompress(body, largest + 1)
    except zlib.error:
        return body, "undecodable"
    if len(whole) > largest:
        return body, "too large"
    return (whole, None) if decompress.eof else (body, "truncated")


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3): a number, or a date; None where it says nothing."""
    value = value.strip()
    if re.fullmatch(r"\d{1,9}", value):
        return float(value)
    when = http_date(value) if value else None
    return None if when is None else max(0.0, (when - now).total_seconds())


def http_date(value: str) -> datetime | None:
    """An HTTP date (RFC 9110, 5.6.7) as an aware time, or None."""
    try:
        when = parsedate_to_datetime(value)
    except ValueError:
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def unwrapped(location: str) -> str:
    """The address inside a web archive's address of it, or the address itself; empty for none."""
    inner = location.rfind("http://", 1), location.rfind("https://", 1)
    return location[max(inner) :] if max(inner) > 0 else location


def reason_of(error: BaseException) -> str:
    """One short line for what the network did."""
    text = str(error).strip().splitlines()[0] if str(error).strip() else ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _is_rules(response: Response) -> bool:
    """Whether an answer from robots.txt is rules: China's is a redirect to a page of HTML."""
    kind = response.headers.get("Content-Type", b"").decode("latin-1").lower()
    return "html" not in kind and not response.body.lstrip()[:1] == b"<"
