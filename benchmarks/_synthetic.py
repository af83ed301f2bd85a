"""Large archives made quickly: what crawls of a source would have written, inserted in bulk, the same every time."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from random import Random

from sqlalchemy import Connection, insert

from benchmarks._rows import LAYOUT, Found, Rows, Visit, body_of, ids_of, listing_of
from storage.archive import Archive
from storage.models import CrawlRow, EntryRow, SnapshotRow
from storage.records import Reading, Release, SourceInfo, StoredCapture
from storage.write import snapshots
from storage.write.crawls import ensure_source, tally

START = datetime(2020, 1, 1, tzinfo=UTC)
BETWEEN = timedelta(days=2)  # from one crawl to the next
BATCH = 1_000  # releases that a crawl finds
SYLLABLES = [consonant + vowel for consonant in "bdfghklmnprstvz" for vowel in "aeiou"]
CHARACTERS = {"ja": range(0x4E00, 0x5200), "zh": range(0x5200, 0x5C00)}


class Vocabulary:
    """Words of one language in the order of how common they are, the n-th about n times rarer than the first (Zipf)."""

    def __init__(self, language: str, words: int = 30_000) -> None:
        random = Random(f"words of {language}")  # noqa: S311 - the same words every time
        self.apart = "" if language in CHARACTERS else " "
        if language in CHARACTERS:
            signs = [chr(code) for code in CHARACTERS[language]]
            pairs = {a + b for a, b in product(random.sample(signs, 300), signs)}
            self.words = random.sample(sorted(pairs), words)
        else:
            self.words = [*map(_of_syllables, random.sample(range(len(SYLLABLES) ** 4), words))]
        self._weights = [*accumulate(1 / (rank + 2) for rank in range(words))]

    def texts(self, random: Random, count: int, length: int) -> list[str]:
        """So many texts of so many words."""
        words = random.choices(self.words, cum_weights=self._weights, k=count * length)
        return [self.apart.join(words[start : start + length]) for start in range(0, count * length, length)]


def _of_syllables(number: int) -> str:
    """The word of four syllables that has a number: the figures of one in a system with a figure for each syllable."""
    return "".join(SYLLABLES[number // len(SYLLABLES) ** place % len(SYLLABLES)] for place in (3, 2, 1, 0))


def fill(
    archive: Archive,
    facts: SourceInfo,
    numbers: range,
    write: Callable[[int, int], Release],
    visits: Callable[[int], Sequence[Visit]] = lambda _: (Visit(0, "read"),),
) -> None:
    """Add a source and its releases as crawls would, each of which finds some and visits those found before.

    The releases get these numbers, which no release has yet; `write` gives the text of one in one of its versions, and
    `visits` says how each is visited, first to last.
    """
    site = _Site(archive, facts, write, visits)
    turn = 0
    while turn * BATCH < len(numbers) or site.waiting:
        with archive.writing() as db:
            site.crawl(db, turn, numbers[turn * BATCH : (turn + 1) * BATCH])
        turn += 1


class _Site:
    """One source, crawl after crawl. `waiting` are the releases that are to be visited again."""

    def __init__(
        self,
        archive: Archive,
        facts: SourceInfo,
        write: Callable[[int, int], Release],
        visits: Callable[[int], Sequence[Visit]],
    ) -> None:
        self.waiting: list[Found] = []
        self._payloads, self._write, self._visits = archive.payloads, write, visits
        self._home = f"https://{facts.name.replace('_', '-')}.example/press"
        with archive.writing() as db:
            self._source_id, self._ids = ensure_source(db, facts), ids_of(db)
            rows = Rows(self._ids, self._source_id, 0, (None, None))
            self._listing = rows.address(self._home, START)
            rows.write(db)

    def crawl(self, db: Connection, turn: int, numbers: Sequence[int]) -> None:
        """One crawl: the listing, the releases on it, and those that are due. Writes."""
        at = START + turn * BETWEEN
        crawl = {"source_id": self._source_id, "mode": "update", "options": "", "started_at": at, "outcome": "complete"}
        crawl["finished_at"] = at + timedelta(hours=1)
        crawl_id = db.execute(insert(CrawlRow).returning(CrawlRow.id), crawl).scalar_one()
        date = ("Date", f"{at:%a, %d %b %Y %H:%M:%S} GMT"), ("Last-Modified", "Thu, 02 Jan 2020 03:04:05 GMT")
        head = {"line": "HTTP/1.1 200 OK", "fields": [*date, ("Content-Type", "text/html; charset=UTF-8")]}
        packed = self._payloads.pack_head(db, self._source_id, head)
        rows = Rows(self._ids, self._source_id, crawl_id, packed)
        self._announce(rows, turn, at, numbers)
        for second, found in enumerate(self.waiting):
            while found.visits and found.turn + found.visits[-1].after == turn:
                self._visit(rows, found, found.visits.pop(), at + timedelta(milliseconds=second))
            if not found.visits:
                rows.settle(found)
        self.waiting = [found for found in self.waiting if found.visits]
        rows.write(db)
        versions = rows.new[SnapshotRow]
        new = sum(row["version"] == 1 for row in versions)
        tally(db, crawl_id, {"listed": len(numbers), "new": new, "changed": len(versions) - new})
        snapshots.count(db, self._source_id, held=new, snapshots=len(versions))

    def _announce(self, rows: Rows, turn: int, at: datetime, numbers: Sequence[int]) -> None:
        lines = [(f"{self._home}/{number}.html", self._write(number, 1)) for number in numbers]
        capture_id = rows.capture(
            self._listing, at, "listing", rows.payload(listing_of(f"{self._home}, {at:%F}", lines))
        )
        rows.reading(capture_id, "listing")
        for place, (number, (url, release)) in enumerate(zip(numbers, lines, strict=True), 1):
            rows.release(number, url, release, at)
            rows.add(
                EntryRow,
                address_id=self._listing.id,
                release_id=number,
                first_capture_id=capture_id,
                last_capture_id=capture_id,
                place=place,
                url=url,
                title=release.title,
                published=release.published and release.published.isoformat(),
            )
            visits = [*reversed(self._visits(number))]
            self.waiting.append(Found(number, release, turn, at, [rows.address(url, at, number)], visits))

    def _visit(self, rows: Rows, found: Found, visit: Visit, at: datetime) -> None:
        if visit.moved and len(found.places) == 1:
            found.places.append(rows.address(f"{self._home}/new/{found.number}.html", at, found.number))
        place = found.places[visit.moved]
        there = found.places[0].url.replace("/press/", "/press/new/") if visit.verdict == "redirected" else None
        release, payload_id = None, None
        if visit.verdict == "read":
            if visit.version > len(found.payloads):
                release = found.release if visit.version == 1 else self._write(found.number, visit.version)
                found.payloads.append(rows.payload(body_of(release)))
            payload_id = found.payloads[visit.version - 1]
        capture_id = rows.capture(place, at, visit.verdict, payload_id)
        if release is not None:
            snapshot_id = rows.snapshot(found.number, visit.version, release, capture_id, at)
            found.shown.append({"row_id": snapshot_id, "first_seen": at, "captures": 0})
        shows = visit.verdict in ("read", "unchanged")
        if shows:
            found.shown[-1] |= {"last_capture_id": capture_id, "last_seen": at}
            found.shown[-1]["captures"] += 1
        snapshot = {"snapshot_id": found.shown[-1]["row_id"] if shows else None, "message": there, "layout": LAYOUT}
        rows.reading(capture_id, visit.verdict, release_id=found.number, **snapshot)
        capture = StoredCapture(
            id=capture_id, url=place.url, at=at, kind="release", status=200, release_id=found.number
        )
        found.seen.append((capture, Reading(visit.verdict, message=there)))
