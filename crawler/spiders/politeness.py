"""What a crawl owes the sites it visits: robots.txt, pauses, one request at a time, and no insisting."""

import asyncio
import re
from collections import defaultdict
from datetime import UTC, datetime
from time import monotonic
from typing import Any
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.middlewares import CUT_OFF, NotRecorded, header, reason_of
from crawler.sources.assets import refusal
from crawler.spiders.bounds import Bounds
from crawler.spiders.requests import ELSEWHERE, PutOff, Refused, Stopped
from crawler.spiders.resolver import leads_inside
from crawler.spiders.robots import rules_in
from storage.errors import shortage
from storage.records import Finding, http_date

RETRIES = 2  # visits after the first to an address that fails in a way that may pass
RETRY_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
LOOK = 0.5  # seconds between two looks at whether a crawl that waits has been stopped
LONGEST_OBEYED = 86_400.0  # seconds; no wait that a site asks for is believed beyond a day
LONGEST_WAIT = 120.0  # seconds; a site that asks for more is left alone until the next crawl
ROBOTS_REDIRECTS = 5  # RFC 9309, 2.3.1.2
PASSING = CUT_OFF - {"too large"}  # flags of answers that may come whole another time
FINAL = (IgnoreRequest, DownloadCancelledError)  # asked again, they would end the same


