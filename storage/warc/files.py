"""Opens recordings: WARC and ARC files, compressed or not, and the ones in a WACZ."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO

from storage.errors import NoRecordingError
from storage.records import RecordingFile
from storage.warc.reader import Warc
from storage.warc.scan.members import RATIO, SLACK, Members
from storage.warc.scan.packing import Packing, packing_of
from storage.warc.scan.plain import Found, Note, Plain
from storage.warc.scan.record_head import form_of
from storage.warc.wacz import Wacz

ZIPS = (b"PK\x03\x04", b"PK\x05\x06")  # how a ZIP begins that holds something, and an empty one
_FIRST = 1024
_Tell = Callable[[str, str], None]


def opened(path: Path, closing: ExitStack, tell: _Tell) -> Iterator[Warc]:
    """The WARCs and ARCs in a file; `tell` hears of trouble: its kind, and where. Raises WarcError."""
    try:
        stream = closing.enter_context(path.open("rb"))
        sha256 = hashlib.file_digest(stream, "sha256").digest()
        size = stream.seek(0, 2)
    except OSError as error:
        raise NoRecordingError(f"cannot open {path}: {error.strerror or error}") from None
    file = RecordingFile(path.name, sha256, size, "wacz")
    stream.seek(0)
    if stream.read(len(ZIPS[0])) in ZIPS:
        for member in Wacz(stream, path.name, closing, tell).members():
            yield _warc(member.stream, file, member.name)
    else:
        warc = _warc(stream, file)
        packed = f".{warc.packing.name}" if warc.packing else ""
        yield replace(warc, file=replace(file, format=warc.form.name + packed))


def records(warc: Warc, note: Note) -> Iterator[Found]:
    """The records in the order they stand there. Raises SeveralInOneError."""
    if warc.packing:
        return Members(warc.stream, note, warc.form, warc.packing).records()
    return Plain(warc.stream, note, warc.form).records()


def unpacked(warc: Warc, closing: ExitStack, tell: _Tell) -> Warc:
    """A WARC that is compressed in one piece, in a temporary file, as far as it unpacks and within reason."""
    assert warc.packing is not None
    stream = closing.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - closed with the rest

    def note(kind: str, offset: int) -> None:
        tell("files that do not unpack to their end", f"{warc.name}, byte {offset} ({kind})")

    room, breaks = RATIO * warc.stream.seek(0, 2) + SLACK, []
    for piece in Members(warc.stream, note, warc.form, warc.packing).unpacked():
        if piece is None:
            breaks.append(stream.tell())
            continue
        room -= stream.write(piece[: max(room, 0)])
        if room <= 0:
            tell("files that unpack to more than is reasonable", warc.name)
            break
    return replace(warc, stream=stream, packing=None, breaks=tuple(breaks))


def _warc(stream: IO[bytes], file: RecordingFile, member: str = "") -> Warc:
    packing = packing_of(stream)
    return Warc(stream, packing, form_of(_beginning(stream, packing)), file, member)


def _beginning(stream: IO[bytes], packing: Packing | None) -> bytes:
    stream.seek(0)
    return stream.read(_FIRST) if packing is None else packing.first(stream, _FIRST)
