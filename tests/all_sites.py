"""A stand-in for every site at once: the recorded cases of all sources, served behind a prefix on loopback."""

import threading
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

from test_ministries import FOLDERS, SOURCES, expected, page_of
from w3lib.url import safe_url_string

from crawler.sources.interpret import day_of
from crawler.sources.page import Page
from crawler.sources.source import Source


class Asked(NamedTuple):
    """One request as the server saw it: the site meant, when it began and ended (seconds, monotonic), and its path."""

    site: str
    began: float
    ended: float
    path: str


def today_release(source: Source) -> Page | None:
    """The case that today's layout reads; None for a feed, whose items need no page."""
    cases = [page_of(case) for case in FOLDERS if case.parent.name == source.name and "blocks" in expected(case)]
    read = [page for page in cases if source.layout_on(day_of(source, page.fetched_at)) is source.layout]
    return None if source.split else max(read, key=lambda page: page.fetched_at)


def newest_listings(source: Source) -> dict[str, Page]:
    """For the start of each listing the newest case of one of its pages."""
    found: dict[str, Page] = {}
    for case in FOLDERS:
        if case.parent.name == source.name and expected(case).get("entries"):
            page = page_of(case)
            listing = source.listing_of(page.url)
            if listing is not None and listing in source.listings:
                known = found.get(listing.start)
                if known is None or page.fetched_at > known.fetched_at:
                    found[listing.start] = page
    return found


class AllSites:
    """Serves, as a context manager: `url` is the prefix for `--via`, `log` what was asked."""

    def __init__(self) -> None:
        self.log: list[Asked] = []
        self.keys: dict[str, set[str]] = defaultdict(set)
        self._pages: dict[str, Page] = {}
        for source in SOURCES.values():
            release = today_release(source)
            for start, page in newest_listings(source).items():
                self._pages[safe_url_string(start)] = page  # the form that Scrapy requests
                listing = source.listing_of(start)
                assert listing is not None
                for entry in listing.read(page).entries:
                    if urlsplit(entry.url).hostname in source.hosts:
                        self.keys[source.name].add(source.key(entry))
                        if release is not None:
                            self._pages[entry.url] = release
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> "AllSites":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """What stands before every address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        pages, log = self._pages, self.log

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                began, wanted = time.monotonic(), self.path[1:]
                length = int(self.headers.get("Content-Length") or 0)
                self.rfile.read(length)
                page = pages.get(wanted)
                self.send_response(200 if page else 404)
                body = page.body if page else b""
                if page:
                    self.send_header("Content-Type", dict(page.headers).get("content-type", "text/html"))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                parts = urlsplit(wanted)
                log.append(Asked(parts.hostname or "", began, time.monotonic(), parts.path))

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
