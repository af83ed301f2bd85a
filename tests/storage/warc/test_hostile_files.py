"""Files made to take for ever are read in time linear in their size: what is read of them is counted."""

import gzip
import io
import zlib

import pytest
import warc_files as warcs

from storage.warc.http_message import answer
from storage.warc.scan.members import Members
from storage.warc.scan.packing import packing_of
from storage.warc.scan.plain import Found, Plain
from storage.warc.scan.record_head import ARC, WARC
from tests.storage.warc.recorded_pages import AT, PAGES, URL, captures, everything, written

PACKED = warcs.packed(PAGES[:1])
STUMP = gzip.compress(b"WARC/1.0\r\n" + bytes(range(200)), mtime=0)[:60]


def nested(size: int) -> bytes:
    """Gzip members each of which stands inside the one before, all cut off at the same end."""
    block = b""
    while len(block) < size:
        rest = size - len(block)
        stored = b"\0" + rest.to_bytes(2, "little") + (rest ^ 0xFFFF).to_bytes(2, "little")
        block += b"\x1f\x8b\x08\0\0\0\0\0\0\3" + stored + b"WARC/1.0\r\nContent-Length: 60000000\r\n\r\n"
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return block[:size] + deflate.compress(b"\0" * 3_000_000) + deflate.flush()


HOSTILE: dict[str, tuple[bytes, bytes]] = {
    "version lines": (b"WARC/1.0\r\n", PAGES[0]),
    "heads of nothing": (b"WARC/1.0\r\n\r\n", PAGES[0]),
    "heads without a length": (b"WARC/1.0\r\nA: b\r\n\r\n", PAGES[0]),
    "a head without an end": (b"A: b\r\n", PAGES[0]),
    "heads that lie": (b"WARC/1.0\r\nContent-Length: 60000\r\n\r\n", PAGES[0]),
    "newlines": (b"\r\n", PAGES[0]),
    "magics": (b"\x1f\x8b\x08", PACKED),
    "magics of members": (b"\x1f\x8b\x08\0", PACKED),
    "stumps of members": (STUMP, PACKED),
}


class Counting(io.BytesIO):
    """A file that counts the bytes that are read from it."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self.count += len(piece)
        return piece


def scanned(data: bytes) -> tuple[list[Found], int]:
    stream = Counting(data)
    packing = packing_of(stream)
    scan = Members(stream, lambda *_: None, WARC, packing) if packing else Plain(stream, lambda *_: None, WARC)
    return list(scan.records()), stream.count


@pytest.mark.parametrize("name", HOSTILE)
def test_twice_the_file_is_at_most_about_twice_the_reading(name):
    unit, good = HOSTILE[name]
    beginning = PACKED if good is PACKED else b"WARC/1.0\r\n"
    counts = []
    for size in (2_000_000, 4_000_000) if good is not PACKED else (200_000, 400_000):
        found, count = scanned(beginning + unit * (size // len(unit)) + b"\r\n" + good)
        assert found[-1].head.fields["warc-target-uri"] == URL.format(1)  # what is whole is found behind it all
        counts.append(count)
    assert counts[1] <= 2.2 * counts[0] + 1_100_000  # a window more or less
    assert counts[1] <= 70 * size + 4_000_000


def test_members_inside_one_another_are_not_unpacked_again_and_again(monkeypatch):
    fed = 0
    undo = zlib.decompressobj

    class Fed:
        def __init__(self, bits: int) -> None:
            self._state = undo(bits)

        def decompress(self, data: bytes, most: int) -> bytes:
            nonlocal fed
            piece = self._state.decompress(data, most)
            fed += len(piece)
            return piece

        def __getattr__(self, name: str) -> object:
            return getattr(self._state, name)

        def copy(self) -> object:
            return self._state.copy()

    monkeypatch.setattr("storage.decompression.zlib.decompressobj", Fed)
    found, _ = scanned(PACKED + b"".join(nested(60_000) for _ in range(2)))
    assert found
    assert fed < 200_000_000  # some 2,000 members of 3 MB each stand in it


def test_an_arc_of_lines_that_are_nearly_heads():
    line = b"http://a.example/" + b" 1 20260101000000" * 400 + b" x\n"
    stream = Counting(warcs.arc_description() + line * 300 + warcs.arc(URL.format(1), "20260101000000", warcs.http()))
    found = list(Plain(stream, lambda *_: None, ARC).records())
    assert found[-1].head.fields["warc-target-uri"] == URL.format(1)
    assert stream.count < 5 * len(stream.getvalue()) + 4_000_000


def test_a_body_of_the_smallest_chunks_and_members(tmp_path):
    found = answer(warcs.http(b"1\r\nx\r\n" * 200_000 + b"0\r\n\r\n", Transfer_Encoding="chunked"))
    assert found is not None
    assert (len(found.body), found.cut) == (200_000, None)
    many = warcs.response(URL.format(1), AT.format(1), gzip.compress(b"x") * 50_000, Content_Encoding="gzip")
    assert captures(tmp_path / "a.warc", [many])[0].body == b"x" * 50_000


def test_ids_and_visits_that_all_records_share(tmp_path):
    """Each record has the bounded number of others that it could mean."""
    same = {"WARC_Record_ID": "<urn:a>", "WARC_Concurrent_To": "<urn:a>", "WARC_Refers_To": "<urn:a>"}
    records = []
    for n in range(200):
        records.append(warcs.record("response", URL.format(1), AT.format(1), warcs.http(b"%d" % n), **same))
        records.append(warcs.record("request", URL.format(1), AT.format(1), b"GET / HTTP/1.0\r\n\r\n", **same))
        records.append(warcs.revisit(URL.format(1), AT.format(1), "identical-payload-digest", warcs.http(), **same))
    found, _ = everything(written(tmp_path / "a.warc", b"".join(records)))
    assert len(found) > 200
    assert max(len(one.origin.related) for one in found) <= 32
