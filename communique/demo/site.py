"""What the demo ministry has published, and the ways in which it changes that."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import takewhile
from typing import NamedTuple

from communique.demo.pages import listing_page, release_page
from communique.demo.releases import Publication, days_back, edited, publication

INDEX = "/press/release/index.html"
ROLLING = timedelta(days=31)
# The day begins in the ministry's own zone, nine hours ahead of UTC.
ZONE = timezone(timedelta(hours=9))
BEFORE = datetime(1, 1, 2, tzinfo=ZONE)
MONTH = re.compile(r"/press/release/(\d{4})(\d{2})_index\.html")


class CurrentPage(NamedTuple):
    """A page as it stands now, and when it last changed."""

    page: str
    changed: datetime


class Site:
    """A site of `releases` releases, the newest of them on `today` or the working day before.

    Releases go by their number, 1 for the oldest; KeyError is raised for a number that never was. Text and addresses
    depend on numbers and days alone, so two sites of the same day are the same.
    """

    def __init__(self, releases: int = 24, *, today: date) -> None:
        self.today = today
        self.theme = 0
        self._days = dict(zip(range(releases, 0, -1), days_back(today, releases), strict=True))
        self._months: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, day in self._days.items():
            self._months[day.year, day.month].append(number)
        self._edited: dict[int, Publication] = {}
        self._removed: set[int] = set()
        self._moved: dict[str, int] = {}
        self._changes = 0
        self._edited_at: dict[int, datetime] = {}
        self._redesigned_at = self._relisted_at = BEFORE

    @property
    def newest(self) -> int:
        """The number of the newest release."""
        return max(self._days)

    def release(self, number: int) -> Publication:
        """The release as it stands now: what a right reading of its page gives."""
        return self._edited.get(number) or publication(number, self._days[number])

    def find(self, path: str) -> CurrentPage | None:
        """The page at `path`, or None where there is none."""
        if path in (INDEX, "/press/release/"):
            return self._listing("Press Releases of This Month", self._rolling())
        if named := MONTH.fullmatch(path):
            return self._archive(int(named[1]), int(named[2]))
        number = self._number(path)
        if number is None or number in self._removed or self.release(number).path != path:
            return None
        changed = max(self._midnight(self._days[number]), self._redesigned_at, self._edited_at.get(number, BEFORE))
        return CurrentPage(release_page(self.release(number), self.theme), changed)

    def moved_to(self, path: str) -> str | None:
        """The new address of the release that once stood at `path`, or None if none was moved from there."""
        number = self._moved.get(path)
        return None if number is None or self.release(number).path == path else self.release(number).path

    def edit(self, number: int) -> tuple[str, str]:
        """Change a figure and a verb in one point, in silence. Returns the point's text before and after."""
        before, after = self.release(number), edited(self.release(number))
        self._replace(after)
        return next((was, now) for (_, was), (_, now) in zip(before.points, after.points, strict=True) if was != now)

    def retitle(self, number: int, title: str) -> None:
        """Give a release another title, on its page and in the listings."""
        self._replace(replace(self.release(number), title=title))

    def move(self, number: int, path: str) -> None:
        """Move a release to another address; the former one redirects there permanently."""
        before = self.release(number)
        self._moved |= {before.path: number, path: number}
        self._replace(replace(before, path=path))

    def remove(self, number: int, *, listed: bool = False) -> None:
        """Take a release down: 404 from now on. With `listed`, the listings keep announcing it."""
        day = self._days[number]
        self._removed.add(number)
        if not listed:
            self._months[day.year, day.month].remove(number)
        self._change_time()

    def publish(self, title: str | None = None, day: date | None = None) -> int:
        """Publish a new release, today's if no `day` is given, and return its number."""
        number, day = self.newest + 1, day or self.today
        self._days[number] = day
        month = self._months[day.year, day.month]
        month.append(number)
        month.sort(key=lambda listed: (self._days[listed], listed), reverse=True)
        new = publication(number, day)
        self._replace(replace(new, title=title) if title else new)
        return number

    def redesign(self) -> None:
        """Put every page into the other theme: the same text in other markup."""
        self.theme += 1
        self._redesigned_at = self._change_time()

    def _listing(self, heading: str, numbers: list[int]) -> CurrentPage:
        publications = [self.release(number) for number in numbers]
        page = listing_page(heading, publications, self._months, self.theme)
        return CurrentPage(page, max(self._midnight(self.today), self._relisted_at))

    def _archive(self, year: int, month: int) -> CurrentPage | None:
        if (year, month) not in self._months:
            return None
        return self._listing(f"Archives ({date(year, month, 1):%B %Y})", self._months[year, month])

    def _rolling(self) -> list[int]:
        newest_first = (number for month in sorted(self._months, reverse=True) for number in self._months[month])
        return list(takewhile(lambda number: self._days[number] > self.today - ROLLING, newest_first))

    def _number(self, path: str) -> int | None:
        tail = re.search(r"_(\d+)\.html$", path)
        number = self._moved.get(path, int(tail[1]) if tail else 0)
        return number if number in self._days else None

    def _replace(self, after: Publication) -> None:
        self._edited[after.number] = after
        self._edited_at[after.number] = self._change_time()

    def _change_time(self) -> datetime:
        """A time for one more change, later than any before: midnight today plus a second for every change."""
        self._changes += 1
        self._relisted_at = self._midnight(self.today) + timedelta(seconds=self._changes)
        return self._relisted_at

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZONE)
