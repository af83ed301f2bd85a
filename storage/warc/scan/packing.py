"""How a recording is compressed: record by record as gzip members (WARC, Annex D) or zstd frames, or not at all.

A .warc.zst may begin with its dictionary, in a skippable frame and perhaps compressed itself, as the proposal of the
IIPC for "WARC-file compression with Zstandard" has it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import zstandard

from storage.decompression import (
    GZIP,
    LARGEST_STEP,
    ZSTD,
    ZSTD_STEP,
    DamagedError,
    Decompressor,
    Zlib,
    Zstd,
    undo_member,
    zstd_context,
)

DICTIONARY = b"\x5d\x2a\x4d\x18"
LARGEST_DICTIONARY = 16 * 1024 * 1024
_SKIPPABLE = b"\x2a\x4d\x18"  # behind a byte from 0x50 to 0x5f (RFC 8878, 3.1.2)
_SKIPPABLE_HEAD = 8
_GZIP_PROBE, _ZSTD_PROBE = 1024, 160 * 1024  # a zstd block comes out whole, and may be 128 kB


@dataclass(frozen=True, slots=True)
class Packing:
    """A compression: the bytes at a member's beginning, what undoes one, how much to feed it at once.

    `probe` is how many bytes show whether a record begins in a member.
    """

    name: str
    magic: bytes
    new: Callable[[], Decompressor]
    step: int
    probe: int

    def begins(self, packed: bytes, wanted: int) -> bytes:
        """The first bytes of what a member unpacks to; empty where none begins there."""
        return _undone(packed, self.new, self.step, wanted)

    def first(self, stream: IO[bytes], wanted: int) -> bytes:
        """The first bytes of what a file unpacks to."""
        stream.seek(behind_skippable(stream, 0))
        return self.begins(stream.read(self.probe), wanted)


def packing_of(stream: IO[bytes]) -> Packing | None:
    """How a file is compressed, by its first bytes; None where it is not."""
    stream.seek(0)
    beginning = stream.read(len(ZSTD))
    if beginning.startswith(GZIP):
        return Packing("gz", b"\x1f\x8b\x08", Zlib, LARGEST_STEP, _GZIP_PROBE)
    if beginning == ZSTD or is_skippable(beginning):
        context = zstd_context(_dictionary(stream))
        return Packing("zst", ZSTD, lambda: Zstd(context), ZSTD_STEP, _ZSTD_PROBE)
    return None


def is_skippable(beginning: bytes) -> bool:
    """Whether a skippable zstd frame begins with these bytes."""
    return beginning[1:4] == _SKIPPABLE and beginning[0] & 0xF0 == 0x50


def behind_skippable(stream: IO[bytes], offset: int) -> int:
    """Where what follows the skippable frames at `offset` begins."""
    while True:
        stream.seek(offset)
        head = stream.read(_SKIPPABLE_HEAD)
        if len(head) < _SKIPPABLE_HEAD or not is_skippable(head):
            return offset
        offset += _SKIPPABLE_HEAD + int.from_bytes(head[4:], "little")


def _dictionary(stream: IO[bytes]) -> zstandard.ZstdCompressionDict | None:
    stream.seek(0)
    head = stream.read(_SKIPPABLE_HEAD)
    size = int.from_bytes(head[4:], "little")
    if head[:4] != DICTIONARY or size > LARGEST_DICTIONARY:
        return None
    data = stream.read(size)
    if data.startswith(ZSTD):
        context = zstd_context()
        data = _undone(data, lambda: Zstd(context), ZSTD_STEP, LARGEST_DICTIONARY)
    return zstandard.ZstdCompressionDict(data) if data else None


def _undone(packed: bytes, new: Callable[[], Decompressor], step: int, most: int) -> bytes:
    """The first bytes of a member, as many as are wanted or some more; empty where none begins."""
    shown = BytesIO()
    try:
        undo_member(memoryview(packed), new, step, shown, most)
    except DamagedError:
        return b""
    return shown.getvalue()
