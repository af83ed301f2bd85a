"""Libraries read what is exported: warcio checks every digest, fastwarc finds every record; programs: `tests/peers`."""

import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from warcio.archiveiterator import ArchiveIterator as Records
from warcio.checker import Checker

from storage.records import HttpRequest, Transferred
from storage.warc.write.capture_records import records_of
from storage.warc.write.cdxj import key_of
from storage.warc.write.record import packing
from storage.warc.write.recording import write_recording
from storage.warc.write.wacz import RECORDING, WaczWriter
from storage.warc.write.written import WrittenRecords
from tests.storage.builders import StoredCapture, capture

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = "example,water)/%e5%a4%96/aa?&a=%e5&a=1"
URL = "https://www.water.example/press/1?b=2&a=1"
CODED = replace(
    capture(URL, 1, "<p>Wässer".encode()),
    fields=(("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", "50")),
    transferred=Transferred("gzip", b"1" * 20, b"2" * 32, 50),
    request=HttpRequest("GET", (("Host", "www.water.example"),)),
    peer="192.0.2.1",
)
SEEN = [
    CODED,
    replace(CODED, at=datetime(2025, 1, 8, 0, 0, 0, 123456, tzinfo=UTC)),
    replace(capture(URL, 50, None), status=304),
    replace(capture("https://water.example/none", 60, None), status=None, reason="no answer"),
    replace(capture("https://water.example/gone", 70, None), status=404, fields=(("X-Bad", "a\r\nInjected: b"),)),
]


def written(form: str) -> tuple[bytes, WrittenRecords]:
    captures = [
        StoredCapture(**{name: getattr(one, name) for name in one.__dataclass_fields__}, id=number)
        for number, one in enumerate(SEEN)
    ]
    stream, records = BytesIO(), WrittenRecords()
    write_recording(stream, captures, RECORDING, packing(form), [], NOW, records, lambda _: None)
    return stream.getvalue(), records


@pytest.mark.parametrize("form", ["", "gz"])
def test_warcio_finds_every_digest_right(tmp_path, capsys, form):
    file = tmp_path / "all.warc"
    file.write_bytes(written(form)[0])
    checker = Checker(type("Asked", (), {"inputs": [str(file)], "verbose": True}))
    checker.process_all()
    shown = capsys.readouterr().out
    assert (checker.exit_value, "digest failed" in shown) == (0, False)
    assert shown.count("digest pass") >= 8


def test_the_payload_is_what_its_digest_says_and_no_reader_undoes_it_again():
    found = {}
    for record in Records(BytesIO(written("gz")[0])):
        found.setdefault(record.rec_type, []).append((record, record.content_stream().read()))
    assert {kind: len(records) for kind, records in found.items()} == {
        "warcinfo": 1, "response": 2, "revisit": 2, "metadata": 5, "request": 2,
    }  # fmt: skip
    # By this type indexers of pages tell what is none.
    assert {one.rec_headers.get_header("Content-Type") for one, _ in found["metadata"]} == {"application/warc-fields"}
    (first, body), (gone, nothing) = found["response"]
    assert body == CODED.body
    assert (nothing, gone.http_headers.get_header("Injected")) == (b"", None)
    assert first.http_headers.get_header("X-Orig-Content-Encoding") == "gzip"
    assert first.http_headers.get_header("Content-Encoding") is None
    again = found["revisit"][0][0].rec_headers
    assert again.get_header("WARC-Refers-To") == first.rec_headers.get_header("WARC-Record-ID")
    assert again.get_header("WARC-Refers-To-Date") == first.rec_headers.get_header("WARC-Date")
    assert again.get_header("WARC-Payload-Digest") == first.rec_headers.get_header("WARC-Payload-Digest")
    assert again.get_header("WARC-Date") == "2025-01-08T00:00:00.123456Z"


def test_a_redirect_is_no_revisit_since_replay_tools_would_leave_its_body_out():
    made = WrittenRecords()
    moved = replace(capture(URL, 1, b"moved"), status=301, fields=(("Location", "/2"),))
    twice = [next(records_of(replace(moved, at=at), number, made)).data for number, at in enumerate((NOW, moved.at))]
    assert [one.count(b"WARC-Type: response") for one in twice] == [1, 1]
    assert all(b"\r\n\r\nmoved\r\n\r\n" in one for one in twice)


@pytest.mark.parametrize("form", ["", "gz"])
def test_fastwarc_finds_every_record_with_its_digest_right(form):
    found = [record.verify_block_digest() for record in ArchiveIterator(BytesIO(written(form)[0]), parse_http=False)]
    assert found == [True] * 12


def test_the_index_says_where_each_record_stands():
    data, records = written("gz")
    lines = [json.loads(line) for *_, line in records.lines()]
    assert [(one["url"], one["status"], one["mime"]) for one in lines] == [
        ("https://water.example/gone", "404", "unk"),
        (URL, "200", "text/html"),
        (URL, "200", "warc/revisit"),
        (URL, "304", "warc/revisit"),
    ]
    for one in lines:
        start, length = int(one["offset"]), int(one["length"])
        (record,) = Records(BytesIO(data[start : start + length]))
        assert record.rec_headers.get_header("WARC-Target-URI") == one["url"]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Water.example:443/Press/?b=2&a=1#top", "example,water)/press?a=1&b=2"),
        ("http://water.example:8080", "example,water:8080)/"),
        ("https://water.example/外/%41%2541/?a=%E5&A=1&sid=0123456789abcdef0123456789abcdef", KEY),
        ("http://www2.water.example/a b", "example,water)/a%20b"),
        ("http://[", "http://["),
    ],
)
def test_the_index_is_sorted_by_addresses_as_others_write_them(url, key):
    assert key_of(url) == key


def test_a_wacz_lists_its_files_with_their_digests_and_stores_its_recording_as_it_is(tmp_path):
    with zipfile.ZipFile(packed(tmp_path)) as found:
        package = json.loads(found.read("datapackage.json"))
        paths = [one["path"] for one in package["resources"]]
        assert sorted([*paths, "datapackage.json", "datapackage-digest.json"]) == sorted(found.namelist())
        assert found.getinfo("archive/data.warc.gz").compress_type == zipfile.ZIP_STORED
        head, page = map(json.loads, found.read("pages/pages.jsonl").splitlines())
        assert (head["format"], page["title"]) == ("json-pages-1.0", "Wasser")
        assert found.read("indexes/index.idx").startswith(b"!meta 0 {")


def packed(folder: Path) -> Path:
    file = folder / "all.wacz"
    data, records = written("gz")
    with file.open("wb") as stream, WaczWriter(stream, "All", None, NOW) as wacz:
        with wacz.file(f"archive/{RECORDING}") as member:
            member.write(data)
        wacz.write_index(records)
        wacz.write_pages([{"id": "1-1", "url": URL, "ts": "2025-01-07T10:00:00Z", "title": "Wasser", "text": "Wasser"}])
    return file
