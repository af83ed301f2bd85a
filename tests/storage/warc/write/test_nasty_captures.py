"""Whatever a capture holds, its records can be read, by others too, and give it back."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from nasty_values import VALUES
from warcio.archiveiterator import ArchiveIterator as Records

from storage.records import HttpRequest, Origin, RecordingFile, StoredCapture
from storage.warc.recording import Recording
from storage.warc.write.capture_records import records_of
from storage.warc.write.record import packing
from storage.warc.write.recording import write_recording
from storage.warc.write.written import WrittenRecords
from tests.storage.builders import START

TEXTS = [text.encode("utf-8", "replace").decode() for text in [*VALUES, "", "a\r\nb: c", "\r\n\r\n", "x" * 100_000]]


def captures() -> list[StoredCapture]:
    """A capture with each value in every place, and with a body of it."""
    return [
        StoredCapture(
            id=number,
            url=f"https://water.example/外 {text[:99]}/{number}",
            at=START + timedelta(seconds=number),
            kind="release",
            status=None if number % 7 == 0 else 200 + number % 300,
            status_line=text,
            fields=((text, text), ("Content-Encoding", text), ("Transfer-Encoding", text), ("Content-Length", text)),
            body=None if number % 7 == 0 or number % 300 == 104 else text.encode(),
            reason=text,
            request=HttpRequest(text, ((text, text),)),
            peer=text,
        )
        for number, text in enumerate(TEXTS)
    ]


def test_every_capture_comes_back(tmp_path):
    made, stream = captures(), BytesIO()
    write_recording(stream, made, "all.warc", packing(""), [], START, WrittenRecords(), lambda _: None)
    (tmp_path / "all.warc").write_bytes(stream.getvalue())
    with Recording(tmp_path / "all.warc") as recording:
        found = [recording.read(record) for record in recording.index.unsorted()]
        assert recording.index.troubles == {}
    bare = {one.url: replace(one, origin=None) for one in found}
    for one in made:
        shown = bare[one.url]
        for name in ("at", "status", "status_line", "fields", "body", "reason", "request", "peer"):
            expected = getattr(one, name) or None
            assert (getattr(shown, name) or None) == expected, (one.id, name)
    assert sum(1 for _ in Records(BytesIO(stream.getvalue()))) > 2 * len(made)


def test_a_record_s_own_header_is_not_given_to_a_capture_of_another_address_or_time():
    header = b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: http://water.example/1\r\n"
    header += b"WARC-Date: 2025-01-07T09:00:00Z\r\nContent-Length: 4\r\n\r\n"
    origin = Origin(RecordingFile("a.warc", b"1" * 32, 9, "warc"), "", 0, None, header)
    seen = StoredCapture(
        id=1, url="http://water.example/1", at=START, kind="release", status=200, body=b"page", origin=origin
    )
    for one, is_own in (
        (seen, True),
        (replace(seen, url="https://water.example/1"), False),
        (replace(seen, at=START + timedelta(1)), False),
        (replace(seen, body=b"pages"), False),
    ):
        first = next(records_of(one, 1, WrittenRecords()))
        assert (first.as_recorded, first.data.startswith(header)) == (is_own, is_own)
