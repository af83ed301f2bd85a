"""How much memory the largest pages and listings take, each in its own process, and what is said of larger ones."""

import resource
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import Pipe
from multiprocessing.connection import Connection

import pytest
from crawl_process import forking
from crawl_runner import release_page, water

from crawler.extract.body import MOST_LINES
from crawler.extract.element import MOST_CHARACTERS
from crawler.extract.html import MOST_ELEMENTS
from crawler.listings import lines
from crawler.listings.paginated import Paginated
from crawler.listings.rss import Feed
from crawler.sources.interpret import read, read_listing
from storage.records import Capture, Reading

AT = datetime(2026, 1, 8, tzinfo=UTC)
SOURCE = water("xx_water", ["https://water.example/press"])
LISTINGS = {
    "feed": Feed("https://water.example/feed"),
    "list": Paginated("https://water.example/press", entry="li", region="main", older="a[rel=next]"),
}
BUDGET = 300  # megabytes of a process that reads, with all of the program in it


def page(words: str) -> bytes:
    return release_page("Note", words)


def feed(items: int) -> bytes:
    item = (
        "<item><title>Note %d</title><link>https://water.example/%d</link><guid>%d</guid><category>a</category></item>"
    )
    return f"<rss><channel>{''.join(item % (n, n, n) for n in range(items))}</channel></rss>".encode()


def listing(number: int) -> bytes:
    items = "".join(f"<li><a href=https://water.example/{line}>Note {line}</a></li>" for line in range(number))
    return f"<title>News</title><main><ul>{items}</ul></main><a rel=next href=?2>Older</a>".encode()


Made = tuple[str, Callable[[], bytes]]
LARGEST: dict[str, Made] = {
    "text with a sign that takes four bytes": (
        "release",
        lambda: page("It rains. " * (MOST_CHARACTERS // 10 - 20) + "🌧"),
    ),
    "lines": ("release", lambda: page("<pre>" + "a\n" * (MOST_LINES - 10) + "</pre>")),
    "an attribute": ("release", lambda: page(f"<i class='{'a b ' * 4_000_000}' id=c>It rains.</i>")),
    "a comment": ("release", lambda: page(f"<!--{'a b ' * 7_000_000}-->")),
    "points": ("release", lambda: page("<ul>" + "<li>It rains." * (MOST_ELEMENTS - 50) + "</ul>")),
    "a list": ("list", lambda: listing(MOST_ELEMENTS // 2 - 50)),
    "a feed": ("feed", lambda: feed(60_000)),
}
TOO_LARGE: dict[str, tuple[Made, str]] = {
    "text": (("release", lambda: page("It rains. " * (MOST_CHARACTERS // 10))), "more text than any"),
    "lines": (("release", lambda: page("<pre>" + "a\n" * MOST_LINES + "</pre>")), "more lines than any"),
    "elements": (("release", lambda: page("<br>" * MOST_ELEMENTS)), "elements, more than any"),
    "a list": (("list", lambda: listing(MOST_ELEMENTS)), "elements, more than any"),
    "a feed": (("feed", lambda: feed(11)), "lines, more than any"),
}


def reading(made: Made) -> Reading:
    kind, body = made
    if kind in LISTINGS:
        of_listing = Capture(url="https://water.example/press", at=AT, kind="listing", status=200, body=body())
        return read_listing(SOURCE, LISTINGS[kind], of_listing)
    return read(SOURCE, Capture(url="https://water.example/1", at=AT, kind="release", status=200, body=body()))


def measure(name: str, answer: Connection) -> None:
    verdict = reading(LARGEST[name]).verdict
    answer.send((verdict, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000))


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_that_is_read_fits_the_budget(name: str) -> None:
    ours, theirs = Pipe()
    process = forking().Process(target=measure, args=(name, theirs))
    process.start()
    theirs.close()
    verdict, megabytes = ours.recv()
    process.join()
    assert verdict == ("read" if LARGEST[name][0] == "release" else "listing")
    assert megabytes < BUDGET


@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_is_larger_is_said(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST", 10)
    made, says = TOO_LARGE[name]
    found = reading(made)
    assert found.verdict == "unreadable"
    assert says in (found.message or "")
