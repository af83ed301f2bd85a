"""What was read of kept documents and pictures is read again: by a better reader, and where it is not as it was."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from crawl_runner import water
from files_read_here import ReaderHere
from pdf_files import pdf
from picture_files import chart, encoded
from sqlalchemy import Connection, select, text

from crawler.ingest.assets.files import FileText
from crawler.ingest.assets.pdf import pages_of
from crawler.ingest.assets.pictures import look_of_picture
from crawler.ingest.reparse.report import Reread
from crawler.ingest.reparse.run import reparse
from crawler.ingest.workers import read_batch, read_visit, with_contents
from crawler.sources.assets import is_pdf
from storage.archive import Archive
from storage.models import Base
from storage.read.changes import changes
from storage.records import Crawl
from storage.search.in_documents import find_in_documents
from storage.search.query import parse
from storage.write.assets import links, readings
from tests.storage.builders import (
    FACTS,
    LISTING,
    at,
    capture,
    commit,
    crawl_of,
    keep_readings,
    release_at,
    visit,
)
from tests.storage.proof.archives import close, faults, found
from tests.storage.proof.tampering import unguarded

SOURCE = water(FACTS.name, [LISTING], reads="layout_with_files")
TALKS = "https://water.example/press/1"
ANNEX, PHOTO, OLD = (f"https://water.example/{name}" for name in ("annex.pdf", "p.jpg", "old.pdf"))
PAGE = f"""<!DOCTYPE html><title>Talks</title><article><h1>Talks</h1><time>2026-01-08</time><div class=body>
<p>The two sides met, and talked at length of the harbor.</p></div><p><a href="{OLD}">Annex</a></p>
<figure><img src="{PHOTO}" width=400 height=300 alt=""><figcaption>The signing.</figcaption></figure></article>"""
PLAIN = chart(20, 35, 50, 61, size=(300, 200))
DERIVED = ("asset", "file", "passage", "reading")


@pytest.fixture(autouse=True)
def here(monkeypatch) -> None:
    monkeypatch.setattr(ReaderHere, "seen", [])
    monkeypatch.setattr("crawler.ingest.reparse.assets.FileReader", ReaderHere)


@pytest.fixture
def whole(archive: Archive) -> Iterator[Archive]:
    """A release with a document behind a redirect, replaced once, and a picture that was encoded anew."""
    crawl = crawl_of(archive)
    number = release_at(archive, crawl, SOURCE.key_of(TALKS), TALKS, at(0)).release_id
    assert number is not None
    (page,) = commit(archive, crawl, [visit(number, 1, PAGE, TALKS)])
    keep_readings(archive, crawl, [(page, read_batch(SOURCE, [page])[0])])
    archive.write(links.link, archive.payloads, crawl, number, [OLD, PHOTO, ANNEX], at(1))
    asset(archive, crawl, OLD, 2, b"", status=301, headers={"Location": ANNEX})
    for hours, body in ((2, pdf("The donors gave", "5 tons.")), (4, pdf("The donors gave", "6 tons."))):
        asset(archive, crawl, ANNEX, hours, body)
    for hours, quality in ((2, 90), (4, 60)):
        asset(archive, crawl, PHOTO, hours, encoded(PLAIN, quality=quality))
    asset(archive, crawl, PHOTO, 5, None, status=304)
    close(archive, crawl)
    assert archive.read(told) == [("attachment", "changed"), ("document", "reworded")]
    ReaderHere.seen.clear()
    return archive


def asset(archive: Archive, crawl: Crawl, url: str, hours: float, body: bytes | None, **how) -> None:
    (kept,) = commit(archive, crawl, [(capture(url, hours, body, kind="asset", **how), None)])
    reading = read_visit(SOURCE, kept)
    with closing(ReaderHere()) as reader:
        made = with_contents(reading, reader, body or b"") if reading.verdict == "asset" else reading
    archive.write(readings.keep, [(kept, made)])


def told(db: Connection) -> list[tuple[str, str]]:
    return [(edit.field, edit.kind) for change in changes(db) for edit in change.edits]


def derived(db: Connection) -> list[object]:
    """All that is derived of assets, but for the numbers of rows."""
    found = []
    for table in DERIVED:
        columns = [column for column in Base.metadata.tables[table].columns if column.name != "id"]
        found.append(sorted(map(tuple, db.execute(select(*columns))), key=repr))
    return found


def hits(db: Connection, word: str) -> list[str]:
    return [hit.text for hit in find_in_documents(db, parse(word))]


def again(archive: Archive, *, dry_run: bool = False, **how) -> Reread:
    return reparse(archive, SOURCE, workers=0, dry_run=dry_run, **how)


def test_nothing_is_read_that_today_s_code_has_read(whole):
    before = whole.read(derived)
    done = again(whole)
    assert (done.files, done.fields, done.findings, done.whole) == (0, {}, {}, True)
    assert ReaderHere.seen == []
    done = again(whole, all_pages=True)
    assert (done.files, done.fields, done.findings) == (4, {}, {})
    assert whole.read(derived) == before
    assert faults(whole) == []


def test_a_better_reader_is_no_edit_and_the_second_run_changes_nothing(whole, monkeypatch):
    before = whole.read(derived)
    monkeypatch.setattr("crawler.ingest.reparse.assets.readers", lambda: ("better", "better", "better"))
    monkeypatch.setattr("crawler.ingest.workers.reader_of", lambda body: "better")
    monkeypatch.setattr(
        ReaderHere,
        "read",
        lambda _, body: (
            FileText(tuple(p.upper() for p in pages_of(body))) if is_pdf(body) else FileText(look=look_of_picture(body))
        ),
    )
    done = again(whole, dry_run=True)
    assert (done.files, dict(done.fields), done.findings) == (4, {"document": 1}, {})
    assert whole.read(derived) == before, "nothing is changed"
    assert dict(again(whole).fields) == {"document": 1}
    assert whole.read(told) == [("attachment", "changed"), ("document", "reworded")]
    assert whole.read(hits, "tons") == ["6 TONS."]
    done = again(whole)
    assert (done.files, done.fields) == (0, {})
    assert faults(whole) == []


def test_where_one_version_was_read_otherwise_their_texts_are_not_compared(whole):
    whole.write(
        lambda db: db.execute(
            text("UPDATE file SET reader = 'other' WHERE payload_id = (SELECT min(payload_id) FROM file)")
        )
    )
    assert whole.read(told) == [("attachment", "changed")]
    done = again(whole)
    assert (done.files, done.fields, done.findings) == (1, {}, {}), "the same text, by today's reader"
    assert whole.read(told) == [("attachment", "changed"), ("document", "reworded")]


def test_it_goes_on_where_it_was_stopped(whole, monkeypatch):
    whole.write(lambda db: db.execute(text("UPDATE file SET reader = NULL")))
    looks: list[int] = []
    monkeypatch.setattr("crawler.ingest.reparse.assets.AT_ONCE", 1)
    done = again(whole, stopped=lambda: bool(ReaderHere.seen) and not looks.append(1))
    assert (done.files, done.whole) == (2, False)
    done = again(whole)
    assert (done.files, done.whole, done.fields) == (2, True, {})
    assert again(whole).files == 0


DAMAGE = {
    "an altered page": ("UPDATE passage SET text = 'The donors gave nothing.' WHERE position = 1", "altered_files"),
    "a lost page": ("DELETE FROM passage WHERE position = 2", "altered_files"),
    "a page more": (
        "INSERT INTO passage (payload_id, position, text) SELECT payload_id, 7, 'x' FROM file",
        "altered_files",
    ),
    "lost files": ("DELETE FROM file", None),
    "lost looks": ("UPDATE file SET look = NULL", "altered_files"),
    "another verdict": ("UPDATE reading SET verdict = 'unchanged' WHERE verdict = 'replaced'", None),
    "an odd verdict": ("UPDATE reading SET verdict = 'garbage' WHERE verdict = 'replaced'", "damaged_files"),
    "a lost reading": ("DELETE FROM reading WHERE verdict IN ('replaced', 'redirected')", None),
    "lost assets": ("DELETE FROM asset", None),
    "too many assets": (
        "INSERT INTO asset SELECT release_id, (SELECT id FROM address WHERE url LIKE '%/press/1') FROM asset LIMIT 1",
        None,
    ),
}
OF_SQLITE = {
    "a page that is no text": ("UPDATE passage SET text = x'ff' WHERE position = 1", "damaged_files"),
    "a page of nothing": ("UPDATE passage SET payload_id = x'ff' WHERE id = 1", "altered_files"),
    "a seal that is none": ("UPDATE file SET seal = 'seal'", "damaged_files"),
    "a verdict that is no word": ("UPDATE reading SET verdict = x'ff' WHERE verdict = 'replaced'", "damaged_files"),
    "assets of nothing": ("UPDATE asset SET release_id = 999999", None),
    "assets of no number": (
        "UPDATE asset SET address_id = x'ff' WHERE address_id IN (SELECT min(address_id) FROM asset)",
        None,
    ),
}


@pytest.mark.parametrize(("statement", "finding"), [*DAMAGE.values(), *OF_SQLITE.values()], ids=[*DAMAGE, *OF_SQLITE])
def test_what_is_not_as_it_was_made_is_named_and_made_anew(whole, dialect, statement, finding):
    if dialect != "sqlite" and (statement, finding) in OF_SQLITE.values():
        return  # PostgreSQL lets nobody do so
    before = whole.read(derived)
    with unguarded(whole) as db:
        assert db.execute(text(statement)).rowcount > 0
        if finding is not None:
            assert {fault.table for fault in found(db)} & {"file", "passage", "reading"}, "verify names it"
        db.commit()
    done = again(whole, dry_run=True)
    assert finding is None or finding in done.findings
    done = again(whole, all_pages=finding is None)
    assert finding is None or finding in done.findings
    assert whole.read(derived) == before
    assert whole.read(told) == [("attachment", "changed"), ("document", "reworded")]
    assert whole.read(hits, "tons") == ["6 tons."]
    assert whole.read(hits, "nothing") == []
    assert faults(whole) == []


def test_a_document_that_can_be_read_no_more_keeps_what_was_read_of_it(whole, monkeypatch):
    before = whole.read(derived)
    whole.write(lambda db: db.execute(text("UPDATE file SET reader = NULL")))
    monkeypatch.setattr(ReaderHere, "read", lambda *_: FileText(problem="it cannot be read within 30 seconds"))
    again(whole)
    assert [row[:2] for row in whole.read(derived)[2]] == [row[:2] for row in before[2]]
    assert whole.read(hits, "tons") == ["6 tons."]


def test_damaged_bytes_are_said_and_the_rest_is_read(whole):
    whole.write(lambda db: db.execute(text("UPDATE file SET reader = NULL")))
    with unguarded(whole) as db:
        db.execute(text("UPDATE payload SET data = sha256 WHERE id = (SELECT min(payload_id) FROM file)"))
        db.commit()
    done = again(whole)
    assert "damaged_files" in done.findings
    assert done.files == 2, "the picture's: the other document was packed as a difference"
    assert whole.read(hits, "tons") == ["6 tons."]


def test_what_was_said_of_a_file_stays_where_its_bytes_are_not_read_again(whole):
    said = "SELECT message FROM reading WHERE verdict IN ('asset', 'replaced')"
    scan = "UPDATE reading SET message = 'it has no text', layout = 'another' WHERE verdict IN ('asset', 'replaced')"
    number = whole.write(lambda db: db.execute(text(scan)).rowcount)
    assert again(whole).files == 0
    assert whole.read(lambda db: db.execute(text(said)).scalars().all()) == ["it has no text"] * number
    assert again(whole).fields == {}
