"""Pages whose text, pictures and documents all stand in one element, as on most sites."""

from datetime import date, datetime

from crawler.errors import LayoutError
from crawler.page import Page
from crawler.reading import blocks, captioned_images, clean, links
from crawler.reading.soup import Element
from storage.records import Release


def release(title: Element, published: date | datetime | None, body: Element, without: str | None = None) -> Release:
    """The release of a title and a body; what the selector `without` matches in the body is no text of it."""
    return Release(title.text, published, blocks(body, without), captioned_images(body), links(body))


def headline(page: Page) -> Element:
    """The one h1, for a page of which nobody has said where its title stands.

    An h1 may as well be the site's name or a greeting, so the page's `<title>` has to begin with it. Raises LayoutError
    where it does not.
    """
    heading = page.region("h1")
    stated = clean(page.tree.findtext(".//title") or "")
    if not heading.text or not stated.casefold().startswith(heading.text.casefold()):
        raise LayoutError(f"the h1 {heading.text!r} is not what the page's <title> {stated!r} begins with")
    return heading
