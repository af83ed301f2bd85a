"""Services du Premier Ministre (Prime Minister's Office of Cameroon): speeches in English.

Site     https://www.spm.gov.cm/site/?q=en/documentation/speeches (Drupal, addresses in the parameter `q`)
Listing  Each document says when it was signed, "25/11/2020".
Caveats  Most documents are a PDF with a page around it: a release may have no text, only its attachment. How the list
         links to older pages has not been seen; Drupal's `page=` is followed.
"""

from functools import partial

from crawler.extract import blocks, captioned_images, links, long_date, numeric_date, one
from crawler.listings import pagers
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.records import Release


def layout(page: Page) -> Release:
    """Pages as of 2022."""
    document = page.region("#block-system-main .doc")
    return Release(
        title=page.region(".left > h2.main-title").text,
        published=long_date(one(document, ".date-display-single").text, "en"),
        blocks=blocks(document, without=".date-doc, .files, .links"),
        images=captioned_images(document, without=".files"),
        links=links(document),
    )


SOURCE = Source(
    name="cm_spm_en", ministry="Prime Minister's Office of the Republic of Cameroon", country="CM", language="en",
    timezone="Africa/Douala",
    listings=[
        Paginated(
            "https://www.spm.gov.cm/site/?q=en/documentation/speeches", region="#block-system-main",
            entry=".views-row", link="h3 a", date=".date", read_date=partial(numeric_date, order="dmy"),
            older=pagers.by_query, pages=r"[?&]q=en/documentation/speeches",
        )
    ],
    layout=layout, identity=r"[?&]q=en(?:/|%2[Ff])content(?:/|%2[Ff])([^&#]+)",
    expect=Expect(longest_gap=days(400)),
    checked_against="one list and the document of 2020-11-25, saved by a browser in early 2022",
)  # fmt: skip
