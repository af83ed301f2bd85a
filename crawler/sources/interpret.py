"""What a capture shows: from bytes to a verdict, purely, for crawls, imports and `reparse` alike."""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from crawler.sources.addresses import host, is_for_the_missing, is_home, origin
from crawler.sources.assets import is_asset, is_markup, refusal
from crawler.sources.block_pages import fault, only_announced
from crawler.sources.page import Page
from crawler.sources.source import Listing, Source
from storage.errors import LayoutError, one_line
from storage.records import Capture, ListingPage, Reading, Verdict, without_fragment

logger = logging.getLogger(__name__)

STATUSES: Mapping[int, Verdict] = {304: "unchanged", 404: "not_found", 410: "gone"}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NUMBER_404 = re.compile(r"(?<![0-9])404(?![0-9])")


def read(source: Source, capture: Capture) -> Reading:
    """Read a release from what a visit brought, or say with a verdict why there is none.

    Raises nothing but MemoryError, which says nothing of the page.
    """

    def reading() -> Reading:
        if early := _without_page(source, capture):
            return early
        page = page_of(capture)
        problem = fault(page)
        return Reading(problem[0], message=problem[1]) if problem else _laid_out(source, page)

    return _fenced("the layout failed", reading)


def read_listing(source: Source, listing: Listing, capture: Capture) -> Reading:
    """Read what a listing page announces, its entries with their keys, or say why nothing.

    Raises nothing but MemoryError.
    """

    def reading() -> Reading:
        if early := _without_page(source, capture):
            return early
        page = page_of(capture)
        problem = fault(page)
        if problem is not None:
            return Reading(problem[0], message=problem[1])
        shown = _identified(source, listing, listing.read(page))
        return Reading("listing", listing=shown, message=_not_read(shown), dated=shown.dated)

    return _fenced("the listing failed", reading)


def read_asset(source: Source, capture: Capture) -> Reading:
    """Say whether a visit brought a document or a picture of a release, or what it brought instead.

    A page of HTML in place of a document is what its words say it is: a challenge, a page that says that there is
    nothing, or else no document. Raises nothing but MemoryError.
    """

    def brought() -> Reading:
        if is_asset(capture):
            return Reading("asset")
        if not is_markup(capture.body or b""):
            said = "no document and no picture by its first bytes" if capture.body else "no bytes"
            return Reading("unreadable" if capture.body else "empty", message=said)
        verdict, said = fault(page_of(capture)) or ("unreadable", "a page of HTML")
        return Reading(verdict, message=f"no document, but {said}")

    if capture.status in REDIRECTS and capture.reason is None:
        there = without_fragment(target(capture))
        why = refusal(there, own=source.visits(there))
        told = f"redirects to {there or 'nowhere'}: {why}"
        return Reading("refused", message=told) if why else Reading("redirected", message=there)
    return _without_answer(capture) or _fenced("it cannot be read", brought)


def items_of(source: Source, capture: Capture) -> tuple[dict[str, Page], Reading]:
    """The items of a feed that holds whole texts, each a page by its release's key, and what was made of the feed.

    Raises nothing but MemoryError.
    """
    assert source.split is not None
    found: dict[str, Page] = {}

    def reading() -> Reading:
        assert source.split is not None
        found.update(source.split(page_of(capture)))
        return Reading("listing", dated=next((item.dated for item in found.values()), None))

    return found, _fenced("the feed cannot be split", reading)


def read_item(source: Source, key: str, item: Page) -> Reading:
    """Read one release from a feed's item. Raises nothing but MemoryError."""
    return replace(_fenced("the layout failed", lambda: _laid_out(source, item)), key=key, fragment=key)


def target(capture: Capture) -> str:
    """The address a redirect leads to; empty where it is none, or names none."""
    location = capture.headers.get("location", "").strip() if capture.status in REDIRECTS else ""
    try:
        return urljoin(capture.url, location) if location else ""
    except ValueError:
        return location


def redirected(source: Source, capture: Capture) -> str:
    """Where a capture of a release leads to, if it leads to another page of its source; else empty."""
    return target(capture) if read(source, replace(capture, body=None)).verdict == "redirected" else ""


