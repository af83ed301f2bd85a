"""New Zealand's ministers: releases, speeches and features of all portfolios, Foreign Affairs among them.

Site     https://www.beehive.govt.nz/ (Drupal)
Listing  The feed of the whole site, the newest thirty, not strictly in order of time; only it is open to plain clients.
         The search at /search reaches back to 1996, twenty-four a page, for browsers.
Caveats  Foreign Affairs is a portfolio of this site, and the number of its own feed is not known, so that everything is
         kept and the portfolios are tags. Pages answer plain clients with a challenge: they are read where an archive
         or a recording holds them. A guid is a page's number in the site, but pages do not state it, so the address
         identifies. The day is the printed one: the `datetime` beside it is in another zone, mostly the day before.
         Documents stand in a column beside the text, whose markup is known by a published description alone.
"""

from typing import cast

from crawler.extract import blocks, captioned_images, links, long_date, maybe, one
from crawler.extract.element import Element
from crawler.listings import rss
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

BESIDE = "aside, .article__related, .ds-three-col__right"


def layout(page: Page) -> Release:
    """An article's page. Names of ministers and portfolios are links, those of former governments plain text."""
    body = page.region("body")
    title = one(body, "h1.article__title")
    main = cast(Element, title.parent)
    text, kind = one(main, ".field--name-body"), maybe(main, ":scope > .meta__content-type")
    around = (link for part in (main, *body.select(BESIDE)) for link in links(part) if link.rel == "attachment")
    return Release(
        title=title.text,
        published=long_date(one(main, ":scope > .meta__date").text, "en"),
        blocks=blocks(text),
        images=captioned_images(text),
        links=tuple(dict.fromkeys((*links(text), *around))),
        author="; ".join(minister.text for minister in main.select(".meta--ministers > li")) or None,
        type=kind.text if kind else None,
        tags=tuple(dict.fromkeys(portfolio.text for portfolio in main.select(".tag--portfolio"))),
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
    checked_against="inner parts of two releases (1996, 2025), transcribed; all else by descriptions of 2025 and 2026",
)
