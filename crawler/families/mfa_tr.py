"""Türkiye's Foreign Ministry: pages called `slug.xx.mfa`, and sections addressed by a GUID, `sub.xx.mfa?GUID`.

A list prints no dates of its own: number and date open the title, "No: 247, 7 October 2023, Regarding ...". Pages
after the first are only to be had by sending the page's form back, so a listing is a window on the newest items.
"""

import re
from datetime import date
from functools import partial

from crawler.extract import find_date, release_of
from crawler.listings.paginated import Paginated
from crawler.sources.page import Page
from storage.records import Release

MINISTRY = "Ministry of Foreign Affairs of the Republic of Türkiye"
ZONE = "Europe/Istanbul"
# "No: 187, 1 October 2026, ...", "QA-15, 8 September 2026, ..."; other dates may follow in the title.
_OPENING = re.compile(r"[^,]{1,20}, ?(\d{1,2} \w+ \d{4})\b")


def in_title(title: str, language: str) -> date | None:
    """The date that opens a title, or None where it opens otherwise."""
    found = _OPENING.match(title)
    return find_date(found[1], language) if found else None


def section(guid: str, language: str) -> Paginated:
    """The section of this GUID as a listing. It also links to sections of former years, which are no releases."""
    return Paginated(
        f"https://www.mfa.gov.tr/sub.{language}.mfa?{guid}",
        entry="div.sub_lstitm",
        releases=rf"/(?!sub\.)[^/?]+\.{language}\.mfa$",
        read_date=partial(in_title, language=language),
        pages=rf"/sub\.{language}\.mfa\?{guid}=?$",
    )


def release(page: Page, language: str) -> Release:
    """Read a page: its title stands in a line of its own above the text."""
    title = page.region("span.lead")
    return release_of(title, in_title(title.text, language), page.region(".mfa-content-text"))
