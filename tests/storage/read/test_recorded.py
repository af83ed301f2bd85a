"""What an import asks before it keeps anything."""

from hashlib import sha1, sha256

import pytest

from storage.read.recorded import imported, known_keys, payload_of, visit_at
from storage.records import Origin, RecordingFile, Transferred
from tests.storage.builders import FACTS, LISTING, OTHER, address, announce, at, capture, commit, line, listing, visited

BODY, ENCODED = b"<p>They met.", b"as it was transferred"
FILE = RecordingFile("2025.wacz", sha256(b"2025.wacz").digest(), 1000, "wacz")


def digests(data: bytes) -> tuple[bytes, bytes]:
    return sha1(data, usedforsecurity=False).digest(), sha256(data).digest()


@pytest.fixture
def held(archive, crawl, one):
    """One page, which was transferred under a coding."""
    form = Transferred("gzip", *digests(ENCODED), len(ENCODED))
    commit(archive, crawl, [visited(capture(address("one"), 1, BODY, transferred=form), one)])
    return form


@pytest.mark.parametrize("known", [(True, True), (True, False), (False, True)])
def test_a_payload_is_found_by_either_digest_of_it_or_of_its_transferred_form(archive, held, known):
    def found(data: bytes):
        wanted = [digest if is_known else None for digest, is_known in zip(digests(data), known, strict=True)]
        return archive.read(payload_of, archive.payloads, *wanted)

    assert found(BODY) == (BODY, None)
    assert found(ENCODED) == (BODY, held)
    assert found(b"never seen") is None


def test_without_a_digest_no_payload_is_found(archive, held):
    assert archive.read(payload_of, archive.payloads, None, None) is None


def test_the_answer_of_a_visit_is_found_under_either_scheme_where_it_is_whole(archive, crawl, held, one):
    flawed = capture(address("one"), 2, BODY[:5], reason="cut short")
    silent = capture(address("one"), 3, None, status=304)
    commit(archive, crawl, [visited(each, one) for each in (flawed, silent)])

    def found(url: str, hours: float) -> bytes | None:
        capture = archive.read(visit_at, archive.payloads, crawl.source_id, url, at(hours))
        return capture and capture.body

    plain = address("one").replace("https", "http")
    assert [found(url, 1) for url in (address("one"), plain)] == [BODY, BODY]
    assert [found(address("one"), hours) for hours in (1.5, 2, 3)] == [None] * 3
    commit(archive, crawl, [visited(capture(address("one"), 2, BODY), one)])
    assert found(address("one"), 2) == BODY


def test_records_that_are_imported_are_known_by_file_member_and_offset(archive, crawl):
    def from_recording(offset: int, member: str):
        return visited(capture(f"{address('x')}/{member}{offset}", 1, origin=Origin(FILE, member, offset)))

    commit(archive, crawl, [from_recording(5, "a.warc"), from_recording(70, "a.warc"), from_recording(9, "b.warc")])
    offsets = range(2000)
    assert archive.read(imported, FILE.sha256, "a.warc", offsets) == {5, 70}
    assert archive.read(imported, FILE.sha256, "b.warc", offsets) == {9}
    assert archive.read(imported, FILE.sha256, "c.warc", offsets) == set()
    assert archive.read(imported, sha256(b"another").digest(), "a.warc", offsets) == set()


def test_releases_are_known_by_key_and_by_any_address_they_stood_at(archive, crawl):
    lines = [line("one"), line("7", url=f"{LISTING}/7?old"), line("other", elsewhere=True)]
    commit(archive, crawl, [listing(lines)])
    (seven,) = {announce(archive, crawl, "7")["7"]}
    commit(archive, crawl, [visited(capture(f"{LISTING}/moved", 1), seven)])
    asked = {
        f"{LISTING}/7?old": f"{LISTING}/7",  # a former address, as it was asked
        "http://water.example/press/moved": f"{LISTING}/moved",  # by its canonical form
        "one": "one",  # by key
        address("other"): address("other"),
        address("none"): address("none"),
    }
    assert archive.read(known_keys, FACTS.name, asked) == {f"{LISTING}/7": "7", f"{LISTING}/moved": "7", "one": "one"}
    assert archive.read(known_keys, OTHER.name, asked) == {}
