"""The shapes of what the API says of sources, for its description in OpenAPI: lines of `storage.read.answers`."""

from typing_extensions import TypedDict


class Finding(TypedDict):
    """Something that needs a person."""

    kind: str
    count: int
    example: str | None
    source: str | None
    message: str


class SourceListing(TypedDict):
    """A listing of a source."""

    kind: str
    url: str


class Source(TypedDict):
    """A source and what the archive holds of it."""

    name: str
    ministry: str
    country: str
    language: str
    family: str | None
    listings: list[SourceListing]
    checked_against: str | None
    releases: int
    snapshots: int
    last_crawl: str | None
    verdict: str
    detail: str | None
    missing: int
    findings: list[Finding]


class Period(TypedDict):
    """What is held of a month or a year of a source."""

    source: str
    period: str
    since: str | None
    until: str | None
    listed: int
    held: int
    missing: int
    unreadable: int
    gone: int
    unlisted: int
    verdict: str


class Missing(TypedDict):
    """A release that was announced and is not held."""

    release: int
    source: str
    url: str
    title: str | None
    published: str | None
    found: str
    tried: str | None
    status: int | None
    verdict: str | None
    message: str | None
