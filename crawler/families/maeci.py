"""Italy's Foreign Ministry on WordPress: communiqués by year and month, English ones under the Italian slug.

Selectors are those of published descriptions (2022-2026).
"""

import re
from functools import partial

from crawler.extract import blocks, captioned_images, links, long_date, one
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from storage.records import Release

MINISTRY = "Ministry of Foreign Affairs and International Cooperation of Italy"
HOSTS = {"esteri.it": "www.esteri.it"}
FOLDER = "/sala_stampa/archivionotizie/comunicati/"
# The English page's own words, the misspelt one among them.
_PUBLICATION_DATE = re.compile(r"Publication date: (\w+ \d{1,2},? \d{4})\b")
_HEAD = re.compile(r"(?:Publication date|Tipology):")


def communiques(language: str) -> Paginated:
    """The listing: cards with an excerpt and a day in words; ten a page, pages numbered from 1."""
    folder = f"/{language}{FOLDER}"
    return Paginated(
        f"https://www.esteri.it{folder}",
        entry="div.card-body",
        link="h5 a[href]",
        releases=rf"{folder}\d{{4}}/\d\d/",
        date="span.data",
        read_date=partial(long_date, language=language),
        older=partial(pagers.by_query, name="pag", first=1),
        pages=rf"{folder}?(?:\?|$)",
    )


def identity(language: str) -> str:
    """Year, month and slug; the trailing slash comes and goes."""
    return rf"/{language}{FOLDER}(\d{{4}}/\d\d/[^/?#]+)/?$"


def release(page: Page) -> Release:
    """A communiqué. The day is printed after words of which only the English are known; else the listing's is meant."""
    article = page.region("article:has(.entry-content)")
    said = _PUBLICATION_DATE.search(article.text)
    body = one(article, ".entry-content")
    return Release(
        title=one(article, "h1").text,
        published=long_date(said[1], "en") if said else None,
        blocks=tuple(block for block in blocks(body) if not _HEAD.match(block.text)),
        images=captioned_images(body),
        links=links(body),
    )
