"""Nothing that a record says is lost: its head, the request, the peer, what belongs to it, what was transferred."""

import hashlib
from pathlib import Path

import brotli
import pytest
import warc_files as warcs
import zstandard
from hostile_pages import gzipped

from storage.records import HttpRequest, RecordingFile, Transferred
from storage.warc.companions import MOST
from storage.warc.reader import LARGEST_RELATED
from storage.warc.recording import Recording
from tests.storage.warc.recorded_pages import AT, PACKINGS, URL, captures, everything, written

ASKED = b"GET /press/1.html HTTP/1.1\r\nHost: ministry.example\r\n\r\n"


def request(at: str = AT.format(1), block: bytes = ASKED, **fields: str) -> bytes:
    return warcs.record("request", URL.format(1), at, block, **fields)


def page(body: bytes = b"page", **fields: str) -> bytes:
    return warcs.record(
        "response", URL.format(1), AT.format(1), warcs.http(body), WARC_Record_ID="<urn:page>", **fields
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pages.warc"


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_capture_says_where_it_stands_and_what_its_record_says(file, packing):
    rich = {"WARC_Cipher_Suite": "TLS_AES_128_GCM_SHA256", "WARC_IP_Address": "192.0.2.7", "WARC_Protocol": "h2"}
    records = [warcs.response(URL.format(2), AT.format(2)), page(**rich)]
    data = PACKINGS[packing](records)
    found = everything(written(file, data))[0][1]
    suffix = {"plain": "", "gzip": ".gz", "zstd": ".zst"}[packing]
    assert found.peer == "192.0.2.7"
    assert found.origin is not None
    assert found.origin.file == RecordingFile("pages.warc", hashlib.sha256(data).digest(), len(data), f"warc{suffix}")
    assert (found.origin.member, found.origin.record_id) == ("", "urn:page")
    assert found.origin.offset == len(PACKINGS[packing](records[:1]))
    assert found.origin.header == records[1][: records[1].index(b"\r\n\r\n") + 4]


def test_a_request_belongs_to_its_answer_by_either_link_or_by_address_and_date(file):
    named = {"WARC_Record_ID": "<urn:asked>"}
    answered = {"WARC_Concurrent_To": "<urn:page>"}
    for records in (
        [request(**named), page(WARC_Concurrent_To="<urn:asked>")],
        [page(), request(AT.format(2), **answered)],
        [page(WARC_Concurrent_To="<urn:lost>"), request()],
    ):
        found = captures(file, records)[0]
        assert found.request == HttpRequest("GET", (("Host", "ministry.example"),))
        assert [(one.type, one.content) for one in found.origin.related] == [("request", ASKED)]
        assert found.origin.related[0].header.startswith(b"WARC/1.1\r\nWARC-Type: request\r\n")


def test_whose_a_request_is_is_never_guessed(file):
    moved = warcs.response(URL.format(1), AT.format(1), status="302 Found", Location="/")
    other = page(WARC_Concurrent_To="<urn:asked>")
    asked = request(WARC_Record_ID="<urn:asked>")
    assert [one.request for one in captures(file, [moved, page(), request()])] == [None, None]
    assert [bool(one.request) for one in captures(file, [moved, other, asked])] == [False, True]
    assert captures(file, [page(), request(AT.format(2))])[0].request is None


def test_all_kinds_of_records_that_belong_to_a_capture_are_kept_with_it(file):
    to, about = {"WARC_Concurrent_To": "<urn:page>"}, {"WARC_Refers_To": "<urn:page>"}
    records = [
        page(WARC_Concurrent_To="<urn:a>, <urn:shot>"),
        request(WARC_Record_ID="<urn:a>"),
        warcs.record("metadata", URL.format(1), AT.format(3), b"fetchTimeMs: 5", **to),
        warcs.record("conversion", URL.format(1), AT.format(4), b"text", **about),
        warcs.record("resource", "urn:view:1", AT.format(1), b"PNG", **to),
        warcs.record("x-note", None, None, b"a tool's own", **to),
    ]
    found = captures(file, records)
    kinds = ["request", "metadata", "conversion", "resource", "x-note"]
    assert [one.type for one in found[0].origin.related] == kinds
    assert [one.url for one in found] == [URL.format(1), "urn:view:1"]
    assert found[1].origin.related == ()


ODD = b"HTTP/1.1 200 OK\r\nX-Folded: one\r\n two\r\nno colon\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_an_odd_header_and_what_stands_behind_the_chunks_are_kept_of_the_answer_that_had_them(file):
    body = b"4\r\npage\r\n0\r\nX-Signed: y\r\n\r\n"
    first = warcs.record("response", URL.format(1), AT.format(1), ODD + body, WARC_Record_ID="<urn:page>")
    heads = [b"HTTP/1.1 200 OK\r\nA: 1\r\n\r\n", b"HTTP/1.1 200 OK\r\nA:2\r\n\r\n"]
    again = [
        warcs.revisit(URL.format(1), AT.format(n), "identical-payload-digest", head, WARC_Refers_To="<urn:page>")
        for n, head in enumerate(heads, 2)
    ]
    found = captures(file, [first, *again])
    assert found[0].header == "X-Folded: one\r\n two\r\nno colon\r\nTransfer-Encoding: chunked\r\n"
    assert found[0].fields[:2] == (("X-Folded", "one two"), ("no colon", ""))
    assert [one.header for one in found[1:]] == [None, "A:2\r\n"]
    assert [one.trailers for one in found] == [(("X-Signed", "y"),), (), ()]
    assert {one.body for one in found} == {b"page"}


def test_repeated_links_are_all_followed(file):
    both = page(WARC_Concurrent_To="<urn:a>\r\nWARC-Concurrent-To: <urn:b>")
    others = [request(AT.format(n), WARC_Record_ID=f"<urn:{name}>") for n, name in enumerate("ab", 2)]
    assert len(captures(file, [both, *others])[0].origin.related) == 2


def test_what_is_kept_with_a_capture_is_bounded(file):
    to = {"WARC_Concurrent_To": "<urn:page>"}
    long = warcs.record("metadata", None, AT.format(2), b"x" * (LARGEST_RELATED + 1), **to)
    many = [warcs.record("metadata", None, AT.format(3), b"%d" % n, **to) for n in range(2 * MOST)]
    asked = request(block=ASKED[:-2] + b"\r\n" + b"x" * LARGEST_RELATED, **to)
    found = captures(file, [page(), asked, long, *many])[0]
    assert len(found.origin.related) == MOST
    assert max(len(one.content) for one in found.origin.related) == LARGEST_RELATED
    assert found.request.body_sha256 is None  # what is kept of it is not all of it


CODERS = {"gzip": gzipped, "br": brotli.compress, "zstd": zstandard.compress}


@pytest.mark.parametrize("coding", CODERS)
def test_a_content_coding_is_undone_and_what_was_transferred_is_said(file, coding):
    body = b"<html>" + b"page " * 100
    packed = CODERS[coding](body)
    sha1, sha256 = hashlib.sha1(packed).digest(), hashlib.sha256(packed).digest()  # noqa: S324 - WARC's own
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    for sent, fields in ((packed, {"Content_Length": str(len(packed))}), (chunked, {"Transfer_Encoding": "chunked"})):
        block = warcs.http(sent, Content_Encoding=coding, **fields)
        for payload in (sent, packed, body):
            stated = {"WARC_Payload_Digest": warcs.sha1(payload)}
            found = captures(file, [warcs.record("response", URL.format(1), AT.format(1), block, **stated)])[0]
            assert (found.body, found.reason) == (body, None)
            assert found.transferred == Transferred(coding, sha1, sha256, len(packed))
            assert ("Content-Encoding", coding) in found.fields


def test_a_coding_that_does_not_come_undone_is_a_flaw_and_its_bytes_are_kept(file):
    packed = gzipped(b"one ") + gzipped(b"two ")
    whole, cut, junk = packed, packed[:-9], packed[:-9] + b"\0" * 9
    records = [
        warcs.response(URL.format(n), AT.format(n), body, Content_Encoding="gzip")
        for n, body in enumerate((whole, cut, junk), 1)
    ]
    found = captures(file, records)
    assert (found[0].body, found[0].reason) == (b"one two ", None)
    assert (found[1].body, found[1].reason) == (cut, "the answer is not whole (truncated)")
    assert (found[2].body, found[2].reason) == (junk, "the answer is not whole (undecodable)")
    assert [one.transferred is None for one in found] == [False, True, True]


@pytest.mark.parametrize(
    ("asked", "status", "body", "fields", "reason"),
    [
        ("GET", "200 OK", b"bod", {}, "the answer is shorter than its Content-Length"),
        ("GET", "200 OK", b"body", {}, None),
        ("HEAD", "200 OK", b"", {}, None),
        ("GET", "304 Not Modified", b"", {}, None),
        ("GET", "200 OK", b"<p>", {"Content_Encoding": "gzip"}, None),  # the length counts what a recorder undid
    ],
)
def test_a_body_shorter_than_its_content_length_is_a_flaw(file, asked, status, body, fields, reason):
    answered = warcs.response(URL.format(1), AT.format(1), body, status, Content_Length="4", **fields)
    found = captures(file, [answered, request(block=ASKED.replace(b"GET", asked.encode()))])[0]
    assert found.reason == reason
    assert found.request.method == asked


def test_the_kind_is_what_the_caller_says(file):
    with Recording(written(file, page())) as recording:
        record = next(recording.index.unsorted())
        assert [recording.read(record).kind, recording.read(record, "listing").kind] == ["release", "listing"]
