"""Compressed data undone in bounded steps: gzip members (RFC 1952), zlib and deflate (1950, 1951), zstd frames (8878).

One decompressor undoes one member or frame, so that a reader knows where it ends and whether it is whole.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import IO, Protocol

import zstandard

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
GZIP_BITS, ZLIB_BITS, DEFLATE_BITS = 31, 15, -15  # what zlib calls them
WINDOW = 2**27  # bytes; the largest that zstd itself takes without being told to
# One byte of zstd may stand for 32 kB, and its library knows no bound on what it gives: the steps must be small.
ZSTD_STEP = 1024
FIRST_STEP, LARGEST_STEP = 4096, 64 * 1024


class DamagedError(Exception):
    """Raised by a decompressor for bytes that cannot have been written by its compressor."""


class Decompressor(Protocol):
    """One member or frame. `finished` says that it came to its end, `rest` are the bytes fed and not consumed."""

    finished: bool
    rest: bytes

    def feed(self, data: bytes | memoryview, most: int) -> bytes:
        """Undo some more, up to about `most` bytes of output. Raises DamagedError."""
        ...

    def salvage(self) -> bytes:
        """What stands before the damage that the last feeding met."""
        ...


class Zlib:
    """A gzip member, a zlib stream or bare deflate, by `bits`."""

    def __init__(self, bits: int = GZIP_BITS) -> None:
        self._state = zlib.decompressobj(bits)
        self._fed: tuple[zlib._Decompress, bytes | memoryview, int] | None = None
        self.finished = False
        self.rest = b""

    def feed(self, data: bytes | memoryview, most: int) -> bytes:
        """Undo some more, up to `most` bytes of output. Raises DamagedError."""
        self._fed = self._state.copy(), data, most
        try:
            piece = self._state.decompress(data, most)
        except zlib.error as error:
            raise DamagedError(str(error)) from None
        self.finished = self._state.eof
        self.rest = self._state.unused_data if self.finished else self._state.unconsumed_tail
        return piece

    def salvage(self) -> bytes:
        """What stands before the damage that the last feeding met: zlib gives none of it, so its place is searched."""
        assert self._fed is not None
        before, data, most = self._fed
        good, bad, salvaged = 0, len(data), b""
        while bad - good > 1:
            middle = (good + bad) // 2
            try:
                salvaged = before.copy().decompress(data[:middle], most)
                good = middle
            except zlib.error:
                bad = middle
        return salvaged


def zstd_context(dictionary: zstandard.ZstdCompressionDict | None = None) -> zstandard.ZstdDecompressor:
    """What frames are undone with, one after another; making it costs more than a small frame."""
    return zstandard.ZstdDecompressor(dictionary, max_window_size=WINDOW)


class Zstd:
    """A zstd frame. A skippable frame gives no bytes. Only the newest one of a context can be fed."""

    def __init__(self, context: zstandard.ZstdDecompressor) -> None:
        self._state = context.decompressobj()
        self.finished = False
        self.rest = b""

    def feed(self, data: bytes | memoryview, most: int) -> bytes:
        """Undo some more; feed it small steps. Raises DamagedError."""
        try:
            piece = self._state.decompress(data)
        except zstandard.ZstdError as error:
            raise DamagedError(str(error)) from None
        self.finished = self._state.eof
        self.rest = self._state.unused_data
        return piece

    def salvage(self) -> bytes:
        """Nothing: a step is small."""
        return b""


def steps(largest: int = LARGEST_STEP) -> Iterator[int]:
    """How many bytes to feed at a time: few at first, since what a member does not consume is copied."""
    step = min(FIRST_STEP, largest)
    while True:
        yield step
        step = min(2 * step, largest)


def undo_member(
    body: memoryview, new: Callable[[], Decompressor], step: int, sink: IO[bytes], most: int
) -> tuple[int, bool]:
    """Write what the member at the beginning of `body` holds: how many bytes it took, whether it came to its end.

    Stops soon after more than `most` bytes. Raises DamagedError.
    """
    decompressor, place, room = new(), 0, most
    for size in steps(step):
        if decompressor.finished or place == len(body) or room < 0:
            break
        data = body[place : place + size]
        room -= sink.write(decompressor.feed(data, room + 1))
        place += len(data) - len(decompressor.rest)
    return place, decompressor.finished
