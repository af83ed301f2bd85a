"""Pages of changes, newest first. Nothing here writes."""

import re
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from storage.edits.classify import EditClass
from storage.errors import CursorError
from storage.read.changes import changes, counts
from storage.read.events.change import Change, ChangeKind
from storage.search.marks import matches
from storage.search.query import Query

MOST, HEAVIEST = 100, 10_000  # changes that are looked at for one page, and blocks that are compared before the last
_FORM = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?Z)\.([0-9]{1,9})", re.ASCII)
_INSTANT = timedelta(microseconds=1)  # no database tells times more exactly


class Place(NamedTuple):
    """The last change that a page looked at: when it was first seen, and the how many-eth it was at that instant."""

    at: datetime
    number: int

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).replace(tzinfo=None).isoformat()}Z.{self.number}"

    @classmethod
    def parse(cls, text: str) -> "Place":
        """The place that a page gave as its `next`. Raises CursorError for any other text."""
        if not (found := _FORM.fullmatch(text)):
            raise CursorError(text)
        try:
            return cls(datetime.fromisoformat(found[1]), int(found[2]))
        except ValueError:
            raise CursorError(text) from None


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A page of changes. `next` leads on, where there is anything left to look at: the page may be short of changes.

    `looked_back_to` is when the last change was first seen that was looked at; None where there was none. `at_once` is
    how many of those were nothing but what many releases had at once, and therefore are not shown.
    """

    changes: tuple[Change, ...]
    next: str | None
    looked_back_to: datetime | None
    at_once: int


def change_page(
    db: Connection,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    source: str | None = None,
    release: int | None = None,
    kinds: Collection[ChangeKind] = (),
    least: EditClass = "typography",
    words: Query | None = None,
    all_edits: bool = False,
    after: str | None = None,
    limit: int = 20,
) -> ChangePage:
    """A page of what `storage.read.changes.changes` gives, without what many releases had at once.

    With `words`, changes of which one edit has before it or after it a text that they find. Classes and words are known
    once two versions have been compared, so a page looks at `MOST` changes, or fewer where they are long, and ends
    there though it has found fewer than `limit`. Raises CursorError where `after` is the `next` of no page;
    DamagedRowError.
    """
    last = Place.parse(after) if after is not None else None
    if last is not None:
        until = min(filter(None, (until, last.at + _INSTANT)))
    shown: list[Change] = []
    looked, compared, at_once = 0, 0, 0
    place = Place(last.at, 0) if last else None
    asked = changes(db, since=since, until=until, source=source, release=release, kinds=kinds, all_edits=all_edits)
    with closing(asked) as found:
        for change in found:
            if looked == MOST or compared > HEAVIEST or len(shown) == limit:
                return ChangePage(tuple(shown), str(place), place and place.at, at_once)
            is_same = place is not None and place.at == change.first_with
            place = Place(change.first_with, place.number + 1 if place and is_same else 1)
            if last is not None and place.at == last.at and place.number <= last.number:
                continue
            looked += 1
            compared += change.compared
            if change.at_once and not change.edits:
                at_once += 1
            elif counts(change, least) and (words is None or _has(change, words)):
                shown.append(change)
    return ChangePage(tuple(shown), None, place.at if place and looked else None, at_once)


def _has(change: Change, words: Query) -> bool:
    """Whether an edit of it has the words, before it or after it."""
    texts = (text for edit in change.edits for text in (edit.before, edit.after) if text)
    return any(matches(text, words) for text in texts)
