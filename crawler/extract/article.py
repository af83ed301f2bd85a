"""Articles: pages whose text, pictures and documents all stand in one element, as on most sites; and where they end."""

from collections.abc import Collection
from datetime import date, datetime

from crawler.extract.anchors import links
from crawler.extract.body import blocks
from crawler.extract.element import Element
from crawler.extract.pictures.captions import captioned_images
from storage.errors import LayoutError
from storage.records import Block, Release


def release_of(title: Element, published: date | datetime | None, body: Element, without: str | None = None) -> Release:
    """The release of a title and a body; what the selector `without` matches in the body is no text of it."""
    return Release(title.text, published, blocks(body, without), captioned_images(body), links(body))


def cut_boilerplate(text: tuple[Block, ...], first_lines: Collection[str]) -> tuple[Block, ...]:
    """The blocks before the one that opens the boilerplate: it says one of `first_lines` and nothing else.

    Case is ignored, and so are points and colons at the block's end. Raises LayoutError where no block does: then
    nothing says where the text ends.
    """
    wanted = {line.casefold() for line in first_lines}
    for number, block in enumerate(text):
        if block.text.rstrip(" .:").casefold() in wanted:
            return text[:number]
    raise LayoutError(f"none of {sorted(first_lines)} ends the text")
