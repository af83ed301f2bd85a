"""Writes captures as a WARC: a record that says what the file is, then the records of each capture."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import BinaryIO

from storage.records import StoredCapture
from storage.warc.write.capture_records import records_of
from storage.warc.write.cdxj import line_of
from storage.warc.write.record import Pack, date, new_id, record
from storage.warc.write.written import WrittenRecords

FORMAT = "WARC File Format 1.1"
STANDARD = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"


def write_recording(
    stream: BinaryIO,
    captures: Iterable[StoredCapture],
    name: str,
    pack: Pack,
    info: Iterable[tuple[str, str]],
    now: datetime,
    written: WrittenRecords,
    tell: Callable[[int], None],
) -> int:
    """Write captures into a stream, each record compressed by itself; gives how many captures there were.

    `info` is what the file says of itself. `written` has the lines of the index afterwards.
    """
    about = [("software", "Communique"), ("format", FORMAT), ("conformsTo", STANDARD), *info]
    block = "".join(f"{field}: {' '.join(value.split())}\r\n" for field, value in about).encode()
    head: list[tuple[str, str | None]] = [
        ("WARC-Record-ID", new_id("warcinfo", name, now, block)),
        ("WARC-Date", date(now)),
        ("WARC-Filename", name),
        ("Content-Type", "application/warc-fields"),
    ]
    offset = stream.write(pack(record("warcinfo", head, block)))
    count = 0
    for count, capture in enumerate(captures, 1):
        for made in records_of(capture, capture.id, written):
            data = pack(made.data)
            if made.shown is not None:
                digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
                written.add_line(*line_of(made.shown, name, offset, len(data), digest))
            offset += stream.write(data)
        tell(count)
    return count
