"""The Japanese Foreign Ministry: its index of releases, and its template for a release."""

from functools import partial

from crawler.extract import blocks, captioned_images, find_date, links, long_date, one, some
from crawler.listings.dated_index import DatedIndex
from crawler.sources.page import Page
from storage.records import Release

# The page's own tools: share buttons, the date (read apart), links to other pages and to the top.
_BOILERPLATE = ".social-btn-top, .social-btn-wrapper, :scope > .rightalign, .relatedlink-section, .index, #pagetop"

ZONE = "Asia/Tokyo"

index = partial(DatedIndex, timezone=ZONE, region="#maincontents", entries="#pressrelease")


def release(page: Page, language: str) -> Release:
    """Read a release page: its title stands in the second heading, for the first names the section."""
    main = page.region("#maincontents")
    aside = some(main, ":scope > .rightalign")
    dates = (find_date(element.text, language) for element in aside)
    return Release(
        title=one(page.region("#contents-header"), "h2.title2").text,
        published=next((found for found in dates if found), None) or long_date(aside[0].text, language),
        blocks=blocks(main, without=_BOILERPLATE),
        images=captioned_images(main, without=_BOILERPLATE),
        links=links(main),
    )
