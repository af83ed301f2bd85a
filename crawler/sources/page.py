"""A page as a pure value: bytes in, and whatever a layout or a listing asks of them out.

A page never fetches itself and knows no clock: it is built from what a capture holds, so a test needs no mock and
an old capture is read as it was on its day.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import cast

from lxml import etree

from crawler.extract import charset, html
from crawler.extract.element import Element, region
from crawler.extract.html import absolute, path
from crawler.extract.text import clean
from crawler.extract.visible import inside
from crawler.sources.xml_document import Document, parse
from storage.errors import LayoutError
from storage.records import Link


class Page:
    """One payload with what its capture knows besides.

    `url` is the address it was asked at, `fetched_at` the aware time of the answer, `headers` the answer's headers
    with lower-case names. `encoding` overrides what bytes, headers and markup say (a test case may state it). `dated`
    is the date that a feed states of itself, where the page is one of its items.
    """

    def __init__(
        self,
        body: bytes,
        url: str,
        fetched_at: datetime,
        headers: Mapping[str, str] | None = None,
        encoding: str | None = None,
        dated: datetime | None = None,
    ) -> None:
        self.body = body
        self.url = url
        self.fetched_at = fetched_at
        self.headers = headers or {}
        self._encoding = encoding
        self.dated = dated

    def __repr__(self) -> str:
        return f"Page({self.url!r}, {len(self.body)} bytes, {self.fetched_at:%Y-%m-%d})"

    @cached_property
    def text(self) -> str:
        """The payload decoded, once: see `charset.decode` for the order of evidence."""
        return charset.decode(self.body, self.headers.get("content-type"), self._encoding)

    @cached_property
    def tree(self) -> etree._Element:
        """The whole page as an lxml tree. Raises LayoutError where there is no markup at all."""
        return html.parse(charset.utf_8(self.body, self.headers.get("content-type"), self._encoding))

    @cached_property
    def _document(self) -> Document:
        return parse(self.text)

    @property
    def xml(self) -> etree._Element:
        """The payload as XML: no entity is expanded, nothing is fetched. Raises LayoutError where it is not XML."""
        return self._document.root

    @property
    def xml_faults(self) -> tuple[str, ...]:
        """What is wrong with each line of the XML that is not well-formed. Raises LayoutError where it is not XML."""
        return self._document.faults

    @cached_property
    def base(self) -> str:
        """The address that relative ones start from: the page's `<base>`, else its own."""
        return html.base(self.tree, self.url)

    def region(self, css: str) -> Element:
        """The one element that `css` selects, cleaned of what no reader reads, ready for BeautifulSoup's selections.

        A link keeps its `hreflang` where that is another language than the page's own: content systems write it on
        every link. Raises LayoutError, naming the selector, where it matches no element or several.
        """
        found = region(self.tree, css, self.base)
        for link in inside(found, "a") if "hreflang" in self.text else ():
            if self._in_own(str(link.get("hreflang", ""))):
                del link["hreflang"]
        return found

    def headline(self) -> Element:
        """The one h1, for a page of which nobody has said where its title stands.

        An h1 may as well be the site's name or a greeting, so the page's `<title>` has to begin with it, in whatever
        signs and spaces. Raises LayoutError where it does not.
        """
        heading = self.region("h1")
        stated = clean(self.tree.findtext(".//title") or "")
        if not _letters(heading.text) or not _letters(stated).startswith(_letters(heading.text)):
            raise LayoutError(f"the h1 {heading.text!r} is not what the page's <title> {stated!r} begins with")
        return heading

    def meta(self, name: str) -> str | None:
        """The content of the first `<meta>` with this `name` or `property`, or None."""
        return html.meta(self.tree, name)

    @property
    def editions(self) -> tuple[Link, ...]:
        """The editions in other languages that the head states (`<link rel=alternate hreflang>`, HTML 4.6.7.1).

        A site's home page in another language is no edition of a release, and `x-default` is no language.
        """
        if "tree" not in vars(self):  # JSON, a feed's item: there is no head
            return ()
        found = cast(list[etree._Element], self.tree.xpath("//link[@rel='alternate' and @hreflang and @href]"))
        stated = [(element.get("hreflang", ""), self.absolute(element.get("href", ""))) for element in found]
        return tuple(
            Link("translation", url, language)
            for language, url in stated
            if language != "x-default" and not self._in_own(language) and url != self.url and path(url).strip("/")
        )

    def _in_own(self, language: str) -> bool:
        return html.same_language(self.tree.get("lang") or "", language)

    def absolute(self, href: str) -> str:
        """`href` as an absolute address, by the page's `<base>` where it has one."""
        return absolute(self.base, href)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
