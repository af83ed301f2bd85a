"""What a feed holds, whatever form it is written in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. `updated` is when the archive first saw what it tells, `published` a time that the page states.

    A page that states a day alone has no `published` here: a feed can say no day without a time.
    """

    id: str
    title: str
    url: str
    updated: datetime
    content: Markup
    language: str
    author: str
    published: datetime | None = None
    original: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `url` is its own address, `page` that of the page which shows the same."""

    id: str
    title: str
    url: str
    page: str
    entries: Sequence[FeedEntry]
    fallback: datetime

    @property
    def updated(self) -> datetime:
        """When something in it was new last; of an empty one, when the archive began."""
        return max((entry.updated for entry in self.entries), default=self.fallback)


def identifier(*parts: str | int) -> str:
    """A name that stays the same for the same thing of an archive, wherever it is served: a URN of RFC 9562."""
    return uuid5(NAMESPACE_URL, "communique:" + ":".join(map(str, parts))).urn
