"""The pictures that a reader would call those of a release, among all that stand in it."""

from collections.abc import Collection, Iterable
from itertools import islice

from bs4 import Tag
from bs4.element import PageElement

from crawler.extract.pictures.images import is_icon
from crawler.extract.visible import inside, stands_beside

_MOST = 300  # pictures looked at on a page; a bound keeps hostile markup cheap


def photographs(node: Tag) -> list[Tag]:
    """The `<img>` elements under `node` that a reader would call pictures of the release."""
    images = [image for image in inside(node, "img") if value(image, "src")]
    captioned = around(inside(node, "figcaption")) if images else frozenset[int]()
    found = (image for image in images if not _icon(image, captioned))
    return [image for image in islice(found, _MOST) if not stands_beside(image, node)]


def _icon(image: Tag, captioned: Collection[int]) -> bool:
    url, *stated = (value(image, name) for name in ("src", "alt", "width", "height"))
    has_caption = (parent.name == "figure" and id(parent) in captioned for parent in image.parents)
    return is_icon(url, *stated) and (is_icon(url, *stated, by_name=False) or not any(has_caption))


def around(inner: Iterable[PageElement]) -> frozenset[int]:
    """These elements and strings and all elements that hold one, by their `id`: found in linear time."""
    found = set[int]()
    for one in inner:
        found.add(id(one))
        for element in one.parents:
            if id(element) in found:
                break
            found.add(id(element))
    return frozenset(found)


def value(element: Tag, name: str) -> str:
    """An attribute as it is written; empty where the element has none."""
    stated = element.get(name, "")
    return stated if isinstance(stated, str) else " ".join(stated or ())
