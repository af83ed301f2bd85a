"""France's Foreign Ministry: the French State's design system on Drupal since April 2026, SPIP before.

Selectors of both are those of published descriptions (2022-2026).
"""

import re
from datetime import date
from functools import partial

from crawler.extract import (
    blocks,
    captioned_images,
    find_date,
    links,
    long_date,
    maybe,
    numeric_date,
    one,
    release_of,
    some,
)
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from storage.errors import DateError
from storage.records import Release

MINISTRY = "Ministry for Europe and Foreign Affairs of France"
HOST = "www.diplomatie.gouv.fr"
HOSTS = {"diplomatie.gouv.fr": HOST}
LAST_DAY_OF_SPIP = date(2026, 4, 16)  # the first addresses of the new site were seen on the next day
NEWS = "presse-et-ressources/decouvrir-et-informer/actualites"

_DAY_AT_THE_END = re.compile(r"\((?:le )?(\d{1,2}\.\d{1,2}\.\d{2}(?:\d\d)?|\d{1,2}(?:er|st|nd|rd|th)? \w+ \d{4})\)$")
_BOILERPLATE = ".fr-share, .fr-breadcrumb, nav"
_SPIP_BOILERPLATE = ".partager, .bloc_rss, .toolbar, .aria, .social"


def cards(path: str, language: str) -> Paginated:
    """The new site's listing at `path`: cards with a day in words ("On : May 13th 2026"), pages numbered from 0."""
    return Paginated(
        f"https://{HOST}{path}",
        entry="article.fr-card",
        link="h3.fr-card__title a[href]",
        releases=f"/{NEWS}/",
        date="div.fr-card__end p.fr-card__detail",
        read_date=partial(long_date, language=language),
        older=pagers.by_query,
    )


def release(page: Page, language: str) -> Release:
    """A page of the new site. Its text is the first wide column after the head."""
    article = page.region("article.node--view-mode-full")
    head = one(article, ".diplomatie--hdp-date")
    kind = maybe(article, "p.fr-text--sm.fr-mb-1w")
    body = some(article, ".fr-mt-6w .fr-col-md-8:not(.fr-my-2w)")[0]
    return Release(
        title=one(article, "h1").text,
        published=long_date((maybe(head, "span.diplomatie--text-bold") or head).text, language),
        blocks=blocks(body, without=_BOILERPLATE),
        images=captioned_images(body, without=_BOILERPLATE),
        links=links(body),
        type=kind.text if kind else None,
        tags=tuple(tag.text for tag in article.select("li.taxonomy-term p.fr-tag")),
    )


def release_spip(page: Page, language: str) -> Release:
    """A page of the SPIP site, which states its day, if at all, in brackets at the end of its title."""
    article = page.region("article")
    title = one(article, "h1")
    return release_of(title, day_at_the_end(title.text, language), one(article, ".texte"), _SPIP_BOILERPLATE)


def day_at_the_end(title: str, language: str) -> date | None:
    """The day that ends a title, "(03.04.25)" or "(5 October 2023)"; None where the brackets hold anything else.

    A place beside the day ("Berlin, 10/06/2016") tells of an event, often on another day than the page's.
    """
    found = _DAY_AT_THE_END.search(title)
    try:
        return (find_date(found[1], language) or numeric_date(found[1], "dmy", 2069)) if found else None
    except DateError:  # a slip of the pen, "(00.12.2020)", must not cost the page
        return None
