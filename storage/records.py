"""The values that cross every boundary: frozen, standard library only, with no idea of the web or a database.

A `Release` is what a reader of a page would have read; an `Entry` is one line of a listing; a `Capture` is one
visit to one address. Bulky fields stay out of `repr`.
"""

from collections.abc import Iterable, Sequence
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
        """Give the JSON form of a release, the same everywhere: `parse`, `show`, cases, exports.

        A field that the form did not have from its beginning is left out where it is empty.
        """
        form = {
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
        }
        dates = [{"kind": d.kind, "value": d.value.isoformat()} for d in self.dates]
        return form | {"dates": dates} if dates else form


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a listing: address, title and date as the listing states them.

    `key` is the release's identity where the item itself states one (a guid's number); else the source takes it
    from the address. `elsewhere` says that its page belongs to another site.
    """

    url: str
    title: str
    published: date | datetime | None = None
    key: str | None = None
    elsewhere: bool = False

    def as_json(self) -> dict[str, Any]:
        """Give the JSON form of an entry, as `parse --listing` prints it."""
        published = self.published.isoformat() if self.published else None
        return {"url": self.url, "title": self.title, "published": published}


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What one listing page says: its entries, top first, and the addresses of older pages, nearest first."""

    entries: tuple[Entry, ...]
    older: tuple[str, ...] = ()


Fields = tuple[tuple[str, str], ...]  # header fields as they came: in order, repeats and the case of names kept


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """What was asked, as far as it is known: method, header fields, and the SHA-256 of a body that was sent along."""

    method: str = "GET"
    fields: Fields = field(default=(), repr=False)
    body_sha256: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Transferred:
    """A body as it was transferred, before its content coding (RFC 9110, 8.4) was undone: coding, digests, bytes."""

    coding: str
    sha1: bytes = field(repr=False)
    sha256: bytes = field(repr=False)
    size: int


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """A WARC, WACZ or ARC file that captures were imported from: its name, its own SHA-256, its bytes, its format."""

    name: str
    sha256: bytes = field(repr=False)
    size: int
    format: str


@dataclass(frozen=True, slots=True)
class RelatedRecord:
    """A record that a recording keeps about a capture (request, metadata, conversion): header block and content."""

    type: str
    header: bytes = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in a recording a capture stands, and what the record says of it.

    `member` is the WARC inside a WACZ, `offset` the byte in it at which the record begins, `header` its header block
    verbatim (version line, fields, date as text, declared digests), `record_id` its WARC-Record-ID.
    """

    file: RecordingFile
    member: str
    offset: int
    record_id: str | None = None
    header: bytes = field(default=b"", repr=False)
    related: tuple[RelatedRecord, ...] = field(default=(), repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Capture:
    """One visit to one address, from the socket or the recording to the archive: what came back, as it came.

    `at` is aware and in UTC. `status` is None where no answer came. `body` has its transfer and content codings undone;
    `transferred` tells of it before the latter. `reason` says why there is no answer, or why it is not the whole one
    (`flawed`): a flawed answer is kept and never becomes a version. `release_id` is the release that was asked for.
    """

    url: str
    at: datetime
    kind: CaptureKind
    status: int | None
    status_line: str | None = None
    fields: Fields = field(default=(), repr=False)
    body: bytes | None = field(default=None, repr=False)
    reason: str | None = None
    transferred: Transferred | None = field(default=None, repr=False)
    request: HttpRequest | None = field(default=None, repr=False)
    peer: str | None = None
    origin: Origin | None = field(default=None, repr=False)
    release_id: int | None = None

    @property
    def flawed(self) -> bool:
        """Whether there is an answer, but not the whole one."""
        return self.status is not None and self.reason is not None

    @property
    def headers(self) -> dict[str, str]:
        """Header fields by lower-case name, repeated ones joined by commas (RFC 9110, 5.3)."""
        return joined(self.fields)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCapture(Capture):
    """A capture as the archive holds it.

    `fragment` is the item meant, where the payload is a feed's. `known` means that this very capture was held before (a
    file imported twice), `repeats` that the address showed the same bytes as at the capture before (304 says so too).
    A feed's capture that repeats has one reading for all that it holds, and comes back without its bytes.
    """

    id: int
    payload_id: int | None = None
    fragment: str = ""
    known: bool = False
    repeats: bool = False

    @property
    def shared(self) -> bool:
        """Whether one reading stands for all that a feed's capture shows again: nothing is read of it anew."""
        return self.repeats and self.kind == "listing"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of one capture: a verdict, the release or the listing page where there is one, and a message.

    `key` and `fragment` are set where one payload holds several releases, as a feed does. `layout` is the fingerprint
    of the code that read it.
    """

    verdict: Verdict
    release: Release | None = field(default=None, repr=False)
    listing: ListingPage | None = field(default=None, repr=False)
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
class Target:
    """An address that a crawl should visit, with what makes the request conditional.

    `release_id` is None for a listing. `etag` and `last_modified` are those of the last whole answer.
    """

    url: str
    release_id: int | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Crawl:
    """An open crawl. `resumed` says that it continues one that was interrupted."""

    id: int
    source_id: int
    started_at: datetime
    resumed: bool


def joined(fields: Iterable[Sequence[str]]) -> dict[str, str]:
    """Header fields by lower-case name, repeated ones joined by commas (RFC 9110, 5.3)."""
    headers: dict[str, str] = {}
    for name, value in fields:
        lower = name.lower()
        headers[lower] = f"{headers[lower]}, {value}" if lower in headers else value
    return headers


def day(published: date | datetime | None) -> date | None:
    """The calendar day of a published date or time, as printed in its own zone."""
    return published.date() if isinstance(published, datetime) else published


# Verdicts on a capture that a person should look at.
NEED_A_PERSON: tuple[Verdict, ...] = ("unreadable", "blocked", "soft_404", "empty", "failed", "refused")
# What a person reads of a finding, by its kind. Verdicts need no line: they read "3 unreadable, first https://...".
_LINES = {
    # of a crawl or an import
    "error": "{example}",
    "busy": "{example}",
    "listing": "{example}",
    "missing": "{count} announced releases are not held",
    "missing_in_file": "{count} announced releases are not held (the file does not hold them)",
    "nothing_announced": "no listing announced anything, so nothing is known of new releases",
    "earlier": "{count} unreadable or failed before this crawl was interrupted",
    "silence": "nothing new since {example}",
    "stopped": "stopped before its end; the next {example} continues from here",
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
    count: int = 1
    example: str | None = None
    source: str | None = None

    @property
    def message(self) -> str:
        """The line that tells it to a person, without the source's name."""
        words = f"{self.count} {self.kind.replace('_', ' ')}"
        line = _LINES.get(self.kind, f"{words}, first {{example}}" if self.example else words)
        return line.format(count=self.count, example=self.example)
