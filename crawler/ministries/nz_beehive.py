"""New Zealand's ministers: releases, speeches and features of all portfolios, Foreign Affairs among them.

Site     https://www.beehive.govt.nz/ (Drupal)
Listing  The feed of the whole site, the newest thirty, not strictly in order of time; only it is open to plain clients.
Caveats  Foreign Affairs is a portfolio of this site, and the number of its own feed is not known, so that everything is
         kept and the portfolios are tags. Pages answer plain clients with a challenge: they are read where an archive
         or a recording holds them. A guid is a page's number in the site, but pages do not state it, so the address
         identifies. What holds the text in an article is not known: what surrounds it is left out instead.
"""

from crawler.extract import blocks, captioned_images, links, long_date, maybe, one
from crawler.listings import rss
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

BOILERPLATE = "h1, time, .meta, .minister__title, a[href*='/minister/'], a[href*='/portfolio/'], article, .teaser"


def layout(page: Page) -> Release:
    """An article's page."""
    article = page.region("article:has(h1.article__title)")
    kind = maybe(article, ".meta__content-type")
    return Release(
        title=one(article, "h1.article__title").text,
        published=long_date(one(article, "time").text, "en"),
        blocks=blocks(article, without=BOILERPLATE),
        images=captioned_images(article, without=BOILERPLATE),
        links=links(article),
        author="; ".join(minister.get_text(strip=True) for minister in article.select(".minister__title")) or None,
        type=kind.text if kind else None,
        tags=tuple(dict.fromkeys(link.get_text(strip=True) for link in article.select("a[href*='/portfolio/']"))),
    )


SOURCE = Source(
    name="nz_beehive",
    ministry="New Zealand Government: its ministers, the Minister of Foreign Affairs among them",
    country="NZ",
    language="en",
    timezone="Pacific/Auckland",
    listings=[rss.Feed("https://www.beehive.govt.nz/rss.xml")],
    layout=layout,
    identity=r"^https://www\.beehive\.govt\.nz/((?:release|speech|feature)/[^/?]+)$",
    former_hosts={"beehive.govt.nz": "www.beehive.govt.nz"},
    expect=Expect(longest_gap=days(30)),
    checked_against="published descriptions of 2025 and 2026; no page has been seen",
)
