"""Spain's Foreign Ministry on SharePoint: communiqués in folders by year.

Of the pages since about 2021 no selector is known, but the order in which a reader reads them is (published
descriptions of 2026): the title stands twice as first heading, and the text follows the second.
"""

from collections.abc import Collection
from datetime import date
from functools import partial

from crawler.extract import blocks, cut_boilerplate, find_date, numeric_date, some
from crawler.listings import pagers
from crawler.listings.dated_links import DatedLinks
from crawler.sources.addresses import place
from crawler.sources.page import Page
from storage.errors import DateError, LayoutError
from storage.records import Release

MINISTRY = "Ministry of Foreign Affairs, European Union and Cooperation of Spain"
HOSTS = {"exteriores.gob.es": "www.exteriores.gob.es"}
_RELEASE = r"/Paginas/(\d{4}_[^/]+/[^/]+)\.aspx$"


def communiques(path: str, language: str) -> DatedLinks:
    """The listing at `path`: short days ("9 Apr 26") beside titles, pages numbered from 1."""
    folder = f"/{language}/Comunicacion/{path}"
    return DatedLinks(
        f"https://www.exteriores.gob.es{folder}/Paginas/index.aspx",
        releases=folder + _RELEASE,
        find_date=partial(find_date, language=language, pivot=2069),
        older=partial(pagers.by_query, name="p", first=1),
    )


def identity(language: str) -> str:
    """The section, the folder of the year and the file's name."""
    return rf"/{language}/Comunicacion/((?:Comunicados|NotasPrensa)/Paginas/\d{{4}}_[^/]+/[^/]+)\.aspx$"


def release(page: Page, ends: Collection[str]) -> Release:
    """A communiqué; `ends` are the lines one of which ends its text. Its day is in the address or in the listing alone.

    Raises LayoutError where the title does not stand twice, or none of `ends` is there.
    """
    body = page.region("body")
    titles = [heading.text for heading in some(body, "h1")]
    read = blocks(body)
    places = [number for number, block in enumerate(read) if block.kind == "heading" and block.text == titles[0]]
    if len(titles) != 2 or titles[0] != titles[1] or len(places) != 2:
        raise LayoutError(f"{page.url}: expected the title twice as first heading, found {titles}")
    text = cut_boilerplate(read[places[1] + 1 :], ends)
    return Release(
        titles[0], day_in_name(page.url), tuple(block for block in text if block.text not in ("Today", "Hoy"))
    )


def day_in_name(url: str) -> date | None:
    """The day that begins the name of files of until about 2024, "20220119_COMU001.aspx", or None.

    Of 172 real names four were a day apart from the day under which the release was listed.
    """
    name = place(url)[1].rpartition("/")[2]
    try:
        return numeric_date(name[:8], "ymd")
    except DateError:
        return None
