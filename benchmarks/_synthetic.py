"""Large archives made quickly: rows as the archive writes them, inserted in bulk, the same every time."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import accumulate, product
from random import Random

from sqlalchemy import Connection, insert

from storage.archive import Archive
from storage.database import writing
from storage.edits.digests import content_digest
from storage.models import AddressRow, BlockRow, CaptureRow, CrawlRow, PayloadRow, ReadingRow, ReleaseRow, SnapshotRow
from storage.records import Release, SourceInfo
from storage.search import index
from storage.write.crawls import ensure_source

START = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 2_000  # releases in one transaction
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
            self.words = random.sample(["".join(part) for part in product(SYLLABLES, repeat=4)], words)
        self._weights = [*accumulate(1 / (rank + 2) for rank in range(words))]

    def texts(self, random: Random, count: int, length: int) -> list[str]:
        """So many texts of so many words."""
        words = random.choices(self.words, cum_weights=self._weights, k=count * length)
        return [self.apart.join(words[start : start + length]) for start in range(0, count * length, length)]


def fill(archive: Archive, facts: SourceInfo, first: int, count: int, write: Callable[[int], Release]) -> None:
    """Add releases numbered from `first`, each with its address, payload, capture, reading, snapshot, blocks and words.

    Ids are the release's number in every table, so an archive is filled by this function alone, in ascending order.
    """
    with writing(archive.engine) as db:
        source_id = ensure_source(db, facts)
        row = insert(CrawlRow).values(source_id=source_id, mode="backfill", options=str(first), started_at=START)
        crawl_id: int = db.execute(row.returning(CrawlRow.id)).scalar_one()
    for start in range(first, first + count, BATCH):
        numbers = range(start, min(start + BATCH, first + count))
        with writing(archive.engine) as db:
            _insert(db, source_id, crawl_id, [(number, write(number)) for number in numbers])


def _insert(db: Connection, source_id: int, crawl_id: int, releases: Sequence[tuple[int, Release]]) -> None:
    rows = [_rows(source_id, crawl_id, number, release) for number, release in releases]
    for table in (ReleaseRow, AddressRow, PayloadRow, CaptureRow, SnapshotRow, ReadingRow):
        db.execute(insert(table), [row[table.__tablename__] for row in rows])
    blocks = [
        {"snapshot_id": number, "position": n, "kind": b.kind, "marker": b.marker, "depth": b.depth, "text": b.text}
        for number, release in releases
        for n, b in enumerate(release.blocks, 1)
    ]
    ids = db.execute(insert(BlockRow).returning(BlockRow.id, sort_by_parameter_order=True), blocks).scalars().all()
    words = list(zip(ids, (str(block["text"]) for block in blocks), strict=True))
    index.index(db, words + [(-number, release.title) for number, release in releases])


def _rows(source_id: int, crawl_id: int, number: int, release: Release) -> dict[str, dict[str, object]]:
    url = f"https://ministry.example/{source_id}/press/{number}.html"
    at = START + timedelta(seconds=number)
    body = sha256(url.encode()).digest()
    seen = {"first_capture_id": number, "last_capture_id": number, "first_seen": at, "last_seen": at}
    day = release.published if isinstance(release.published, date) else None
    return {
        "release": {
            "id": number, "source_id": source_id, "key": url, "url": url, "state": "held",
            "listed_title": release.title, "listed_published": day and day.isoformat(), "listed_on": day,
            "listed_crawl_id": crawl_id, "visited_crawl_id": crawl_id,
            "found_at": at, "held_at": at, "changed_at": at,
            "visited_at": at, "due_at": at + timedelta(days=180),
        },
        "address": {
            "id": number, "source_id": source_id, "release_id": number, "kind": "release", "url": url, "first_seen": at,
            "last_seen": at,
        },
        "payload": {"id": number, "sha256": body, "size": len(body), "data": body},
        "capture": {
            "id": number, "crawl_id": crawl_id, "address_id": number, "at": at, "status": 200, "payload_id": number,
        },
        "snapshot": {
            "id": number, "release_id": number, "version": 1, "content": content_digest(release),
            "title": release.title, "published": day and day.isoformat(), "published_on": day, **seen,
        },
        "reading": {
            "capture_id": number, "release_id": number, "snapshot_id": number, "verdict": "read", "layout": "0" * 16,
        },
    }  # fmt: skip
