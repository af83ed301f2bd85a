"""The values that cross every boundary: frozen, standard library only, with no idea of the web or a database.

A `Release` is what a reader of a page would have read; an `Entry` is one line of a listing; a `Capture` is one
visit to one address. Bulky fields stay out of `repr`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

BlockKind = Literal["paragraph", "point", "heading", "quote", "note", "row"]
LinkRel = Literal["attachment", "translation", "related"]
DateKind = Literal["delivered", "published", "updated", "withdrawn"]
CaptureKind = Literal["listing", "release"]
# What became of one capture. Evidence is the capture itself; a verdict is derived and may change on `reparse`.
Verdict = Literal[
    "read",  # a layout read a release from it
    "listing",  # a listing read its entries from it
    "unreadable",  # the page is there, but it is not as its layout says
    "blocked",  # a challenge, consent or maintenance page, whatever its status
    "soft_404",  # a page that says with status 200 that there is nothing
    "empty",  # no body, or no words in it
    "not_found",  # 404
    "gone",  # 410
    "redirected",  # 3xx; the address it names is captured on its own
    "unchanged",  # 304
    "refused",  # any other 4xx, robots.txt among them
    "failed",  # 5xx, or no whole answer at all
]


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of a body in reading order. A *point* is a block with a marker ("1", "(2)", "a")."""

    kind: BlockKind
    text: str
    marker: str | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that belongs to the release, with the caption a reader sees beneath it."""

    url: str
    caption: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A document behind the release, its edition in another language, or a page it names as related."""

    rel: LinkRel
    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class DatedAs:
    """A date that a page states, and what happened on it: a speech may be delivered weeks before it is published."""

    kind: DateKind
    value: date | datetime


@dataclass(frozen=True, slots=True)
class Release:
    """One publication as its page shows it, normalized.

    `published` is a date, an aware datetime where the page gives a time, or None where it states no full date.
    `author` is the speaker or office the page names, `type` the kind of document in the ministry's own word.
    `language` None means the language of the source. `dates` are all the dates that the page tells apart, `published`
    among them, in the order of their days.
    """

    title: str
    published: date | datetime | None
    blocks: tuple[Block, ...] = field(repr=False)
    images: tuple[Image, ...] = field(default=(), repr=False)
    links: tuple[Link, ...] = field(default=(), repr=False)
    language: str | None = None
    author: str | None = None
    type: str | None = None
    tags: tuple[str, ...] = ()
    dates: tuple[DatedAs, ...] = ()

    def as_json(self, *, source: str, url: str, language: str) -> dict[str, Any]:
        """Give the JSON form of a release, the same everywhere: `parse`, `show`, cases, exports."""
        return {
            "source": source,
            "url": url,
            "title": self.title,
            "published": self.published.isoformat() if self.published else None,
            "language": self.language or language,
            "author": self.author,
            "type": self.type,
            "blocks": [{"kind": b.kind, "marker": b.marker, "depth": b.depth, "text": b.text} for b in self.blocks],
            "images": [{"url": i.url, "caption": i.caption, "alt": i.alt} for i in self.images],
            "links": [{"rel": k.rel, "url": k.url, "text": k.text} for k in self.links],
            "tags": list(self.tags),
            "dates": [{"kind": d.kind, "value": d.value.isoformat()} for d in self.dates],
        }


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a listing: address, title and date as the listing states them.

    `key` is the release's identity where the item itself states one (a guid's number); else the source takes it
    from the address.
    """

    url: str
    title: str
    published: date | datetime | None = None
    key: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the JSON form of an entry, as `parse --listing` prints it."""
        published = self.published.isoformat() if self.published else None
        return {"url": self.url, "title": self.title, "published": published}


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What one listing page says: its entries, top first, and the addresses of older pages, nearest first."""

    entries: tuple[Entry, ...]
    older: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """One visit to one address: when, what came back, and the payload or the reason there is none.

    `at` is aware and in UTC. `status` is None where no answer came; `reason` then says why. `headers` are the
    answer's, lower-case names, values in the order they came.
    """

    url: str
    at: datetime
    kind: CaptureKind
    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of one capture: a verdict, the release where there is one, and what to tell a person.

    `key` and `fragment` are set where one payload holds several releases, as a feed does.
    """

    verdict: Verdict
    release: Release | None = field(default=None, repr=False)
    message: str | None = None
    layout: str | None = None
    key: str | None = None
    fragment: str | None = None


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What an archive keeps of a source, so that questions to the archive need no ministry file."""

    name: str
    ministry: str
    country: str
    language: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """An entry with the identity its source gives it; `elsewhere` where its page belongs to another site."""

    entry: Entry
    key: str
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """An address that a crawl should ask, with what makes the request conditional.

    `release_id` is None for a listing. `etag` and `last_modified` are those of the last whole answer.
    """

    url: str
    release_id: int | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Visited:
    """A capture on its way into the archive: which release it shows, or which releases it announces.

    `reading` is set for listings, which are read before they are kept; releases are kept first and read afterwards.
    """

    capture: Capture
    release_id: int | None = None
    announced: tuple[Announcement, ...] = ()
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A capture as the archive keeps it.

    `again` means that this very visit was held before (a file imported twice), `new_payload` that its bytes were new,
    `as_before` that the address showed the same bytes as at the visit before (304 says so too).
    `newly_listed` counts the releases that this crawl saw announced here first.
    """

    capture_id: int
    at: datetime
    release_id: int | None
    payload_id: int | None
    new_payload: bool = False
    again: bool = False
    as_before: bool = False
    newly_listed: int = 0


def day(published: date | datetime | None) -> date | None:
    """The calendar day of a published date or time, as printed in its own zone."""
    return published.date() if isinstance(published, datetime) else published


# What a person reads of a finding, by its kind. Verdicts need no line: they read "3 unreadable, first https://...".
_LINES = {
    # of a crawl or an import
    "error": "{example}",
    "busy": "{example}",
    "missing": "{count} announced releases are not held",
    "missing_in_file": "{count} announced releases are not held (the file does not hold them)",
    "nothing_announced": "no listing announced anything, so nothing is known of new releases",
    "interrupted": "{count} unreadable or failed before this crawl was interrupted",
    "silence": "nothing new since {example}",
    "stopped": "stopped before its end; the next {example} goes on from here",
    "not_started": "not crawled: stopped before its turn",
    # of a check: a listing, then a release
    "nothing_listed": "the listing announced nothing",
    "nothing_visited": "none of the releases looked for could be visited",
    "entries_without_title": "{count} of {example} have no title",
    "entries_without_date": "only {example} have a date",
    "not_read": "{example}",
    "no_title": "no title",
    "no_date": "no date, neither on its page nor in the listing",
    "no_text": "no text",
    "short_text": "a text of one line",
    "wrong_letters": "wrong letters: {example}",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that needs a person: outcomes, exit codes and alerts are made of findings.

    `kind` is a verdict or another name, `count` how often it was found. `example` is the first case (its address and
    what was found there) or whatever else `message` wants to name; `source` is whose it is.
    """

    kind: str
    count: int
    example: str | None = None
    source: str | None = None

    @property
    def message(self) -> str:
        """The line that tells it to a person, without the source's name."""
        words = f"{self.count} {self.kind.replace('_', ' ')}"
        line = _LINES.get(self.kind, f"{words}, first {{example}}" if self.example else words)
        return line.format(count=self.count, example=self.example)
