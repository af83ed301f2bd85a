"""An import keeps every recorded visit of a source once, whatever else its file holds, however often it is stopped."""

import asyncio
import gzip
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import warc_files as warcs
from sqlalchemy import text

from crawler.ingest.outcome import Summary
from crawler.ingest.runtime import Runtime
from crawler.ingest.warc_import import ImportProgress, Tell, import_recording
from crawler.ingest.workers import Workers
from crawler.sources.registry import sources
from storage.archive import Archive
from storage.proof import log
from storage.read.coverage.totals import totals
from storage.read.sources import source_id_of
from storage.records import Finding, Total
from storage.warc.recording import Recording
from tests.crawler.ingest.recorded_visits import (
    CHINA,
    FEED,
    JAPAN,
    TEXT,
    at,
    china,
    china_listing,
    feed,
    page,
    rows,
    versions,
)
from tests.storage.proof.archives import faults, head

ROOT = Path(__file__).parents[3]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "recorded.warc.gz"


def run(archive: Archive, *paths: Path, tell: Tell = lambda _: None) -> tuple[dict[str, Summary], Recording]:
    runtime = Runtime(archive, Workers(0))
    with Recording(*paths) as recording:
        try:
            summaries = asyncio.run(import_recording(runtime, recording, list(sources().values()), tell))
            left = recording.index.foreign(), recording.index.no_pages()
        finally:
            runtime.close()
    return {summary.source: summary for summary in summaries}, left


def everything(archive: Archive, name: str) -> list[tuple[object, ...]]:
    return rows(archive, f"SELECT * FROM {name} ORDER BY id")  # noqa: S608 - names of this module


def imported(archive: Archive, file: Path, records: Sequence[bytes]) -> dict[str, Summary]:
    file.write_bytes(warcs.packed(records))
    return run(archive, file)[0]


def test_listings_and_releases_become_captures_in_order_of_time(archive, file):
    records = [page(2, 30), warcs.response(CHINA, at(10), china_listing(1, 2, 3)), page(1, 20)]
    summary = imported(archive, file, records)["cn_fmprc_en"]
    assert (summary.mode, summary.outcome, summary.findings) == (
        "import",
        "incomplete",
        [Finding("missing_in_file", 1)],
    )
    assert {name: summary.counts[name] for name in ("listed", "new", "missing")} == {
        "listed": 3,
        "new": 2,
        "missing": 1,
    }
    shown = rows(archive, "SELECT kind, c.at FROM capture c JOIN address a ON a.id = c.address_id ORDER BY c.id")
    assert [kind for kind, _ in shown] == ["listing", "release", "release"]
    assert [str(time)[17:19] for _, time in shown] == ["10", "20", "30"]


def test_the_same_file_twice_adds_nothing(archive, file):
    records = [warcs.response(CHINA, at(10), china_listing(1, 2)), page(1, 20), page(2, 30)]
    records.append(warcs.response(FEED, at(40), feed((1, "One."))))
    imported(archive, file, records)
    tables = ("release", "address", "capture", "payload", "reading", "snapshot", "entry")
    before = [everything(archive, name) for name in tables]
    again = imported(archive, file, records)
    assert [everything(archive, name) for name in tables] == before
    assert again["cn_fmprc_en"].counts["held"] == 3
    assert (again["us_state"].counts["held"], again["us_state"].counts["new"]) == (1, 0)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_an_import_closes_with_a_tree_head_and_says_where_the_log_is_damaged(archive, file):
    summary = imported(archive, file, [page(1, 20), page(2, 30)])["cn_fmprc_en"]
    assert (summary.outcome, summary.findings) == ("complete", [])
    assert faults(archive) == []
    assert head(archive).size == 5  # a recording, two payloads, two captures
    archive.write(lambda db: db.execute(text("UPDATE tree_head SET size = 4")))
    summary = imported(archive, file, [page(3, 40)])["cn_fmprc_en"]
    assert summary.outcome == "incomplete"
    assert [finding.kind for finding in summary.findings] == ["log"]
    assert "`communique verify` says what is damaged" in summary.findings[0].message
    assert len(everything(archive, "capture")) == 3  # what came is kept all the same


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_what_is_killed_while_it_comes_into_the_log_goes_on_there(archive, file, monkeypatch):
    monkeypatch.setattr(log, "AT_ONCE", 2)
    file.write_bytes(warcs.packed([page(1, 20), page(2, 30)]))
    told = list[int]()

    def killed(done: ImportProgress) -> None:
        told.append(done.logged)
        if done.logged:
            raise SystemExit

    with pytest.raises(SystemExit):
        run(archive, file, tell=killed)
    assert (head(archive).size, faults(archive)) == (2, [])
    summary = run(archive, file, tell=lambda done: told.append(done.logged))[0]["cn_fmprc_en"]
    assert (summary.outcome, summary.findings) == ("complete", [])
    assert told == [0, 2, 0, 2]  # of five rows, two had come, and the last makes no whole two
    assert (head(archive).size, faults(archive)) == (5, [])


