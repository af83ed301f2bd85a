"""A ministry's site, served on this machine.

It is modelled on the English press releases of Japan's foreign ministry: a rolling index with days that lack a year,
month archives, some releases outside the release tree.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime
from types import TracebackType
from typing import Self

from communique.demo.files import document, icon, photo
from communique.demo.pages import missing_page
from communique.demo.server import LogEntry, Request, Respond, Response, Server
from communique.demo.site import INDEX, Site

# `/https://host/path`, with or without a prefix before it, is how a web archive's address names another site's page.
VIA = re.compile(r"(?:/.*?)?/https?:/{1,2}[^/]+")
HTML = {"Content-Type": "text/html; charset=UTF-8"}
FILES: Mapping[str, tuple[str, Callable[[str], bytes]]] = {
    ".gif": ("image/gif", icon),
    ".pdf": ("application/pdf", document),
    ".png": ("image/png", photo),
}


class DemoMinistry(Site):
    """A `Site` that is served on loopback, as a context manager or between `start` and `stop`.

    A page may also be requested behind a prefix, as `crawl --via` does: `/https://www.mofa.go.jp/press/release/index.html`.
    Without `validators`, responses have no ETag and no Last-Modified, and never status 304. `disallow` are the paths
    that robots.txt forbids, `crawl_delay` its delay in seconds, left out if None. `server` is what serves the site.
    """

    def __init__(
        self,
        releases: int = 24,
        *,
        today: date,
        host: str = "127.0.0.1",
        port: int = 0,
        crawl_delay: float | None = None,
        disallow: Sequence[str] = ("/search/", "/share/"),
        validators: bool = True,
        server: Callable[[Respond, str, int], Server] = Server,
    ) -> None:
        super().__init__(releases, today=today)
        self.crawl_delay = crawl_delay
        self.disallow = disallow
        self.validators = validators
        self._server = server(self._respond, host, port)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Serve from now on. Raises OSError where the port is taken."""
        self._server.start()

    def stop(self) -> None:
        """Close the port and all connections."""
        self._server.stop()

    @property
    def url(self) -> str:
        """The site's address, without a trailing slash; right once it is served."""
        return self._server.url

    @property
    def log(self) -> list[LogEntry]:
        """Every request so far, in the order of the responses; clear it to start counting anew."""
        return self._server.log

    @property
    def counts(self) -> Counter[str]:
        """How often each path was requested."""
        return Counter(entry.path for entry in self.log)

    def _respond(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response(405, {"Allow": "GET, HEAD", "Connection": "close"})
        via = VIA.match(request.path)
        prefix = via[0] if via else ""
        path = request.path.removeprefix(prefix).partition("?")[0] or "/"
        if path == "/robots.txt":
            return Response(200, {"Content-Type": "text/plain"}, self._robots())
        if target := INDEX if path in ("/", "/index.html") else self.moved_to(path):
            return Response(301, {"Location": prefix + target})
        if file := FILES.get(path[-4:]):
            content_type, content = file
            return Response(200, {"Content-Type": content_type}, content(path))
        return self._page(path, request.headers)

    def _page(self, path: str, headers: Mapping[str, str]) -> Response:
        found = self.find(path)
        if found is None:
            return Response(404, HTML, missing_page(self.theme).encode())
        if not self.validators:
            return Response(200, HTML, found.page.encode())
        validators = {
            "ETag": f'"{int(found.changed.timestamp()):x}"',
            "Last-Modified": format_datetime(found.changed.astimezone(UTC), usegmt=True),
        }
        if _known(headers, validators["ETag"], found.changed):
            return Response(304, validators)
        return Response(200, HTML | validators, found.page.encode())

    def _robots(self) -> bytes:
        delay = [] if self.crawl_delay is None else [f"Crawl-delay: {self.crawl_delay:g}"]
        rules = [f"Disallow: {path}" for path in self.disallow]
        return "\n".join(("User-agent: *", *rules, *delay, "")).encode()


def _known(headers: Mapping[str, str], etag: str, changed: datetime) -> bool:
    """Whether the client holds this version already (RFC 9110, 13.2.2: an ETag outranks a date)."""
    if "if-none-match" in headers:
        tags = [tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")]
        return etag in tags or "*" in tags
    try:
        return changed <= parsedate_to_datetime(headers["if-modified-since"])
    except (KeyError, ValueError, TypeError):
        return False