def page_of(capture: Capture) -> Page:
    """What a layout or a listing reads of a capture."""
    return Page(capture.body or b"", capture.url, capture.at, capture.headers)


def day_of(source: Source, at: datetime) -> date:
    """The calendar day of a capture in the source's own zone; at the calendar's very ends, in the capture's."""
    try:
        return at.astimezone(ZoneInfo(source.timezone)).date()
    except OverflowError:
        return at.date()


def _without_page(source: Source, capture: Capture) -> Reading | None:
    """The reading of a capture that brought no whole page; None for one that did."""
    if capture.reason is None and capture.status in REDIRECTS:
        return _redirect(source, capture)
    return _without_answer(capture)


def _without_answer(capture: Capture) -> Reading | None:
    """The reading of a capture that brought no whole answer of status 200; None for one that did."""
    if capture.reason is not None or capture.status is None:
        return Reading("failed", message=capture.reason or "no answer")
    if capture.status != 200:
        verdict = STATUSES.get(capture.status, "refused" if capture.status < 500 else "failed")
        return Reading(verdict, message=f"status {capture.status}")
    return None


def _identified(source: Source, listing: Listing, page: ListingPage) -> ListingPage:
    """A listing's page, its entries with the identities their source gives them; one that leads nowhere is a fault."""
    entries, faults = [], [*page.faults]
    for entry in page.entries:
        if entry.url.lower().startswith(("http:", "https:", "//")) and not host(entry.url):
            faults.append(f"no address: {entry.url[:80]!r}")
        else:
            entries.append(replace(entry, key=source.key(entry), elsewhere=host(entry.url) not in source.hosts))
    page = replace(page, noise=source.noise, listing=listing.start)
    return replace(page, entries=tuple(entries), faults=tuple(faults))


def _laid_out(source: Source, page: Page) -> Reading:
    """What the layout of the page's day makes of it."""
    release = source.layout_on(day_of(source, page.fetched_at))(page)
    if not (release.blocks or release.images or release.links):
        return Reading("empty", message="the layout found no text, no image and no document")
    if only_announced(release):
        return Reading("empty", message="the page promises a text and has none yet")
    stated = {link.url for link in release.links}
    editions = tuple(link for link in page.editions if link.url not in stated)
    return Reading("read", release=replace(release, links=release.links + editions) if editions else release)


def _fenced(failed: str, reading: Callable[[], Reading]) -> Reading:
    """What `reading` gives. Whatever it raises costs the one page, never the crawl; `--debug` shows where it did."""
    try:
        return reading()
    except LayoutError as error:
        return Reading("unreadable", message=str(error))
    except MemoryError:
        raise
    except Exception as error:
        logger.debug(failed, exc_info=error)
        return Reading("unreadable", message=one_line(f"{failed}: {type(error).__name__}: {error}"))


def _not_read(page: ListingPage) -> str | None:
    """What is wrong with the lines of a listing that could not be read; None where all could."""
    return f"{len(page.faults)} of its lines cannot be read, first: {page.faults[0]}" if page.faults else None


def _redirect(source: Source, capture: Capture) -> Reading:
    there = target(capture)
    if origin(there) is None:
        return Reading("failed", message=f"redirects to {there or 'nowhere'}")
    if host(there) not in source.hosts:
        return Reading("refused", message=f"redirects to another site: {there}")
    if not source.visits(there, asked=capture.url):
        return Reading("refused", message=f"redirects to a port that nobody asked for: {there}")
    if nowhere := _nowhere(source, capture.url, there):
        return Reading("soft_404", message=f"redirects to {nowhere}: {there}")
    return Reading("redirected", message=there)


def _nowhere(source: Source, asked: str, there: str) -> str:
    """What a redirect leads to in place of what was asked for; empty where that may be a release."""
    parts, is_own = urlsplit(there), source.owns(there)
    is_same = urlsplit(asked).path.rstrip("/") in ("", parts.path.rstrip("/"))
    if is_home(parts.path) and not (parts.query or is_same or is_own):
        return "the home page"
    if source.canonical(there) in {source.canonical(listing.start) for listing in source.listings}:
        return "the listing"
    is_number = is_own or _NUMBER_404.search(asked)  # of a release, or of a page of a listing
    return "a page for what is not there" if is_for_the_missing(parts.path) and not is_number else ""