def test_an_older_file_after_a_newer_one_comes_to_the_same(tmp_path, archive, sqlite_template):
    url = f"{CHINA}t7.shtml"
    old = warcs.response(url, at(10), china(7)) + warcs.response(url, at(20), china(7))
    new = warcs.response(url, at(30), china(7, "Reworded. ")) + warcs.response(url, at(40), china(7))
    feeds = [warcs.response(FEED, at(n), feed((1, words))) for n, words in [(10, "a"), (20, "a"), (30, "b"), (40, "b")]]
    (tmp_path / "old.warc").write_bytes(old + b"".join(feeds[:2]))
    (tmp_path / "new.warc").write_bytes(new + b"".join(feeds[2:]))
    run(archive, tmp_path / "new.warc")
    run(archive, tmp_path / "old.warc")
    apart = versions(archive)
    (tmp_path / "one.db").write_bytes(sqlite_template.read_bytes())
    together = Archive.open(f"sqlite:///{tmp_path / 'one.db'}")
    run(together, tmp_path / "old.warc", tmp_path / "new.warc")
    assert [(row[0], row[1], row[5]) for row in apart] == [(row[0], row[1], row[5]) for row in versions(together)]
    assert [row[5] for row in apart] == [2, 2, 2, 1, 1]
    together.close()


def test_what_is_foreign_is_counted_by_host_and_what_is_no_page_by_type(archive, file):
    others = [warcs.response(f"https://other.example/{n}", at(n), china(n)) for n in range(3)]
    others.append(warcs.response("https://www.fmprc.gov.cn/robots.txt", at(4), b"User-agent: *"))
    others.append(warcs.response(CHINA + "a.pdf", at(5), b"%PDF", Content_Type="application/pdf"))
    file.write_bytes(warcs.packed([*others, page(1, 10)]))
    summaries, left = run(archive, file)
    assert list(summaries) == ["cn_fmprc_en"]
    assert left == ([("other.example", 3), ("www.fmprc.gov.cn", 1)], [("application/pdf", 1)])


def test_what_only_a_listing_announces_is_found_wherever_it_stands_in_the_file(archive, file):
    odd = "https://www.fmprc.gov.cn/mfa_eng/special/conference.shtml"
    lines = china_listing(1).replace(b"./t1.shtml", odd.encode())
    pages = [warcs.response(odd, at(5), china(1)), warcs.response(odd, at(30), china(1, "Reworded. "))]
    assert imported(archive, file, [pages[0], warcs.response(CHINA, at(20), lines)])["cn_fmprc_en"].counts["new"] == 1
    assert imported(archive, file, [pages[1]])["cn_fmprc_en"].counts["changed"] == 1


