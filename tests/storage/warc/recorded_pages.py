"""What the tests of recordings share: pages to record, and everything that a file holds."""

from collections.abc import Sequence
from pathlib import Path

import warc_files as warcs

from storage.records import Capture
from storage.warc.recording import Recording
from storage.warc.revisit import Reference

URL = "https://ministry.example/press/{}.html"
AT = "2026-01-0{}T00:00:00Z"
PAGES = [warcs.response(URL.format(n), AT.format(n), b"page %d " % n * 50) for n in range(1, 6)]
INFO = warcs.record("warcinfo", None, AT.format(1), b"software: none\r\n", Content_Type="application/warc-fields")
PACKINGS = {"plain": b"".join, "gzip": warcs.packed, "zstd": warcs.zstd}


def everything(*paths: Path) -> tuple[list[Capture], dict[str, int]]:
    """All captures in the order they stand in the files, and the troubles."""
    with Recording(*paths) as recording:
        return [recording.read(one) for one in recording.index.unsorted()], dict(recording.index.troubles)


def written(file: Path, data: bytes) -> Path:
    """The file, with these bytes."""
    file.write_bytes(data)
    return file


def captures(file: Path, records: Sequence[bytes]) -> list[Capture]:
    """What these records hold, which must give no trouble."""
    found, troubles = everything(written(file, b"".join(records)))
    assert not troubles
    return found


def references(file: Path) -> list[Reference | None]:
    """What each record of a file lacks."""
    with Recording(file) as recording:
        return [recording.reference(one) for one in recording.index.unsorted()]
