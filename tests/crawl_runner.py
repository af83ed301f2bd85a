"""Runs the command line on test sources, each time in a process of its own: Twisted's reactor starts only once.

    crawls = Crawls(tmp_path)
    crawls.source("xx_water", server.url + "/list")
    done = crawls.run("crawl", "xx_water")
    assert done.code == 0 and done.line["new"] == 3

The sources are files in a folder of their own, found as the ministries are. Every pause is off unless a test sets it.
The processes are forked from one that has imported the program already, which saves each of them a second.
"""

import importlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from archive_contents import Contents, contents
from crawl_process import Job, Started, forking, work
from sqlalchemy import create_engine, text

from crawler.extract.anchors import links
from crawler.extract.body import blocks
from crawler.extract.pictures.captions import captioned_images
from crawler.extract.selections import maybe, one
from crawler.listings import totals
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Entry, ListingPage, Release

QUICK: Mapping[str, Any] = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_TIMEOUT": 1,
    "COMMUNIQUE_ASKED_HOSTS": ["127.0.0.1", "127.0.0.2", "127.0.0.3"],
}


@dataclass(frozen=True)
class Index:
    """The listing of the test sites: `listing_page` makes its pages."""

    start: str

    def read(self, page: Page) -> ListingPage:
        region = page.region("main.list")
        entries = tuple(
            Entry(
                page.absolute(str(one(line, "a")["href"])),
                one(line, "a").text,
                date.fromisoformat(day.text) if (day := maybe(line, "time")) else None,
            )
            for line in region.select("li")
        )
        older = maybe(region, "a[rel=next]")
        more = (page.absolute(str(older["href"])),) if older else ()
        shown = ListingPage(entries, more, is_last=older is None)
        return totals.of_items(shown, len(entries), partial(totals.last_number, page, "p.total"))

    def owns(self, url: str) -> bool:
        return url == self.start


def layout(page: Page) -> Release:
    """Reads what `release_page` makes; `layout_for_sections` what it makes of `body="section"`."""
    return _release(page, "div.body")


def layout_for_sections(page: Page) -> Release:
    return _release(page, "section")


def layout_for_anything(page: Page) -> Release:
    """Reads what `release_page` makes, and leaves out what is not there."""
    article = page.region("article")
    day, body = maybe(article, "time"), maybe(article, "div.body")
    return Release(
        title=one(article, "h1").text,
        published=date.fromisoformat(day.text) if day else None,
        blocks=blocks(body) if body else (),
    )


def layout_with_files(page: Page) -> Release:
    """The same, with the documents that the page links to, and its captioned pictures."""
    article = page.region("article")
    return replace(layout(page), images=captioned_images(article), links=links(article))


def _release(page: Page, body: str) -> Release:
    article = page.region("article")
    return Release(
        title=one(article, "h1").text,
        published=date.fromisoformat(one(article, "time").text),
        blocks=blocks(one(article, body)),
    )


def water(name: str, starts: Sequence[str], reads: str = "layout", longest_gap: int = 99_999, **facts: Any) -> Source:
    """A source over listings at `starts`; `longest_gap` is in days, `facts` are further fields of Source."""
    return Source(
        name=name,
        ministry="Ministry of Water",
        country="XX",
        language="en",
        timezone="Europe/London",
        listings=[Index(start) for start in starts],
        layout=getattr(importlib.import_module("crawl_runner"), reads),
        expect=Expect(longest_gap=days(longest_gap)),
        checked_against="pages of this test",
        **facts,
    )


def listing_page(
    lines: Sequence[tuple[str, str]], older: str | None = None, day: str | None = "2026-01-08", total: str = ""
) -> bytes:
    """A listing of (address, title) lines, all of one day; `total` is what it prints of all of its pages."""
    when = f"<time>{day}</time>" if day else ""
    items = "".join(f'<li>{when}<a href="{address}">{title}</a></li>' for address, title in lines)
    more = f'<a rel="next" href="{older}">Older</a>' if older else ""
    more += f"<p class=total>{total}</p>" if total else ""
    return f"<!DOCTYPE html><title>News</title><main class=list><h1>News</h1><ul>{items}</ul>{more}</main>".encode()


def release_page(title: str, words: str = "The two sides met.", body: str = "div", day: str = "2026-01-08") -> bytes:
    """A release with two points."""
    kind = f"{body} class=body" if body == "div" else body
    return (
        f"<!DOCTYPE html><title>{title}</title><article><h1>{title}</h1><time>{day}</time>"
        f"<{kind}><p>1. {words}</p><p>2. {title} was discussed at length.</p></{body}></article>"
    ).encode()