def test_the_editions_of_a_ministry_keep_apart(archive, file):
    urls = {
        "jp_mofa_en": [JAPAN + "press/release/pressite_000001_00001.html", JAPAN + "press/release/index.html"],
        "jp_mofa_ja": [
            JAPAN + "mofaj/press/release/pressit_000001_00001.html",
            JAPAN + "mofaj/press/release/8_1_index.html",
        ],
        "cn_fmprc_en": [f"{CHINA}t1.shtml", CHINA + "default_1.shtml"],
        "cn_fmprc_zh": [
            "https://www.fmprc.gov.cn/web/wjdt_674879/fyrbt_674889/t1.shtml",
            "https://www.mfa.gov.cn/web/wjdt_674879/fyrbt_674889/index_2.shtml",
        ],
    }
    imported(archive, file, [warcs.response(url, at(1), china(1)) for pair in urls.values() for url in pair])
    kinds = "SELECT a.kind, a.url FROM address a JOIN source s ON s.id = a.source_id WHERE s.name = '{}' ORDER BY a.id"
    for name, (release, listing) in urls.items():
        assert rows(archive, kinds.format(name)) == [("release", release), ("listing", listing)]


def test_redirects_errors_and_304_are_captures_too(archive, file):
    moved = CHINA.replace("2511_665403", "elsewhere") + "new.shtml"
    records = [
        page(1, 10),
        warcs.response(f"{CHINA}t1.shtml", at(20), status="304 Not Modified"),
        warcs.revisit(f"{CHINA}t1.shtml", at(30), "server-not-modified"),
        warcs.response(f"{CHINA}t2.shtml", at(10), status="301 Moved Permanently", Location=moved),
        warcs.response(moved, at(11), china(2)),
        warcs.response(f"{CHINA}t3.shtml", at(10), status="404 Not Found"),
        warcs.response(CHINA.replace("https", "http"), at(9), status="302 Found", Location=CHINA),
    ]
    summary = imported(archive, file, records)["cn_fmprc_en"]
    assert summary.findings == []
    verdicts = rows(archive, "SELECT verdict, count(*) FROM reading GROUP BY verdict ORDER BY verdict")
    assert verdicts == [("not_found", 1), ("read", 2), ("redirected", 2), ("unchanged", 2)]
    assert [row[5] for row in versions(archive)] == [3, 1]
    two = rows(archive, "SELECT count(*) FROM address a JOIN release r ON r.id = a.release_id WHERE r.key = 't2'")
    assert two == [(2,)]


def test_a_revisit_of_what_only_the_archive_holds(archive, file):
    url = f"{CHINA}t1.shtml"
    imported(archive, file, [page(1, 10)])
    refers = {"WARC_Refers_To_Target_URI": url, "WARC_Refers_To_Date": at(10)}
    again = warcs.revisit(url, at(20), "identical-payload-digest", warcs.http(), **refers)
    lost = warcs.revisit(url, at(30), "identical-payload-digest", warcs.http(), WARC_Payload_Digest=warcs.sha1(b"lost"))
    summary = imported(archive, file, [again, lost])["cn_fmprc_en"]
    assert (summary.counts["revisited"], summary.counts["failed"]) == (1, 1)
    assert "does not hold the payload" in summary.findings[0].message
    assert [row[5] for row in versions(archive)] == [2]


def test_a_revisit_that_came_before_what_it_is_of_is_whole_when_it_comes_again(archive, tmp_path):
    earlier, later = tmp_path / "earlier.warc", tmp_path / "later.warc"
    again = warcs.revisit(
        f"{CHINA}t1.shtml", at(20), "identical-payload-digest", warcs.http(), WARC_Payload_Digest=warcs.sha1(china(1))
    )
    assert imported(archive, later, [again])["cn_fmprc_en"].counts["failed"] == 1
    imported(archive, earlier, [page(1, 10)])
    assert imported(archive, later, [again])["cn_fmprc_en"].counts["failed"] == 0
    (_, _, _, _, _, seen) = versions(archive)[0]
    assert seen == 2


def test_codings_are_undone_and_a_header_left_behind_does_no_harm(archive, file):
    packed = gzip.compress(china(1))
    bodies = {1: packed, 2: china(2), 3: packed[:-20]}
    records = [warcs.response(f"{CHINA}t{n}.shtml", at(n), body, Content_Encoding="gzip") for n, body in bodies.items()]
    summary = imported(archive, file, records)["cn_fmprc_en"]
    assert (summary.counts["new"], summary.counts["failed"]) == (2, 1)
    (finding,) = summary.findings
    assert finding.message == f"1 failed, first {CHINA}t3.shtml: the answer is not whole (truncated)"
    assert rows(archive, "SELECT count(*) FROM capture WHERE payload_id IS NOT NULL") == [(3,)]


