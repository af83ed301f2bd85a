"""How much memory a crawl takes that meets one of the largest pages or listings: of all processes together."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._measure import MEGABYTE, Figure, at_most, run, show
from benchmarks.memory import record

SOURCE = "xx_largest"
SITE = "https://largest.example"
MINISTRY = f'''
from crawler.extract import blocks, captioned_images, links, one
from crawler.listings.paginated import Paginated
from crawler.listings.rss import Feed
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page):
    article = page.region("article")
    body = one(article, "div.body")
    return Release(one(article, "h1").text, None, blocks(body), captioned_images(article), links(article))


SOURCE = Source(
    name="{SOURCE}", ministry="The largest", country="XX", language="en", timezone="Europe/London",
    listings=[
        Paginated("{SITE}/list", entry="li", region="main", older="a[rel=next]"),
        Feed("{SITE}/feed"),
    ],
    layout=layout, expect=Expect(longest_gap=days(9999)), checked_against="this benchmark",
)
'''


def figures() -> list[Figure]:
    return [
        at_most("memory of a crawl (MB)", [_crawled(*made()) / MEGABYTE], 300, f"its largest: {name}", "{:.0f}")
        for name, made in LARGEST.items()
    ]


def _crawled(listing: str, feed: str, page: str) -> float:
    """Bytes at the peak of a crawl that is answered with these."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"{SOURCE}.py").write_text(MINISTRY)
        recorded = folder / "largest.warc"
        pages = {"/list": listing, "/feed": feed, "/1": page, "/2": _page()}
        recorded.write_bytes(b"".join(record(SITE + place, held.encode()) for place, held in pages.items()))
        communique = ("-m", "communique", "--ministries", name, "--archive", f"sqlite:///{folder / 'archive.db'}")
        return run(*communique, "crawl", SOURCE, "--limit", "2", "--replay", str(recorded))[1]


def _listing(lines: int = 1) -> str:
    items = "".join(f"<li><a href=/{line}>Note {line}</a></li>" for line in range(1, lines + 1))
    return f"<title>Notes</title><main><ul>{items}</ul></main><p>All notes of the ministry."


def _feed(items: int = 1) -> str:
    lines = "".join(f"<item><title>Note {n}</title><link>{SITE}/{n}</link></item>" for n in range(1, items + 1))
    return f"<rss><channel>{lines}</channel></rss>"


def _page(words: str = "It rains.") -> str:
    return f"<title>Note</title><article><h1>Note</h1><div class=body>{words}</div></article>"


LARGEST: dict[str, Callable[[], tuple[str, str, str]]] = {
    "none": lambda: (_listing(), _feed(), _page()),
    "6 MB of text": lambda: (_listing(), _feed(), _page("It rains. " * 590_000)),
    "6 million characters, one of four bytes": lambda: (_listing(), _feed(), _page("It rains. " * 590_000 + "🌧")),
    "26 MB of text, which is not read": lambda: (_listing(), _feed(), _page("It rains. " * 2_800_000)),
    "74,000 points": lambda: (_listing(), _feed(), _page("<ul>" + "<li>It rains." * 74_000 + "</ul>")),
    "74,000 pictures": lambda: (_listing(), _feed(), _page("".join(f"<img src=/{n}.jpg>" for n in range(74_000)))),
    "74,000 documents": lambda: (_listing(), _feed(), _page("".join(f"<a href={n}.pdf>a</a>" for n in range(74_000)))),
    "an attribute of 15 MB": lambda: (_listing(), _feed(), _page(f"<p class='{'a b ' * 3_750_000}'>It rains.")),
    "a comment of 28 MB": lambda: (_listing(), _feed(), _page(f"<!--{'a b ' * 7_000_000}-->It rains.")),
    "a list of 37,000 lines": lambda: (_listing(37_000), _feed(), _page()),
    "a feed of 60,000 items": lambda: (_listing(), _feed(60_000), _page()),
}

if __name__ == "__main__":
    show(figures())
