"""The date that a feed states of itself: what tells an older copy of it from a newer one."""

from collections.abc import Callable
from datetime import datetime, timedelta

from crawler.extract.dates import iso, rfc822
from crawler.sources import xml_document
from crawler.sources.page import Page
from storage.errors import DateError

# RSS 2.0's date of the last change, RFC 4287's (4.2.15), RSS 2.0's of publication, Dublin Core's: the first stated.
_STATED = ("lastBuildDate", "updated", "pubDate", "date")
_AHEAD = timedelta(days=1)  # what is dated further ahead than clocks are wrong says nothing of its age


def own_date(page: Page) -> datetime | None:
    """When a feed says that it was built or changed last; None where it does not say, or cannot know.

    Raises LayoutError where it is not XML.
    """
    root = page.xml
    channel = next((child for child in root if xml_document.name(child) == "channel"), root)
    stated = {xml_document.name(child): child.text or "" for child in reversed(channel)}
    for name in _STATED:
        for form in _FORMS:
            try:
                at = form(stated.get(name, ""))
            except DateError:
                continue
            if isinstance(at, datetime) and at <= page.fetched_at + _AHEAD:
                return at
    return None


_FORMS: tuple[Callable[[str], object], ...] = (rfc822, iso)
