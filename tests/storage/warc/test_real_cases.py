"""Small recordings made after public bug reports of this field, where they stand beside the repository."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.records import Capture
from storage.warc.recording import Recording

CASES = Path(__file__).parents[3] / ".." / "shared" / "cases" / "warc"
PRESS = "https://www.fmprc.gov.cn/mfa_eng/xwfw_665399/s2510_665401/2511_665403/"
MISSING = "the file does not hold the payload that the revisit refers to"
PAGE, LISTING = 3576, 1728  # bytes of the page and of the listing that most of them hold


@pytest.fixture
def cases() -> Path:
    if not CASES.is_dir():
        pytest.skip("the cases of recordings are not beside the repository")
    return CASES.resolve()


def named(cases: Path, *names: str) -> list[Path]:
    return [next(iter(sorted(cases.glob(f"{name}-*")) or sorted(cases.glob(f"{name}.*")))) for name in names]


def shown(capture: Capture) -> tuple[int | None, int | None, bool]:
    """Status, bytes of the body, and whether it is whole."""
    return capture.status, None if capture.body is None else len(capture.body), capture.reason is None


def pages(recording: Recording) -> Iterator[Capture]:
    return (recording.read(one) for one in recording.index.unsorted() if one.url.startswith("http"))


WHOLE = (200, PAGE, True)
FIRST = (200, LISTING, True)


@pytest.mark.parametrize(
    ("names", "expected", "troubles"),
    [
        (["01"], [WHOLE, WHOLE], []),
        (["01c-wget-original", "01c-wget-dedup"], [FIRST, WHOLE, (200, 4698, True), FIRST, WHOLE], []),
        (["01c-wget-dedup"], [(200, None, False)] * 2, []),
        (["01d"], [(200, None, False)], []),
        (["02"], [WHOLE], []),
        (["02b"], [WHOLE, (200, 2400, False)], ["continuation records that belong to no capture"]),
        (["03"], [(200, 1700, False)], []),
        (["04"], [WHOLE], []),
        (["05-cut", "05-whole"], [FIRST, (200, 2442, False), WHOLE], ["records cut off"]),
        (["06-original", "06-revisit"], [WHOLE, WHOLE], []),
        (["06-original", "06c"], [WHOLE, WHOLE], []),
        (["07"], [(404, 0, True), (302, 0, True)], []),
        (["08"], [(302, 0, True), WHOLE], []),
        (["08b"], [(200, 0, True), WHOLE], []),
        (["09"], [], ["records with a date that cannot be"]),
        (["10"], [WHOLE], []),
        (["11"], [FIRST, WHOLE], ["files that do not unpack to their end"]),
        (["11b"], [FIRST, (200, 2560, False)], ["files that do not unpack to their end", "records cut off"]),
        (["13"], [WHOLE, (200, 4698, True)], ["files with another digest than their datapackage.json states"]),
        (["14"], [FIRST, WHOLE], []),
        (
            ["17"],
            [],
            [
                "continuation records that belong to no capture",
                "conversion records that belong to no capture",
                "records of an unknown type",
            ],
        ),
        (["17b"], [FIRST, WHOLE, WHOLE], ["records without a type"]),
        (["18"], [FIRST, WHOLE], []),
        (["18b"], [WHOLE], []),
        (["19"], [WHOLE], []),
        (["22"], [WHOLE], []),
        (["23"], [WHOLE], []),
        (["25"], [WHOLE], []),
        (["26"], [WHOLE, (200, 3575, True), (200, 3575, True)], []),
    ],
    ids=lambda value: "+".join(value) if value and isinstance(value[0], str) else "",
)
def test_each_comes_out_as_it_should(cases, names, expected, troubles):
    with Recording(*named(cases, *names)) as recording:
        assert [shown(one) for one in pages(recording)] == expected
        assert sorted(recording.index.troubles) == troubles


@pytest.mark.parametrize("name", ["01d", "06-revisit", "06c", "01c-wget-dedup"])
def test_a_revisit_says_what_an_archive_must_look_for(cases, name):
    with Recording(*named(cases, name)) as recording:
        for record in recording.index.unsorted():
            if record.kind == "revisit":
                assert recording.read(record).reason == MISSING
                reference = recording.reference(record)
                assert reference is not None
                assert reference.sha1 is not None
                assert (reference.url is not None) is (name == "06c")


@pytest.mark.parametrize("name", ["16", "16b", "16c"])
def test_replay_finds_a_whole_page(cases, name):
    with Recording(*named(cases, name)) as recording:
        for page in ("default", "t1999002", "t1999003"):
            found = recording.find(f"{PRESS}{page}.shtml")
            assert found is not None
            assert shown(found) == (FIRST if page == "default" else WHOLE)


def test_nothing_that_a_rich_record_says_is_lost(cases):
    with Recording(*named(cases, "25")) as recording:
        capture = recording.read(next(recording.index.unsorted()), "release")
    assert capture.status_line == "HTTP/1.0 200 Everything Fine"
    assert capture.fields == (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("Set-Cookie", "a=1; Expires=Wed, 09 Jun 2021 10:18:14 GMT"),
        ("Set-Cookie", "b=2"),
        ("X-Odd", "caf\xe9\tx"),
        ("X-Folded", "one two"),
        ("ETag", 'W/"1"'),
        ("Broken line without colon", ""),
    )
    assert capture.transferred is not None
    assert (capture.transferred.coding, capture.transferred.size) == ("gzip", 1335)
    assert capture.request is not None
    assert (capture.request.method, capture.request.fields) == ("GET", (("User-Agent", "heritrix"),))
    assert capture.peer == "1.2.3.4"
    assert capture.origin is not None
    assert [one.type for one in capture.origin.related] == ["request", "metadata"]
    assert b"WARC-Date: 2020-07-04T03:57:00.123456789Z\r\n" in capture.origin.header
    assert b"WARC-Cipher-Suite: TLS_AES_128_GCM_SHA256\r\n" in capture.origin.header
    assert capture.origin.record_id == "urn:uuid:7262daef25a21ff89a3f307b36bd8447"
