"""The shapes of the API's answers, for its description in OpenAPI."""

from typing import Literal

from typing_extensions import TypedDict

from reader.api.lines import Absence, Capture, Change, Edit, Hit, ListedRelease, Release, Version
from reader.api.source_lines import Missing, Period, Source

__all__ = [
    "By",
    "Changes",
    "Difference",
    "History",
    "Hits",
    "Missing",
    "Period",
    "Problem",
    "Release",
    "Releases",
    "Source",
]


class Problem(TypedDict):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class Releases(TypedDict):
    """A page of releases; `next` is the `after` of the page that follows."""

    items: list[ListedRelease]
    next: str | None


class Hits(TypedDict):
    """A page of hits. `total` is null where counting takes long; `misunderstood` says what of it means nothing."""

    items: list[Hit]
    next: str | None
    total: int | None
    misunderstood: list[str]


class Changes(TypedDict):
    """A page of changes, which may be short of some though there is a `next`."""

    items: list[Change]
    next: str | None


class History(TypedDict):
    """All that is known of how a release came to be what it is."""

    versions: list[Version]
    captures: list[Capture]
    absences: list[Absence]


class Difference(TypedDict):
    """The edits between two versions."""

    release: int
    old: int
    new: int
    edits: list[Edit]


By = Literal["month", "year"]
