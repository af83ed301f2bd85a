"""Revisits: their own head, the payload of the record they refer to, and what an archive needs where no file has it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import warc_files as warcs
from hostile_pages import gzipped

from tests.storage.warc.recorded_pages import AT, URL, captures, everything, references, written

SAME = "identical-payload-digest"
PAGE = warcs.sha1(b"page")
MISSING = "the file does not hold the payload that the revisit refers to"


def refers(url: str, at: str) -> dict[str, str]:
    return {"WARC_Refers_To_Target_URI": url, "WARC_Refers_To_Date": at}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pages.warc"


def first(body: bytes = b"page", **fields: str) -> bytes:
    return warcs.record("response", URL.format(1), AT.format(1), warcs.http(body), **fields)


def test_the_payload_is_found_by_record_by_visit_and_by_digest(file):
    original = first(WARC_Record_ID="<urn:first>")
    ways = [
        {"WARC_Refers_To": "<urn:first>"},
        refers(URL.format(1), AT.format(1)),
        refers(URL.format(1).replace("https", "http"), AT.format(1)),
        {"WARC_Payload_Digest": PAGE},
        {"WARC_Payload_Digest": f"sha256:{warcs.sha256(b'page')}"},
    ]
    again = [warcs.revisit(URL.format(2), AT.format(n), SAME, warcs.http(), **way) for n, way in enumerate(ways, 2)]
    found = captures(file, [*again, original])  # whatever stands first
    assert [(one.status, one.body, one.reason) for one in found] == [(200, b"page", None)] * 6
    assert references(file) == [None] * 6


def test_a_revisit_has_its_own_status_and_fields(file):
    gone = warcs.http(b"", "302 Found", Location="/there", Content_Length="0", ETag="2")
    empty = warcs.record("response", URL.format(1), AT.format(1), warcs.http(b"", "404 Not Found"))
    moved = warcs.revisit(URL.format(2), AT.format(2), SAME, gone, WARC_Payload_Digest=warcs.sha1(b""))
    found = captures(file, [empty, moved])[1]
    assert (found.status, found.status_line, found.body) == (302, "HTTP/1.1 302 Found", b"")
    assert found.headers["location"] == "/there"


def test_a_revisit_without_a_head_has_that_of_its_payload(file):
    bare = warcs.revisit(URL.format(2), AT.format(2), SAME, WARC_Payload_Digest=PAGE)
    found = captures(file, [first(), bare])
    assert (found[1].status, found[1].fields) == (200, found[0].fields)


@pytest.mark.parametrize("block", [b"", warcs.http(status="304 Not Modified", Content_Length="99")])
def test_not_modified_is_an_answer_of_its_own(file, block):
    found = captures(file, [first(), warcs.revisit(URL.format(1), AT.format(2), "server-not-modified", block)])[1]
    assert (found.status, found.body, found.reason) == (304, None, None)


def test_truncated_by_length_is_how_a_revisit_is_written(file):
    """WARC 1.1, 6.7.2; wget states the digest of nothing for the block, and the payload's holds."""
    head = warcs.http(Content_Length="4")
    as_wget = {"WARC_Truncated": "length", "WARC_Payload_Digest": PAGE, "WARC_Block_Digest": warcs.sha1(b"")}
    cut = {"WARC_Truncated": "disconnect", "WARC_Payload_Digest": PAGE}
    again = [
        warcs.revisit(URL.format(1), AT.format(n), SAME, head, **fields) for n, fields in enumerate([as_wget, cut], 2)
    ]
    found = captures(file, [first(), *again])
    assert (found[1].body, found[1].reason) == (b"page", None)
    assert found[2].reason == "the recording is cut off (WARC-Truncated: disconnect)"
    assert captures(file, again[:1])[0].reason == MISSING


def test_the_digest_decides_where_it_contradicts_the_visit_that_is_named(file):
    later = warcs.record("response", URL.format(1), AT.format(2), warcs.http(b"other"))
    wrong = refers(URL.format(1), AT.format(1))
    again = warcs.revisit(
        URL.format(1), AT.format(3), SAME, warcs.http(), WARC_Payload_Digest=warcs.sha1(b"other"), **wrong
    )
    assert captures(file, [first(), later, again])[2].body == b"other"
    alone = captures(file, [first(), again])[1]
    assert (alone.body, alone.reason) == (None, "what the revisit refers to has another digest than it states")
    reference = references(file)[1]
    assert reference is not None
    assert (reference.url, reference.at) == (None, None)  # else an archive would take what the digest denies
    assert reference.sha1 is not None


def test_what_the_file_lacks_is_said_so_that_an_archive_can_complete_it(file):
    sha256 = bytes.fromhex(warcs.sha256(b"page"))
    by_visit = warcs.revisit(URL.format(2), AT.format(2), SAME, warcs.http(), **refers(URL.format(1), AT.format(1)))
    by_digest = warcs.revisit(
        URL.format(2), AT.format(3), SAME, warcs.http(), WARC_Payload_Digest=f"sha256:{sha256.hex()}"
    )
    nothing = warcs.revisit(URL.format(2), AT.format(4), SAME, warcs.http())
    found = captures(file, [by_visit, by_digest, nothing])
    assert [(one.status, one.body, one.reason, one.flawed) for one in found] == [(200, None, MISSING, True)] * 3
    visit, digest, none = references(file)
    assert (visit.url, visit.at) == (URL.format(1), datetime(2026, 1, 1, tzinfo=UTC))
    assert (digest.url, digest.at, digest.sha1, digest.sha256) == (None, None, None, sha256)
    assert none is None


def test_a_flaw_of_its_own_is_not_mended_by_a_payload(file):
    head = warcs.http()
    bad = warcs.revisit(
        URL.format(2),
        AT.format(2),
        SAME,
        head,
        WARC_Block_Digest=warcs.sha1(b"x"),
        **refers(URL.format(1), AT.format(1)),
    )
    assert captures(file, [bad])[0].reason == "the record's bytes contradict its WARC-Block-Digest"
    assert references(file) == [None]


def test_a_flawed_payload_is_a_flaw_of_the_revisit_and_a_whole_one_comes_first(file):
    cut = first(b"page", WARC_Truncated="length")
    again = warcs.revisit(URL.format(2), AT.format(2), SAME, warcs.http(), WARC_Payload_Digest=PAGE)
    assert "cut off" in captures(file, [cut, again])[1].reason
    whole = warcs.response(URL.format(3), AT.format(3), b"page")
    assert captures(file, [cut, again, whole])[1].reason is None


def test_chains_and_circles_of_revisits_end(file):
    chain = [
        warcs.revisit(URL.format(n), AT.format(n), SAME, warcs.http(), **refers(URL.format(n - 1), AT.format(n - 1)))
        for n in range(2, 6)
    ]
    assert [one.body for one in captures(file, [first(), *chain])] == [b"page"] * 5
    circle = warcs.revisit(URL.format(1), AT.format(1), SAME, warcs.http(), **refers(URL.format(5), AT.format(5)))
    assert [one.reason for one in captures(file, [circle, *chain])] == [MISSING] * 5


def test_what_was_undone_of_the_payload_stands_with_the_revisit(file):
    packed = gzipped(b"page")
    coded = warcs.response(URL.format(1), AT.format(1), packed, Content_Encoding="gzip")
    again = warcs.revisit(
        URL.format(2), AT.format(2), SAME, warcs.http(ETag="2"), WARC_Payload_Digest=warcs.sha1(packed)
    )
    found, troubles = everything(written(file, coded + again))
    assert not troubles
    assert (found[1].body, found[1].transferred) == (b"page", found[0].transferred)
