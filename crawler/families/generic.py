"""A source that nobody has written a file for: text and date as trafilatura and htmldate guess them, unreviewed.

For a first look at a ministry, or until it has a file of its own. Two libraries that are maintained for this purpose
do the guessing (the optional extra `generic`), so numbers of lists and captions are lost. Whatever is
read like this says so: in the source's name, `xx_` and the host, in the ministry's, and in `checked_against`.
"""

import re
from datetime import date, datetime
from importlib.util import find_spec
from urllib.parse import urlsplit

from crawler.extract import blocks, captioned_images, clean, html, iso, links
from crawler.extract.element import region
from crawler.listings.headlines import Headlines
from crawler.sources.addresses import origin
from crawler.sources.page import Page
from crawler.sources.source import Expect, Source, days
from storage.errors import LayoutError, SourceError, UsageError
from storage.records import Release

UNREVIEWED = "unreviewed"
CHECKED_AGAINST = "nobody: generic layout"


def source(address: str) -> Source:
    """The unreviewed source of the site at `address`, with that page as its listing.

    Raises UsageError where `address` is none of the web, SourceError where the libraries are not installed.
    """
    if origin(address) is None:
        raise UsageError(f"{address!r} is no address of a page; it should begin with https://")
    if find_spec("trafilatura") is None or find_spec("htmldate") is None:
        raise SourceError("the generic layout is not installed; `pipx install '.[generic]'` in a checkout does it")
    parts = urlsplit(address)
    return Source(
        name="xx_" + re.sub(r"[^a-z0-9]+", "_", parts.netloc.rpartition("@")[2].lower()).strip("_"),
        ministry=f"{parts.hostname} ({UNREVIEWED})",
        country="XX",
        language="und",
        timezone="UTC",
        listings=[Headlines(address)],
        layout=layout,
        family="generic",
        expect=Expect(longest_gap=days(10_000)),
        checked_against=CHECKED_AGAINST,
    )


def is_unreviewed(ministry: str) -> bool:
    """Whether the name of a ministry is that of a source nobody reviewed, as `source` makes it."""
    return ministry.endswith(f"({UNREVIEWED})")


def layout(page: Page) -> Release:
    """What trafilatura takes for the text of a page. Raises LayoutError where it finds no title or no text."""
    from trafilatura import extract, extract_metadata  # noqa: PLC0415 - an optional extra, slow to import

    # Without a latest date htmldate would ask the clock, and a page would read otherwise on another day.
    guessing = {"original_date": True, "extensive_search": False, "max_date": page.fetched_at.date().isoformat()}
    known = extract_metadata(page.text, default_url=page.url, date_config=guessing, extensive=False)
    text = extract(
        page.text, url=page.url, output_format="html", include_comments=False, include_formatting=True,
        include_images=True, include_links=True,
    )  # fmt: skip
    title = clean(known.title or "") if known else ""
    if not title or not text:
        raise LayoutError(f"{page.url}: the generic layout found no {'text' if title else 'title'}")
    body = region(html.parse(text), "body", page.url)
    read = blocks(body)
    return Release(
        title=title,
        published=_day(known.date or "", page),
        blocks=read[1:] if read and read[0].text == title else read,
        images=captioned_images(body),
        links=links(body),
        language=(page.tree.get("lang") or "").strip() or None,
    )


def _day(guess: str, page: Page) -> date | datetime | None:
    """The guessed day. Where a page prints a month alone, htmldate gives the first: that must stand in figures."""
    return iso(guess) if guess and (not guess.endswith("-01") or guess in page.text) else None
