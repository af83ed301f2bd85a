"""Poland's government portal, www.gov.pl: lists of articles and articles, the same for every office and language."""

from functools import partial

from crawler.extract import blocks, captioned_images, links, numeric_date, one
from crawler.extract.element import Element
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from storage.records import Release

MINISTRY = "Ministry of Foreign Affairs of the Republic of Poland"

articles = partial(
    Paginated,
    region=".art-prev",
    entry="li > a",
    title=".title",
    date=".date",
    read_date=partial(numeric_date, order="dmy"),
    older=partial(pagers.by_query, name="page", first=1),
)


def release(page: Page) -> Release:
    """Read an article: its title is the one heading outside the text. Where it prints its day is not known."""
    article = page.region("article")
    text = one(article, ".editor-content")
    return Release(_title(article), None, blocks(text), captioned_images(text), links(article))


def _title(article: Element) -> str:
    return one(article, ":is(h1, h2):not(.editor-content *)").text
