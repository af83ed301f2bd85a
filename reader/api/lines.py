"""The shapes of what the API's answers are made of, for its description in OpenAPI: lines of `storage.read.answers`."""

from typing import NotRequired

from typing_extensions import TypedDict

from storage.edits.classify import EditClass
from storage.records import BlockKind, LinkRel


class ListedRelease(TypedDict):
    """A release in a list."""

    release: int
    source: str
    url: str
    title: str
    published: str | None
    language: str
    state: str
    versions: int
    altered: NotRequired[list[int]]


class HitBlock(TypedDict):
    """The block that matches; position 0 is the title."""

    position: int
    kind: str
    marker: str | None
    text: str


class Hit(TypedDict):
    """A block that a search found, and the release it stands in."""

    release: int
    version: int
    source: str
    url: str
    title: str
    published: str | None
    block: HitBlock
    attachment: NotRequired[str]
    altered: NotRequired[list[int]]


class InlineLink(TypedDict):
    """A link within a text."""

    url: str
    text: str


class Block(TypedDict):
    """One unit of a body in reading order."""

    kind: BlockKind
    marker: str | None
    depth: int
    text: str
    links: NotRequired[list[InlineLink]]


class Image(TypedDict):
    """A picture with its caption."""

    url: str
    caption: str | None
    alt: str | None


class Link(TypedDict):
    """A document, an edition in another language, or a related page."""

    rel: LinkRel
    url: str
    text: str


class DatedAs(TypedDict):
    """A date that a page states, and what happened on it."""

    kind: str
    value: str


class Absence(TypedDict):
    """A stretch of visits that missed a release."""

    absence: str
    last_seen: str | None
    began: str
    last_missed: str
    ended: str | None
    confirmed: bool


class Move(TypedDict):
    """Where a release moved for good, and between which visits."""

    before: str
    after: str
    last_seen: str | None
    moved: str


class File(TypedDict):
    """A document or a picture that is held: the capture that brought its bytes, and when it was seen last."""

    url: str
    capture: int
    seen: str


class Release(TypedDict):
    """A release as one of its versions has it."""

    source: str
    url: str
    title: str
    published: str | None
    language: str
    author: str | None
    type: str | None
    blocks: list[Block]
    images: list[Image]
    links: list[Link]
    tags: list[str]
    dates: NotRequired[list[DatedAs]]
    release: int
    state: str
    version: int
    versions: int
    first_seen: str
    last_seen: str
    next_seen: str | None
    listed: str | None
    absence: Absence | None
    unlisted: Absence | None
    moves: list[Move]
    files: NotRequired[list[File]]
    altered: NotRequired[list[int]]


class Version(TypedDict):
    """A version of a release, without its text."""

    version: int
    title: str
    first_seen: str
    last_seen: str
    captures: int
    payload: str | None
    content: str
    altered: NotRequired[list[int]]


class Capture(TypedDict):
    """A capture of a release, and what was made of it."""

    capture: int
    at: str
    url: str
    status: int | None
    verdict: str | None
    message: str | None
    version: int | None
    payload: str | None


class Operation(TypedDict):
    """A step from an old wording to the new one."""

    op: str
    before: str
    after: str


Edit = TypedDict(
    "Edit",
    {
        "field": str,
        "kind": str,
        "before": str | None,
        "after": str | None,
        "summary": str,
        "class": NotRequired[EditClass],
        "flags": NotRequired[list[str]],
        "positions": NotRequired[list[list[int]]],
        "operations": NotRequired[list[Operation]],
    },
)
Change = TypedDict(
    "Change",
    {
        "release": int,
        "source": str,
        "url": str,
        "title": str,
        "version": int,
        "seen": list[str],
        "class": EditClass,
        "flags": list[str],
        "edits": list[Edit],
        "absence": NotRequired[Absence],
        "at_once": NotRequired[list[Edit]],
        "altered": NotRequired[list[int]],
    },
)
