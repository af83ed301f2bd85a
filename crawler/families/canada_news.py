"""Canada's government news: the interface that lists releases by department, and the page, in English and in French.

Selectors are those of published descriptions (2022-2026).
"""

import re
from datetime import date
from functools import partial

from crawler.extract import blocks, captioned_images, find_date, iso, links, one, some
from crawler.listings.json_api import Cursor, JsonList
from crawler.sources.page import Page
from storage.records import Block, Release

MINISTRY = "Global Affairs Canada"
ZONE = "America/Toronto"
NEWS = "https://api.io.canada.ca/io-server/gc/news"
DEPARTMENT = "dept=departmentofforeignaffairstradeanddevelopment&sort=publishedDate"

_TEXT = ".cmp-text:not(.cmp-text .cmp-text)"
# "April 9, 2026 - Ottawa, Ontario - Global Affairs Canada"; a release begins with it, below its type.
_PLACE = re.compile(r"^(.{6,30}?) [-–—] .*[-–—] \S")
_FIRST = 4  # blocks among which the type and that line stand

answer = partial(JsonList, items="feed.entry", link="link", date="publishedDate", read_date=partial(iso, timezone=ZONE))


def newest(language: str) -> JsonList:
    """The newest hundred."""
    return answer(f"{NEWS}/{language}/v2?{DEPARTMENT}&orderBy=desc&pick=100")


def since_2012(language: str) -> JsonList:
    """All since 2012, oldest first; its operator is a part of the parameter's name."""
    start = f"{NEWS}/{language}/v2?{DEPARTMENT}&orderBy=asc&pick=100&publishedDate>=2012-01-01T00:00:00-05:00"
    return answer(start, paging=Cursor("publishedDate>", "publishedDate"))


def release(page: Page, language: str) -> Release:
    """A release: type and place are lines of its text, and its blocks end with contacts."""
    main = page.region("main")
    text = [block for part in some(main, _TEXT) for block in blocks(part)]
    heading = text[0] if text and text[0].kind == "heading" else None
    return Release(
        title=one(main, "h1").text,
        published=_day(text, language),
        blocks=tuple(text[1:] if heading else text),
        images=captioned_images(main),
        links=links(main),
        type=heading.text if heading else None,
    )


def _day(text: list[Block], language: str) -> date | None:
    """The day in the line of place and day, or None: then only the listing states it."""
    lines = (_PLACE.match(block.text) for block in text[:_FIRST])
    return next((find_date(line[1], language) for line in lines if line), None)
