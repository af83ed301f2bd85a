"""Pages whose text, pictures and documents all stand in one element, as on most sites."""

from datetime import date, datetime

from crawler.extract.anchors import links
from crawler.extract.body import blocks
from crawler.extract.captions import captioned_images
from crawler.extract.element import Element
from storage.records import Release


def release_of(title: Element, published: date | datetime | None, body: Element, without: str | None = None) -> Release:
    """The release of a title and a body; what the selector `without` matches in the body is no text of it."""
    return Release(title.text, published, blocks(body, without), captioned_images(body), links(body))
