"""The shapes of the API's answers, for its description in OpenAPI."""

from typing import Literal, NotRequired

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


class Page(TypedDict):
    """A page of anything; `next` is the `after` of the page that follows.

    `left_out` says what is damaged in the archive, and therefore missing from the page.
    """

    next: str | None
    left_out: NotRequired[list[str]]


class Releases(Page):
    """A page of releases."""

    items: list[ListedRelease]


class Hits(Page):
    """A page of hits. `total` is null where counting takes long; `misunderstood` says what of it means nothing."""

    items: list[Hit]
    total: int | None
    misunderstood: list[str]


class Changes(Page):
    """A page of changes, which may be short of some though there is a `next`."""

    items: list[Change]


class History(TypedDict):
    """All that is known of how a release came to be what it is."""

    versions: list[Version]
    captures: list[Capture]
    absences: list[Absence]
    left_out: NotRequired[list[str]]


class Difference(TypedDict):
    """The edits between two versions."""

    release: int
    old: int
    new: int
    edits: list[Edit]


By = Literal["month", "year"]
