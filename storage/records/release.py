"""What a reader of a page would have read, and what listings announce."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

BlockKind = Literal["paragraph", "point", "heading", "quote", "note", "row"]
LinkRel = Literal["attachment", "translation", "related"]
DateKind = Literal["delivered", "published", "updated", "withdrawn"]


class InlineLink(NamedTuple):
    """A link within a text: where it leads, and the words that a reader follows."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """One unit of a body in reading order. A *point* is a block with a marker ("1", "(2)", "a").

    What a page shows struck out stands in every text between two tildes on either side: "~~struck~~".
    """

    kind: BlockKind
    text: str
    marker: str | None = None
    depth: int = 0
    links: tuple[InlineLink, ...] = ()


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

    def as_json(self, *, source: str, url: str, language: str) -> dict[str, object]:
        """Give the JSON form of a release, the same everywhere: `parse`, `show`, cases, exports.

        A field that the form did not have from its beginning is left out where it is empty.
        """
        form: dict[str, object] = {
            "source": source,
            "url": url,
            "title": self.title,
            "published": self.published.isoformat() if self.published else None,
            "language": self.language or language,
            "author": self.author,
            "type": self.type,
            "blocks": [_block_as_json(block) for block in self.blocks],
            "images": [{"url": i.url, "caption": i.caption, "alt": i.alt} for i in self.images],
            "links": [{"rel": k.rel, "url": k.url, "text": k.text} for k in self.links],
            "tags": list(self.tags),
        }
        dates = [{"kind": d.kind, "value": d.value.isoformat()} for d in self.dates]
        return form | {"dates": dates} if dates else form


def _block_as_json(block: Block) -> dict[str, object]:
    form: dict[str, object] = {"kind": block.kind, "marker": block.marker, "depth": block.depth, "text": block.text}
    return form | {"links": [link._asdict() for link in block.links]} if block.links else form


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

    def as_json(self) -> dict[str, object]:
        """Give the JSON form of an entry, as `parse --listing` prints it."""
        published = self.published.isoformat() if self.published else None
        return {"url": self.url, "title": self.title, "published": published}


class Total(NamedTuple):
    """How many items a site says that a listing has, all its pages together: the bounds of what it can mean by that."""

    least: int
    most: int

    def __str__(self) -> str:
        return f"{self.least:,}" if self.least == self.most else f"{self.least:,} to {self.most:,}"


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What one listing page says: its entries, top first, and the addresses of older pages, nearest first.

    `faults` says of each line that could not be read what is wrong with it. `noise` names the parameters of its
    addresses that identify nothing on this site. `dated` is the date that a feed states of itself. `listing` is the
    address of the newest page, `total` what the site states of the listing, and `is_last` says that this page is its
    oldest.
    """

    entries: tuple[Entry, ...]
    older: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    noise: frozenset[str] = frozenset()
    dated: datetime | None = None
    listing: str = ""
    total: Total | None = None
    is_last: bool = False

    def as_json(self) -> dict[str, object]:
        """Give the JSON form of a page, as `parse --listing` prints it; with a total where the site states one."""
        total = {"total": list(self.total)} if self.total else {}
        return {"entries": [entry.as_json() for entry in self.entries], "older": list(self.older), **total}


def day(published: date | datetime | None) -> date | None:
    """The calendar day of a published date or time, as printed in its own zone."""
    return published.date() if isinstance(published, datetime) else published


def last_day(now: datetime) -> date:
    """The last calendar day that has begun anywhere on earth (UTC+14): a date beyond it cannot have been published."""
    return (now + timedelta(hours=14)).date()
