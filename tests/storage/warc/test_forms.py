"""Every form that a recording has: ARC, zstd with its dictionary, gzip in one piece, WACZ and WACZs in a WACZ."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest
import warc_files as warcs
from fastwarc.warc import ArchiveIterator, WarcRecordType

from tests.storage.warc.recorded_pages import AT, INFO, PACKINGS, PAGES, URL, everything, written

DICTIONARY = (
    b"page 1 page 2 page 3 WARC-Target-URI: https://ministry.example/press/ HTTP/1.1 200 OK\r\nContent-Type: " * 20
)
ARC = [
    warcs.arc_description(),
    *(warcs.arc(URL.format(n), f"2026010{n}000000", warcs.http(b"page %d" % n)) for n in (1, 2)),
]
UNPACKED = "files that do not unpack to their end"
OTHER_DIGEST = "files with another digest than their datapackage.json states"


def bodies(*paths: Path) -> list[bytes | None]:
    return [one.body for one in everything(*paths)[0]]


@pytest.mark.parametrize("packed_dictionary", [False, True])
def test_zstd_with_its_dictionary(tmp_path, packed_dictionary):
    data = warcs.zstd([INFO, *PAGES], DICTIONARY, packed_dictionary=packed_dictionary)
    found, troubles = everything(written(tmp_path / "a.warc.zst", data))
    assert [one.url for one in found] == [URL.format(n) for n in range(1, 6)]
    assert found[0].body == b"page 1 " * 50
    assert found[0].origin.file.format == "warc.zst"
    assert not troubles


def test_zstd_without_the_dictionary_it_needs_is_damaged_and_what_is_behind_another_frame_is_read(tmp_path):
    data = warcs.zstd(PAGES[:1]) + b"\x50\x2a\x4d\x18\x04\0\0\0note" + warcs.zstd(PAGES[1:2])
    assert bodies(written(tmp_path / "a.warc.zst", data)) == [b"page 1 " * 50, b"page 2 " * 50]
    lost = warcs.zstd(PAGES[:3], DICTIONARY)[8 + len(DICTIONARY) :]
    found, troubles = everything(written(tmp_path / "b.warc.zst", warcs.zstd(PAGES[4:]) + lost))
    assert [one.url for one in found] == [URL.format(5)]
    assert sum(troubles.values()) == 1


@pytest.mark.parametrize("cut", [1, 40])
def test_zstd_that_is_cut_or_damaged_costs_its_record_alone(tmp_path, cut):
    frames = [warcs.zstd([one]) for one in PAGES]
    frames[2] = frames[2][:-cut]
    found, troubles = everything(written(tmp_path / "a.warc.zst", b"".join(frames)))
    assert [one.url for one in found if not one.flawed and one.body] == [URL.format(n) for n in (1, 2, 4, 5)]
    assert sum(troubles.values()) == 1


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("description", [warcs.arc_description(), warcs.arc_description(77), warcs.arc_description(9)])
def test_arc(tmp_path, packing, description):
    data = PACKINGS[packing]([description, *ARC[1:]])
    found, troubles = everything(written(tmp_path / "a.arc", data))
    assert [(one.url, one.at.isoformat(), one.body, one.peer) for one in found] == [
        (URL.format(n), f"2026-01-0{n}T00:00:00+00:00", b"page %d" % n, "192.0.2.1") for n in (1, 2)
    ]
    assert found[0].origin.file.format.startswith("arc")
    assert found[0].origin.header == ARC[1].splitlines(keepends=True)[0]
    assert not troubles


def test_arc_of_the_second_version_and_addresses_with_spaces(tmp_path):
    block = warcs.http(b"page")
    second = b"http://a.example/a b 192.0.2.1 20260101000000 text/html 200 x - 0 test.arc %d\n%s\n" % (
        len(block),
        block,
    )
    name = warcs.arc("dns:a.example", "20260101000000", b"20260101 a.example. A 192.0.2.1", "text/dns")
    found, troubles = everything(written(tmp_path / "a.arc", b"".join([ARC[0], second, name])))
    assert [(one.url, one.status, one.reason) for one in found] == [
        ("http://a.example/a b", 200, None),
        ("dns:a.example", 200, None),
    ]
    assert not troubles


def test_damage_in_an_arc_costs_its_record_alone(tmp_path):
    broken = ARC[1].replace(b"20260101000000", b"2026-01-01")
    found, troubles = everything(written(tmp_path / "a.arc", b"".join([ARC[0], broken, ARC[2]])))
    assert [one.url for one in found] == [URL.format(2)]
    assert sum(troubles.values()) == 1


ONE_PIECE = gzip.compress(b"".join(PAGES), mtime=0)


@pytest.mark.parametrize("tail", [b"GARBAGE", b"\x1f\x8b", b"\0" * 5000])
def test_garbage_behind_one_piece_is_named_and_all_before_it_is_read(tmp_path, tail):
    found, troubles = everything(written(tmp_path / "a.warc.gz", ONE_PIECE + tail))
    assert [one.url for one in found if not one.flawed] == [URL.format(n) for n in range(1, 6)]
    assert troubles == {UNPACKED: 1}


def test_one_piece_that_is_cut_is_read_to_the_cut(tmp_path):
    body = bytes(range(256)) * 20
    records = [warcs.response(URL.format(n), AT.format(n), bytes([n]) + body) for n in range(1, 6)]
    packed = gzip.compress(b"".join(records), compresslevel=0, mtime=0)
    found, troubles = everything(written(tmp_path / "a.warc.gz", packed[: len(packed) * 7 // 10]))
    assert [one.url for one in found if not one.flawed] == [URL.format(n) for n in range(1, 4)]
    assert found[3].flawed
    assert troubles == {UNPACKED: 1, "records cut off": 1}


def test_pieces_of_several_records_are_all_read_though_one_is_cut(tmp_path):
    pieces = [
        warcs.packed([INFO]),
        gzip.compress(b"".join(PAGES[:2]), compresslevel=0, mtime=0)[:-40],
        gzip.compress(b"".join(PAGES[2:]), mtime=0),
    ]
    found, troubles = everything(written(tmp_path / "a.warc.gz", b"".join(pieces)))
    assert [one.url for one in found if not one.flawed] == [URL.format(n) for n in (1, 3, 4, 5)]
    assert found[1].reason == "the record is damaged"  # though it has as many bytes as it says
    assert troubles[UNPACKED] == 1


def test_a_wacz_whose_digests_hold(tmp_path):
    members = {"archive/a.warc.gz": warcs.packed(PAGES), "indexes/index.cdx": b"cdx"}
    found, troubles = everything(written(tmp_path / "a.wacz", warcs.wacz(warcs.package(members))))
    assert len(found) == 5
    assert (found[0].origin.file.format, found[0].origin.member) == ("wacz", "archive/a.warc.gz")
    assert not troubles


@pytest.mark.parametrize(
    ("changes", "trouble"),
    [
        ({"archive/a.warc": PAGES[1]}, OTHER_DIGEST),
        ({"indexes/index.cdx": b"other"}, OTHER_DIGEST),
        ({"archive/b.warc": PAGES[1]}, "files that their datapackage.json does not list"),
        ({"indexes/index.cdx": None}, "files that their datapackage.json lists and that are not there"),
        ({"datapackage.json": b'{"resources": []}'}, "files with another digest than is stated beside them"),
    ],
)
def test_a_wacz_whose_digests_do_not_hold_is_read_and_reported(tmp_path, changes, trouble):
    members = {**warcs.package({"archive/a.warc": PAGES[0], "indexes/index.cdx": b"cdx"}), **changes}
    data = warcs.wacz({name: content for name, content in members.items() if content is not None})
    found, troubles = everything(written(tmp_path / "a.wacz", data))
    assert found
    assert troubles == {trouble: 1}


@pytest.mark.parametrize(
    "package", [b"[" * 100_000, b"no JSON", b'{"resources": 7}', b'{"resources": [7, {"path": 7}]}']
)
def test_a_package_that_makes_no_sense_breaks_nothing(tmp_path, package):
    data = warcs.wacz({"archive/a.warc": PAGES[0], "datapackage.json": package})
    assert bodies(written(tmp_path / "a.wacz", data)) == [b"page 1 " * 50]


def test_a_file_without_a_name_or_a_folder_costs_no_other(tmp_path):
    data = warcs.wacz({"name": b"nobody knows", "archive/": b"", "archive/a.warc": PAGES[0]})
    nameless = data.replace(b"name", b"\0ame")  # a ZIP's names end at their first zero byte
    assert bodies(written(tmp_path / "a.wacz", nameless)) == [b"page 1 " * 50]


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_wacz_of_waczs(tmp_path, compression):
    inner = [warcs.wacz(warcs.package({"archive/a.warc": page}), compression) for page in PAGES[:2]]
    outer = warcs.package({"one.wacz": inner[0], "archive/two.wacz": inner[1], "archive/c.warc": PAGES[2]})
    found, troubles = everything(written(tmp_path / "a.wacz", warcs.wacz(outer, compression)))
    assert {one.origin.member: one.url for one in found} == {
        "one.wacz/archive/a.warc": URL.format(1),
        "archive/two.wacz/archive/a.warc": URL.format(2),
        "archive/c.warc": URL.format(3),
    }
    assert not troubles


def test_waczs_inside_one_another_end_somewhere_and_what_is_none_is_named(tmp_path):
    nested = warcs.wacz({"archive/a.warc": PAGES[0]})
    for _ in range(6):
        nested = warcs.wacz({"deeper.wacz": nested, "archive/a.warc": PAGES[1], "broken.wacz": b"PK\x03\x04"})
    found, troubles = everything(written(tmp_path / "a.wacz", nested))
    assert {one.url for one in found} == {URL.format(2)}
    assert troubles["WACZs too deep inside one another"] == 2
    assert troubles["files that are no WACZ"] == 2


def test_a_warc_that_ends_with_a_zip_is_a_warc(tmp_path):
    data = b"".join([PAGES[0], warcs.response(URL.format(2), AT.format(2), warcs.wacz({"a.txt": b"a"}))])
    assert len(bodies(written(tmp_path / "a.warc", data))) == 2


def test_a_member_compressed_in_another_way_is_named(tmp_path):
    data = warcs.wacz({"archive/a.warc": PAGES[0]}, zipfile.ZIP_LZMA)
    other = warcs.wacz({"archive/b.warc": PAGES[1], "a.wacz": data})
    found, troubles = everything(written(tmp_path / "a.wacz", other))
    assert [one.url for one in found] == [URL.format(2)]
    assert troubles == {UNPACKED: 1}


@pytest.mark.parametrize("packing", ["plain", "gzip"])
def test_fastwarc_reads_the_same(tmp_path, packing):
    """An independent reader, on the same file."""
    records = [INFO, *PAGES, warcs.revisit(URL.format(1), AT.format(6), "server-not-modified")]
    path = written(tmp_path / "a.warc", PACKINGS[packing](records))
    with path.open("rb") as stream:
        theirs = [
            (
                one.headers["WARC-Target-URI"],
                one.stream_pos,
                one.headers["WARC-Record-ID"].strip("<>"),
                one.reader.read(),
            )
            for one in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True)
        ]
    ours = [one for one in everything(path)[0] if one.status == 200]
    assert [(one.url, one.origin.offset, one.origin.record_id, one.body) for one in ours] == theirs


def test_a_stated_digest_may_have_any_encoding(tmp_path):
    members = warcs.package({"archive/a.warc": PAGES[0]})
    stated = json.loads(members["datapackage.json"])
    stated["resources"][0]["hash"] = warcs.sha1(PAGES[0])
    data = warcs.wacz({"archive/a.warc": PAGES[0], "datapackage.json": json.dumps(stated).encode()})
    assert everything(written(tmp_path / "a.wacz", data))[1] == {}