@dataclass(frozen=True)
class Run:
    """How a command ended: exit code, objects on standard output, text on standard error, memory at its peak."""

    code: int
    lines: list[dict[str, Any]]
    out: str
    err: str
    megabytes: int

    @property
    def line(self) -> dict[str, Any]:
        """The one object of a command on one source."""
        (line,) = self.lines
        return line


class Crawls:
    """Commands on one archive, with sources of their own."""

    def __init__(self, folder: Path, template: Path | None = None) -> None:
        self.folder = folder
        self.ministries = folder / "ministries"
        self.ministries.mkdir(parents=True, exist_ok=True)
        self.path = folder / "archive.db"
        self.settings = dict(QUICK)
        self._numbers = count()
        if template is not None:
            self.path.write_bytes(template.read_bytes())

    def source(self, name: str, *starts: str, **facts: Any) -> str:
        """Write the file of a source; gives its name."""
        file = f"from crawl_runner import water\n\nSOURCE = water({name!r}, {list(starts)!r}, **{facts!r})\n"
        (self.ministries / f"{name}.py").write_text(file)
        return name

    def start(
        self,
        *words: str,
        url: str = "",
        largest: int = 0,
        memory: int = 0,
        real: bool = False,
        killed_at: int = 0,
        paused_at: int = 0,
        counted: Path | None = None,
        **settings: Any,
    ) -> Started:
        """Start a command, on the archive at `url` instead of its own where one is given.

        `largest` bounds the archive's pages, as a full disk does, `memory` the megabytes that it may take from now on;
        `real` adds the real sources. `killed_at` is the statement to the database before which it kills itself,
        `paused_at` the one before which it waits to be resumed; `counted` is where it leaves how many there were.
        """
        number = next(self._numbers)
        job = Job(
            folder=self.folder,
            words=["--archive", url or f"sqlite:///{self.path}", *words],
            out=self.folder / f"{number}.out",
            err=self.folder / f"{number}.err",
            peak=self.folder / f"{number}.peak",
            settings={**self.settings, **settings},
            largest=largest,
            memory=memory,
            real=real,
            killed_at=killed_at,
            paused_at=paused_at,
            counted=counted,
        )
        process = forking().Process(target=work, args=(job,))
        process.start()
        return Started(process, job)

    def finish(self, started: Started, patience: float = 40) -> Run:
        """Wait for a command to end."""
        started.process.join(patience)
        code, out, err = started.process.exitcode, started.job.out.read_text(), started.job.err.read_text()
        if code is None:
            started.process.kill()
            raise AssertionError(f"no end after {patience} s; it said {out} {err}")
        peak = started.job.peak.read_text() if started.job.peak.exists() else "0"
        return Run(code, [json.loads(line) for line in out.splitlines() if line.startswith("{")], out, err, int(peak))

    def run(self, *words: str, patience: float = 40, **how: Any) -> Run:
        """Run a command to its end."""
        return self.finish(self.start(*words, **how), patience)

    def crawl(self, *words: str, **how: Any) -> Run:
        """Run `crawl --json`."""
        return self.run("crawl", "--json", *words, **how)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query to the archive."""
        engine = create_engine(f"sqlite:///{self.path}")
        try:
            with engine.connect() as db:
                return [tuple(row) for row in db.execute(text(query))]
        finally:
            engine.dispose()

    def change(self, statement: str) -> None:
        """Change the archive behind its back."""
        engine = create_engine(f"sqlite:///{self.path}")
        with engine.begin() as db:
            db.execute(text(statement))
        engine.dispose()

    def verdicts(self) -> dict[str, list[str]]:
        """The verdicts on the captures of each address, in order of time; addresses without their host."""
        found: dict[str, list[str]] = {}
        for url, verdict in self.ask(
            "SELECT url, verdict FROM capture JOIN address ON address.id = address_id"
            " LEFT JOIN reading ON capture_id = capture.id ORDER BY at, capture.id"
        ):
            found.setdefault("/" + url.split("/", 3)[3], []).append(verdict)
        return found

    def contents(self) -> Contents:
        """All that the archive holds, without numbers and times: what two archives of the same pages share."""
        return contents(f"sqlite:///{self.path}")
