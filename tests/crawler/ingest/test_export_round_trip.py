"""Export and import are inverses: what was exported and imported into an empty archive is what it was."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import warc_files as warcs
from hostile_pages import gzipped

from storage.archive import Archive
from storage.export.captures import captures_of
from storage.export.noted import Noted
from storage.export.recordings import Format, write_captures
from storage.read.lists.releases import Listed
from storage.records import HttpRequest, Reading, StoredCapture, Transferred
from storage.warc.recording import Recording
from tests.crawler.ingest.recorded_visits import CHINA, FEED, at, china, china_listing, feed, page, rows
from tests.crawler.ingest.test_warc_import import run
from tests.storage.builders import SourceInfo, capture, commit, crawl_of, keep_readings, read_as, release_at, visited

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FORMATS: tuple[Format, ...] = ("warc", "warc.gz", "warc.zst", "wacz")
COMPARED = ("url", "at", "status", "status_line", "fields", "body", "reason", "transferred", "request", "peer")
MADE_OF_THEM = (
    """SELECT s.name, r.key, r.url, r.state, r.listed_title, r.listed_published FROM release r
    JOIN source s ON s.id = r.source_id ORDER BY 1, 2""",
    """SELECT r.key, v.version, v.content, v.seal, v.title, v.published, v.first_seen, v.last_seen, v.captures
    FROM snapshot v JOIN release r ON r.id = v.release_id ORDER BY 1, 2""",
    """SELECT a.url, c.at, g.fragment, g.verdict, g.message, r.key, v.version FROM reading g
    JOIN capture c ON c.id = g.capture_id JOIN address a ON a.id = c.address_id
    LEFT JOIN release r ON r.id = g.release_id LEFT JOIN snapshot v ON v.id = g.snapshot_id ORDER BY 1, 2, 3""",
    """SELECT r.key, n.kind, n.began_at, n.ended_at, n.confirmed FROM absence n
    JOIN release r ON r.id = n.release_id ORDER BY 1, 2, 3""",
    """SELECT r.key, e.url, e.title, e.published, e.place FROM entry e
    JOIN release r ON r.id = e.release_id ORDER BY 1, 2""",
)
RECORDS = [
    warcs.response(CHINA, at(10), china_listing(1, 2, 3)),
    page(1, 20),
    page(2, 30),
    page(1, 40),
    warcs.response(f"{CHINA}t1.shtml", at(50), china(1, "Reworded. ")),
    warcs.response(f"{CHINA}t2.shtml", at(60), b"", "404 Not Found"),
    warcs.response(f"{CHINA}t3.shtml", at(70), gzipped(china(3)), Content_Encoding="gzip", Content_Length="7000"),
    warcs.response(f"{CHINA}t3.shtml", at(80), china(3)[:200], Content_Length="5000"),
    warcs.response(f"{CHINA}t1.shtml", at(90), b"", "304 Not Modified"),
    warcs.response(FEED, at(100), feed((1, "One."), (2, "Two."))),
    warcs.response(FEED, at(110), feed((1, "One."), (2, "Two."))),
    warcs.response(FEED, at(120), feed((1, "Other."), (2, "Two."))),
]


def export(archive: Archive, file: Path, form: Format = "warc.gz", wanted: Listed | None = None) -> Path:
    noted = Noted()
    with file.open("wb") as stream, archive.reading() as db:
        write_captures(db, stream, form, file.name, wanted or Listed(), noted, lambda _: None, NOW)
    assert noted.findings == []
    return file


@pytest.fixture
def other(sqlite_template: Path, tmp_path: Path) -> Iterator[Archive]:
    """Another archive, empty."""
    shutil.copy(sqlite_template, tmp_path / "other.db")
    opened = Archive.open(f"sqlite:///{tmp_path / 'other.db'}")
    yield opened
    opened.close()


def made(archive: Archive) -> list[list[list[str]]]:
    """What was made of the captures, in one spelling for both databases."""
    return [[[_told(value) for value in row] for row in rows(archive, query)] for query in MADE_OF_THEM]


def _told(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    if isinstance(value, bool):
        return str(int(value))
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def visits(archive: Archive) -> list[StoredCapture]:
    """The captures, without what numbers they have here and from which file they came."""
    with archive.reading() as db:
        found = list(captures_of(db, archive.payloads, Listed(), Noted()))
    bare = [replace(one, id=0, payload_id=None, release_id=None, origin=None) for one in found]
    return sorted(bare, key=lambda one: (one.url, one.at, one.status or 0))


def test_releases_versions_captures_and_verdicts_are_what_they_were(archive, other, tmp_path):
    """Also of an export of an import of an export, which is imported beside what it tells of."""
    (tmp_path / "first.warc.gz").write_bytes(warcs.packed(RECORDS))
    run(archive, tmp_path / "first.warc.gz")
    run(other, export(archive, tmp_path / "second.wacz", "wacz"))
    assert len(visits(other)) == len(RECORDS)
    assert visits(other) == visits(archive)
    assert made(other) == made(archive)
    run(other, export(other, tmp_path / "third.warc.gz"))
    assert visits(other) == visits(archive)
    assert made(other) == made(archive)


@pytest.fixture(scope="module")
def kept(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive with all these records, that nobody writes to."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "first.warc.gz").write_bytes(warcs.packed(RECORDS))
    shutil.copy(sqlite_template, folder / "archive.db")
    opened = Archive.open(f"sqlite:///{folder / 'archive.db'}")
    run(opened, folder / "first.warc.gz")
    yield opened
    opened.close()


@pytest.mark.parametrize("form", FORMATS)
def test_each_kind_of_file_holds_every_capture(kept, tmp_path, form):
    with Recording(export(kept, tmp_path / f"all.{form}", form)) as recording:
        found = [replace(recording.read(one), origin=None) for one in recording.index.unsorted()]
        assert recording.index.troubles == {}
    expected = [{name: getattr(one, name) for name in COMPARED} for one in visits(kept)]
    shown = [{name: getattr(one, name) for name in COMPARED} for one in found]
    assert sorted(shown, key=repr) == sorted(expected, key=repr)


def test_what_was_imported_has_its_own_header_and_bytes_again(archive, tmp_path):
    asked = warcs.record(
        "request",
        f"{CHINA}t1.shtml",
        at(20),
        b"GET /t1.shtml HTTP/1.1\r\nHost: a\r\n\r\n",
        WARC_Concurrent_To="<urn:a>",
    )
    block = warcs.http(china(1), Set_Cookie="a=1")
    answer = warcs.record(
        "response",
        f"{CHINA}t1.shtml",
        "2020-07-04T00:00:20.125Z",
        block,
        WARC_Record_ID="<urn:a>",
        WARC_Payload_Digest=warcs.sha1(china(1)),
        WARC_Block_Digest=warcs.sha1(block),
        X_Custom="kept",
    )
    again = warcs.revisit(
        f"{CHINA}t1.shtml",
        at(40),
        "identical-payload-digest",
        warcs.http(Server="other"),
        WARC_Payload_Digest=warcs.sha1(china(1)),
        WARC_Refers_To="<urn:a>",
    )
    (tmp_path / "first.warc").write_bytes(answer + asked + again)
    run(archive, tmp_path / "first.warc")
    found = export(archive, tmp_path / "second.warc", "warc").read_bytes()
    for record in (answer, asked, again):
        assert record in found
    assert found.count(b"WARC-Type: response") == 1


@pytest.mark.parametrize("algorithm", ["sha1:", "sha256:"])
def test_a_header_with_a_false_digest_is_made_anew_and_stands_beside_as_it_was(archive, other, tmp_path, algorithm):
    block, false = warcs.http(china(1)), f"{algorithm}{'A' * (32 if algorithm == 'sha1:' else 52)}"
    recorded = warcs.record("response", f"{CHINA}t1.shtml", at(20), block, WARC_Payload_Digest=false)
    (tmp_path / "false.warc").write_bytes(recorded)
    run(archive, tmp_path / "false.warc")
    written = export(archive, tmp_path / "out.warc", "warc").read_bytes()
    assert f"WARC-Payload-Digest: {warcs.sha1(china(1))}".encode() in written
    assert b"WARC-Truncated: unspecified" in written
    assert f"WARC-Payload-Digest: {false}".encode() not in written.partition(b"communique-capture:")[0]
    assert f"WARC-Payload-Digest: {false}".encode() in written.partition(b"communique-capture:")[2]
    run(other, tmp_path / "out.warc")
    assert made(other) == made(archive)


def test_what_was_crawled_is_told_as_it_was(archive, other, tmp_path):
    """As Scrapy tells it: no reason phrase, names in title case, codings undone, and visits without an answer."""
    url = f"{CHINA}t1.shtml"
    crawl = crawl_of(archive, SourceInfo("cn_fmprc_en", "Ministry of Foreign Affairs", "CN", "en"))
    number = release_at(archive, crawl, "t1", url, NOW).release_id
    coded = Transferred("gzip", b"1" * 20, b"2" * 32, 777)
    whole = replace(
        capture(url, 1, china(1)),
        status_line="h2 200",
        fields=(
            ("Content-Encoding", "gzip"),
            ("Content-Length", "777"),
            ("Transfer-Encoding", "chunked"),
            ("Set-Cookie", "a=1\r\n b=2"),
            ("Set-Cookie", "c=é"),
            ("No Colon", ""),
            ("X-Wide", "外"),
        ),
        transferred=coded,
        request=HttpRequest("POST", (("User-Agent", "communique"),), b"3" * 32),
        peer="192.0.2.1",
    )
    seen = [
        whole,
        replace(whole, at=NOW),
        replace(capture(url, 3, None), status=None, fields=(), reason="no answer: the server\u2028\ud800 said nothing"),
        replace(capture(url, 4, None), status=999, status_line="HTTP/1.1 999 ", fields=()),
        replace(capture(url, 5, b"half"), reason="the answer is not whole (dataloss)"),
        replace(capture(url, 6, None), status=304, status_line=None, fields=(("Content-Encoding", "gzip"),)),
        replace(capture(url, 7, b"\x00\xff" * 50_000), fields=(("X-Long", "a" * 20_000),)),
    ]
    kept = commit(archive, crawl, [visited(one, number) for one in seen])
    keep_readings(archive, crawl, read_as(kept, [Reading("failed")] * len(kept)))
    run(other, export(archive, tmp_path / "all.warc.gz"))
    assert visits(other) == visits(archive)


def test_with_days_the_captures_of_their_releases_are_exported(kept):
    days = Listed(since=date(2019, 7, 2), until=date(2019, 7, 2))
    with kept.reading() as db:
        found = [one.url for one in captures_of(db, kept.payloads, days, Noted())]
    assert found == [f"{CHINA}t1.shtml"] * 4
    with kept.reading() as db:
        feeds = [one.url for one in captures_of(db, kept.payloads, Listed("us_state"), Noted())]
    assert feeds == [FEED] * 3
