"""Recordings are read whole, and what is damaged in one is named and left behind."""

import gzip
import zipfile
from pathlib import Path

import pytest
import warc_files as warcs
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import WarcError
from storage.warc.http_message import answer
from storage.warc.index import date_of
from storage.warc.recording import Recording, Response

URL = "https://ministry.example/press/{}.html"
AT = "2026-01-0{}T00:00:00Z"
PAGES = [warcs.response(URL.format(n), AT.format(n), b"page %d " % n * 50) for n in range(1, 6)]
INFO = warcs.record("warcinfo", None, AT.format(1), b"software: none\r\n", Content_Type="application/warc-fields")


def everything(*paths: Path) -> tuple[list[Response], dict[str, int]]:
    with Recording(*paths) as recording:
        return [recording.read(one) for one in recording.index.unsorted()], dict(recording.index.troubles)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pages.warc"


def written(file: Path, data: bytes) -> Path:
    file.write_bytes(data)
    return file


FORMS = {
    "plain": b"".join([INFO, *PAGES]),
    "record by record": warcs.packed([INFO, *PAGES]),
    "in one piece": gzip.compress(b"".join([INFO, *PAGES]), mtime=0),
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
    assert (found[2].status, found[2].flaw) == (200, None)
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
    assert [one.flaw for one in found[:4]] == [None] * 4
    lost_something = pack is warcs.packed or lost > 4
    assert bool(troubles) is lost_something
    assert troubles == ({"records cut off": 1} if lost_something else {})
    if len(found) == 5 and lost_something:
        assert found[4].flaw


@pytest.mark.parametrize("pack", [b"".join, warcs.packed], ids=["plain", "packed"])
def test_damage_in_the_middle_costs_its_record_alone(file, pack):
    before, after = pack(PAGES[:2]), pack(PAGES[3:])
    broken = bytearray(pack(PAGES[2:3]))
    broken[: 30 if pack is warcs.packed else 12] = b"\x00" * (30 if pack is warcs.packed else 12)
    found, troubles = everything(written(file, before + bytes(broken) + after))
    assert [one.url for one in found if not one.flaw] == [URL.format(n) for n in (1, 2, 4, 5)]
    assert sum(troubles.values()) == 1


def test_damage_inside_a_member_is_named_and_what_follows_is_found(file):
    third = bytearray(warcs.packed([warcs.response(URL.format(3), AT.format(3), bytes(range(256)) * 200)]))
    third[len(third) // 2] ^= 0xFF
    found, troubles = everything(written(file, warcs.packed(PAGES[:2]) + bytes(third) + warcs.packed(PAGES[3:])))
    assert [one.url for one in found if not one.flaw] == [URL.format(n) for n in (1, 2, 4, 5)]
    assert troubles == {"records damaged": 1}


@pytest.mark.parametrize("pack", [b"".join, warcs.packed], ids=["plain", "packed"])
@pytest.mark.parametrize("error", [-20, 20, 5000])
def test_a_wrong_content_length_costs_its_record_alone(file, pack, error):
    block = warcs.http(b"p" * 100)
    lying = warcs.record("response", URL.format(3), AT.format(3), block, length=len(block) + error)
    found, troubles = everything(written(file, pack([*PAGES[:2], lying, *PAGES[3:]])))
    assert [one.url for one in found] == [URL.format(n) for n in range(1, 6)]
    assert [bool(one.flaw) for one in found] == [False, False, error > 0, False, False]
    assert sum(troubles.values()) == 1


def test_records_without_address_or_date_are_counted_and_named(file):
    bad = [
        warcs.record("response", None, AT.format(1), warcs.http()),
        warcs.record("response", URL.format(1), None, warcs.http()),
        warcs.record("response", URL.format(1), "yesterday", warcs.http()),
        warcs.record("response", "http://[broken", AT.format(1), warcs.http()),
    ]
    with Recording(written(file, b"".join([*bad, PAGES[0]]))) as recording:
        assert recording.index.troubles == {"records without an address or a date": 4}
        assert recording.index.examples["records without an address or a date"] == "pages.warc, byte 0"
        assert recording.count == 1


def test_a_visit_recorded_twice_counts_once(file):
    twice = warcs.response(URL.format(1), AT.format(1), b"another body")
    found, troubles = everything(written(file, b"".join([*PAGES[:2], twice])))
    assert [one.body[:6] for one in found] == [b"page 1", b"page 2"]
    assert troubles == {"records of a visit that another record has": 1}


@pytest.mark.parametrize(
    ("fields", "flaw"),
    [
        ({"WARC_Truncated": "length"}, "cut off (WARC-Truncated: length)"),
        ({"WARC_Block_Digest": warcs.sha1(b"other")}, "contradict its warc-block-digest"),
        ({"WARC_Payload_Digest": warcs.sha1(b"other")}, "contradict its warc-payload-digest"),
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
    assert flaw in (found[0].flaw or "")
    assert bool(found[0].flaw) == bool(flaw)


def test_chunks_are_joined_and_their_digest_may_be_of_either(file):
    chunked = b"4\r\nbody\r\n6;x=y\r\n, more\r\n0\r\n\r\n"
    block = warcs.http(chunked, Transfer_Encoding="chunked", Content_Encoding="br")
    records = [
        warcs.record("response", URL.format(n), AT.format(n), block, WARC_Payload_Digest=warcs.sha1(payload))
        for n, payload in enumerate([chunked, b"body, more"], 1)
    ]
    found, _ = everything(written(file, b"".join(records)))
    assert [(one.body, one.flaw) for one in found] == [(b"body, more", None)] * 2
    assert found[0].headers["content-encoding"] == "br"


def test_chunks_that_break_off_are_a_flaw_and_those_undone_before_are_none(file):
    cut = warcs.response(URL.format(1), AT.format(1), b"8\r\nbod", Transfer_Encoding="chunked")
    undone = warcs.response(URL.format(2), AT.format(2), b"<html>whole", Transfer_Encoding="chunked")
    found, _ = everything(written(file, cut + undone))
    assert (found[0].body, found[0].flaw) == (b"bod", "the recording is cut off")
    assert (found[1].body, found[1].flaw) == (b"<html>whole", None)


def test_a_response_without_http_is_a_flaw_and_a_resource_needs_none(file):
    odd = warcs.record("response", URL.format(1), AT.format(1), b"no answer at all")
    plain = warcs.record("resource", URL.format(2), AT.format(2), b"<html>", Content_Type="text/html")
    other = [warcs.record(kind, URL.format(3), AT.format(3), b"x") for kind in ("request", "metadata", "conversion")]
    found, _ = everything(written(file, b"".join([odd, plain, *other])))
    assert [(one.status, one.body, one.flaw) for one in found] == [
        (None, b"", "the record holds no HTTP answer"),
        (200, b"<html>", None),
    ]
    assert found[1].headers == {"content-type": "text/html"}


def test_repeated_headers_are_joined_and_folded_ones_unfolded():
    found = answer(b"HTTP/1.1 200 OK\r\nA: 1\r\na: 2\r\nB: one\r\n  two\r\nno colon\r\n\r\nbody")
    assert found is not None
    assert (found.headers, found.body) == ({"a": "1, 2", "b": "one two"}, b"body")


def test_revisits_show_the_payload_they_refer_to(file):
    refers = {"WARC_Refers_To_Target_URI": URL.format(1), "WARC_Refers_To_Date": AT.format(1)}
    nowhere = {**refers, "WARC_Refers_To_Date": AT.format(9)}
    digest = warcs.sha1(b"page")
    first = warcs.record("response", URL.format(1), AT.format(1), warcs.http(b"page"), WARC_Payload_Digest=digest)
    records = [
        warcs.revisit(URL.format(1), AT.format(2), "identical-payload-digest", warcs.http(ETag="2"), **refers),
        warcs.revisit(URL.format(1), AT.format(3), "identical-payload-digest", WARC_Payload_Digest=digest),
        warcs.revisit(URL.format(1), AT.format(4), "server-not-modified", warcs.http(status="304 Not Modified")),
        warcs.revisit(URL.format(2), AT.format(5), "identical-payload-digest", **nowhere),
        first,
    ]
    found, troubles = everything(written(file, b"".join(records)))
    assert not troubles
    assert [(one.status, one.body, bool(one.flaw)) for one in found] == [
        (200, b"page", False),
        (200, b"page", False),
        (304, b"", False),
        (200, b"", True),
        (200, b"page", False),
    ]
    assert found[0].headers["etag"] == "2"
    assert found[3].refers is not None
    assert found[3].refers[0] == URL.format(1)


def test_a_bomb_is_not_unpacked(tmp_path):
    zeros = warcs.response(URL.format(1), AT.format(1), b"0" * 200_000_000)
    bomb = warcs.packed([zeros])
    found, troubles = everything(written(tmp_path / "a.warc.gz", bomb + warcs.packed(PAGES[1:])))
    assert [one.url for one in found] == [URL.format(n) for n in range(1, 6)]
    assert found[0].flaw == "the record is larger than 64 MB"
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
        assert not any(one.flaw for one in found[:3])
