"""Any page as a listing, for a site whose markup nobody has described: links with the words of a headline."""

from dataclasses import dataclass
from typing import cast
from unicodedata import east_asian_width
from urllib.parse import urlsplit

from crawler.extract.text import clean
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Entry, ListingPage

_HEADLINE = 20  # letters; the labels of menus are shorter. A character of East Asia counts twice.
_BOILERPLATE = ("nav", "header", "footer", "aside")


@dataclass(frozen=True, slots=True)
class Headlines:
    """Any page as a listing: links to the same site whose words are as long as a headline, outside menus and margins.

    Older pages are those that the page calls so (`rel="next"`, HTML 4.6.7.12).
    """

    start: str

    def read(self, page: Page) -> ListingPage:
        """The headlines as entries, each address once. Raises LayoutError where there is none."""
        found: dict[str, Entry] = {}
        for link in page.tree.iter("a"):
            url = page.absolute(link.get("href") or "").partition("#")[0]
            words = clean("".join(link.itertext()))
            if self._here(url) and _width(words) >= _HEADLINE and next(link.iterancestors(*_BOILERPLATE), None) is None:
                found.setdefault(url, Entry(url, words))
        if not found:
            raise LayoutError(f"{page.url}: no link is as long as a headline")
        marked = cast(list[str], page.tree.xpath("//*[self::a or self::link][@rel='next']/@href"))
        return ListingPage(tuple(found.values()), tuple(dict.fromkeys(page.absolute(href) for href in marked)))

    def owns(self, url: str) -> bool:
        """Whether `url` is the listing's address."""
        return url.partition("://")[2] == self.start.partition("://")[2]

    def _here(self, url: str) -> bool:
        try:
            return urlsplit(url).hostname == urlsplit(self.start).hostname and not self.owns(url)
        except ValueError:  # "http://[" and the like
            return False


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
