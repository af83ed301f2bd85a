"""Ministério das Relações Exteriores (Ministry of Foreign Affairs of Brazil): press releases in English.

Site     https://www.gov.br/mre/en/contact-us/press-area/press-releases (Plone, thirty a page, newest first)
Listing  It also answers under a doubled segment, /en/en/.../press-releases/press-releases; releases may too.
Caveats  Slugs are cut at about a hundred characters. What stands after the text (category, editor, subjects) is not
         read. During maintenance the site answers 200 with another page.
"""

from crawler.families.govbr import MINISTRY, ZONE, notes, release
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release

FOLDER = r"/mre/en/(?:en/)?contact-us/press-area/press-releases/(?:press-releases/)?"


def layout(page: Page) -> Release:
    """Today's page."""
    return release(page, "en")


SOURCE = Source(
    name="br_mre_en", ministry=MINISTRY, country="BR", language="en", timezone=ZONE,
    listings=[
        notes(
            "https://www.gov.br/mre/en/contact-us/press-area/press-releases",
            releases=FOLDER, pages=rf"{FOLDER.removesuffix('/(?:press-releases/)?')}(?:/press-releases)?/?(?:\?|$)",
        )
    ],
    layout=layout, identity=rf"{FOLDER}(?!press-releases$)([^/?#]+)/?$", family="govbr",
    expect=Expect(longest_gap=days(14)),
    checked_against="1,138 real addresses of 2022-2026; markup by published descriptions only, no page has been seen",
)  # fmt: skip
