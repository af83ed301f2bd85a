"""Whatever a capture holds, its records can be read, by others too, and give it back."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from nasty_values import VALUES
from warcio.archiveiterator import ArchiveIterator as Records

from storage.records import HttpRequest, StoredCapture
from storage.warc.recording import Recording
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
            url=f"https://water.example/{number}",
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
