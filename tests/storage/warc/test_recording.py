"""Recordings are read whole, and what is damaged in one is named and left behind."""

import gzip
import zipfile
from pathlib import Path

import pytest
import warc_files as warcs
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import WarcError
from storage.warc.record import date_of
from storage.warc.recording import Recording
from tests.storage.warc.recorded_pages import AT, INFO, PAGES, URL, everything, written


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pages.warc"


FORMS = {
    "plain": b"".join([INFO, *PAGES]),
    "record by record": warcs.packed([INFO, *PAGES]),
    "in one piece": gzip.compress(b"".join([INFO, *PAGES]), mtime=0),
    "in one piece of zstd": warcs.zstd([b"".join([INFO, *PAGES])]),
    "frame by frame": warcs.zstd([INFO, *PAGES]),
    "in one piece in a wacz": warcs.wacz({"archive/a.warc.gz": gzip.compress(b"".join(PAGES), mtime=0)}),
    "wacz": warcs.wacz({"archive/a.warc.gz": warcs.packed(PAGES), "datapackage.json": b"{}"}),
    "deflated wacz": warcs.wacz({"archive/a.warc": b"".join(PAGES)}, zipfile.ZIP_DEFLATED),
    "wacz of two": warcs.wacz(
        {"archive/a.warc": b"".join(PAGES[:2]), "archive/b.warc.gz": warcs.packed(PAGES[2:]), "pages/p.jsonl": b""}
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_answers(file, form):
    found, troubles = everything(written(file, FORMS[form]))
    assert not troubles
    assert [one.url for one in found] == [URL.format(n) for n in range(1, 6)]
    assert found[2].body == b"page 3 " * 50
    assert (found[2].status, found[2].reason) == (200, None)
    assert found[2].at.isoformat() == "2026-01-03T00:00:00+00:00"


def test_several_files_are_one_recording(tmp_path):
    first = written(tmp_path / "1.warc", b"".join(PAGES[:2]))
    other = written(tmp_path / "2.warc.gz", warcs.packed(PAGES[2:]))
    with Recording(first, other) as recording:
        assert recording.name == "1.warc, 2.warc.gz"
        assert recording.count == 5


def test_the_newest_answer_is_found_under_either_scheme(file):
    late = warcs.response(URL.format(1), AT.format(9), b"late")
    with Recording(written(file, b"".join([late, *PAGES]))) as recording:
        assert recording.find(URL.format(1)).body == b"late"
        assert recording.find(URL.format(2).replace("https", "http")).body.startswith(b"page 2")
        assert recording.find("https://ministry.example/none") is None


@pytest.mark.parametrize(
    "data", [b"", b"<html>no WARC</html>" * 1000, gzip.compress(b"no WARC", mtime=0), b"PK\x03\x04"]
)
def test_what_is_no_warc_is_refused(file, data):
    with pytest.raises(WarcError, match=r"holds no record|cannot open"):
        Recording(written(file, data))


def test_a_file_that_is_not_there_and_a_zip_that_is_no_wacz_are_refused(tmp_path):
    with pytest.raises(WarcError, match="No such file"):
        Recording(tmp_path / "none.warc")
    with pytest.raises(WarcError, match="no WACZ"):
        Recording(written(tmp_path / "x.zip", warcs.wacz({"a.txt": b"a"})))


@pytest.mark.parametrize("pack", [b"".join, warcs.packed], ids=["plain", "packed"])
@pytest.mark.parametrize("lost", [1, 5, 40, 200])
def test_a_file_cut_off_at_its_end_keeps_what_there_is(file, pack, lost):
    whole = pack(PAGES)
    found, troubles = everything(written(file, whole[:-lost]))
    assert [one.reason for one in found[:4]] == [None] * 4
    lost_something = pack is warcs.packed or lost > 4
    assert bool(troubles) is lost_something
    assert troubles == ({"records cut off": 1} if lost_something else {})
    if len(found) == 5 and lost_something:
        assert found[4].reason


@pytest.mark.parametrize("pack", [b"".join, warcs.packed], ids=["plain", "packed"])
def test_damage_in_the_middle_costs_its_record_alone(file, pack):
    before, after = pack(PAGES[:2]), pack(PAGES[3:])
    broken = bytearray(pack(PAGES[2:3]))
    broken[: 30 if pack is warcs.packed else 12] = b"\x00" * (30 if pack is warcs.packed else 12)
    found, troubles = everything(written(file, before + bytes(broken) + after))
    assert [one.url for one in found if not one.reason] == [URL.format(n) for n in (1, 2, 4, 5)]
    assert sum(troubles.values()) == 1


def test_damage_inside_a_member_is_named_and_what_follows_is_found(file):
    third = bytearray(warcs.packed([warcs.response(URL.format(3), AT.format(3), bytes(range(256)) * 200)]))
    third[len(third) // 2] ^= 0xFF
    found, troubles = everything(written(file, warcs.packed(PAGES[:2]) + bytes(third) + warcs.packed(PAGES[3:])))
    assert [one.url for one in found if not one.reason] == [URL.format(n) for n in (1, 2, 4, 5)]
    assert troubles == {"records damaged": 1}


@pytest.mark.parametrize("pack", [b"".join, warcs.packed], ids=["plain", "packed"])
@pytest.mark.parametrize("error", [-20, 20, 5000])
def test_a_wrong_content_length_costs_its_record_alone(file, pack, error):
    block = warcs.http(b"p" * 100)
    lying = warcs.record("response", URL.format(3), AT.format(3), block, length=len(block) + error)
    found, troubles = everything(written(file, pack([*PAGES[:2], lying, *PAGES[3:]])))
    assert [one.url for one in found] == [URL.format(n) for n in range(1, 6)]
    assert [bool(one.reason) for one in found] == [False, False, error > 0, False, False]
    assert sum(troubles.values()) == 1


def test_records_without_address_or_date_are_counted_and_named(file):
    bad = [
        warcs.record("response", None, AT.format(1), warcs.http()),
        warcs.record("response", URL.format(1), None, warcs.http()),
        warcs.record("response", "http://[broken", AT.format(1), warcs.http()),
    ]
    with Recording(written(file, b"".join([*bad, PAGES[0]]))) as recording:
        assert recording.index.troubles == {"records without an address or a date": 3}
        assert recording.index.examples["records without an address or a date"] == "pages.warc, byte 0"
        assert recording.count == 1


@pytest.mark.parametrize("pack", [b"".join, warcs.packed], ids=["plain", "packed"])
def test_an_exact_duplicate_is_no_record_and_no_trouble(tmp_path, pack):
    twice = [written(tmp_path / f"{n}.warc", pack(PAGES[:2])) for n in range(2)]
    found, troubles = everything(*twice)
    assert [one.body[:6] for one in found] == [b"page 1", b"page 2"]
    assert not troubles


def test_different_answers_of_one_address_and_second_are_all_there(file):
    url, at = URL.format(1), AT.format(1)
    answers = [
        warcs.response(url, at, status="302 Found", Location=url),
        warcs.response(url, at, status="302 Found", Location=URL.format(2)),
        warcs.response(url, at, Allow="GET"),
        warcs.response(url, at, b"page"),
        warcs.record("response", url, at, warcs.http(b"page"), WARC_Truncated="length"),
        warcs.revisit(url, at, "identical-payload-digest", warcs.http(), WARC_Payload_Digest=warcs.sha1(b"page")),
    ]
    with Recording(written(file, b"".join(answers))) as recording:
        assert [one.kind for one in recording.index.unsorted()] == ["response"] * 5 + ["revisit"]
        assert recording.find(url).body == b"page"
        assert not recording.index.troubles


@pytest.mark.parametrize(
    ("fields", "flaw"),
    [
        ({"WARC_Truncated": "length"}, "cut off (WARC-Truncated: length)"),
        ({"WARC_Block_Digest": warcs.sha1(b"other")}, "contradict its WARC-Block-Digest"),
        ({"WARC_Payload_Digest": warcs.sha1(b"other")}, "contradict its WARC-Payload-Digest"),
        ({"WARC_Block_Digest": warcs.sha1(b"other"), "WARC_Payload_Digest": warcs.sha1(b"body")}, ""),
        ({"WARC_Payload_Digest": "sha1:ODD"}, "contradict its WARC-Payload-Digest"),
        ({"WARC_Block_Digest": warcs.sha1(warcs.http(b"body")), "WARC_Payload_Digest": "sha1:ODD"}, ""),
        ({"WARC_Payload_Digest": warcs.sha1(b"body")}, ""),
        ({"WARC_Payload_Digest": "sha1:02083f4579e08a612425c0c1a17ee47add783b94"}, ""),
        ({"WARC_Payload_Digest": "blake3:unheard"}, ""),
    ],
)
def test_what_a_record_says_of_itself_is_checked_and_its_bytes_kept(file, fields, flaw):
    found, _ = everything(
        written(file, warcs.record("response", URL.format(1), AT.format(1), warcs.http(b"body"), **fields))
    )
    assert found[0].body == b"body"
    assert flaw in (found[0].reason or "")
    assert bool(found[0].reason) == bool(flaw)


def test_a_response_without_http_is_a_flaw_and_a_resource_needs_none(file):
    odd = warcs.record("response", URL.format(1), AT.format(1), b"no answer at all")
    plain = warcs.record("resource", URL.format(2), AT.format(2), b"<html>", Content_Type="text/html")
    other = [warcs.record(kind, URL.format(3), AT.format(3), b"x") for kind in ("request", "metadata")]
    found, _ = everything(written(file, b"".join([odd, plain, *other])))
    assert [(one.status, one.body, one.reason) for one in found] == [
        (None, None, "the record holds no HTTP answer"),
        (200, b"<html>", None),
    ]
    assert found[1].fields == (("Content-Type", "text/html"),)


@pytest.mark.parametrize(
    "date", ["yesterday", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-10:00"]
)
def test_a_date_that_cannot_be_costs_its_record_alone(file, date):
    bad = warcs.response(URL.format(9), date, b"poison")
    with Recording(written(file, b"".join([PAGES[0], bad, PAGES[1]]))) as recording:
        assert [one.url for one in recording.index.unsorted()] == [URL.format(1), URL.format(2)]
        assert recording.index.troubles == {"records with a date that cannot be": 1}
        assert recording.index.examples["records with a date that cannot be"] == f"pages.warc, byte {len(PAGES[0])}"


def test_records_that_are_left_out_are_counted_and_named(file):
    page, start = PAGES[0], len(PAGES[0])
    odd = warcs.record("respnse", URL.format(2), AT.format(2), warcs.http(b"odd"))
    untyped = PAGES[2].replace(b"WARC-Type", b"WARC-Tpye")
    converted = warcs.record("conversion", URL.format(4), AT.format(4), b"text")
    rest = warcs.record("continuation", URL.format(5), AT.format(5), b"rest", WARC_Segment_Number="2")
    with Recording(written(file, b"".join([page, odd, untyped, converted, rest, INFO]))) as recording:
        assert recording.count == 1
        assert recording.index.troubles == {
            "records of an unknown type": 1,
            "records without a type": 1,
            "conversion records that belong to no capture": 1,
            "continuation records that belong to no capture": 1,
        }
        assert recording.index.examples["records of an unknown type"] == f"pages.warc, byte {start} ('respnse')"


def test_replay_prefers_a_whole_page_to_newer_failures(file):
    url = URL.format(1)
    records = [
        PAGES[0],
        warcs.revisit(url, AT.format(2), "server-not-modified", warcs.http(status="304 Not Modified")),
        warcs.response(url, AT.format(3), status="503 Busy"),
        warcs.response(url, AT.format(4), b"cut", Content_Length="99"),
        warcs.response(url, AT.format(5), status="404 Not Found"),
        warcs.response(URL.format(2), AT.format(5), status="503 Busy"),
    ]
    with Recording(written(file, b"".join(records))) as recording:
        assert recording.find(url).at.day == 1
        assert recording.find(url.replace("https", "http")).at.day == 1
        assert recording.find(URL.format(2)).status == 503


def test_replay_answers_from_resources_and_revisits(file):
    page = warcs.record("resource", URL.format(1), AT.format(1), b"<html>", Content_Type="text/html")
    again = warcs.revisit(
        URL.format(2), AT.format(2), "identical-payload-digest", WARC_Payload_Digest=warcs.sha1(b"<html>")
    )
    with Recording(written(file, page + again)) as recording:
        assert [recording.find(URL.format(n)).body for n in (1, 2)] == [b"<html>"] * 2


def test_a_bomb_is_not_unpacked(tmp_path):
    zeros = warcs.response(URL.format(1), AT.format(1), b"0" * 120_000_000)
    bomb = warcs.packed([zeros])
    found, troubles = everything(written(tmp_path / "a.warc.gz", bomb + warcs.packed(PAGES[1:])))
    assert [one.url for one in found] == [URL.format(n) for n in range(1, 6)]
    assert found[0].reason == "the record is larger than 64 MB"
    assert not troubles
    deep = warcs.wacz({"archive/a.warc": PAGES[0] + zeros}, zipfile.ZIP_DEFLATED)
    found, troubles = everything(written(tmp_path / "a.wacz", deep))
    assert found[0].body.startswith(b"page 1")
    assert "files that unpack to more than is reasonable" in troubles


def test_a_damaged_member_of_a_wacz_costs_itself_alone(file):
    data = bytearray(warcs.wacz({"archive/a.warc": b"".join(PAGES[:2]), "archive/b.warc": b"".join(PAGES[2:])}))
    data[data.index(b"page 2")] ^= 0xFF
    found, troubles = everything(written(file, bytes(data)))
    assert [one.url for one in found][-3:] == [URL.format(n) for n in (3, 4, 5)]
    assert "files that do not unpack to their end" in troubles


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026", "2026-01-01T00:00:00+00:00"),
        ("2026-03", "2026-03-01T00:00:00+00:00"),
        ("2026-03-04", "2026-03-04T00:00:00+00:00"),
        ("2026-03-04T05:06Z", "2026-03-04T05:06:00+00:00"),
        ("2026-03-04T05:06:07.123456789Z", "2026-03-04T05:06:07.123456+00:00"),
        ("2026-03-04T05:06:07+09:00", "2026-03-03T20:06:07+00:00"),
    ],
)
def test_dates_may_be_as_coarse_as_a_year(text, at):
    assert date_of(text).isoformat() == at


@pytest.mark.parametrize("text", ["", "today", "0000-01-01T00:00:00Z", "2026-13-01", "0001-01-01T00:00:00+09:00"])
def test_what_is_no_date_is_none(text):
    assert date_of(text) is None


@given(st.binary(max_size=400), st.integers(0, 2500), st.booleans())
def test_no_damage_is_ever_fatal(tmp_path_factory, noise, place, pack):
    whole = warcs.packed(PAGES) if pack else b"".join(PAGES)
    place %= len(whole)
    file = written(tmp_path_factory.mktemp("noise") / "x.warc", whole[:place] + noise + whole[place + len(noise) :])
    try:
        found, _ = everything(file)
    except WarcError:
        return
    assert len(found) <= 6
    if place > len(whole) - 100 and len(found) == 5:
        assert not any(one.reason for one in found[:3])
