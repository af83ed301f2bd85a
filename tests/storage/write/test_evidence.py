"""A capture is kept as it came: what is not a column is packed, and all of it comes back."""

from hashlib import sha1, sha256

import pytest

from storage.models import CaptureRow, EncodedPayloadRow, PayloadRow, RecordingRow, RelatedRecordRow
from storage.read.stored_captures import last_whole, of_release
from storage.records import (
    Capture,
    HttpRequest,
    Origin,
    Reading,
    RecordingFile,
    RelatedRecord,
    StoredCapture,
    Transferred,
)
from tests.storage.builders import (
    address,
    at,
    capture,
    commit,
    keep_readings,
    last_page,
    read_as,
    reading,
    rows,
    visited,
)
from tests.storage.derived import state, versions

FIELDS = (("Set-Cookie", "a=1"), ("Content-Type", "text/html"), ("set-cookie", "b=ü"), ("X-Empty", ""))
BODY, ENCODED = b"<p>They met.", b"as it was transferred"
FILE = RecordingFile("2025.warc.gz", sha256(b"2025.warc.gz").digest(), 6_000_000_000, "warc")
HEADER = b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2025-01-07T10:00:00Z\r\nX-Odd: \xff\r\n\r\n"


def transferred(coding: str, data: bytes) -> Transferred:
    return Transferred(coding, sha1(data, usedforsecurity=False).digest(), sha256(data).digest(), len(data))


def origin(offset: int = 4_500_000_000, *related: RelatedRecord, member: str = "") -> Origin:
    return Origin(FILE, member, offset, "<urn:uuid:1>", HEADER, related)


def whole(hours: float = 1, **others: object) -> Capture:
    """An answer of which everything is known."""
    known = {
        "status_line": "HTTP/1.1 200 Fine",
        "fields": FIELDS,
        "body": BODY,
        "transferred": transferred("br, gzip", ENCODED),
        "request": HttpRequest("POST", (("Accept", "*/*"), ("accept", "text/html")), sha256(b"query").digest()),
        "peer": "2001:db8::1",
    }
    return Capture(url=address("one"), at=at(hours), kind="release", status=200, **known | others)


@pytest.fixture
def keep(archive, crawl, one):
    """Keeps captures of the release, and gives back what the archive then holds of them."""

    def kept(*captures: Capture) -> list[StoredCapture]:
        commit(archive, crawl, [visited(each, one) for each in captures])
        return [held for held, _ in archive.read(of_release, archive.payloads, one)]

    return kept


@pytest.mark.parametrize("without", ["", "fields", "body", "request", "peer", "status_line", "transferred"])
def test_a_capture_comes_back_as_it_was(keep, one, without):
    empty = {"fields": (), "": None}.get(without)
    others = {without: empty} if without else {}
    if without == "body":
        others["transferred"] = None
    given = whole(**others)
    (held,) = keep(given)
    for name in ("url", "at", "kind", "status", "status_line", "fields", "body", "transferred", "request", "peer"):
        assert getattr(held, name) == getattr(given, name), name
    assert held.release_id == one


def test_a_capture_without_an_answer_keeps_what_was_asked(keep):
    asked = HttpRequest("GET", (("User-Agent", "Communique"),))
    lost = Capture(url=address("one"), at=at(1), kind="release", status=None, reason="timed out", request=asked)
    (held,) = keep(lost)
    assert (held.request, held.fields, held.status_line, held.peer, held.reason) == (asked, (), None, None, "timed out")


def test_repeated_fields_stay_apart_and_are_joined_only_where_they_are_asked_for(keep):
    (held,) = keep(whole())
    assert held.fields == FIELDS
    assert held.headers["set-cookie"] == "a=1, b=ü"


def test_each_form_in_which_a_payload_was_transferred_is_noted_once(archive, keep):
    forms = [transferred("gzip", ENCODED), transferred("br", b"shorter"), transferred("gzip", ENCODED), None]
    held = keep(*(whole(n, transferred=form) for n, form in enumerate(forms)))
    assert [one.transferred for one in held] == forms
    assert len({one.payload_id for one in held}) == 1
    assert [row.coding for row in rows(archive, EncodedPayloadRow)] == ["gzip", "br"]