def test_what_is_not_whole_is_kept_and_never_read_as_a_version(archive, file):
    block = warcs.http(china(1))
    cut = warcs.record("response", f"{CHINA}t1.shtml", at(1), block, WARC_Truncated="length")
    wrong = warcs.record("response", f"{CHINA}t2.shtml", at(2), block, WARC_Block_Digest=warcs.sha1(b"other"))
    blocked = warcs.response(f"{CHINA}t3.shtml", at(3), b"<html><title>Access Denied</title>You may not.</html>")
    listing = warcs.response(CHINA, at(4), b"<html><body>" + TEXT.encode() * 20)
    summary = imported(archive, file, [cut, wrong, blocked, listing])["cn_fmprc_en"]
    assert summary.outcome == "incomplete"
    kinds = [(finding.kind, finding.count) for finding in summary.findings]
    assert kinds == [("unreadable", 1), ("blocked", 1), ("failed", 2)]
    assert rows(archive, "SELECT count(*) FROM capture WHERE payload_id IS NOT NULL") == [(4,)]
    assert versions(archive) == []


def test_a_feed_whose_bytes_stay_is_seen_again_in_every_batch(archive, file):
    shown = [feed((1, "One."), (2, "Two.")), feed((2, "Two, edited."), (3, "Three."))]
    records = [warcs.response(FEED, at(n), shown[n // 75]) for n in range(150)]
    summary = imported(archive, file, records)["us_state"]
    assert (summary.counts["new"], summary.counts["changed"]) == (3, 1)
    assert [(row[0], row[1], row[5]) for row in versions(archive)] == [
        ("1", 1, 75),
        ("2", 1, 75),
        ("2", 2, 75),
        ("3", 1, 75),
    ]


@pytest.mark.parametrize("dialect", ["sqlite"])  # half a minute on the other would tell no more
def test_the_real_pages_come_to_what_they_are_known_to_hold(archive, corpus):
    summaries, _ = run(archive, corpus / "cn_fmprc.warc.gz")
    assert {name: summary.counts["new"] for name, summary in summaries.items()} == {
        "cn_fmprc_en": 380,
        "cn_fmprc_zh": 846,
    }
    assert rows(archive, "SELECT count(*) FROM snapshot") == [(1226,)]
    with archive.reading() as db:
        told = [one for name in summaries for one in totals(db, source_id_of(db, name), name)]
    assert [(one.stated, one.known, one.verdict) for one in told] == [
        (Total(481, 520), 500, "complete"),
        (Total(991, 1005), 1000, "complete"),
    ]
    assert datetime(2020, 7, 5, tzinfo=UTC) > datetime.fromisoformat(str(versions(archive)[0][3])).replace(tzinfo=UTC)


def test_an_older_copy_of_a_feed_is_no_edit_and_counts_as_none(archive, file):
    def dated(second: int, built: int, words: str) -> bytes:
        built_at = f"<lastBuildDate>Sat, 04 Jul 2020 00:00:{built:02} GMT</lastBuildDate>".encode()
        return warcs.response(FEED, at(second), feed((1, words)).replace(b"<channel>", b"<channel>" + built_at))

    told = [
        (10, 1, "I believe it."),
        (20, 15, "I do not think so."),
        (30, 1, "I believe it."),
        (40, 15, "I do not think so."),
    ]
    summary = imported(
        archive, file, [dated(*one) for one in (*told, (50, 1, "I believe it."), (60, 45, "I believe it."))]
    )
    assert (summary["us_state"].counts["new"], summary["us_state"].counts["changed"]) == (1, 2)
    assert [version for _, version, *_ in versions(archive)] == [1, 2, 3]
    shown = rows(archive, "SELECT verdict FROM reading WHERE release_id IS NOT NULL ORDER BY capture_id")
    assert [verdict for (verdict,) in shown] == ["read", "read", "stale", "read", "stale", "read"]
