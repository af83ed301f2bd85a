"""United Nations: meetings coverage and press releases in English.

Site     https://press.un.org/en/rss.xml (Drupal; the feed is a window on the newest)
Listing  Items under /en/blog/ announce meetings whose coverage follows under the same symbol: they are no releases.
Caveats  No ministry, but where ministries speak. A release's document number stands in its address (`sc14803.doc.htm`)
         and identifies it. Plain clients get a challenge of 3 kB with status 200, or 406; copies of web archives can be
         read. "For information media" and "Not an official record" are boilerplate.
"""

from crawler.extract import blocks, captioned_images, clean, iso, links, one
from crawler.listings.rss import Feed
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release, day

BOILERPLATE = ("for information media", "not an official record")


def layout(page: Page) -> Release:
    """Today's page. The title is that of its head, for where a reader sees it has not been described."""
    text = page.region("div.field--name-body")
    stated = one(page.region("body"), "time[datetime]:not(:has(time))")
    return Release(
        title=clean(page.tree.findtext(".//title") or "").partition(" | ")[0],
        published=day(iso(str(stated["datetime"]))),
        blocks=tuple(block for block in blocks(text) if not block.text.casefold().startswith(BOILERPLATE)),
        images=captioned_images(text),
        links=links(text),
    )


SOURCE = Source(
    name="un_press_en", ministry="United Nations", country="UN", language="en", timezone="America/New_York",
    listings=[Feed("https://press.un.org/en/rss.xml", releases=r"/en/(?!blog/)")], layout=layout,
    identity=r"/en/\d{4}/([a-z]+\d[a-z0-9.-]*)\.doc\.htm$", expect=Expect(longest_gap=days(7)),
    checked_against="the feed of 2026-08-28, three items, transcribed; pages by published descriptions of 2026 only",
)  # fmt: skip
