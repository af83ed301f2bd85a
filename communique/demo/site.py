"""What the stand-in ministry says today, and the ways in which it changes its mind."""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import takewhile
from typing import NamedTuple

from communique.demo.pages import listing_page, release_page
from communique.demo.releases import Publication, days_back, edited, write

INDEX = "/press/release/index.html"
ROLLING = timedelta(days=31)
# The day begins in the ministry's own zone, nine hours ahead of UTC.
ZONE = timezone(timedelta(hours=9))
BEFORE = datetime(1, 1, 2, tzinfo=ZONE)
MONTH = re.compile(r"/press/release/(\d{4})(\d{2})_index\.html")


class Found(NamedTuple):
    """A page as it stands now, and when it last changed."""

    page: str
    changed: datetime


class Site:
    """A site of `releases` releases, the newest of them on `today` or the working day before.

    Releases are named by their number, 1 for the oldest; KeyError is raised for one that never was. Text and addresses
    depend on numbers and days alone, so two sites of the same day tell the same.
    """

    def __init__(self, releases: int = 24, *, today: date) -> None:
        self.today = today
        self.dress = 0
        self._days = dict(zip(range(releases, 0, -1), days_back(today, releases), strict=True))
        self._months: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, day in self._days.items():
            self._months[day.year, day.month].append(number)
        self._retold: dict[int, Publication] = {}
        self._removed: set[int] = set()
        self._addresses: dict[str, int] = {}
        self._changes = 0
        self._stamps: dict[int, datetime] = {}
        self._redressed = self._relisted = BEFORE

    @property
    def newest(self) -> int:
        """The number of the newest release."""
        return max(self._days)

    def release(self, number: int) -> Publication:
        """The release as the site tells it now; what a right reading of its page gives."""
        return self._retold.get(number) or write(number, self._days[number])

    def find(self, path: str) -> Found | None:
        """The page at `path`, or None where there is none."""
        if path in (INDEX, "/press/release/"):
            return self._listing("Press Releases of This Month", self._rolling())
        if named := MONTH.fullmatch(path):
            return self._archive(int(named[1]), int(named[2]))
        number = self._number(path)
        if number is None or number in self._removed or self.release(number).path != path:
            return None
        changed = max(self._midnight(self._days[number]), self._redressed, self._stamps.get(number, BEFORE))
        return Found(release_page(self.release(number), self.dress), changed)

    def forward(self, path: str) -> str | None:
        """Where the release that once stood at `path` stands now, or None if none was moved from there."""
        number = self._addresses.get(path)
        return None if number is None or self.release(number).path == path else self.release(number).path

    def edit(self, number: int) -> tuple[str, str]:
        """Change a figure and a verb in one point, in silence. Gives the point's text before and after."""
        before, after = self.release(number), edited(self.release(number))
        self._retell(after)
        return next((was, now) for (_, was), (_, now) in zip(before.points, after.points, strict=True) if was != now)

    def retitle(self, number: int, title: str) -> None:
        """Give a release another title, on its page and in the listings."""
        self._retell(replace(self.release(number), title=title))

    def move(self, number: int, path: str) -> None:
        """Put a release at another address; the former one forwards to it for good."""
        publication = self.release(number)
        self._addresses |= {publication.path: number, path: number}
        self._retell(replace(publication, path=path))

    def remove(self, number: int, *, listed: bool = False) -> None:
        """Take a release down: 404 from now on. With `listed`, the listings go on announcing it."""
        day = self._days[number]
        self._removed.add(number)
        if not listed:
            self._months[day.year, day.month].remove(number)
        self._touch()

    def publish(self, title: str | None = None, day: date | None = None) -> int:
        """Put out a new release, today's if no `day` is given, and give its number."""
        number, day = self.newest + 1, day or self.today
        self._days[number] = day
        month = self._months[day.year, day.month]
        month.append(number)
        month.sort(key=lambda listed: (self._days[listed], listed), reverse=True)
        publication = write(number, day)
        self._retell(replace(publication, title=title) if title else publication)
        return number

    def redress(self) -> None:
        """Lay every page into the other template: same text, other markup, other furniture."""
        self.dress += 1
        self._redressed = self._touch()

    def _listing(self, heading: str, numbers: list[int]) -> Found:
        publications = [self.release(number) for number in numbers]
        page = listing_page(heading, publications, self._months, self.dress)
        return Found(page, max(self._midnight(self.today), self._relisted))

    def _archive(self, year: int, month: int) -> Found | None:
        if (year, month) not in self._months:
            return None
        return self._listing(f"Archives ({date(year, month, 1):%B %Y})", self._months[year, month])

    def _rolling(self) -> list[int]:
        newest_first = (number for month in sorted(self._months, reverse=True) for number in self._months[month])
        return list(takewhile(lambda number: self._days[number] > self.today - ROLLING, newest_first))

    def _number(self, path: str) -> int | None:
        tail = re.search(r"_(\d+)\.html$", path)
        number = self._addresses.get(path, int(tail[1]) if tail else 0)
        return number if number in self._days else None

    def _retell(self, publication: Publication) -> None:
        self._retold[publication.number] = publication
        self._stamps[publication.number] = self._touch()

    def _touch(self) -> datetime:
        """A time for one more change, later than any before: today's midnight and a second for every change."""
        self._changes += 1
        self._relisted = self._midnight(self.today) + timedelta(seconds=self._changes)
        return self._relisted

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), ZONE)
