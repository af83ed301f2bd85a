"""What `changes` tells: an edited release, or what became of one as a whole."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from storage.edits.classify import EditClass, highest
from storage.edits.edit import Edit
from storage.read.absences import AbsenceLine

# What an absence is called when it begins and when it ends.
EventKind = Literal["gone", "returned", "unlisted", "listed_again", "moved"]
ChangeKind = Literal["edited", "gone", "returned", "unlisted", "listed_again", "moved"]
TURNS: Mapping[str, tuple[EventKind, EventKind]] = {
    "page": ("gone", "returned"),
    "listing": ("unlisted", "listed_again"),
}

_TOLD: Mapping[EventKind, str] = {
    "gone": "no longer found at {before}",
    "returned": "found again at {after}",
    "unlisted": "no longer on its listing, {before}",
    "listed_again": "on its listing again, {after}",
    "moved": "from {before} for good to {after}",
}


class Wanted(NamedTuple):
    """Which changes are asked for: first seen in a span of time, of one source or release.

    Among the edits are those that many releases had at once, if they are wanted too.
    """

    since: datetime | None = None
    until: datetime | None = None
    source: str | None = None
    at_once: bool = False
    release: int | None = None
    without: Set[int] = frozenset()  # releases


@dataclass(frozen=True, slots=True)
class Event:
    """What became of a release as a whole, or of its address: `before` and `after` are addresses."""

    field: Literal["release", "address"]
    kind: EventKind
    before: str | None
    after: str | None
    cls: EditClass

    @property
    def counts_as(self) -> EditClass:
        """The class by which it is filtered."""
        return self.cls

    @property
    def summary(self) -> str:
        """What it was, in one sentence."""
        return _TOLD[self.kind].format(before=self.before, after=self.after)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one release, dated as between the last capture without it and the first with it.

    It has edits, or one event; where that is a turn of an absence, `absence` tells of both its ends. `altered` are the
    versions it shows whose text is not what was read from the page, or from the file that was replaced. `at_once` are
    edits that many releases of the source had at the same moment: no edits by the ministry, unless a person says so.
    There may be no others. `file` is the address of the document or picture that was replaced there, where that is the
    change. `compared` is how many blocks were, to find the edits.
    """

    release: int
    source: str
    url: str
    title: str
    version: int
    last_without: datetime
    first_with: datetime
    edits: tuple[Edit | Event, ...]
    cls: EditClass
    flags: tuple[str, ...] = ()
    altered: tuple[int, ...] = ()
    absence: AbsenceLine | None = None
    at_once: tuple[Edit, ...] = ()
    file: str | None = None
    compared: int = 0

    @property
    def kind(self) -> ChangeKind:
        """What kind of change it is."""
        return next((edit.kind for edit in self.edits if isinstance(edit, Event)), "edited")

    @property
    def counts_as(self) -> EditClass:
        """The class by which it is filtered: that of the edit that counts most."""
        return highest(edit.counts_as for edit in self.edits) or self.cls