def test_a_payload_has_both_its_digests(archive, keep):
    (held,) = keep(whole())
    (row,) = (row for row in rows(archive, PayloadRow) if row.id == held.payload_id)
    assert (row.sha1, row.sha256) == (sha1(BODY, usedforsecurity=False).digest(), sha256(BODY).digest())


def test_a_capture_from_a_recording_says_where_it_stands_there_and_what_stands_beside_it(archive, keep):
    request = RelatedRecord("request", b"WARC/1.1\r\nWARC-Type: request\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n")
    metadata = RelatedRecord("metadata", b"WARC/1.1\r\nWARC-Type: metadata\r\n\r\n", b"\xff\x00via: x")
    keep(
        whole(1, origin=origin(4_500_000_000, request, metadata)),
        whole(2, origin=origin(12, member="b.warc")),
        whole(3),
    )
    recordings = rows(archive, RecordingRow)
    assert [(r.name, r.member, r.sha256, r.size, r.format) for r in recordings] == [
        (FILE.name, member, FILE.sha256, FILE.size, FILE.format) for member in ("", "b.warc")
    ]
    captures = rows(archive, CaptureRow)[1:]  # the first is the listing's
    assert [(c.recording_id, c.recording_offset) for c in captures] == [
        (recordings[0].id, 4_500_000_000),
        (recordings[1].id, 12),
        (None, None),
    ]
    with archive.reading() as db:
        heads = [archive.payloads.unpack_head(db, c.head, c.head_dictionary_id) for c in captures]
        related = [
            (row.capture_id, RelatedRecord(row.type, row.header, archive.payloads.get(db, row.payload_id)))
            for row in rows(archive, RelatedRecordRow)
        ]
    assert [head.get("record", "").encode("utf-8", "surrogateescape") for head in heads] == [HEADER, HEADER, b""]
    assert related == [(captures[0].id, request), (captures[0].id, metadata)]


def test_a_recording_imported_twice_adds_nothing(archive, keep):
    given = whole(1, origin=origin(7, RelatedRecord("metadata", b"WARC/1.1\r\n\r\n", b"via: x")))
    keep(given)
    before = [rows(archive, table) for table in (CaptureRow, RecordingRow, RelatedRecordRow, PayloadRow)]
    assert len(keep(given)) == 1
    assert [rows(archive, table) for table in (CaptureRow, RecordingRow, RelatedRecordRow, PayloadRow)] == before


@pytest.mark.parametrize("flawed_first", [True, False])
def test_a_whole_capture_supersedes_a_flawed_one_of_the_same_visit_and_both_stay(archive, crawl, one, flawed_first):
    flawed = capture(address("one"), 1, BODY[:5], reason="cut short")
    fine = capture(address("one"), 1, BODY)
    readings = {flawed.body: Reading("failed", message="cut short"), fine.body: reading("They met.")}
    for each in (flawed, fine) if flawed_first else (fine, flawed):
        kept = commit(archive, crawl, [visited(each, one)])
        keep_readings(archive, crawl, read_as(kept, [readings[each.body]]))
    held = [page for page, _ in archive.read(of_release, archive.payloads, one)]
    assert {(page.body, page.flawed) for page in held} == {(BODY, False), (BODY[:5], True)}
    newest = last_page(archive, crawl, address("one"))
    assert newest is not None
    assert newest.body == BODY
    assert (state(archive, one), versions(archive, one)) == ("held", [("They met.", 1, 1, 1)])


def test_a_flawed_capture_alone_is_no_whole_answer(archive, crawl, one):
    commit(archive, crawl, [visited(capture(address("one"), 1, BODY[:5], reason="cut short"), one)])
    assert archive.read(last_whole, archive.payloads, crawl.source_id, address("one")) is None