class PolitenessMiddleware:
    """robots.txt (RFC 9309), Crawl-delay, one request a host at a time, Retry-After, two retries of what may pass."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["USER_AGENT"]
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._rules: dict[str, asyncio.Task[Protego | str]] = {}
        self._not_before: dict[str, float] = {}
        self._gates: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        crawler.signals.connect(self._left, signals.request_left_downloader)
        self._bounds = Bounds.of(crawler.settings)
        self._stop: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PolitenessMiddleware":
        """The way Scrapy makes a middleware."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Hold a request until it may be asked. Raises Refused where it may not, PutOff not now, Stopped at the end."""
        wanted = _wanted(request)
        spider: Any = self._crawler.spider
        if request.meta.get("asset"):
            if refused := refusal(wanted, own=spider.source.visits(wanted)):
                raise Refused(refused)
        elif not spider.source.visits(wanted, asked=spider.plan.url):
            raise Refused(ELSEWHERE)
        if not request.meta.get("robots"):
            rules = await self._rules_of(request)
            if isinstance(rules, str):
                raise PutOff(rules)
            if not rules.can_fetch(wanted, self._agent):
                raise Refused("robots.txt asks not to visit it")
        gate = self._gates[_host(request)]
        await gate.acquire()
        try:
            await self._wait(_host(request))
        except BaseException:
            gate.release()
            raise
        request.meta["gate"] = gate

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Ask again where the answer is one that may pass, after as long as the site wishes."""
        wait = retry_after(header(response, "Retry-After"), datetime.now(UTC))
        if (may_pass := response.status in RETRY_STATUSES) and wait is not None:
            self._not_before[_host(request)] = max(self._not_before.get(_host(request), 0.0), monotonic() + wait)
        _let_next(request)
        if not may_pass and not PASSING.intersection(response.flags):
            return response
        return response if may_pass and (wait or 0.0) > LONGEST_WAIT else (self._again(request) or response)

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Ask again after a failure of the network. Raises Refused where the host leads to a private address."""
        _let_next(request)
        if private := leads_inside(_host(request)):
            raise Refused(private)
        return None if isinstance(exception, FINAL) else self._again(request)

    def _left(self, request: Request) -> None:
        """Let the next one go even where the answer broke whatever stands between the network and this middleware."""
        asyncio.get_running_loop().call_later(LOOK, _let_next, request)

    async def _wait(self, host: str) -> None:
        while (wait := self._not_before.get(host, 0.0) - monotonic()) > 0 and self._crawler.crawling:
            if wait > LONGEST_WAIT:
                raise PutOff(f"{host} asks to be left alone for {wait:.0f} s")
            await asyncio.sleep(min(wait, LOOK))
        if (reached := self._bounds.spend()) and self._stop is None:
            spider: Any = self._crawler.spider
            spider.summary.findings.append(Finding("bound", example=reached))
            self._stop = asyncio.ensure_future(self._crawler.stop_async())
        if reached or not self._crawler.crawling:
            raise Stopped("the crawl was stopped")

    def _again(self, request: Request) -> Request | None:
        tries = request.meta.get("tries", 0) + 1
        if tries > RETRIES:
            return None
        host = _host(request)
        self._not_before[host] = max(self._not_before.get(host, 0.0), monotonic() + tries * self._delay)
        return request.replace(dont_filter=True, meta={**request.meta, "tries": tries})

    async def _rules_of(self, request: Request) -> Protego | str:
        parts = urlsplit(_wanted(request))
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in self._rules:
            self._rules[place] = asyncio.ensure_future(self._fetch_rules(place, asset=request.meta.get("asset", False)))
        rules = await asyncio.shield(self._rules[place])
        delay = None if isinstance(rules, str) else rules.crawl_delay(self._agent)
        if delay:
            request.meta["autothrottle_dont_adjust_delay"] = True
            self._slow_down(_host(request), float(delay))
        return rules

    async def _fetch_rules(self, place: str, *, asset: bool) -> Protego | str:
        """The rules of a site: none where it has none, a reason to stay away where it can't say (RFC 9309, 2.3.1)."""
        about = {"robots": True, "asset": asset}
        url = f"{place}/robots.txt"
        engine = self._crawler.engine
        assert engine is not None
        for _ in range(ROBOTS_REDIRECTS + 1):
            try:
                request = Request(url, meta=about, callback=NO_CALLBACK, dont_filter=True, priority=1000)
                response = await engine.download_async(request)
            except NotRecorded:
                break
            except Stopped:
                raise
            except Refused as error:
                return f"robots.txt cannot be read: {error}"
            except Exception as error:  # whatever the network does, the answer is to stay away
                if shortage(error):
                    raise
                return f"robots.txt cannot be read: {reason_of(error)}"
            if response.status >= 500:
                return f"robots.txt cannot be read: status {response.status}"
            if 300 <= response.status < 400 and (location := header(response, "Location")):
                url = _joined(url, location)
                if not url:  # as unavailable as one that redirects too often (RFC 9309, 2.3.1.2)
                    break
                continue
            if flags := sorted(CUT_OFF.intersection(response.flags)):
                return f"robots.txt cannot be read: the answer is not whole ({', '.join(flags)})"
            return Protego.parse(rules_in(response.body) if response.status == 200 else "")
        return Protego.parse("")

    def _slow_down(self, slot: str, delay: float) -> None:
        engine = self._crawler.engine
        assert engine is not None
        delay = min(max(delay, self._delay), LONGEST_WAIT)
        engine.downloader.per_slot_settings[slot] = {"delay": delay, "jitter": 0, "concurrency": 1}
        if slot in engine.downloader.slots:
            engine.downloader.slots[slot].delay = delay
            engine.downloader.slots[slot].jitter = 0  # the delay is a lower bound, not a mean


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3): a number, or a date; None where it says nothing.

    What is beyond a day is a day.
    """
    value = value.strip()
    if re.fullmatch(r"[0-9]+", value):
        return min(float(value), LONGEST_OBEYED)
    when = http_date(value) if value else None
    return None if when is None else min(max(0.0, (when - now).total_seconds()), LONGEST_OBEYED)


def _joined(url: str, location: str) -> str:
    """Where a redirect leads; empty where no request can be made of it: "http://[", or a port beyond 65,535."""
    try:
        return Request(urljoin(url, location)).url
    except ValueError:
        return ""


def _wanted(request: Request) -> str:
    """The address that a request is about, whoever is asked for it."""
    return str(request.meta.get("wanted") or request.url)


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""


def _let_next(request: Request) -> None:
    gate: asyncio.Lock | None = request.meta.pop("gate", None)
    if gate is not None:
        gate.release()
