"""Germany's Federal Foreign Office: its pages, in any language.

Selectors are those of published descriptions (2022-2026) and of a travel page of 2021 in the same content system, whose
first `h1` greets the visitor.
"""

import re
from functools import partial

from crawler.extract import blocks, captioned_images, clean, links, maybe, numeric_date, one, some
from crawler.sources.page import Page
from storage.errors import LayoutError
from storage.records import Block, Release

MINISTRY = "Federal Foreign Office of Germany"
HOSTS = {"auswaertiges-amt.de": "www.auswaertiges-amt.de"}
day_in_figures = partial(numeric_date, order="dmy")

_PARTS = ".c-article__body, .c-richtext, .c-rte--default"
_BODY = f":is({_PARTS}):not(:is({_PARTS}) *)"
_BOILERPLATE = ".modul-sidebar, .modul-list, .search__helper-text-wrapper"
_META = re.compile(r"(\d\d\.\d\d\.\d{4})(?: [-–] (\S.*))?")  # "04.07.2026 - Press release"


def identity(tree: str) -> str:
    """The number that ends an address, under any slug or under none."""
    return rf"^https://www\.auswaertiges-amt\.de/{tree}/newsroom/(?:[^?]*[/-])?(\d{{6,8}})$"


def release(page: Page) -> Release:
    """A release: its title is in the head alone for certain, and one line has its day and its type."""
    main = page.region("main")
    meta = (maybe(main, ".heading__meta") or one(main, "time:not(:has(time))")).text
    stated, title = _META.fullmatch(meta), clean(page.meta("og:title") or "")
    if stated is None or not title:
        raise LayoutError(f"{page.url}: expected a title and a day, found {title!r} and {meta!r}")
    body = some(main, _BODY)
    lead = maybe(main, ".heading__intro")
    return Release(
        title=title,
        published=day_in_figures(stated[1]),
        blocks=(
            *([Block("paragraph", lead.text)] if lead and lead.text else []),
            *(block for part in body for block in blocks(part, without=_BOILERPLATE)),
        ),
        images=tuple(image for part in body for image in captioned_images(part, without=_BOILERPLATE)),
        links=tuple(dict.fromkeys(link for part in body for link in links(part))),
        type=stated[2],
    )
