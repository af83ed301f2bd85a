"""The portal of Taiwan's Foreign Ministry: lists in tables, pages known by the number `s` of their address.

Selectors are those of published clients (2024-2026) of the Chinese site, and of a page of another ministry on the same
portal; the English site is built alike.
"""

import re
from datetime import date

from crawler.extract import blocks, captioned_images, clean, links, numeric_date, one
from crawler.sources.page import Page
from storage.records import Release

MINISTRY = "Ministry of Foreign Affairs of the Republic of China (Taiwan)"
NOISE = frozenset({"sms", "_Query", "Create", "page", "PageSize"})
_FIRST_YEAR = 1911  # the year before the Republic's first
_PRINTED = re.compile(r"(\d{3,4})([-/.]\d{1,2}[-/.]\d{1,2})(?!\d)")
_LABEL = re.compile(rf"(?:發布時間|發布日期|日期|Date) ?[：:]? ?({_PRINTED.pattern})")


def identity(host: str) -> str:
    """The number of an item, a figure in base sixteen in older addresses."""
    return rf"^https://{re.escape(host)}/News_Content(?:_M_2)?\.aspx\?(?:.*&)?s=([0-9A-Fa-f]+)(?:&|$)"


def day_in_figures(text: str) -> date:
    """A day in figures, its year of our era or, with three figures, of the Republic. Raises DateError."""
    found = _PRINTED.search(text)
    if found and len(found[1]) == 3:
        text = f"{int(found[1]) + _FIRST_YEAR}{found[2]}"
    return numeric_date(text, "ymd")


def release(page: Page) -> Release:
    """A page: title, a list of facts, and the text. Without its label a day is the listing's to state."""
    content = page.region(".page-content")
    text = one(content, ".area-essay")
    facts = (_LABEL.search(clean(fact.get_text())) for fact in content.select("li:not(.area-essay li)"))
    stated = next(filter(None, facts), None)
    return Release(
        title=one(content, "h3").text,
        published=day_in_figures(stated[1]) if stated else None,
        blocks=blocks(text),
        images=captioned_images(text),
        links=links(content),
    )
