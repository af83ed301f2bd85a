"""Finds the records of a WARC file, whole or damaged, without holding more than a stretch of it.

WARC is ISO 28500 (versions 1.0 and 1.1), plain or as one gzip member a record (Annex D). What is damaged is noted and
left behind: the scan goes on at the next place where a record begins.
"""

import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

GZIP = b"\x1f\x8b\x08"
PIECE = 64 * 1024
WINDOW = 1024 * 1024  # searched at once for the next record
LONGEST_HEAD = 64 * 1024  # of a record, and of the HTTP answer in it
LARGEST = 65 * 1024 * 1024  # a block beyond this is passed over unread

_HEAD = re.compile(rb"[\r\n]*WARC/\d\.\d+[ \t]*\r?\n(.*?)\r?\n\r?\n", re.DOTALL)
_BEGINNING = re.compile(rb"(?:\A|\n)(WARC/\d\.\d+[ \t]*\r?\n)")
_FOLD = re.compile(rb"\r?\n[ \t]+")

# What is told of damage: its kind, and the place in the file.
Note = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A record: where it begins in the file, how many bytes of its block are there, its fields by lower-case name.

    `head` is the beginning of the block.
    """

    offset: int
    length: int
    fields: Mapping[str, str]
    head: bytes = field(repr=False)


class Stretch:
    """The bytes of a file from `offset` on: of one gzip member where it is `packed`, else as they stand.

    `damage` says, once the bytes have run out, why there are no more of a member.
    """

    def __init__(self, stream: IO[bytes], offset: int, *, packed: bool) -> None:
        self._stream = stream
        self._unpack = zlib.decompressobj(31) if packed else None
        self._waiting = b""
        self.head_length = 0
        self.damage: str | None = None
        stream.seek(offset)

    @property
    def end(self) -> int:
        """Where the member ends, once it has been read."""
        return self._stream.tell() - (len(self._unpack.unused_data) if self._unpack else 0)

    def fields(self) -> dict[str, str] | None:
        """The fields of the record that begins here, or None where none does."""
        while not (found := _HEAD.match(self._waiting)):
            piece = self._more() if len(self._waiting) < LONGEST_HEAD else b""
            if not piece:
                return None
            self._waiting += piece
        self.head_length, self._waiting = found.end(), self._waiting[found.end() :]
        lines = _FOLD.sub(b" ", found[1]).decode("utf-8", "replace").splitlines()
        pairs = (line.partition(":") for line in lines)
        return {name.strip().lower(): value.strip() for name, _, value in pairs}

    def read(self, size: int) -> bytes:
        """So many bytes, or as many as there are."""
        pieces, wanted = [], size
        while wanted > 0 and (piece := self._waiting or self._more()):
            pieces.append(piece[:wanted])
            self._waiting = piece[wanted:]
            wanted -= len(pieces[-1])
        return b"".join(pieces)

    def skip(self, size: int) -> int:
        """Pass over so many bytes; gives how many there were."""
        passed = 0
        while passed < size and (piece := self.read(min(size - passed, PIECE))):
            passed += len(piece)
        return passed

    def _more(self) -> bytes:
        if self._unpack is None:
            return self._stream.read(PIECE)
        try:
            while not self._unpack.eof:
                packed = self._unpack.unconsumed_tail or self._stream.read(PIECE)
                # Without new bytes, what zlib still has in hand may come out.
                piece = self._unpack.decompress(packed, PIECE)
                if piece:
                    return piece
                if not packed:
                    self.damage = self.damage or "cut off"
                    break
        except zlib.error:
            self.damage = "damaged"
        return b""


def is_packed(stream: IO[bytes]) -> bool:
    """Whether the file is compressed."""
    stream.seek(0)
    return stream.read(len(GZIP)) == GZIP


def in_one_piece(stream: IO[bytes]) -> bool:
    """Whether a compressed file holds several records in one gzip member, so that none can be looked up."""
    member = Stretch(stream, 0, packed=True)
    length = _length(member.fields() or {})
    if length is None or member.skip(length) < length:
        return False
    return member.read(LONGEST_HEAD).lstrip(b"\r\n").startswith(b"WARC/")


def records(stream: IO[bytes], note: Note, *, packed: bool) -> Iterator[Found]:
    """The records of a file in the order they stand there; `note` hears of damage. The stream is ours meanwhile."""
    size = stream.seek(0, os.SEEK_END)
    offset: int | None = 0
    while offset is not None and offset < size:
        stretch = Stretch(stream, offset, packed=packed)
        fields = stretch.fields()
        length = _length(fields or {})
        if fields is None or length is None:
            if stretch.read(PIECE).strip(b"\r\n") or stretch.damage:
                note(stretch.damage or "damaged", offset)
            offset = _next(stream, offset + 1, packed=packed)
            continue
        head = stretch.read(min(length, LONGEST_HEAD))
        place = offset
        if packed:
            held, offset = _member(stream, stretch, place, (len(head), length), note)
        else:
            held, offset = _plain(stream, place, place + stretch.head_length, length, note)
        yield Found(place, held, fields, head)


def _member(
    stream: IO[bytes], member: Stretch, offset: int, block: tuple[int, int], note: Note
) -> tuple[int, int | None]:
    """How many bytes of its block a compressed record has, and where the next record begins."""
    seen, length = block
    if length > LARGEST:
        return length, _next(stream, offset + 1, packed=True)
    held = seen + member.skip(length - seen)
    if member.read(PIECE).strip(b"\r\n") and not member.damage:
        member.damage = "damaged"  # more than its Content-Length says
    if member.damage:
        note(member.damage, offset)
        return held, _next(stream, offset + 1, packed=True)
    if held < length:
        note("shorter than its Content-Length", offset)
    return held, member.end


def _plain(stream: IO[bytes], offset: int, start: int, length: int, note: Note) -> tuple[int, int | None]:
    """The same of a plain record, whose block begins at `start`: what follows shows whether its length is right."""
    size = stream.seek(0, os.SEEK_END)
    end = start + length
    if end <= size:
        stream.seek(end)
        following = stream.read(PIECE).lstrip(b"\r\n")
        if not following or following.startswith(b"WARC/"):
            return length, end
    found = _next(stream, start, packed=False)
    if found is None:
        note("cut off" if end > size else "damaged", offset)
        return min(end, size) - start, None
    note("damaged" if end < found else "shorter than its Content-Length", offset)
    stream.seek(start)
    return min(length, len(stream.read(found - start).rstrip(b"\r\n")) if end > found else length), found


def _next(stream: IO[bytes], start: int, *, packed: bool) -> int | None:
    """Where the first record at `start` or beyond begins."""
    while True:
        stream.seek(start)
        window = stream.read(WINDOW)
        for place in _gzips(window) if packed else _beginnings(window):
            if not packed or Stretch(stream, start + place, packed=True).read(5) == b"WARC/":
                return start + place
        if len(window) < WINDOW:
            return None
        start += WINDOW - PIECE


def _gzips(window: bytes) -> Iterator[int]:
    place = window.find(GZIP)
    while place >= 0:
        yield place
        place = window.find(GZIP, place + 1)


def _beginnings(window: bytes) -> Iterator[int]:
    return (found.start(1) for found in _BEGINNING.finditer(window))


def _length(fields: Mapping[str, str]) -> int | None:
    digits = fields.get("content-length", "")
    return int(digits) if re.fullmatch(r"[0-9]{1,18}", digits) else None
