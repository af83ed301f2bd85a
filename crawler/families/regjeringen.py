"""Norway's government site, www.regjeringen.no: every address ends in a number that identifies, `/id2006120/`.

The frame is that of real pages of 2026-07 (hearings, which have it in common with news): a line with type, day and
offices, the lead, the text, and beside it topics and related pages. A list says how many hits it has in all.
"""

import re
from functools import partial

from crawler.extract import blocks, captioned_images, links, long_or_numeric_date, maybe, one
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.listings.totals import last_number
from crawler.sources.page import Page
from storage.records import DatedAs, Release

MINISTRY = "Ministry of Foreign Affairs of Norway"
# Laws, hearings and topics have numbers of the same sequence, and are no releases.
IDENTITY = r"(?!dep/|dokument(?:er)?/|tema/|topics/)(?:.*/)?id(\d+)/?$"

_UPDATED = re.compile(r"oppdater|updated", re.IGNORECASE)  # "Sist oppdatert: 03.07.2026" says nothing of the first day


def news(start: str, language: str) -> Paginated:
    """A list of news as a listing."""
    return Paginated(
        start,
        region="ul.listing",
        entry=":scope > li.listItem",
        link="h2 a",
        releases=r"/id\d+/?$",
        date="span.date",
        read_date=partial(long_or_numeric_date, language=language),
        older=partial(pagers.by_query, name="page", first=1),
        total=partial(last_number, css="p.count"),  # "Viser 1-20 av 6960 treff."
    )


def release(page: Page, language: str) -> Release:
    """Read a page. One that states only when it was last updated leaves its first day to the listing."""
    main = page.region("main")
    content, info = one(main, ".article-content"), one(main, ".article-info")
    lead, kind, day = maybe(content, ".article-ingress"), maybe(info, ".type"), maybe(info, ".date")
    stated = long_or_numeric_date(day.text, language) if day else None
    updated = stated if day and _UPDATED.search(day.text) else None
    related = (link for part in main.select(".article-related") for link in links(part))
    return Release(
        title=one(content, "h1").text,
        published=None if updated else stated,
        blocks=(*(blocks(lead) if lead else ()), *blocks(one(content, ".article-body"), without=".horing-cta")),
        images=captioned_images(content),
        links=tuple(dict.fromkeys((*links(content), *related))),
        author="; ".join(office.text for office in info.select(".owner a")) or None,
        type=kind.text.rstrip(" |") if kind else None,
        tags=tuple(topic.text for topic in main.select(".topiclist a")),
        dates=(DatedAs("updated", updated),) if updated else (),
    )
