"""Brazil's federal portal, www.gov.br (Plone with news items): its lists of notes and its pages, in any language."""

from functools import partial

from crawler.extract import blocks, captioned_images, links, long_time, maybe, one
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from storage.records import DatedAs, Release

MINISTRY = "Ministry of Foreign Affairs of Brazil"
ZONE = "America/Sao_Paulo"

# An entry's line prints its date in several ways, so the day is left to the release's page.
notes = partial(Paginated, entry="article.tileItem", link="h2 a", older=partial(pagers.by_query, name="b_start:int"))


def release(page: Page, language: str) -> Release:
    """Read a page.

    The line under its title says when it was published ("Apr 08, 2026 10:15 AM", "08/04/2026 10h15") and, where it
    was changed after that, when it last was.
    """
    content = page.region("#content")
    text = one(content, "#parent-fieldname-text")
    published, updated = one(content, ".documentPublished .value"), maybe(content, ".documentModified .value")
    times = [long_time(at.text, language, ZONE, order="dmy") for at in (published, updated) if at]
    return Release(
        title=one(content, "h1").text,
        published=times[0],
        blocks=blocks(text),
        images=captioned_images(text),
        links=links(text),
        dates=tuple(DatedAs("updated", at) for at in times[1:]),
    )
