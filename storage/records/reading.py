"""What was made of a capture: a verdict, and what was read where there was something to read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from storage.records.release import ListingPage, Release

# What became of one capture. Evidence is the capture itself; a verdict is derived and may change on `reparse`.
Verdict = Literal[
    "read",  # a layout read a release from it
    "listing",  # a listing read its entries from it
    "asset",  # a document or a picture that a release links to
    "replaced",  # the same, and another than was there before
    "unreadable",  # the page is there, but it is not as its layout says
    "blocked",  # a challenge, consent or maintenance page, whatever its status
    "soft_404",  # a page that says with status 200 that there is nothing
    "empty",  # no body, or no words in it
    "not_found",  # 404
    "gone",  # 410
    "redirected",  # 3xx; the address it names is captured on its own
    "unchanged",  # 304
    "stale",  # an older copy of what was captured before, from a cache: no version, no listing of today
    "refused",  # any other 4xx, robots.txt among them
    "failed",  # 5xx, or no whole answer at all
]
# Verdicts on a capture that a person should look at.
NEED_A_PERSON: tuple[Verdict, ...] = ("unreadable", "blocked", "soft_404", "empty", "failed", "refused")
LATE = "late"  # in place of a layout: a listing that came out of order, and is to be told with all others


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of one capture: a verdict, the release or the listing page where there is one, and a message.

    `key` and `fragment` are set where one payload holds several releases, as a feed does. `layout` is the fingerprint
    of the code that read it. `dated` is the date that a feed states of itself.

    Of an asset, `pages` are those of a document, `look` is that of a picture (`storage.edits.files.looks`). `reader`
    names the code that read its bytes; None where they were not read this time.
    """

    verdict: Verdict
    release: Release | None = field(default=None, repr=False)
    listing: ListingPage | None = field(default=None, repr=False)
    message: str | None = None
    layout: str | None = None
    key: str | None = None
    fragment: str | None = None
    dated: datetime | None = None
    pages: tuple[str, ...] = field(default=(), repr=False)
    look: bytes | None = field(default=None, repr=False)
    reader: str | None = None
