"""The tables of CSV and Parquet exports: their columns, with what each holds, and their rows. Pure.

A name or the meaning of a column is a contract: a later version may add columns at the end, and changes none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from storage.export.releases import HeldVersion
from storage.read.changes import Change, Event

Kind = Literal["integer", "string", "date", "datetime", "boolean", "list"]  # a list is one of texts
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what its values are, and what they say."""

    name: str
    kind: Kind
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, and those that identify a row."""

    name: str
    says: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


RELEASE = Column("release", "integer", "number of the release in this archive")
VERSION = Column("version", "integer", "number of the version, counted from 1")
SOURCE = Column("source", "string", "the stream of releases it belongs to: country, ministry, language")
POSITION = Column("position", "integer", "place within the version, counted from 0")

RELEASES = Table(
    "releases",
    "releases as their newest or every version has them, a row each",
    (
        RELEASE,
        VERSION,
        Column("versions", "integer", "how many versions are held of the release"),
        SOURCE,
        Column("country", "string", "ISO 3166-1 alpha-2"),
        Column("language", "string", "BCP 47, of the page or else of its source"),
        Column("url", "string", "the address at which it stands, or stood last"),
        Column("title", "string", "the page's title"),
        Column("published", "string", "day, or time with offset, as the page states it (ISO 8601)"),
        Column("published_on", "date", "day by the page, or else by its listing"),
        Column("author", "string", "speaker or office that the page names"),
        Column("type", "string", "kind of document, in the ministry's own word"),
        Column("tags", "list", "subjects that the page names"),
        Column("text", "string", "the body, a block a paragraph; points begin with their markers"),
        Column("state", "string", "held, absent, gone and the like, at the last visit"),
        Column("first_seen", "datetime", "capture that first showed the version (UTC)"),
        Column("last_seen", "datetime", "capture that last showed it (UTC)"),
        Column("next_seen", "datetime", "capture that first showed the next version (UTC)"),
        Column("captures", "integer", "captures that showed it"),
        Column("payload", "string", "SHA-256 of the bytes that first showed it"),
        Column("content", "string", "SHA-256 of what was read from them, normalized"),
        Column("altered", "boolean", "whether the text in the archive is not what was read from the page"),
    ),
    ("release", "version"),
)
BLOCKS = Table(
    "blocks",
    "the units of the body in reading order, a row each",
    (
        *(RELEASE, VERSION, SOURCE, POSITION),
        Column("kind", "string", "paragraph, point, heading, quote, note or row"),
        Column("marker", "string", 'what numbers a point: "1", "(2)", "a"'),
        Column("depth", "integer", "levels that a point stands below the first"),
        Column("text", "string", "the text; ~~so~~ where it is struck out"),
        Column("links", "list", "addresses that links in the text lead to"),
    ),
    ("release", "version", "position"),
)
IMAGES = Table(
    "images",
    "the pictures, a row each",
    (
        *(RELEASE, VERSION, SOURCE, POSITION),
        Column("url", "string", "where the picture is loaded from"),
        Column("caption", "string", "the caption that a reader sees"),
        Column("alt", "string", "the text in its place"),
    ),
    ("release", "version", "position"),
)
LINKS = Table(
    "links",
    "attachments, translations and related pages, a row each",
    (
        *(RELEASE, VERSION, SOURCE, POSITION),
        Column("rel", "string", "attachment, translation or related"),
        Column("url", "string", "where it leads"),
        Column("text", "string", "the words of the link"),
    ),
    ("release", "version", "position"),
)
CHANGES = Table(
    "changes",
    "what was changed of releases, an edit or event a row, newest first",
    (
        *(RELEASE, VERSION, SOURCE),
        Column("url", "string", "the address of the release"),
        Column("title", "string", "its title"),
        Column("seen_without", "datetime", "last capture without the change (UTC)"),
        Column("seen_with", "datetime", "first capture with it (UTC)"),
        Column("class", "string", "how much it matters: typography, wording or substance"),
        Column("flags", "list", "why: number, negation, sentence_added and the like"),
        Column("field", "string", "what was edited: title, date, block, link and the like"),
        Column("kind", "string", "what was done: reworded, added, removed, moved, gone and the like"),
        Column("before", "string", "what stood there"),
        Column("after", "string", "what stands there since"),
        Column("altered", "boolean", "whether a text in the archive is not what was read from the page"),
    ),
    (),
)
TABLES = {table.name: table for table in (RELEASES, BLOCKS, IMAGES, LINKS, CHANGES)}


def _release(held: HeldVersion) -> Iterator[Row]:
    release, version, text = held.release, held.version, held.text
    body = "\n\n".join(f"{block.marker} {block.text}" if block.marker else block.text for block in text.blocks)
    yield (
        *(release.id, version.number, held.versions, release.source, release.country),
        *(text.language or release.source_language, release.url, text.title),
        *(text.published.isoformat() if text.published else None, held.published_on, text.author, text.type),
        *(list(text.tags), body, release.state, version.first_seen, version.last_seen, held.next_seen),
        *(version.captures, version.payload, version.content, version.altered),
    )


def _blocks(held: HeldVersion) -> Iterator[Row]:
    for position, block in enumerate(held.text.blocks):
        links = [link.url for link in block.links]
        yield (*_place(held, position), block.kind, block.marker, block.depth, block.text, links)


def _images(held: HeldVersion) -> Iterator[Row]:
    for position, image in enumerate(held.text.images):
        yield (*_place(held, position), image.url, image.caption, image.alt)


def _links(held: HeldVersion) -> Iterator[Row]:
    for position, link in enumerate(held.text.links):
        yield (*_place(held, position), link.rel, link.url, link.text)


ROWS: dict[str, Callable[[HeldVersion], Iterator[Row]]] = {
    "releases": _release,
    "blocks": _blocks,
    "images": _images,
    "links": _links,
}


def rows_of_change(change: Change) -> Iterator[Row]:
    """The rows of `changes` that a change makes."""
    for edit in change.edits:
        judged = (change.cls, change.flags) if isinstance(edit, Event) else (edit.cls, edit.flags)
        yield (
            *(change.release, change.version, change.source, change.url, change.title),
            *(change.last_without, change.first_with, judged[0], list(judged[1])),
            *(edit.field, edit.kind, edit.before, edit.after, bool(change.altered)),
        )


def _place(held: HeldVersion, position: int) -> Row:
    return held.release.id, held.version.number, held.release.source, position
