"""A stand-in ministry on this machine, in the shape of a real one, for the `demo` command and for tests.

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

from communique.demo.files import document, icon, picture
from communique.demo.pages import missing_page
from communique.demo.server import Answer, Request, Server, Visit
from communique.demo.site import INDEX, Site

# `/https://host/path`, with or without a prefix before it, is how an archive's address names another site's page.
VIA = re.compile(r"(?:/.*?)?/https?:/{1,2}[^/]+")
HTML = {"Content-Type": "text/html; charset=UTF-8"}
FILES: Mapping[str, tuple[str, Callable[[str], bytes]]] = {
    ".gif": ("image/gif", icon),
    ".pdf": ("application/pdf", document),
    ".png": ("image/png", picture),
}


class StandIn(Site):
    """A `Site` that is served on loopback, as a context manager or between `start` and `stop`.

    A page may also be asked behind a prefix, as in `/https://www.mofa.go.jp/press/release/index.html`, which is how
    `crawl --via` asks. With `validators` off, answers bear no ETag and no Last-Modified, and 304 is never given.
    `disallow` are the paths that robots.txt forbids, `crawl_delay` its delay in seconds, left out if None.
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
    ) -> None:
        super().__init__(releases, today=today)
        self.crawl_delay = crawl_delay
        self.disallow = disallow
        self.validators = validators
        self._server = Server(self._respond, host, port)

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
        """Where the site stands, without a trailing slash; right once it is served."""
        return self._server.url

    @property
    def log(self) -> list[Visit]:
        """Every request so far, in the order of the answers; clear it to count afresh."""
        return self._server.log

    @property
    def counts(self) -> Counter[str]:
        """How often each path was asked."""
        return Counter(visit.path for visit in self.log)

    def _respond(self, request: Request) -> Answer:
        if request.method not in ("GET", "HEAD"):
            return Answer(405, {"Allow": "GET, HEAD", "Connection": "close"})
        via = VIA.match(request.path)
        prefix = via[0] if via else ""
        path = request.path.removeprefix(prefix).partition("?")[0] or "/"
        if path == "/robots.txt":
            return Answer(200, {"Content-Type": "text/plain"}, self._robots())
        if target := INDEX if path in ("/", "/index.html") else self.forward(path):
            return Answer(301, {"Location": prefix + target})
        if file := FILES.get(path[-4:]):
            content_type, content = file
            return Answer(200, {"Content-Type": content_type}, content(path))
        return self._page(path, request.headers)

    def _page(self, path: str, asked: Mapping[str, str]) -> Answer:
        found = self.find(path)
        if found is None:
            return Answer(404, HTML, missing_page(self.dress).encode())
        if not self.validators:
            return Answer(200, HTML, found.page.encode())
        validators = {
            "ETag": f'"{int(found.changed.timestamp()):x}"',
            "Last-Modified": format_datetime(found.changed.astimezone(UTC), usegmt=True),
        }
        if _known(asked, validators["ETag"], found.changed):
            return Answer(304, validators)
        return Answer(200, HTML | validators, found.page.encode())

    def _robots(self) -> bytes:
        delay = [] if self.crawl_delay is None else [f"Crawl-delay: {self.crawl_delay:g}"]
        rules = [f"Disallow: {path}" for path in self.disallow]
        return "\n".join(("User-agent: *", *rules, *delay, "")).encode()


def _known(asked: Mapping[str, str], etag: str, changed: datetime) -> bool:
    """Whether the asker holds this version already (RFC 9110, 13.2.2: an ETag outranks a date)."""
    if "if-none-match" in asked:
        tags = [tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(",")]
        return etag in tags or "*" in tags
    try:
        return changed <= parsedate_to_datetime(asked["if-modified-since"])
    except (KeyError, ValueError, TypeError):
        return False
