"""U.S. Department of State: press releases.

Site     https://www.state.gov/rss-feed/press-releases/feed/ (WordPress; the feed holds whole texts, the newest ten)
Listing  The feed is both listing and content; pages are never visited, and answer research clients with 403.
Caveats  Links move and sections are renamed while the guid's number stays, so that number identifies a release. The
         guid's form changed between 2021 ("?page_id=N", "?post_type=state_briefing&p=N") and 2026
         ("/releases/preview/N/"). A pubDate may lie in the future, and its time moves; pages print the day, which is
         kept. The text's first lines name who speaks, a line each, unless dc:creator is the department itself;
         dc:creator joins them with commas, since 2026 with nothing, and escapes their quotation marks twice.
"""

from collections.abc import Mapping

from crawler.extract import blocks, captioned_images, links, maybe
from crawler.families.state_gov import BOILERPLATE, MINISTRY, ZONE, speakers
from crawler.listings import rss
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

NUMBER = r"(\d+)/?$"


def items(page: Page) -> Mapping[str, Page]:
    """The feed's items by the number of their guid."""
    return rss.split(page, NUMBER)


def layout(page: Page) -> Release:
    """One item: since 2025 its HTML begins with the page's own head, before that with lines that name the author."""
    content = rss.content(page)
    bureau, kind = maybe(content, ".article-meta__author-bureau"), maybe(content, "p.doctype-meta")
    text = blocks(maybe(content, "div.entry-content") or content, without=f"h1, {BOILERPLATE}")
    creator = rss.creator(page.xml)
    named = tuple(line.text for line in text[:1] if line.text == bureau.text) if bureau else speakers(text, creator)
    return Release(
        title=rss.title(page.xml),
        published=rss.published_day(page.xml, ZONE),
        blocks=text[len(named) :],
        images=captioned_images(content),
        links=links(content),
        author=bureau.text if bureau else ", ".join(named) or creator or None,
        type=kind.text if kind else None,
    )


SOURCE = Source(
    name="us_state",
    ministry=MINISTRY,
    country="US",
    language="en",
    timezone=ZONE,
    listings=[rss.Feed("https://www.state.gov/rss-feed/press-releases/feed/", key=NUMBER)],
    split=items,
    layout=layout,
    family="rss",
    expect=Expect(longest_gap=days(7)),
    checked_against="340 captures of the feed of 2021-05 and 2021-06; three items of 2026-10, transcribed",
)
